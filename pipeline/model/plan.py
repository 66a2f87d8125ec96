"""The plan: what was promised, by whom, by when, and by which rules progress is judged.

Made from `inputs/YEAR/任务分解表.xlsx` by `plan.workbook`; secretaries own that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pipeline.model.asking import Asking
from pipeline.model.asking import Pooling as Pooling
from pipeline.model.carried import Carried
from pipeline.model.commitments import Commitments
from pipeline.model.figures import Figure, Measure
from pipeline.model.kinds import Relation
from pipeline.model.months import DayShift, Month, WorkCalendar
from pipeline.model.notice import Clause, Requirement
from pipeline.model.office_terms import Terms, bare
from pipeline.model.periods import Cycle, DueDay
from pipeline.model.promises import Goal, Handover, Node, Post, grouped
from pipeline.model.settings import Office, Profile, Rules
from pipeline.model.units import Name as Name
from pipeline.model.units import Unit as Unit
from pipeline.model.units import fold as fold
from pipeline.model.units import known_names, likeliest, words_of


class Role(StrEnum):
    """In which role a unit reports."""

    LEAD = "责任"
    COOPERATING = "配合"
    COUNTY = "县区"


@dataclass(frozen=True, slots=True)
class Matter:
    """One of the 重点民生实事, with roles exactly as the notice gives them (unit keys)."""

    number: int
    title: str
    text: str
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    leader: str
    posts: tuple[Post, ...] = ()

    def leader_on(self, day: date) -> str:
        """The post in charge on `day`; the one named first until another is dated."""
        return next((post.leader for post in reversed(self.posts) if post.since <= day), self.leader)


@dataclass(frozen=True, slots=True)
class Target(Asking):
    """One promise that is measured or judged on its own. `verb` is what is counted (建成、启动)."""

    id: str
    matter: int
    name: str
    text: str
    measure: Measure
    aliases: tuple[str, ...]
    verb: str
    numerator: str
    denominator: str
    part_of: str
    leads: tuple[str, ...]
    counties: tuple[str, ...]
    whole_numbers: bool
    counting_rule: str
    goals: tuple[Goal, ...]
    pooling: Pooling | None = None
    handovers: tuple[Handover, ...] = ()

    def leads_on(self, day: date) -> tuple[str, ...]:
        """Who answers for it on `day`: an old lead keeps its months, a new one is not blamed for them (PLAN §2)."""
        return next((one.leads for one in reversed(self.handovers) if one.since <= day), self.leads)

    @property
    def ever_led_by(self) -> tuple[str, ...]:
        """Every unit that answers for it at any time of the year."""
        return tuple(dict.fromkeys([*self.leads, *(key for one in self.handovers for key in one.leads)]))

    @property
    def says_verb_twice(self) -> bool:
        """True if name and verb together would read 开工…开工."""
        return self.kind.said_with_verb and bool(self.verb) and self.verb in self.name

    def goal_on(self, day: date) -> Goal:
        """The promise in force on `day`."""
        current = self.goals[0]
        for goal in self.goals[1:]:
            if goal.since is not None and goal.since <= day:
                current = goal
        return current

    def accepts(self, measure: Measure) -> bool:
        """True if a figure in `measure` speaks of this target's measure, at whatever scale."""
        bases = {self.measure.base, *(Measure.parse(alias).base for alias in self.aliases)}
        return measure.base in bases


@dataclass(frozen=True)
class Plan:
    """Everything a year was promised. `sha256` is the digest of the workbook it was read from; `commitments` are the
    责任清单 that came back, whose approved nodes are among its own; `whole` is the year's plan where this is its state on a day.
    `last_year` are the figures of the year before by target and period, of those a person paired (上年同期).
    `groups` are the words by which the plan names several units at once (各县（市）区), with the units meant.
    """

    profile: Profile
    matters: tuple[Matter, ...]
    targets: tuple[Target, ...]
    nodes: tuple[Node, ...]
    units: tuple[Unit, ...]
    rules: Rules
    calendar: WorkCalendar
    county_goals: Mapping[tuple[str, str], Figure]
    requirements: Mapping[Requirement, Clause] = field(default_factory=dict)
    carried: tuple[Carried, ...] = ()
    last_year: Mapping[tuple[str, Month], Figure] = field(default_factory=dict)
    file: str = ""
    sha256: str = ""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    commitments: Commitments = field(default_factory=Commitments)
    whole: Plan | None = field(default=None, compare=False, repr=False)

    def on(self, day: date) -> Plan:
        """The plan as it stands on `day`: targets in force, their leads and posts; itself where nothing of these changes."""
        year = self.whole or self
        changed = (one.handovers or any(goal.absent for goal in one.goals) for one in year.targets)
        if not any(changed) and not any(matter.posts for matter in year.matters):
            return year
        there = (one for one in year.targets if not one.goal_on(day).absent)
        targets = tuple(replace(one, leads=one.leads_on(day)) for one in there)
        ever, own = (grouped(each, lambda one: (one.matter,)) for each in (year.targets, targets))
        left = (one for one in year.matters if one.number in own or one.number not in ever)
        matters = tuple(_matter_on(one, own.get(one.number, ()), day) for one in left)
        return replace(year, targets=targets, matters=matters, whole=year)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.key: unit for unit in self.units}

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {target.id: target for target in (*(self.whole or self).targets, *self.targets)}

    @cached_property
    def _matters(self) -> dict[int, Matter]:
        return {matter.number: matter for matter in reversed(self.matters)}

    @cached_property
    def _ids(self) -> dict[str, Target]:
        return {fold(target.id): target for target in reversed(self.targets)}

    @cached_property
    def _titles(self) -> Mapping[str, tuple[Target, ...]]:
        return grouped(self.targets, lambda one: (fold(one.name),))

    @cached_property
    def _by_matter(self) -> Mapping[int, tuple[Target, ...]]:
        return grouped(self.targets, lambda target: (target.matter,))

    @cached_property
    def _by_lead(self) -> Mapping[str, tuple[Target, ...]]:
        return grouped(self.targets, lambda target: dict.fromkeys(target.leads))

    @cached_property
    def _parts(self) -> Mapping[tuple[str, Relation], tuple[Target, ...]]:
        return grouped(self.targets, lambda target: ((target.part_of, target.relation),))

    @cached_property
    def _nodes(self) -> Mapping[str, tuple[Node, ...]]:
        return grouped(sorted(self.nodes, key=lambda node: node.due), lambda node: (node.target,))

    @cached_property
    def _known_names(self) -> dict[str, str]:
        return known_names(words_of(self.units), self.profile.city, self.terms.level)

    @cached_property
    def terms(self) -> Terms:
        """The words of this office, and of the periods it reports by."""
        return replace(self.profile.terms, cycle=self.cycle)

    def unit(self, key: str) -> Unit:
        """The unit of that key; KeyError if the plan has none."""
        return self._units[key]

    def target(self, target_id: str) -> Target:
        """The target of that id, in force or not; KeyError if the plan has none."""
        return self._targets[target_id]

    def matter(self, number: int) -> Matter:
        """The matter of that number."""
        return self._matters[number]

    def find_target(self, text: str) -> Target | None:
        """The target of that id, or else of that name, whatever the width or case of its signs."""
        named = self._titles.get(fold(text), ())
        return self._ids.get(fold(text), named[0] if len(named) == 1 else None)

    def find_unit(self, text: str) -> str | None:
        """The key of the unit called `text` in any of its names or aliases; None if there is none."""
        return self._known_names.get(fold(text))

    def likeliest_unit(self, text: str) -> str:
        """The key of the unit whose name is most like `text`, to suggest it; empty if none is."""
        return likeliest(text, self._known_names)

    def unit_named_in(self, text: str) -> str | None:
        """The key of the unit whose longest name stands in `text`; None if none does, or two as long do."""
        folded = fold(text)
        found = {name: key for name, key in self._known_names.items() if name in folded}
        longest = max(map(len, found), default=0)
        keys = {key for name, key in found.items() if len(name) == longest}
        return keys.pop() if len(keys) == 1 else None

    def one_body(self, first: str, second: str) -> bool:
        """True if two names mean one body: 市政府办, 市政府办公室 and 新乡市人民政府办公室 do."""
        return bool(first and second) and self._bare(first) == self._bare(second)

    def _bare(self, name: str) -> str:
        key = self.find_unit(name)
        full = self.unit(key).names[-1].full if key is not None else name
        return bare(full or name, self.profile.government, self.profile.city, self.terms.level)

    def urges(self, key: str) -> bool:
        """True if a lead is urged when it lags: somebody urges here, and it is not that lead itself."""
        return bool(self.profile.general_office) and not self.one_body(key, self.profile.supervising_organ)

    def name(self, key: str, day: date) -> str:
        """What monthly documents call a unit on `day`: its abbreviation then in force."""
        return self.unit(key).name_on(day).short

    def names(self, keys: Iterable[str], day: date) -> str:
        """Units in a row as monthly documents call them: 市教育局、市住建局; those the plan names as a group in its words."""
        left, told = list(keys), list[str]()
        groups = sorted(self.groups.items(), key=lambda group: -len(group[1]))
        while left:
            meant = (one for one in groups if left[0] in one[1] and {*one[1]} <= {*left})
            word, members = next(meant, (self.name(left[0], day), left[:1]))
            told.append(word)
            left = [key for key in left if key not in members]
        return "、".join(told)

    def targets_of(self, matter: int) -> tuple[Target, ...]:
        """The targets of a matter, in plan order."""
        return self._by_matter.get(matter, ())

    def led_by(self, key: str) -> tuple[Target, ...]:
        """The targets a unit answers for, in plan order."""
        return self._by_lead.get(key, ())

    def parts_of(self, target_id: str, relation: Relation = Relation.SUM) -> tuple[Target, ...]:
        """The parts whose sum is that target (10所 = 新建5 + 改扩建5), or those 其中; empty if it has none."""
        return self._parts.get((target_id, relation), ())

    def nodes_of(self, target_id: str) -> tuple[Node, ...]:
        """The nodes of a target by due day."""
        return self._nodes.get(target_id, ())

    def in_words(self, target: Target) -> bool:
        """True if the target is judged by nodes in words: 形象进度, not an amount by a day."""
        return target.by_nodes and any(node.words for node in self.nodes_of(target.id))

    def year_before(self, target_id: str, month: Month) -> Figure | None:
        """The target's figure a year ago (上年同期), of a year end without its own the last period's; None if nobody paired it."""
        before = Month(month.year - 1, month.number)
        last = self.cycle.previous(before) if before.is_year_end else before
        return self.last_year.get((target_id, before), self.last_year.get((target_id, last)))

    def finish_day(self, target: Target, day: date) -> date:
        """The day a target of 年末完成 is due, as the plan has it on `day`: 完成时限, its last node, or the year's end."""
        last = next((one.due for one in reversed(self.nodes_of(target.id))), date(self.profile.year, 12, 31))
        return target.goal_on(day).until or last

    @cached_property
    def leads(self) -> tuple[Unit, ...]:
        """Every unit that answers for a target, in protocol order."""
        return tuple(unit for unit in self.units if unit.key in self._by_lead)

    def cooperating_with(self, lead: str) -> tuple[Unit, ...]:
        """Every unit that cooperates in a matter led by `lead`, in protocol order."""
        keys = {key for matter in self.matters if lead in matter.leads for key in matter.cooperating}
        return tuple(unit for unit in self.units if unit.key in keys and unit.key != lead)

    @cached_property
    def recipients(self) -> tuple[Unit, ...]:
        """Who gets a feedback letter, in protocol order: 反馈函 是, and 可选 if the rules say so.

        Only units that have a role in a matter: to others there is nothing to say. Nobody writes to itself.
        """
        wanted = ("是", "可选") if self.rules.optional_letters else ("是",)
        sender = self.profile.supervising_organ
        return tuple(
            unit
            for unit in self.units
            if unit.letter in wanted and self.matters_of(unit.key) and not self.one_body(unit.key, sender)
        )

    @cached_property
    def quotes_names(self) -> bool:
        """True where the name of a target holds a 、: in a row of names all of them then stand in quotation marks."""
        return any("、" in one.name for one in self.targets)

    def matters_of(self, key: str) -> tuple[Matter, ...]:
        """The matters a unit has a role in: it leads or cooperates, answers for a target, or has a 分县任务."""
        return self._matters_of.get(key, ())

    @cached_property
    def _matters_of(self) -> Mapping[str, tuple[Matter, ...]]:
        asked = grouped(self.county_goals, lambda goal: (self.target(goal[0]).matter,))

        def involved(matter: Matter) -> Iterable[str]:
            answering = (lead for target in self.targets_of(matter.number) for lead in target.leads)
            counties = (county for _, county in asked.get(matter.number, ()))
            return dict.fromkeys((*matter.leads, *matter.cooperating, *answering, *counties))

        return grouped(self.matters, involved)

    @property
    def own_lead(self) -> str:
        """The key of the lead whose workspace this is; empty in every other office's."""
        lead = self.find_unit(self.profile.lead) if self.profile.office is Office.LEAD else None
        return lead or ""

    def answering(self, target: Target) -> tuple[str, ...]:
        """The leads whose reports make the target's figure here: all of them; in a lead's own workspace itself alone."""
        return (self.own_lead,) if self.own_lead in target.leads else target.leads

    def pooled(self, target: Target) -> bool:
        """True for a target whose figure comes of several leads' (填报方式)."""
        return len(self.answering(target)) > 1

    def waits_for(self, role: Role) -> bool:
        """True for the reports this office waits for and judges: a lead's from its cooperating units, else the leads'."""
        return (role is not Role.LEAD) == (self.profile.office is Office.LEAD)

    def concerns(self, target: Target) -> bool:
        """True if the target is this office's business: in a lead's workspace only its own are."""
        return self.own_lead in ("", *target.leads)

    def due(self, role: Role, month: Month) -> date:
        """The day that month's report is due in that role, a year end's for all alike; the day itself still counts."""
        year_end = f"{month.year + 1}-{self.rules.year_end_due}"
        asked = date.fromisoformat(year_end) if month.is_year_end else self.due_day(role).of(month)
        return self.calendar.shift(asked, self.rules.day_shift)

    def is_share(self, target: str, unit: str) -> bool:
        """True if what `unit`, none of its leads, says of a target is its share of it, not the target's own figure."""
        return bool(target and unit) and unit not in self.target(target).leads

    @property
    def cycle(self) -> Cycle:
        """报送周期: which months are periods, and what they are called."""
        return self.rules.cycle

    @property
    def first_month(self) -> Month:
        """The first period anybody was asked to report."""
        return self.cycle.holding(Month(self.profile.year, self.rules.first_month))

    def months(self, upto: Month) -> tuple[Month, ...]:
        """Every period from the first to `upto`, its year end too."""
        year = self.profile.year
        periods = (*self.cycle.periods(year), Month.year_end(year))
        return tuple(month for month in periods if self.first_month <= month <= upto)

    def due_day(self, role: Role) -> DueDay:
        """The rule for the day sheets are due in that role."""
        return self.rules.lead_due if role is Role.LEAD else self.rules.cooperating_due

    def lead_deadline(self, month: Month) -> date:
        """The day leads owe that month's sheet."""
        return self.due(Role.LEAD, month)

    def reply_day(self, day: date) -> date:
        """When the answer to a letter of that day is due: so many days later, never on a day off."""
        return self.calendar.shift(day + timedelta(self.rules.reply_days), DayShift.NEXT)

    def naming_day(self, month: Month) -> date:
        """The day whose names a month uses: a unit renamed later is called by its old name till then."""
        return self.lead_deadline(month)

    def cooperating_deadline(self, month: Month) -> date:
        """The day cooperating units owe their lead that month's sheet."""
        return self.due(Role.COOPERATING, month)


def _matter_on(matter: Matter, own: Sequence[Target], day: date) -> Matter:
    """A matter as it stands on a day, its leads those of its own targets where one was handed over."""
    handed = any(target.handovers for target in own)
    leads = tuple(dict.fromkeys(key for target in own for key in target.leads)) if handed else matter.leads
    others = tuple(key for key in matter.cooperating if key not in leads)
    return replace(matter, leads=leads, cooperating=others, leader=matter.leader_on(day))
