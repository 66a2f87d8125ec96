"""Which template prints which context in which layout: what `templates check` and the handbooks go by."""

from __future__ import annotations

from pipeline.documents.conformance import Layout
from pipeline.documents.letters import (
    approval,
    assessment_circular,
    brief,
    bulletin,
    circular,
    comparison,
    correcting,
    feedback,
    one_page,
    perusal,
    relay,
    reminder,
    report,
    roundup,
    routing,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.wording import parts

CONTEXTS: dict[str, type] = {
    report.TEMPLATE: report.Report,
    bulletin.TEMPLATE: bulletin.Bulletin,
    circular.TEMPLATE: circular.Circular,
    perusal.TEMPLATE: perusal.Perusal,
    supervision_letter.TEMPLATE: supervision_letter.Supervision,
    supervision_slip.TEMPLATE: supervision_slip.Slip,
    brief.TEMPLATE: brief.Brief,
    comparison.TEMPLATE: comparison.Comparison,
    routing.TEMPLATE: routing.Routing,
    one_page.TEMPLATE: one_page.OnePage,
    reminder.TEMPLATE: reminder.Reminder,
    correcting.UPWARD: correcting.Corrected,
    correcting.DOWNWARD: correcting.Correction,
    approval.TEMPLATE: parts.Approval,
    assessment_circular.TEMPLATE: assessment_circular.Results,
    feedback.TEMPLATE: feedback.Feedback,
    roundup.TEMPLATE: roundup.Roundup,
    relay.TEMPLATE: relay.Relay,
}

# What came after 0.1: an office's own template need not print it.
LATER: frozenset[tuple[str, str]] = frozenset(
    {
        (supervision_letter.TEMPLATE, "contact"),
        (feedback.TEMPLATE, "contact"),
        (bulletin.TEMPLATE, "parts"),
        (comparison.TEMPLATE, "figures"),
        (comparison.TEMPLATE, "charts"),
        (approval.TEMPLATE, "reader"),
        (approval.TEMPLATE, "attachments"),
        (assessment_circular.TEMPLATE, "picture"),
        (feedback.TEMPLATE, "detail.own_header"),
        (report.TEMPLATE, "mended"),
    }
)

LAYOUTS: dict[str, Layout] = {
    report.TEMPLATE: Layout.UPWARD,
    bulletin.TEMPLATE: Layout.HOUSE,
    circular.TEMPLATE: Layout.DOWNWARD,
    perusal.TEMPLATE: Layout.PAGE,
    supervision_letter.TEMPLATE: Layout.LETTER,
    supervision_slip.TEMPLATE: Layout.HOUSE,
    brief.TEMPLATE: Layout.PAGE,
    comparison.TEMPLATE: Layout.DESK,
    routing.TEMPLATE: Layout.DESK,
    one_page.TEMPLATE: Layout.DESK,
    reminder.TEMPLATE: Layout.LETTER,
    correcting.UPWARD: Layout.UPWARD,
    correcting.DOWNWARD: Layout.LETTER,
    approval.TEMPLATE: Layout.HOUSE,
    assessment_circular.TEMPLATE: Layout.DOWNWARD,
    feedback.TEMPLATE: Layout.LETTER,
    roundup.TEMPLATE: Layout.HOUSE,
    relay.TEMPLATE: Layout.HOUSE,
}

# Whose own charts can be filled: what a period is made of, and not the desk's tables.
CHARTED: frozenset[str] = frozenset(
    {
        report.TEMPLATE,
        bulletin.TEMPLATE,
        circular.TEMPLATE,
        perusal.TEMPLATE,
        supervision_letter.TEMPLATE,
        supervision_slip.TEMPLATE,
        brief.TEMPLATE,
        one_page.TEMPLATE,
    }
)
