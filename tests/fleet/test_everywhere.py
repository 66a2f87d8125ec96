"""A row an office, whatever befell it; the counts add up, the worst counts, and who asks again is told what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.errors import MachineProblem, PipelineError
from pipeline.model.workspace import Terms, Workspace
from pipeline.workflows.fleet import tasks
from pipeline.workflows.fleet.everywhere import Row, counts, everywhere, lay_overview, worst
from pipeline.workflows.fleet.members import Member, members
from pipeline.workflows.fleet.tasks import MachineFailed, Task, carried_out, done_before
from pipeline.workflows.jobs import Brief, Job
from tests.city import yunchuan
from tests.fleet.conftest import CLOCK, TODAY, asking

pytestmark = pytest.mark.more

FORMS = Job("forms", "2021-06")


def in_turn(asked: Sequence[Task]) -> Iterator[tuple[int, Brief]]:
    """The last first."""
    for number in reversed(range(len(asked))):
        yield number, carried_out(asked[number], CLOCK)


def test_one_that_fails_is_a_row_and_never_the_end(tmp_path: Path, province: Path) -> None:
    (province / "丙市/inputs/2021/任务分解表.xlsx").write_bytes(b"broken")
    (province / "戊市").symlink_to(province / "丁市", target_is_directory=True)
    rows = everywhere(members(province), asking(FORMS), in_turn)
    assert [(row.member.name, row.went) for row in rows] == [
        ("丁市", "已办"),
        ("丙市", "失败"),
        ("戊市", "失败"),
        ("甲市/乙县", "已办"),
    ]
    assert counts(rows) == {"已办": 2, "有问题": 0, "失败": 2}
    assert worst(rows) == 3
    assert "任务分解表.xlsx" in rows[1].brief.said
    path = lay_overview(province, FORMS, rows, TODAY)
    assert lay_overview(province, FORMS, rows, TODAY) == path == province / "outputs/总览.xlsx"
    assert [one.name for one in path.parent.iterdir()] == ["总览.xlsx"]
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert lines[0][0] == "forms 2021-06　4个工作目录　已办 2　失败 2"
    assert [line[1:5] for line in lines[2:4]] == [
        ["丁市", "已办", "这次", "2021-06-表样"],
        ["丙市", "失败", None, None],
    ]


@pytest.mark.parametrize(
    ("codes", "whole"),
    [((0, 0), 0), ((0, 1), 1), ((1, 4), 4), ((4, 3), 3), ((3, 5, 4, 1), 5), ((2, 1), 2), ((2, 4), 4)],
)
def test_the_worst_is_the_exit_code(codes: tuple[int, ...], whole: int) -> None:
    rows = [Row(Member(str(code), Path()), Brief(code, "", 0.0)) for code in codes]
    assert worst(rows) == whole


def test_what_the_machine_refuses_may_be_tried_again(province: Path) -> None:
    (province / "丁市/outputs").write_text("", encoding="utf-8")
    with pytest.raises(MachineFailed) as failed:
        carried_out(asking(FORMS)(Member("丁市", province / "丁市")), CLOCK)
    assert failed.value.brief.code == 5


def test_a_worker_of_another_version_does_nothing(province: Path) -> None:
    office = province / "丁市"
    with pytest.raises(PipelineError, match="版本不一样"):
        carried_out(Task(str(office), FORMS, TODAY, Terms(), version="0.0.1"), CLOCK)
    assert not (office / "outputs").exists()


def test_a_table_that_cannot_be_laid_is_the_machine_s(province: Path) -> None:
    (province / "outputs").write_text("", encoding="utf-8")
    with pytest.raises(MachineProblem, match="各工作目录不受影响"):
        lay_overview(province, FORMS, [Row(Member("丁市", province / "丁市"), Brief(0, "", 0.0))], TODAY)


# Done when the manifest says so

MAY, LATER = Job("monthly", "2023-05"), date(2023, 6, 1)


@pytest.fixture(scope="module")
def yunchuan_may(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    office = Workspace(yunchuan.CITY.build(tmp_path_factory.mktemp("城") / "云川"))
    carried_out(Task(str(office.root), MAY, LATER, Terms()), CLOCK)
    return office


def test_a_month_made_is_not_made_again(yunchuan_may: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("carried out again")

    monkeypatch.setattr(tasks, "carry_out", never)
    told = carried_out(Task(str(yunchuan_may.root), MAY, LATER, Terms()), CLOCK)
    assert (told.code, told.sets, told.anew) == (1, ("2023-05",), ())


@pytest.mark.parametrize(
    "job",
    [
        Job("monthly", "2023-05", frozenset({"final"})),
        Job("monthly", "2023-05", frozenset({"pdf"})),
        Job("monthly", "2023-06"),
        Job("forms", "2023-05"),
        Job("check", "2023-05"),
        Job("assess", "2023"),
        Job("run"),
    ],
    ids=lambda job: " ".join(job.words),
)
def test_another_question_is_not_answered_by_it(yunchuan_may: Workspace, job: Job) -> None:
    assert done_before(yunchuan_may, job, LATER) is None


def test_a_sheet_that_changed_or_an_unread_manifest_asks_for_it_again(yunchuan_may: Workspace) -> None:
    register = yunchuan_may.decisions_file(2023)
    was = register.read_bytes()
    register.unlink()
    assert done_before(yunchuan_may, MAY, LATER) is None
    register.write_bytes(was)
    assert done_before(yunchuan_may, MAY, LATER) is not None
    manifest = yunchuan_may.outputs / "2023-05/manifest.json"
    was = manifest.read_bytes()
    manifest.write_bytes(b"{")
    assert done_before(yunchuan_may, MAY, LATER) is None
    manifest.write_bytes(was)
