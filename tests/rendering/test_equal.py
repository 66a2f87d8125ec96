"""Our engine gives what docxtpl gives: every part of the package, or the same exception."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.compared import ENVIRONMENTS, SUBJECTS, actual, contexts_of, expected


@pytest.mark.parametrize("subject", SUBJECTS)
@settings(max_examples=5, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_document_is_what_docxtpl_makes(subject: str, data: st.DataObject) -> None:
    context = data.draw(contexts_of(subject), "context")
    environment = data.draw(st.sampled_from(sorted(ENVIRONMENTS)), "environment")
    ours = actual(subject, context, environment)
    assert ours.differences(expected(subject, context, environment)) == [], ours.route
