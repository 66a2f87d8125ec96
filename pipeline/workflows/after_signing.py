"""What is to be looked at once papers are signed: rows that say it wrongly, papers nobody sent or acknowledged, texts not kept.

None of it stands in a set: no paper rests on 签发, 报送 and 电话催报.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.documents.wording.parts import makes
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import chinese_date
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs.signed import SUFFIX, folder_of, signed_papers, spoilt

# Working days after which somebody is reminded that a paper was not sent, or not acknowledged.
_PATIENCE = 3


def to_look_at(office: Workspace, plan: Plan, decisions: Decisions, today: date) -> tuple[Finding, ...]:
    """D14, D16 to D19 and D30 of a plan's year, as of a day."""
    return (
        *(finding for _, finding in decisions.misregistered),
        *_waiting(plan, decisions, today),
        *_not_kept(office, plan, decisions),
        *_spoilt(office, plan),
    )


def _waiting(plan: Plan, decisions: Decisions, today: date) -> Iterator[Finding]:
    def overdue(since: date) -> bool:
        return since < today and plan.calendar.working_days(since, today) > _PATIENCE

    for signed in decisions.signing.unsent():
        if overdue(signed.day) and makes(plan, signed.paper.id):
            said = f"{plan.cycle.label(signed.paper.month)}“{signed.paper.text}”{chinese_date(signed.day)}签发，还没有登记报送"
            yield Finding(Code.D16, said, place=signed.cell)
    for sent in decisions.signing.unreceived():
        if overdue(sent.day) and makes(plan, sent.paper.id):
            said = f"{plan.cycle.label(sent.paper.month)}“{sent.paper.text}”{chinese_date(sent.day)}送{sent.to}，还没有登记签收"
            yield Finding(Code.D17, said, place=sent.cell)


def _not_kept(office: Workspace, plan: Plan, decisions: Decisions) -> Iterator[Finding]:
    for signed in decisions.signing.signatures:
        kept = signed_papers(office.outputs, signed.paper.set)
        if makes(plan, signed.paper.id) and all(one.id != signed.paper.id for one in kept.values()):
            said = f"“{signed.paper.text}”登记了{chinese_date(signed.day)}签发，{signed.paper.set}里没有收存签发稿"
            yield Finding(Code.D18, said, place=signed.cell)


def _spoilt(office: Workspace, plan: Plan) -> Iterator[Finding]:
    for folder in sorted(office.outputs.glob(f"{plan.profile.year}-*{SUFFIX}")):
        name = folder.name.removesuffix(SUFFIX)
        for file in spoilt(office.outputs, name):
            place = office.relative(folder_of(office.outputs, name) / file)
            yield Finding(Code.D19, f"{place} 和签发时不一样，或者不在了", place=Place(place))
