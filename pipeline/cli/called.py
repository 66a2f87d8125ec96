"""`forms --date` and `check --date`: 临时调度 as a person is told of it and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, TypedDict

from pipeline.cli import contract, sheets, text
from pipeline.cli.answers import answer
from pipeline.cli.json_shapes import CameShape, Findings
from pipeline.cli.options import Manner
from pipeline.cli.terminal import wrapped
from pipeline.documents.workbooks.findings import finding_json
from pipeline.model.figures import plain
from pipeline.model.months import chinese_date
from pipeline.workflows import calling
from pipeline.workflows.calling import Called
from pipeline.workflows.endings import LOOK, code_of


class CalledFigureShape(TypedDict):
    """A figure called for that is used."""

    target: Annotated[str, "指标编号"]
    value: Annotated[str, "数"]
    measure: Annotated[str, "基本计量单位"]
    as_of: Annotated[str, "截至日期"]


class CalledShape(TypedDict):
    """`check --date --json`."""

    day: Annotated[str, "临时调度截至哪天"]
    files: Annotated[list[CameShape], "这一天文件夹里的每个文件"]
    missing: Annotated[list[str], "要了还没有报来的责任单位；表样不在 outputs 里的是空的"]
    figures: Annotated[list[CalledFigureShape], "采用的数，按任务分解表的次序"]
    findings: Findings


def forms(manner: Manner, day: date, only: str) -> int:
    """`forms --date`: a blank sheet per lead of the targets called for."""
    published = calling.forms(manner.office, day, only)
    return sheets.made_forms(manner, published, calling.set_name(day), "临时调度表样")


def check(manner: Manner, day: date) -> int:
    """`check --date`: what came, from whom, and what is wrong with it."""
    made = calling.check(manner.office, day)
    code = LOOK if made.missing else code_of(made.came.settled.findings)
    return answer(
        manner, _lines(manner, made), _json(made), code if made.came.settled.returns.files else LOOK
    )


def _lines(manner: Manner, made: Called) -> Iterator[str]:
    settled, day = made.came.settled, made.came.day
    yield f"{chinese_date(day)}临时调度，只列在台账里，不算进度、迟报和各期的数"
    if settled.returns.files:
        yield from text.files(settled.returns.files)
    else:
        yield f"  {manner.office.relative(manner.office.ad_hoc_folder(day))} 里还没有文件"
    if made.missing:
        yield from wrapped(f"还没有报的 {len(made.missing)} 家：{made.plan.names(made.missing, day)}", "  ")
    for target in made.plan.targets:
        value = settled.values.get(target.id)
        if value is not None:
            said = target.measure.said(value.amount)
            as_of = chinese_date(made.came.as_of(target.id))
            yield from wrapped(f"  {target.id} {target.name}　截至{as_of} {said}", "    ")
    yield ""
    yield from text.findings(settled.findings, notes=True)


def _json(made: Called) -> CalledShape:
    settled, day = made.came.settled, made.came.day
    values = [(one, settled.values[one.id]) for one in made.plan.targets if one.id in settled.values]
    return {
        "day": day.isoformat(),
        "files": [contract.came_json(one) for one in settled.returns.files],
        "missing": [made.plan.name(unit, day) for unit in made.missing],
        "figures": [
            {
                "target": target.id,
                "value": plain(value.amount),
                "measure": value.measure,
                "as_of": made.came.as_of(target.id).isoformat(),
            }
            for target, value in values
        ],
        "findings": [finding_json(one, made.plan, day) for one in settled.findings],
    }
