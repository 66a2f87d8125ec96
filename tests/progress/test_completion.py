"""What a matter comes to from what its targets came to."""

from __future__ import annotations

import pytest

from pipeline.model.assessment import Certification, Completion, MatterResult, Verdict
from tests.inputs.builders import make_plan

V = Verdict


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ([V.DONE, V.EXCEEDED, V.MET], Completion.COMPLETE),
        ([V.DONE, V.SUSPENDED], Completion.COMPLETE),
        ([V.DONE, V.UNDONE], Completion.INCOMPLETE),
        ([V.UNMET, None], Completion.INCOMPLETE),
        ([V.UNDONE, V.SUSPENDED], Completion.INCOMPLETE),
        ([V.DONE, None], Completion.OPEN),
        ([V.SUSPENDED, None], Completion.OPEN),
        ([V.SUSPENDED, V.SUSPENDED], Completion.SUSPENDED),
    ],
)
def test_a_matter_is_complete_when_all_that_was_not_suspended_is(
    verdicts: list[Verdict | None], outcome: Completion
) -> None:
    plan = make_plan({"targets": {"T1-1": {"kind": "累计数", "measure": "人", "goal": "100"}}})
    target = plan.targets[0]
    ones = tuple(Certification(target, target.goals[0], None, None, None, verdict) for verdict in verdicts)
    assert MatterResult(plan.matters[0], ones).completion is outcome
