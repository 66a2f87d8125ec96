"""A document of one line with a picture in it; a year of made-up targets, period by period."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from docx import Document

from pipeline.documents.pictures.bars import Bar, Columns
from pipeline.documents.rendering.render import Press
from pipeline.inputs.plan.schema import WORDS
from pipeline.model.phrases import Drawn, Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.inputs.builders import make_plan, make_returns


@dataclass(frozen=True)
class Line:
    picture: Phrase


def document(picture: Bar | Columns) -> tuple[bytes, str, str]:
    """Its bytes, the bookmark it is known by, the bookmark of the picture."""
    template, stream = Document(), io.BytesIO()
    template.add_paragraph("长{{ picture }}短")
    template.save(stream)
    figure = Drawn(picture.words, None, "", "图里条的长度", (), "T1")
    letter = Letter("试", "试.docx", "试.docx", Line(phrase(figure)))
    made, _ = Press("试.docx", stream.getvalue()).print(letter, date(2021, 9, 25))
    (mark,) = made.figures.marks
    return made.data, made.mark, mark.name


def course(
    targets: Mapping[str, Mapping[str, Any]], months: Sequence[tuple[int, Mapping[str, str | None]]]
) -> tuple[Plan, list[Progress]]:
    """Targets through so many months of 2021; the figure of each by its id, None where it is doubtful, as in months between."""
    first, last = months[0][0], months[-1][0]
    case = {"targets": targets, "rules": {"first_month": first}}
    plan = make_plan(case)
    words = {standing.value: word for standing, word in WORDS.items()}
    plan = replace(plan, rules=replace(plan.rules, words=words))
    settled = []
    given = dict(months)
    for number in range(first, last + 1):
        figures = given.get(number, dict.fromkeys(targets))
        rows = {
            name: {"cumulative": text, "as_of": date(2021, number, 20), "reason": "雨天多；用地手续慢。"}
            for name, text in figures.items()
            if text is not None
        }
        returns = make_returns(plan, case | {"month": f"2021-{number:02}", "rows": rows})
        known = {row.target: row.cumulative.figure for row in returns.rows if row.cumulative is not None}
        doubtful = frozenset(name for name, text in figures.items() if text is None)
        settled.append(Settled(returns, (), known, {}, {}, doubtful))
    history = History({one.month: one for one in settled})
    return plan, [compute(plan, history, each, each.day(28)) for each in sorted(history.months)]
