"""How a filled chart looks where its drawing says nothing: gaps for what is not known, tones for what was added to it.

A document made in LibreOffice has no theme to take colours from; LibreOffice then draws nothing of a series or a slice without
a look of its own, and a picture would show less than its data.
"""

from __future__ import annotations

from lxml import etree

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Neighbours differ in grey too.
_TONES = ("8C8C8C", "1F1F1F", "C0C0C0", "4D7EA8", "B7CDE0", "8C2D04")
_BETWEEN, _DARK = "FFFFFF", "1F1F1F"
# What stands behind the points of a series, how far bars overlap, a legend, how a chart draws blanks (the schema's order).
_AFTER_POINTS = frozenset(f"{_C}{name}" for name in ("dLbls", "trendline", "errBars", "cat", "val", "extLst"))
_AFTER_OVERLAP = frozenset(f"{_C}{name}" for name in ("serLines", "axId", "extLst"))
_AFTER_LEGEND = frozenset(
    f"{_C}{name}" for name in ("plotVisOnly", "dispBlanksAs", "showDLblsOverMax", "extLst")
)
_AFTER_BLANKS = frozenset(f"{_C}{name}" for name in ("showDLblsOverMax", "extLst"))


def leave_gaps(root: etree._Element) -> None:
    """What is not known is left out, not drawn as nought: nobody said nought. A chart that says nothing draws it as nought."""
    chart = root.find(f"{_C}chart")
    if chart is None:
        return
    blanks = chart.find(f"{_C}dispBlanksAs")
    if blanks is None:
        blanks = etree.Element(f"{_C}dispBlanksAs", val="zero")
        chart.insert(_place(chart, _AFTER_BLANKS), blanks)
    if blanks.get("val", "zero") == "zero":
        blanks.set("val", "gap")


def tone_series(series: etree._Element, number: int) -> None:
    """A tone for the areas and lines of a series without a look, the `number`-th of its chart from 0."""
    tone = _TONES[(number - 1) % len(_TONES)]
    before = series.find(f"{_C}tx")
    series.insert(series.index(before) + 1 if before is not None else 0, _look(tone, tone))


def tone_slices(series: etree._Element, count: int) -> None:
    """A tone for each of the `count` slices of a pie that has no look of its own; white between them."""
    drawn = {one.find(f"{_C}idx").get("val") for one in series.findall(f"{_C}dPt")}  # type: ignore[union-attr]
    for number in range(count):
        if str(number) not in drawn:
            point = etree.Element(f"{_C}dPt")
            etree.SubElement(point, f"{_C}idx", val=str(number))
            point.append(_look(_TONES[number % len(_TONES)], _BETWEEN))
            series.insert(_place(series, _AFTER_POINTS), point)


def overlay(root: etree._Element) -> None:
    """Bars and columns of all series of a chart stand in one place, not side by side; a legend says which is which."""
    for group in root.iter(f"{_C}barChart"):
        for former in group.findall(f"{_C}overlap"):
            group.remove(former)
        group.insert(_place(group, _AFTER_OVERLAP), etree.Element(f"{_C}overlap", val="100"))
    chart = root.find(f"{_C}chart")
    if chart is not None and chart.find(f"{_C}legend") is None:
        legend = etree.Element(f"{_C}legend")
        etree.SubElement(legend, f"{_C}legendPos", val="b")
        etree.SubElement(legend, f"{_C}overlay", val="0")
        chart.insert(_place(chart, _AFTER_LEGEND), legend)


def tone_class(series: etree._Element, number: int) -> None:
    """A look for the `number`-th class of a chart from 0, told apart in grey: dark, then open with a dashed outline."""
    look = _look(_DARK, _DARK) if number == 1 else _look(_BETWEEN, _DARK, "sysDash")
    before = series.find(f"{_C}tx")
    series.insert(series.index(before) + 1 if before is not None else 0, look)


def _look(area: str, border: str, dash: str = "") -> etree._Element:
    look, line = etree.Element(f"{_C}spPr"), etree.Element(f"{_A}ln", w="19050")
    for element, tone in ((look, area), (line, border)):
        etree.SubElement(etree.SubElement(element, f"{_A}solidFill"), f"{_A}srgbClr", val=tone)
    if dash:
        etree.SubElement(line, f"{_A}prstDash", val=dash)
    look.append(line)
    return look


def _place(parent: etree._Element, behind: frozenset[str]) -> int:
    return next((at for at, one in enumerate(parent) if one.tag in behind), len(parent))
