"""An office that reports by quarters, by the 5th of the month after: what it is asked and told (PLAN §1).

Worked out by hand. Of 1000 places 250 are there by March (25 %, on pace) and 400 by June (40 %, 10 points below 50 %);
of 200 flats 20 (10 %, 15 points below 25 %) and 60 (30 %, 20 points below 50 %): the second quarter in a row behind.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.files.word.lines import document_text
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.workflows.in_hand import current_month, meant
from tests.command import minsheng
from tests.documents.conftest import needed
from tests.measured import broken
from tests.unsigned import of_documents

# What an office says that reports every month. A quarter has no 每月25日 and no 4月份.
MONTHLY = re.compile("本月|上月|下月|每月|当月|各月|个月|月份(?!÷12)|月数(?!据)|月度|按月汇总|25日")


def texts(path: Path) -> list[str]:
    """Every text of a Word document, or of a workbook with its notes and hints."""
    if path.suffix == ".docx":
        return document_text(path.read_bytes()).splitlines()
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    hints = [str(hint.prompt) for sheet in sheets for hint in sheet.data_validations.dataValidation]
    return [
        *(str(cell.value) for cell in cells),
        *(cell.comment.text for cell in cells if cell.comment),
        *hints,
    ]


def report(root: Path, month: str) -> str:
    (path,) = (root / "outputs" / month).glob("*报告.docx")
    return document_text(path.read_bytes())


def test_nothing_a_recipient_reads_speaks_of_months(ran: Path) -> None:
    outputs = [path for path in (ran / "outputs").rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert len(outputs) > 20
    said = [(path.name, text) for path in outputs for text in texts(path) if MONTHLY.search(text)]
    assert said == []


def test_no_paper_holds_a_phrase_no_office_would_sign(ran: Path) -> None:
    papers = list((ran / "outputs").glob("[0-9]*/**/*.docx"))
    assert len(papers) > 10
    assert dict(of_documents(papers)) == {}


def test_the_second_quarter_is_counted_from_the_first(ran: Path) -> None:
    text = report(ran, "2023-06")
    for sentence in (
        "新增公办学位400个，完成年度目标任务的40.0%。",
        "新增公办学位400个（40.0%），低于序时进度10.0个百分点。据市教育局反映，主要原因是校舍验收推迟。",
        "老旧住房改造60户（30.0%），低于序时进度20.0个百分点，已连续2个季度滞后。",
        "2项定量指标中，进度滞后2项。（6月底序时进度按50.0%计，",
        "与一季度相比，新增滞后1项（新增公办学位）。",
        "一季度累计 | 二季度累计 | 二季度新增",
        "市住建局于7月7日报送，晚于规定时限2天。",
    ):
        assert sentence in text
    assert "按序时进度1项，进度滞后1项。（3月底序时进度按25.0%计，" in report(ran, "2023-03")


def test_sets_are_called_by_the_quarter_and_bulletins_counted_by_it(ran: Path) -> None:
    names = {path.name for path in (ran / "outputs/2023-06").iterdir()}
    assert {"2023年二季度重点民生实事进展情况报告.docx", "2023年第2期重点民生实事工作简报.docx"} <= names


def test_when_units_are_to_report_is_said_in_quarters(ran: Path) -> None:
    (path,) = (ran / "outputs/2023-06").glob("*简报.docx")
    due = "请各配合单位于9月30日前向责任单位报送配合情况，各责任单位于10月5日前向市发改委报送"
    assert due in document_text(path.read_bytes())


def test_a_form_asks_for_the_quarter(ran: Path) -> None:
    (path,) = (ran / "outputs/2023-06-表样").glob("市教育局-*.xlsx")
    assert path.name == "市教育局-2023年二季度.xlsx"
    found = texts(path)
    assert {
        "填报季度：",
        "2023年二季度",
        "本季完成",
        "更正后上季累计",
        "只填本季新完成的数，纯数字。",
    } <= set(found)


def test_a_sheet_in_the_month_after_is_in_time_one_dated_before_the_quarter_s_end_only_told(
    ran: Path,
) -> None:
    found = minsheng("-C", ran, "check", "一季度", "--json", "--today", "2023-04-06")
    assert found.code == 0
    assert (found.json["month"], found.json["period"]) == ("2023-03", "一季度")
    units = [(one["unit"], one["stage"], one["status"], one["late"]) for one in found.json["units"]]
    assert units == [("市教育局", "次月5", "已报送", False), ("市住建局", "次月5", "已报送", False)]
    assert [one["code"] for one in found.json["findings"]] == ["R41", "F20"]


def test_what_lies_in_a_month_that_is_no_period_is_told_with_its_place(ran: Path) -> None:
    said = "inputs/2023/04 里有1个文件没有读（市教育局四月.csv）：4月不单独报送"
    status = minsheng("-C", ran, "status", "--json", "--today", "2023-07-08").json
    day = minsheng("-C", ran, "run", "--dry-run", "--json", "--today", "2023-07-08").json
    for findings in (status["strays"], day["findings"]):
        (stray,) = [one for one in findings if one["code"] == "F20"]
        assert (stray["message"], stray["fix"]) == (said, "请移到 inputs/2023/06（二季度）")
    assert {duty["month"] for duty in day["duties"]} == {
        f"2023-{one}" for one in ("03", "06", "09", "12", "年终")
    }


def test_a_date_ahead_of_today_is_told_by_check_and_stands_in_no_set(ran: Path) -> None:
    found = minsheng("-C", ran, "check", "2023-06", "--json", "--today", "2023-07-06").json["findings"]
    ahead = [one["message"] for one in found if one["code"] == "R42"]
    assert ahead == ["市住建局的填报日期是2023年7月7日，今天是2023年7月6日"]
    assert "R42" not in (ran / "outputs/2023-06/findings.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2023-04", "2023年4月不单独报送，下一期是二季度，请写 2023-06"),
        ("4月", "2023年4月不单独报送，下一期是二季度，请写 2023-06"),
        ("上半年", "“上半年”不是这里报送的一期。任务分解表写明的各期是：一季度、二季度、三季度、四季度"),
    ],
)
def test_months_that_are_no_period_are_refused_with_the_next(ran: Path, month: str, said: str) -> None:
    found = minsheng("-C", ran, "forms", month)
    assert found.code == 2
    assert said in found.err.replace("\n", "")


@pytest.mark.parametrize(
    "text", ["2023-03", "2023-3", "202303", "2023年3月", "3月", "2023-Q1", "一季度", "2023年第一季度", "Q1"]
)
def test_a_quarter_as_people_write_it(ran: Path, text: str) -> None:
    assert meant(Workspace(ran), text, date(2023, 7, 8))[1] == Month(2023, 3)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2023-01-02", "2023-03"),
        ("2023-03-20", "2023-03"),
        ("2023-04-03", "2023-03"),
        ("2023-05-31", "2023-03"),
        ("2023-06-01", "2023-06"),
        ("2023-12-01", "2023-12"),
        ("2024-01-05", "2023-12"),
    ],
)
def test_the_period_in_hand(ran: Path, today: str, month: str) -> None:
    office = Workspace(ran)
    assert str(current_month(office, load_plan(office, 2023), date.fromisoformat(today))) == month


def test_left_out_it_is_the_period_in_hand_and_the_first_line_says_so(ran: Path) -> None:
    found = minsheng("-C", ran, "check", "--today", "2023-07-08")
    assert found.out.splitlines()[0] == "没有写季度，按现在在办的2023年二季度（2023-06）办。"


def test_a_set_is_verified_by_the_name_of_its_quarter(ran: Path) -> None:
    found = minsheng("-C", ran, "verify", "一季度", "--json")
    assert found.code == 0
    assert len(found.json["documents"]) == 8


@pytest.mark.pages
def test_no_document_of_a_quarter_breaks_a_clause(ran: Path) -> None:
    needed("soffice", fonts=True)
    assert broken(ran) == []
