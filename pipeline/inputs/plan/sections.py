"""The sheets of the plan, each to its part of `Plan`; every complaint goes to `Problems` with its cell."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise

from pipeline.files.names import unfit
from pipeline.inputs.plan import defaults
from pipeline.inputs.plan.adjustments import adjusted
from pipeline.inputs.plan.asking import asked, check_whole, direction, pacing, sensible
from pipeline.inputs.plan.directory import Directory
from pipeline.inputs.plan.leads import check_leads, pooling
from pipeline.inputs.tables.reader import Problems, Record, nearest, once, suggesting
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Measure, Place
from pipeline.model.findings import Finding, clipped
from pipeline.model.kinds import KINDS
from pipeline.model.notice import Clause, Requirement
from pipeline.model.plan import Matter, Name, Plan, Target, Unit, fold
from pipeline.model.promises import Goal, Post
from pipeline.model.readings import Holds
from pipeline.model.settings import Office

_NO_DAY = date(1, 1, 1)


def units(records: list[Record], confirmed: str) -> tuple[Unit, ...]:
    """单位 in protocol order. Rows of one 序号 are one unit under names of different dates.

    `confirmed` says who confirmed all names at once (单位名称核定); a row may say so of its own.
    """
    by_order: dict[int, list[Record]] = defaultdict(list)
    guessed: list[Record] = []
    for position, record in enumerate(records):
        order = defaults.order(records, position)
        if order is not None and record.text("简称", required=True):
            by_order[int(order)].append(record)
    result: list[Unit] = []
    owners: dict[str, str] = {}
    for number in sorted(by_order):
        rows = sorted(by_order[number], key=lambda row: row.day("启用日期") or _NO_DAY)
        _check_periods(rows)
        unit = _unit(number, rows, confirmed, guessed)
        result.append(unit)
        for row in rows:
            wrong = unfit(row.text("简称"))
            if wrong:
                row.fault(
                    Code.P05, "简称", f"简称“{clipped(row.text('简称'))}”{wrong}", "简称用作文件名，请改正"
                )
        for word in {fold(word) for word in (unit.key, *unit.aliases, *(name.short for name in unit.names))}:
            if owners.setdefault(word, unit.key) != unit.key:
                rows[0].fault(Code.P08, "简称", f"名称“{word}”与{owners[word]}重复", "请改正简称或别名")
    if records:
        defaults.tell_guessed(guessed, records[0].problems)
    if not confirmed:
        _tell_unconfirmed([row for row in records if row.text("简称") and not row.text("核定")])
    return tuple(result)


def _tell_unconfirmed(rows: list[Record]) -> None:
    """P10: the names nobody has confirmed, in one finding with their rows."""
    if len(rows) == 1:
        rows[0].fault(Code.P10, "核定", f"“{rows[0].text('简称')}”的全称和主送称谓还没有核定")
    elif rows:
        named = "、".join(f"{row.text('简称')}（第{row.row}行）" for row in rows)
        rows[0].fault(Code.P10, "核定", f"{len(rows)}个单位的全称和主送称谓还没有核定：{named}")


def _unit(order: int, rows: list[Record], all_confirmed: str, guessed: list[Record]) -> Unit:
    first = rows[0]
    kind, county = defaults.category(first, guessed)
    names = []
    for row in rows:
        confirmed = row.text("核定")
        day = row.day("核定日期")
        names.append(
            Name(
                short=row.text("简称"),
                full=row.text("全称"),
                address=row.text("主送称谓") or row.text("全称"),
                since=row.day("启用日期"),
                until=row.day("停用日期"),
                confirmed=f"{confirmed} {day.isoformat() if day else ''}".strip() or all_confirmed,
            )
        )
    return Unit(
        key=first.text("简称"),
        order=order,
        kind=kind,
        county=county,
        subordinate=first.choice("行文关系", ("下级", "不相隶属"), "下级") == "下级",
        letter=first.choice("反馈函", ("是", "可选", "否"), ""),
        names=tuple(names),
        aliases=tuple(dict.fromkeys(alias for row in rows for alias in row.words("别名"))),
        contact=rows[-1].text("联系岗位"),
        phone=rows[-1].text("联系电话"),
        groups=tuple(dict.fromkeys(word for row in rows for word in row.words("所属组"))),
    )


def _check_periods(rows: list[Record]) -> None:
    for earlier, later in pairwise(rows):
        until, since = earlier.day("停用日期"), later.day("启用日期")
        if until is None or since is None or until >= since:
            later.fault(
                Code.P08,
                "序号",
                f"与“{earlier.text('简称')}”用同一序号，但启用、停用日期没有前后相接",
                "同一单位改名的，前一行填停用日期、后一行填启用日期；不是同一单位的，请另编序号",
            )


def _keys(record: Record, column: str, known: Directory) -> tuple[str, ...]:
    """The units named in a cell, those of a group too; a name that no unit has is a finding with the nearest."""
    keys: list[str] = []
    for word in record.words(column):
        meant = known.find(word)
        if not meant and word.startswith("各"):
            fix = "请在单位表把它们的“县区”写“是”，“类别”写明是区、县、街道、乡、镇，或在“所属组”写这几个字"
            record.fault(Code.P06, column, f"“{word}”指的单位，单位表里没有", fix)
        elif not meant:
            fix = f"请在单位表登记或改正{suggesting(known.likeliest(word))}"
            record.fault(Code.P06, column, f"没有登记的单位“{word}”", fix)
        elif len(meant) == 1 and meant[0] in keys:
            record.fault(Code.P08, column, f"“{word}”写了两次", "请删去一个")
        keys += (key for key in meant if key not in keys)
    return tuple(keys)


def matters(records: list[Record], known: Directory) -> tuple[Matter, ...]:
    """实事 in the notice's order; a further row of one 序号 with 启用日期 names the post in charge from that day on."""
    result = []
    posts: dict[str, list[Post]] = defaultdict(list)
    for record in records:
        since = record.day("启用日期")
        if since is not None:
            posts[record.text("序号")].append(Post(since, record.text("主管市领导", required=True)))
    for text, record in defaults.numbered([one for one in records if not one.text("启用日期")]).items():
        number = record.number("序号") if record.text("序号") else Decimal(text)
        if number is None or number != int(number):
            record.fault(Code.P05, "序号", f"实事序号“{text}”不是整数", "请写成1、2、3")
            continue
        leads = _keys(record, "责任单位", known)
        if not record.text("责任单位"):
            record.fault(Code.P04, "责任单位", "没有责任单位", "请按通知补填")
        result.append(
            Matter(
                number=int(number),
                title=record.text("实事事项", required=True),
                text=record.text("目标任务", required=True),
                leads=leads,
                cooperating=_keys(record, "配合单位", known),
                leader=record.text("主管市领导"),
                posts=tuple(sorted(posts.pop(text, []), key=lambda post: post.since)),
            )
        )
    for record in records:
        if record.text("启用日期") and record.text("序号") in posts:
            word = record.text("序号")
            record.fault(
                Code.P07, "序号", f"没有序号为“{word}”的实事", "请改正，或补上这件实事没有启用日期的一行"
            )
    return tuple(sorted(result, key=lambda matter: matter.number))


def targets(
    records: list[Record], changes: list[Record], matters: tuple[Matter, ...], known: Directory
) -> tuple[Target, ...]:
    """指标 in plan order, each with its promises by date (目标调整)."""
    numbered = {matter.number: matter for matter in matters}
    changed: dict[str, list[Record]] = defaultdict(list)
    rows = once(records, "编号", str)
    for change in changes:
        target_id = change.text("编号", required=True)
        if target_id and target_id not in rows:
            change.fault(
                Code.P07, "编号", f"没有编号为“{target_id}”的指标", f"请改正{nearest(target_id, list(rows))}"
            )
        changed[target_id].append(change)
    result = []
    for target_id, record in rows.items():
        if record.content("编号").holds is not Holds.TEXT:
            record.fault(
                Code.P05, "编号", f"编号“{target_id}”被表格软件当成了数字或日期", "编号请写成T01-1的样子"
            )
        number = defaults.matter_number(record, target_id)
        matter = numbered.get(int(number)) if number is not None and number == int(number) else None
        if matter is None:
            if number is not None:
                record.fault(Code.P07, "实事序号", f"没有序号为“{number}”的实事", "请改正，或在实事表补上")
            continue
        target = _target(record, target_id, matter, changed[target_id], known)
        if target is not None:
            result.append(target)
    return tuple(sorted(result, key=lambda target: target.matter))


def _target(
    record: Record, target_id: str, matter: Matter, changes: list[Record], known: Directory
) -> Target | None:
    kind = KINDS.get(record.text("类型", required=True))
    if kind is None:
        record.choice("类型", tuple(KINDS), "")
        return None
    measure = Measure.parse(defaults.measure_text(record, kind))
    amount = record.number("目标值", required=kind.quantified, percent=kind.ratio)
    if kind.ratio and measure.text != "%":
        record.fault(Code.P05, "计量单位", f"{kind.name}类的计量单位应是%，读到“{measure.text}”", "请改成%")
    towards = direction(record, kind)
    amount = sensible(record, amount, kind, towards)
    if kind.quantified and amount is None:
        return None
    first = Goal(amount, None, "", cell=record.cell("目标值"))
    makes_sense = partial(sensible, kind=kind, towards=towards)
    promises, handed = adjusted(first, measure, changes, makes_sense, partial(_keys, known=known))
    target = Target(
        id=target_id,
        matter=matter.number,
        name=record.text("指标", required=True),
        text=record.text("目标原文") or matter.text,
        kind=kind,
        measure=measure,
        aliases=record.words("单位别名"),
        verb=record.text("计量动词"),
        numerator=record.text("分子名称"),
        denominator=record.text("分母名称"),
        part_of=record.text("所属合计"),
        leads=_keys(record, "责任单位", known) or matter.leads,
        counties=_keys(record, "分县区", known),
        pacing=pacing(record, kind, towards),
        whole_numbers=kind.cumulative and record.choice("可为小数", ("是", "否"), "否") == "否",
        counting_rule=record.text("口径"),
        goals=promises,
        handovers=handed,
        direction=towards,
        pooling=pooling(record, kind),
    )
    return asked(record, target)


def county_goals(
    records: list[Record], targets: tuple[Target, ...], known: Directory
) -> dict[tuple[str, str], Figure]:
    """分县任务 by (target id, county), in base measures."""
    by_id = {target.id: target for target in targets}
    result: dict[tuple[str, str], Figure] = {}
    for record in records:
        target = by_id.get(record.text("编号", required=True))
        percent = target is not None and target.kind.ratio
        amount = record.number("任务数", required=True, percent=percent)
        if target is None:
            record.fault(Code.P07, "编号", f"没有编号为“{record.text('编号')}”的指标", "请改正")
        elif amount is not None:
            for key in _keys(record, "县（市）区", known):
                cells = (record.cell("任务数"),)
                result[target.id, key] = Figure(amount * target.measure.factor, target.measure.base, cells)
    return result


def requirements(records: list[Record]) -> dict[Requirement, Clause]:
    """通知要求: what the notice itself demands, in its own words."""
    found = {}
    for record in once(records, "要求", str).values():
        named = record.choice("要求", tuple(Requirement), "")
        text = record.text("原文", required=True)
        if named and text:
            found[Requirement(named)] = Clause(text, record.text("出处"))
    return found


def cross_check(plan: Plan, tables: dict[str, list[Record]], problems: Problems) -> None:
    """What only the whole plan shows: sums of parts, missing nodes, targets of nobody, known organs."""
    rows = {record.text("编号"): record for record in tables["指标"]}
    ids = list(rows)
    for name, found in (("实事", plan.matters), ("指标", plan.targets), ("单位", plan.units)):
        if not found:
            problems.findings.append(
                Finding(
                    Code.P03,
                    f"{name}：没有一行可用的内容",
                    "请照通知填写这张表",
                    place=Place(plan.file, name),
                )
            )
    for target in plan.targets:
        row = rows[target.id]
        if target.part_of and target.part_of not in ids:
            word = target.part_of
            row.fault(Code.P07, "所属合计", f"没有编号为“{word}”的指标", f"请改正{nearest(word, ids)}")
        if target.by_nodes and not plan.nodes_of(target.id):
            problems.findings.append(
                Finding(
                    Code.P11,
                    f"{target.id} {target.name}按节点考核，但没有设节点",
                    f"请向{'、'.join(target.leads)}要时间节点，填入节点表",
                    target=target.id,
                    place=row.cell("序时方式"),
                )
            )
        for county in target.counties:
            if not plan.unit(county).county:
                said = f"“{county}”不是{plan.terms.lower}"
                row.fault(Code.P06, "分县区", said, "请改正，或在单位表的县区一列填“是”")
        check_whole(plan, target, row)
        _check_parts(plan, target, row)
    check_leads(plan, rows, problems)
    for matter in plan.matters:
        if not plan.targets_of(matter.number):
            record = defaults.numbered(tables["实事"])[str(matter.number)]
            said = f"{plan.terms.matter}{matter.number}“{matter.title}”没有任何指标"
            record.fault(Code.P03, "实事事项", said, "请在指标表补上")
    for item, word in (("汇总单位", plan.profile.compiler), ("责任单位", plan.profile.lead)):
        if word and plan.find_unit(word) is None:
            record = next(row for row in tables["概况"] if row.text("项目") == item)
            fix = f"请在单位表登记或改正{suggesting(plan.likeliest_unit(word))}"
            record.fault(Code.P06, "内容", f"没有登记的单位“{word}”", fix)
    if plan.profile.office is Office.LEAD and not plan.led_by(plan.own_lead):
        record = next(row for row in tables["概况"] if row.text("项目") == "工作区单位")
        record.fault(
            Code.P04,
            "内容",
            "工作区单位是“责任单位”，却没有写明是哪个责任单位",
            "请在“责任单位”一项填本单位简称",
        )


def _check_parts(plan: Plan, target: Target, row: Record) -> None:
    parts = plan.parts_of(target.id)
    amounts = [part.goals[0].amount for part in parts]
    whole = target.goals[0].amount
    if not parts or whole is None:
        return
    known = [amount for amount in amounts if amount is not None]
    if sum(known, Decimal(0)) != whole:
        sums = "+".join(f"{amount / target.measure.factor:f}" for amount in known)
        row.fault(
            Code.P09,
            "目标值",
            f"{target.id}的目标{row.text('目标值')}与分项之和（{sums}）不符",
            f"请核对{'、'.join(part.id for part in parts)}的目标值",
        )
