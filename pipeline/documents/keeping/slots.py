"""Paragraphs with figures in them as people read and keep them: 开工〖12〗个, the figures told apart by a list. Pure.

A line of a trace names a figure by its bookmark, which is another whenever the document is made again; a kept
paragraph names it by what it was: its text, its target, its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.documents.provenance.trace import SLOT
from pipeline.model.editorial import Fact, Original
from pipeline.model.phrases import Printed

# Brackets no 公文 uses; behind a raised dot which of several figures of that text it is.
_SLOT = re.compile(r"〖([^〖〗]*?)(?:·(\d{1,2}))?〗")


def names(slotted: str) -> tuple[str, ...]:
    """The bookmarks of a line of a trace, in reading order."""
    return tuple(SLOT.findall(slotted))


def as_read(slotted: str, figures: Mapping[str, Printed]) -> str:
    """A line of a trace as it reads."""
    return SLOT.sub(lambda slot: figures[slot[1]].text, slotted)


def key(slotted: str) -> str:
    """What two lines of one document share that read alike, whatever blanks stand in them."""
    return " ".join(slotted.split())


def words_of(slotted: str) -> str:
    """What two lines of any documents share that say the same, whatever their figures."""
    return key(SLOT.sub("{}", slotted))


def fact(figure: Printed) -> Fact:
    """A figure as a kept paragraph remembers it."""
    return Fact(figure.text, figure.about, figure.how)


def original(slotted: str, figures: Mapping[str, Printed], number: int = 1) -> Original:
    """A line of a trace as it is kept."""
    found = names(slotted)
    facts = tuple(fact(figures[name]) for name in found)
    return Original(kept_words(slotted, found, facts), facts, number)


def kept_words(slotted: str, listed: Sequence[str], facts: Sequence[Fact]) -> str:
    """A line with its figures as 〖…〗: `listed` are the bookmarks of `facts`, each figure of the line among them."""

    def shown(slot: re.Match[str]) -> str:
        at = listed.index(slot[1])
        nth = sum(one.text == facts[at].text for one in facts[: at + 1])
        return f"〖{facts[at].text}{f'·{nth}' if nth > 1 else ''}〗"

    return SLOT.sub(shown, slotted)


def parts(words: str, facts: Sequence[Fact]) -> Iterator[str | int]:
    """Kept words in reading order: text, and for every figure its place among the facts; brackets that name none are text."""
    at = 0
    for slot in _SLOT.finditer(words):
        nth = int(slot[2] or 1)
        meant = [place for place, one in enumerate(facts) if one.text == slot[1]]
        if nth > len(meant) and slot[2]:
            # A text of its own that ends so: ·2.
            meant = [place for place, one in enumerate(facts) if one.text == f"{slot[1]}·{slot[2]}"]
            nth = 1
        if 0 < nth <= len(meant):
            yield words[at : slot.start()]
            yield meant[nth - 1]
            at = slot.end()
    yield words[at:]


def bare_words(words: str, facts: Sequence[Fact]) -> str:
    """Kept words without their figures, {} for each; as `words_of` gives those of a line."""
    return key("".join("{}" if isinstance(one, int) else one for one in parts(words, facts)))


def facts_in(words: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that kept words speak of, in reading order."""
    return tuple(facts[one] for one in parts(words, facts) if isinstance(one, int))


def shown_words(words: str, facts: Sequence[Fact]) -> str:
    """Kept words as they read with the figures they were kept with."""
    return "".join(facts[one].text if isinstance(one, int) else one for one in parts(words, facts))
