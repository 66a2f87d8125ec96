"""The invented year certified: answers worked out by hand, who gets which letter, and what stops a final set."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2 as pdfium
import pytest

from pipeline.documents.conformance import breaches
from pipeline.documents.templates.catalogue import LAYOUTS
from pipeline.files.pdf.libreoffice import Pdf, to_pdf
from pipeline.files.pdf.pages import read_pages
from pipeline.files.word.lines import document_text
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.workflows import printing
from pipeline.workflows.sample import invented_year as sample
from tests.command import minsheng
from tests.documents.conftest import needed

# Short of their targets: 8.83 of 9万户, 3 of 4 car parks.
UNFULFILLED = {"T04-5", "T09-1"}
SET = Path("outputs/2021-考核")


def one_page() -> bytes:
    with pdfium.PdfDocument.new() as document:
        document.new_page(595, 842)
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def office(sample_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_office, tmp_path_factory.mktemp("年终") / "工作目录"))


@pytest.fixture(scope="module")
def plan(office: Path) -> Plan:
    return load_plan(Workspace(office), sample.YEAR)


@pytest.fixture(scope="module")
def final(office: Path) -> Any:
    result = minsheng("-C", office, "assess", "2021", "--final", "--json")
    assert result.code == 0
    return result.json


def text(office: Path, final: Any, unit: str) -> str:
    (letter,) = [one for one in final["letters"] if one["unit"] == unit]
    return document_text((office / letter["path"]).read_bytes())


def test_eight_of_ten_matters_are_fulfilled(final: Any) -> None:
    short = [target["target"] for target in final["targets"] if target["verdict"] in ("未完成", "未达标")]
    assert set(short) == UNFULFILLED
    assert [one["no"] for one in final["matters"] if one["verdict"] == "未完成"] == [4, 9]
    assert len([one for one in final["matters"] if one["verdict"] == "完成"]) == 8
    assert len(final["targets"]) == 33


@pytest.mark.parametrize(
    ("target", "certified", "verdict"),
    [
        ("T08-1", "45", "完成"),
        ("T10-2", "20", "完成"),
        ("T01-1", "78600", "超额完成"),
        ("T02-3", "58.60", "达标"),
        ("T04-5", "88300", "未完成"),
        ("T09-1", "3", "未完成"),
        ("T01-2", None, "完成"),
    ],
    ids=["exactly on target", "exactly on target", "beyond", "ratio", "98.1 %", "75 %", "decided by people"],
)
def test_certified_as_worked_out_by_hand(
    final: Any, target: str, certified: str | None, verdict: str
) -> None:
    (found,) = [one for one in final["targets"] if one["target"] == target]
    assert (found["certified"], found["verdict"]) == (certified, verdict)


def test_every_recipient_gets_exactly_one_letter_in_protocol_order(plan: Plan, final: Any) -> None:
    units = [one["unit"] for one in final["letters"]]
    assert units == [unit.key for unit in plan.units if unit.letter == "是"]
    assert len(units) == len(set(units)) == 24


def test_a_letter_holds_all_of_its_unit_s_matters_and_no_other(office: Path, plan: Plan, final: Any) -> None:
    """Over the whole table of roles: titles of matters in the text, names of targets in the annex."""
    for letter in final["letters"]:
        said = text(office, final, letter["unit"])
        for matter in plan.matters:
            own = letter["unit"] in (*matter.leads, *matter.cooperating)
            assert (f"“{matter.title}”" in said) == own, (letter["unit"], matter.title)
            for target in plan.targets_of(matter.number):
                assert (f"| {target.name} |" in said) == own, (letter["unit"], target.name)
                assert (target.id in letter["targets"]) == own


def test_a_county_is_told_its_share_where_it_was_asked_for_and_gets_no_rate(office: Path, final: Any) -> None:
    said = text(office, final, "红旗区")
    told = "据市人社局报送，你区新增城镇就业8646人（12月抽查50人，未发现不实）；全市认定7.86万人，超额完成。"
    assert told in said
    assert "| 新增幼儿园学位 | 1600个 | 1710个 | 未核实 | 1710个 | 106.9% | 超额完成 | 270个 |" in said
    assert "占全市的" not in said  # no task of its own, and no rule 分县占比
    # The plan asks nobody for the counties' shares of 住建局's matter: nobody has missed them.
    assert "未报送你区的数据" not in said
    body = said.partition("附件：")[0]
    assert "你区完成" not in body
    assert "%，" not in body
    assert "推动城镇提质" not in text(office, final, "凤泉区")


def test_a_cooperating_unit_is_told_what_fell_short_and_whose_it_was_without_blame(
    office: Path, final: Any
) -> None:
    said = text(office, final, "市住建局")
    assert "“加快市区停车场建设”（责任单位：市城管局）：新建停车场认定3个，目标4个，未完成。" in said
    assert "迟于规定时限" not in said
    assert "7月报表迟于规定时限报送" in text(office, final, "市城管局")
    assert not [word for word in ("表扬", "批评", "排名", "待核", "None", "基本完成") if word in said]


def test_an_unmet_target_never_prints_100_percent(office: Path, final: Any) -> None:
    said = text(office, final, "市农业农村局")
    (row,) = [line for line in said.splitlines() if line.startswith("| 农村户用无害化卫生厕所改造 |")]
    assert "98.1%" in row
    assert "100" not in row


def test_a_ratio_is_so_many_points_from_its_target(office: Path, final: Any) -> None:
    said = text(office, final, "市妇联")
    assert "目标55%，认定58.6%" in said
    assert "高于目标3.6个百分点，认定结果为达标。" in said
    assert "高于目标4.0个百分点" in said


def test_only_a_final_set_says_who_agreed_and_bears_no_draft_mark(office: Path, final: Any) -> None:
    assert "经市政府同意" in text(office, final, "市住建局")
    assert "送审稿" not in text(office, final, "市住建局")


@pytest.mark.walks
def test_the_table_that_comes_out_goes_in_again_as_it_was_decided(office: Path, final: Any) -> None:
    made, kept = office / SET / "考核认定表.xlsx", office / "inputs/2021/考核认定表.xlsx"
    before = kept.read_bytes()
    kept.write_bytes(made.read_bytes())
    try:
        again = minsheng("-C", office, "assess", "2021", "--final", "--json").json
        assert (again["targets"], again["matters"]) == (final["targets"], final["matters"])
    finally:
        kept.write_bytes(before)


def decide(office: Path, target: str, **values: object) -> None:
    """Write into a target's row of the table of decisions, as a person would."""
    path = office / "inputs/2021/考核认定表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["指标认定"]
    headers = {cell.value: cell.column for cell in sheet[2]}
    (row,) = [cells[0].row for cells in sheet.iter_rows(min_row=3) if cells[0].value == target]
    for name, value in values.items():
        sheet.cell(row, headers[name]).value = value  # type: ignore[assignment]
    book.save(path)


@pytest.fixture
def restored(office: Path) -> Any:
    files = [office / f"inputs/2021/{name}.xlsx" for name in ("考核认定表", "处理登记")]
    before = {path: path.read_bytes() for path in files}
    yield office
    for path, data in before.items():
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"认定数": 4}, "A03", "R"),
        ({"认定结果": "完成"}, "A04", "S"),
        ({"认定结果": None}, "A02", "S"),
        ({"批准日期": None}, "A05", "V"),
        ({"批准日期": date(2021, 12, 31)}, "A05", "V"),
    ],
    ids=[
        "another figure",
        "against the figures",
        "no verdict",
        "not approved",
        "approved on the day of its figures",
    ],
)
@pytest.mark.walks
def test_what_stops_a_final_set_names_its_cell(
    restored: Path, values: dict[str, object], code: str, column: str
) -> None:
    decide(restored, "T09-1", **values)
    result = minsheng("-C", restored, "assess", "2021", "--final")
    assert result.code == 1
    assert f"待核 {code}　T09-1" in result.out
    assert f"考核认定表.xlsx［指标认定］{column}" in result.out.replace("\n        ", "")
    assert "没有定稿" in result.err


@pytest.mark.walks
def test_a_letter_dated_before_its_figures_is_told_with_their_cell(restored: Path) -> None:
    result = minsheng("-C", restored, "assess", "2021", "--final", "--today", "2021-12-30")
    assert result.code == 1
    flat = result.out.replace("\n        ", "").replace("\n      ", "")
    assert "待核 A06　成文日期2021年12月30日早于T01-1 新增城镇就业所用数的截至日期2021年12月31日" in flat
    assert "2021/年终/市人社局-2021年年终.xlsx［进展情况］G5" in flat


@pytest.mark.walks
def test_a_reason_lets_an_override_stand(restored: Path) -> None:
    decide(restored, "T09-1", 认定数=4, 认定结果="完成", 调整理由="一处已建成，手续在办")
    result = minsheng("-C", restored, "assess", "2021", "--final", "--json")
    assert result.code == 0
    assert [one["no"] for one in result.json["matters"] if one["verdict"] == "未完成"] == [4]


@pytest.mark.walks
def test_without_decisions_drafts_are_made_from_what_the_figures_suggest(restored: Path) -> None:
    (restored / "inputs/2021/考核认定表.xlsx").unlink()
    result = minsheng("-C", restored, "assess", "2021", "--json")
    assert result.code == 1
    assert {one["target"] for one in result.json["targets"] if one["verdict"] is None} == {
        target["target"] for target in result.json["targets"] if target["certified"] is None
    }
    said = text(restored, result.json, "市住建局")
    assert "送审稿" in said
    assert "经市政府同意" not in said


@pytest.mark.walks
def test_workbooks_nobody_can_read_cost_their_decisions_and_nothing_is_made_final(restored: Path) -> None:
    """考核认定表 and 处理登记 both torn: drafts as before any decision, both told first; no final edition."""
    for name in ("考核认定表", "处理登记"):
        (restored / f"inputs/2021/{name}.xlsx").write_bytes(b"PK\x03\x04 torn")
    result = minsheng("-C", restored, "assess", "2021", "--json")
    assert result.code == 1
    told = {one["code"]: one for one in result.json["findings"] if one["code"] in ("A10", "D01")}
    why = "文件不完整或已损坏，可能没有传完，请重新发送"
    assert told["A10"]["message"] == f"inputs/2021/考核认定表.xlsx {why}"
    assert told["D01"]["message"] == f"inputs/2021/处理登记.xlsx {why}"
    assert {one["verdict"] for one in result.json["targets"] if one["certified"] is None} == {None}
    assert "经市政府同意" not in text(restored, result.json, "市住建局")
    refused = minsheng("-C", restored, "assess", "2021", "--final", "--json")
    assert refused.code == 1
    assert {one["path"] for one in refused.json["letters"]} == {None}


def answer(office: Path, target: str, **values: str) -> None:
    """A lead's 核对单 comes back with an answer in a target's row."""
    (source,) = (office / SET / "核对单").glob("*市城管局.xlsx")
    book = openpyxl.load_workbook(source)
    sheet = book["核对单"]
    headers = {cell.value: cell.column for cell in sheet[3]}
    (row,) = [cells[0].row for cells in sheet.iter_rows(min_row=4) if cells[0].value == target]
    for name, value in values.items():
        sheet.cell(row, headers[name]).value = value
    folder = office / "inputs/2021/核对单"
    folder.mkdir(exist_ok=True)
    book.save(folder / source.name)


@pytest.fixture
def answered(restored: Path, final: Any) -> Any:
    answer(restored, "T09-1", 意见="有异议", 异议说明="一处已建成，待验收", 佐证材料="验收申请")
    yield restored
    shutil.rmtree(restored / "inputs/2021/核对单")


@pytest.mark.walks
def test_an_objection_waits_for_what_people_say_to_it(answered: Path) -> None:
    result = minsheng("-C", answered, "assess", "2021", "--final")
    assert result.code == 1
    assert "待核 A08　T09-1 新建停车场，市城管局有异议：一处已建成，待验收" in result.out.replace(
        "\n      ", ""
    )
    decide(answered, "T09-1", 异议="验收未完成，维持认定")
    settled = minsheng("-C", answered, "assess", "2021", "--final", "--json")
    assert settled.code == 0
    folder = answered / settled.json["letters"][0]["path"]
    (sheet,) = folder.parents[2].glob("*呈批件.docx")
    said = document_text(sheet.read_bytes())
    assert "市城管局提出：一处已建成，待验收；处理意见：验收未完成，维持认定。" in said


def test_a_sheet_to_confirm_has_room_for_signature_and_seal(office: Path, final: Any) -> None:
    (path,) = (office / SET / "核对单").glob("*市城管局.xlsx")
    sheet = openpyxl.load_workbook(path)["核对单"]
    foot = sheet.max_row
    assert "（盖章）" in str(sheet.cell(foot, 1).value)
    assert sheet.row_dimensions[foot].height >= 80


@pytest.mark.walks
def test_agreement_and_silence_are_no_objection(restored: Path, final: Any) -> None:
    answer(restored, "T09-1", 意见="无异议")
    try:
        assert minsheng("-C", restored, "assess", "2021", "--final").code == 0
    finally:
        shutil.rmtree(restored / "inputs/2021/核对单")


@pytest.mark.parametrize(
    "values",
    [{"意见": "不同意"}, {"意见": "有异议"}, {"意见": "有异议", "编号": "T99-1", "异议说明": "数不对"}],
    ids=["an answer nobody knows", "no reason", "a target nobody knows"],
)
@pytest.mark.walks
def test_an_answer_that_cannot_be_read_is_told(restored: Path, final: Any, values: dict[str, str]) -> None:
    answer(restored, "T09-1", **values)
    try:
        result = minsheng("-C", restored, "assess", "2021", "--final")
        assert result.code == 1
        assert "退回 A09" in result.out
    finally:
        shutil.rmtree(restored / "inputs/2021/核对单")


@pytest.mark.more
def test_pdfs_asked_for_after_a_final_are_those_of_the_final(
    office: Path, final: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`assess --pdf` without `--final`: the documents of the 清样 get their PDFs, no draft takes their place."""
    given: dict[str, bytes] = {}

    def convert(documents: dict[str, bytes]) -> dict[str, Pdf]:
        given.update(documents)
        return dict.fromkeys(documents, Pdf(one_page(), ("GWFangSong",)))

    monkeypatch.setattr(printing, "to_pdf", convert)
    before = {path.name: path.read_bytes() for path in (office / SET).rglob("*.docx")}
    assert minsheng("-C", office, "assess", "2021", "--pdf").code == 0
    assert {Path(name).name: data for name, data in given.items()} == before
    made = {path.stem for path in (office / SET).rglob("*.pdf")}
    assert {Path(name).stem for name in before} <= made
    assert not (office / "outputs/2021-考核-更正").exists()


def test_every_letter_keeps_the_standard(office: Path, final: Any) -> None:
    needed("soffice", fonts=True)
    paths = sorted((office / SET).rglob("*.docx"))
    documents = {path.name: path.read_bytes() for path in paths if "稿纸" not in path.name}
    assert len(documents) == 26
    made = to_pdf(documents)
    for name, pdf in made.items():
        template = next((one for one in ("通报", "呈批件") if one in name), "反馈函")
        layout = LAYOUTS[f"{template.replace('通报', '考核通报')}.docx"]
        assert not breaches(read_pages(pdf.data), layout), name
