"""Whose file, for which month, and which sheet of it: what is told of files that are refused or only read in part."""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from pipeline.files.folder import StillChanging, digest
from pipeline.files.spreadsheets import kept
from pipeline.files.spreadsheets.books import reading_afresh
from pipeline.files.spreadsheets.preflight import Format, Unreadable
from pipeline.inputs.returns import arrivals, collect
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import (
    COOPERATION_SHEET,
    DATE_LABEL,
    MONTH_LABEL,
    PROGRESS_SHEET,
    UNIT_LABEL,
)
from pipeline.model.findings import RETURN_SHEET, RETURN_SIGN, Finding
from pipeline.model.plan import Matter, Plan
from pipeline.model.readings import Outcome
from tests.inputs.builders import make_plan, month_of

PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}})
Change = Callable[[Workbook], object]


def book(change: Change = lambda book: None) -> bytes:
    """甲局's form of September after `change`."""
    data = form(PLAN, PLAN.unit("甲局"), month_of({}))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(workbook, Workbook)
    workbook[PROGRESS_SHEET.name]["G5"].value = 50
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def labelled(label: str, text: str, sheet: str = PROGRESS_SHEET.name) -> Change:
    """Writes `text` beside a label of the head."""

    def change(book: Workbook) -> None:
        for row in book[sheet].iter_rows(max_row=3):
            for cell in row:
                if str(cell.value).startswith(label):
                    book[sheet].cell(cell.row, cell.column + 1).value = text

    return change


def twice(book: Workbook) -> None:
    book[PROGRESS_SHEET.name]["P4"].value = "累计完成"


def under_two_headers(book: Workbook) -> None:
    """A second row of headers, which says of which year a column is."""
    book[PROGRESS_SHEET.name].insert_rows(5)
    book[PROGRESS_SHEET.name]["G5"].value = "上年同期"


def another_month(book: Workbook) -> None:
    other = book.copy_worksheet(book[PROGRESS_SHEET.name])
    other.title = "8月"
    labelled(MONTH_LABEL, "2021年8月", "8月")(book)


def other_sheet(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.delete_rows(1, sheet.max_row)


def separated() -> bytes:
    """The form as a table of commas."""
    text = io.StringIO()
    sheet = openpyxl.load_workbook(io.BytesIO(book()))[PROGRESS_SHEET.name]
    csv.writer(text).writerows(sheet.iter_rows(values_only=True))
    return text.getvalue().encode("utf-8-sig")


def told(root: Path, files: Mapping[str, bytes]) -> list[Finding]:
    """What is told of September's folder with these files."""
    return collected(root, files).findings


def collected(root: Path, files: Mapping[str, bytes], plan: Plan = PLAN) -> collect.Collection:
    (root / "09").mkdir()
    for name, data in files.items():
        (root / "09" / name).write_bytes(data)
    return collect.collect(plan, root / "09", root, month_of({}))


@pytest.mark.parametrize(
    ("files", "code", "unit", "fix"),
    [
        (
            {"甲.xlsx": book(labelled(MONTH_LABEL, "2021年8月"))},
            "F03",
            "甲局",
            "请换成2021年9月的表，或放到对应月份的文件夹",
        ),
        (
            {"甲.xlsx": book(), "甲2.xlsx": book(lambda book: book.create_sheet("另"))},
            "F04",
            "甲局",
            "请与报送单位核实，把作废的移出文件夹后重新运行",
        ),
        ({"甲.xlsx": book(other_sheet)}, "F07", "", "请用当月表样填报，不要改动表头"),
        ({"甲.xlsx": book(labelled(UNIT_LABEL, "乙局"))}, "F08", "乙局", "请核对填报单位是否写错"),
        ({"甲.csv": separated()}, "F09", "甲局", "下次请用 .xlsx 表样报送"),
        ({"甲.xlsx": book(twice)}, "F12", "甲局", "请用当月表样填报，只留一张要报的表，不要改动表头"),
        (
            {"甲.xlsx": book(under_two_headers)},
            "F12",
            "甲局",
            "请用当月表样填报，只留一张要报的表，不要改动表头",
        ),
        ({"甲.xlsx": book(another_month)}, "F13", "甲局", "无须处理；下次请只留当月的表"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 3 else "",
)
def test_what_is_told_of_a_file(
    tmp_path: Path, files: Mapping[str, bytes], code: str, unit: str, fix: str
) -> None:
    assert [(one.code.name, one.place.file, one.unit, one.fix) for one in told(tmp_path, files)] == [
        (code, f"09/{name}", unit, fix) for name in files
    ]


def test_a_sheet_that_was_kept_otherwise_is_read_anew_and_told(tmp_path: Path) -> None:
    """F14: something else had been kept of the same bytes; the file's own figure stands, and people hear of it."""
    data = book()
    kept.keep(digest(data), (Format.XLSX, ()))
    with reading_afresh():
        found = collected(tmp_path, {"甲.xlsx": data})
    assert [one.code.name for one in found.findings] == ["F14"]
    assert len(found.submissions) == 1


def given_back(original: bytes, value: int) -> bytes:
    """What a unit sends when it has corrected the return of `original`."""

    def change(made: Workbook) -> None:
        made.create_sheet(RETURN_SHEET, 0)["A3"] = f"只改标红的单元格。{RETURN_SIGN}{digest(original)[:16]}"
        made[PROGRESS_SHEET.name]["G5"].value = value

    return book(change)


def test_a_corrected_return_takes_the_place_of_what_it_was_made_from(tmp_path: Path) -> None:
    """Whatever its date and name; a return of a return too; another sheet of the same day is no copy of it."""
    first = book()
    second = given_back(first, 60)
    third = given_back(second, 70)
    (tmp_path / "09").mkdir()
    for name, data in {"丙.xlsx": first, "乙.xlsx": second, "甲.xlsx": third}.items():
        (tmp_path / "09" / name).write_bytes(data)
    found = collect.collect(PLAN, tmp_path / "09", tmp_path, month_of({}))
    assert [one.book.file for one in found.submissions] == ["09/甲.xlsx"]
    assert sorted((one.code.name, one.message) for one in found.findings) == [
        ("F19", "09/丙.xlsx：已退回，单位改正后发回的 09/乙.xlsx 取代了它"),
        ("F19", "09/乙.xlsx：已退回，单位改正后发回的 09/甲.xlsx 取代了它"),
    ]
    (tmp_path / "09" / "丁.xlsx").write_bytes(book(lambda made: made.create_sheet("另")))
    told = collect.collect(PLAN, tmp_path / "09", tmp_path, month_of({})).findings
    assert {one.code.name for one in told} == {"F04", "F19"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("表.xlsx", book(labelled(MONTH_LABEL, "2021年8月")), "F03"),
        ("表.xlsx", book(twice), "F12"),
        ("表.xlsx", book(labelled(UNIT_LABEL, "甲局下属中心")), "F02"),
        ("甲局.xlsx", book(other_sheet), "F07"),
        ("甲局.xlsx", b"no workbook", "F01"),
    ],
)
def test_a_file_that_cannot_be_used_is_no_silence_of_the_unit_it_may_be_of(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    found = collected(tmp_path, {name: data})
    assert [one.code.name for one in found.findings] == [code]
    assert found.unusable == {"甲局": f"09/{name}"}


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (StillChanging(), "F11", "正在写入或传输，没有读取"),
        (Unreadable("不是普通文件"), "F01", "不是普通文件"),
        (PermissionError(errno.EACCES, "权限不够"), "F01", "读不了这个文件（权限不够）"),
    ],
    ids=["being written", "no plain file after all", "not ours to read"],
)
def test_a_file_that_cannot_be_read_is_told_and_no_other_suffers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str, said: str
) -> None:
    opened = arrivals.load

    def load(path: Path) -> bytes:
        if path.name == "坏.xlsx":
            raise fault
        return opened(path)

    monkeypatch.setattr(arrivals, "load", load)
    found = collected(tmp_path, {"坏.xlsx": b"", "甲.xlsx": book()})
    assert [(one.code.name, one.message) for one in found.findings] == [(code, f"09/坏.xlsx：{said}")]
    assert found.findings[0].why == "这份表里的数字都没有采用"
    assert [one.book.file for one in found.submissions] == ["09/甲.xlsx"]


def test_a_fault_of_the_machine_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a broken one stops the run: no unit is told that its sheet cannot be read."""

    def load(path: Path) -> bytes:
        raise OSError(errno.EIO, "磁盘")

    monkeypatch.setattr(arrivals, "load", load)
    with pytest.raises(OSError, match="磁盘"):
        told(tmp_path, {"甲.xlsx": book()})


# 甲局 leads one matter and helps in another, so that its workbook holds a sheet for each.
TWO_ROLES = make_plan({"targets": {key: {"kind": "累计数", "goal": "100", "measure": "个"} for key in "AB"}})
TWO_ROLES = replace(
    TWO_ROLES,
    matters=(*TWO_ROLES.matters, Matter(2, "办另一件实事", "", ("乙局",), ("甲局",), "")),
    targets=(TWO_ROLES.targets[0], replace(TWO_ROLES.targets[1], matter=2, leads=("乙局",))),
)
LEADS, HELPS = (PROGRESS_SHEET.name, "A"), (COOPERATION_SHEET.name, "B")
EARLY, LATE = date(2021, 9, 20), date(2021, 9, 22)


def of_two_roles(day: date, figures: Mapping[tuple[str, str], int]) -> bytes:
    """甲局's workbook, filled in that day, with these figures by sheet and target."""
    cells = {(*place, "", "cumulative"): Decimal(value) for place, value in figures.items()}
    data = form(TWO_ROLES, TWO_ROLES.unit("甲局"), month_of({}), Entries(cells, {DATE_LABEL: day}))
    assert data is not None
    return data


BOTH = of_two_roles(LATE, {LEADS: 50, HELPS: 7})


@pytest.mark.parametrize(
    ("files", "used", "said"),
    [
        ({"甲.xlsx": BOTH, "甲2.xlsx": BOTH}, ["甲 责任", "甲 配合"], ["F06 甲2.xlsx"]),
        (
            {"甲.xlsx": BOTH, "甲2.xlsx": of_two_roles(LATE, {LEADS: 51, HELPS: 8})},
            [],
            ["F04 甲.xlsx", "F04 甲2.xlsx"],
        ),
        (
            {
                "甲.xlsx": of_two_roles(EARLY, {LEADS: 50, HELPS: 7}),
                "甲2.xlsx": of_two_roles(LATE, {LEADS: 51}),
            },
            ["甲2 责任", "甲 配合"],
            ["F05 甲.xlsx"],
        ),
        # 甲3 is the latest for 进展情况, but nobody knows whether it or 甲4 is for 配合情况: it is refused,
        # and what is left for 进展情况 is two files of one day.
        (
            {
                "甲.xlsx": of_two_roles(EARLY, {LEADS: 40}),
                "甲2.xlsx": of_two_roles(EARLY, {LEADS: 41}),
                "甲3.xlsx": BOTH,
                "甲4.xlsx": of_two_roles(LATE, {HELPS: 8}),
            },
            [],
            ["F04 甲3.xlsx", "F04 甲4.xlsx", "F04 甲.xlsx", "F04 甲2.xlsx"],
        ),
    ],
    ids=["a copy", "two of one day", "one sheet sent anew", "a refused file leaves a tie"],
)
def test_two_sheets_of_a_workbook_stand_or_fall_together(
    tmp_path: Path, files: Mapping[str, bytes], used: list[str], said: list[str]
) -> None:
    """Two readings are never chosen from in silence; each file is told of once."""
    found = collected(tmp_path, files, TWO_ROLES)
    assert [f"{Path(one.book.file).stem} {one.role}" for one in found.submissions] == used
    assert [f"{one.code.name} {Path(one.place.file).name}" for one in found.findings] == said
    assert [file.name for file in found.files] == [f"09/{name}" for name in files]
    kept = [Path(file.name).stem for file in found.files if file.outcome is Outcome.USED]
    assert sorted(kept) == sorted({name.split()[0] for name in used})


def test_a_sheet_sent_anew_is_told_as_that_part_of_the_file(tmp_path: Path) -> None:
    files = {"甲.xlsx": BOTH, "甲2.xlsx": of_two_roles(date(2021, 9, 23), {LEADS: 51})}
    (finding,) = collected(tmp_path, files, TWO_ROLES).findings
    assert finding.message == ("09/甲.xlsx：其中进展情况表已被填报日期更晚（2021-09-23）的 09/甲2.xlsx 取代")


def test_a_file_sent_anew_as_a_whole_is_told_by_its_day(tmp_path: Path) -> None:
    files = {"甲.xlsx": BOTH, "甲2.xlsx": of_two_roles(date(2021, 9, 23), {LEADS: 51, HELPS: 8})}
    found = collected(tmp_path, files, TWO_ROLES)
    (finding,) = found.findings
    assert finding.message == "09/甲.xlsx：已被填报日期更晚（2021-09-23）的 09/甲2.xlsx 取代"
    assert [(file.name, file.outcome) for file in found.files] == [
        ("09/甲.xlsx", Outcome.IGNORED),
        ("09/甲2.xlsx", Outcome.USED),
    ]


def test_sheets_of_two_units_in_one_file_are_nobody_s(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(BOTH))
    labelled(UNIT_LABEL, "乙局", COOPERATION_SHEET.name)(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    found = collected(tmp_path, {"甲.xlsx": stream.getvalue()}, TWO_ROLES)
    assert [(one.code.name, one.unit, one.message, one.fix) for one in found.findings] == [
        ("F02", "甲局", "09/甲.xlsx：各张工作表的填报单位不一致（“甲局”“乙局”）", "请单位改正后重报")
    ]
    assert found.submissions == []


def test_both_sheets_of_a_corrected_return_take_the_place_of_those_it_was_made_from(tmp_path: Path) -> None:
    """The file is told of once."""
    workbook = openpyxl.load_workbook(io.BytesIO(of_two_roles(EARLY, {LEADS: 60, HELPS: 8})))
    workbook.create_sheet(RETURN_SHEET, 0)["A3"] = f"{RETURN_SIGN}{digest(BOTH)[:16]}"
    stream = io.BytesIO()
    workbook.save(stream)
    found = collected(tmp_path, {"甲.xlsx": BOTH, "甲2.xlsx": stream.getvalue()}, TWO_ROLES)
    assert [(one.book.file, str(one.role)) for one in found.submissions] == [
        ("09/甲2.xlsx", "责任"),
        ("09/甲2.xlsx", "配合"),
    ]
    assert [(one.code.name, one.place.file) for one in found.findings] == [("F19", "09/甲.xlsx")]


def test_a_target_that_a_helping_unit_leads_stands_on_its_sheet_of_progress_alone() -> None:
    """乙局 helps in the matter and leads B of it; of A it reports its share."""
    plan = make_plan({"targets": {key: {"kind": "累计数", "goal": "100", "measure": "个"} for key in "AB"}})
    plan = replace(plan, targets=(plan.targets[0], replace(plan.targets[1], leads=("乙局",))))
    data = form(plan, plan.unit("乙局"), month_of({}))
    assert data is not None
    made = openpyxl.load_workbook(io.BytesIO(data))
    rows = {sheet: [made[sheet].cell(row, 1).value for row in (5, 6)] for sheet in ("进展情况", "配合情况")}
    assert rows == {"进展情况": ["B", None], "配合情况": ["A", None]}
