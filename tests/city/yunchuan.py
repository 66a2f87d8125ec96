"""云川市, a city that does not exist: its months, and what lies in them beside the sheets of units."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.command import minsheng
from tests.made_city import MadeCity

HERE = Path(__file__).parent
YEAR = 2023
MONTHS = ("2023-04", "2023-05", "2023-06")
CLEAN, MESSY, DECIDED = MONTHS

OTHER_ENTRIES = {
    "04/市教育局盖章件.pdf": b"%PDF-1.4\n%%EOF\n",
    "04/~$市教育局-2023年4月.xlsx": b"\x06opened by somebody",
    "05/说明.txt": "各表已发微信群。\n".encode(),
}

CITY = MadeCity(HERE, YEAR, MONTHS, OTHER_ENTRIES)
build, lay_plan, lay_decisions = CITY.build, CITY.lay_plan, CITY.lay_decisions
records, tables = CITY.records, CITY.tables


def send_again(root: Path) -> None:
    """A sheet of the first month comes in once more with another figure."""
    (path,) = (root / "inputs/2023/04").rglob("报表(1).xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["进展情况"]
    headers = {cell.value: cell.column for cell in sheet[4]}
    cell = sheet.cell(5, headers["累计完成"])
    cell.value = cell.value + 1  # type: ignore[operator, assignment]
    sheet.cell(5, headers["本月完成"]).value = None  # type: ignore[assignment]
    book.save(path)


def rewrite(root: Path, file: str, cell: str, value: object) -> None:
    """Somebody corrects a cell of a sheet that came in."""
    (path,) = (root / "inputs").rglob(file)
    book = openpyxl.load_workbook(path)
    book["进展情况"][cell] = value
    book.save(path)


def a_cell(root: Path, month: str = CLEAN) -> tuple[str, str, str]:
    """A cell that figures of a month's report come from: the file's name, the cell, what was read.

    With one household more its target still stands in the same class, so no count takes it in that did not before.
    """
    manifest = json.loads((root / "outputs" / month / "manifest.json").read_text(encoding="utf-8"))
    facts = next(facts for name, facts in manifest["documents"].items() if name.endswith("报告.docx"))
    (rate, *_) = [
        one for one in facts["figures"] if (one["rule"], one["target"]) == ("累计完成÷年度目标", "T02-3")
    ]
    source = rate["cells"][0]
    return Path(source["file"]).name, source["cell"], source["read"]


def sign(root: Path, name: str = CLEAN, number: int = 5) -> None:
    """The report of a set that is a 清样, as it was printed, comes back signed on 26 April."""
    (report,) = (root / "outputs" / name).glob("*进展情况报告.docx")
    said = ("--number", f"云发改〔2023〕{number}号", "--date", "2023-04-26", "--by", "主任")
    result = minsheng("-C", root, "sign", name[:7], report, *said)
    assert result.code == 0, result.err
