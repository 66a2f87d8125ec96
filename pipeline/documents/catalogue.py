"""Which template prints which context in which layout: what `templates check` and the handbooks go by."""

from __future__ import annotations

from pipeline.documents.compose import (
    approval,
    brief,
    bulletin,
    circular,
    comparison,
    feedback,
    parts,
    reading,
    reminder,
    report,
    results,
    routing,
    supervision,
)
from pipeline.documents.conformance import Layout

CONTEXTS: dict[str, type] = {
    report.TEMPLATE: report.Report,
    bulletin.TEMPLATE: bulletin.Bulletin,
    circular.TEMPLATE: circular.Circular,
    reading.TEMPLATE: reading.Reading,
    supervision.TEMPLATE: supervision.Supervision,
    brief.TEMPLATE: brief.Brief,
    comparison.TEMPLATE: comparison.Comparison,
    routing.TEMPLATE: routing.Routing,
    reminder.TEMPLATE: reminder.Reminder,
    approval.TEMPLATE: parts.Approval,
    results.TEMPLATE: results.Results,
    feedback.TEMPLATE: feedback.Feedback,
}

LAYOUTS: dict[str, Layout] = {
    report.TEMPLATE: Layout.UPWARD,
    bulletin.TEMPLATE: Layout.HOUSE,
    circular.TEMPLATE: Layout.DOWNWARD,
    reading.TEMPLATE: Layout.HOUSE,
    supervision.TEMPLATE: Layout.LETTER,
    brief.TEMPLATE: Layout.HOUSE,
    comparison.TEMPLATE: Layout.DESK,
    routing.TEMPLATE: Layout.DESK,
    reminder.TEMPLATE: Layout.LETTER,
    approval.TEMPLATE: Layout.HOUSE,
    results.TEMPLATE: Layout.DOWNWARD,
    feedback.TEMPLATE: Layout.LETTER,
}
