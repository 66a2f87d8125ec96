"""Units and their names: by period, compared by what tells them apart, the likeliest for a word that is nobody's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Name:
    """A unit's names in a period; `confirmed` says who confirmed them and when, empty if nobody did."""

    short: str
    full: str
    address: str
    since: date | None
    until: date | None
    confirmed: str

    @property
    def every(self) -> tuple[str, ...]:
        """Short, full and address name, as far as they are given."""
        return tuple(filter(None, (self.short, self.full, self.address)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in protocol order. `key` is the abbreviation the notice uses, whatever it is called later.

    `groups` are the words that mean it among others (所属组); `usual` what departments of its kind are also called,
    to recognise it by and never to print.
    """

    key: str
    order: int
    kind: str
    county: bool
    subordinate: bool
    letter: str
    names: tuple[Name, ...]
    aliases: tuple[str, ...]
    contact: str
    phone: str
    groups: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()

    def name_on(self, day: date) -> Name:
        """The names in force on `day`; before the first period the first, after the last the last."""
        for name in self.names:
            if name.until is None or day <= name.until:
                return name
        return self.names[-1]

    def formerly(self, day: date, year: int) -> str:
        """The abbreviation it had earlier in the `year`, where that was another than on `day`; else empty."""
        now = self.name_on(day).short
        ended = (one for one in self.names if one.until is not None and one.until < day)
        former = [one.short for one in ended if one.until and one.until.year >= year and one.short != now]
        return former[-1] if former else ""


_LONGEST_NAME = 300


def fold(text: str) -> str:
    """A name reduced to what tells it apart: NFKC, no white space, one case. What is too long for a name stays."""
    return _fold(text) if len(text) <= _LONGEST_NAME else text


@lru_cache(maxsize=8192)  # every sheet asks about the same words
def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def words_of(units: Iterable[Unit]) -> Iterator[tuple[str, str]]:
    """Every word that means a unit, with its key: the units' own names before the usual ones."""
    for unit in units:
        for word in (unit.key, *unit.aliases, *(each for name in unit.names for each in name.every)):
            yield unit.key, word
    for unit in units:
        for word in unit.usual:
            yield unit.key, word


def known_names(words: Iterable[tuple[str, str]], city: str, level: str) -> dict[str, str]:
    """The keys of units by every folded name that means them, with the city before it too; the first to claim one has it."""
    names: dict[str, str] = {}
    for key, word in words:
        names.setdefault(fold(word), key)
        names.setdefault(fold(city + word.removeprefix(level)), key)
    return names


def likeliest(word: str, known: Mapping[str, str]) -> str:
    """The key of the unit that a word which is nobody's name most likely means; empty if none is near."""
    keys = {fold(key) for key in known.values()}
    near = get_close_matches(fold(word), keys, n=1, cutoff=0.5) or get_close_matches(
        fold(word), known, n=1, cutoff=0.6
    )
    return known[near[0]] if near else ""
