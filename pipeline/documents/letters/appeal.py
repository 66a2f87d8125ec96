"""呈批件 of 督办: a unit that is only asked did not move; the leader in charge is asked to coordinate (DOCUMENTS §1).

Drafted only where people put it down (拟办, 呈请协调): nobody is carried up to a leader by counting.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.wording import chosen, pledged, targets, urging
from pipeline.documents.wording.parts import Approval, Item, Opinion, fields_of, reader, white_head
from pipeline.model.choices import Choice
from pipeline.model.phrases import Letter, phrase
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress
from pipeline.model.supervision import Drafted, Paper

TEMPLATE = "呈批件.docx"


def compose(
    plan: Plan, progress: Progress, draft: bool, drafted: Sequence[Drafted], choices: Sequence[Choice] = ()
) -> tuple[Letter, ...]:
    """The 呈批件 among the papers drafted for a month, in their order; `choices` are people's (处理登记［入文］［协调］)."""
    return tuple(
        _appeal(plan, progress, plan.unit(one.unit), one, draft, choices)
        for one in drafted
        if one.rung.paper is Paper.APPEAL
    )


def _appeal(
    plan: Plan, progress: Progress, unit: Unit, drafted: Drafted, draft: bool, choices: Sequence[Choice]
) -> Letter:
    day, late = progress.drawn_up, urging.lagging(progress, unit)
    name = unit.name_on(day).short
    leaders = dict.fromkeys(plan.matter(one.target.matter).leader for one in late)
    context = Approval(
        **fields_of(white_head(plan.profile.supervising_organ, day, draft)),
        head="呈　批　件",
        reader=reader("、".join(filter(None, leaders))),
        title_lines=targets.title("", "关于呈请协调推进", f"{name}有关指标的呈批件")[1:],
        opening=phrase(
            urging.opening(plan, progress, unit, late, name),
            *urging.facts(plan, progress, late, name),
            urging.before(plan, progress, drafted, name),
            *pledged.to_itself(plan, late, drafted.answers, name),
        ),
        items_=(
            Item("拟请协调事项。", f"拟请协调{name}加快推进上述事项，明确完成时限和责任岗位。"),
            *(
                Item("单位提出的需协调事项。", words)
                for words in chosen.coordinated(plan, progress, choices, late)
            ),
        ),
        closing="妥否，请批示。",
        attachments=(),
        opinions=tuple(Opinion(f"{leader}批示") for leader in leaders if leader) or (Opinion("领导批示"),),
    )
    id_, file = urging.letter_names(plan, drafted, unit, day)
    return Letter(id_, file, TEMPLATE, context)
