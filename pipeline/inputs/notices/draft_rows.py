"""A draft as rows of 任务分解表: what each cell is, and which are to be looked at, in words (NOTICE §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pipeline.inputs.notices.heading import Heading
from pipeline.inputs.notices.labels import Role
from pipeline.inputs.notices.measures import PERCENT
from pipeline.inputs.notices.notice_lines import Stretch
from pipeline.inputs.notices.outline import Draft, DraftMatter, DraftTarget
from pipeline.inputs.notices.proposing import drafted_units, named_in_plan, target_name, verb_of, without_verb
from pipeline.inputs.notices.quotas import Quota, quotas_of
from pipeline.inputs.notices.times import DraftNode, day_of
from pipeline.inputs.plan.schema import PROFILE_ITEMS, RULE_ITEMS, TABLES
from pipeline.inputs.tables.reader import DOUBT, NOT_TOLD
from pipeline.model.kinds import KINDS

_WHOLE, _NEAR, _LEAST_NAME = 100, 12, 4
_COLUMNS = {table.name: table.columns for table in TABLES}
_NOTES = {"概况": "说明", "规则": "说明", "单位": "备注", "实事": "备注", "指标": "备注", "节点": "备注"}


@dataclass
class Sheet:
    """The rows of a sheet by column name; `marked` are cells to be looked at, by row and column; `told` whence a row comes."""

    name: str
    rows: list[dict[str, str]] = field(default_factory=list)
    marked: set[tuple[int, str]] = field(default_factory=set)
    told: dict[int, Stretch] = field(default_factory=dict)

    def add(
        self,
        values: Mapping[str, str],
        doubts: Sequence[str] = (),
        at: Sequence[str] = (),
        told: Stretch | None = None,
    ) -> None:
        """A row; `doubts` are said in its column for notes, and the cells `at` stand out."""
        row = dict(values)
        if doubts:
            note = _NOTES[self.name]
            row[note] = "；".join(
                filter(None, (f"{DOUBT}{'；'.join(dict.fromkeys(doubts))}", row.get(note, "")))
            )
            self.marked |= {(len(self.rows), column) for column in (*at, note)}
        if told is not None:
            self.told[len(self.rows)] = told
        self.rows.append(row)

    def lines(self) -> list[tuple[str, ...]]:
        """The rows in the order of the sheet's columns."""
        return [tuple(row.get(column, "") for column in _COLUMNS[self.name]) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a workspace knows already, of a plan not filled in yet: items of 概况 and 规则, rows of 单位, other sheets whole."""

    items: Mapping[str, str] = field(default_factory=dict)
    units: Sequence[Mapping[str, str]] = ()
    sheets: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)


def sheets_of(draft: Draft, heading: Heading, kept: Kept, year: int) -> dict[str, Sheet]:
    """The sheets of the draft that hold anything, by name."""
    sheets = {
        name: Sheet(name) for name in ("概况", "实事", "指标", "节点", "单位", "规则", "分县任务", "通知要求")
    }
    _profile(sheets["概况"], draft, heading, kept, year)
    for number, matter in enumerate(draft.matters, 1):
        _matter(sheets, draft, matter, number, year)
    for unit, doubtful in drafted_units(draft, heading, kept.units):
        sheets["单位"].add(unit)
        if doubtful:
            last = len(sheets["单位"].rows) - 1
            sheets["单位"].marked |= {(last, column) for column in ("简称", "全称") if unit.get(column)}
    _rules(sheets["规则"], heading, kept)
    for what, text, place in heading.demands:
        sheets["通知要求"].add({"要求": what.value, "原文": text, "出处": f"通知{place}"})
    return sheets


def _profile(sheet: Sheet, draft: Draft, heading: Heading, kept: Kept, year: int) -> None:
    told = {
        "年度": str(year),
        "城市": heading.city,
        "市政府": heading.government,
        "通知标题": heading.title,
        "通知文号": heading.number,
        "通知日期": heading.day.isoformat() if heading.day else "",
        "通报主送": heading.recipients,
        "通报抄送": heading.copies,
        "版记主办": heading.drafted_by,
        "版记督办": heading.urged_by,
    }
    from_notice = ("年度", "城市", "市政府", "通知标题", "通知文号", "通知日期")
    for item in PROFILE_ITEMS:
        value = told.get(item.name) or kept.items.get(item.name, "") or item.default
        doubts = list(_profile_doubts(item.name, draft, heading, kept, year))
        if item.name in from_notice and not value:
            value = NOT_TOLD
        sheet.add(
            {"项目": item.name, "内容": value, "说明": "" if doubts else item.meaning}, doubts, ("内容",)
        )


def _profile_doubts(name: str, draft: Draft, heading: Heading, kept: Kept, year: int) -> Iterator[str]:
    if name == "通知标题":
        if heading.not_the_notice:
            yield f"文中有“{heading.not_the_notice}”字样，请核对这是不是印发的通知"
        if not draft.structure.recognised:
            yield "；".join(draft.structure.doubts) or "未认出结构"
        elif draft.structure.doubts:
            yield "；".join(draft.structure.doubts)
    if name == "年度" and heading.year is not None and heading.year != year:
        yield f"通知说的是{heading.year}年"
    if name == "通知日期" and heading.printed is not None and heading.printed != heading.day:
        yield f"另有印发日期{heading.printed.isoformat()}"
    if name == "单位名称核定" and not kept.items.get(name):
        yield "单位表的全称是按常用名称拟的，核对以后在这里写核定岗位和日期"


def _rules(sheet: Sheet, heading: Heading, kept: Kept) -> None:
    asked = {"责任单位报送日": heading.lead_day, "配合单位报送日": heading.cooperating_day}
    for item in RULE_ITEMS:
        day = asked.get(item.name)
        value = str(day) if day is not None else kept.items.get(item.name, "") or item.default
        doubts = [f"通知原文写的是每月{day}日前"] if day is not None and str(day) != item.default else []
        sheet.add({"规则": item.name, "值": value, "说明": "" if doubts else item.meaning}, doubts, ("值",))


def _matter(sheets: Mapping[str, Sheet], draft: Draft, matter: DraftMatter, number: int, year: int) -> None:
    notice = draft.notice
    unsure = () if draft.structure.recognised else ("未认出结构",)
    body = body_of(draft, matter)
    title = notice.text(matter.item.title).strip()
    cut = ("原文没有写完",) if matter.item.cut else ()
    sheets["实事"].add(
        {
            "序号": str(number),
            "实事事项": title,
            "目标任务": body or title,
            "责任单位": "、".join(map(named_in_plan, matter.leads)) or NOT_TOLD,
            "配合单位": "、".join(map(named_in_plan, matter.cooperating)),
            "备注": _times(draft, matter),
        },
        (*unsure, *cut, *(doubt for doubt in matter.doubts if doubt != "未载责任单位")),
        ("实事事项", "责任单位") if unsure else ("责任单位",),
        matter.item.title,
    )
    names: set[str] = set()
    targets = sheets["指标"]
    quotas = quotas_of(notice, matter.targets)
    shares = {one.place for own in quotas.values() for one in own}
    for place, target in enumerate(matter.targets):
        identifier, own = f"T{number:02d}-{place + 1}", quotas.get(place, ())
        if place not in shares:
            _target(targets, draft, target, identifier, number, names, matter, own)
        for one in own:
            told = {"编号": identifier, "县（市）区": one.unit, "任务数": one.amount}
            sheets["分县任务"].add(told | {"依据": notice.text(one.told)}, told=one.told)
    place = len(matter.targets)
    for stretch in matter.qualitative:
        place += 1
        text = notice.text(stretch).strip("，。；、 ")
        doubts = (*unsure, *(("是否单列一项",) if matter.targets else ()))
        targets.add(
            {
                "编号": f"T{number:02d}-{place}",
                "实事序号": str(number),
                "指标": _unique(short(text), names),
                "目标原文": text,
                "类型": "定性",
            },
            doubts,
            ("指标",),
            stretch,
        )
    _nodes(sheets["节点"], draft, matter, number, year)


def _times(draft: Draft, matter: DraftMatter) -> str:
    """What the notice says of a matter's time, word for word: the plan keeps it as a note."""
    schedule = "；".join(
        draft.notice.text(part.stretch).strip("。；; ") for part in matter.item.of(Role.NODES)
    )
    told = (("完成时限", matter.deadline), ("进度安排", schedule))
    return "；".join(f"{name}：{text}" for name, text in told if text)


def body_of(draft: Draft, matter: DraftMatter) -> str:
    """The text of a matter as the notice has it, without its title line and its labels."""
    parts = [part.stretch for part in matter.item.of(Role.BODY)]
    title = matter.item.title
    told = [
        draft.notice.text(stretch).strip() for stretch in parts if not (stretch == title and len(parts) > 1)
    ]
    return "\n".join(text for text in told if text)


def short(text: str) -> str:
    """A clause as a name: its first part, no longer than a line."""
    head = re.split("[，,；;。]", text)[0]
    return head if 4 <= len(head) <= 40 else text[:40]


def _target(
    sheet: Sheet,
    draft: Draft,
    target: DraftTarget,
    identifier: str,
    number: int,
    names: set[str],
    matter: DraftMatter,
    quotas: Sequence[Quota],
) -> None:
    one, notice = target.quantity, draft.notice
    text = notice.text(target.span)
    direction = {"le": "不高于", "approx": "左右"}.get(target.compared.op, "")
    striving = "是" if re.search("力争|争取", text) else ""
    doubts = list(target.doubts)
    if direction and target.kind not in ("累计数", "比率", "保持", "增幅"):
        direction = ""
    if direction == "左右":
        doubts.append(f"原文写“{target.compared.word}”，方向是“左右”的请填容许差，不按左右考核的清空方向")
    if one.measure not in PERCENT and one.measure == "元":
        doubts.append("金额是不是目标")
    if quotas:
        doubts.append("后面的分县数已列入分县任务，要不要分县区报、算不算各自的任务，原文未载")
    value = re.sub(",", "", one.figures) if not one.chinese else f"{one.value:f}"
    value, kind, unit, more = _as_planned(target, value, text)
    doubts += more
    name = target.name or target_name(text, one.figures, one.unit)
    name = name if len(name) >= _LEAST_NAME else short(notice.text(matter.item.title).strip())
    sheet.add(
        {
            "编号": identifier,
            "实事序号": str(number),
            "指标": _unique(without_verb(name) if KINDS[kind].said_with_verb else name, names),
            "目标原文": text,
            "类型": kind,
            "目标值": value,
            "计量单位": unit,
            "计量动词": "" if one.measure in PERCENT else verb_of(text),
            "所属合计": f"T{number:02d}-{target.part_of}" if target.part_of else "",
            "关系": target.relation,
            "分县区": "、".join(quota.unit for quota in quotas),
            "可为小数": "是"
            if "." not in value and one.measure in ("公里", "万平方米", "亩", "平方米")
            else "",
            "方向": direction,
            "力争": striving,
        },
        doubts,
        ("目标值", "类型"),
        target.span,
    )


def _place_of(draft: Draft, matter: DraftMatter, node: DraftNode) -> int:
    """Which target of the matter a node most likely belongs to, from 1: one of its measure whose words are most alike."""
    text = draft.notice.lines[node.quantity.line].folded
    words = text[max(node.span.start, node.quantity.start - _NEAR) : node.quantity.start]

    def likeness(place: int) -> tuple[bool, int]:
        other = matter.targets[place]
        match = SequenceMatcher(None, words, draft.notice.folded(other.span), autojunk=False)
        return other.quantity.measure == node.quantity.measure, match.find_longest_match().size

    return 1 + max(range(len(matter.targets)), key=lambda place: (likeness(place), -place), default=0)


def _as_planned(target: DraftTarget, value: str, text: str) -> tuple[str, str, str, list[str]]:
    """Value, 类型 and 计量单位 as a plan takes them, and what a person has to look at because of it."""
    one, kind, unit = target.quantity, target.kind, target.quantity.unit
    doubts = []
    if one.measure in PERCENT and unit != "%":
        unit = "%"
        doubts.append(f"原文是{one.figures}{one.unit}")
    if kind == "增幅" and re.search("下降|降低|减少|压减", text) and not value.startswith("-"):
        value = f"-{value}"
        doubts.append("下降的填负数，原文没有负号")
    if kind in ("比率", "保持") and one.value > _WHOLE:
        kind = "增幅"
        doubts.append("超过100%，不能作比率")
    return value, kind, unit, doubts


def _unique(name: str, names: set[str]) -> str:
    found, number = name, 2
    while found in names:
        found, number = f"{name}（{number}）", number + 1
    names.add(found)
    return found


def _nodes(sheet: Sheet, draft: Draft, matter: DraftMatter, number: int, year: int) -> None:
    for node in matter.nodes:
        day = day_of(node.by, year)
        place = _place_of(draft, matter, node)
        sheet.add(
            {
                "编号": f"T{number:02d}-{place}",
                "日期": day.isoformat() if day else NOT_TOLD,
                "目标数": re.sub(",", "", node.quantity.figures),
                "依据": draft.notice.text(node.span),
            },
            ("属于哪一项、是不是累计数，原文未载",),
            ("编号", "日期", "目标数"),
            node.span,
        )
