"""Numbers that stand in a line, in whatever numerals; and those that people fill in by hand and that are no figures. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DIGIT = "〇零一二两三四五六七八九"
_ANY = f"{_DIGIT}十百千万亿"
# 一百二十, 三分之二, 百分之八十, 三成; not the ordinals of headings (十一、), of 第十三次, of 十四五, and no single 一.
_CHINESE = (
    rf"百分之[{_ANY}点]+|[{_ANY}]+分之[{_ANY}]+|"
    rf"(?<![第{_ANY}])(?=[{_ANY}]*[{_DIGIT}])[{_DIGIT}]?[十百千万亿](?:零?[{_DIGIT}]?[十百千万亿])*(?:零?[{_DIGIT}](?![{_ANY}]))?"
    rf"(?<=[{_ANY}]{{2}})(?![{_ANY}、）)大届次号条章])|"
    rf"[{_DIGIT}]成(?=[，。；、）以半左]|$)"
)
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|{_CHINESE}")
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])月", "(?:3[01]|[12]\\d|0?[1-9])日"
# Behind a span of time 9月 are nine months, and 5日 five days.
_SPAN = "(?<!连续)(?<!累计)(?<!历时)(?<!超过)(?<!不足)(?<![\\d近逾约满达共])"
# Before a measure, or within words, eleven digits are no telephone.
_PHONE_ENDS = "(?![\\d%％‰.]|[^\\W\\d_])"
# What people fill in and write by hand that is no figure: days, numbers of documents, telephones, annexes, pages.
_NO_FIGURE = re.compile(
    rf"(?<!\d)(?:19|20)\d\d年(?:度|(?:{_MONTH})?(?:{_DAY})?)|{_SPAN}{_MONTH}(?:份|{_DAY})?|{_SPAN}{_DAY}|"
    rf"(?<!\d)(?:\d{{3,4}}-\d{{7,8}}|1[3-9]\d{{9}}){_PHONE_ENDS}|〔\d{{4}}〕\s*\d*\s*号?|第\s*\d+\s*号|"
    rf"附件\s*[1-9](?![\d.,]|\s*[个件项万亿])|(?:二〇|一九)[{_DIGIT}]{{2}}年(?:[{_ANY}]+月)?(?:[{_ANY}]+日)?|"
    rf"(?<![\d{_ANY}])[一二三四五六七八九十]{{1,2}}月[{_ANY}]{{1,3}}日|"
    r"^\s*[—–-]\s*\d+\s*[—–-]\s*$|^〔第\d+节 [^〕]*〕$"
)
# ①②③ at the head of a clause count clauses; ² and ³ belong to a measure.
_COUNTING = re.compile(r"(?:^|(?<=[。；：:;\s|]))[\u2460-\u249b]")
_POWERS = "¹²³"
# Digits of any script but ASCII's own, and the full-width point.
_FULL_WIDTH = re.compile(r"(?![0-9])\d|．")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a line, as it reads there."""

    text: str
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a text that is no day, telephone and the like; full-width digits read as ASCII."""
    plain = without_days(text)
    for found in _NUMBER.finditer(plain):
        yield Numeral(found[0], found.start(), found.end())
    counting = {found.start() for found in _COUNTING.finditer(plain)}
    for place, sign in enumerate(plain):
        if (
            place not in counting
            and sign not in _POWERS + "〇"
            and unicodedata.category(sign) in ("No", "Nl")
        ):
            yield Numeral(sign, place, place + 1)


def without_days(text: str) -> str:
    """A line with days, numbers of documents and the like blank."""
    return _NO_FIGURE.sub(lambda found: " " * len(found[0]), folded(text))


def folded(text: str) -> str:
    """Full-width digits as ASCII, every sign still in its place."""
    return text if text.isascii() else _FULL_WIDTH.sub(_as_ascii, text)


def _as_ascii(found: re.Match[str]) -> str:
    return "." if found[0] == "．" else str(unicodedata.digit(found[0]))
