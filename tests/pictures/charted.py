"""Word files with a chart in them, as Word writes one: chart part, relations, an embedded workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from docx import Document
from lxml import etree

from pipeline.documents.pictures.charts import KINDS
from pipeline.files.packages import package, packed, parts_of, xml
from pipeline.files.spreadsheets.writing import Box, Page, write_book
from pipeline.files.word.chart_parts import WORKBOOK

DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
AXES = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
    '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
    '<c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
)
GROUPS = {
    "柱形图": '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>{}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
    + AXES,
    "条形图": '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>{}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
    + AXES,
    "折线图": '<c:lineChart><c:grouping val="standard"/>{}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    + AXES,
    "饼图": '<c:pieChart><c:varyColors val="1"/>{}</c:pieChart>',
    "散点图": '<c:scatterChart><c:scatterStyle val="lineMarker"/>{}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
    + AXES,
}
SERIES = (
    '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
    '<c:pt idx="0"><c:v>系列 1</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    '<c:spPr><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></c:spPr>'
    '<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$3</c:f><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>类别 1</c:v></c:pt>'
    '<c:pt idx="1"><c:v>类别 2</c:v></c:pt></c:strCache></c:strRef></c:cat>'
    '<c:val><c:numRef><c:f>Sheet1!$B$2:$B$3</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="2"/>'
    '<c:pt idx="0"><c:v>4.3</c:v></c:pt><c:pt idx="1"><c:v>2.5</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
)


# What may stand in a chart part, in the order ECMA-376 (dml-chart.xsd) wants it; Word opens nothing else.
_SERIES = "idx order tx spPr {} dLbls trendline errBars cat val {} extLst"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr txPr "
    "externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs "
    "showDLblsOverMax extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
    "pieChart": "varyColors ser dLbls firstSliceAng extLst",
    "barChart/ser": _SERIES.format("invertIfNegative pictureOptions dPt", "shape"),
    "lineChart/ser": _SERIES.format("marker dPt", "smooth"),
    "pieChart/ser": _SERIES.format("explosion dPt", ""),
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "spPr": "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln effectLst effectDag scene3d sp3d extLst",
    "ln": "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd extLst",
    "externalData": "autoUpdate",
    "strRef": "f strCache extLst",
    "numRef": "f numCache extLst",
    "strCache": "ptCount pt extLst",
    "numCache": "formatCode ptCount pt extLst",
}


def out_of_order(chart: bytes) -> list[str]:
    """The elements of a chart part whose children the schema does not know, or wants in another order."""
    found = []
    for element in xml(chart).iter(etree.Element):
        name, parent = etree.QName(element).localname, element.getparent()
        above = etree.QName(parent).localname if parent is not None else ""
        wanted = ORDER.get(f"{above}/{name}", ORDER.get(name, "")).split()
        children = [etree.QName(one).localname for one in element.iterchildren(etree.Element)]
        if wanted and [one for one in wanted for _ in range(children.count(one))] != children:
            found.append(f"{name}：{' '.join(children)}")
    return found


def chart(group: str, title: str = "") -> bytes:
    """A chart part of that kind with one red series of two points."""
    words = f"<a:p><a:r><a:t>{title[:5]}</a:t></a:r><a:r><a:t>{title[5:]}</a:t></a:r></a:p>"
    head = f"<c:title><c:tx><c:rich><a:bodyPr/>{words}</c:rich></c:tx></c:title>" if title else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{DRAWN}/chart"'
        f' xmlns:a="{DRAWN}/main" xmlns:r="{RELATIONS}"><c:chart>{head}<c:plotArea><c:layout/>'
        f'{GROUPS[group].format(SERIES)}</c:plotArea><c:plotVisOnly val="1"/></c:chart>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="1"/></c:externalData></c:chartSpace>'
    ).encode()


HERE = "这里放图"


def template(group: str, title: str = "", about: str = "", before: str = "前", book: bool = True) -> bytes:
    """A document of a line, a chart with that title and alternative text, another line."""
    document, stream = Document(), io.BytesIO()
    for words in (before, HERE, "后"):
        document.add_paragraph(words)
    document.save(stream)
    return with_chart(stream.getvalue(), group, title, about, book)


def inserted(document: bytes, before: str, group: str, title: str) -> bytes:
    """A document with a chart above the paragraph that holds these words, as Word inserts one."""
    whole, stream = Document(io.BytesIO(document)), io.BytesIO()
    place = next(one for one in whole.paragraphs if before in one.text).insert_paragraph_before(HERE)
    # In a line of exact height Word and LibreOffice cut a picture.
    place.paragraph_format.line_spacing = 1.0
    whole.save(stream)
    return with_chart(stream.getvalue(), group, title)


def with_chart(document: bytes, group: str, title: str, about: str = "", book: bool = True) -> bytes:
    """A document with a chart where its text says so, with or without a workbook behind it."""
    parts = parts_of(document)
    number = sum("/charts/chart" in name and name.endswith(".xml") for name in parts) + 1
    chart_part, relation = f"chart{number}.xml", f"rId{89 + number}"
    drawing = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWN}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="5000000" cy="2500000"/><wp:docPr id="7" name="图表 7" descr="{about}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWN}/main"><a:graphicData uri="{DRAWN}/chart"><c:chart xmlns:c="{DRAWN}/chart"'
        f' xmlns:r="{RELATIONS}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = text.replace(f"<w:r><w:t>{HERE}</w:t></w:r>", drawing).encode()
    path, rels = f"word/charts/{chart_part}", f"word/charts/_rels/{chart_part}.rels"
    parts[path] = chart(group, title)
    _relate(parts, "word/_rels/document.xml.rels", relation, "chart", f"charts/{chart_part}")
    types = {f"/{path}": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"}
    if book:
        workbook = f"工作表{number if number > 1 else ''}.xlsx"
        parts[rels] = f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()
        _relate(parts, rels, "rId1", "package", f"../embeddings/{workbook}")
        rows = [[Box(""), Box("系列 1")], [Box("类别 1"), Box(Decimal("4.3"))]]
        data = write_book([Page("Sheet1", rows, [10, 10])], date(2021, 9, 1))
        parts[f"word/embeddings/{workbook}"] = data
        types[f"/word/embeddings/{workbook}"] = WORKBOOK
    else:
        parts[path] = _without(parts[path])
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    listed = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = listed.replace("</Types>", f"{overrides}</Types>").encode()
    return package(packed(name, part) for name, part in parts.items())


def saved_by_libreoffice(document: bytes) -> bytes:
    """The document as LibreOffice 7.4 writes what Word drew: no workbook and yet a relation to it, no theme, blanks as nought."""
    parts = {name: part for name, part in parts_of(document).items() if "/embeddings/" not in name}
    for name in [name for name in parts if "/theme/" in name]:
        del parts[name]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = re.sub(rb"<(Override|Relationship) [^>]*(theme|embeddings)[^>]*/>", b"", parts[name])
    chart = parts["word/charts/chart1.xml"]
    blanks = b'<c:plotVisOnly val="1"/>'
    parts["word/charts/chart1.xml"] = chart.replace(blanks, blanks + b'<c:dispBlanksAs val="zero"/>')
    return package(packed(name, part) for name, part in parts.items())


def _without(part: bytes) -> bytes:
    return part[: part.index(b"<c:externalData")] + b"</c:chartSpace>"


def _relate(parts: dict[str, bytes], path: str, key: str, kind: str, target: str) -> None:
    relation = f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    text = (
        parts[path].decode().replace("/>", "></Relationships>", 1)
        if parts[path].endswith(b"/>")
        else parts[path].decode()
    )
    parts[path] = text.replace("</Relationships>", f"{relation}</Relationships>").encode()


def tags() -> Mapping[str, str]:
    """Every tag of the list as an office writes it."""
    return {name: f"{{{{ 图.{name}{' T1' if kind.of_target else ''} }}}}" for name, kind in KINDS.items()}
