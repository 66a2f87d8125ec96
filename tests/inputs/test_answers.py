"""What stands in a cell and is nobody's answer, by kind: results never calculated, errors and pictures, odd dates, text boxes.

甲局's form as in `test_cells`; most cells are written into the part as programs write them, not as openpyxl would.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from html import escape
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.documents.wording.targets import chinese_number, clause
from pipeline.files.spreadsheets.formulas import followed
from pipeline.inputs.tables.dates import is_odd, parse_date, parse_month
from pipeline.inputs.tables.surroundings import hides_zero, misleading_format, shows_another
from pipeline.model.figures import Measure
from pipeline.model.months import Month
from pipeline.model.periods import Cycle
from pipeline.model.readings import Content, Holds
from tests.inputs.test_cells import read

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
Told = list[tuple[str, str]]


def untouched(sheet: Worksheet) -> None:
    """No change but that of the package."""


def parts(
    change: Mapping[str, Callable[[str], str]], more: Mapping[str, str] | None = None
) -> Callable[[bytes], bytes]:
    """A rewriting of the package: parts changed as text, parts added."""

    def rewrite(data: bytes) -> bytes:
        stream = io.BytesIO()
        with ZipFile(io.BytesIO(data)) as source, ZipFile(stream, "w") as target:
            for name in source.namelist():
                text = source.read(name)
                target.writestr(name, change[name](text.decode()) if name in change else text)
            for name, added in (more or {}).items():
                target.writestr(name, added)
        return stream.getvalue()

    return rewrite


def cells(stale: bool = True, /, **elements: str) -> Callable[[bytes], bytes]:
    """A rewriting: each cell's attributes and content as a program leaves them; `stale` keeps openpyxl's wish to calculate."""

    def sheet(text: str) -> str:
        for ref, element in elements.items():
            found = re.search(rf'<c r="{ref}"(?: s="\d+")?[^>]*?(?:/>|>.*?</c>)', text, re.DOTALL)
            assert found is not None
            text = text.replace(found[0], element.replace("<c ", f'<c r="{ref}" ', 1))
        return text

    return parts({SHEET: sheet, BOOK: lambda text: text if stale else text.replace('fullCalcOnLoad="1"', "")})


def told(
    rewrite: Callable[[bytes], bytes], change: Callable[[Worksheet], object] = untouched
) -> tuple[dict[str, str | None], Told]:
    figures, findings = read(change, rewrite, every=True)
    return figures, [(one.code.name, one.place.ref) for one in findings if one.place.ref[0] != "J"]


@pytest.mark.parametrize(
    ("element", "stale", "code"),
    [
        ("<c><f>F5+3</f><v>0</v></c>", True, "R05"),
        ("<c><f>F5+3</f><v>0.0</v></c>", True, "R05"),
        ("<c><f>F5+3</f></c>", True, "R05"),
        ("<c><f>F5+3</f></c>", False, "R05"),
        ('<c t="str"><f>IFERROR(F5,"")</f><v></v></c>', False, "R05"),
        ("<c><f>F5+50</f><v>50</v></c>", True, "R06"),
        ("<c><f>F5-F5</f><v>0</v></c>", False, "R06"),
        ("<c><v>0</v></c>", True, ""),
    ],
)  # fmt: skip
def test_a_formula_never_calculated_is_no_figure(element: str, stale: bool, code: str) -> None:
    figures, findings = told(cells(stale, G5=element))
    assert findings == ([(code, "G5")] if code else [])
    assert (figures["A"] is None) is (code == "R05")


def test_a_book_whose_calculation_was_not_finished_is_not_calculated() -> None:
    unfinished = parts({BOOK: lambda text: text.replace('fullCalcOnLoad="1"', 'calcCompleted="0"')})
    one = cells(G5="<c><f>F5+3</f><v>0</v></c>")
    assert told(lambda data: unfinished(one(data))) == ({"A": None, "B": "60", "C": "70"}, [("R05", "G5")])


def test_a_formula_that_came_to_nothing_is_told_so() -> None:
    _, findings = read(untouched, cells(False, G5='<c t="str"><f>IFERROR(F5,"")</f><v></v></c>'))
    assert [one.fix for one in findings] == ["公式的结果是空的，请直接填数字后重报；没有进展的填0"]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ('<c t="e"><v>#NAME?</v></c>', "R38"),
        ('<c t="e"><f>VLOOKUP(A5,#REF!,2,0)</f><v>#N/A</v></c>', "R38"),
        ('<c t="e" vm="1"><v>#VALUE!</v></c>', "R38"),
        ('<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', "R38"),
        ('<c t="inlineStr"><is><t>=DISPIMG("ID_1",1)</t></is></c>', "R38"),
        ('<c t="inlineStr"><is><t>#REF!</t></is></c>', "R38"),
        ('<c t="inlineStr"><is><t>Err:502</t></is></c>', "R38"),
        ('<c t="b"><v>1</v></c>', "R38"),
        ('<c t="inlineStr"><is><t>True</t></is></c>', "R38"),
        ('<c t="inlineStr"><is><t>nan</t></is></c>', "R38"),
        ("<c><v>44459</v></c>", "R38"),
        ('<c t="inlineStr"><is><t>1,234.5%</t></is></c>', "R38"),
        ('<c><f>C5&amp;"完成"</f><v>0</v></c>', "R05"),
        ('<c><f>C5&amp;"完成"</f></c>', "R05"),
        ('<c t="str"><f>IF(1,"")</f><v></v></c>', "R05"),
        ('<c t="str"><f>C5&amp;"完成"</f><v>筛查完成</v></c>', ""),
        ('<c t="inlineStr"><is><t>完成12件，#1点位已开工</t></is></c>', ""),
        ('<c t="inlineStr"><is><t>无</t></is></c>', ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ref", ["M5", "L6", "P7"])
def test_what_is_no_words_is_no_sentence_and_its_figure_stays(ref: str, element: str, code: str) -> None:
    figures, findings = told(cells(**{ref: element}))
    assert findings == ([(code, ref)] if code else [])
    assert figures == {"A": "50", "B": "60", "C": "70"}


def test_lines_are_joined_by_a_comma_and_the_finding_says_so() -> None:
    def two_lines(sheet: Worksheet) -> None:
        sheet["M5"].value, sheet["L6"].value = "办结案件12\n3件复核", "8月多报12\u00853季度起"

    _, findings = read(two_lines)
    assert [(one.code.name, one.place.ref, one.message.rpartition("：")[2]) for one in findings] == [
        ("R17", "M5", "办结案件12，3件复核"),
        ("R17", "L6", "8月多报12，3季度起"),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("多报12\n3季度起", "多报12，3季度起"),
        ("已完工。\n正在验收。", "已完工。正在验收"),
        ("（一）“开工。”\r\n\n 二期", "（一）“开工。”二期"),
        ("一行", "一行"),
        ("", ""),
    ],
)
def test_a_sentence_of_several_lines_is_printed_on_one(text: str, printed: str) -> None:
    assert clause(text) == printed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, date(2021, 9, 20)) for text in (
            "2021年9月20号", "20210920", "44459", "二〇二一年九月二十日", "九月二十日", "2021-09-20 00:00:00", "2021/9/20 0:00",
            "2021-09-19 23:59:17", "2021-09-19T23:59:17.000Z", "2021年9月20日（星期一）", "2021-09-20 08:30",
        )),
        ("2021-09-01 12:00", date(2021, 9, 1)),
        ("二○二一年十月十一日", date(2021, 10, 11)),
        # Midnight here, the evening before in Greenwich: nobody knows.
        ("2021-09-19T16:00:00Z", None),
        ("2021-09-19T15:59:17+00:00", None),
        ("20211301", None),
        ("99999", None),
        ("30000", None),
        ("2021-09-20 25:00", None),
        ("九月", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling_and_told(text: str, day: date | None) -> None:
    content = Content(Holds.TEXT, text)
    assert parse_date(content, 2021) == day
    assert is_odd(content)


@pytest.mark.parametrize("text", ["2021-09-20", "2021年9月20日", "9月20日", "2021.9.20"])
def test_a_day_as_forms_ask_for_it_is_not_told(text: str) -> None:
    assert not is_odd(Content(Holds.TEXT, text))


@pytest.mark.parametrize("text", ["202109", "二〇二一年九月", "20210920", "44459", "2021-09-01 00:00:00"])
def test_a_month_is_read_in_every_spelling(text: str) -> None:
    assert parse_month(Content(Holds.TEXT, text), Cycle()) == Month(2021, 9)


def test_days_short_of_midnight_are_the_next_day_and_told_once() -> None:
    short = "<c s='9'><v>44458.99950231</v></c>"
    iso = "<c s='9' t='d'><v>2021-09-19T23:59:17.000Z</v></c>"

    def dated(sheet: Worksheet) -> None:
        for row in (5, 6, 7):
            sheet.cell(row, 10).value, sheet.cell(row, 10).number_format = date(2021, 9, 20), "yyyy-mm-dd"

    def rewrite(data: bytes) -> bytes:
        with ZipFile(io.BytesIO(data)) as package:
            style = re.search(r'<c r="J5" s="(\d+)"', package.read(SHEET).decode())
        assert style is not None
        given = {
            ref: one.replace("s='9'", f"s='{style[1]}'")
            for ref, one in {"J5": short, "J6": short, "J7": iso}.items()
        }
        return cells(**given)(data)

    _, findings = read(dated, rewrite, every=True)
    assert [one.message for one in findings if one.code.name == "R40"] == [
        "截至日期写作“2021-09-19 23:59:17”（J5等3格），按2021-09-20读取"
    ]


def test_a_name_that_stands_for_a_cell_of_another_file_is_followed() -> None:
    abroad = "<definedName name='外数'>'D:\\[台账.xlsx]汇总'!$B$4</definedName>"
    names = f"<definedNames>{abroad}<definedName name='累计数'>外数*1</definedName></definedNames>"
    named = parts(
        {
            BOOK: lambda text: re.sub("<definedNames.*</definedNames>", "", text).replace(
                "<calcPr", f"{names}<calcPr"
            )
        }
    )
    one = cells(G5="<c><f>累计数</f><v>50</v></c>", G6="<c><f>F6+G5</f><v>60</v></c>")
    figures, findings = told(lambda data: named(one(data)))
    assert figures == {"A": None, "B": None, "C": "70"}
    assert findings == [("R34", "G5"), ("R34", "G6")]


def test_a_cell_is_followed_as_far_as_it_leads() -> None:
    here = {
        (1, 1): "=SUM(B1:C9)",
        (2, 2): "=[1]汇总!B4",
        (3, 1): "=A1+1",
        (4, 1): "=LOG10(A9)",
        (5, 1): "='附 表'!B2",
    }
    found = followed({"表": here, "附 表": {(2, 2): "=[$表.A3]"}}, [])
    reached = {place for place, formula in found["表"].items() if "[1]" in formula}
    assert reached == {(1, 1), (2, 2), (3, 1), (5, 1)}


def test_a_text_box_over_a_figure_is_told_with_its_words() -> None:
    drawn = (
        "<xdr:wsDr xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'"
        " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><xdr:twoCellAnchor>"
        "<xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>更正：</a:t></a:r><a:r><a:t>应为58</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId1' Type='{kind}/drawing' Target='../drawings/drawing1.xml'/></Relationships>"
    )
    tag = f"<drawing xmlns:r='{kind}' r:id='rId1'/>"
    rewrite = parts(
        {SHEET: lambda text: text.replace("</worksheet>", f"{tag}</worksheet>")},
        {"xl/worksheets/_rels/sheet1.xml.rels": relations, "xl/drawings/drawing1.xml": drawn},
    )
    figures, findings = read(untouched, rewrite)
    assert figures["A"] == "50"
    assert [(one.code.name, one.place.ref) for one in findings] == [("R39", "G5")]
    assert "“更正：应为58”" in findings[0].message


@pytest.mark.parametrize(
    ("number", "shape", "other", "misleading"),
    [
        ("742", '[>=10000]0!.0,"万";0', False, False),
        ("37610", '[>=10000]0!.0,"万";0', True, True),
        ("7", '0"万人"', False, True),
        ("7", "0\\万\\人", False, True),
        ("7", "0!万!人", False, True),
        ("7", "0万人", False, True),
        ("7", "0[$万人-804]", False, True),
        ("7", '0"万"人', False, True),
        ("7", "0人", False, False),
        ("7", "0\\人;-0\\人;0", False, False),
        ("7", "[<5]0;[>=5]0万", False, True),
        ("7", "[>=10000]0;", False, True),
        ("7", ";;;", False, True),
        ("7", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', False, False),
        ("7", "General", False, False),
        ("7", '0"；"', False, True),
    ],
)
def test_the_section_of_a_format_that_shows_the_number_is_judged(
    number: str, shape: str, other: bool, misleading: bool
) -> None:
    content = Content(Holds.NUMBER, number, Decimal(number), format=shape)
    assert shows_another(content, ratio=False) is other
    assert misleading_format(content, Measure.parse("人")) is misleading


@pytest.mark.parametrize(
    ("shape", "hidden"),
    [('[>0]0;"—"', True), ('0;-0;"—"', True), ("0;-0", False), ("0;;", True), ("[=0]0;General", False)],
)
def test_a_zero_that_is_not_seen_is_known(shape: str, hidden: bool) -> None:
    assert hides_zero(Content(Holds.NUMBER, "0", Decimal(0), format=shape)) is hidden


def test_a_matter_may_bear_any_number() -> None:
    said = {
        1: "一",
        10: "十",
        23: "二十三",
        100: "一百",
        105: "一百零五",
        110: "一百一十",
        119: "一百一十九",
        1010: "一千零一十",
        10_500: "一万零五百",
    }
    assert {number: chinese_number(number) for number in said} == said


@pytest.mark.parametrize(
    ("wrote", "fix"),
    [
        ("9999万", "请只填纯数字后重报"),
        ("50个左右", "请只填纯数字（如 50）后重报"),
        ("/", "请只填纯数字后重报；没有进展的填0"),
        ("7.5(估计)", "请只填纯数字后重报"),
    ],
)
def test_only_a_number_that_would_pass_is_proposed(wrote: str, fix: str) -> None:
    _, findings = read(untouched, cells(G5=f'<c t="inlineStr"><is><t>{escape(wrote)}</t></is></c>'))
    assert [(one.code.name, one.fix) for one in findings] == [("R02", fix)]
