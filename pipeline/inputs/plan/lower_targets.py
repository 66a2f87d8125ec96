"""Sheet 下级对应: which target of which lower office a superior's target is asked of; nobody matches them otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.files.folder import load_own
from pipeline.files.spreadsheets.books import read_own_book
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.tables.reader import Problems, Record, Table, nearest, read_tables
from pipeline.model.codes import Code
from pipeline.model.plan import Plan, Target
from pipeline.model.workspace import Workspace

SHEET = Table(
    "下级对应",
    ("编号", "下级文件夹", "下级编号"),
    ("编号", "下级文件夹", "下级编号"),
    "本级的一项指标由下级的哪一项填：下级工作目录的名字和它的指标编号。",
    optional=True,
)


@dataclass(frozen=True, slots=True)
class LowerTarget:
    """Target `theirs` of the office in `folder` fills the office's row of `target`."""

    target: str
    folder: str
    theirs: str


def lower_targets(records: Sequence[Record], targets: Sequence[Target]) -> tuple[LowerTarget, ...]:
    """The sheet row by row; an unknown target (P07), one asked of an office twice (P08) is a finding and left out."""
    known, found = {target.id for target in targets}, dict[tuple[str, str], LowerTarget]()
    for row in records:
        told = LowerTarget(*(row.text(column, required=True) for column in SHEET.columns))
        place = (told.target, told.folder)
        if told.target and told.target not in known:
            said = f"没有编号为“{told.target}”的指标"
            row.fault(Code.P07, "编号", said, f"请改正{nearest(told.target, list(known))}")
        elif place in found:
            row.fault(Code.P08, "下级文件夹", f"{told.target}由{told.folder}填写了两次", "请删去一行")
        elif all((*place, told.theirs)):
            found[place] = told
    return tuple(found.values())


def read_lower_targets(office: Workspace, plan: Plan) -> tuple[LowerTarget, ...]:
    """The sheet of a plan that was read; what is wrong with it `plan check` tells, and the plan was refused for it."""
    path = office.root / plan.file
    book = read_own_book(load_own(path, office.inputs), plan.file)
    return lower_targets(read_tables(book, (*TABLES, SHEET), Problems())[SHEET.name], plan.targets)
