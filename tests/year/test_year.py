"""Another city, another year, other organs and deadlines, counties with tasks of their own: a whole year by command."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.documents.conformance import breaches
from pipeline.documents.templates.catalogue import LAYOUTS
from pipeline.files.pdf.pages import read_pages
from pipeline.files.word.lines import document_text
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from tests.command import Result, minsheng
from tests.conftest import Once
from tests.documents.conftest import needed
from tests.goldens import goldens
from tests.measured import broken
from tests.unsigned import of_documents
from tests.year.baishi import APPROVED, HERE, MONTHS, YEAR, build, decide, rows

SET = Path("outputs/2024-考核")


@pytest.fixture(scope="module")
def whole_year(once: Once) -> tuple[Path, Any]:
    """The workspace with every month made, a draw, the year drafted, decided and final; and what the last one said."""
    return once("白石市", lambda folder: run(build(folder / "工作目录")))


def run(root: Path) -> tuple[Path, Any]:
    for month in MONTHS:
        assert minsheng("-C", root, "forms", str(month)).code == 0
        result = minsheng("-C", root, "monthly", str(month))
        assert result.code == 0, result.out
    assert minsheng("-C", root, "check", "2024-年终").code == 0
    draft = minsheng("-C", root, "assess", "2024")
    assert draft.code == 1
    assert "送审稿" in text(next((root / SET / "代拟稿/反馈函").glob("*乙县.docx")))
    decide(root)
    final = minsheng("-C", root, "assess", "2024", "--final")
    assert final.code == 0, final.out
    assert minsheng("-C", root, "spotcheck", "2024-09", "--n", "3").code == 0
    return root, minsheng("-C", root, "assess", "2024", "--final", "--json").json


@pytest.fixture(scope="module")
def ran(whole_year: tuple[Path, Any]) -> Path:
    """Never changed: other workers look at it too."""
    return whole_year[0]


@pytest.fixture(scope="module")
def plan(ran: Path) -> Plan:
    return load_plan(Workspace(ran), YEAR)


@pytest.fixture(scope="module")
def final(whole_year: tuple[Path, Any]) -> Any:
    return whole_year[1]


@pytest.fixture
def city(ran: Path, tmp_path: Path) -> Path:
    """A copy of one's own in which nothing of the assessment is final."""
    root = Path(shutil.copytree(ran, tmp_path / "工作目录", symlinks=True))
    (root / SET).unlink()
    return root


def text(path: Path) -> str:
    return document_text(path.read_bytes())


def as_lines(path: Path) -> str:
    """The first sheet of a workbook as a reviewer reads it, a line a row."""
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return "".join(
        f"{'｜'.join('' if one is None else str(one) for one in row).rstrip('｜')}\n" for row in rows
    )


def letter(root: Path, unit: str) -> str:
    (path,) = (root / SET / "代拟稿/反馈函").glob(f"*-{unit}.docx")
    return text(path)


def test_every_document_of_the_year_reads_as_it_did(ran: Path) -> None:
    paths = [*(ran / SET).rglob("*.docx"), *(ran / "outputs/2024-09-抽查").glob("*.docx")]
    texts = {f"{path.stem}.txt": text(path) for path in paths if "发文稿纸" not in path.name}
    assert len(texts) == 10
    for name in ("市水务局", "乙县"):
        (path,) = (ran / SET / "核对单").glob(f"*-{name}.xlsx")
        texts[f"核对单-{name}.txt"] = as_lines(path)
    assert texts == goldens(HERE / "golden", texts)


def test_the_year_is_certified_as_worked_out_by_hand(final: Any) -> None:
    found = [{"编号": one["target"], "县（市）区": ""} | _row(one) for one in final["targets"]]
    found += [{"编号": one["target"], "县（市）区": one["area"]} | _row(one) for one in final["counties"]]
    assert found == rows("answers.csv")
    verdicts = {one["no"]: one["verdict"] for one in final["matters"]}
    assert verdicts == {1: "完成", 2: "未完成", 3: "完成", 4: "完成"}
    assert final["findings"] == []


def _row(one: dict[str, str | None]) -> dict[str, str]:
    names = {"自报数": "reported", "核实数": "checked", "认定数": "certified", "认定结果": "verdict"}
    return {header: one[key] or "" for header, key in names.items()}


def test_letters_go_to_leads_and_counties_with_their_own_matters_only(
    ran: Path, plan: Plan, final: Any
) -> None:
    assert [one["unit"] for one in final["letters"]] == [
        "市教体局", "市民政局", "市水利局", "市城管执法局", "甲区", "乙县", "丙县",
    ]  # fmt: skip
    for one in final["letters"]:
        said = text(ran / one["path"])
        for matter in plan.matters:
            own = matter in plan.matters_of(one["unit"])
            assert (f"“{matter.title}”" in said) == own, (one["unit"], matter.title)
            assert all((f"| {target.name} |" in said) == own for target in plan.targets_of(matter.number))
    # 丙县 does not cooperate in the second matter, yet has a task in it.
    assert "提升农村饮水质量" in letter(ran, "丙县")


def test_whoever_gets_a_letter_is_asked_to_confirm_before_it(ran: Path, final: Any) -> None:
    asked = [path.stem.partition("-")[2] for path in sorted((ran / SET / "核对单").iterdir())]
    names = {"市水利局": "市水务局"}
    assert asked == [names.get(one["unit"], one["unit"]) for one in final["letters"]]


def test_a_county_with_a_task_is_told_what_it_came_to(ran: Path) -> None:
    said = letter(ran, "乙县")
    assert (
        "你县承担分解任务2项，经认定，完成1项（“农村饮水安全受益人口”），未完成1项（“新增养老床位”）。"
        in said
    )
    # 197 ÷ 610
    assert "全市新增养老床位认定610张，超额完成，你县占32.3%。" in said
    assert (
        "你县目标200张，自报199张（9月抽查30张，核减2张，尚未扣除），核实197张，认定新增197张（按验收投用的床位计），"
        "为目标的98.5%，还差3张，认定结果为未完成。"
    ) in said
    assert "全市农村饮用水水质达标率认定94.97%，目标95%，未达标。" in said
    assert (
        "| 其中：乙县（分解任务） | 200张 | 199张 | 197张（抽查30张，核减2张） | 197张 | 98.5% | 未完成 | — |"
        in said
    )
    assert "请对未完成的“新增养老床位”明确后续措施和完成时限" in said
    other = letter(ran, "甲区")
    assert "你区承担分解任务1项，经认定，完成1项" in other
    assert "请对未完成的" not in other


def test_what_changed_within_the_year_is_explained(ran: Path) -> None:
    said = letter(ran, "市教体局")
    assert "改造中小学食堂的目标按白政办函〔2024〕19号由40所调整为32所" in said
    assert "按白政办函〔2024〕15号暂缓实施，不作认定。" in said
    (circular,) = (ran / SET / "代拟稿").glob("*通报.docx")
    assert "目标按白政办函〔2024〕19号调整" in text(circular)


def test_a_unit_is_called_by_its_name_of_the_letter_s_day(ran: Path) -> None:
    assert "白石市水务局" in letter(ran, "市水务局")
    assert "市水利局" in text(next((ran / "outputs/2024-10").glob("*报告.docx")))


def test_a_spot_check_is_told_in_the_next_month(ran: Path) -> None:
    said = text(next((ran / "outputs/2024-10").glob("*报告.docx")))
    assert (
        "市政府督查专班10月15日核查乙县9月报送的新增养老床位：抽查30张，核减2张（两张床位没有投用），单位尚未从报表中扣除。"
        in said
    )
    assert "督查专班10月15日" not in text(next((ran / "outputs/2024-09").glob("*报告.docx")))


def test_no_word_of_another_city_or_deadline_is_in_any_document(ran: Path) -> None:
    for path in sorted(ran.glob("outputs/2024-*/**/*.docx")):
        said = text(path)
        foreign = (
            "新乡",
            "发改委",
            "督查室",
            "我委",
            "市政府办公室",
            "人民政府办公室",
            "2021",
            "25日",
            "22日",
            "长垣",
        )
        assert [word for word in foreign if word in said] == [], path
        assert "重点民生实事" not in path.name
    assert "我厅会同市实事办" in letter(ran, "甲区")
    assert "经市政府常务会议同意" in letter(ran, "甲区")
    assert "收到本函后5个工作日内书面反馈我厅" in letter(ran, "甲区")


@pytest.mark.more
@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"T01-1_乙县": {"认定结果": None}}, "A02", "［分县认定］N"),
        ({"T01-1_乙县": {"认定结果": "完成"}}, "A04", "［分县认定］N"),
        ({"T01-1_乙县": {"认定数": 199}}, "A03", "［分县认定］M"),
        ({"T02-1_丙县": {"批准日期": None}}, "A05", "［分县认定］P"),
        ({"T04-3": {"认定结果": "完成"}}, "A04", "［指标认定］S"),
    ],
    ids=["no verdict", "against the figures", "another figure", "not approved", "a suspended target"],
)
def test_what_stops_a_final_set_of_counties_too(
    city: Path, changes: dict[str, Any], code: str, place: str
) -> None:
    minsheng("-C", city, "assess", "2024")
    decide(city, **changes)
    result = minsheng("-C", city, "assess", "2024", "--final", "--json")
    assert result.code == 1
    assert [(one["code"], f"［{one['sheet']}］{one['cell'][0]}") for one in result.json["findings"]] == [
        (code, place)
    ]
    assert not (city / SET / "manifest.json").is_file() or "送审稿" in letter(city, "乙县")


@pytest.mark.more
def test_nobody_is_said_to_have_agreed_while_a_county_s_verdict_is_not_approved(city: Path) -> None:
    minsheng("-C", city, "assess", "2024")
    decide(city)
    minsheng("-C", city, "assess", "2024")
    assert "经市政府常务会议同意" in letter(city, "甲区")
    decide(city, **{"T02-1_丙县": {"批准日期": None}})
    minsheng("-C", city, "assess", "2024")
    assert "同意" not in letter(city, "甲区")


@pytest.mark.more
def test_what_the_year_still_lacks_is_told(city: Path) -> None:
    next((city / "inputs/2024/年终").glob("市民政局*.xlsx")).unlink()
    path = city / "inputs/2024/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["单位"]
    (row,) = [cell.row for cell in sheet["B"] if cell.value == "市民政局"]
    for column in [cell.column for cell in sheet[2] if cell.value in ("核定", "核定日期")]:
        sheet.cell(row, column).value = None
    book.save(path)
    result = minsheng("-C", city, "assess", "2024", "--json", "--today", "2024-12-30")
    told = {one["code"]: (one["message"], one["fix"]) for one in result.json["findings"]}
    assert told["A01"] == ("市民政局没有可用的年终表", "请催报；先用12月的数，认定表里注明")
    assert told["A07"] == ("市民政局的名称没有核定", "请在任务分解表“单位”里核定后再定稿")
    assert told["A06"][1] == "请用 --today 写明成文日期"


@pytest.mark.more
def test_a_county_s_reason_lets_an_override_stand(city: Path) -> None:
    minsheng("-C", city, "assess", "2024")
    decide(city, **{"T01-1_乙县": {"认定数": 200, "认定结果": "完成", "调整理由": "三张床位1月5日补验收"}})
    result = minsheng("-C", city, "assess", "2024", "--final", "--json")
    assert result.code == 0
    assert "认定新增200张" in letter(city, "乙县")
    (sheet,) = (city / SET).glob("*呈批件.docx")
    assert "乙县新增养老床位，按数为未完成，拟认定为完成，理由：三张床位1月5日补验收。" in text(sheet)
    assert "未完成的“新增养老床位”" not in letter(city, "乙县")


@pytest.mark.more
def test_a_task_nobody_gave_cannot_be_decided(city: Path) -> None:
    minsheng("-C", city, "assess", "2024")
    decide(city)
    path = city / "inputs/2024/考核认定表.xlsx"
    book = openpyxl.load_workbook(path)
    book["分县认定"]["C4"] = "市民政局"
    book.save(path)
    result = minsheng("-C", city, "assess", "2024")
    assert result.code == 1
    assert "T01-1没有市民政局的分县任务" in (result.out + result.err).replace("\n      ", "")
    refused = minsheng("-C", city, "assess", "2024", "--final")
    assert refused.code == 1
    assert "没有定稿" in refused.err


@pytest.mark.pages
def test_all_of_it_is_one_file_to_print_each_letter_on_a_leaf_of_its_own(city: Path) -> None:
    needed("soffice", fonts=True)
    assert minsheng("-C", city, "assess", "2024", "--final", "--pdf").code == 0
    names = ["通报", *(path.stem for path in sorted((city / SET / "代拟稿/反馈函").glob("*.pdf")))]
    whole = read_pages((city / SET / "合并打印.pdf").read_bytes())
    begun = [number for number, page in enumerate(whole) if any(glyph.red for glyph in page.glyphs)]
    assert len(begun) == len(names) == 8
    assert all(number % 2 == 0 for number in begun)
    for path in (city / SET / "代拟稿/反馈函").glob("*.pdf"):
        assert not breaches(read_pages(path.read_bytes()), LAYOUTS["反馈函.docx"]), path.name


@pytest.mark.pages
def test_no_document_of_the_year_breaks_a_clause(ran: Path) -> None:
    needed("soffice", fonts=True)
    assert broken(ran) == []


@pytest.mark.more
def test_once_the_year_is_over_its_end_is_what_comes_next(ran: Path, tmp_path: Path) -> None:
    def said(root: Path, day: str = "2025-01-06") -> str:
        out = minsheng("-C", root, "--today", day, "status").out.partition("下一步：")[2]
        return out.replace(f" -C {root}", "")

    assert "考核认定已出清样，可以打印送签" in said(ran)
    root = Path(shutil.copytree(ran, tmp_path / "工作目录", symlinks=True))
    (root / SET).unlink()
    assert said(root) == "生成考核材料\n  minsheng assess 2024\n"
    minsheng("-C", root, "assess", "2024")
    assert "minsheng assess 2024 --final" in said(root)
    decide(root, **{"T04-3": {"调整理由": "另有说明"}})
    assert "考核认定表有变动，重新生成考核材料" in said(root)
    shutil.rmtree(root / "inputs/2024/年终")
    (root / SET).unlink()
    assert "minsheng forms 2024 --year-end" in said(root)
    assert "minsheng monthly 2024-12" in said(root, "2024-12-30")


def accept(city: Path, *more: str) -> Result:
    told = ("--accept", "--basis", "市政府常务会议纪要〔2025〕2号", "--approved", APPROVED.isoformat())
    return minsheng("-C", city, "--today", "2025-03-01", "assess", "2024", *told, *more)


def kept(city: Path, sheet: str = "指标认定") -> dict[str, dict[str, object]]:
    """The kept 考核认定表 by 编号, a row by header."""
    rows = openpyxl.load_workbook(city / "inputs/2024/考核认定表.xlsx")[sheet].iter_rows(
        min_row=2, values_only=True
    )
    headers = [str(header) for header in next(rows)]
    return {str(row[0]): dict(zip(headers, row, strict=True)) for row in rows}


def test_one_approval_accepts_what_is_suggested(city: Path) -> None:
    """The empty cells are filled; what people typed, and what only people can tell, is left as it is."""
    path = city / "inputs/2024/考核认定表.xlsx"
    path.unlink()
    accept(city)
    book = openpyxl.load_workbook(path)
    for header, value in (
        ("认定结果", "未完成"),
        ("调整理由", "评估未通过"),
        ("认定数", None),
        ("批准日期", None),
        ("批准依据", None),
    ):
        written(book, "T01-1")[header].value = value
    # As if the table had been approved when another figure was suggested.
    seen = written(book, "T02-1")["建议认定数"].value
    written(book, "T02-1")["建议认定数"].value = written(book, "T02-1")["认定数"].value = 1
    book.save(path)
    found = accept(city, "--json").json["findings"]
    rows = kept(city)
    by_people = {key for key, row in rows.items() if row["建议认定结果"] == "由人认定"}
    assert by_people
    for key in by_people:
        assert [rows[key][header] for header in ("认定数", "认定结果", "批准日期", "批准依据")] == [None] * 4
    assert (rows["T01-1"]["认定数"], rows["T01-1"]["认定结果"]) == (None, "未完成")
    for key in rows.keys() - by_people - {"T01-1"}:
        assert str(rows[key]["认定数"]) == str(rows[key]["建议认定数"])
        assert rows[key]["认定结果"] == rows[key]["建议认定结果"]
    for key in rows.keys() - by_people:
        approved = (rows[key]["批准日期"], rows[key]["批准依据"])
        assert approved == (APPROVED.isoformat(), "市政府常务会议纪要〔2025〕2号")
    assert {(one["code"], one["target"]) for one in found} == {
        ("A11", "T02-1"),
        *(("A02", key) for key in by_people),
    }
    (changed,) = (one["message"] for one in found if one["code"] == "A11")
    assert "批准后建议变了：批准时是1" in changed and f"现在是{seen}" in changed


def written(book: openpyxl.Workbook, target: str) -> dict[str, Any]:
    """The cells of a target's row by header."""
    head, *body = book["指标认定"].iter_rows(min_row=2)
    row = next(row for row in body if row[0].value == target)
    return {str(cell.value): row[number] for number, cell in enumerate(head)}


def test_accepting_wants_a_document_and_a_day_of_the_new_year(city: Path) -> None:
    before = (city / "inputs/2024/考核认定表.xlsx").read_bytes()
    said = minsheng("-C", city, "assess", "2024", "--accept")
    assert (said.code, "批准依据和批准日期" in said.err) == (2, True)
    told = ("--accept", "--basis", "纪要", "--approved", "2024-12-31")
    assert minsheng("-C", city, "assess", "2024", *told).code == 2
    assert (city / "inputs/2024/考核认定表.xlsx").read_bytes() == before


def test_no_paper_holds_a_phrase_no_office_would_sign(ran: Path) -> None:
    papers = list((ran / "outputs").glob("[0-9]*/**/*.docx"))
    assert len(papers) > 20
    assert dict(of_documents(papers)) == {}
