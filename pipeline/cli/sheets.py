"""Sheets and 责任清单 as a person is told of them: what was made, what is wrong with what came, who still owes one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli import contract, text
from pipeline.cli.answers import answer, answer_with_set
from pipeline.cli.exit_codes import DONE
from pipeline.cli.options import Manner, period, period_and_word
from pipeline.cli.text import heading, kept, set_files, shown
from pipeline.model.months import Month
from pipeline.outputs.publish import Published
from pipeline.workflows import jobs
from pipeline.workflows.endings import code_of


def forms(manner: Manner, month: Month) -> int:
    """`forms`: a blank sheet per unit that reports."""
    return made_forms(manner, jobs.forms(manner.office, month).result, f"{month}-表样", "表样")


def made_forms(manner: Manner, published: Published, name: str, what: str) -> int:
    """How many sheets of a kind lie where; `name` is the set's."""
    paths = set_files(manner.office, published.folder)

    def lines(shown: Published | None) -> Iterator[str]:
        yield from _lie_in(manner, shown or published, f"{len(paths)} 份{what}")

    return answer_with_set(manner, lines, published, contract.set_json(name, paths), DONE)


def _lie_in(manner: Manner, published: Published, what: str) -> list[str]:
    said = "内容没有变化，没有重新生成" if published.unchanged else "已生成"
    folder = shown(manner.office, published.folder)
    return [f"{said} {what}：", f"  {folder}", *kept(manner.office, published)]


def commitment_lists(manner: Manner, year: int) -> int:
    """`forms --commitments`: a 责任清单 per lead."""
    from pipeline.workflows import collecting

    published = collecting.commitment_lists(manner.office, year)
    return made_forms(manner, published, f"{year}-责任清单", "责任清单")


def check(manner: Manner, month: Month, back: bool) -> int:
    """`check`: what came, from whom, and what is wrong with it; with `back` the sheets to return."""
    work = jobs.check(manner.office, month, manner.today, back)
    plan, settled, progress, published = work.result
    items = progress.findings

    def lines(returned: Published | None) -> Iterator[str]:
        yield from text.files(settled.returns.files)
        yield from ("", *text.reports(plan, settled.returns, items), "")
        yield from text.findings(items, notes=True)
        if returned is not None:
            count = len(set_files(manner.office, returned.folder))
            yield from ("", *_lie_in(manner, returned, f"{count} 份退回的表"))
        elif back:
            yield from ("", "没有要退回的表。")

    document = contract.check_json(plan, settled, progress)
    return answer_with_set(manner, lines, published, document, work.code)


def collate(manner: Manner, month: str | None, unit: str | None) -> int:
    """`collate`: a lead's own form filled from its counties' sheets, and what is missing for it."""
    about, whose = period_and_word(month, unit)
    from pipeline.workflows import collecting

    plan, made = collecting.collate(manner.office, period(manner, about), whose)
    path = shown(manner.office, made.path)
    lines = [
        *text.collated(plan, made),
        "",
        heading(made.published),
        f"  {path}",
        *kept(manner.office, made.published),
    ]
    return answer(manner, lines, contract.collate_json(plan, made, path), code_of(made.gaps))
