"""Charts drawn in Word: where one asks for the month's data, what its cached values say, and other data put into it.

A chart is a part of its own with a copy of its data in an embedded workbook. Data, categories and workbook are replaced
together; how it looks stays. Bars, columns, lines, pies.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from pipeline.files.packages import package, packed, parts_of, xml
from pipeline.files.spreadsheets.writing import Box, Page, write_book
from pipeline.files.word.chart_looks import leave_gaps, overlay, tone_class, tone_series, tone_slices
from pipeline.model.charts import TAG, Series, chart_words
from pipeline.model.figures import plain

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GROUPS = ("barChart", "lineChart", "pieChart")
_SHEET = "Sheet1"
# What stands behind a series' categories and values, and behind the relation to a chart's workbook.
_AFTER_VALUES = frozenset(f"{_C}{name}" for name in ("smooth", "shape", "extLst"))
_AFTER_DATA = frozenset(f"{_C}{name}" for name in ("printSettings", "userShapes", "extLst"))
_OWN = "rIdData"


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A chart that asks for data: by which relation of the document, its part and workbook (empty: none), what it asks for.

    `wrong` says in Chinese why it cannot be filled; empty where it can. `bars`: it has bars or columns alone.
    """

    relation: str
    part: str
    workbook: str
    name: str
    target: str = ""
    wrong: str = ""
    bars: bool = True


def mended(document: bytes) -> bytes:
    """A document whose charts lead to no workbook that is not there.

    LibreOffice, saving what Word drew, leaves the relation and no workbook: python-docx opens no such file.
    """
    if b"charts/" not in document:
        return document
    parts = parts_of(document)
    lost = {
        part: gone
        for part in parts
        if re.search(r"/charts/[^/]+\.xml$", part)
        and (gone := {key for key, _, to in relations(parts, part) if to not in parts})
    }
    for part, keys in lost.items():
        path = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
        held, chart = xml(parts[path]), xml(parts[part])
        for element in (*held, *chart.findall(f"{_C}externalData")):
            if keys & {element.get("Id", ""), element.get(f"{_R}id", "")}:
                _parent(element).remove(element)
        parts[path], parts[part] = _bytes(held), _bytes(chart)
    return package(packed(name, part) for name, part in parts.items()) if lost else document


def tagged(parts: Mapping[str, bytes], main: str) -> tuple[ChartPlace, ...]:
    """The charts of a main part with a tag in their title or alternative text, in reading order."""
    charts = {key: part for key, kind, part in relations(parts, main) if kind.endswith("/chart")}
    if not charts or main not in parts:
        return ()
    found = []
    for drawing in xml(parts[main]).iter("{*}drawing"):
        relation = chart_of(drawing)
        part = charts.get(relation, "")
        if part not in parts:
            continue
        root = xml(parts[part])
        tag = TAG.search("".join(_title(root))) or next(filter(None, map(TAG.search, _about(drawing))), None)
        if tag is not None:
            book = next((to for _, kind, to in relations(parts, part) if kind.endswith("/package")), "")
            bars = all(group.tag == f"{_C}barChart" for group in _groups(root))
            found.append(
                ChartPlace(relation, part, book, tag["name"], tag["target"] or "", _wrong(root), bars)
            )
    return tuple(found)


def without_tags(parts: Mapping[str, bytes], main: str, titles: Mapping[str, str]) -> dict[str, bytes]:
    """The parts with every chart's title in the place of its tag, by the chart's part."""
    done = dict(parts)
    root = xml(parts[main])
    for drawing in root.iter("{*}drawing"):
        for about in drawing.iter("{*}docPr", "{*}cNvPr"):
            for name in ("descr", "title"):
                if TAG.search(about.get(name, "")):
                    about.set(name, TAG.sub("", about.get(name, "")).strip())
    done[main] = _bytes(root)
    for part, title in titles.items():
        chart = xml(parts[part])
        texts = [one for one in chart.iter(f"{_A}t") if any(True for _ in one.iterancestors(f"{_C}title"))]
        whole = "".join(one.text or "" for one in texts)
        if TAG.search(whole):
            texts[0].text = TAG.sub(title, whole)
            for other in texts[1:]:
                other.text = ""
            done[part] = _bytes(chart)
    return done


def filled(
    parts: Mapping[str, bytes], place: ChartPlace, series: Sequence[Series], overlaid: bool = False
) -> dict[str, bytes]:
    """The parts with these data in a chart and in its workbook; a chart without one gets one.

    `overlaid` series stand in one place; those that were not drawn are told apart by our tones.
    """
    done = dict(parts)
    root = xml(parts[place.part])
    plain_look = not any("/theme/" in name for name in parts)
    _put(root, series, tone_class if overlaid else tone_series if plain_look else None, plain_look)
    if overlaid:
        overlay(root)
    leave_gaps(root)
    book = place.workbook or f"word/embeddings/{posixpath.basename(place.part).removesuffix('.xml')}.xlsx"
    if not place.workbook:
        done.update(_related(done, place.part, book))
    if book not in parts:
        done[_TYPES] = _typed(done[_TYPES], book)
    _lead(
        root, next((key for key, kind, _ in relations(done, place.part) if kind.endswith("/package")), _OWN)
    )
    done[place.part] = _bytes(root)
    done[book] = _workbook(series)
    return done


def chart_of(drawing: etree._Element) -> str:
    """By which relation a drawing shows a chart; empty for one that shows none."""
    return next((one.get(f"{_R}id", "") for one in drawing.iter(f"{_C}chart")), "")


def chart_places(parts: Mapping[str, bytes], main: str) -> Iterator[ChartPlace]:
    """Every chart of a main part, whatever it asks for."""
    for key, kind, part in relations(parts, main):
        if kind.endswith("/chart") and part in parts:
            yield ChartPlace(key, part, _book(parts, part), "")


def _book(parts: Mapping[str, bytes], part: str) -> str:
    return next((to for _, kind, to in relations(parts, part) if kind.endswith("/package")), "")


def words_in(parts: Mapping[str, bytes], main: str) -> dict[str, str]:
    """What the cached values of every chart say, by the document's relation to it; nothing of what is no chart of ours."""
    return {
        key: chart_words(_data(xml(parts[part])))
        for key, kind, part in relations(parts, main)
        if kind.endswith("/chart") and part in parts
    }


def relations(parts: Mapping[str, bytes], source: str) -> Iterator[tuple[str, str, str]]:
    """(id, type, part) of every relation inside the package that a part has."""
    folder, name = posixpath.split(source)
    data = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in () if data is None else xml(data).iter(_RELATION):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            yield relation.get("Id", ""), relation.get("Type", ""), target.lstrip("/")


def _title(root: etree._Element) -> Iterator[str]:
    title = root.find(f"{_C}chart/{_C}title")
    for one in title.iter(f"{_A}t") if title is not None else ():
        yield one.text or ""


def _about(drawing: etree._Element) -> Iterator[str]:
    for one in drawing.iter("{*}docPr"):
        yield one.get("title", "")
        yield one.get("descr", "")


def _wrong(root: etree._Element) -> str:
    kinds = [etree.QName(one).localname for one in _groups(root)]
    if not kinds or any(kind not in _GROUPS for kind in kinds):
        return "只填条形图、柱形图、折线图、饼图"
    return "" if list(_each(root)) else "图里没有系列，请先在 Word 里插入带一个系列的图"


def _groups(root: etree._Element) -> list[etree._Element]:
    return [one for one in _plot(root) if etree.QName(one).localname.endswith("Chart")]


def _plot(root: etree._Element) -> etree._Element:
    found = root.find(f"{_C}chart/{_C}plotArea")
    return found if found is not None else etree.Element(f"{_C}plotArea")


def _each(root: etree._Element) -> list[etree._Element]:
    """The series of all groups in their order."""
    found = [
        one
        for name in _GROUPS
        for group in _plot(root).findall(f"{_C}{name}")
        for one in group.findall(f"{_C}ser")
    ]
    return sorted(found, key=lambda one: int(_value(one, "order")))


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{_C}{name}")
    return found.get("val", "0") if found is not None else "0"


def _put(
    root: etree._Element,
    series: Sequence[Series],
    tone: Callable[[etree._Element, int], None] | None,
    plain_look: bool,
) -> None:
    """Each series takes the look of the one in its place; more than there were get a `tone`, without one as the program likes.

    With `plain_look` slices that were not drawn get one too.
    """
    own = _each(root)
    for extra in own[len(series) :]:
        _parent(extra).remove(extra)
    own = own[: len(series)]
    while len(own) < len(series):
        more = deepcopy(own[-1])
        for name in ("spPr", "marker", "dPt", "dLbls", "trendline", "extLst"):
            for looks in more.findall(f"{_C}{name}"):
                more.remove(looks)
        if tone is not None:
            tone(more, len(own))
        own[-1].addnext(more)
        own.append(more)
    for number, (element, one) in enumerate(zip(own, series, strict=True)):
        for name in ("idx", "order"):
            found = element.find(f"{_C}{name}")
            if found is not None:
                found.set("val", str(number))
        _fill(element, one, chr(ord("B") + number))
        if plain_look and _parent(element).tag == f"{_C}pieChart":
            tone_slices(element, len(one.points))


def _fill(element: etree._Element, series: Series, column: str) -> None:
    last = len(series.points) + 1
    labels = [label for label, _ in series.points]
    values = [None if value is None else plain(value) for _, value in series.points]
    _replace(element, "tx", _reference("tx", "str", f"{_SHEET}!${column}$1", [series.name]))
    _replace(element, "cat", _reference("cat", "str", f"{_SHEET}!$A$2:$A${last}", labels))
    _replace(element, "val", _reference("val", "num", f"{_SHEET}!${column}$2:${column}${last}", values))
    for one in [*element.findall(f"{_C}dPt"), *element.findall(f"{_C}dLbls/{_C}dLbl")]:
        if int(_value(one, "idx")) >= len(values):
            _parent(one).remove(one)


def _reference(name: str, kind: str, place: str, values: Sequence[str | None]) -> etree._Element:
    element = etree.Element(f"{_C}{name}")
    reference = etree.SubElement(element, f"{_C}{kind}Ref")
    etree.SubElement(reference, f"{_C}f").text = place
    cache = etree.SubElement(reference, f"{_C}{kind}Cache")
    if kind == "num":
        etree.SubElement(cache, f"{_C}formatCode").text = "General"
    etree.SubElement(cache, f"{_C}ptCount", val=str(len(values)))
    for number, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, f"{_C}pt", idx=str(number))
            etree.SubElement(point, f"{_C}v").text = value
    return element


def _replace(series: etree._Element, name: str, new: etree._Element) -> None:
    old = series.find(f"{_C}{name}")
    if old is not None:
        series.replace(old, new)
    elif name == "tx":
        order = series.find(f"{_C}order")
        series.insert(series.index(order) + 1 if order is not None else 0, new)
    else:
        behind = {f"{_C}val", *_AFTER_VALUES} if name == "cat" else _AFTER_VALUES
        place = next((at for at, one in enumerate(series) if one.tag in behind), len(series))
        series.insert(place, new)


def _lead(root: etree._Element, relation: str) -> None:
    """The chart leads to its workbook, which is never looked at unasked."""
    data = root.find(f"{_C}externalData")
    if data is None:
        data = etree.Element(f"{_C}externalData")
        place = next((at for at, one in enumerate(root) if one.tag in _AFTER_DATA), len(root))
        root.insert(place, data)
    data.set(f"{_R}id", relation)
    for former in data.findall(f"{_C}autoUpdate"):
        data.remove(former)
    etree.SubElement(data, f"{_C}autoUpdate", val="0")


def _related(parts: Mapping[str, bytes], part: str, book: str) -> Iterator[tuple[str, bytes]]:
    """A relation to a new workbook."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    root = xml(parts.get(path, empty))
    target = posixpath.relpath(f"/{book}", f"/{folder}")
    etree.SubElement(root, _RELATION, Id=_OWN, Type=f"{_RELATIONS}/package", Target=target)
    yield path, _bytes(root)


def _typed(types: bytes, book: str) -> bytes:
    """The content types with the one of a workbook that was not there, once."""
    root = xml(types)
    if not any(one.get("PartName") == f"/{book}" for one in root):
        etree.SubElement(root, f"{_TYPE}Override", PartName=f"/{book}", ContentType=WORKBOOK)
    return _bytes(root)


def _workbook(series: Sequence[Series]) -> bytes:
    labels = [label for label, _ in series[0].points]
    head = [Box(""), *(Box(one.name) for one in series)]
    rows = [[Box(label), *(Box(one.points[at][1]) for one in series)] for at, label in enumerate(labels)]
    return write_book([Page(_SHEET, [head, *rows], [28.0, *[14.0] * len(series)])], date(1980, 1, 1))


def _data(root: etree._Element) -> Iterator[Series]:
    for one in _each(root):
        name = "".join(v.text or "" for v in one.findall(f"{_C}tx//{_C}v"))
        labels, values = _cached(one, "cat"), _cached(one, "val")
        count = max([int(n.get("val", "0")) for n in one.iter(f"{_C}ptCount")], default=0)
        points = ((labels.get(at, ""), _decimal(values.get(at))) for at in range(count))
        yield Series(name, tuple(points))


def _cached(series: etree._Element, name: str) -> dict[int, str]:
    found = series.find(f"{_C}{name}")
    points = found.iter(f"{_C}pt") if found is not None else ()
    return {int(one.get("idx", "0")): "".join(v.text or "" for v in one.iter(f"{_C}v")) for one in points}


def _decimal(text: str | None) -> Decimal | None:
    if text is None or not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d{1,2})?", text.strip()):
        return None
    try:
        return Decimal(text.strip()).normalize()
    except InvalidOperation:
        return None


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
