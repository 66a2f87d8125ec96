"""A chart an office drew in Word becomes the month's: data, categories and workbook, its look kept, its numbers known."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline.documents.letters import comparison
from pipeline.documents.pictures.charts import KINDS, charting
from pipeline.documents.provenance.refresh import refreshed
from pipeline.documents.provenance.trace import traced
from pipeline.documents.rendering.charted import asked_charts
from pipeline.documents.rendering.render import Press, Rendered
from pipeline.documents.templates.lint import examined
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import read_pages
from pipeline.files.word.chart_parts import WORKBOOK, filled, relations, tagged, words_in
from pipeline.files.word.lines import document_lines
from pipeline.files.word.outside import reaches
from pipeline.model.charts import AskedChart, Series, chart_changes, chart_series, chart_words
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter
from tests.documents.conftest import needed
from tests.pictures.charted import out_of_order, saved_by_libreoffice, tags, template
from tests.pictures.made import course

TARGETS = {
    "T1": {"kind": "累计数", "goal": "40", "measure": "座", "name": "城市书房"},
    "T2": {"kind": "保持", "goal": "95", "name": "筛查率"},
}
MONTHS = ((7, {"T1": "8", "T2": "94.2"}), (8, {"T1": None, "T2": "96"}), (9, {"T1": "19", "T2": "96.5"}))
CITY = course(TARGETS, MONTHS)
DATA = {
    "完成比例": "完成比例（%）：城市书房 47.5│筛查率 96.5",
    "完成比例和序时": "完成比例（%）：城市书房 47.5‖序时进度（%）：城市书房 75",
    "实事": "完成比例（%）：办一件实事 47.5",
    "完成比例分色": "其他（%）：城市书房 —│筛查率 96.5‖低于序时进度或未达标（%）：城市书房 47.5│筛查率 —"
    "‖正在核实、尚未报送的最近一次（%）：城市书房 —│筛查率 —",
    "实事分色": "其他（%）：办一件实事 —‖低于序时进度或未达标（%）：办一件实事 47.5"
    "‖正在核实、尚未报送的最近一次（%）：办一件实事 —",
    "状态": "指标数：进度滞后 1│目前达标 1",
    "逐月": "累计完成：7月 8│8月 —│9月 19",
    "逐月新增": "新增：7月 —│8月 —│9月 —",
    "逐月比例": "完成比例（%）：7月 20│8月 —│9月 47.5‖序时进度（%）：7月 58.3│8月 66.7│9月 75",
}


@dataclass(frozen=True)
class Line:
    text: str = "前"


def printed(data: bytes) -> Rendered:
    plan, done = course(TARGETS, MONTHS)
    letter = Letter("简报", "简报.docx", "简报.docx", Line(), charts=charting(plan, done))
    return Press("简报.docx", data).print(letter, date(2021, 9, 25))[0]


@pytest.mark.parametrize("name", KINDS)
def test_every_name_of_the_list_has_its_data(name: str) -> None:
    plan, done = course(TARGETS, MONTHS)
    target = "T1" if KINDS[name].of_target else ""
    data = charting(plan, done)(name, target)
    assert data is not None
    assert data.text.replace(".0", "") == DATA[name].replace(".0", "")
    assert tuple(one.name for one in chart_series(data.text)) == KINDS[name].series
    assert charting(plan, done)(name, "T99" if target else "T1") is None


def test_words_part_even_where_names_hold_their_signs() -> None:
    series = (Series("率：甲│乙", (("新建 1 批：二‖", Decimal("-1.5")), ("无", None))),)
    assert chart_series(chart_words(series)) == (
        Series("率:甲乙", (("新建 1 批:二", Decimal("-1.5")), ("无", None))),
    )
    assert chart_series("不是图") == ()
    assert chart_series("不是图 70.2") == ()


@pytest.mark.more
@pytest.mark.parametrize("group", ["柱形图", "条形图", "折线图", "饼图"])
@pytest.mark.parametrize("book", [True, False])
@pytest.mark.parametrize("name", ["完成比例", "逐月比例"])
def test_chart_and_workbook_say_the_same_and_look_as_before(group: str, book: bool, name: str) -> None:
    made = printed(template(group, tags()[name], book=book))
    parts = parts_of(made.data)
    (path,) = [one for one in parts if one.endswith(".xlsx")]
    rows = list(openpyxl.load_workbook(io.BytesIO(parts[path]))["Sheet1"].values)
    told = chart_series(words_in(parts, "word/document.xml")["rId90"])
    assert [one.name for one in told] == list(rows[0][1:]) == list(KINDS[name].series)
    assert [[label, *values] for label, *values in rows[1:]] == [
        [label, *(float(v) if (v := one.points[at][1]) is not None else None for one in told)]
        for at, (label, _) in enumerate(told[0].points)
    ]
    chart = parts["word/charts/chart1.xml"]
    assert chart.count(b'srgbClr val="C00000"') == 1
    assert (b"{{" in chart, b'autoUpdate val="0"' in chart, chart.count(b"<c:ser>")) == (
        False,
        True,
        len(told),
    )
    assert parts["[Content_Types].xml"].count(b"spreadsheetml.sheet") == 1
    assert out_of_order(chart) == []
    assert printed(template(group, tags()[name], book=book)) == made


def test_the_trace_knows_the_numbers_and_refresh_fills_chart_and_workbook_again() -> None:
    made = printed(template("柱形图", about=tags()["逐月"], before="{{ text }}"))
    trace = traced({"简报.docx": made})["简报.docx"]
    assert [(one.figure.text, one.figure.about) for one in trace.figures] == [(DATA["逐月"], "T1")]
    assert trace.lines == ("前", "{_f0001}", "后")
    name = trace.figures[0].name
    again = refreshed(made.data, {name: "累计完成：7月 8│9月 21"}, (trace.mark, trace.mark))
    assert [line.text for line in document_lines(again)] == ["前", "累计完成：7月 8│9月 21", "后"]
    book = next(part for path, part in parts_of(again).items() if path.endswith(".xlsx"))
    assert list(openpyxl.load_workbook(io.BytesIO(book)).active.values) == [  # type: ignore[union-attr]
        (None, "累计完成"),
        ("7月", 8),
        ("9月", 21),
    ]


@pytest.mark.parametrize(
    ("name", "group", "tag", "code", "message"),
    [
        ("简报.docx", "柱形图", "{{ 图.完成率 }}", "T02", "没有“图.完成率”"),
        ("简报.docx", "柱形图", "{{ 图.逐月 }}", "T04", "“图.逐月”没有写指标的编号"),
        ("简报.docx", "柱形图", "{{ 图.状态 T1 }}", "T04", "“图.状态”不用写指标的编号"),
        ("简报.docx", "散点图", "{{ 图.状态 }}", "T04", "只填条形图、柱形图、折线图、饼图"),
        ("简报.docx", "饼图", "{{ 图.完成比例分色 }}", "T04", "分色的只填条形图、柱形图"),
        ("催报函.docx", "柱形图", "{{ 图.状态 }}", "T02", "这种文稿没有图的数"),
    ],
)
def test_a_wrong_tag_is_told(
    tmp_path: Path, name: str, group: str, tag: str, code: str, message: str
) -> None:
    (tmp_path / name).write_bytes(template(group, tag))
    told = [(one.code.name, one.message) for one in examined(tmp_path, name) if "图" in one.message]
    assert told == [(code, f"模板 {name} 第1个要填数的图：{message}")]


def test_a_target_that_is_not_there_is_no_document() -> None:
    with pytest.raises(TemplateProblem, match=r"图\.逐月 T77"):
        printed(template("柱形图", "{{ 图.逐月 T77 }}"))


def test_only_the_workbook_of_a_chart_that_is_filled_may_lie_in_a_template() -> None:
    asked, other = template("柱形图", tags()["状态"]), template("柱形图", "各局完成情况")
    assert list(reaches(asked)) == []
    assert list(reaches(other)) == ["宏、控件或嵌入的对象"] * 2
    assert list(reaches(printed(asked).data)) != []
    parts = parts_of(asked)
    parts["word/embeddings/另一个.xlsx"] = parts["word/embeddings/工作表.xlsx"]
    types = parts["[Content_Types].xml"].replace("工作表.xlsx".encode(), "另一个.xlsx".encode())
    parts["[Content_Types].xml"] = types
    assert list(reaches(package(packed(name, part) for name, part in parts.items()))) != []


@pytest.mark.parametrize("group", ["条形图", "饼图"])
def test_a_chart_of_libreoffice_shows_all_its_data(tmp_path: Path, group: str) -> None:
    """No theme gives colours there: every series and slice has a look, and a workbook of its own again."""
    drawn = saved_by_libreoffice(template(group, tags()["逐月比例"]))
    (tmp_path / "简报.docx").write_bytes(drawn)
    assert {"T01", "T04", "T07"}.isdisjoint(one.code.name for one in examined(tmp_path, "简报.docx"))
    parts = parts_of(printed(drawn).data)
    chart = parts["word/charts/chart1.xml"].decode()
    looks = [re.findall('solidFill><a:srgbClr val="(.{6})', one) for one in chart.split("<c:ser>")[1:]]
    slices = ["8C8C8C", "FFFFFF", "1F1F1F", "FFFFFF", "C0C0C0", "FFFFFF"] if group == "饼图" else []
    assert looks == [["C00000", *slices], ["8C8C8C", "8C8C8C", *slices]]
    assert 'dispBlanksAs val="gap"' in chart
    assert out_of_order(parts["word/charts/chart1.xml"]) == []
    assert parts["[Content_Types].xml"].count(b"spreadsheetml.sheet") == 1
    for book in [to for _, _, to in relations(parts, "word/charts/chart1.xml")]:
        assert book in parts


@pytest.mark.pages
def test_templates_that_libreoffice_saved_are_filled_and_drawn(tmp_path: Path) -> None:
    needed("soffice")
    groups = {"柱形图": "完成比例分色", "条形图": "逐月比例", "折线图": "逐月比例", "饼图": "状态"}
    files = [tmp_path / f"{group}.docx" for group in groups]
    for path, (group, name) in zip(files, groups.items(), strict=True):
        path.write_bytes(template(group, tags()[name]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "另存"), *map(str, files)], check=True, timeout=300)
    made = {}
    for path, name in zip(files, groups.values(), strict=True):
        saved = (tmp_path / "另存" / path.name).read_bytes()
        made[path.name] = printed(saved).data
        parts = parts_of(made[path.name])
        (chart,) = [part for one, part in parts.items() if re.search(r"charts/chart\d+\.xml$", one)]
        assert out_of_order(chart) == []
        (words,) = words_in(parts, "word/document.xml").values()
        assert words.replace(".0", "") == DATA[name].replace(".0", "")
        (book,) = [part for one, part in parts.items() if one.endswith(".xlsx")]
        rows = list(openpyxl.load_workbook(io.BytesIO(book))["Sheet1"].values)
        assert list(rows[0][1:]) == [one.name for one in chart_series(words)]
    drawn = {name: read_pages(pdf.data) for name, pdf in to_pdf(made).items()}
    for name, pages in drawn.items():
        said = "".join(glyph.sign for page in pages for glyph in page.glyphs)
        assert groups[name.removesuffix(".docx")] in said, name


def test_a_workbook_that_was_lost_is_there_again_with_its_content_type() -> None:
    parts = parts_of(saved_by_libreoffice(template("柱形图", tags()["状态"])))
    (place,) = tagged(parts, "word/document.xml")
    again = filled(parts, place, chart_series("指标数：进度滞后 1"))
    assert place.workbook in again
    assert again["[Content_Types].xml"].count(WORKBOOK.encode()) == 1


def test_what_is_doubtful_keeps_its_last_known_length_in_a_colour_of_its_own() -> None:
    plan, done = CITY
    data = charting(plan, done[:2])("完成比例分色", "")
    assert data is not None
    assert [dict(one.points)["城市书房"] for one in chart_series(data.text)] == [None, None, Decimal("20.0")]


@pytest.mark.parametrize("own", [1, 3])
def test_classes_stand_in_one_place_and_are_told_apart_where_the_office_drew_no_colour(own: int) -> None:
    parts = parts_of(template("柱形图", tags()["完成比例分色"]))
    if own == 3:
        before, series, after = re.split(rb"(<c:ser>.*</c:ser>)", parts["word/charts/chart1.xml"])
        several = [series.replace(b"C00000", colour) for colour in (b"C00000", b"00B050", b"FFC000")]
        parts["word/charts/chart1.xml"] = b"".join((before, *several, after))
    drawn = package(packed(name, part) for name, part in parts.items())
    chart = parts_of(printed(drawn).data)["word/charts/chart1.xml"].decode()
    looks = [re.findall(r'(?:srgbClr|prstDash) val="(\w+)"', one) for one in chart.split("<c:ser>")[1:]]
    ours = [["C00000"], ["1F1F1F", "1F1F1F"], ["FFFFFF", "1F1F1F", "sysDash"]]
    assert looks == (ours if own == 1 else [["C00000"], ["00B050"], ["FFC000"]])
    assert chart.count('<c:overlap val="100"/><c:axId') == chart.count("<c:legend>") == 1
    assert out_of_order(chart.encode()) == []


ASKED = (
    AskedChart("简报", "完成比例"),
    AskedChart("简报", "状态"),
    AskedChart("简报", "完成比例分色"),
    AskedChart("报告", "逐月", "T1"),
    AskedChart("报告", "逐月比例", "T2"),
)


def test_a_comparison_tells_what_the_charts_of_the_office_show_otherwise() -> None:
    told = [(one.chart, one.series, str(one.last), str(one.value)) for one in comparison.charts(*CITY, ASKED)]
    assert told == [
        ("简报：完成比例", "完成比例（%）", "城市书房 —；筛查率 96", "城市书房 47.5；筛查率 96.5"),
        ("简报：状态", "指标数", "数据正在核实 1", "进度滞后 1"),
        # What was doubtful kept its last known length.
        ("简报：完成比例分色", "完成比例（%）", "城市书房 20；筛查率 96", "城市书房 47.5；筛查率 96.5"),
        ("报告：逐月（城市书房）", "累计完成", "—", "9月 19"),
        ("报告：逐月比例（筛查率）", "完成比例（%）", "—", "9月 96.5"),
    ]
    (first, *_) = comparison.charts(*CITY, ASKED)
    assert [one.how for one in first.value.figures] == ["图.完成比例的数据"]
    assert first.value.figures[0].cells
    plan, done = CITY
    assert comparison.charts(plan, [*done, done[-1]], ASKED[:2]) == ()


def test_which_charts_an_office_has_is_read_from_its_templates(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(template("柱形图", "{{ 图.逐月 T1 }}"))
    (tmp_path / "简报.docx").write_bytes(template("柱形图", "各局完成情况"))
    (tmp_path / "要情.docx").write_bytes(b"PK charts/ no document")
    assert asked_charts(tmp_path, ("报告.docx", "简报.docx", "要情.docx", "通报.docx")) == (ASKED[3],)


def test_the_handbook_lists_every_tag_with_its_series() -> None:
    handbook = Path("docs/手册-秘书.md").read_text(encoding="utf-8")
    rows = {
        f"| `{{{{ 图.{kind.name}{' T09-1' if kind.of_target else ''} }}}}` | {kind.shows} | {'、'.join(kind.series)} |"
        for kind in KINDS.values()
    }
    assert rows <= set(handbook.splitlines())


def test_of_two_charts_only_what_differs_is_told() -> None:
    before = chart_words([Series("完成比例", (("城市书房", Decimal("40.7")), ("停车场", Decimal(50))))])
    after = chart_words(
        [Series("完成比例", (("城市书房", Decimal(41)), ("停车场", Decimal(50)), ("公园", None)))]
    )
    assert chart_changes(before, after) == "完成比例·城市书房 40.7 → 41"
    assert chart_changes(before, before) == chart_changes("不是图", after) == chart_changes(before, "") == ""
