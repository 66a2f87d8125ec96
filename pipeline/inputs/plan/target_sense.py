"""Whether 实事, 指标, 节点, 目标调整, 分县任务 and 单位 make sense together.

What cannot be is P29 (or P05, P06, P08 where one cell alone is wrong), what is only odd P28; a goal or a direction that the notice's
own words do not hold is P27. Each stands at the cell that is to be looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.inputs.plan import defaults
from pipeline.inputs.tables.reader import Record
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Measure, plain
from pipeline.model.findings import clipped
from pipeline.model.growth import called
from pipeline.model.kinds import Direction, Pacing
from pipeline.model.plan import Plan, Target, Unit, fold
from pipeline.model.promises import Adjustment

Tables = Mapping[str, Sequence[Record]]
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(万亿|万|亿)?([^\d，。；、,;：:（(）)]*)")
_IN_WORDS = "[〇零一二三四五六七八九十百千两]"
_ID = re.compile(r"[A-Za-z]*0*([0-9]+)[-－—][0-9]+")
_HALTS = (Adjustment.SUSPENDED, Adjustment.CANCELLED)
# People are counted in other words too.
_COUNTERS = {"人": ("名", "位")}
# A goal changed by more than this was most likely typed in another scale.
_SLIP = 5
# By what words a notice says on which side of a goal it wants to be.
_AT_MOST = re.compile("不高于|不超过|不大于|不多于|以内|以下|(?<!不)低于|控制|压|降|减")
_PLAINLY_AT_MOST = re.compile("不高于|不超过|不大于|不多于|以内|控制在")
_AROUND = re.compile("左右|上下|约|大致|保持")
_GROWS = re.compile("增|升|提高|提升|降|减|快于|高于")


def check_targets(plan: Plan, tables: Tables) -> None:
    """P08, P27, P28 and P29 of what the sheets of targets say beside each other."""
    rows = {record.text("编号"): record for record in tables["指标"]}
    shared = {text for text, count in Counter(one.text for one in plan.targets).items() if count > 1}
    for target in plan.targets:
        row = rows[target.id]
        _check_wording(plan, target, row)
        _check_direction(target, row, shared)
        _check_fall(target, row)
        _check_row(plan, target, row)
        _check_nodes(plan, target, tables["节点"])
    _check_names(plan, rows)
    _check_matters(plan, tables["实事"])
    _check_changes(plan, tables["目标调整"])
    _check_counties(plan, tables["分县任务"])
    _check_units(plan, tables)


def _check_wording(plan: Plan, target: Target, row: Record) -> None:
    """P27: the goal and its unit of measure stand in 目标原文, as far as that names amounts at all."""
    amount, summed = target.goals[0].amount, bool(plan.parts_of(target.id))
    if amount is None or summed:
        return
    text = unicodedata.normalize("NFKC", target.text).replace(",", "")
    found = [(Decimal(one) * _scale(scale), rest) for one, scale, rest in _AMOUNT.findall(text)]
    found = [(value, rest) for value, rest in found if not rest.startswith("年")]
    bases = {target.measure.base, *(Measure.parse(alias).base for alias in target.aliases)}
    bases |= {counter for base in bases for counter in _COUNTERS.get(base, ())}
    spelt = any(re.search(f"{_IN_WORDS}(?:多|余)?个?{re.escape(base)}", text) for base in bases)
    if not found or spelt:
        return
    rests = [rest for value, rest in found if value == abs(amount)]
    shown = f"{row.text('目标值')}{target.measure.text}"
    said = f"目标原文“{clipped(target.text)}”里"
    if not rests:
        row.fault(Code.P27, "目标值", f"{said}找不到{target.id}的目标{shown}")
    elif not any(rest.startswith((base, f"个{base}")) for rest in rests for base in bases):
        row.fault(Code.P27, "计量单位", f"{said}，{row.text('目标值')}的后面写的不是“{target.measure.text}”")


def _scale(text: str) -> Decimal:
    return Measure.parse(text).factor


def _own_words(target: Target, shared: Collection[str]) -> str:
    """Of a text that several targets share the clauses that name this one's goal; all of it where none does."""
    amount = target.goals[0].amount
    if amount is None or target.text not in shared:
        return target.text
    text = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", target.text))
    own = [
        clause
        for clause in re.split("[,。;]", text)
        if any(Decimal(one) * _scale(scale) == abs(amount) for one, scale, _ in _AMOUNT.findall(clause))
    ]
    return "，".join(own) or target.text


def _check_direction(target: Target, row: Record, shared: Collection[str]) -> None:
    """P27: 方向 is what 目标原文 says (`shared`: the texts that several targets share); 不低于 is meant where nothing is said."""
    if not target.kind.quantified:
        return
    said = {Direction.AT_MOST: _AT_MOST, Direction.AROUND: _AROUND}.get(target.direction)
    contrary = said is None and not target.kind.signed and _PLAINLY_AT_MOST.search(_own_words(target, shared))
    if contrary or (said is not None and not said.search(target.text)):
        told = f"目标原文“{clipped(target.text)}”，方向却是“{target.direction}”"
        row.fault(Code.P27, "方向", told)


def _check_fall(target: Target, row: Record) -> None:
    """P29: what is called by its fall, with a goal above zero: a figure of 增幅 could be read both ways; P27 of 目标原文."""
    amount = target.goals[0].amount
    if not target.kind.signed or amount is None or amount <= 0:
        return
    for column, text in (("指标", target.name), ("公文写法", target.phrasing.partition("{}")[0])):
        way = called(text)
        if way is not None and way.falls:
            said = f"{target.id}的类型是增幅（下降填负数），“{clipped(text)}”说的是下降，目标值却是正数"
            fix = "下降多少写成正数报的，类型请改为保持；按增幅报的，目标值请写成负数，方向写不高于"
            row.fault(Code.P29, column, said, fix)
    if re.search(rf"(?:下降|降低|减少)[^，。；、\d]{{0,6}}{plain(amount)}%", target.text):
        said = f"目标原文“{clipped(target.text)}”说的是下降，{target.id}的类型是增幅，目标值却是正数"
        row.fault(Code.P27, "目标值", said)


def _check_row(plan: Plan, target: Target, row: Record) -> None:
    """What in a row of 指标 does not fit the rest of it."""
    amount = target.goals[0].amount
    match = _ID.fullmatch(target.id)
    if match is not None and int(match[1]) != target.matter:
        said = f"编号{target.id}说的是第{int(match[1])}件，实事序号却是{target.matter}"
        row.fault(Code.P28, "实事序号", said)
    if not target.kind.quantified and row.text("目标值"):
        row.fault(Code.P28, "类型", f"{target.id}是定性任务，却填了目标值，目标值用不上")
    if target.kind.cumulative and target.measure.text == "%":
        row.fault(Code.P28, "类型", f"{target.kind.name}类的计量单位是%，百分数一般是比率、保持或增幅")
    if target.kind.signed and not _GROWS.search(target.text):
        row.fault(Code.P27, "类型", f"类型是增幅，目标原文“{clipped(target.text)}”里没有说增减")
    if target.kind.signed and amount is not None and amount > 100:
        row.fault(Code.P28, "目标值", f"增幅{plain(amount)}%，比上年翻了一番还多")
    if target.whole_numbers and amount is not None and amount != int(amount):
        said = f"目标{row.text('目标值')}{target.measure.text}不是整数，这项指标又没有写明可为小数"
        row.fault(Code.P28, "目标值", said)
    if row.text("责任单位"):
        matter = next(one for one in plan.matters if one.number == target.matter)
        involved = {*matter.leads, *matter.cooperating}
        for lead in target.leads:
            if lead not in involved:
                row.fault(
                    Code.P28, "责任单位", f"“{lead}”既不是第{target.matter}件的责任单位，也不是配合单位"
                )


def _check_nodes(plan: Plan, target: Target, records: Sequence[Record]) -> None:
    """Nodes are there to judge by, start after the notice and lead to the goal."""
    nodes, notice = plan.nodes_of(target.id), plan.profile.notice_date
    rows = {record.cell("目标数"): record for record in records}
    found = [(node, rows[node.cell]) for node in nodes if node.cell is not None and node.cell in rows]
    if not found:
        return
    (last, row), goal = found[-1], target.goals[-1].amount
    if target.pacing is Pacing.LINEAR and target.kind.quantified:
        said = f"{target.id}设了节点，指标表的序时方式却不是“按节点”，节点不用来判断进度"
        row.fault(Code.P28, "编号", said)
    if last.amount is not None and goal is not None and last.amount < goal:
        factor = target.measure.factor
        said = f"{target.id}最后一个节点是{plain(last.amount / factor)}，少于年度目标{plain(goal / factor)}"
        row.fault(Code.P28, "目标数", said)
    for node, early in found:
        if node.due < notice:
            said = f"{target.id}的节点{node.due.isoformat()}早于通知日期{notice.isoformat()}"
            early.fault(Code.P28, "日期", said)


def _check_names(plan: Plan, rows: Mapping[str, Record]) -> None:
    """P08: two targets of a matter that a reader could not tell apart; P28 where only their measures do."""
    seen: dict[tuple[int, str], Target] = {}
    for target in plan.targets:
        first = seen.setdefault((target.matter, fold(target.name)), target)
        if first is not target and target.name:
            alike = first.measure.base == target.measure.base
            said = f"{first.id}和{target.id}同在第{target.matter}件，都叫“{target.name}”"
            rows[target.id].fault(Code.P08 if alike else Code.P28, "指标", said, "请把两个名字写得不一样")


def _check_matters(plan: Plan, records: Sequence[Record]) -> None:
    rows = defaults.numbered([one for one in records if not one.text("启用日期")])
    seen: dict[str, int] = {}
    for matter in plan.matters:
        row = rows.get(str(matter.number))
        if row is None:
            continue
        first = seen.setdefault(fold(matter.title), matter.number)
        if matter.title and first != matter.number:
            said = f"第{first}件和第{matter.number}件都叫“{clipped(matter.title)}”"
            row.fault(Code.P08, "实事事项", said, "请照通知改正")
        for key in matter.cooperating:
            if key in matter.leads:
                row.fault(Code.P28, "配合单位", f"“{key}”既是责任单位，又是配合单位")
    year = plan.profile.year
    for record in records:
        since = record.day("启用日期")
        if since is not None and since.year != year:
            said = f"主管市领导的启用日期{since.isoformat()}不在{year}年"
            record.fault(Code.P28, "启用日期", said)


def _check_changes(plan: Plan, records: Sequence[Record]) -> None:
    """目标调整: within the year, to a day that is still to come, by an amount that is another and of the same scale."""
    year = plan.profile.year
    for record in records:
        since, until = record.day("生效日期"), record.day("完成时限")
        if since is not None and since.year != year:
            said = f"生效日期{since.isoformat()}不在{year}年，调整不会起作用"
            record.fault(Code.P29, "生效日期", said, "请照依据的文件改正；年前定的请直接改指标表的目标值")
        elif since is not None and until is not None and until < since:
            said = f"完成时限{until.isoformat()}早于生效日期{since.isoformat()}"
            record.fault(Code.P29, "完成时限", said, "请照依据的文件改正")
    _check_states(records)
    rows = {record.cell("目标值"): record for record in records}
    for target in plan.targets:
        for before, after in zip(target.goals, target.goals[1:], strict=False):
            row = rows.get(after.cell) if after.cell is not None and after.cell != before.cell else None
            if row is None or before.amount is None or after.amount is None:
                continue
            old, new = (plain(one / target.measure.factor) for one in (before.amount, after.amount))
            if before.amount == after.amount and after.change is Adjustment.GOAL:
                row.fault(Code.P28, "目标值", f"{target.id}调整后的目标{new}和调整前一样")
            elif max(before.amount, after.amount) >= _SLIP * min(before.amount, after.amount) > 0:
                row.fault(Code.P28, "目标值", f"{target.id}的目标由{old}调整为{new}，差到五倍以上")


def _check_states(records: Sequence[Record]) -> None:
    """What was not suspended cannot be resumed, and what is suspended needs no new amount."""
    halted = {one.text("编号") for one in records if one.text("事项") in _HALTS}
    for record in records:
        target, action = record.text("编号"), record.text("事项")
        if action == Adjustment.RESUMED and target not in halted:
            record.fault(Code.P28, "事项", f"{target}没有暂缓或取消过，却写了恢复")
        if action in _HALTS and record.text("目标值"):
            record.fault(Code.P28, "事项", f"{target}写了{action}，又填了目标值")


def _check_counties(plan: Plan, records: Sequence[Record]) -> None:
    """分县任务: counties only, each once, none above the whole; a sum above it is told (层层加码)."""
    targets = {target.id: target for target in plan.targets}
    shares: dict[str, list[Record]] = defaultdict(list)
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        target, amount = targets.get(record.text("编号")), record.number("任务数")
        if target is None:
            continue
        shares[target.id].append(record)
        if not target.kind.quantified:
            record.fault(
                Code.P05, "任务数", f"{target.id}是定性任务，不能分县定数", "请删去这一行，或改正编号"
            )
        elif amount is not None:
            _check_share(target, record, amount)
        for word in record.words("县（市）区"):
            key = plan.find_unit(word)
            if key is None:
                continue
            first = seen.setdefault((target.id, key), record)
            if first is not record:
                said = f"{target.id}的“{word}”第{first.row}行已有任务数"
                record.fault(Code.P08, "县（市）区", said, "请只留一行")
            if not plan.unit(key).county:
                said = f"“{word}”不是{plan.terms.lower}"
                record.fault(Code.P06, "县（市）区", said, "请改正，或在单位表的县区一列填“是”")
            elif target.counties and key not in target.counties:
                said = f"“{word}”不在指标表{target.id}的分县区里"
                record.fault(Code.P28, "县（市）区", said)
    for target_id, rows in shares.items():
        _check_sum(plan, targets[target_id], rows[-1])


def _check_share(target: Target, record: Record, amount: Decimal) -> None:
    """What one county can be asked for of a target."""
    goal = max((one.amount for one in target.goals if one.amount is not None), default=None)
    low = amount <= -100 if target.kind.signed else amount < 0
    if low or (target.kind.ratio and not target.kind.signed and amount > 100):
        record.fault(
            Code.P05, "任务数", f"任务数{plain(amount)}不合理", "任务数不能是负数，比率不超过100，请改正"
        )
    elif amount == 0 and not target.kind.signed and target.direction is Direction.AT_LEAST:
        record.fault(Code.P28, "任务数", "任务数是0；没有任务的不用写")
    elif target.kind.cumulative and goal is not None and amount * target.measure.factor > goal:
        whole = target.measure.said(goal)
        said = f"{record.text('县（市）区')}的任务数{plain(amount)}，比{target.id}的全部目标{whole}还多"
        record.fault(Code.P29, "任务数", said, "请核对单位（万人还是人）和数")


def _check_sum(plan: Plan, target: Target, row: Record) -> None:
    found: list[Figure] = [figure for (one, _), figure in plan.county_goals.items() if one == target.id]
    goal = max((one.amount for one in target.goals if one.amount is not None), default=None)
    total = sum((figure.amount for figure in found), Decimal(0))
    if target.kind.cumulative and goal is not None and total > goal and len(found) > 1:
        factor = target.measure.factor
        said = f"{target.id}的分县任务合计{plain(total / factor)}，多于目标{plain(goal / factor)}"
        row.fault(Code.P28, "任务数", said)


def _check_units(plan: Plan, tables: Tables) -> None:
    """A unit with a task is there all the year, or somebody takes over from it (单位, 目标调整)."""
    start, end = date(plan.profile.year, 1, 1), date(plan.profile.year, 12, 31)
    for record in tables["单位"]:
        since, until = record.day("启用日期"), record.day("停用日期")
        if since is not None and until is not None and until < since:
            said = f"停用日期{until.isoformat()}早于启用日期{since.isoformat()}"
            record.fault(Code.P29, "停用日期", said, "请改正日期")
    # Two units may bear one name by mistake: rows are known by the names of the unit, never by whom a name finds.
    by_name: dict[str, list[Record]] = defaultdict(list)
    for record in tables["单位"]:
        by_name[record.text("简称")].append(record)
    rows = {unit.key: [row for name in unit.names for row in by_name[name.short]] for unit in plan.units}
    for unit in plan.units:
        for row in rows[unit.key]:
            _check_unit_row(row, unit)
        for before, after in pairwise(unit.names):
            if before.until and after.since and (after.since - before.until).days > 1:
                said = f"“{before.short}”停用到“{after.short}”启用之间空了{(after.since - before.until).days - 1}天"
                rows[unit.key][0].fault(Code.P28, "停用日期", said)
        last, ended = unit.names[-1], unit.names[-1].until
        if not _has_a_task(plan, unit):
            continue
        if ended is not None and ended < start:
            said = f"“{last.short}”在{ended.isoformat()}就停用了，{plan.profile.year}年却还有任务"
            rows[unit.key][-1].fault(
                Code.P29,
                "停用日期",
                said,
                "请改正停用日期；改了名的另起一行写新名称，撤了的在实事、指标里换单位",
            )
        elif ended is not None and ended < end and _answers_on(plan, unit, end):
            said = f"“{last.short}”在{ended.isoformat()}停用，以后没有新名称，它的任务也没有换责任单位"
            rows[unit.key][-1].fault(Code.P28, "停用日期", said)
        first = unit.names[0].since
        if first is not None and first > end:
            said = f"“{unit.names[0].short}”从{first.isoformat()}才启用，{plan.profile.year}年却有任务"
            rows[unit.key][0].fault(Code.P29, "启用日期", said, "请改正启用日期，或改正实事、指标里的单位")


def _check_unit_row(record: Record, unit: Unit) -> None:
    order = record.number("序号") if record.text("序号") else Decimal(1)
    if order is not None and (order <= 0 or order != int(order)):
        record.fault(Code.P05, "序号", f"单位序号{plain(order)}不合理", "请写成1、2、3")
    if unit.county and "部门" in unit.kind:
        record.fault(Code.P28, "县区", f"“{unit.key}”的类别是{unit.kind}，县区却填了“是”")
    elif record.text("县区") == "否" and record.text("类别") in ("区", "县", "旗", "县级市"):
        record.fault(Code.P28, "县区", f"“{unit.key}”的类别是{unit.kind}，县区却填了“否”")


def _has_a_task(plan: Plan, unit: Unit) -> bool:
    return bool(plan.matters_of(unit.key)) or any(unit.key in one.ever_led_by for one in plan.targets)


def _answers_on(plan: Plan, unit: Unit, day: date) -> bool:
    return any(unit.key in target.leads_on(day) for target in plan.targets)
