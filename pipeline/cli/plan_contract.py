"""What `plan show --json` and `plan check --json` print: everything the plan says, as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.cli.json_shapes import AdjustmentShape, PlanShape, PlanTargetShape
from pipeline.documents.workbooks.findings import finding_json
from pipeline.model.codes import Level
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.kinds import Direction
from pipeline.model.plan import Plan, Target
from pipeline.model.promises import Adjustment


def plan_json(plan: Plan | None, findings: Iterable[Finding]) -> PlanShape:
    """`plan show --json` and `plan check --json`: matters, targets, units, findings."""
    listed = [finding_json(finding, plan, date.max) for finding in findings]
    ok = plan is not None and not any(finding["level"] != Level.NOTE.value for finding in listed)
    if plan is None:
        return {"ok": ok, "findings": listed}
    return {
        "ok": ok,
        "year": str(plan.profile.year),
        "notice": {"title": plan.profile.notice_title, "number": plan.profile.notice_number},
        "terms": {
            "realm": plan.terms.realm,
            "lower": plan.terms.lower,
            "leader": plan.terms.leader,
            "counter": plan.terms.counter,
            "matter": plan.terms.matter,
        },
        "requirements": [
            {"requirement": name.value, "text": clause.text, "source": clause.source}
            for name, clause in plan.requirements.items()
        ],
        "matters": [
            {
                "no": str(matter.number),
                "title": matter.title,
                "leads": list(matter.leads),
                "cooperating": list(matter.cooperating),
                "leader": matter.leader,
            }
            for matter in plan.matters
        ],
        "targets": [_plan_target(plan, target) for target in plan.targets],
        "units": [
            {
                "unit": unit.key,
                "order": str(unit.order),
                "kind": unit.kind,
                "county": unit.county,
                "names": [
                    {
                        "short": name.short,
                        "full": name.full,
                        "address": name.address,
                        "since": name.since.isoformat() if name.since else None,
                        "until": name.until.isoformat() if name.until else None,
                        "confirmed": name.confirmed,
                    }
                    for name in unit.names
                ],
            }
            for unit in plan.units
        ],
        "findings": listed,
    }


def _plan_target(plan: Plan, target: Target) -> PlanTargetShape:
    return {
        "target": target.id,
        "matter": str(target.matter),
        "name": target.name,
        "kind": target.kind.name,
        "goal": _number(target.goals[0].amount),
        "measure": target.measure.base or None,
        "printed_measure": target.measure.text or None,
        "direction": target.direction.value,
        "margin": plain(target.margin) if target.direction is Direction.AROUND else None,
        "striving": target.striving,
        "pacing": target.pacing.value,
        "part_of": target.part_of or None,
        "relation": target.relation.value if target.part_of else None,
        "leads": list(target.leads),
        "pooling": target.pooling.value if target.pooling is not None else None,
        "counties": list(target.counties),
        "counting_rule": target.counting_rule or None,
        "warrant": target.warrant or None,
        "phrasing": target.phrasing or None,
        "urged_as": target.urged_as or None,
        "nodes": [
            {
                "due": node.due.isoformat(),
                "amount": _number(node.amount),
                "words": node.words or None,
            }
            for node in plan.nodes_of(target.id)
        ],
        "last_year_id": target.last_year_id or None,
        "comparable": target.comparable,
        "adjustments": _adjustments(target),
    }


def _number(amount: Decimal | None) -> str | None:
    return plain(amount) if amount is not None else None


def _adjustments(target: Target) -> list[AdjustmentShape]:
    """What documents changed of it, by the day it is in force, a row of 目标调整 each."""
    changed: list[AdjustmentShape] = [
        {
            "since": goal.since.isoformat() if goal.since is not None else None,
            "adjusted": goal.change.value,
            "goal": _number(goal.amount),
            "until": goal.until.isoformat() if goal.until is not None else None,
            "leads": [],
            "source": goal.source,
            "printable": goal.printable,
        }
        for goal in target.goals[1:]
    ]
    changed += [
        {
            "since": one.since.isoformat(),
            "adjusted": Adjustment.LEAD.value,
            "goal": None,
            "until": None,
            "leads": list(one.leads),
            "source": one.source,
            "printable": one.printable,
        }
        for one in target.handovers
    ]
    return sorted(changed, key=lambda one: one["since"] or "")
