"""工作台账 of the small city, with 督办 noted and answered: read as a reviewer reads it, and what nothing may do to it.

Rewrite with `UPDATE_GOLDEN=1 python -m pytest tests/city/test_ledger.py`; the difference goes into the review.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from yunchuan import CLEAN, DECIDED, HERE, MESSY, lay_decisions, tables

from pipeline.inputs.decisions.replies import write_replies
from tests.command import Result, minsheng
from tests.conftest import Once
from tests.goldens import goldens

URGED = [
    [CLEAN, "市住建局", "已发", "", "", "2023-04-26"],
    [CLEAN, "市教育局", "已发", "限期", "", "2023-04-26"],
    [MESSY, "市住建局", "拟办", "", "", "", "限期"],
]
# 4月26日 and ten days is 6 May, a Saturday people worked on.
ANSWER = [CLEAN, "T02-1", "老旧小区改造", "市住更局", "40个", "6个", "=开工手续办得晚", "+增加两个班组", "2023年6月底", "2023-05-08"]  # fmt: skip


@pytest.fixture(scope="module")
def urged(built: Path, once: Once) -> Path:
    """The city with two letters noted and one answered, every month made. Never changed."""
    return once("云川市督办", lambda folder: urge(Path(shutil.copytree(built, folder / "工作目录"))))


def urge(root: Path) -> Path:
    lay_decisions(root, {**tables("处理登记"), "督办": URGED})
    folder = root / "inputs/2023/督办回告"
    folder.mkdir()
    (folder / "回告.xlsx").write_bytes(write_replies([ANSWER], date(2023, 5, 8)))
    (folder / "回告盖章件.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    for month in (MESSY, DECIDED):
        made(root, month)
    return root


def made(root: Path, month: str, *options: str) -> Result:
    result = minsheng("-C", root, "monthly", month, "--json", *options)
    assert result.code in (0, 1), result.err
    return result


def ledger(root: Path, month: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(root / "outputs" / month / "工作台账.xlsx")


def reading(book: openpyxl.Workbook) -> str:
    """Every sheet, a line a row; line breaks within a cell as ⏎, the fill of a cell behind it."""
    return "".join(line for sheet in book for line in _lines(sheet))


def _lines(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Iterator[str]:
    yield f"# {sheet.title}\n"
    for row in sheet.iter_rows():
        yield f"{' | '.join(_said(cell) for cell in row)}\n"


def _said(cell: Cell) -> str:
    text = "" if cell.value is None else str(cell.value).replace("\n", "⏎")
    coloured = cell.row > 3 and cell.fill.fill_type == "solid"
    return f"{text}〔{cell.fill.start_color.rgb[2:]}〕" if coloured else text


def row_of(book: openpyxl.Workbook, sheet: str, key: str) -> dict[str, str]:
    page = book[sheet]
    headers = [str(cell.value) for cell in page[3]]
    (row,) = (each for each in page.iter_rows(min_row=4) if each[0].value == key)
    return {header: str(cell.value) for header, cell in zip(headers, row, strict=True)}


@pytest.mark.parametrize("month", [MESSY, DECIDED])
def test_the_ledger_reads_as_it_did(urged: Path, month: str) -> None:
    texts = {f"{month}-工作台账.txt": reading(ledger(urged, month))}
    assert texts == goldens(HERE / "golden/台账", texts, f"{month}-")


def test_the_ladder_is_climbed_one_rung_at_a_time(urged: Path) -> None:
    """May by hand: T02-1 lags the second month; April's letter is the only one that went out."""
    row = row_of(ledger(urged, MESSY), "市住更局", "T02-1")
    assert row["4月"] == "6个\n15.0%\n滞后"
    assert row["5月"] == "8个\n20.0%\n滞后"
    assert (row["连续滞后月数"], row["督办"], row["建议的下一步"]) == ("2", "拟发", "限期")
    assert row["督办经过"] == (
        "4月：4月26日发出（提示单）；5月8日回告（应于5月6日前）；"
        "原因：=开工手续办得晚；措施：+增加两个班组；时限：2023年6月底\n5月：已拟限期，还没有登记发没发"
    )


def test_who_is_not_noted_to_have_answered_is_looked_into_and_who_caught_up_may_be_closed(
    urged: Path,
) -> None:
    row = row_of(ledger(urged, MESSY), "市教育局", "T03-3")
    assert (row["督办"], row["督办经过"]) == (
        "未登记回告",
        "4月：4月26日发出（限期）；应于5月6日前回告，未登记回告，请核",
    )
    # May's figure is 待核: nobody knows whether it has caught up. June's is 超额完成.
    assert (row["4月"], row["5月"], row["建议的下一步"]) == ("0所\n0.0%\n严重滞后", "待核", "—")
    assert row_of(ledger(urged, DECIDED), "市教育局", "T03-3")["建议的下一步"] == "可以销号"


@pytest.mark.more
def test_classes_may_be_said_as_documents_say_them(urged: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(urged, tmp_path / "工作目录"))
    path = root / "inputs/2023/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    book["规则"].append(["台账用词", "公文用语", ""])
    book.save(path)
    made(root, MESSY)
    assert row_of(ledger(root, MESSY), "台账", "T03-3")["4月"] == "0所\n0.0%\n进度明显滞后"


def test_it_prints_on_a3_with_its_head_on_every_page(urged: Path) -> None:
    page = ledger(urged, MESSY)["台账"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 8)
    assert page.print_title_rows == "$1:$3"


def test_all_targets_stand_on_one_sheet_of_paper_across_with_what_is_urged(urged: Path) -> None:
    """190 characters of a width fit on A3 at 84 per cent; with all twelve months there are no more."""
    book = ledger(urged, MESSY)
    page = book["台账"]
    assert not page.col_breaks.brk
    assert page.sheet_properties.pageSetUpPr.fitToPage
    widths = [one.width for one in page.column_dimensions.values() for _ in range(one.min, one.max + 1)]
    months = [width for cell, width in zip(page[3], widths, strict=True) if str(cell.value) in ("4月", "5月")]
    assert sum(widths) - sum(months) + 112 <= 190
    assert row_of(book, "台账", "T02-1")["督办"] == "拟发"


def test_a_number_leads_to_its_row_on_the_unit_s_sheet_and_its_title_back(urged: Path) -> None:
    book = ledger(urged, MESSY)
    for row in book["台账"].iter_rows(min_row=4):
        sheet, _, place = row[0].hyperlink.location.partition("!")
        assert book[sheet.strip("'")][place].value == row[0].value
        assert book[sheet.strip("'")]["A1"].hyperlink.location == "'台账'!A1"


def test_what_is_too_wide_for_legible_type_goes_on_beside_with_its_names(urged: Path) -> None:
    """9 points at 84 per cent are 7.56: 六号 and no smaller; number and target stand on every sheet of paper."""
    page = ledger(urged, MESSY)["市住更局"]
    assert (page.page_setup.scale, page.print_title_cols) == (84, "$A:$B")
    assert [one.id for one in page.col_breaks.brk]


def test_no_text_is_a_formula(urged: Path) -> None:
    for sheet in ledger(urged, MESSY):
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_outputs_deleted_come_back_to_the_same_bytes(urged: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(urged, tmp_path / "工作目录"))
    names = ["工作台账.xlsx", "observations.csv", "observations-metadata.json"]
    before = [(root / "outputs" / MESSY / name).read_bytes() for name in names]
    shutil.rmtree(root / "outputs")
    (root / "outputs").mkdir()
    made(root, MESSY)
    assert [(root / "outputs" / MESSY / name).read_bytes() for name in names] == before


def test_a_reply_is_an_input(urged: Path) -> None:
    manifest = json.loads((urged / "outputs" / MESSY / "manifest.json").read_bytes())
    assert "inputs/2023/督办回告/回告.xlsx" in [each["path"] for each in manifest["inputs"]]


def test_a_unit_may_fill_in_the_sheet_it_was_sent(urged: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(urged, tmp_path / "工作目录"))
    blank = root / "outputs" / MESSY / "督办回告单-市住更局.xlsx"
    book = openpyxl.load_workbook(blank)
    sheet = book["督办事项回告单"]
    assert [cell.value for cell in sheet[3]][:6] == [
        MESSY,
        "T02-1",
        "老旧小区改造",
        "市住更局",
        "40个",
        "8个 20.0%",
    ]
    for column, text in zip("GHIJ", ("雨天多", "夜间施工", "7月底", "2023-06-02"), strict=True):
        sheet[f"{column}3"] = text
    book.save(root / "inputs/2023/督办回告/五月.xlsx")
    made(root, MESSY)
    row = row_of(ledger(root, MESSY), "市住更局", "T02-1")
    assert (row["督办"], row["建议的下一步"]) == ("已回", "—")
    assert "5月：6月2日回告；原因：雨天多；措施：夜间施工；时限：7月底" in row["督办经过"]


def test_a_blank_sheet_that_came_back_is_told(urged: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(urged, tmp_path / "工作目录"))
    shutil.copy(root / "outputs" / MESSY / "督办回告单-市住更局.xlsx", root / "inputs/2023/督办回告")
    (told,) = [one for one in made(root, MESSY).json["findings"] if one["code"] == "D04"]
    assert told["message"] == "T02-1 市住更局的督办回告单还没有填"
    assert told["cell"] == "J3"


# The table for other programs


def rows(root: Path, month: str) -> list[dict[str, str]]:
    data = (root / "outputs" / month / "observations.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_answer_worked_out_by_hand_is_in_the_table(urged: Path) -> None:
    with (HERE / "answers.csv").open(encoding="utf-8", newline="") as lines:
        answers = list(csv.DictReader(lines))
    found = {(row["月份"], row["编号"]): row for row in rows(urged, DECIDED) if row["范围"] == "全市"}
    assert len(answers) == len(found)
    for answer in answers:
        row = found[answer["month"], answer["target"]]
        used = row["累计完成"] if row["是否采用"] == "是" else ""
        assert (used, row["完成比例"], row["序时进度"], row["差距"], row["分类"]) == tuple(
            answer[name] for name in ("value", "rate", "pace", "gap", "class")
        ), answer


def test_a_row_is_a_month_a_target_and_a_unit(urged: Path) -> None:
    keys = [(row["月份"], row["编号"], row["单位"]) for row in rows(urged, DECIDED)]
    assert len(set(keys)) == len(keys)


def test_the_description_describes_the_table(urged: Path) -> None:
    description = json.loads((urged / "outputs" / MESSY / "observations-metadata.json").read_bytes())
    columns = description["tableSchema"]["columns"]
    assert description["url"] == "observations.csv"
    assert [column["titles"] for column in columns] == list(rows(urged, MESSY)[0])
    assert description["tableSchema"]["primaryKey"] == ["month", "target", "unit"]
    assert all(column["name"].isascii() and column["dc:description"] for column in columns)
