"""What people settled on in a month's papers, put in again whenever they are made (编辑用语, DOCUMENTS §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.documents.letters import brief, report
from pipeline.documents.provenance.numerals import numerals
from pipeline.documents.wording.settled_words import edited
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.codes import Code
from pipeline.model.editorial import Editorial
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan


def with_editorial(plan: Plan, month: Month, letters: Sequence[Letter], decisions: Decisions) -> list[Letter]:
    """The letters of a month, or of a year's end, with the words people settled on; what is to be looked at stands with the first letter."""
    own = [one for one in decisions.editorial if one.month == month]
    done, lost = edited(plan, letters, own)
    done = [new if new is old else _measured(plan, new) for new, old in zip(done, letters, strict=True)]
    noticed = (*_untraced(own), *_lost(lost), *_gone_by(plan, month, decisions.editorial))
    first, *others = done
    return [replace(first, findings=(*first.findings, *noticed)), *others]


def _measured(plan: Plan, letter: Letter) -> Letter:
    """A letter with people's words in it: how long it is counts with them."""
    match letter.context:
        case report.Report():
            found = tuple(report.too_long(plan, letter.context))
        case brief.Brief():
            found = tuple(brief.too_long(letter.context))
        case _:
            return letter
    return replace(letter, findings=(*(one for one in letter.findings if one.code is not Code.C17), *found))


def _untraced(rows: Sequence[Editorial]) -> Iterator[Finding]:
    """D12: nobody but who wrote them knows where the numbers of such words come from."""
    for row in rows:
        found = "、".join(one.text for one in numerals(row.words))
        if found:
            yield Finding(
                Code.D12, f"编辑用语（{row.paper} {row.place}）里的数没有来源：{found}", place=row.cell
            )


def _lost(rows: Sequence[Editorial]) -> Iterator[Finding]:
    for row in rows:
        yield Finding(Code.D11, f"编辑用语没有放进去：{row.paper}里本期没有“{row.place}”可放", place=row.cell)


def _gone_by(plan: Plan, month: Month, rows: Sequence[Editorial]) -> Iterator[Finding]:
    """D13, one for all: a month's words are of that month alone."""
    before = [row for row in rows if row.month < month]
    if before:
        months = "、".join(dict.fromkeys(plan.cycle.label(row.month) for row in before))
        said = f"编辑用语有{len(before)}条是以前的（{months}），只用在当期，没有放进{plan.cycle.label(month)}的文稿"
        yield Finding(Code.D13, said, place=before[-1].cell)
