"""Which template prints which context: what `templates check` and the handbooks go by."""

from __future__ import annotations

from pipeline.documents.compose import (
    brief,
    bulletin,
    circular,
    comparison,
    reading,
    reminder,
    report,
    routing,
    supervision,
)

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
}
