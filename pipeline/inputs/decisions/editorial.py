"""编辑用语 of 处理登记: a row at a time, what is wrong with one told with its cell (DOCUMENTS §5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.model.editorial import PARTS, Change, Editorial, Fact, Kept, Original, Part, Way
from pipeline.model.months import Month
from pipeline.model.phrases import one_line
from pipeline.model.plan import Plan

SHEET = Table(
    "编辑用语",
    ("月份", "文稿", "位置", "方式", "用语", "定稿岗位", "原文", "所据的数"),
    ("月份", "文稿", "位置", "方式", "用语", "定稿岗位"),
    "在 Word 里改定的话记在这里，以后重做文稿都会放进去。位置写要事、总体情况·前、指标:T09-1·进展、事项:9、下一步·后、请关注的样子；"
    "方式：加在程序写的旁边，或把它换掉。位置是段、段后、文首的是用 minsheng keep 收下的改动，〖〗里的数由程序换成新的。",
    optional=True,
)
CHOICES = {("编辑用语", "文稿"): tuple(PARTS), ("编辑用语", "方式"): tuple(Change)}
# What a drop-down can offer of 位置; targets and matters are the plan's.
PLACES = (
    *(part.value for part in Part if part not in (Part.TARGET_PROGRESS, Part.TARGET_REASON, Part.MATTER)),
    "指标:T01-1·进展",
    "指标:T01-1·原因",
    "事项:1",
)
_TARGET = re.compile(r"指标:(.+?)·(进展|原因)")
_MATTER = re.compile(r"事项:(\d{1,3})")
# Where a paragraph that people keep stands: it itself, behind it, the head; of several that read alike which one.
_KEPT = re.compile(r"(段后|段|文首)(?:·(\d{1,3}))?")
_ITSELF, _BEHIND, _HEAD = "段", "段后", "文首"
_KEPT_WAYS = {
    _ITSELF: (Change.REPLACE, Change.DROP),
    _BEHIND: (Change.ADD, Change.MOVE),
    _HEAD: (Change.ADD, Change.MOVE),
}
_FACT = re.compile(r"〖([^〖〗]*)〗([^：]*)：(.*)")
_NO_TARGET = "—"

# A fault at a column of a row, in the month it names: message and what to do.
Fault = Callable[[Record, str, Month, str, str], None]


def read_editorial(
    records: Sequence[Record], plan: Plan, month_of: Callable[[Record], Month | None], fault: Fault
) -> tuple[tuple[Editorial, ...], tuple[Kept, ...]]:
    """The rows that can be used, in their order, of places and of paragraphs; `month_of` tells a month nobody can read."""
    placed, kept = list[Editorial](), list[Kept]()
    for record in records:
        month = month_of(record)
        where = _KEPT.fullmatch(_folded(record.text("位置")))
        if month is None:
            continue
        if where is None:
            one = _row(record, plan, month, fault)
            placed += [one] if one is not None else []
        else:
            row = _kept(record, month, where, fault)
            kept += [row] if row is not None else []
    return tuple(placed), tuple(kept)


def kept_cells(change: Change, original: Original, words: str) -> dict[str, str]:
    """A paragraph that people keep as the columns of its row: 位置, 方式, 用语, 原文, 所据的数."""
    place = _ITSELF if change in _KEPT_WAYS[_ITSELF] else _BEHIND if original.text else _HEAD
    facts = "\n".join(f"〖{one.text}〗{one.about or _NO_TARGET}：{one.how}" for one in original.facts)
    number = f"·{original.number}" if original.number > 1 else ""
    return {
        "位置": f"{place}{number}",
        "方式": change,
        "用语": words,
        "原文": original.text,
        "所据的数": facts,
    }


def _kept(record: Record, month: Month, where: re.Match[str], fault: Fault) -> Kept | None:
    place, way, words = where[1], record.text("方式"), record.text("用语")
    if way not in _KEPT_WAYS[place]:
        said = f"位置是“{place}”的，方式不能是“{way}”"
        fault(record, "方式", month, said, f"可以填：{'、'.join(_KEPT_WAYS[place])}")
        return None
    needed = [
        "文稿",
        "定稿岗位",
        *(["原文"] if place != _HEAD else []),
        *(["用语"] if way != Change.DROP else []),
    ]
    empty = [column for column in needed if not record.text(column)]
    if empty:
        fault(record, empty[0], month, f"“{'”“'.join(empty)}”没有填写", "请补填，或者重新用 keep 收下")
        return None
    facts = _facts(record.text("所据的数"))
    if facts is None:
        fix = "一行一个，写成〖12〗T02-1：累计完成的样子；改坏了的，重新用 keep 收下"
        fault(record, "所据的数", month, "“所据的数”认不出", fix)
        return None
    original = Original(_printable(record.text("原文")), facts, int(where[2] or 1))
    words = _printable(words)
    cell = record.cell("用语" if words else "原文")
    return Kept(month, record.text("文稿"), Change(way), original, words, record.text("定稿岗位"), cell)


def _printable(text: str) -> str:
    """What can stand in a paragraph: one line, of signs that are seen."""
    return "".join(sign for sign in one_line(text) if sign.isprintable() or sign in "\t\u3000\xa0")


def _facts(text: str) -> tuple[Fact, ...] | None:
    """The figures of a paragraph as they were, one to a line; None where a line is none."""
    found = [_FACT.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    if not all(found):
        return None
    return tuple(Fact(one[1], "" if one[2] == _NO_TARGET else one[2], one[3]) for one in found if one)


def _row(record: Record, plan: Plan, month: Month, fault: Fault) -> Editorial | None:
    empty = [column for column in SHEET.required if not record.text(column)]
    if empty:
        fault(record, empty[0], month, f"“{'”“'.join(empty)}”没有填写", "请补填后再运行")
        return None
    paper, way, place = record.text("文稿"), record.text("方式"), record.text("位置")
    template = paper.partition("-")[0]
    if template not in PARTS:
        fix = f"可以填：{'、'.join(PARTS)}{nearest(paper, tuple(PARTS))}"
        fault(record, "文稿", month, f"没有叫“{paper}”的文稿可以放用语", fix)
        return None
    if way not in tuple(Way):
        fault(record, "方式", month, f"方式“{way}”认不出", f"可以填：{'、'.join(Way)}")
        return None
    found = _place(place, plan)
    if found is None or found[0] not in PARTS[template]:
        open_ = _written(template, plan)
        fix = f"“{template}”可以写：{'、'.join(_kinds(template))}{nearest(_folded(place), open_)}"
        fault(record, "位置", month, f"“{template}”里没有位置“{place}”", fix)
        return None
    if found[0] is Part.EVENTS and way == Way.REPLACE:
        fault(record, "方式", month, "要事是另加的一段，没有可换的", "请改成“加”")
        return None
    words = record.text("用语")
    cell = record.cell("用语")
    part, target, matter = found
    return Editorial(
        month, paper, place, part, Way(way), words, record.text("定稿岗位"), cell, target, matter
    )


def _folded(place: str) -> str:
    """As people type it: full-width colon, other dots."""
    plain = unicodedata.normalize("NFKC", "".join(place.split()))
    return re.sub("[•‧・.](?=进展|原因|前|后)", "·", plain)


def _place(text: str, plan: Plan) -> tuple[Part, str, int] | None:
    """What 位置 means, with the target or the matter it names; None where it means nothing."""
    place = _folded(text)
    of_target, of_matter = _TARGET.fullmatch(place), _MATTER.fullmatch(place)
    if of_target:
        target = plan.find_target(of_target[1])
        return (Part(f"指标·{of_target[2]}"), target.id, 0) if target is not None else None
    if of_matter:
        number = int(of_matter[1])
        known = any(matter.number == number for matter in plan.matters)
        return (Part.MATTER, "", number) if known else None
    fixed = {part.value: part for part in Part if part.value in PLACES}
    return (fixed[place], "", 0) if place in fixed else None


def _kinds(template: str) -> list[str]:
    """How the places of a document are written."""
    shown = {
        Part.TARGET_PROGRESS: "指标:T01-1·进展",
        Part.TARGET_REASON: "指标:T01-1·原因",
        Part.MATTER: "事项:1",
    }
    return [shown.get(part, part.value) for part in Part if part in PARTS[template]]


def _written(template: str, plan: Plan) -> list[str]:
    """Every place of a document as it is written, to suggest the nearest."""
    found: list[str] = [part.value for part in Part if part in PARTS[template] and part.value in PLACES]
    for part in (Part.TARGET_PROGRESS, Part.TARGET_REASON):
        if part in PARTS[template]:
            found += [f"指标:{target.id}·{part.value[-2:]}" for target in plan.targets]
    if Part.MATTER in PARTS[template]:
        found += [f"事项:{matter.number}" for matter in plan.matters]
    return found
