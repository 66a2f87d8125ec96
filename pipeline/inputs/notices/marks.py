"""Signs of numbering: where an item of a list begins (一、 (一) 1. (1) ① 一是 第一件), and lists as runs of rising numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.inputs.notices.chinese_numerals import chinese_number

_CN = "[一二三四五六七八九十百]{1,4}"
# The outermost first; a style begins an item at a line's beginning, or behind a sign that ends what was before it.
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("件", re.compile(rf"(?:第)?({_CN}|\d{{1,3}})(?:件|项)(?:民生)?(?:实事|好事|任务)?[:、\s]")),
    ("项目", re.compile(rf"(?:实事|项目|工程|任务|民生实事)({_CN}|\d{{1,3}})[:、.]?\s*")),
    ("一、", re.compile(rf"({_CN})[、.]")),
    ("(一)", re.compile(rf"\(({_CN})\)[、.]?")),
    ("1.", re.compile(r"(\d{1,3})\s?(?:[.、。](?!\d)|\)|:(?=[\u4e00-\u9fff]))")),
    ("1.1", re.compile(r"\d{1,2}\.(\d{1,2})(?:[.、\s])?(?=[\u4e00-\u9fff“《])")),
    ("01", re.compile(r"(0\d|\d{1,3}(?=\s))\s*(?=[\u4e00-\u9fff“《])")),
    ("(1)", re.compile(r"\((\d{1,3})\)[、.]?")),
    ("①", re.compile("([\u2460-\u2473])[、.]?")),
    ("⑴", re.compile("([\u2474-\u249b])[、.]?")),
    ("一是", re.compile(rf"({_CN})(?:是|要)[:,]?")),
    ("第一", re.compile(rf"第({_CN})[,:、]")),
    ("数行", re.compile(r"(\d{1,3})$")),
)
RANK = {style: rank for rank, (style, _) in enumerate(STYLES)}
_INLINE = frozenset({"一、", "(一)", "1.", "(1)", "①", "⑴", "一是", "第一", "件"})
_BEFORE = re.compile(r"[。;:,!?\s)】”、]$")
_BULLET = re.compile(r"(?:——?|--|―+|─+|[●▶◆■★▲◎○•·※◇□►➤✦✔☆-])\s*(?=[\u4e00-\u9fff“《\d])")
_CIRCLED, _DOTTED = 0x2460, 0x2474
_MOST_GAP = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of numbering: it stands at `start` and its item begins at `end`; `leads` if at its line's beginning."""

    line: int
    start: int
    end: int
    style: str
    number: int
    sign: str
    leads: bool


@lru_cache(maxsize=8192)
def begins_item(text: str) -> bool:
    """Whether a folded line begins an item of a list."""
    return any(pattern.match(text) for _, pattern in STYLES) or _BULLET.match(text) is not None


def bullet(text: str) -> int:
    """How long the bullet is by which a folded line begins; 0 if by none."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def marks(line: int, text: str) -> Iterator[Mark]:
    """Every sign of numbering of a folded line, in its order; several styles may claim one place."""
    first = len(text) - len(text.lstrip())
    for style, pattern in STYLES:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 4) : found.start()]
            leads = found.start() <= first
            if not leads and (style not in _INLINE or not _BEFORE.search(before)):
                continue
            if not leads and before.endswith((",", "、")) and style != "一是":
                continue
            number = _number(found[1])
            if number:
                yield Mark(line, found.start(), found.end(), style, number, found[0].strip(), leads)


def _number(sign: str) -> int:
    if sign.isascii():
        return int(sign)
    if len(sign) == 1 and _CIRCLED <= ord(sign) < _CIRCLED + 20:
        return ord(sign) - _CIRCLED + 1
    if len(sign) == 1 and _DOTTED <= ord(sign) < _DOTTED + 40:
        return (ord(sign) - _DOTTED) % 20 + 1
    value = chinese_number(sign)
    return int(value) if value is not None else 0


def runs(found: Iterable[Mark]) -> list[tuple[Mark, ...]]:
    """Lists: marks of one style whose numbers rise by one; at lines' beginnings a few may be missing."""
    done: list[list[Mark]] = []
    current: dict[str, list[Mark]] = {}
    for mark in sorted(found, key=lambda one: (one.line, one.start)):
        run = current.get(mark.style)
        if run is not None and _follows(run[-1], mark):
            run.append(mark)
        elif mark.leads or mark.number == 1:
            run = [mark]
            done.append(run)
            current[mark.style] = run
    return [tuple(run) for run in done]


def _follows(last: Mark, mark: Mark) -> bool:
    step = mark.number - last.number
    return step == 1 or (mark.leads and last.leads and 1 < step <= _MOST_GAP and mark.number > 2)


def joined(all_runs: Sequence[tuple[Mark, ...]], style: str) -> tuple[Mark, ...]:
    """All lists of one style as one, for matters that are counted anew in every section."""
    return tuple(mark for run in all_runs if run[0].style == style and len(run) > 1 for mark in run)
