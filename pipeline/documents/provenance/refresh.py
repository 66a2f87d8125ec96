"""只换数字: new figures into the bookmarks of a draft people have edited, and what else in it no longer fits. Pure.

Every word stays as people wrote it. A sentence whose words would be others today is told, not rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree

from pipeline.documents.pictures.bars import read
from pipeline.documents.pictures.drawn import drawing
from pipeline.documents.provenance.trace import SENTENCE, SLOT, Trace
from pipeline.documents.provenance.whereabouts import original
from pipeline.files.packages import package, packed, parts_of, xml
from pipeline.files.word.chart_parts import chart_of, chart_places, filled
from pipeline.files.word.groups import number_of, put
from pipeline.model.charts import chart_series

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Unfit:
    """Words of a document that would be others today: as they were made, and as they would be; either may be empty."""

    was: str
    now: str


def refreshed(data: bytes, texts: Mapping[str, str], sign: tuple[str, str]) -> bytes:
    """The document with new texts in bookmarks, by name; `sign` is the bookmark it is known by, before and after.

    Nothing else changes: parts without such bookmarks stay as they are, to the byte.
    """
    parts = parts_of(data)
    charts: dict[str, str] = {}
    for name, part in parts.items():
        if name.endswith(".xml") and b"bookmarkStart" in part:
            root = xml(part)
            if _rewrite(root, texts, sign, charts):
                parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for place in chart_places(parts, _MAIN):
        if place.relation in charts:
            parts = filled(parts, place, chart_series(charts[place.relation]))
    return package(packed(name, part) for name, part in parts.items())


def _rewrite(
    root: etree._Element, texts: Mapping[str, str], sign: tuple[str, str], charts: dict[str, str]
) -> bool:
    """Put the texts in; the first run of a bookmark takes all of it. True if anything was put in.

    What a chart is to say is laid into `charts` by the document's relation to it.
    """
    due: dict[str, str] = {}
    changed = False
    # Without an end a bookmark would take the rest of the document.
    ended = {end.get(_W + "id", "") for end in root.iter(_W + "bookmarkEnd")}
    for element in list(root.iter(_W + "bookmarkStart", _W + "bookmarkEnd", _W + "t", _W + "drawing")):
        number = element.get(_W + "id", "")
        name = element.get(_W + "name", "")
        if element.tag == _W + "t":
            if due:
                first = next(iter(due))
                element.text, due[first] = due[first], ""
                changed = True
        elif element.tag == _W + "drawing":
            first = next(iter(due), "")
            picture = read(due[first]) if first else None
            if picture is not None:
                put(element, drawing(picture.sheet, number_of(element)))
                due[first], changed = "", True
            elif first and (relation := chart_of(element)):
                charts[relation], due[first] = due[first], ""
        elif element.tag == _W + "bookmarkEnd":
            due.pop(number, None)
        elif name.startswith(sign[0]):
            element.set(_W + "name", name.replace(*sign))
            changed = True
        elif original(name) in texts and number in ended:
            due[number] = texts[original(name)]
    return changed


def unfit(before: Trace, now: Trace) -> Iterator[Unfit]:
    """Sentences of the document that would have other words today, whatever its figures are."""
    old, new = (list(map(_words, trace.lines)) for trace in (before, now))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for was, would in zip_longest(range(a, b), range(c, d)):
                yield from _sentences(
                    before.as_read(before.lines[was]) if was is not None else "",
                    now.as_read(now.lines[would]) if would is not None else "",
                )


def _sentences(was: str, now: str) -> Iterator[Unfit]:
    old, new = SENTENCE.findall(was), SENTENCE.findall(now)
    blank = [re.sub(r"[\d.]+", "", text) for text in old], [re.sub(r"[\d.]+", "", text) for text in new]
    for kind, a, b, c, d in SequenceMatcher(None, *blank, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Unfit("".join(old[a:b]), "".join(new[c:d]))


def _words(line: str) -> str:
    return SLOT.sub("{}", line)
