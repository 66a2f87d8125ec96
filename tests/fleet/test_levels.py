"""A superior's forms filled from what lower offices signed: by its sheet 下级对应, every cell with its source, every gap told."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.plan.workbook import examine_plan
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.workflows.fleet.levels import Blank, FromBelow, collate_up
from pipeline.workflows.fleet.members import members
from pipeline.workflows.reading import check
from tests.command import minsheng
from tests.fleet.conftest import lay_office
from tests.fleet.test_together import JUNE, lay, row

pytestmark = pytest.mark.more

_ASKED: list[tuple[str, ...]] = [
    ("T01-1", "红旗区", "T07-2"),
    ("T02-1", "红旗区", "T07-2"),
    ("T01-1", "卫滨区", "T07-2"),
    ("T01-1", "牧野区", "T07-2"),
    ("T01-1", "凤泉区", "T07-2"),
    ("T01-1", "卫辉市", "T07-2"),
    ("T01-1", "辉县市", "T07-2"),
    ("T01-1", "获嘉县", "T09-9"),
    ("T01-1", "路人县", "T07-2"),
    ("", "获嘉县", "", "T03-1 就业 ← T05-1"),
    ("", "原阳县", "", "T03-2 检查 ← T05-2"),
]


def told(value: str, standing: str = "按序时", used: str = "是", measure: str = "人") -> list[list[str]]:
    made = row("2021-06", "T07-2", value, standing, used)
    return [[measure if text == "人" else text for text in made]]


def superior(place: Path, asked: Sequence[tuple[str, ...]]) -> Workspace:
    office = Workspace(lay_office(place))
    book = openpyxl.load_workbook(office.plan_file(2021))
    del book["下级对应"]
    sheet = book.create_sheet("下级对应")
    headers = ("编号", "下级文件夹", "下级编号", "上年对应")
    for line in [headers[: max(map(len, asked))], *asked]:
        sheet.append(line)
    book.save(office.plan_file(2021))
    return office


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("两级") / "各县"
    lay(root / "红旗区", "410702", "是", told("53000"))
    lay(root / "卫滨区", "410703", "是", told("41000", "正在核实", used="否"))
    lay(root / "牧野区", "410711", "否", told("1"))
    lay(root / "凤泉区", "410704", "是", told("1"), sealed=False)
    lay(root / "卫辉市", "410781", "是", told("1", measure="户"))
    lay(root / "获嘉县", "410724", "是", told("1"))
    lay(root / "路人县", "410799", "是", told("1"))
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> FromBelow:
    return collate_up(superior(root.parent / "市", _ASKED), members(root), JUNE)


def test_every_gap_is_told_with_its_reason(made: FromBelow) -> None:
    assert made.filled == 1
    assert made.blanks == (
        Blank("红旗区", "T02-1", "本级的表上没有T02-1这一项"),
        Blank("卫滨区", "T01-1", "下级没有可用的数（正在核实）"),
        Blank("牧野区", "T01-1", "没有同意上级汇总"),
        Blank("凤泉区", "T01-1", "还没有签发"),
        Blank("卫辉市", "T01-1", "计量单位不同：下级是户，本级是人"),
        Blank("辉县市", "T01-1", "没有这个工作目录"),
        Blank("获嘉县", "", "还没有填编号（上年：T03-1 就业 ← T05-1）"),
        Blank("获嘉县", "T01-1", "下级没有这个编号"),
        Blank("路人县", "T01-1", "单位表里没有叫这个名字的单位"),
        Blank("原阳县", "", "还没有填编号（上年：T03-2 检查 ← T05-2）"),
    )
    assert "原阳县-2021年6月.xlsx" not in [path.name for path in made.published.folder.iterdir()]


def cells(path: Path) -> dict[str, tuple[object, str]]:
    """Every cell of 配合情况 with a value or a note: the value and the note."""
    sheet = openpyxl.load_workbook(path)["配合情况"]
    return {
        cell.coordinate: (cell.value, cell.comment.text if cell.comment else "")
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None or cell.comment
    }


def test_a_figure_stands_in_the_form_with_workspace_file_and_cell(made: FromBelow) -> None:
    found = cells(made.published.folder / "红旗区-2021年6月.xlsx")
    assert str(found["A1"][0]).endswith("（供核对，未经红旗区审定）")
    ((value, note),) = [one for one in found.values() if one[1].startswith("【汇总】")]
    assert value == 5.3
    assert note == "【汇总】来源：红旗区 T07-2（已签发），红旗区/报表.xlsx［］，读到“53000”"


def test_what_is_doubtful_below_is_blank_above_with_the_reason(made: FromBelow) -> None:
    found = cells(made.published.folder / "卫滨区-2021年6月.xlsx")
    ((value, note),) = [one for one in found.values() if one[1].startswith("【汇总】")]
    assert value is None
    assert note == "【汇总】卫滨区 T07-2：下级没有可用的数（正在核实）"
    assert "41000" not in str(found)


def test_nothing_enters_the_superiors_inputs(root: Path, made: FromBelow) -> None:
    inputs = root.parent / "市/inputs/2021"
    assert [path.name for path in inputs.iterdir()] == ["任务分解表.xlsx"]
    assert made.published.folder == root.parent / "市/outputs/2021-06-下级汇总"
    again = collate_up(Workspace(root.parent / "市"), members(root), JUNE)
    assert again.published.unchanged


def test_laid_in_by_a_person_the_form_is_read_as_the_unit_s_own(
    root: Path, made: FromBelow, tmp_path: Path
) -> None:
    office = Workspace(Path(shutil.copytree(root.parent / "市", tmp_path / "市")))
    book = openpyxl.load_workbook(made.published.folder / "红旗区-2021年6月.xlsx")
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value == "填报日期：":
                    sheet.cell(cell.row, cell.column + 2).value = date(2021, 6, 25)
    folder = office.month_folder(JUNE)
    folder.mkdir(parents=True)
    book.save(folder / "红旗区.xlsx")
    _, settled, progress = check(office, JUNE)
    (county,) = [unit for target, unit in settled.shares if target == "T01-1"]
    assert settled.shares["T01-1", county].amount == 53000
    assert [one.code.name for one in progress.findings if "红旗区.xlsx" in str(one.place)] == []


def test_without_the_sheet_nobody_guesses(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="下级对应"):
        collate_up(Workspace(lay_office(tmp_path / "市")), members(root), JUNE)


@pytest.mark.parametrize("row", [("", "红旗区", "", "T01-1 就业 ← T07-2"), ("T01-1", "路人县", "T07-2")])
def test_where_no_row_names_a_target_of_a_unit_nothing_is_made(
    root: Path, tmp_path: Path, row: tuple[str, ...]
) -> None:
    office = superior(tmp_path / "市", [row])
    with pytest.raises(UsageProblem, match="没有一行填了编号"):
        collate_up(office, members(root), JUNE)
    assert not office.outputs.exists()


def test_a_wrong_row_of_the_sheet_is_a_fault_of_the_plan(tmp_path: Path) -> None:
    office = superior(tmp_path / "市", [("T99-9", "红旗区", "T01-1"), *[("T01-1", "红旗区", "T01-1")] * 2])
    told = [
        (one.code.name, one.message) for one in examine_plan(office, 2021)[1] if "下级对应" in one.message
    ]
    assert told == [
        ("P07", "下级对应：没有编号为“T99-9”的指标"),
        ("P08", "下级对应：T01-1由红旗区填写了两次"),
    ]


def test_a_row_of_last_year_may_wait_and_one_half_filled_may_not(tmp_path: Path) -> None:
    before = "T03-1 就业 ← T05-1"
    asked = [("", "红旗区", "", before), ("T01-1", "红旗区", "", before), ("", "红旗区", "", "")]
    office = superior(tmp_path / "市", [*asked, ("", "", "", before)])
    found = [one for one in examine_plan(office, 2021)[1] if one.place.sheet == "下级对应"]
    told = [(one.code.name, one.place.ref) for one in found]
    assert told == [("P04", "C3"), ("P04", "A4"), ("P04", "C4"), ("P04", "B5")]


def test_the_command_tells_filled_and_blank(root: Path, made: FromBelow) -> None:
    result = minsheng("fleet", root, "collate", str(JUNE), "--into", root.parent / "市", "--json")
    assert result.code == 1
    assert (result.json["filled"], len(result.json["blanks"])) == ("1", len(made.blanks))
    assert (
        "由下级填了1个数，空着10个"
        in minsheng("fleet", root, "collate", str(JUNE), "--into", root.parent / "市").out
    )
    for words in (("collate", str(JUNE)), ("collate", "--into", "没有"), ("run", "--into", "市")):
        assert minsheng("fleet", root, *words).code == 2
