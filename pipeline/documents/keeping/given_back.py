"""A document people edited and gave back: its paragraphs with their figures, and what of it no words can keep. Pure.

A figure is its bookmark, or stands between the same words; one typed anew with the same digits is the same. Another number in
its place is a fact people changed: it is told, and the figure stays the program's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.documents.keeping.edits import Edit, edits
from pipeline.documents.keeping.slots import as_read, key, names
from pipeline.documents.provenance.numerals import folded, numerals
from pipeline.documents.provenance.trace import SLOT, Trace
from pipeline.documents.provenance.whereabouts import Stretch, bare, between_words, in_bookmarks, reads_alike
from pipeline.files.word.lines import Line
from pipeline.model.editorial import Change
from pipeline.model.phrases import QUOTED, Printed

_ROW = "| "
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LETTER = re.compile(r"[^\W\d_]")
# So many letters of its own make a paragraph the template's.
_LEAST = 4
_PAGE = re.compile(r"[—–-]\s*\d+\s*[—–-]")
_MARGIN = re.compile(r"〔(?:第\d+节 [^〕]*|脚注|尾注)〕")


@dataclass(frozen=True, slots=True)
class Touched:
    """A figure people wrote over by hand: what was printed, what stands there, the line it stands in as it reads."""

    figure: Printed
    stands: str
    line: str


@dataclass(frozen=True, slots=True)
class Done:
    """An edit of a paragraph: why it cannot be kept (`trouble`), and numbers in it that have no source.

    `quoted` are a unit's own words of it that stand nowhere any more as the unit said them.
    """

    edit: Edit
    trouble: str = ""
    untraced: tuple[str, ...] = ()
    quoted: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A document held against what was printed: `printed` are its paragraphs then, `done` what people did to them.

    `touched` are figures they wrote over, `elsewhere` lines of tables, headers and footers that read otherwise, was and is.
    """

    printed: tuple[str, ...]
    done: tuple[Done, ...]
    touched: tuple[Touched, ...]
    elsewhere: tuple[tuple[str, str], ...]


def given_back(lines: Sequence[Line], trace: Trace, today: Mapping[str, Printed]) -> GivenBack:
    """What people did to a document; `today` are its figures as they would be printed now, by bookmark."""
    figures = {mark.name: mark.figure for mark in trace.figures}
    stand, touched, scaled = _standing(lines, trace, today)
    printed, rows, margins = _apart(trace.lines)
    stands, own_rows, own_margins = _apart(stand)
    found = edits(printed, stands)
    again = [_retyped(one, figures) for one in found]
    left = {name for line in (*stand, *(one.now for one in again)) for name in names(line)}
    done = tuple(
        replace(_weighed(retyped, figures, one.now in scaled), quoted=_quoted(retyped, figures, left))
        for one, retyped in zip(found, again, strict=True)
        if retyped.change is not Change.REPLACE or key(retyped.was) != key(retyped.now)
    )
    table = [[as_read(one, figures) for one in lines] for lines in (rows, own_rows)]
    gone, new = (
        [one for one in dict.fromkeys(lines) if one not in others]
        for lines, others in ((margins, own_margins), (own_margins, margins))
    )
    elsewhere = [(one.was, one.now) for one in edits(*table)]
    elsewhere += list(zip_longest(gone, new, fillvalue=""))
    return GivenBack(tuple(printed), done, touched, tuple(elsewhere))


def _apart(lines: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The paragraphs of a document, the rows of its tables, and what stands in its headers, footers and notes.

    Those of a section are repeated by whoever saves the document, or not: their labels and the numbers of pages say nothing.
    """
    body, rows, margins = list[str](), list[str](), list[str]()
    margin = False
    for line in lines:
        label = bool(_MARGIN.fullmatch(line))
        margin = margin or label
        if line.strip() and not label:
            (margins if margin else rows if line.startswith(_ROW) else body).append(line)
    return body, rows, [key(line) for line in margins if not _PAGE.fullmatch(line.strip())]


def _standing(
    lines: Sequence[Line], trace: Trace, today: Mapping[str, Printed]
) -> tuple[list[str], tuple[Touched, ...], frozenset[str]]:
    """The lines with their figures by bookmark, figures written over, and the lines in which one has another measure."""
    found, places, _ = in_bookmarks(lines, trace)
    lost = [mark for mark in trace.figures if not found.get(mark.name)]
    refound = dict(between_words(lines, trace, lost))
    places |= {name: [stretch] for name, stretch in refound.items()}
    figures = {mark.name: mark.figure for mark in trace.figures}
    texts = {name: found.get(name) or places[name][0].text for name in places}
    held: dict[int, list[tuple[Stretch, str]]] = {}
    touched, scaled = list[Touched](), set[int]()
    for name, stretches in places.items():
        figure, text = figures[name], texts[name]
        same = reads_alike(text, figure.text) or (name in today and reads_alike(text, today[name].text))
        if figure.value is None and not same:
            continue  # a unit's own words, polished: told beside the edit they are part of
        if not text:
            continue  # its bookmark is there still, and nothing in it
        for one in stretches:
            held.setdefault(one.line, []).append((one, name))
            if not same and reads_alike(one.text, figure.text):
                scaled.add(one.line)
        if not same:
            touched.append(Touched(figure, text, lines[stretches[0].line].text.strip()))
    slotted = [_slotted(line.text, held.get(number, ())) for number, line in enumerate(lines)]
    return slotted, tuple(touched), frozenset(slotted[number] for number in scaled)


def _slotted(text: str, held: Sequence[tuple[Stretch, str]]) -> str:
    pieces, at = list[str](), 0
    for one, name in sorted(held, key=lambda found: (found[0].start, found[0].end)):
        if one.start >= at:
            pieces += [text[at : one.start], f"{{{name}}}"]
            at = one.end
    return "".join((*pieces, text[at:]))


def _retyped(edit: Edit, figures: Mapping[str, Printed]) -> Edit:
    """The edit with every lost figure whose digits stand among the new words as that figure again."""
    now, stands = edit.now, set(names(edit.now))
    for name in names(edit.was) if edit.now else ():
        wanted = figures[name]
        if name in stands or not wanted.text:
            continue
        if wanted.value is None:
            now = now.replace(wanted.text, f"{{{name}}}", 1)
            continue
        blank = SLOT.sub(lambda slot: " " * len(slot[0]), now)
        free = [one for one in numerals(blank) if one.text == wanted.text.removesuffix("%")]
        ends = [one.start + len(wanted.text) for one in free]
        exact = [
            (one.start, end)
            for one, end in zip(free, ends, strict=True)
            if bare(now[one.start : end]) == bare(wanted.text)
        ]
        if len(exact) == 1:
            start, end = exact[0]
            now = f"{now[:start]}{{{name}}}{now[end:]}"
    return replace(edit, now=now)


def _weighed(edit: Edit, figures: Mapping[str, Printed], scaled: bool) -> Done:
    """Whether an edit can be kept as words."""
    if scaled:
        return Done(edit, "数后面的计量单位或者%改了，这是改数，不是改话")
    if any(
        "\n" in one or "〖" in one or "〗" in one
        for one in (edit.was, edit.now, *(figures[name].text for name in names(edit.was)))
    ):
        return Done(edit, "这一段里有换行或者〖〗，程序记不下来")
    if edit.change in (Change.MOVE, Change.DROP):
        return Done(edit)
    fresh = _numbers(edit.now, {}) - _numbers(edit.was, figures)
    new = tuple(fresh.elements())
    lost = [
        figures[name].text
        for name in names(edit.was)
        if name not in names(edit.now) and figures[name].value is not None
    ]
    if new and lost:
        return Done(
            edit,
            f"原来的数（{'、'.join(lost)}）不在了，多了没有来源的数（{'、'.join(new)}），分不清是改话还是改数",
            new,
        )
    return Done(edit, "", new)


def _quoted(edit: Edit, figures: Mapping[str, Printed], left: Collection[str]) -> tuple[Printed, ...]:
    """The words of units in a paragraph that was reworded which stand no more as they said them; `left` do, somewhere."""
    if edit.change is not Change.REPLACE:
        return ()
    own = dict.fromkeys(name for name in names(edit.was) if name not in left)
    return tuple(figures[name] for name in own if figures[name].how == QUOTED)


def _numbers(slotted: str, figures: Mapping[str, Printed]) -> Counter[str]:
    """The numbers of a line that are no figures of the program's; those in units' own words among them."""

    def spoken(slot: re.Match[str]) -> str:
        figure = figures.get(slot[1])
        return f" {figure.text} " if figure is not None and figure.value is None else " "

    return Counter(one.text for one in numerals(folded(SLOT.sub(spoken, slotted))))


def template_place(template: Sequence[str], printed: str, fields: Mapping[str, str]) -> int | None:
    """Which paragraph of a template (from 1, empty ones not counted) prints a text, where an office may write its own there; else None.

    It may where the words are mostly the template's, or where nothing stands there but one of the document's `fields`, by name.
    """
    said = " ".join(printed.split())
    best, found, number = _LEAST - 1, None, 0
    for line in template:
        number += bool(line.strip())
        fixed = _TAG.split(line)
        letters = sum(len(_LETTER.findall(one)) for one in fixed)
        pattern = ".*".join(re.escape(" ".join(one.split())) for one in fixed)
        tag = _FIELD.fullmatch(line.strip())
        if tag is not None and fields.get(tag[1], "").strip() == printed:
            return number
        if letters > best and 2 * letters >= len(_LETTER.findall(said)) and re.fullmatch(pattern, said):
            best, found = letters, number
    return found
