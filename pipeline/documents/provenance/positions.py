"""Whether a figure stands where it was printed: in its row and column, or behind the words that were before it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from pipeline.documents.provenance.sentences import Sentence, plain, shared

# How much of a sentence must be there for a figure to be in it still.
_ALIKE = 0.4


class Places:
    """Where the figures of a document were printed, by its sentences as it was made."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._home = {name: one for one in sentences for name in one.figures}
        self._before: dict[str, set[str]] = defaultdict(set)
        self._rows = [one for one in sentences if one.is_row and one.figures]
        for name, one in self._home.items():
            if not one.is_row:
                self._before[one.upto(name)].add(name)

    def home(self, name: str) -> Sentence | None:
        """The sentence a figure was printed in."""
        return self._home.get(name)

    def reads_otherwise(self, name: str, stands: Sentence) -> bool:
        """Whether a sentence with a figure in it reads otherwise than the one the figure was printed in."""
        return self._home[name].read != stands.read

    def moved(self, name: str, stands: Sentence) -> bool:
        """Whether a figure that stands in a sentence now is not where it was printed."""
        home = self._home[name]
        if home.is_row or stands.is_row:
            return home.is_row != stands.is_row or self._moved_in_table(name, home, stands)
        was, now = home.upto(name), stands.upto(name)
        if was != now:
            others = self._before.get(now, set()) - {name}
            return bool(others) or not _alike(was, now, home, stands)
        # The same words stand before several figures: the line up to them tells which, or else the line above.
        alike = [self._home[other] for other in self._before[was] if other != name]
        if home.before != stands.before:
            return any(stands.before == other.before for other in alike)
        return home.above != stands.above and any(
            (stands.before, stands.above) == (other.before, other.above) for other in alike
        )

    def _moved_in_table(self, name: str, home: Sentence, stands: Sentence) -> bool:
        was, now = home.column(name), stands.column(name)
        if home.upto(name) != stands.upto(name) and _another_in_cell(name, home, stands):
            return True
        wide = len(home.cells) == len(stands.cells)
        headed = len(home.header) == len(home.cells) and len(stands.header) == len(stands.cells)
        if headed and home.header[was] != stands.header[now] and stands.header[now] in home.header:
            return True
        if wide and was != now and home.header == stands.header:
            return True
        return wide and home.labels != stands.labels and self._another_row(home, stands)

    def _another_row(self, home: Sentence, stands: Sentence) -> bool:
        """Whether a row is headed by another's words: most of them, or one that only the other has; or by a column's."""
        table = [row for row in self._rows if (row.header, len(row.cells)) == (home.header, len(home.cells))]
        own = shared(home, stands)
        if not own and home.labels and not _alike(home.words, stands.words, home, stands):
            return True
        if any(shared(row, stands) > own for row in table):
            return True
        mine, heads = home.labels, set(map(plain, home.header))
        return any(
            at in mine
            and text != mine[at]
            and (
                text in heads
                or all(sum(row.labels.get(at) == one for row in table) == 1 for one in (text, mine[at]))
            )
            for at, text in stands.labels.items()
        )


def _another_in_cell(name: str, home: Sentence, stands: Sentence) -> bool:
    """Whether a figure of a cell that says much stands behind the words that were before another of its figures."""
    now, cell = stands.upto(name), home.column(name)
    return any(
        home.column(other) == cell and home.upto(other) == now for other in home.figures if other != name
    )


def _alike(was: str, now: str, home: Sentence, stands: Sentence) -> bool:
    """Whether a figure still stands between some of its words."""
    pairs: Iterable[tuple[str, str]] = ((was, now), (home.words, stands.words))
    return any(SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE for one, other in pairs)
