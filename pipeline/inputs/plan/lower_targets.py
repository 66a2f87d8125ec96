"""Sheet 下级对应: which target of which lower office a superior's target is asked of; nobody matches them otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.model.codes import Code
from pipeline.model.plan import Target

SHEET = Table(
    "下级对应",
    ("编号", "下级文件夹", "下级编号", "上年对应"),
    ("编号", "下级文件夹", "下级编号"),
    "本级的一项指标由下级的哪一项填：下级工作目录的名字和它的指标编号。上年对应由 init --from 填好，只供对照。",
    optional=True,
)


@dataclass(frozen=True, slots=True)
class LowerTarget:
    """Target `theirs` of the office in `folder` fills the office's row of `target`.

    Both are empty in a row that came along from the year before and that nobody has matched yet: `before` says what it was.
    """

    target: str
    folder: str
    theirs: str
    before: str = ""


def lower_targets(records: Sequence[Record], targets: Sequence[Target]) -> tuple[LowerTarget, ...]:
    """The sheet row by row; an unknown target (P07), one asked of an office twice (P08) is a finding and left out."""
    known, found = {target.id for target in targets}, dict[tuple[str, ...], LowerTarget]()
    for row in records:
        before = row.text("上年对应")
        waiting = bool(before) and not (row.text("编号") or row.text("下级编号"))
        cells = [row.text(one, required=one == "下级文件夹" or not waiting) for one in SHEET.required]
        told = LowerTarget(cells[0], cells[1], cells[2], before)
        place: tuple[str, ...] = (told.target, told.folder)
        if waiting and told.folder:
            found[(*place, before)] = told
        elif told.target and told.target not in known:
            said = f"没有编号为“{told.target}”的指标"
            row.fault(Code.P07, "编号", said, f"请改正{nearest(told.target, list(known))}")
        elif place in found:
            row.fault(Code.P08, "下级文件夹", f"{told.target}由{told.folder}填写了两次", "请删去一行")
        elif all((*place, told.theirs)):
            found[place] = told
    return tuple(found.values())


def unmatched(asked: Sequence[LowerTarget], targets: Sequence[Target]) -> list[tuple[str, ...]]:
    """The rows a year leaves to the next: who was asked, and what for; which targets these are now, people say anew.

    Numbers of another year name other targets, so that none comes along as one.
    """
    names = {target.id: f"{target.id} {target.name}" for target in targets}
    return [
        ("", one.folder, "", f"{names[one.target]} ← {one.theirs}" if one.target else one.before)
        for one in asked
    ]
