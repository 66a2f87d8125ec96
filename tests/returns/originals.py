"""The valid forms everything is made from, the tools that damage them, and what a case is.

Filled forms of the sample's September: 市妇联 (万人 and ratios), 市人社局 (万人, three sheets, 分县区),
市残联 (one figure), and 市司法局, the bystander no case speaks of: its good form must survive whatever
lies beside it.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Settled
from pipeline.model.workspace import Workspace
from pipeline.workflows.sample import invented_year as sample

MONTH = Month(2021, 9)
FOLDER = "inputs/2021/09"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
WOMEN, JOBS, NEIGHBOUR = "市妇联", "市人社局", "市残联"
BYSTANDER = "市司法局"
COUNTS = ("T02-1", "T02-2")


@dataclass(frozen=True)
class File:
    """An entry of the month's folder: a path below it (bytes: not UTF-8) and what stands in it."""

    name: str | bytes
    data: bytes


@dataclass(frozen=True)
class Odd:
    """An entry that is no plain file: `make` is given the path and creates it."""

    name: str
    make: Callable[[Path], None]


Entry = File | Odd


@dataclass(frozen=True)
class Case:
    """What lies in the folder, and what must come of it.

    `want` names the acceptable ends, separated by `|` (README.md lists them); the first entry is the
    file they speak of. `targets`, `cells` and `code` narrow the finding that must be there. `loose`
    lets other targets of the sheet be held back too; `texts` is False where texts were changed.
    `outcomes` gives 采用 … per entry, in order, where a case holds several. `says` must stand in what the
    user is told.
    """

    name: str
    want: str
    entries: Callable[[], tuple[Entry, ...]]
    unit: str = WOMEN
    targets: tuple[str, ...] = ("T02-1",)
    cells: str = ""
    code: str = ""
    loose: bool = False
    texts: bool = True
    says: str = ""
    outcomes: tuple[str, ...] = ()


@cache
def plan() -> Plan:
    """The sample's plan, read once."""
    with tempfile.TemporaryDirectory() as folder:
        return load_plan(furnish(Path(folder)), MONTH.year)


def furnish(root: Path) -> Workspace:
    """A workspace that holds the plan and an empty September."""
    (root / FOLDER).mkdir(parents=True)
    (root / "inputs/2021/任务分解表.xlsx").write_bytes(sample.plan_workbook())
    return Workspace(root)


def read(root: Path) -> Settled:
    """September of that workspace, read as any month is."""
    return read_year(Workspace(root), plan(), Decisions(), MONTH)[MONTH]


@cache
def original(unit: str = WOMEN) -> bytes:
    """The valid form of a unit."""
    return _returns()[f"{unit}-2021年9月.xlsx"]


@cache
def _returns() -> dict[str, bytes]:
    """Every valid form of the month."""
    return sample.returns(plan(), MONTH)


@cache
def truth(unit: str = WOMEN) -> Settled:
    """What the valid form says."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        furnish(root)
        (root / FOLDER / "原件.xlsx").write_bytes(original(unit))
        return read(root)


def amounts(settled: Settled) -> dict[str, Decimal]:
    """The figures used, by target."""
    return {target: figure.amount for target, figure in settled.values.items()}


def shares(settled: Settled) -> dict[tuple[str, str], Decimal]:
    """The counties' figures, by target and county."""
    return {
        (row.target, row.area): row.cumulative.figure.amount
        for row in settled.returns.counties
        if row.cumulative is not None
    }


# Editing with openpyxl


def edit(
    *changes: Callable[[Worksheet], object], unit: str = WOMEN, sheet: str = PROGRESS_SHEET.name
) -> bytes:
    """The form after changes to one of its sheets."""

    def each(book: Workbook) -> None:
        for change in changes:
            change(book[sheet])

    return rework(each, unit)


def rework(change: Callable[[Workbook], object], unit: str = WOMEN) -> bytes:
    """The form after a change to the whole book."""
    book = openpyxl.load_workbook(io.BytesIO(original(unit)))
    change(book)
    return save(book)


def save(book: Workbook) -> bytes:
    """A workbook's bytes."""
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()


def put(**values: object) -> Callable[[Worksheet], None]:
    """A change: these cells hold these values. A text is written as text even if it starts with `=`."""

    def change(sheet: Worksheet) -> None:
        for ref, value in values.items():
            sheet[ref].value = value
            if isinstance(value, str):
                sheet[ref].data_type = "s"

    return change


def shape(**formats: str) -> Callable[[Worksheet], None]:
    """A change: these cells have these number formats."""

    def change(sheet: Worksheet) -> None:
        for ref, code in formats.items():
            sheet[ref].number_format = code

    return change


# Editing the package


def parts(data: bytes | None = None) -> dict[str, bytes]:
    """The parts of a package by name; the form's own unless `data` is given."""
    with zipfile.ZipFile(io.BytesIO(original() if data is None else data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a package."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", method) as package:
        for name, data in contents.items():
            package.writestr(zipfile.ZipInfo(name, (2021, 9, 24, 9, 0, 0)), data, method)
    return result.getvalue()


def with_parts(new: Mapping[str, bytes | None], data: bytes | None = None) -> bytes:
    """The package with parts added or replaced; None takes a part out."""
    contents: dict[str, bytes | None] = {**parts(data), **new}
    return pack({name: part for name, part in contents.items() if part is not None})


def swap(old: str, new: str, part: str = SHEET, data: bytes | None = None) -> bytes:
    """The package with every `old` in a part written as `new`; it must be there."""
    text = parts(data)[part].decode()
    assert old in text, f"{part} does not hold {old}"
    return with_parts({part: text.replace(old, new).encode()}, data)


def raw_cell(ref: str, xml: str, data: bytes | None = None) -> bytes:
    """The package with the whole `<c>` element at `ref` written as `xml` ({s} is its style)."""
    text = parts(data)[SHEET].decode()
    found = re.search(rf'<c r="{ref}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)', text, re.DOTALL)
    assert found is not None, f"no cell {ref}"
    new = xml.replace("{s}", found[1] or "0")
    return with_parts({SHEET: (text[: found.start()] + new + text[found.end() :]).encode()}, data)


@cache
def resaved(unit: str = WOMEN) -> bytes:
    """The form as another program saves it: same figures, other bytes."""
    contents = parts(original(unit))
    shared = contents[STRINGS].decode().replace("<si><t>", '<si><t xml:space="preserve">')
    return pack(contents | {STRINGS: shared.encode()})


# Cases in one line


def one(
    name: str, want: str, data: Callable[[], bytes], file: str | bytes = "市妇联.xlsx", **more: object
) -> Case:
    """A case of one plain file."""
    return Case(name, want, lambda: (File(file, data()),), **more)  # type: ignore[arg-type]


def cell(name: str, want: str, value: object, ref: str = "G5", **more: object) -> Case:
    """A case of one cell with another value; what must be found is found at that cell."""
    more.setdefault("cells", ref)
    return one(name, want, lambda: edit(put(**{ref: value})), **more)
