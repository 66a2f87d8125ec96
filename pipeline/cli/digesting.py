"""`digest`: the year told up to a month, as a person is told of it and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypedDict

import click

from pipeline.cli import text
from pipeline.cli.answers import answer_with_set
from pipeline.cli.json_shapes import FileShape, Findings
from pipeline.cli.options import Manner
from pipeline.cli.text import heading, kept, set_files
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import finding_json
from pipeline.model.months import Month
from pipeline.outputs.publish import Published
from pipeline.workflows.endings import code_of
from pipeline.workflows.results import RoundedUp
from pipeline.workflows.year_so_far import last_period, roundup


class DigestShape(TypedDict):
    """`digest --json`."""

    year: Annotated[str, "年度"]
    until: Annotated[str, "到哪一期为止，如2021-11"]
    period: Annotated[str, "这一期叫什么，如11月、一季度"]
    as_of: Annotated[str | None, "多数指标的截至日期"]
    files: Annotated[list[FileShape], "这一套的文件"]
    findings: Findings


def digest(manner: Manner, year: int, until: int | None) -> int:
    """`digest`: counts by class, what is open, where the document lies."""
    month = Month(year, until) if until is not None else last_period(manner.office, year, manner.today)
    if until is None and not (manner.json or manner.quiet):
        click.echo(f"没有写到哪个月，按{month.year}年{month.number}月（{month}）办。")
    made = roundup(manner.office, month, manner.given_day)

    def lines(published: Published | None) -> Iterator[str]:
        shown = published or made.published
        yield from text.summary(made.plan, made.progress)
        yield from ("", *text.findings(made.progress.findings, notes=False), "", heading(shown))
        paths = set_files(manner.office, shown.folder)
        yield from (f"  {path}" for path in paths if not path.endswith(FINDINGS))
        yield from kept(manner.office, shown)

    code = code_of(made.progress.findings)
    return answer_with_set(manner, lines, made.published, _json(manner, made), code)


def _json(manner: Manner, made: RoundedUp) -> DigestShape:
    progress, plan = made.progress, made.plan
    paths = set_files(manner.office, made.published.folder)
    return {
        "year": str(progress.month.year),
        "until": str(progress.month),
        "period": plan.cycle.label(progress.month),
        "as_of": progress.as_of.isoformat() if progress.as_of else None,
        "files": [{"path": path, "sha256": sha256} for path, sha256 in paths.items()],
        "findings": [finding_json(one, plan, progress.drawn_up) for one in progress.findings],
    }
