"""上报表: a table of the superior's own, filled where an office wrote tags; everything else in it stays (SIGNED §4).

A tag names a target and what of it is wanted, {{T01-1.累计}}, or something of the whole period, {{截至}}. A number is the
one that 附件1 prints, in the plan's measure; one that is not certain leaves its cell empty, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, zip_longest

from pipeline.documents.provenance.trace import Trace
from pipeline.documents.wording import targets
from pipeline.files.spreadsheets.filling import filled, recalculated
from pipeline.inputs.tables.reader import nearest
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Place, plain
from pipeline.model.findings import Finding
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Mark, Printed
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import Book, Content, Holds, Sheet, reference

FOLDER = "上报表"
_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_FOREIGN = re.compile("[｛｝]|\\{%|%\\}|\\{\\{|\\}\\}")

Number = Callable[[Plan, TargetProgress], Printed | None]
Words = Callable[[Plan, Progress, TargetProgress], str]


def _of(name: str, figure: Callable[[TargetProgress], Figure | None]) -> Number:
    def number(plan: Plan, one: TargetProgress) -> Printed | None:
        found = figure(one)
        goal = one.goal.amount
        return targets.number(plan, one.target, found, name, goal) if found is not None else None

    return number


def _goal(one: TargetProgress) -> Figure | None:
    amount = one.goal.amount
    return Figure(amount, one.target.measure.base, one.goal.cells) if amount is not None else None


# What may stand behind a target's number, and what by itself.
NUMBERS: Mapping[str, Number] = {
    "目标": _of("年度目标", _goal),
    "累计": _of("累计完成", lambda one: one.value),
    "新增": _of("本期累计－上期累计（更正后）", lambda one: one.new),
    "比例": targets.printed_rate,
    "差": targets.printed_gap,
}
WORDS: Mapping[str, Words] = {
    "指标": lambda plan, month, one: one.target.name,
    "计量单位": lambda plan, month, one: one.target.measure.text,
    "责任单位": lambda plan, month, one: plan.names(one.target.leads_on(month.drawn_up), month.drawn_up),
    "截至": lambda plan, month, one: day_of_month(one.as_of) if one.as_of else "",
    "状态": lambda plan, month, one: targets.status(plan, one, month.drawn_up),
}
WHOLE: Mapping[str, Callable[[Plan, Progress], str]] = {
    "截至": lambda plan, month: day_of_month(month.as_of) if month.as_of else "",
    "期": lambda plan, month: f"{month.month.year}年{plan.cycle.name(month.month)}",
    "汇总单位": lambda plan, month: plan.profile.compiler,
}


@dataclass(frozen=True)
class UpwardForm:
    """A table filled: its name in the set, its bytes, where every number of it came from, what was left empty."""

    file: str
    data: bytes
    trace: Trace
    blank: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """How people know it."""
        return self.file.removesuffix(".xlsx")


@dataclass
class _Filling:
    """What goes into the cells, as it is found; `lines` say what stands where, with the mark of each number."""

    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    blank: list[Finding] = field(default_factory=list)


def examined(book: Book, known: Collection[str] | None) -> Iterator[Finding]:
    """T12 for every tag that names nothing; `known` are the plan's targets, None where there is no plan to ask."""
    for sheet, place, content in _tagged(book):
        where = book.cell(sheet, *place)
        if content.formula:
            yield _wrong(where, "公式里不能写标记", "请把标记写在公式所用的那一格")
            continue
        if _FOREIGN.search(_TAG.sub("", content.text)):
            yield _wrong(
                where, f"标记没有写完整：“{content.text}”", "请写成 {{T01-1.累计}} 的样子，用半角的大括号"
            )
        for tag in _TAG.findall(content.text):
            yield from _named(where, tag, known)


def fill(book: Book, data: bytes, plan: Plan, progress: Progress) -> UpwardForm:
    """The table of a month; for one that `examined` finds nothing in."""
    made = _Filling()
    by_id = {one.target.id: one for one in progress.targets}
    for sheet, place, content in _tagged(book):
        ref = reference(*place)
        tags = _TAG.findall(content.text)
        only = _TAG.fullmatch(content.text.strip())
        values = [_value(plan, progress, by_id, tag) for tag in tags]
        if None in values:
            where, about = Place(book.file, sheet.name, ref), by_id[_parts(tags[values.index(None)])[0]]
            state = targets.status(plan, about, progress.drawn_up)
            message = f"{where}留空：{about.target.id}{about.target.name}{state}，没有可以上报的数"
            made.blank.append(Finding(Code.T13, message, target=about.target.id, place=where))
            made.cells[sheet.name, ref] = ""
            continue
        said = [value or "" for value in values]
        made.cells[sheet.name, ref] = (
            _number(str(said[0]), content) if only else _with(content.text, map(str, said))
        )
        slots = [_slot(made, value) for value in said]
        made.lines.append(f"{sheet.name} {ref}：{_with(content.text, slots)}")
    trace = Trace("", tuple(made.marks), tuple(made.lines))
    return UpwardForm(book.file, recalculated(filled(data, made.cells)), trace, tuple(made.blank))


def _tagged(book: Book) -> Iterator[tuple[Sheet, tuple[int, int], Content]]:
    """Cells in which a tag stands, or half of one."""
    for sheet in book.sheets:
        for place, content in sorted(sheet.contents.items()):
            if _FOREIGN.search(content.text if content.holds is Holds.TEXT else content.formula):
                yield sheet, place, content


def _parts(tag: str) -> tuple[str, str]:
    """Which target, and what of it; no target where something of the whole period is asked for."""
    target, _, name = tag.strip().rpartition(".")
    return target.strip(), name.strip()


def _named(where: Place, tag: str, known: Collection[str] | None) -> Iterator[Finding]:
    target, name = _parts(tag)
    choices = [*NUMBERS, *WORDS] if target else [*WHOLE]
    if name not in choices:
        fix = f"可以写：{'、'.join(choices)}{nearest(name, choices)}"
        yield _wrong(where, f"没有“{name}”这个内容（{{{{{tag}}}}}）", fix)
    if target and known is not None and target not in known:
        fix = f"请改成任务分解表里的编号{nearest(target, known)}"
        yield _wrong(where, f"任务分解表里没有编号“{target}”", fix)


def _wrong(where: Place, message: str, fix: str) -> Finding:
    return Finding(Code.T12, f"{where}：{message}", fix, place=where)


def _value(
    plan: Plan, progress: Progress, by_id: Mapping[str, TargetProgress], tag: str
) -> str | Printed | None:
    """What a tag stands for; None where there is no certain number."""
    target, name = _parts(tag)
    if not target:
        return WHOLE[name](plan, progress)
    if name in WORDS:
        return WORDS[name](plan, progress, by_id[target])
    return NUMBERS[name](plan, by_id[target])


def _with(text: str, values: Iterable[str]) -> str:
    """The text with values in place of its tags."""
    words = _TAG.split(text)
    return "".join(chain(*zip_longest(words[::2], values, fillvalue="")))


def _slot(made: _Filling, value: str | Printed) -> str:
    """How a line names it: a number by its mark."""
    if not isinstance(value, Printed):
        return value
    made.marks.append(Mark(f"_f{len(made.marks) + 1:04d}", value))
    return f"{{{made.marks[-1].name}}}"


def _number(text: str, content: Content) -> str:
    """A text alone in its cell: a per cent as the fraction that a cell formatted in per cent wants."""
    bare = text.removesuffix("%")
    if bare == text:
        return text
    return plain(Decimal(bare) / 100) if content.format.endswith("%") else bare
