"""What the plan need not be told twice: cells that may stay empty because another cell says the same.

Only what follows without a guess is filled in; what is taken from a name is told by `plan check` (P17).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.inputs.tables.reader import Problems, Record, once
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import Kind

_ID = re.compile(r"[A-Za-z]*0*([0-9]+)[-－—][0-9]+")
# What a lower unit is by the end of its name, of two ends that fit the longer.
_LOWER = {
    "街道办事处": "街道",
    "街道办": "街道",
    "管委会": "管委会",
    "街道": "街道",
    "镇": "镇",
    "乡": "乡",
    "区": "区",
    "县": "县",
    "旗": "旗",
    "盟": "盟",
    "州": "州",
    "市": "县级市",
}
_DEPARTMENT = "政府工作部门"


def numbered(records: Sequence[Record]) -> dict[str, Record]:
    """Rows by their 序号; where no row has one, in the order they stand."""
    if records and not any(record.text("序号") for record in records):
        return {str(number): record for number, record in enumerate(records, 1)}
    return once(list(records), "序号", str)


def order(records: Sequence[Record], position: int) -> Decimal | None:
    """The 序号 of a row, or where no row has one its place in the sheet; a finding where only this one has none."""
    if not any(record.text("序号") for record in records):
        return Decimal(position + 1)
    return records[position].number("序号", required=True)


def matter_number(record: Record, target_id: str) -> Decimal | None:
    """Which matter a target belongs to: its 实事序号, else what its id says (T03-2 is of the third)."""
    match = _ID.fullmatch(target_id)
    if record.text("实事序号") or match is None:
        return record.number("实事序号", required=True)
    return Decimal(match[1])


def measure_text(record: Record, kind: Kind) -> str:
    """计量单位; a ratio has but one."""
    text = record.text("计量单位", required=kind.quantified and not kind.ratio)
    return text or ("%" if kind.ratio else "")


def is_lower(record: Record) -> bool:
    """Whether a unit is a county or the like (县区); where the plan gives neither that nor 类别, as its name ends."""
    told, name = record.text("县区"), record.text("简称")
    if told or record.text("类别"):
        return told == "是"
    return bool(_lower(name))


def _lower(name: str) -> str:
    """What kind of lower unit bears such a name; empty for a department's."""
    return next((kind for end, kind in _LOWER.items() if name.endswith(end) and name != end), "")


def category(record: Record, guessed: list[Record]) -> tuple[str, bool]:
    """类别 and whether it is a county; where the plan gives no 类别, what its name says, noted in `guessed`."""
    kind, name = record.text("类别"), record.text("简称")
    record.choice("县区", ("是", "否"), "否")
    lower = is_lower(record)
    if kind or not name:
        return kind, lower
    guessed.append(record)
    return ((_lower(name) or "功能区") if lower else _DEPARTMENT), lower


def tell_guessed(guessed: Sequence[Record], problems: Problems) -> None:
    """P17: which units' 类别 was taken from their names, in one finding."""
    said: dict[str, list[str]] = {}
    for record in guessed:
        said.setdefault(category(record, [])[0], []).append(record.text("简称"))
    if guessed:
        listed = "；".join(f"{kind}：{'、'.join(names)}" for kind, names in said.items())
        problems.findings.append(
            Finding(Code.P17, f"单位：类别没有填，按名称认作{listed}", place=guessed[0].cell("类别"))
        )
