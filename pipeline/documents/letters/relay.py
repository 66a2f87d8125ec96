"""交接单: what whoever takes over must know on a day, on two pages: what is open, what was decided, what is not as usual (SIGNED §3).

For the office itself, on a white sheet. It repeats what is registered, in the order of the register; what does not fit stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pipeline.documents.wording import targets
from pipeline.documents.wording.parts import Item, Part, WhiteHead, fields_of, white_head
from pipeline.model.coordination import Coordination
from pipeline.model.editorial import Editorial, Kept
from pipeline.model.instructions import Instruction
from pipeline.model.months import chinese_date, day_of_month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.signing import PaperState
from pipeline.model.supervision import Entry, Stand, Urging

TEMPLATE = "交接单.docx"
# Two pages hold so many entries a part.
_MOST = 6
# Of a paragraph somebody kept so many characters.
_BEGINS = 30
_OVER = frozenset({Stand.ANSWERED, Stand.CLOSED, Stand.SPARED})


@dataclass(frozen=True, slots=True)
class InHand:
    """What is in hand on a day: sets, as an office calls them, with how far they are, 督办 by unit key, what is registered, what is not as it comes.

    `kept` are paragraphs as they read; `rules` are the plan's that were changed, as name, usual value and the plan's own; `templates`
    those an office changed.
    """

    sets: Sequence[tuple[str, PaperState]] = ()
    urged: Sequence[tuple[str, Urging]] = ()
    instructions: Sequence[Instruction] = ()
    coordinations: Sequence[Coordination] = ()
    waived: Sequence[Entry] = ()
    editorial: Sequence[Editorial] = ()
    kept: Sequence[tuple[Kept, str]] = ()
    rules: Sequence[tuple[str, str, str]] = ()
    templates: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay(WhiteHead):
    """What the template 交接单.docx prints."""

    title_lines: Annotated[tuple[str, ...], "标题，一行一项"]
    opening: Annotated[str, "到哪一天、哪一年度"]
    parts: Annotated[tuple[Part, ...], "各部分：办到哪一步、没有办结的、登记过的、改过的、联系人"]


def compose(plan: Plan, day: date, held: InHand) -> Letter:
    """The sheet as of a day."""
    programme = plan.profile.programme
    context = Relay(
        **fields_of(white_head(plan.profile.organ, day, draft=False)),
        title_lines=targets.title("", programme, "工作交接单", programme)[1:],
        opening=f"截至{chinese_date(day)}，{plan.profile.year}年{programme}在办情况如下，以处理登记、任务分解表为准。",
        parts=tuple(
            Part(f"{targets.chinese_number(number)}、{heading}", _items(texts))
            for number, (heading, texts) in enumerate(_parts(plan, day, held), 1)
        ),
    )
    return Letter("交接单", "交接单.docx", TEMPLATE, context)


def _parts(plan: Plan, day: date, held: InHand) -> Iterator[tuple[str, list[str]]]:
    yield (
        "办到哪一步",
        ["；".join(f"{name}：{state}" for name, state in held.sets) + "。"] if held.sets else [],
    )
    yield (
        "没有办结的督办",
        [_urged(plan, day, unit, one) for unit, one in held.urged if one.stand not in _OVER],
    )
    yield "没有办结的批示", [_instructed(plan, day, one) for one in held.instructions]
    yield "还要协调的", [_coordinated(plan, day, one) for one in held.coordinations]
    yield "先按“正在核实”报的", [_waived(plan, day, one) for one in held.waived]
    yield (
        "在用的编辑用语",
        [
            *(
                f"{plan.cycle.label(one.month)}{one.paper}（{one.place}）：{one.words}"
                for one in held.editorial
            ),
            *(_kept(plan, one) for one in held.kept),
        ],
    )
    yield "改过的规则和模板", _changed(held)
    yield "联系谁", [_contacts(plan, day)] if plan.leads else []


def _urged(plan: Plan, day: date, unit: str, one: Urging) -> str:
    way = f"（{one.rung.name}）" if one.rung is not None else ""
    sent = f"，{day_of_month(one.sent[-1].day)}发出" if one.sent else ""
    due = f"，应于{day_of_month(one.due)}前回告" if one.due is not None else ""
    return f"{plan.name(unit, day)}{plan.cycle.label(one.month)}督办{way}：{one.stand}{sent}{due}。"


def _instructed(plan: Plan, day: date, one: Instruction) -> str:
    paper = f"在{one.paper}上" if one.paper else ""
    units = f"，承办单位{plan.names(one.units, day)}" if one.units else ""
    due = f"，时限{day_of_month(one.due)}" if one.due is not None else ""
    done = f"，办理情况：{one.done}" if one.done else ""
    return f"{day_of_month(one.given)}{one.post}{paper}批示：“{one.words}”{units}{due}{done}。"


def _coordinated(plan: Plan, day: date, one: Coordination) -> str:
    what = one.text or plan.target(one.target).name
    asked = f"，已征求{plan.names(one.consulted, day)}意见" if one.consulted else "，还没有征求意见"
    due = f"，时限{day_of_month(one.due)}" if one.due is not None else ""
    return f"{plan.name(one.unit, day)}提出：{what}{asked}{due}。"


def _waived(plan: Plan, day: date, one: Entry) -> str:
    about = plan.name(one.unit, day) if one.unit else one.target
    return f"{plan.cycle.label(one.month)}{about}：{one.after}（{one.who}）。"


def _kept(plan: Plan, held: tuple[Kept, str]) -> str:
    """What people did to a paragraph, by how it begins."""
    one, said = held
    begins = said if len(said) <= _BEGINS else f"{said[:_BEGINS]}……"
    return f"{plan.cycle.label(one.month)}{one.paper}（{one.change}）：{begins}"


def _changed(held: InHand) -> list[str]:
    rules = [f"规则“{name}”：{own or '空'}（通常{usual or '空'}）。" for name, usual, own in held.rules]
    return [*rules, *([f"改过的模板：{'、'.join(held.templates)}。"] if held.templates else [])]


def _contacts(plan: Plan, day: date) -> str:
    told = (f"{one.name_on(day).short} {one.contact} {one.phone}".strip() for one in plan.leads)
    return f"{'；'.join(told)}。"


def _items(texts: Sequence[str]) -> tuple[Item, ...]:
    if not texts:
        return (Item("", "无。"),)
    more = [f"另有{len(texts) - _MOST}项，见处理登记、任务分解表。"] if len(texts) > _MOST else []
    return tuple(Item("", one) for one in (*_shown(texts), *more))


def _shown(texts: Sequence[str]) -> Iterable[str]:
    numbered = len(texts) > 1
    return (f"{number}.{text}" if numbered else text for number, text in enumerate(texts[:_MOST], 1))
