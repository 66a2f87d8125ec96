"""Kept paragraphs among those the program prints now: which stands where, with which figures, and what is to be looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import Enum, auto

from pipeline.documents.keeping.slots import (
    as_read,
    bare_words,
    fact,
    facts_in,
    names,
    parts,
    shown_words,
    words_of,
)
from pipeline.model.editorial import Change, Fact, Kept, Original
from pipeline.model.phrases import QUOTED, Printed

# How much alike a paragraph must be to be the one that was meant.
_ALIKE = 0.6
# What a sentence ends with, and no heading.
_ENDS = tuple("。；！？")
Figures = Mapping[str, Printed]


@dataclass(slots=True, eq=False)
class Standing:
    """A paragraph of the document as it will stand.

    `source` is the place of the printed one it is (None: people's own), `machine` what the program prints there, `text` what will stand
    there, figures by bookmark; `like` is the printed paragraph whose looks it has. `row` holds its words, or dropped it (`gone`).
    """

    source: int | None
    machine: str
    text: str
    like: int
    row: Kept | None = None
    gone: bool = False
    aliases: list[str] = field(default_factory=list)


class Matter(Enum):
    """Why a row is told of."""

    LOST = auto()
    FIGURES = auto()
    WORDS = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be looked at of a row: the paragraph as it stands, and as the program has it now; either may be empty.

    `changed` are the figures that are others than when people saw them; `reworded`: the program words it otherwise since, or a
    unit says otherwise what people put in other words.
    """

    matter: Matter
    row: Kept
    stands: str = ""
    machine: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    reworded: bool = False


def settle(
    lines: Sequence[str], figures: Figures, rows: Iterable[Kept]
) -> tuple[list[Standing], tuple[Remark, ...]]:
    """The paragraphs `lines` with what people kept put into them, in order; those dropped are there, as `gone`.

    A row whose paragraph is not there any more, or one of whose figures the program has no more, changes nothing and is told.
    """
    standing = [Standing(at, line, line, at) for at, line in enumerate(lines)]
    lost = [why for row in rows if (why := _put(standing, figures, row)) is not None]
    return standing, (*lost, *_remarks(standing, figures))


def _put(standing: list[Standing], figures: Figures, row: Kept) -> Remark | None:
    """One row put in its place; what is to be told where it has none."""
    head = row.change in (Change.ADD, Change.MOVE) and not row.original.text and bool(standing)
    meant = None if head else _meant(standing, figures, row.original)
    moved = _meant(standing, figures, _moved(row)) if row.change is Change.MOVE else None
    needed = row.change in (Change.ADD, Change.REPLACE)
    text = _filled(row, meant, figures) if needed and (head or meant is not None) else ""
    if not (head or meant) or text is None or (row.change is Change.MOVE and moved in (None, meant)):
        machine = (
            as_read(meant.machine, figures) if meant is not None and row.change is Change.REPLACE else ""
        )
        return replace(homeless(row), machine=machine)
    if moved is not None:
        standing.remove(moved)
    if row.change is Change.ADD:
        moved = Standing(None, "", text, _looks_like(standing, meant, text), row, aliases=[words_of(text)])
    if moved is not None:
        standing.insert(standing.index(meant) + 1 if meant is not None else 0, moved)
    elif meant is not None:
        meant.row, meant.gone = row, row.change is Change.DROP
        meant.text = text or meant.text
        meant.aliases.append(words_of(meant.text))
    return None


def _looks_like(standing: Sequence[Standing], behind: Standing | None, text: str) -> int:
    """Whose looks a new paragraph has: that it stands behind, or the next one, where of the two only that is a sentence as it is.

    So nothing said under a heading looks like one.
    """
    at = standing.index(behind) if behind is not None else -1
    near = [one for one in standing[max(at, 0) : at + 3] if one.source is not None or one is behind]
    alike = [one for one in near if one.text.endswith(_ENDS) == text.endswith(_ENDS)]
    return (alike or near or list(standing))[0].like


def homeless(row: Kept) -> Remark:
    """What is told of a row that has no place, with its words as they were kept."""
    return Remark(Matter.LOST, row, shown_words(row.words, row.original.facts))


def _moved(row: Kept) -> Original:
    """The paragraph a row moves."""
    return Original(row.words, row.original.facts)


def _meant(standing: Sequence[Standing], figures: Figures, wanted: Original) -> Standing | None:
    """The paragraph a row means: that reads so but for its figures, or else the one most like it that speaks of the same."""
    words, about = bare_words(wanted.text, wanted.facts), _targets(wanted)
    printed = [one for one in standing if one.source is not None and words_of(one.machine) == words]
    printed.sort(key=lambda one: one.source or 0)
    own = [one for one in printed if about & _about(one, figures)]
    same = printed or [one for one in standing if words in one.aliases]
    if len(own) == 1:
        return own[0]
    if same:
        return same[min(wanted.number, len(same)) - 1]
    return _nearest(standing, figures, wanted)


def _nearest(standing: Sequence[Standing], figures: Figures, wanted: Original) -> Standing | None:
    """The printed paragraph most like another, as long as both speak of the same targets, if of any."""
    words, about = bare_words(wanted.text, wanted.facts), _targets(wanted)
    best, found = 0.0, None
    for one in standing:
        own = _about(one, figures)
        # What another row means is no other's.
        if one.source is None or one.row is not None or ((about or own) and not about & own):
            continue
        alike = SequenceMatcher(None, words, words_of(one.machine), autojunk=False).ratio()
        if alike >= max(_ALIKE, best):
            best, found = alike, one
    return found


def _targets(wanted: Original) -> set[str]:
    return {one.about for one in facts_in(wanted.text, wanted.facts)} - {""}


def _about(one: Standing, figures: Figures) -> set[str]:
    return {figures[name].about for name in names(one.machine)} - {""}


def _filled(row: Kept, meant: Standing | None, figures: Figures) -> str | None:
    """A row's words with today's figures in them, by bookmark; None where the program has one of them no more."""
    own = names(meant.machine or meant.text) if meant is not None else ()
    facts, pieces = row.original.facts, list[str]()
    for part in parts(row.words, facts):
        if isinstance(part, str):
            pieces.append(part)
            continue
        name = _today(facts, part, own, figures) or _anywhere(facts[part], figures)
        if name is None:
            return None
        pieces.append(f"{{{name}}}")
    return "".join(pieces)


def _today(facts: Sequence[Fact], at: int, own: Sequence[str], figures: Figures) -> str | None:
    """Which figure of the paragraph is the one a fact was: of the same rule and target; of several such in the same order."""
    rule = (facts[at].about, facts[at].how)
    before = [place for place, one in enumerate(facts) if (one.about, one.how) == rule]
    now = [name for name in own if (figures[name].about, figures[name].how) == rule]
    if len(now) == len(before):
        return now[before.index(at)]
    same = [name for name in now if figures[name].text == facts[at].text]
    return same[0] if same else None


def _anywhere(wanted: Fact, figures: Figures) -> str | None:
    """A figure of the document that is the one a fact was, wherever it stands, if it is printed in one way only."""
    now = [name for name, one in figures.items() if (one.about, one.how) == (wanted.about, wanted.how)]
    return now[0] if len({figures[name].text for name in now}) == 1 else None


def _remarks(standing: Sequence[Standing], figures: Figures) -> Iterator[Remark]:
    """What is to be looked at of the rows that found their place: every paragraph dropped, and whatever changed under the others."""
    for one in standing:
        if one.row is None or one.source is None:
            continue
        stands, machine = as_read(one.text, figures), as_read(one.machine, figures)
        changed, reworded = _since(one.row, one.machine, figures)
        if one.gone:
            yield Remark(Matter.DROPPED, one.row, "", machine, changed, reworded)
        elif (changed or reworded) and stands != machine:
            matter = Matter.WORDS if reworded else Matter.FIGURES
            yield Remark(matter, one.row, stands, machine, changed, reworded)


def _since(row: Kept, machine: str, figures: Figures) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The figures of a paragraph that are others than when people saw it, was and is; and whether it is worded otherwise.

    A unit's own words that the kept ones do not bring are words, not a figure that takes its place by itself.
    """
    seen = row.original
    reworded = bare_words(seen.text, seen.facts) != words_of(machine)
    now = [fact(figures[name]) for name in names(machine)]
    rules = [(one.about, one.how) for one in now]
    if [(one.about, one.how) for one in seen.facts[: len(now)]] == rules:
        pairs = list(zip(seen.facts, now, strict=False))
    else:
        was = {(one.about, one.how): one for one in seen.facts}
        pairs = [(was[rule], one) for rule, one in zip(rules, now, strict=True) if rule in was]
    others = [(old, new) for old, new in pairs if old.text != new.text]
    brought = facts_in(row.words, seen.facts)
    misquoted = any(old.how == QUOTED and old not in brought for old, _ in others)
    return tuple((old.text, new.text) for old, new in others), reworded or misquoted
