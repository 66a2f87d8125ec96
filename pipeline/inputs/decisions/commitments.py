"""责任清单: the list a lead names its responsible posts and nodes on, and what came back in `inputs/YEAR/责任清单`.

A node there is what the unit says of itself; one that somebody approved (审定岗位, 审定日期) becomes a node of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.files.folder import Entry
from pipeline.inputs.decisions.workbook_reader import Form, Returned, read_returned, sent_back
from pipeline.inputs.plan.plan_nodes import node_of
from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.codes import Code
from pipeline.model.commitments import Commitment, Commitments
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.kinds import Pacing
from pipeline.model.plan import Plan, Target, Unit
from pipeline.model.promises import Node
from pipeline.model.workspace import Workspace

STEP = "目标数或形象进度"
_POSTS = ("责任领导职务", "责任人职务")
HEAD = Table(
    "填报单位",
    ("责任单位", *_POSTS, "联系电话"),
    ("责任单位",),
    "写职务，不写姓名；各项指标的责任人和这里不同的，在“责任清单”表里写。",
    closed=True,
)
SHEET = Table(
    "责任清单",
    ("编号", "指标", *_POSTS, "办公电话", "节点日期", STEP, "审定岗位", "审定日期"),
    ("编号", "节点日期", STEP),
    "一个节点一行，写到哪天累计完成多少，没有数的写形象进度，如主体封顶；不够的插入行。最后两列由汇总单位审定后填写。",
    height=24,
)
# A unit may add the name of a person: it stays here and in the ledger's （内部） file.
_READ = replace(SHEET, columns=(*SHEET.columns, "姓名"))
_FORM = Form((HEAD, _READ), Code.D05, "单位的责任清单没有读到", "这一行没有采用")
# A plan that leaves more than this share of the goal to the last two months is no plan.
_LATE_SHARE, _LATE_MONTH, _QUARTER_END = Decimal(60), 10, 9


def write_commitments(plan: Plan, unit: Unit, day: date) -> bytes:
    """A lead's list with what the plan knows filled in: its targets, its contact post and telephone, nodes there are."""
    rows = [
        (target.id, target.name, "", "", "", *step, "", "")
        for target in plan.led_by(unit.key)
        for step in _steps(plan, target)
    ]
    head = (unit.name_on(day).short, "", unit.contact, unit.phone)
    return write_tables([HEAD, SHEET], {HEAD.name: [head], SHEET.name: rows}, {}, day)


def _steps(plan: Plan, target: Target) -> list[tuple[str, str]]:
    steps = [
        (
            node.due.isoformat(),
            node.words or plain((node.amount or Decimal(0)) / target.measure.factor),
        )
        for node in plan.nodes_of(target.id)
    ]
    return steps or [("", "")]


def with_commitments(office: Workspace, plan: Plan) -> Plan:
    """The plan with every list that came back, and the nodes somebody approved where the plan names none itself.

    D05 for what cannot be read or makes no sense, D06 for nodes that come too late, D07 for a list nobody filled in,
    D08 for an approved node the plan contradicts.
    """
    if plan.own_lead:
        return plan
    folder = office.commitments_folder(plan.profile.year)
    reader = _Reader(plan)
    for entry in sent_back(folder, office):
        reader.file(entry, office)
    order = [target.id for target in plan.targets]
    records = sorted(reader.found.values(), key=lambda one: (order.index(one.target), one.due or date.min))
    approved = [one for one in records if one.approved]
    findings = (
        *reader.findings,
        *_too_late(plan, records),
        *_unseen(plan, records),
        *_contradicted(plan, approved),
    )
    nodes = tuple(_node(one) for one in approved if not plan.nodes_of(one.target))
    asked = plan.rules.commitments_due is not None or folder.is_dir()
    returned = Commitments(tuple(records), findings, reader.files, asked)
    return replace(plan, nodes=(*plan.nodes, *nodes), commitments=returned)


def _node(one: Commitment) -> Node:
    assert one.due is not None
    return Node(one.target, one.due, one.amount, f"责任清单，{one.approved_by}审定", one.cell, one.words)


class _Reader:
    """Rows by target, unit and day: of two about one node the second is a fault."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.found: dict[tuple[str, str, date | None], Commitment] = {}
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}

    def file(self, entry: Entry, office: Workspace) -> None:
        returned = read_returned(entry, office, _FORM)
        heads = list(returned.each(HEAD, self._head))
        if heads:
            self._rows(entry, returned, *heads[0])
        self.findings += returned.findings
        if returned.sha256:
            self.files[entry.name] = returned.sha256

    def _head(self, record: Record) -> str | None:
        """The key of the unit whose list it is."""
        word = record.text("责任单位", required=True)
        unit = self.plan.find_unit(word) if word else None
        leads = {key for target in self.plan.targets for key in target.ever_led_by}
        if word and unit not in leads:
            names = [one.key for one in self.plan.leads]
            record.fault(Code.P06, "责任单位", f"“{word}”不是责任单位", f"请改正{nearest(word, names)}")
            return None
        return unit

    def _rows(self, entry: Entry, returned: Returned, head: Record, unit: str) -> None:
        before = len(self.found)
        for record, one in returned.each(_READ, lambda row: self._row(row, head, unit)):
            key = (one.target, unit, one.due)
            if key in self.found:
                said = f"{one.target}的这个节点填了两次（{self.found[key].cell}已有）"
                record.fault(Code.P08, "节点日期", said, "请只留一次")
            else:
                self.found[key] = one
        if len(self.found) == before and not returned.problems.findings:
            said = f"{self.plan.unit(unit).key}的责任清单还没有填"
            self.findings.append(Finding(Code.D07, said, unit=unit, place=head.cell("责任单位")))

    def _row(self, record: Record, head: Record, unit: str) -> Commitment | None:
        """None, without a fault, for a row nobody filled in."""
        day, text = record.day("节点日期", year=self.plan.profile.year), record.text(STEP)
        posts = [record.text(column) for column in _POSTS]
        if day is None and not text and not record.text("节点日期") and not any(posts):
            return None
        target = self._target(record, unit)
        if bool(record.text("节点日期")) != bool(text):
            empty = STEP if not text else "节点日期"
            record.fault(Code.P04, empty, f"“{empty}”没有填写", "节点日期和目标数（或形象进度）要一起填")
        if bool(record.text("审定岗位")) != bool(record.text("审定日期")):
            empty = "审定日期" if record.text("审定岗位") else "审定岗位"
            record.fault(Code.P04, empty, f"“{empty}”没有填写", "审定岗位和审定日期要一起填，缺一个不算审定")
        if target is None:
            return None
        node = node_of(record, target, day, text, "节点日期", STEP, self.plan.profile.year)
        leader, person = (own or head.text(column) for own, column in zip(posts, _POSTS, strict=True))
        return Commitment(
            target.id,
            unit,
            leader,
            person,
            record.text("姓名"),
            record.text("办公电话") or head.text("联系电话"),
            node.due if node is not None else None,
            node.amount if node is not None else None,
            node.words if node is not None else "",
            record.text("审定岗位"),
            record.day("审定日期"),
            record.cell(STEP),
        )

    def _target(self, record: Record, unit: str) -> Target | None:
        word = record.text("编号", required=True)
        target = self.plan.find_target(word) if word else None
        if word and (target is None or unit not in target.ever_led_by):
            names = [one.id for one in self.plan.led_by(unit)]
            said = f"“{word}”不是{self.plan.unit(unit).key}负责的指标"
            record.fault(Code.P07, "编号", said, f"请改正编号{nearest(word, names)}")
            return None
        return target


def _too_late(plan: Plan, records: Iterable[Commitment]) -> Iterator[Finding]:
    """D06: most of the year's goal is left to its last two months; one finding a target, at its last node."""
    by_target: dict[str, list[Commitment]] = {}
    for one in records:
        judged = plan.target(one.target).pacing is not Pacing.YEAR_END
        if judged and one.due is not None and one.amount is not None:
            by_target.setdefault(one.target, []).append(one)
    for name, nodes in by_target.items():
        target = plan.target(name)
        goal = target.goals[-1].amount
        early = max(
            (one.amount or Decimal(0) for one in nodes if one.due and one.due.month <= _LATE_MONTH),
            default=Decimal(0),
        )
        if goal and (goal - early) * 100 / goal > _LATE_SHARE:
            left = plain((goal - early) / target.measure.factor)
            yield Finding(
                Code.D06,
                f"{target.id} {target.name}的节点把{left}{target.measure.text}（超过目标的{_LATE_SHARE}%）留到了10月以后",
                unit=nodes[-1].unit,
                target=target.id,
                place=nodes[-1].cell,
            )


def _unseen(plan: Plan, records: Iterable[Commitment]) -> Iterator[Finding]:
    """D06: what is to be done at the year's end shows nothing until the third quarter is over (PLAN §3)."""
    by_target: dict[str, list[Commitment]] = {}
    for one in records:
        if plan.target(one.target).pacing is Pacing.YEAR_END:
            by_target.setdefault(one.target, []).append(one)
    for name, rows in by_target.items():
        target = plan.target(name)
        if not any(one.words and one.due is not None and one.due.month <= _QUARTER_END for one in rows):
            said = f"{target.id} {target.name}是年末完成的，三季度以前没有一个形象进度"
            fix = "请与单位商量，写上前三季度做到哪一步"
            yield Finding(Code.D06, said, fix, unit=rows[-1].unit, target=target.id, place=rows[-1].cell)


def _contradicted(plan: Plan, approved: Iterable[Commitment]) -> Iterator[Finding]:
    """D08: an approved node of a target whose nodes the plan names itself, and names otherwise; the plan's stand."""
    for one in approved:
        known = plan.nodes_of(one.target)
        if known and not any(
            (node.due, node.amount, node.words) == (one.due, one.amount, one.words) for node in known
        ):
            target = plan.target(one.target)
            yield Finding(
                Code.D08,
                f"{target.id} {target.name}审定的节点与任务分解表“节点”表不一致，仍按任务分解表",
                unit=one.unit,
                target=target.id,
                place=one.cell,
            )
