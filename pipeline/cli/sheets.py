"""Blank sheets and 责任清单 as a person is told of them: what was made, who still owes one."""

from __future__ import annotations

from pipeline.cli import contract, text
from pipeline.cli.exit_codes import DONE, LOOK, answer
from pipeline.cli.options import Manner
from pipeline.cli.text import heading, kept, set_files, shown
from pipeline.model.months import Month
from pipeline.outputs.publish import Published
from pipeline.workflows import collecting


def made_forms(manner: Manner, published: Published, name: str, what: str) -> int:
    """How many sheets of a kind lie where; `name` is the set's."""
    paths = set_files(manner.office, published.folder)
    said = "内容没有变化，没有重新生成" if published.unchanged else "已生成"
    lines = [f"{said} {len(paths)} 份{what}：", f"  {shown(manner.office, published.folder)}"]
    lines += kept(manner.office, published)
    return answer(manner, lines, contract.set_json(name, paths), DONE)


def commitment_lists(manner: Manner, year: int) -> int:
    """`forms --commitments`: a 责任清单 per lead."""
    published = collecting.commitment_lists(manner.office, year)
    return made_forms(manner, published, f"{year}-责任清单", "责任清单")


def reports_owed(manner: Manner, month: Month, letter: bool) -> int:
    """`remind`: whom to chase for the month's sheets, and who returned no 责任清单."""
    plan, items, published = collecting.remind(manner.office, month, manner.today, letter)
    document = contract.remind_json(plan, items, month, manner.today)
    if published is None:
        none = f"{plan.cycle.label(month)}的报表都已收到，没有要催的单位。"
        return answer(manner, [none, *text.commitments_owed(plan, manner.today)], document, DONE)
    paths = set_files(manner.office, published.folder)
    lines = [
        *text.reminders(plan, items, month, manner.today),
        *text.commitments_owed(plan, manner.today),
        "",
        heading(published),
        *(f"  {path}" for path in paths),
        *kept(manner.office, published),
        *([plan.terms.of("没有连续两个月以上没报的单位，不用发函。")] if letter and len(paths) == 1 else []),
    ]
    return answer(manner, lines, document, LOOK)


def commitments_owed(manner: Manner, year: int) -> int:
    """`remind --commitments`: the leads whose 责任清单 did not come."""
    plan, published = collecting.remind_of_commitments(manner.office, year, manner.today)
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
