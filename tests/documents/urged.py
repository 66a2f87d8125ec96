"""Papers of 督办 for documents' tests, as if people had asked for them."""

from __future__ import annotations

from pipeline.documents.wording.urging import lagging
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.supervision import Drafted, Paper
from pipeline.progress.supervision import reply_due


def asked_for(plan: Plan, progress: Progress, *papers: Paper) -> tuple[Drafted, ...]:
    """A paper for every lead that lags and is urged here: the lowest rung of one of these kinds; of any kind of letter if none is named."""
    wanted = papers or (Paper.NOTICE, Paper.REQUEST)
    found = []
    for unit in plan.leads:
        if lagging(progress, unit) and plan.urges(unit.key):
            ladder = plan.rules.ladder(unit.subordinate)
            rung = next((one for one in ladder if one.paper in wanted), None)
            found += [Drafted(unit.key, rung, reply_due(plan, progress, None))] if rung else []
    return tuple(found)
