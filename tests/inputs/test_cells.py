"""What stands around a number can contradict it (measured behaviour): merged areas, hidden rows, formats, formulas.

甲局's form has the targets A, B and C in rows 5, 6 and 7, with 50, 60 and 70 个 as cumulative figures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.formulas import is_foreign
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.rows import read_form
from pipeline.inputs.tables.surroundings import shown_shorter
from pipeline.model.codes import Effect, Level
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.office_terms import CITY
from pipeline.model.readings import Content, Holds
from tests.inputs.builders import make_plan, month_of

FIGURES = {"A": "50", "B": "60", "C": "70"}
Change = Callable[[Worksheet], object]


def read(
    change: Change, rewrite: Callable[[bytes], bytes] = bytes, *, every: bool = False
) -> tuple[dict[str, str | None], list[Finding]]:
    """The figures and findings of the form as it was at first, all words beside the figures, after `change` to its sheet.

    Its blank dates are told only with `every`.
    """
    plan = make_plan(
        {"targets": {key: {"kind": "累计数", "goal": "100", "measure": "个"} for key in FIGURES}}
    )
    cells = {(PROGRESS_SHEET.name, key, "", "cumulative"): Decimal(number) for key, number in FIGURES.items()}
    data = form(plan, plan.unit("甲局"), month_of({}), Entries(cells), one_sheet=True)
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(workbook, Workbook)
    change(workbook[PROGRESS_SHEET.name])
    stream = io.BytesIO()
    workbook.save(stream)
    book = read_book(rewrite(stream.getvalue()), "甲局.xlsx")
    found = find_form(book, month_of({}), CITY)
    assert found is not None
    rows, _, findings = read_form(plan, month_of({}), book, found, "甲局", PROGRESS_SHEET.name)
    figures = {
        row.target: None if row.cumulative is None else plain(row.cumulative.figure.amount) for row in rows
    }
    return figures, [finding for finding in findings if every or finding.code.name != "R13"]


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[6].hidden = True


def shown_as(number_format: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["G5"].number_format = number_format

    return change


def filled_with(value: object) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["G5"].value = value

    return change


def test_an_ordinary_form() -> None:
    assert read(lambda sheet: None) == (FIGURES, [])


def test_an_id_that_only_looks_right_is_answered_with_the_right_one() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A5"].value = "\u0410"  # a Cyrillic A

    figures, findings = read(change)
    assert "A" not in figures
    assert [(f.code.name, f.place.ref, f.fix) for f in findings] == [
        ("R10", "A5", "指标名称是A的，编号请照表样填 A 后重报")
    ]


def test_a_table_without_the_month_s_own_figures_is_read_as_if_they_were_blank() -> None:
    """Only the cumulative figure and its measure are needed; a unit may have deleted what it never fills in."""
    assert read(lambda sheet: sheet.delete_cols(6)) == (FIGURES, [])


def test_a_table_without_its_date_column_is_told_once() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["J4"].value = "计划完成日期"

    figures, findings = read(change, every=True)
    assert figures == FIGURES
    assert [(f.code.name, f.place.ref) for f in findings] == [("R13", "A4")]


def test_one_figure_merged_over_two_targets_is_nobody_s() -> None:
    """Wanted: a cell error “G5:G6 合并”; the figure belongs to neither row."""
    figures, findings = read(lambda sheet: sheet.merge_cells("G5:G6"))
    assert figures["C"] == "70"
    merged = [finding for finding in findings if finding.effect is Effect.UNUSED]
    assert {finding.target for finding in merged} == {"A", "B"}
    assert all("G5:G6" in finding.message and "合并" in finding.message for finding in merged)


def test_cells_merged_within_one_target_hold_its_figure() -> None:
    figures, findings = read(lambda sheet: sheet.merge_cells("A1:R1"))
    assert (figures, findings) == (FIGURES, [])


@pytest.mark.parametrize(
    ("change", "target", "row"),
    [
        (hide, "B", "6"),
        (shown_as('0.0"万个"'), "A", "5"),
        (shown_as(";;;"), "A", "5"),
    ],
    ids=["a hidden row", "a format that names another measure", "a format that shows nothing"],
)
def test_what_a_person_cannot_see_is_used_with_a_word(change: Change, target: str, row: str) -> None:
    figures, findings = read(change)
    assert figures == FIGURES
    assert [(f.level, f.target, f.place.ref[1:]) for f in findings] == [(Level.NOTE, target, row)]


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["G"].hidden = True


def annotate(sheet: Worksheet) -> None:
    sheet["G5"].comment = Comment("含上年\n5个", "综合岗")


def struck_words(sheet: Worksheet) -> None:
    sheet["M5"].value = "完成筛查500600人"
    sheet["M5"].font = Font(strike=True)


def zero_width(sheet: Worksheet) -> None:
    sheet["M5"].value = "已开工\u200b5个"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hide_column, [("R25", key) for key in FIGURES]),
        (annotate, [("R31", "A")]),
        (zero_width, [("R32", "A")]),
        (struck_words, [("R35", "A")]),
    ],
    ids=["a hidden column", "a note on the figure", "a sign nobody sees in a sentence", "struck-out words"],
)
def test_what_somebody_should_know_is_said_and_the_figure_used(
    change: Change, said: list[tuple[str, str]]
) -> None:
    figures, findings = read(change)
    assert figures == FIGURES
    assert [(finding.code.name, finding.target) for finding in findings] == said


@pytest.mark.parametrize(
    ("place", "title", "limit"),
    [
        ("L5", "更正说明", 200),
        ("M5", "一句话进展", 80),
        ("N5", "一句话原因", 60),
        ("O5", "进展情况", 2000),
        ("P5", "存在的困难和问题", 1000),
        ("Q5", "需协调事项", 1000),
        ("R5", "下一步打算", 1000),
    ],
)
def test_a_text_longer_than_its_column_gets_one_word(place: str, title: str, limit: int) -> None:
    def change(length: int) -> Change:
        def fill(sheet: Worksheet) -> None:
            sheet[place].value = "长" * length

        return fill

    assert read(change(limit)) == (FIGURES, [])
    figures, findings = read(change(limit + 1))
    assert figures == FIGURES
    assert [(f.code.name, f.target, f.place.ref, f.message, f.fix) for f in findings] == [
        ("R16", "A", place, f"A A的{title}有{limit + 1}字", f"请压缩到{limit}字以内")
    ]


def other_name(sheet: Worksheet) -> None:
    sheet["C5"].value = "B"


def below_the_signatures(sheet: Worksheet) -> None:
    row = [cell.value for cell in sheet[5]]
    for cell in sheet[5]:
        cell.value = None
    for column, value in enumerate(row, 1):
        sheet.cell(30, column).value = value


def other_measure_in_the_header(sheet: Worksheet) -> None:
    sheet["G4"].value = "累计完成（万个）"


def strike_out(sheet: Worksheet) -> None:
    sheet["G5"].font = Font(strike=True)


def runs(*parts: str | TextBlock) -> Change:
    """A text whose parts look different, as somebody typed over a figure or put a note's number behind it."""

    def change(sheet: Worksheet) -> None:
        sheet["G5"].value = CellRichText(*parts)

    return change


def struck_text(sheet: Worksheet) -> None:
    sheet["G5"].value = "50"
    sheet["G5"].font = Font(strike=True)


def corrected(shown_as: str = "General", strike: bool = False) -> Change:
    """Last month's figure corrected to 40, in a cell that looks like this."""

    def change(sheet: Worksheet) -> None:
        sheet["K5"].value, sheet["L5"].value = 40, "口径调整"
        sheet["K5"].number_format, sheet["K5"].font = shown_as, Font(strike=strike)

    return change


def merged_across(sheet: Worksheet) -> None:
    sheet["F5"].value = 50
    sheet.merge_cells("F5:G5")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_name, [("R28", "A")]),
        (below_the_signatures, [("R30", "A")]),
        (other_measure_in_the_header, [("R29", key) for key in FIGURES]),
        (shown_as("#,##0.00,"), [("R27", "A")]),
        (shown_as('0"%"'), [("R27", "A")]),
        (shown_as("-0"), [("R27", "A")]),
        (shown_as('"-"0'), [("R27", "A")]),
        (shown_as("0\\%"), [("R27", "A")]),
        (shown_as('0"0000"'), [("R27", "A")]),
        (shown_as('"6.20"'), [("R27", "A")]),
        (shown_as("[<10]0;0.0,"), [("R27", "A")]),
        (runs(TextBlock(InlineFont(strike=True), "4"), TextBlock(InlineFont(), "8")), [("R33", "A")]),
        (runs("5", TextBlock(InlineFont(vertAlign="superscript"), "2")), [("R33", "A")]),
        (struck_text, [("R33", "A")]),
        (corrected(shown_as="#,##0,"), [("R27", "A")]),
        (corrected(strike=True), [("R33", "A")]),
        (shown_as("0!.0000"), [("R27", "A")]),
        (shown_as("0\\.0000"), [("R27", "A")]),
        (merged_across, [("R24", "A")]),
        (strike_out, [("R33", "A")]),
    ],
    ids=["another target's name", "below the signatures", "another measure in the header", "thousands hidden",
         "a percent sign that is none", "a minus that is none", "a quoted minus", "an escaped percent sign",
         "noughts that are none", "another number altogether", "thousands hidden by the second section",
         "a digit struck out", "a raised digit", "a text struck out", "last month's in thousands",
         "last month's struck out", "a point that is none", "an escaped point",
         "merged with this month's", "struck out"],
)  # fmt: skip
def test_a_figure_nobody_can_be_sure_of_is_held_back(change: Change, said: list[tuple[str, str]]) -> None:
    _, findings = read(change)
    assert [(f.code.name, f.target) for f in findings if f.effect is Effect.UNUSED] == said


@pytest.mark.parametrize(
    ("formula", "foreign"),
    [
        ("=[1]Sheet1!A1", True),
        ("='[9月台账.xlsx]汇总'!$B$4+1", True),
        ("=of:'file:///D:/9月台账.ods'#$汇总.B4", True),
        ("=SUM(G5:G9)", False),
        ("=汇总!B4", False),
        ("='D:\\it''s\\[台账.xlsx]汇 总'!B4", True),
        ("=[1]!总数", True),
        ("=IF(A1,SUM([台账.xlsx]汇总!B4:B9),0)", True),
        ("=Excel|'D:\\台账.xls'!R1C1", True),
        ("=SUM(表1[累计])", False),
        ("=表1[[#This Row],[累计]]+汇总!B4", False),
        ("='汇 总'!B4+表1[累计]+'分 项'!B4", False),
        ('=IF(B4="[无]",0,C4)', False),
        ("=SUM({1|2})", False),
    ],
)
def test_a_formula_that_looks_into_another_file_is_known_by_its_text(formula: str, foreign: bool) -> None:
    assert is_foreign(formula) is foreign


@pytest.mark.parametrize(
    ("number", "shape", "shorter"),
    [
        ("4.38", "0", True),
        ("4.38", "#,##0", True),
        ("4.38", "0.0_ ", True),
        ("4.38", "0.00", False),
        ("4.3", "0.00", False),
        ("4380", "#,##0.00", False),
        ("4.38", "General", False),
        ("1E+308", "0.00", False),
        ("4.38", "@", False),
        ("4.38", '0.##"万人"', False),
        ("4.38", "_ * #,##0.00_ ;_ * -#,##0.00_ ", False),
    ],
)
def test_a_format_that_shows_fewer_decimals_is_known(number: str, shape: str, shorter: bool) -> None:
    content = Content(Holds.NUMBER, number, Decimal(number), format=shape)
    assert shown_shorter(content) is shorter


def doubled(sheet: Worksheet) -> None:
    for above, below in zip(sheet[5], sheet[6], strict=True):
        below.value = above.value


def wrote(header: str, text: str) -> Change:
    """`text` in the first row, under a header."""

    def change(sheet: Worksheet) -> None:
        (column,) = [cell.column for cell in sheet[4] if str(cell.value).startswith(header)]
        sheet.cell(5, column).value = text

    return change


@pytest.mark.parametrize(
    ("change", "code", "fix"),
    [
        (doubled, "R11", "请只留一行后重报"),
        (
            wrote("一句话进展", "我局抓紧推进！"),
            "R17",
            "写成可以直接引用的一句话，不用“我局”、编号、感叹号和换行",
        ),
        (wrote("进展情况", "恳请拨付资金"), "R18", "报告不得夹带请示事项；确需批准的，请另行请示"),
    ],
)
def test_rows_and_words(change: Change, code: str, fix: str) -> None:
    findings = read(change)[1]
    assert [(f.code.name, f.target, f.fix) for f in findings] == [(code, "A", fix)]


def test_a_number_a_formula_gave_is_used_and_told() -> None:
    def stored(data: bytes) -> bytes:
        return with_part(data, lambda text: kept(text, "25+25"))

    figures, findings = read(filled_with("=25+25"), stored)
    assert figures == FIGURES
    assert [(f.code.name, f.place.ref, f.message) for f in findings] == [
        ("R06", "G5", "A A的累计完成 50 由公式 =25+25 算出")
    ]


def kept(text: str, formula: str) -> str:
    """A sheet's part in which that formula once gave 50."""
    found, count = re.subn(rf"({re.escape(formula)}</f>)(<v */>|<v></v>)", r"\1<v>50</v>", text)
    assert count == 1
    return found


def with_part(data: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with its first sheet's part changed."""
    with ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    result = io.BytesIO()
    with ZipFile(result, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return result.getvalue()


@pytest.mark.parametrize(("place", "said"), [("G5", [("R34", "G5")]), ("F5", [("R22", "F5")])])
def test_a_number_kept_from_another_file_is_nobody_s(place: str, said: list[tuple[str, str]]) -> None:
    """What is stored is what that file said when somebody last opened both."""

    def stored(data: bytes) -> bytes:
        return with_part(data, lambda text: kept(text, "[1]Sheet1!A1"))

    def change(sheet: Worksheet) -> None:
        sheet[place].value = "=[1]Sheet1!A1"

    figures, findings = read(change, stored)
    assert figures == FIGURES | ({"A": None} if place == "G5" else {})
    assert [(f.code.name, f.place.ref) for f in findings] == said
    assert "由公式 =[1]Sheet1!A1 取自另一个文件" in findings[0].message


@pytest.mark.parametrize("header", ["累计完成（个）", "累计完成\n(必填)", "累计完成（截至9月20日）"])
def test_a_header_s_note_that_fits_says_nothing(header: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G4"].value = header

    assert read(change) == (FIGURES, [])


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "0",
        "0.00",
        "#,##0",
        '0"个"',
        "0_ ",
        "@",
        "0;-0",
        "[<0]-0;0",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    ],
)
def test_a_format_that_contradicts_nothing_says_nothing(number_format: str) -> None:
    assert read(shown_as(number_format)) == (FIGURES, [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("=25+25", "R05"),
        (ArrayFormula("G5", "=SUM(D5:E5)"), "R05"),
        ("#DIV/0!", "R04"),
        (True, "R07"),
        ("约50", "R02"),
    ],
    ids=["a formula", "an array formula", "an error", "a truth", "about"],
)
def test_a_figure_that_cannot_be_read_is_not_blank(value: object, code: str) -> None:
    figures, findings = read(filled_with(value))
    assert figures == FIGURES | {"A": None}
    assert [(f.code.name, f.target, f.place.ref) for f in findings] == [(code, "A", "G5")]


def test_a_blank_is_blank() -> None:
    assert read(filled_with(None)) == (FIGURES | {"A": None}, [])
