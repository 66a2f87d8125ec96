"""`remind`: who still owes a report or a 责任清单, as a person is told of them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli import contract, text
from pipeline.cli.answers import answer, answer_with_set
from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.cli.options import Manner
from pipeline.cli.text import heading, kept, set_files
from pipeline.model.months import Month
from pipeline.outputs.publish import Published
from pipeline.workflows import chasing


def reports_owed(manner: Manner, month: Month, letter: bool) -> int:
    """`remind`: whom to chase for the month's sheets, and who returned no 责任清单."""
    plan, items, published = chasing.remind(manner.office, month, manner.today, letter)
    document = contract.remind_json(plan, items, month, manner.today)

    def lines(shown: Published | None) -> Iterator[str]:
        if shown is None:
            yield f"{plan.cycle.label(month)}的报表都已收到，没有要催的单位。"
            yield from text.commitments_owed(plan, manner.today)
            return
        paths = set_files(manner.office, shown.folder)
        yield from text.reminders(plan, items, month, manner.today)
        yield from text.commitments_owed(plan, manner.today)
        yield from ("", heading(shown), *(f"  {path}" for path in paths))
        yield from kept(manner.office, shown)
        if letter and len(paths) == 1:
            yield plan.terms.of("没有连续两个月以上没报的单位，不用发函。")

    return answer_with_set(manner, lines, published, document, LOOK if published else DONE)


def commitments_owed(manner: Manner, year: int) -> int:
    """`remind --commitments`: the leads whose 责任清单 did not come."""
    plan, published = chasing.remind_of_commitments(manner.office, year, manner.today)
    document = contract.uncommitted_json(plan, manner.today)
    if published is None:
        return answer(manner, ["责任清单都已收到，没有要催的单位。"], document, DONE)
    paths = set_files(manner.office, published.folder)
    lines = [
        *text.commitments_owed(plan, manner.today),
        "",
        heading(published),
        *(f"  {path}" for path in paths),
    ]
    return answer(manner, [*lines, *kept(manner.office, published)], document, LOOK)
