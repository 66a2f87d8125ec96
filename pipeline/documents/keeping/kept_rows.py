"""What people did to a document as rows of 编辑用语: what each means is told by the program's own paragraphs. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.documents.keeping.edits import Edit
from pipeline.documents.keeping.slots import bare_words, fact, kept_words, key, names, original, parts
from pipeline.documents.provenance.trace import Trace
from pipeline.model.editorial import Change, Fact, Original
from pipeline.model.phrases import Printed

# What a row says: what was done, the paragraph meant, the words.
Row = tuple[Change, Original, str]


def kept_rows(edits: Sequence[Edit], printed: Sequence[str], trace: Trace) -> list[Row]:
    """For every edit its row, in the same order."""
    figures = {mark.name: mark.figure for mark in trace.figures}
    originals = _originals(printed, trace, figures)
    return [_row(one, originals, figures) for one in edits]


def _originals(printed: Sequence[str], trace: Trace, figures: Mapping[str, Printed]) -> list[Original]:
    """What the program printed in the place of every paragraph, by place."""
    beneath: dict[str, list[Original]] = defaultdict(list)
    for line, one in trace.beneath:
        beneath[key(line)].append(one)
    met: Counter[str] = Counter()
    found = []
    for line in printed:
        held = beneath.get(key(line))
        if held:
            found.append(held.pop(0))
            continue
        own = original(line, figures)
        met[bare_words(own.text, own.facts)] += 1
        found.append(original(line, figures, met[bare_words(own.text, own.facts)]))
    return found


def _row(edit: Edit, originals: Sequence[Original], figures: Mapping[str, Printed]) -> Row:
    own = originals[edit.at] if edit.at is not None else Original("")
    if edit.change is Change.DROP:
        return edit.change, own, ""
    if edit.change is Change.REPLACE:
        meant, listed = _listing(own, edit.now, figures)
        return edit.change, meant, kept_words(edit.now, listed, meant.facts)
    anchor = _anchor(edit, originals, figures)
    if edit.change is Change.MOVE:
        return (
            edit.change,
            Original(anchor.text, (*anchor.facts, *own.facts), anchor.number),
            _renumbered(own, anchor),
        )
    meant, listed = _listing(anchor, edit.now, figures)
    return edit.change, meant, kept_words(edit.now, listed, meant.facts)


def _anchor(edit: Edit, originals: Sequence[Original], figures: Mapping[str, Printed]) -> Original:
    """The paragraph something stands behind; of no text for the head of the document."""
    if isinstance(edit.behind, str):
        return original(edit.behind, figures)
    return originals[edit.behind] if edit.behind >= 0 else Original("")


def _renumbered(own: Original, anchor: Original) -> str:
    """The words of a paragraph whose figures come behind an anchor's in one list."""
    facts, first = (*anchor.facts, *own.facts), len(anchor.facts)
    pieces = (one if isinstance(one, str) else f"{{_f{first + one}}}" for one in parts(own.text, own.facts))
    return kept_words("".join(pieces), [f"_f{at}" for at in range(len(facts))], facts)


def _listing(meant: Original, now: str, figures: Mapping[str, Printed]) -> tuple[Original, list[str]]:
    """The paragraph meant with every figure of the new words among its facts, and those facts by bookmark."""
    facts = list[Fact](meant.facts)
    listed = [""] * len(facts)
    for name in names(now):
        own = fact(figures[name])
        at = next((at for at, one in enumerate(facts) if one == own and not listed[at]), None)
        if name in listed:
            continue
        if at is None:
            facts.append(own)
            listed.append(name)
        else:
            listed[at] = name
    return Original(meant.text, tuple(facts), meant.number), listed
