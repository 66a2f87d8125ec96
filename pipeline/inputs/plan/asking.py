"""What a row of 指标 asks beside its goal: 方向, 力争, 关系, 序时方式, 公文写法; each held against its kind (PLAN §2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from pipeline.inputs.tables.reader import Record
from pipeline.model.codes import Code
from pipeline.model.kinds import Direction, Kind, Pacing, Relation
from pipeline.model.plan import Plan, Target

Choice = TypeVar("Choice", Direction, Pacing, Relation)
SLOT = "{}"
_FOLDED = str.maketrans("｛｝", "{}")


def direction(record: Record, kind: Kind) -> Direction:
    """方向; a finding where the kind knows only one."""
    found = _one_of(record, "方向", Direction.AT_LEAST)
    free = kind.ratio or kind.name == "累计数"
    if found is Direction.AT_LEAST or free:
        return found
    record.fault(Code.P05, "方向", f"{kind.name}类没有“{found}”", "请把方向留空，或改正类型")
    return Direction.AT_LEAST


def pacing(record: Record, kind: Kind, towards: Direction) -> Pacing:
    """序时方式; a finding where a target that is met or not at any time is to have nodes."""
    found = _one_of(record, "序时方式", Pacing.LINEAR)
    if found is Pacing.NODES and kind.quantified and towards is not Direction.AT_LEAST:
        said = f"方向是“{towards}”的指标没有序时进度，不能按节点"
        record.fault(Code.P05, "序时方式", said, "请留空，或填年末完成、不判断")
        return Pacing.LINEAR
    return found


def sensible(record: Record, amount: Decimal | None, kind: Kind, towards: Direction) -> Decimal | None:
    """The amount if something can be promised by it; else a finding and None."""
    if amount is None:
        return None
    if kind.signed:
        fits, fix = amount > -100, "增幅应大于-100"
    elif towards is Direction.AT_MOST:
        fits, fix = amount >= 0 and not (kind.ratio and amount > 100), "目标不能是负数，比率不超过100"
    else:
        fits, fix = amount > 0 and not (kind.ratio and amount > 100), "目标应大于0，比率不超过100"
    if fits:
        return amount
    record.fault(Code.P05, "目标值", f"目标值{amount}不合理", fix)
    return None


def asked(record: Record, target: Target) -> Target:
    """The target with everything else its row asks, as far as that fits it."""
    return replace(
        target,
        margin=_margin(record, target),
        striving=record.choice("力争", ("是", "否"), "否") == "是",
        relation=_relation(record, target),
        warrant=record.text("依据").rstrip("。；，"),
        phrasing=_phrasing(record, target),
        urged_as=record.text("督办题名"),
        last_year_id=record.text("上年编号"),
        comparable=record.choice("口径一致", ("是", "否"), "否") == "是",
    )


def _margin(record: Record, target: Target) -> Decimal:
    """容许差 in base measures; asked of 左右 and of nothing else."""
    around = target.direction is Direction.AROUND
    given = record.number("容许差", percent=target.kind.ratio)
    if not around:
        if given is not None:
            record.fault(Code.P05, "容许差", "填了容许差，方向却不是“左右”", "请把方向改成左右，或清空容许差")
        return Decimal(0)
    if given is None and not record.text("容许差"):
        record.fault(Code.P04, "容许差", "方向是“左右”，没有填容许差", "请填上下各容许差多少，单位同目标值")
    elif given is not None and given <= 0:
        record.fault(Code.P05, "容许差", f"容许差{given}不合理", "请填大于0的数，单位同目标值")
    return given * target.measure.factor if given is not None else Decimal(0)


def _relation(record: Record, target: Target) -> Relation:
    found = _one_of(record, "关系", Relation.SUM)
    if record.text("关系") and not target.part_of:
        record.fault(Code.P05, "关系", "填了关系，却没有填所属合计", "请填所属合计，或清空关系")
    return found


def _phrasing(record: Record, target: Target) -> str:
    """公文写法 with {} where the figure goes; a finding without, and for a name that would say its verb twice."""
    text = record.text("公文写法").translate(_FOLDED).rstrip("。；，")
    if text and text.count(SLOT) != 1:
        said = f"公文写法“{text}”里{'没有' if SLOT not in text else '不止一处'}{SLOT}"
        record.fault(Code.P05, "公文写法", said, f"请在印数字的地方写一个{SLOT}，如完成宫颈癌筛查{SLOT}")
        return ""
    if not text and target.says_verb_twice:
        said = f"指标名“{target.name}”里已有计量动词“{target.verb}”，公文里不再重复写"
        record.fault(Code.P22, "指标", said)
    return text


def check_whole(plan: Plan, target: Target, record: Record) -> None:
    """A part is of a target that is counted in the same measure, and 其中 asks no more than its whole."""
    named = plan.targets if target.part_of else ()
    whole = next((one for one in named if one.id == target.part_of), None)
    if whole is None:
        return
    both = whole.kind.quantified and target.kind.quantified
    if whole is target:
        record.fault(Code.P07, "所属合计", f"{target.id}的所属合计写的是它自己", "请改正编号")
    elif both and whole.measure.base != target.measure.base:
        said = f"{target.id}和它的所属合计{whole.id}计量单位不同，不能合计，也不能比大小"
        record.fault(Code.P05, "所属合计", said, "请改正编号或计量单位")
    elif target.relation is Relation.WITHIN:
        part, most = target.goals[0].amount, whole.goals[0].amount
        if part is not None and most is not None and part > most:
            said = f"{target.id}是{whole.id}的其中项，目标却比{whole.id}的大"
            record.fault(Code.P05, "目标值", said, f"请核对{whole.id}和{target.id}的目标值")


def _one_of(record: Record, column: str, default: Choice) -> Choice:
    return type(default)(record.choice(column, tuple(type(default)), default))
