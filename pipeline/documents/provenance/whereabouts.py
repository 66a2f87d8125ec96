"""Where the figures of a document stand after people have edited it: in their bookmarks, or between the same words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.documents.pictures.bars import read
from pipeline.documents.provenance.numerals import folded
from pipeline.documents.provenance.trace import SLOT, Trace
from pipeline.files.word.groups import SUM, sums_alike
from pipeline.files.word.lines import Line, Span
from pipeline.model.phrases import Mark, Printed

_NAME = re.compile(r"_f\d+")
_DIGITS = "0123456789"
# What may stand before a measure and makes another number of it: 万人, 个百分点.
_SCALE = r"[万亿千百]*个?"
# Signs that are the same in either width.
_WIDTHS = str.maketrans("％，；：（）！？", "%,;:()!?")
# What right before or behind a figure belongs to the number that is read there.
_BEFORE = re.compile(r"[-－−]?\d(?:[.,]?\d)*[.,]?$|(?<![\d\w])[-－−]$|(?<=[^\x00-\x7f])[-－−]$")
_BEHIND = re.compile(r"(?:[.,]?\d)+")
_WORD = re.compile(r"[^\W\d_]*")
# How much of a line must still be there for it to be known again; of a table's row more, for rows are much alike.
_ALIKE, _ROW_ALIKE = 0.6, 0.8


def reads_alike(text: str, other: str) -> bool:
    """Whether two texts read the same: the width of digits and marks, and blanks, make no difference.

    A picture of which only its lengths are left reads like the words it is drawn from.
    """
    if text.startswith(SUM) and (picture := read(other)) is not None:
        return sums_alike(text, float(picture.sheet.sum))
    return text == other or bare(text) == bare(other)


def bare(text: str) -> str:
    """A text without blanks, its full-width digits and marks as ASCII."""
    return "".join(folded(text).translate(_WIDTHS).split())


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line of the document as it is now, and what stands there."""

    line: int
    start: int
    end: int
    text: str


def in_bookmarks(
    lines: Sequence[Line], trace: Trace
) -> tuple[dict[str, str], dict[str, list[Stretch]], set[tuple[int, int]]]:
    """What stands in every bookmark, with what makes another number of it; where; and the places of digits put beside one.

    Of copies the one that differs counts: nothing that was changed goes unseen. A digit right before or behind a figure,
    and another measure, change the figure. A bookmark that holds others, or a number over several lines, has lost its end.
    """
    words = {
        slot[1]: (line[: slot.start()], line[slot.end() :])
        for line in trace.lines
        for slot in SLOT.finditer(line)
    }
    figures = {mark.name: mark.figure for mark in trace.figures if mark.name in words}
    stand: dict[str, list[str]] = {}
    places: dict[str, list[Stretch]] = {}
    beside: set[tuple[int, int]] = set()
    ended: dict[str, int] = {}
    for number, line in enumerate(lines):
        for span in _sound(lines, number, figures):
            name = original(span.name)
            start, end = _stretch(line.text, span, figures[name], *words[name])
            beside |= {(number, place) for place in (*range(start, span.start), *range(span.end, end))}
            text = line.text[start:end]
            places.setdefault(name, []).append(Stretch(number, start, end, text))
            text += _other_measure(figures[name], words[name][1], line.text[end:]) if text else ""
            if ended.get(span.name) == number - 1 and span.start == 0:
                stand[name][-1] += f"\n{text}"
            else:
                stand.setdefault(name, []).append(text)
            if span.end == len(line.text):
                ended[span.name] = number
    return (
        {
            name: next((text for text in texts if not reads_alike(text, figures[name].text)), texts[0])
            for name, texts in stand.items()
        },
        places,
        beside,
    )


def _sound(lines: Sequence[Line], number: int, figures: Mapping[str, Printed]) -> Iterator[Span]:
    """The bookmarks of a line that hold a figure of this document, and nothing else."""
    spans = lines[number].spans
    for span in spans:
        figure = figures.get(original(span.name))
        holds = any(one is not span and span.start <= one.start < one.end <= span.end for one in spans)
        numeric = figure is not None and figure.value is not None
        if figure is not None and not holds and not (numeric and _runs_on(lines, number, span)):
            yield span


def _runs_on(lines: Sequence[Line], number: int, span: Span) -> bool:
    """Whether a bookmark goes on in another line."""
    before = number > 0 and any(one.name == span.name for one in lines[number - 1].spans)
    behind = number + 1 < len(lines) and any(one.name == span.name for one in lines[number + 1].spans)
    return (span.start == 0 and before) or (span.end == len(lines[number].text) and behind)


def _stretch(text: str, span: Span, figure: Printed, before: str, behind: str) -> tuple[int, int]:
    """Where a figure stands in a line, with digits people put beside it; those it was printed beside are not its own."""
    if figure.value is None:
        return span.start, span.end
    start, end = _whole_number(text, span.start, span.end)
    printed_before, printed_behind = before[-1:] in (*_DIGITS, "}"), behind[:1] in (*_DIGITS, "{")
    return span.start if printed_before else start, span.end if printed_behind else end


def _other_measure(figure: Printed, before: str, now: str) -> str:
    """The measure, scale or per cent sign that stands behind a figure now, if not the one that was printed there; else nothing.

    `before` and `now` are what follows the figure in the line.
    """
    wanted, stands = (measure_at(figure, text.lstrip()) for text in (before, now))
    if stands == wanted:
        return ""
    return stands or _WORD.match(now.lstrip())[0][: len(wanted)] or f"（没有{wanted}）"  # type: ignore[index]  # matches always


def measure_at(figure: Printed, text: str) -> str:
    """The measure a text begins with: 万人, 个百分点, %; a scale alone where another measure follows."""
    own = re.match(_SCALE + re.escape(figure.measure), text) if figure.measure not in ("", "%") else None
    found = own or re.match("[万亿千百]+|[%％‰]", text)
    return found[0].replace("％", "%") if found is not None else ""


def original(name: str) -> str:
    """The bookmark of which this is one, or a copy that a program has named anew."""
    found = _NAME.match(name)
    return found[0] if found is not None else ""


def between_words(lines: Sequence[Line], trace: Trace, lost: Sequence[Mark]) -> Iterator[tuple[str, Stretch]]:
    """Figures whose bookmarks are gone and that still stand between the same words."""
    for mark in lost:
        line = trace.line_of(mark.name)
        if not line:
            continue
        whole, start, end = _filled(line, trace.texts, mark.name)
        place = _place(lines, whole, start, end)
        if place is not None:
            yield mark.name, place


def _filled(line: str, texts: Mapping[str, str], name: str) -> tuple[str, int, int]:
    """A remembered line as it read, and where the figure stood in it."""
    pieces: list[str] = []
    start = length = at = 0
    for slot in SLOT.finditer(line):
        words, text = line[at : slot.start()], texts.get(slot[1], "")
        pieces += (words, text)
        if slot[1] == name:
            start = length + len(words)
        length, at = length + len(words) + len(text), slot.end()
    return "".join((*pieces, line[at:])), start, start + len(texts[name])


def _place(lines: Sequence[Line], whole: str, start: int, end: int) -> Stretch | None:
    """Where in the document the stretch `whole[start:end]` of a line stands now, outside every bookmark."""
    best, place = _ROW_ALIKE if whole.startswith("|") else _ALIKE, None
    numeric = any(sign in _DIGITS for sign in whole[start:end])
    for number, line in enumerate(lines):
        matcher = SequenceMatcher(None, whole, line.text, autojunk=False)
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best or matcher.ratio() < best:
            continue
        left, right = _whole_number(line.text, *_mapped(matcher, start, end))
        covered = any(span.start < right and left < span.end for span in line.spans)
        if (
            left < right
            and not covered
            and (not numeric or any(s in _DIGITS for s in folded(line.text[left:right])))
        ):
            best, place = matcher.ratio(), Stretch(number, left, right, line.text[left:right])
    return place


def _mapped(matcher: SequenceMatcher[str], start: int, end: int) -> tuple[int, int]:
    """The stretch of the second text that takes the place of `[start:end]` of the first."""
    left = right = None
    for _, a, b, c, d in matcher.get_opcodes():
        if left is None and a <= start < b:
            # In a block that has kept its length positions correspond one to one.
            left = c + start - a if b - a == d - c else c
        if right is None and a < end <= b:
            right = c + end - a if b - a == d - c else d
    return (left or 0, right) if right is not None else (0, 0)


def _whole_number(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with what makes another number of it: digits right beside it, a minus; a mere comma or stop is none."""
    if start < end:
        plain = folded(text)
        before, behind = _BEFORE.search(plain[:start]), _BEHIND.match(plain[end:])
        start -= len(before[0]) if before is not None else 0
        end += len(behind[0]) if behind is not None else 0
    return start, end
