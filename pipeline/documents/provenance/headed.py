"""Words of a table that stand under another head, or in another row, than they were printed in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.documents.provenance.sentences import Sentence

# A column of a table: the heads of all its columns in any order, and its own.
_Column = tuple[frozenset[str], str]


class Columns:
    """What the columns of a document's tables hold: as it was made, and as it stands."""

    def __init__(self, made: Sequence[Sentence], standing: Sequence[Sentence]) -> None:
        self._made, self._standing = _counted(made), _counted(standing)

    def exchanged(self, was: Sentence, stands: Sentence) -> Iterator[tuple[str, str]]:
        """Words of a row that gave way to those of another column or row: as they were, as they are.

        The same words typed into one more row are none of it: they stand in their own as well.
        """
        before, now = _by_head(was), _by_head(stands)
        for column, new in now.items():
            old = before.get(column, "")
            if old != new and (new in before.values() or self._moved(column, new)):
                yield old, new

    def _moved(self, column: _Column, words: str) -> bool:
        return 0 < self._made[column, words] >= self._standing[column, words]


def _counted(sentences: Sequence[Sentence]) -> Counter[tuple[_Column, str]]:
    return Counter(one for row in sentences if row.is_row for one in _by_head(row).items())


def _by_head(row: Sentence) -> dict[_Column, str]:
    """The cells of a row that hold words and no figure, by the head of their column; none of a row without heads."""
    if len(row.header) != len(row.cells):
        return {}
    heads = frozenset(row.header)
    return {(heads, row.header[at]): text for at, text in row.labels.items()}
