"""Charts of a workbook's own: bars and lines of areas of its sheets, as XlsxWriter writes them; printed on paper of that size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Told apart in grey and by whoever sees no colours; lines have marks of their own as well.
_TONES = ("#1F1F1F", "#8C8C8C", "#C0C0C0", "#4D7EA8", "#B7CDE0")
_MARKS = ("circle", "square", "diamond", "triangle", "x")
# The sixth line has the tone of the first: it is dashed and its marks are hollow.
_STROKES = ("solid", "dash")
_WIDE, _HIGH, _ROWS, _COLUMNS = 580, 300, 13, 8
# Two lie in their rows with as much room above as below: a break of the page cuts no border.
_ROW_HEIGHT, _OFFSET = 18.0, 6
# What their sheet is called.
CHARTS = "图"
Area = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A series: the cell of its name, the areas of its categories and values; sheet, first and last row and column from 0."""

    name: Area
    categories: Area
    values: Area


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart under its title: bars or lines, in per cent."""

    title: str
    kind: str
    lines: tuple[Line, ...]


def plot_sheet(book: Workbook, name: str, title: str, plots: Sequence[Plot], paper: int) -> None:
    """A sheet of charts, two side by side, three rows of them on a page under the title; ten lines of a chart look different."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页", {"margin": 0.25})
    sheet.center_horizontally()
    sheet.repeat_rows(0)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_name": "黑体", "font_size": 16}))
    for number, plot in enumerate(plots):
        row = 1 + number // 2 * _ROWS
        sheet.insert_chart(
            row,
            number % 2 * _COLUMNS,
            _chart(book, plot),
            {"object_position": 2, "description": plot.title, "x_offset": _OFFSET, "y_offset": _OFFSET},
        )
    last = 1 + (len(plots) + 1) // 2 * _ROWS
    for row in range(1, last):
        sheet.set_row(row, _ROW_HEIGHT)
    sheet.set_column(0, 2 * _COLUMNS - 1, 10)
    sheet.set_h_pagebreaks(range(1 + 3 * _ROWS, last, 3 * _ROWS))
    sheet.print_area(0, 0, last - 1, 2 * _COLUMNS - 1)


def _chart(book: Workbook, plot: Plot) -> Any:
    chart = book.add_chart({"type": plot.kind})
    for number, line in enumerate(plot.lines):
        again, nth = divmod(number, len(_TONES))
        tone, stroke = _TONES[nth], _STROKES[again % len(_STROKES)]
        look = (
            {
                "line": {"color": tone, "width": 1.75, "dash_type": stroke},
                "marker": {
                    "type": _MARKS[nth],
                    "size": 6,
                    "border": {"color": tone},
                    "fill": {"color": "#FFFFFF" if again else tone},
                },
            }
            if plot.kind == "line"
            else {"fill": {"color": tone}, "gap": 60}
        )
        sheet, row, column, *_ = line.name
        named = {
            "name": [sheet, row, column],
            "categories": list(line.categories),
            "values": list(line.values),
        }
        chart.add_series({**named, **look})
    font = {"name": "宋体", "size": 9}
    chart.set_title({"name": plot.title, "name_font": {"name": "黑体", "size": 11}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    shown = {"num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    named_axis = {"num_font": font}
    if plot.kind == "bar":
        # The first target of the plan stands on top.
        chart.set_y_axis({**named_axis, "reverse": True})
        chart.set_x_axis(shown)
    else:
        chart.set_x_axis(named_axis)
        chart.set_y_axis(shown)
    chart.show_blanks_as("gap")
    chart.set_size({"width": _WIDE, "height": _HIGH})
    return chart
