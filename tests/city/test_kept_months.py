"""Months kept as they were read: equal to what a fresh look gives, and gone the moment anything they hang on is another."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from yunchuan import DECIDED, MESSY

from pipeline.files import cache as shelves
from pipeline.files.folder import StillChanging
from pipeline.files.spreadsheets.books import WORKER, reading_afresh
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns import kept_months
from pipeline.inputs.returns.kept_months import KINDS, KeptMonths
from pipeline.inputs.returns.month_folder import read_month
from pipeline.model.codes import Code
from pipeline.model.flattened import flattened, restored
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Returns
from pipeline.model.workspace import Workspace

MAY = Month.parse(MESSY)


@pytest.fixture(scope="module", autouse=True)
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the module's own; where its months lie."""
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("缓存")
        patch.setenv("XDG_CACHE_HOME", str(place))
        patch.setenv("LOCALAPPDATA", str(place))
        yield place / "minsheng" / "months"


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of the module's own; whoever changes it puts it back."""
    return Workspace(Path(shutil.copytree(built, tmp_path_factory.mktemp("留月") / "工作目录")))


@pytest.fixture(scope="module")
def plan(office: Workspace) -> Plan:
    return load_plan(office, MAY.year)


@pytest.fixture(scope="module")
def fresh(office: Workspace, plan: Plan) -> Returns:
    """The month as it is read, kept from here on."""
    return asked(office, plan)[0]


def asked(office: Workspace, plan: Plan, decisions: Decisions | None = None) -> tuple[Returns, bool]:
    """The month, and whether it was read for that."""
    decisions, looked = decisions or Decisions(), []

    def read() -> Returns:
        looked.append(MAY)
        return read_month(office, plan.on(MAY.last_day), decisions, MAY)

    return KeptMonths(office, plan, decisions.received).returns(MAY, read), bool(looked)


@pytest.mark.parametrize("month", [MESSY, DECIDED])
def test_a_month_comes_back_to_the_last_detail(month: str, office: Workspace, plan: Plan) -> None:
    """Equal, of the same types, in the same order, every number with as many digits as it was written with."""
    returns = read_month(office, plan, Decisions(), Month.parse(month))
    again = restored(flattened(returns), KINDS)
    assert again == returns
    assert repr(again) == repr(returns)


def test_what_only_equals_is_not_taken_for_it() -> None:
    """1, True and the decimals 1 and 1.0 are four; what holds anything else is refused, in either direction."""
    value = (1, True, Decimal(1), Decimal("1.0"), "1", None, (), {"b": 1, "a": ("b",)}, date(2023, 5, 1))
    assert repr(restored(flattened((value, value)), ())) == repr((value, value))
    assert flattened((frozenset({2, 1}),)) == flattened((frozenset({1, 2}),))
    with pytest.raises(TypeError):
        flattened((b"1",))
    with pytest.raises(LookupError):
        restored([["Path"]], (Month,))


def test_a_month_is_read_once(office: Workspace, plan: Plan, fresh: Returns) -> None:
    """Whatever its files are touched with, and in another folder too."""
    assert asked(office, plan) == (fresh, False)
    for path in office.month_folder(MAY).rglob("*.xlsx"):
        os.utime(path, (1, 1))
    other = Workspace(Path(shutil.copytree(office.root, office.root.parent / "另一处")))
    assert asked(other, plan) == (fresh, False)


def first(office: Workspace) -> Path:
    return min(office.month_folder(MAY).glob("*.xlsx"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte more": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "another name": lambda path: path.rename(path.with_name("改名.xlsx")),
    "gone": lambda path: path.unlink(),
    "one more": lambda path: shutil.copy(path, path.with_name("又一份.xlsx")),
    "a link": lambda path: path.with_name("链接.xlsx").symlink_to(path),
    "an empty folder": lambda path: path.with_name("空的").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_folder_is_read(change: str, office: Workspace, plan: Plan, fresh: Returns) -> None:
    folder = office.month_folder(MAY)
    before = Path(shutil.copytree(folder, folder.with_name("原样"), symlinks=True))
    try:
        CHANGES[change](first(office))
        returns, looked = asked(office, plan)
        assert looked
        with reading_afresh():
            assert asked(office, plan) == (returns, True)
    finally:
        shutil.rmtree(folder)
        before.rename(folder)
    assert asked(office, plan) == (fresh, False)


def test_another_plan_day_or_program_reads_anew(
    office: Workspace, plan: Plan, fresh: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word of the plan, a day of receipt, a line of the program."""
    assert not asked(office, plan)[1]
    assert asked(office, replace(plan, rules=replace(plan.rules, late_days=9)))[1]
    received = Decisions(received={(MAY, fresh.reports[0].unit): date(2023, 6, 30)})
    late, looked = asked(office, plan, received)
    assert looked
    assert late != fresh
    monkeypatch.setattr(shelves, "program", lambda: "别的版本")
    assert asked(office, plan) == (fresh, True)


def test_what_changed_meanwhile_is_not_kept(office: Workspace, plan: Plan, fresh: Returns) -> None:
    """A sheet saved while the folder was read: nobody knows which of the two was."""
    path = first(office)
    before = path.read_bytes()
    later = replace(plan, file="改过")

    def read() -> Returns:
        path.write_bytes(b"")
        path.write_bytes(before)
        os.utime(path, (2, 2))
        return fresh

    KeptMonths(office, later, {}).returns(MAY, read)
    assert asked(office, later) == (fresh, True)


def test_a_lost_reader_is_not_kept(
    office: Workspace, plan: Plan, fresh: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too slow today may be quick tomorrow."""
    busy = replace(plan, file="忙时")

    def lost() -> Returns:
        monkeypatch.setattr(WORKER, "lost", WORKER.lost + 1)
        return fresh

    KeptMonths(office, busy, {}).returns(MAY, lost)
    assert asked(office, busy)[1]
    assert not asked(office, busy)[1]


@pytest.mark.parametrize(
    "fault", [StillChanging(), OSError(errno.EIO, "磁盘")], ids=["being written", "a disk"]
)
def test_a_folder_nobody_can_vouch_for_is_read_each_time(
    fault: Exception, office: Workspace, plan: Plan, fresh: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there cannot be told for sure: nothing is taken from before, nothing is kept."""

    def lying(path: Path) -> tuple[bytes, tuple[int, int, int]]:
        raise fault

    monkeypatch.setattr(kept_months, "lying", lying)
    assert asked(office, plan) == (fresh, True)
    assert asked(office, plan) == (fresh, True)


def whole(path: Path, body: bytes) -> None:
    path.write_bytes(shelves.seal(path.name, body) + b"\n" + body)


FAULTS: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "empty": lambda path: path.write_bytes(b""),
    "a figure changed": lambda path: path.write_bytes(path.read_bytes().replace(b"Decimal", b"Decimai", 1)),
    "JSON of another shape": lambda path: whole(path, b"[1,2]"),
    "no table": lambda path: whole(path, b"5"),
    "a place that is none": lambda path: whole(path, b'[["Month",7,8]]'),
    "what could run": lambda path: whole(path, b'["x",["eval",0]]'),
    "another month": lambda path: whole(path, b'[2023,4,["Month",0,1],["Returns",2]]'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_month_is_read(
    fault: str, office: Workspace, plan: Plan, fresh: Returns, shelf: Path
) -> None:
    """Whatever happened to what was kept, the month is the folder's; and is kept again."""
    before = {path: path.read_bytes() for path in shelf.iterdir()}
    for path in before:
        FAULTS[fault](path)
    assert asked(office, plan) == (fresh, True)
    assert asked(office, plan) == (fresh, False)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="权限是另一套")
def test_a_folder_that_cannot_be_used_costs_only_time(
    office: Workspace, plan: Plan, fresh: Returns, shelf: Path
) -> None:
    """One open to others."""
    shelf.chmod(0o777)
    try:
        assert asked(office, plan) == (fresh, True)
    finally:
        shelf.chmod(0o700)


def test_afresh_tells_a_difference(office: Workspace, plan: Plan, fresh: Returns, shelf: Path) -> None:
    """What is to be sealed is read from the folder, held against what was kept, and put right."""
    wrong = replace(fresh, rows=fresh.rows[1:])
    for path in shelf.iterdir():
        path.unlink()
    KeptMonths(office, plan, {}).returns(MAY, lambda: wrong)
    assert asked(office, plan) == (wrong, False)
    with reading_afresh():
        (told,) = (one for one in asked(office, plan)[0].findings if one.code is Code.F14)
        assert asked(office, plan) == (fresh, True)
    assert told.place.file == office.relative(office.month_folder(MAY))
    assert asked(office, plan) == (fresh, False)
