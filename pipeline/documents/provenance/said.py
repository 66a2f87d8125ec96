"""Whether a sentence still says what it said: names, classes, directions, days, lists beside its figures. Pure.

What excludes what is known from the office's plan (`Vocabulary`), and of the language itself only opposites and negations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from pipeline.documents.provenance.numerals import folded
from pipeline.documents.provenance.sentences import Sentence
from pipeline.documents.provenance.trace import SLOT
from pipeline.model.kinds import Standing
from pipeline.model.plan import Plan

_OPPOSITES = (
    ("高于", "低于", "持平"),
    ("快于", "慢于"),
    ("超出", "还差"),
    ("超额", "不足"),
    ("增加", "减少"),
    ("上升", "下降"),
    ("增长", "下降"),
    ("提高", "降低"),
    ("新增", "减少"),
    ("以上", "以下"),
    ("最高", "最低"),
    ("本月", "上月"),
    ("本年", "上年", "去年"),
    ("累计", "当月"),
)
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:份|\d{1,2}日)?|\d{4}年度?|\d{1,2}日")
_BLANK = re.compile(r"[_＿]{2,}|[【〔\[]\s*[】〕\]]")
_NOT = re.compile("不|非|[尚还并仍]?未|没有?")
_NEXT = ("”“", "》《")
_BETWEEN = "，。；：|"
_HOLE = "\ufffc"
# What is said: what a word means, the word, its place.
_Word = tuple[str, str, int]


@dataclass(frozen=True)
class Vocabulary:
    """Words of which one excludes the other in one place: per family, every word with what it means; so of the classes.

    Two words of one meaning (a unit's short and full name) exclude nothing.
    """

    families: tuple[Mapping[str, str], ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
        opposites = [{word: word for word in words} for words in _OPPOSITES]
        families = (*self.families, self.classes, *opposites)
        return tuple((_longest_first(family), family) for family in families if family)

    def said(self, text: str) -> list[list[_Word]]:
        """Per family what is said, as (meaning, word, place); days and months are the last family."""
        found = [
            [(family[one[0]], one[0], one.start()) for one in pattern.finditer(text)]
            for pattern, family in self._patterns
        ]
        return [*found, [(one[0], one[0], one.start()) for one in _DAY.finditer(folded(text))]]

    def judges(self, text: str) -> bool:
        """Whether a text says how something stands: a class, above or below."""
        return any(word in text for word in (*self.classes, *_OPPOSITES[0]))

    def names(self, text: str) -> bool:
        """Whether a text names a unit, a target or a matter of the plan."""
        return any(word in text for family in self.families for word in family)


NO_VOCABULARY = Vocabulary()


def vocabulary_of(plan: Plan) -> Vocabulary:
    """The words of an office: its units by all their names, its targets and matters, its classes, its level."""
    units = {
        word: unit.key
        for unit in plan.units
        for name in unit.names
        for word in (unit.key, name.short, name.full, name.address, *unit.aliases)
    }
    promises = {matter.title: f"事项{matter.number}" for matter in plan.matters}
    promises |= {target.name: target.id for target in plan.targets}
    classes = {one.value: one.value for one in Standing}
    classes |= {word: standing for standing, word in plan.rules.words.items()}
    realms = {f"全{level}": level for level in "省市州盟县旗区镇乡"} | {plan.terms.realm: plan.terms.level}
    return Vocabulary(tuple(map(_without_blanks, (units, promises, realms))), _without_blanks(classes))


def _without_blanks(words: Mapping[str, str]) -> Mapping[str, str]:
    return {word: meaning for word, meaning in words.items() if word}


@dataclass(frozen=True, slots=True)
class Difference:
    """What a sentence says otherwise: words against words; and whether anything it said beside its figures is gone."""

    contrary: tuple[tuple[str, str], ...] = ()
    gone: bool = False


def compared(terms: Vocabulary, was: Sentence, stands: Sentence) -> Difference:
    """What `stands` says otherwise than `was`; blanks that people fill in are none of it."""
    before, now = _as_filled(was.slotted, stands.slotted), stands.slotted
    said_before, said_now = terms.said(before), terms.said(now)
    same = was.words == stands.words
    if same and _meanings(said_before[-1]) == _meanings(said_now[-1]):
        return Difference()
    contrary = [*_exchanged(said_before, said_now, before, now), *_negated(before, now)]
    return Difference(tuple(dict.fromkeys(contrary)), gone=not same and before != now)


def _meanings(said: Sequence[_Word]) -> Counter[str]:
    return Counter(meaning for meaning, _, _ in said)


def _exchanged(
    before: Sequence[Sequence[_Word]], now: Sequence[Sequence[_Word]], old: str, new: str
) -> Iterator[tuple[str, str]]:
    """Words that gave way to others of their family; a list from which some are gone, or to which some were put."""
    for were, are in zip(before, now, strict=True):
        gone, come = _meanings(were) - _meanings(are), _meanings(are) - _meanings(were)
        lost, found = [one for one in were if one[0] in gone], [one for one in are if one[0] in come]
        lists = any(_listed(old, one) for one in lost) or any(
            _listed(new, one) and _beside(new, one, are, gone=come) for one in found
        )
        if (lost and found) or lists:
            yield _joined(lost), _joined(found)


def _joined(said: Sequence[_Word]) -> str:
    return "、".join(dict.fromkeys(word for _, word, _ in said))


def _beside(text: str, one: _Word, said: Sequence[_Word], gone: Counter[str]) -> bool:
    """Whether another word of the family, that stood there before, stands in the same clause."""
    start = max(text.rfind(mark, 0, one[2]) for mark in _BETWEEN)
    end = min((text.find(mark, one[2]) for mark in _BETWEEN if mark in text[one[2] :]), default=len(text))
    return any(start < place < end and meaning not in gone for meaning, _, place in said)


def _listed(text: str, said: _Word) -> bool:
    """Whether a word is one of a list: between 、, or names in quotation marks one right behind the other."""
    _, word, place = said
    before, behind = text[:place], text[place + len(word) :]
    if before.endswith(_NEXT) or behind.startswith(_NEXT):
        return True
    return behind.lstrip("”》）")[:1] in ("、", "等") or before.rstrip("“《")[-1:] == "、"


def _negated(before: str, now: str) -> Iterator[tuple[str, str]]:
    """A 不 or 未 that was put into a sentence or taken out of one, and nothing beside it."""
    old, new = SLOT.sub(_HOLE, before), SLOT.sub(_HOLE, now)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("insert", "delete") and _NOT.fullmatch(old[a:b] or new[c:d]):
            yield _around(old, a, b), _around(new, c, d)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 2) : end + 4].replace(_HOLE, "…")


def _as_filled(was: str, stands: str) -> str:
    """A remembered sentence with what people have filled into its blanks: 9月__日 is 9月28日 then."""
    if not _BLANK.search(was):
        return was
    pattern = "(.{0,20}?)".join(map(re.escape, _BLANK.split(was)))
    return stands if re.fullmatch(pattern, stands) else was


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
