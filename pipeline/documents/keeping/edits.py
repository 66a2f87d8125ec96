"""What people did to a document: its paragraphs as they were printed held against those that stand there now. Pure.

Both sides are lines of a trace: words, and {_f0001} for every figure that still stands. A figure has no say in what a
paragraph reads: another one in its place is a fact that changed, not a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.documents.keeping.slots import key, names, words_of
from pipeline.documents.provenance.trace import SLOT
from pipeline.model.editorial import Change

# How much alike two paragraphs are that are one, edited where it stands; and one that was taken elsewhere as well.
_ALIKE, _ALIKE_ELSEWHERE = 0.4, 0.7
_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing done to one paragraph.

    `was` is the paragraph as printed ("" where one was added), `at` its place among the printed ones (None: added), `now` how it stands
    ("" where it was dropped). What was added or moved stands right behind `behind`: the place of a printed paragraph, -1 for
    the head of the document, or the words of one that was added before it.
    """

    change: Change
    was: str
    now: str
    at: int | None = None
    behind: int | str = -1


def edits(printed: Sequence[str], stands: Sequence[str]) -> tuple[Edit, ...]:
    """What was done to the printed paragraphs, in the order the document has now; none of them is empty.

    Blanks alone make no difference; what is told has them as they stand.
    """
    old, new = list(map(key, printed)), list(map(key, stands))
    fixed = _in_place(old, new)
    moved = _elsewhere(old, new, fixed)
    return tuple(_told(printed, stands, fixed, moved))


def _in_place(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The printed paragraph of each that stands, by place, as far as none was moved: the same, or edited."""
    first = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    found = {at: at for at in range(first)}
    found |= {len(new) - at: len(old) - at for at in range(1, last + 1)}
    middle = old[first : len(old) - last], new[first : len(new) - last]
    return found | {first + there: first + here for here, there in _aligned(*middle)}


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places, in order on both sides, that are as much alike as can be."""
    alike = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i, j] + best[i + 1][j + 1] if (i, j) in alike else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if (i, j) in alike and best[i][j] == alike[i, j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: Sequence[str], new: Sequence[str], least: float = _ALIKE) -> dict[tuple[int, int], float]:
    """How much alike two paragraphs are, by their places, where they are alike enough to be one; the same is 1.

    One that reads as it did is no other's; and two that hold figures and share none speak of different things.
    """
    there, here = set(new), set(old)
    held = {one: set(names(one)) for one in (*old, *new)}
    signs = {name: chr(_PRIVATE + at) for at, name in enumerate(sorted(set().union(*held.values())))}
    folded = {one: SLOT.sub(lambda slot: signs[slot[1]], one) for one in held}
    found: dict[tuple[int, int], float] = {}
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            if one == other:
                found[i, j] = 1.0
            elif one not in there and other not in here and not _apart(held[one], held[other]):
                alike = _alike(folded[one], folded[other])
                if alike >= least:
                    found[i, j] = alike
    return found


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and not one & other


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def _elsewhere(old: Sequence[str], new: Sequence[str], fixed: Mapping[int, int]) -> dict[int, int]:
    """The printed paragraph of each that stands elsewhere now: read alike, or so much alike that it is one.

    Of those that read like another nobody can say which was moved: one was dropped, one added.
    """
    read, taken = Counter(map(words_of, old)), set(fixed.values())
    left = [at for at in range(len(old)) if at not in taken and read[words_of(old[at])] == 1]
    came = [at for at in range(len(new)) if at not in fixed]
    alike = _likeness([old[at] for at in left], [new[at] for at in came], _ALIKE_ELSEWHERE)
    found: dict[int, int] = {}
    for here, there in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        if came[there] not in found and left[here] not in found.values():
            found[came[there]] = left[here]
    return found


def _told(
    old: Sequence[str], new: Sequence[str], fixed: Mapping[int, int], moved: Mapping[int, int]
) -> Iterator[Edit]:
    gone = sorted(set(range(len(old))) - {*fixed.values(), *moved.values()})
    behind: int | str = -1
    for place, text in enumerate(new):
        at = fixed.get(place, moved.get(place))
        if at is None:
            yield Edit(Change.ADD, "", text, None, behind)
            behind = text
            continue
        if place in fixed:
            yield from _dropped(old, gone, at)
        else:
            yield Edit(Change.MOVE, old[at], old[at], at, behind)
        if key(old[at]) != key(text):
            yield Edit(Change.REPLACE, old[at], text, at)
        behind = at
    yield from _dropped(old, gone, len(old))


def _dropped(old: Sequence[str], gone: list[int], before: int) -> Iterator[Edit]:
    """The paragraphs dropped before a printed one, each once."""
    while gone and gone[0] < before:
        at = gone.pop(0)
        yield Edit(Change.DROP, old[at], "", at)
