"""Which figure of a document made today is which of the document as it was made: by rule, target, months, and words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.documents.provenance.trace import SLOT, Trace
from pipeline.model.phrases import EARLIER, Printed

_WORDS_BEFORE = 12


def paired(before: Trace, now: Trace) -> Iterator[tuple[str, Printed]]:
    """For every figure of a document that is printed today too: its bookmark in the document, the figure today."""
    old, new = list(_keys(before)), list(_keys(now))
    left = dict.fromkeys(range(len(old)))
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            del left[block.a + step]
            yield before.figures[block.a + step].name, now.figures[block.b + step].figure
    # What stands elsewhere today is still the same figure, if it is printed in one way only.
    for place in left:
        figure = before.figures[place].figure
        today = [mark.figure for mark in now.figures if _rule(mark.figure) == _rule(figure)]
        if figure.cells and len({one.text for one in today}) == 1:
            yield before.figures[place].name, today[0]
        elif any(_turned_round(mark.figure, figure) for mark in now.figures):
            yield before.figures[place].name, figure


def _turned_round(one: Printed, other: Printed) -> bool:
    """Whether two figures are one, read from the same cells, that two versions reckon the one way round and the other, or call
    otherwise as an earlier month's.
    """
    same = (one.text, one.measure, one.about, one.cells) == (
        other.text,
        other.measure,
        other.about,
        other.cells,
    )
    if not same or one.value is None or other.value is None:
        return False
    return one.value == -other.value or (one.value, one.how) == (other.value, f"{EARLIER}{other.how}")


def _rule(figure: Printed) -> tuple[str, ...]:
    """What a figure is about: its rule, its measure, its target, and the months its cells are of, as folders tell."""
    folders = sorted({cell.file.rpartition("/")[0] for cell in figure.cells})
    return figure.how, figure.measure, figure.about, *folders


def _keys(trace: Trace) -> Iterator[tuple[str, ...]]:
    """What makes a figure the same in another making: what it is about; where no target says that, the words before it too."""
    before = {
        slot[1]: SLOT.sub("{}", line[: slot.start()])[-_WORDS_BEFORE:]
        for line in trace.lines
        for slot in SLOT.finditer(line)
    }
    for mark in trace.figures:
        words = "" if mark.figure.about else before.get(mark.name, "")
        yield *_rule(mark.figure), words
