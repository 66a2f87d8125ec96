"""Two cities that do not exist, each through its whole year by command: a district by quarters, a city of joint leads.

What every period comes to is worked out by hand beside this file; what was made and who is written to reads as it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.files.word.lines import document_text
from tests.command import Result, minsheng
from tests.conftest import Once
from tests.documents.conftest import needed
from tests.goldens import goldens
from tests.made_city import MadeCity
from tests.measured import broken
from tests.unsigned import of_documents

HERE = Path(__file__).parent
QUARTERS = ("2024-03", "2024-06", "2024-09", "2024-12")
MONTHS = ("2022-08", "2022-09", "2022-10", "2022-11", "2022-12")
NEVER = ("全市", "市政府", "县（市）区", "每月", "25日", "本月", "上月", "下月", "当月", "实事")
CITIES = {
    "qinghe": MadeCity(HERE / "qinghe", 2024, (*QUARTERS, "2024-年终")),
    "bailu": MadeCity(HERE / "bailu", 2022, (*MONTHS, "2022-年终")),
}
# Two documents of each are read whole, beside the facts: a report, and a letter of the year end.
READ = {
    "qinghe": ("2024-09/*报告.docx", "2024-考核/反馈函/*区应急局.docx"),
    "bailu": ("2022-10/*报告.docx", "2022-考核/代拟稿/反馈函/*市文旅局.docx"),
}


@dataclass(frozen=True)
class Walked:
    """A city whose year is over: its workspace, what `monthly --json` said of each period, and the sealed assessment."""

    root: Path
    months: Mapping[str, Result]
    assessed: Result


@pytest.fixture(scope="session", params=CITIES)
def walked(request: pytest.FixtureRequest, once: Once) -> tuple[str, Walked]:
    """A city by its folder's name, walked once."""
    name = request.param
    return name, once(name, lambda folder: walk(CITIES[name], folder))


def walk(city: MadeCity, folder: Path) -> Walked:
    root = city.build(folder / "工作目录")
    periods = [month for month in city.months if "年终" not in month]
    assert minsheng("-C", root, "plan", "check").code == 0
    for month in periods:
        assert minsheng("-C", root, "forms", month).code == 0
    months = {month: minsheng("-C", root, "monthly", month, "--json") for month in periods}
    assert minsheng("-C", root, "assess", city.year).code == 1
    decide(root, city)
    return Walked(root, months, minsheng("-C", root, "assess", city.year, "--final", "--json"))


def decide(root: Path, city: MadeCity) -> None:
    """One approval of what is suggested; what nobody suggests is typed."""
    basis = ("--basis", "会议纪要（虚构）", "--approved", f"{city.year + 1}-01-20")
    minsheng("-C", root, "assess", city.year, "--accept", *basis)
    path = root / "inputs" / str(city.year) / "考核认定表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["指标认定"]
    columns = {cell.value: cell.column for cell in sheet[2]}
    rows = {sheet.cell(number, 1).value: number for number in range(3, sheet.max_row + 1)}
    for row in city.records("verdicts.csv"):
        for column, text in row.items():
            if text and column != "编号":
                value = Decimal(text) if column == "认定数" else text
                sheet.cell(rows[row["编号"]], columns[column], value)
    book.save(path)


def near(given: str | None, expected: str) -> bool:
    """Whether a number of the JSON is the one worked out by hand, to four decimals."""
    if not given or not expected:
        return not given and not expected
    return round(Decimal(given), 4) == Decimal(expected)


def test_every_figure_is_the_one_worked_out_by_hand(walked: tuple[str, Walked]) -> None:
    name, made = walked
    for row in CITIES[name].records("answers.csv"):
        (one,) = [
            each for each in made.months[row["month"]].json["targets"] if each["target"] == row["target"]
        ]
        assert one["class"] == row["class"], row
        assert near(one["value"], row["value"]), (row, one["value"])
        if row["pace"]:
            assert near(one["gap"], row["gap"]), (row, one["gap"])


def test_the_year_is_sealed_as_worked_out_by_hand(walked: tuple[str, Walked]) -> None:
    name, made = walked
    assert made.assessed.code == 0, made.assessed.out
    verdicts = {one["target"]: one["verdict"] for one in made.assessed.json["targets"]}
    assert verdicts == {row["target"]: row["verdict"] for row in CITIES[name].records("certified.csv")}


def test_what_was_found_and_made_and_who_is_written_to_is_as_it_was(walked: tuple[str, Walked]) -> None:
    name, made = walked
    texts = {f"{month}.txt": facts(result.json) for month, result in made.months.items()}
    for pattern in READ[name]:
        (path,) = (made.root / "outputs").glob(pattern)
        texts[f"{path.stem}.txt"] = document_text(path.read_bytes())
    assert texts == goldens(HERE / name / "golden", texts)


def facts(said: Any) -> str:
    """A period in lines: counts by class, findings, documents by whom they are for."""
    counts = Counter(one["class"] for one in said["targets"])
    lines = [f"{said['period']}：" + "、".join(f"{word}{count}" for word, count in counts.items())]
    lines += [f"{one['code']} {one['level']} {one['message']}" for one in said["findings"]]
    return "\n".join([*lines, *(one["path"] for one in said["documents"])]) + "\n"


@pytest.mark.parametrize("walked", ["bailu"], indirect=True)
def test_a_sum_of_several_leads_names_every_sheet_it_came_from(walked: tuple[str, Walked]) -> None:
    _, made = walked
    sheet = openpyxl.load_workbook(made.root / "outputs/2022-考核/考核认定表.xlsx")["指标认定"]
    columns = [cell.value for cell in sheet[2]]
    sources = {row[0]: row[columns.index("自报来源")] for row in sheet.iter_rows(min_row=3, values_only=True)}
    files = [source.partition("［")[0] for source in str(sources["T02-1"]).split("；")]
    assert files == ["inputs/2022/年终/市水利局.xlsx", "inputs/2022/年终/市城管局.xlsx"]
    assert "；" not in str(sources["T02-2"])


@pytest.mark.parametrize("walked", ["qinghe"], indirect=True)
def test_no_document_of_the_district_speaks_of_a_month_or_a_city(walked: tuple[str, Walked]) -> None:
    _, made = walked
    told = {}
    for path in (made.root / "outputs").rglob("*.docx"):
        words = [word for word in NEVER if word in document_text(path.read_bytes())]
        told |= {path.name: words} if words else {}
    assert not told


def test_no_paper_holds_a_phrase_no_office_would_sign(walked: tuple[str, Walked]) -> None:
    _, made = walked
    papers = list((made.root / "outputs").glob("[0-9]*/**/*.docx"))
    assert len(papers) > 20
    assert dict(of_documents(papers)) == {}


@pytest.mark.pages
def test_no_document_of_the_year_breaks_a_clause(walked: tuple[str, Walked]) -> None:
    needed("soffice", fonts=True)
    assert broken(walked[1].root) == []
