"""What was made of one period, and wherever two of its papers say different things of the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from io import BytesIO
from itertools import combinations

import openpyxl

from pipeline.documents.letters import (
    brief,
    bulletin,
    circular,
    perusal,
    report,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.wording import ledger, progress_table, targets
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.model.kinds import LATE, UNKNOWN, Standing
from pipeline.model.months import Month, day_of_month
from pipeline.model.phrases import Letter, Phrase, Printed
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.supervision import Drafted, Paper, Supervised
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from pipeline.progress.supervision import drafted, supervised
from pipeline.workflows.month import written
from tests.documents.urged import asked_for
from tests.goldens import printed_texts
from tests.unsigned import unsigned

_COUNTED = re.compile("[0-9]+项定量指标(?:和按形象进度考核的[0-9]+项定性任务)?中，(.+?)(?:。|（[0-9]+月)")
_DAY = re.compile("截至([0-9]+月[0-9]+日)")
_NUMERAL = re.compile("^（[一二三四五六七八九十]+）")
_REST = re.compile("[0-9]+.{1,6}进展情况见报告附件1|也低于序时进度|正在核实|未报送")
_AWAITED = re.compile("应于([0-9]+月[0-9]+日)前")
_URGING = (Paper.NOTICE, Paper.REQUEST, Paper.SLIP)


@dataclass(frozen=True)
class Period:
    """A period with those before it: `drafts` are the papers of 督办 people asked for, `urged` how 督办 stands by target."""

    plan: Plan
    history: History
    course: Sequence[Progress]
    letters: tuple[Letter, ...]
    drafts: tuple[Drafted, ...] = ()
    urged: Mapping[str, Supervised] | None = None

    @property
    def progress(self) -> Progress:
        return self.course[-1]

    @property
    def annex(self) -> dict[str, progress_table.ProgressRow]:
        """Annex 1 by target."""
        rows = progress_table.rows(self.plan, self.progress)
        return {one.target.id: row for one, row in zip(self.progress.targets, rows, strict=True)}

    @property
    def ledger(self) -> dict[str, ledger.LedgerRow]:
        """The rows of 工作台账 by target."""
        urged = self.urged if self.urged is not None else {}
        every = {one.target.id: urged.get(one.target.id, Supervised()) for one in self.progress.targets}
        return {row.id: row for row in ledger.compose(self.plan, self.history, self.course, every).rows}


def of_year(plan: Plan, history: History, month: Month) -> Period:
    """A month before anybody decided anything."""
    course = [compute(plan, history, each, plan.lead_deadline(each)) for each in plan.months(month)]
    return Period(plan, history, course, papers(plan, course[-1]))


def of_workspace(office: Workspace, month: Month) -> Period:
    """A period as its office has it, its register read; what nobody asked for is there as well."""
    plan, decisions, history, course, letters = written(office, month, None, final=False)
    made = {one.id: one for one in (*papers(plan, course[-1]), *letters)}
    drafts = drafted(plan, course, decisions.steps, history.replies)
    urged = supervised(plan, course, decisions.steps, history.replies)
    return Period(plan, history, course, tuple(made.values()), drafts, urged)


def papers(plan: Plan, progress: Progress) -> tuple[Letter, ...]:
    """Every paper that tells how a period stands: the 通报 switched on, two kinds of 督办 for every unit that lags."""
    plan = replace(plan, rules=replace(plan.rules, circular=True))
    slips = supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP))
    notices = supervision_letter.compose(plan, progress, True, asked_for(plan, progress))
    return (
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief.compose(plan, progress, True),
        *circular.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *(replace(one, id=f"另拟提示-{one.id}") for one in slips),
        *(replace(one, id=f"另拟-{one.id}") for one in notices),
    )


def figures(context: object) -> Iterator[Printed]:
    """Every figure a paper prints, in reading order."""
    if isinstance(context, Phrase):
        yield from context.figures
    elif isinstance(context, Printed):
        yield context
    elif is_dataclass(context) and not isinstance(context, type):
        for field in fields(context):
            yield from figures(getattr(context, field.name))
    elif isinstance(context, tuple | list):
        for item in context:
            yield from figures(item)


def told(letter: Letter) -> Mapping[tuple[str, str, bool], set[str]]:
    """What a paper prints of each target by each rule: per cent and points as text, amounts as what they are worth."""
    found: dict[tuple[str, str, bool], set[str]] = {}
    for one in figures(letter.context):
        if one.about and one.value is not None:
            share = one.measure in ("%", "百分点")
            said = one.text.rstrip("0").rstrip(".") if share and "." in one.text else one.text
            # Of an amount the last known one may stand beside this month's: its cells tell them apart.
            key = (one.about, f"{one.how}{one.cells[:1]}", share)
            found.setdefault(key, set()).add(said if share else str(one.value.normalize()))
    return found


def of_this_period(period: Period) -> list[Letter]:
    """The papers that speak of this period alone: 对照 shows the one before as well."""
    return [one for one in period.letters if one.id != "对照"]


def texts(letters: Iterable[Letter]) -> dict[str, str]:
    """What every paper says, by its id."""
    return {letter.id: "\n".join(printed_texts(letter.context)) for letter in letters}


Rule = Callable[[Period], Iterator[str]]


def differing(period: Period) -> list[str]:
    """Whatever two papers do not say alike, and every phrase no office would sign."""
    rules: tuple[Rule, ...] = (
        figures_apart,
        counts_apart,
        days_apart,
        tables_apart,
        ledger_apart,
        leaders_apart,
        urged_apart,
        awaited_apart,
    )
    phrases = [f"{name}：{one}" for name, text in texts(period.letters).items() for one in unsigned(text)]
    return [*phrases, *(one for rule in rules for one in rule(period))]


def figures_apart(period: Period) -> Iterator[str]:
    """A figure that two papers print of one target by one rule."""
    by_paper = {one.id: told(one) for one in of_this_period(period)}
    for (one, first), (other, second) in combinations(by_paper.items(), 2):
        for key in first.keys() & second.keys():
            if first[key] != second[key]:
                yield f"{one}、{other}：{key[0]}{key[1]} {first[key]} {second[key]}"


def counts_apart(period: Period) -> Iterator[str]:
    """How many targets stand where: the papers that count, annex 1 and the month's own classes."""
    counted = {
        name: found[1]
        for name, text in texts(of_this_period(period)).items()
        if (found := _COUNTED.search(text))
    }
    if counted.keys() != {"报告", "简报", "要情", "通报"} or len(set(counted.values())) != 1:
        yield f"各类项数：{counted}"
    said = str(targets.counted(period.plan, period.progress.targets))
    late = [row for row in period.annex.values() if row.standing in _late_words(period.plan)]
    for name, words in counted.items():
        if words != said:
            yield f"{name}各类项数：{words}，应为{said}"
    circulated = texts(of_this_period(period))["通报"]
    if late and f"进度滞后的指标有{len(late)}项" not in circulated:
        yield f"通报：滞后的不是{len(late)}项"
    for row in late:
        if row.target.removeprefix("其中：") not in circulated.partition("进度滞后的指标有")[2]:
            yield f"通报：滞后的没有{row.target}"


def _late_words(plan: Plan) -> set[str]:
    return {targets.standing_word(plan, standing) for standing in LATE}


def days_apart(period: Period) -> Iterator[str]:
    """The day the whole of it is as of stands first in every paper that counts."""
    day = period.progress.as_of
    for name in ("报告", "简报", "要情", "通报"):
        found = _DAY.search(texts(of_this_period(period))[name])
        if day is not None and (found is None or found[1] != day_of_month(day)):
            yield f"{name}截至{found[1] if found else ''}，应为{day_of_month(day)}"


def tables_apart(period: Period) -> Iterator[str]:
    """会议汇总表 and annex 1, cell by cell."""
    plan, progress = period.plan, period.progress
    sheet = openpyxl.load_workbook(BytesIO(meeting_table(plan, progress)), read_only=True).worksheets[0]
    cells = [
        [str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)
    ]
    head = next(row for row in cells if "责任单位" in row)
    now, last = plan.cycle.label(progress.month), plan.cycle.label_before(progress.month)
    columns = (
        "指标",
        "责任单位",
        "年度目标",
        f"{last}累计",
        f"{now}累计",
        f"{now}新增",
        f"{now}完成比例",
        "与序时差",
        f"{now}状态",
    )
    found = [
        [row[head.index(column)] for column in columns]
        for row in cells[cells.index(head) + 1 :]
        if row[0].isdigit()
    ]
    annex = [
        [
            str(one)
            for one in (
                row.target,
                row.unit,
                row.goal,
                row.last,
                row.value,
                row.new,
                row.rate,
                row.gap,
                row.standing,
            )
        ]
        for row in period.annex.values()
    ]
    yield from (
        f"会议汇总表{one}，附件1{other}" for one, other in zip(found, annex, strict=True) if one != other
    )


def ledger_apart(period: Period) -> Iterator[str]:
    """工作台账 and annex 1: name, goal, unit, class, figure and rate; and how many months in a row a paper says."""
    plan, rows = period.plan, period.ledger
    for one in period.progress.targets:
        row, annexed = rows[one.target.id], period.annex[one.target.id]
        words = {standing.value: targets.standing_word(plan, standing) for standing in Standing}
        said = (row.target, row.goal, row.unit, words.get(row.standing.text, row.standing.text))
        standing = words[one.standing.value] if annexed.standing.startswith("尚缺") else annexed.standing
        if said != (annexed.target.removeprefix("其中："), str(annexed.goal), annexed.unit, standing):
            yield f"台账{said}，附件1{annexed}"
        lines = row.marks[-1].text.splitlines()
        shown = (
            [f"{annexed.value}{one.target.measure.text}"]
            if one.value is not None and one.standing not in UNKNOWN
            else []
        )
        shown += [str(annexed.rate)] if shown and one.target.kind.cumulative and one.rate is not None else []
        if lines[: len(shown)] != shown:
            yield f"台账{row.id}{lines}，附件1{shown}"
    for letter in of_this_period(period):
        for figure in figures(letter.context):
            if (
                "连续滞后" in figure.how
                and figure.about
                and str(rows[figure.about].months_behind) != figure.text
            ):
                yield f"{letter.id}{figure.about}连续{figure.text}，台账{rows[figure.about].months_behind}"


def leaders_apart(period: Period) -> Iterator[str]:
    """呈阅件: the matters of whoever is in charge and no other; what is late with its figure, or by name where there is no room."""
    for letter in period.letters:
        page = letter.context
        if not isinstance(page, perusal.Perusal):
            continue
        own = {
            f"{one.matter.title}（责任单位：": one
            for one in period.progress.matters
            if f"呈：{one.matter.leader}" == page.reader
        }
        shown = {
            head: item
            for item in page.matters
            for head in own
            if _NUMERAL.sub("", item.heading).startswith(head)
        }
        rest = "".join(map(str, page.attention))
        if len(shown) != len(page.matters) or (len(shown) < len(own) and not _REST.search(rest)):
            yield f"{letter.id}：写了{[item.heading for item in page.matters]}，分管{list(own)}"
        for head, matter in own.items():
            told = [*(figures(shown[head].text) if head in shown else ()), *figures(page.attention)]
            values = {(one.about, one.value) for one in told if one.how == "累计完成"}
            for one in matter.targets:
                if one.standing not in LATE or not one.value or not one.value.amount:
                    continue
                if (one.target.id, one.value.amount) not in values and one.target.name not in rest:
                    yield f"{letter.id}：没有{one.target.name}的{one.value.amount}"
            if strange := {
                one.about for one in (figures(shown[head].text) if head in shown else ()) if one.about
            } - {one.target.id for one in matter.targets}:
                yield f"{letter.id}{head}：说到{strange}"


def urged_apart(period: Period) -> Iterator[str]:
    """督办: a unit is urged with all that lags of it in annex 1 and nothing else, each by its name, goal and figure."""
    for letter in period.letters:
        page = letter.context
        if not isinstance(page, supervision_letter.Supervision | supervision_slip.Slip):
            continue
        unit = letter.id.partition("督办-")[2].partition("-")[0]
        late = [
            one
            for one in period.progress.led_by(unit)
            if period.annex[one.target.id].standing in _late_words(period.plan)
        ]
        if strange := {one.about for one in figures(page.facts) if one.about} - {
            one.target.id for one in late
        }:
            yield f"{letter.id}：说到{strange}"
        yield from (
            f"{letter.id}：没有{one.target.name}" for one in late if one.target.name not in page.opening
        )
        if isinstance(page, supervision_letter.Supervision):
            rows = [(row.target, str(row.goal), str(row.progress)) for row in page.reply.rows]
            annexed = [
                (one.target.name, str(period.annex[one.target.id].goal), _reached(period, one.target.id))
                for one in late
            ]
            if rows != annexed:
                yield f"{letter.id}：回告单{rows}，附件1{annexed}"


def _reached(period: Period, about: str) -> str:
    one, row = period.progress.find(about), period.annex[about]
    assert one is not None
    return f"{row.value}{one.target.measure.text}" if one.value is not None else str(row.value)


def awaited_apart(period: Period) -> Iterator[str]:
    """The reply day a letter prints is the one the ledger counts by."""
    said, rows = texts(of_this_period(period)), period.ledger
    label = period.plan.cycle.label(period.progress.month)
    for draft in period.drafts:
        if draft.rung.paper not in _URGING:
            continue
        (text,) = [
            text
            for name, text in said.items()
            if name in (f"督办-{draft.unit}", f"督办-{draft.unit}-{draft.rung.name}")
        ]
        if f"{day_of_month(draft.due)}（星期" not in text:
            yield f"督办-{draft.unit}：没有写{day_of_month(draft.due)}前回告"
        for one in period.progress.led_by(draft.unit):
            for line in rows[one.target.id].urged.splitlines():
                day = _AWAITED.search(line)
                if line.startswith(f"{label}：") and day and day[1] != day_of_month(draft.due):
                    yield f"台账{one.target.id}应于{day[1]}前回告，文稿{day_of_month(draft.due)}"
