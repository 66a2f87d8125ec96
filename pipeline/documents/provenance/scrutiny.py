"""A document read sentence by sentence: which say what they should today, which say otherwise, which figures stand elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.documents.provenance.headed import Columns
from pipeline.documents.provenance.positions import Places
from pipeline.documents.provenance.said import Difference, Vocabulary, compared
from pipeline.documents.provenance.sentences import Sentence, plain, shared

# How much alike two sentences are that are one, edited; of rows more, for rows are much alike.
_ALIKE, _ROW_ALIKE = 0.6, 0.8
# How much must be left of a sentence that is known by its neighbours.
_PART = 0.3


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence with other words: as it would be today, as it stands, and the words that say the contrary (none: polished).

    `wanted` is empty where nothing of the kind would be said today (`dropped`), or people added it; `stands` where it is gone. `pasted`
    is the set in which it was printed as it stands here.
    """

    wanted: str
    stands: str
    contrary: tuple[tuple[str, str], ...] = ()
    pasted: str = ""
    dropped: bool = False


# The set of another period in which a sentence was printed just so; empty if in none.
Elsewhere = Callable[[str], str]


def nowhere(_: str) -> str:
    """No other set is known."""
    return ""


@dataclass(frozen=True, slots=True)
class Read:
    """What the reading found: sentences, and figures by bookmark.

    `truths` are the sentences of today as they read; `backed` figures stand in one of them that people have mended.
    """

    truths: frozenset[str]
    reworded: tuple[Reworded, ...]
    backed: frozenset[str]
    moved: frozenset[str]
    contrary: frozenset[str]
    polished: frozenset[str]


def read_through(
    standing: Sequence[Sentence],
    made: Sequence[Sentence],
    today: Sequence[Sentence],
    terms: Vocabulary,
    older: bool = False,
    elsewhere: Elsewhere = nowhere,
) -> Read:
    """The sentences of a document as they stand, against those it was made with and those it would have today.

    `older`: another version made it of the same figures, and may have worded it otherwise than this one would.
    """
    return _Reader(made, today, terms, older, elsewhere).over(standing)


class _Reader:
    def __init__(
        self,
        made: Sequence[Sentence],
        today: Sequence[Sentence],
        terms: Vocabulary,
        older: bool,
        elsewhere: Elsewhere,
    ) -> None:
        self._made, self._terms, self._older, self._elsewhere = made, terms, older, elsewhere
        self._places = Places(made)
        self._printed = {one.read for one in made}
        self._truths = frozenset(one.read for one in today)
        self._headed = {(one.read, one.header) for one in today}
        self._wanted_words = {one.words for one in today}
        printed = {one.words for one in made}
        # Where a sentence has given way, it has given way to one that was not there before.
        self._new = [one for one in today if one.words not in printed]

    def over(self, standing: Sequence[Sentence]) -> Read:
        reworded: list[Reworded] = []
        backed, moved, contrary, polished = set[str](), set[str](), set[str](), set[str]()
        columns, origins = Columns(self._made, standing), set[Sentence]()
        for at, one in enumerate(standing):
            known = [name for name in one.figures if self._places.home(name) is not None]
            true = one.read in self._truths
            if true:
                backed |= {name for name in known if self._places.reads_otherwise(name, one)}
            moved |= {name for name in known if self._places.moved(name, one)}
            if true and (one.read, one.header) in self._headed:
                continue
            origin = (
                self._origin(one) or self._between(standing, at) or self._row(one) or self._headed_so(one)
            )
            if origin is None:
                reworded += self._added(one)
                continue
            origins.add(origin)
            said = self._judged(origin, one, columns)
            if said is None:
                continue
            reworded.append(said)
            touched = _touched(origin, one, known)
            # What no figure's own clause says bears on all of the sentence.
            contrary |= (touched or set(known)) if said.contrary else set()
            polished |= touched
        reworded += self._gone(standing, origins)
        return Read(
            self._truths,
            tuple(reworded),
            frozenset(backed),
            frozenset(moved),
            frozenset(contrary),
            frozenset(polished),
        )

    def _origin(self, stands: Sentence) -> Sentence | None:
        """The sentence as it was made of which this is what people left."""
        homes = [home for home in map(self._places.home, stands.figures) if home is not None]
        if homes:
            return max(homes, key=lambda home: (homes.count(home), _ratio(home, stands)))
        same = [one for one in self._made if one.words == stands.words]
        return same[0] if same else _nearest(stands, self._made)

    def _headed_so(self, stands: Sentence) -> Sentence | None:
        """The only sentence with the same words before its colon: 抄送：市发改委."""
        head, colon, _ = stands.slotted.partition("：")
        found = [one for one in self._made if colon and head and one.slotted.startswith(f"{head}：")]
        return found[0] if len(found) == 1 and not stands.is_row else None

    def _row(self, stands: Sentence) -> Sentence | None:
        """The row of a table that has kept half of its words in their columns; None for what is no row."""
        rows = (row for row in self._made if row.is_row and stands.is_row and row.header == stands.header)
        best = max(rows, key=lambda row: shared(row, stands), default=None)
        return best if best is not None and 2 * shared(best, stands) >= max(len(best.labels), 1) else None

    def _between(self, standing: Sequence[Sentence], at: int) -> Sentence | None:
        """The sentence that was made where one stands now, between the same two, if a good part of it is left."""
        around = tuple(one.read for one in (*standing[at - 1 : at], *standing[at + 1 : at + 2]))
        for before, one, behind in zip(self._made, self._made[1:], self._made[2:], strict=False):
            if (before.read, behind.read) == around and _ratio(one, standing[at]) >= _PART:
                return one
        return None

    def _judged(self, origin: Sentence, stands: Sentence, columns: Columns) -> Reworded | None:
        """What is otherwise in a sentence; None if nothing, or nothing that it ever said of anything."""
        wanted = self._of_today(origin)
        older = self._older and (stands.read, stands.header) == (origin.read, origin.header)
        if pasted := self._pasted(stands):
            return replace(pasted, wanted=wanted.read if wanted is not None else "")
        if wanted is None:
            # Others may word their papers anew between two versions; that nobody judges so any more is told.
            contrary = () if older else ((stands.read, ""),)
            judges = self._terms.judges(origin.slotted)
            return Reworded("", stands.read, contrary, dropped=True) if judges else None
        found = compared(self._terms, wanted, stands)
        elsewhere = tuple(columns.exchanged(wanted, stands))
        found = replace(found, contrary=(*found.contrary, *elsewhere))
        if found == Difference() or not (found.contrary or bears_on(self._terms, origin)):
            return None
        if not found.contrary and wanted.words != origin.words and stands.words == origin.words:
            return None  # the program, or the plan, words it otherwise now; it says the same
        if older:
            return Reworded(wanted.read, stands.read)  # nobody touched it: it is told, and accuses nobody
        return Reworded(wanted.read, stands.read, found.contrary)

    def _pasted(self, stands: Sentence) -> Reworded | None:
        """A sentence that reads as it was printed for another period, and was not for this one."""
        found = "" if stands.read in self._printed else self._elsewhere(stands.read)
        return Reworded("", stands.read, ((stands.read, ""),), found) if found else None

    def _gone(self, standing: Sequence[Sentence], origins: Collection[Sentence]) -> Iterator[Reworded]:
        """Sentences without figures that said of somebody how it stands, and of which nothing is left."""
        left = "".join(one.words for one in standing)
        for one in self._made:
            missing = one.words in self._wanted_words and one.words not in left and one not in origins
            if missing and not one.figures and self._states(one):
                yield Reworded(one.read, "", ((one.read, ""),))

    def _added(self, stands: Sentence) -> Iterator[Reworded]:
        """A sentence of another period; one of people's own that says of somebody how it stands: only they know whether it is so."""
        if pasted := self._pasted(stands):
            yield pasted
        elif self._states(stands):
            yield Reworded("", stands.read)

    def _states(self, sentence: Sentence) -> bool:
        """Whether a sentence says of somebody how it stands."""
        return self._terms.judges(sentence.slotted) and self._terms.names(sentence.slotted)

    def _of_today(self, origin: Sentence) -> Sentence | None:
        """What a sentence would be today; None if nothing of the kind would be said."""
        if origin.words in self._wanted_words:
            return origin
        if origin.is_row:
            return max(
                (row for row in self._new if row.is_row and 2 * shared(origin, row) > len(origin.labels)),
                key=lambda row: shared(origin, row),
                default=None,
            )
        return _nearest(origin, self._new)


def _nearest(stands: Sentence, among: Sequence[Sentence]) -> Sentence | None:
    """The sentence most like another, if it is one with it at all."""
    best, found = _ROW_ALIKE if stands.is_row else _ALIKE, None
    for one in among:
        if one.is_row != stands.is_row or not one.words:
            continue
        matcher = SequenceMatcher(None, one.words, stands.words, autojunk=False)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
            best, found = matcher.ratio(), one
    return found


def _ratio(one: Sentence, other: Sentence) -> float:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()


def bears_on(terms: Vocabulary, sentence: Sentence) -> bool:
    """Whether a sentence states anything that is known: a figure, a name, a class, a direction, a day; heads of columns do."""
    return sentence.is_row or bool(sentence.figures) or any(terms.said(sentence.slotted))


def _touched(origin: Sentence, stands: Sentence, names: Sequence[str]) -> set[str]:
    """The figures of a sentence whose own clause was changed."""
    before, now = dict(_clauses(origin)), dict(_clauses(stands))
    return {name for name in names if before.get(name) != now.get(name)}


def _clauses(sentence: Sentence) -> Iterator[tuple[str, str]]:
    for clause in sentence.slotted.replace("：", "，").split("，"):
        for name in sentence.figures:
            if f"{{{name}}}" in clause:
                yield name, plain(clause)
