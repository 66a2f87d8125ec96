"""What people settled on in a month's papers, put in again whenever they are made (编辑用语, DOCUMENTS §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.documents.keeping.settling import Matter, Remark
from pipeline.documents.keeping.slots import bare_words, shown_words
from pipeline.documents.letters import brief, report
from pipeline.documents.provenance.numerals import numerals
from pipeline.documents.wording.settled_words import edited
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.codes import Code
from pipeline.model.editorial import Change, Editorial, Kept
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan


def with_editorial(plan: Plan, month: Month, letters: Sequence[Letter], decisions: Decisions) -> list[Letter]:
    """The letters of a month, or of a year's end, with the words people settled on; what is to be looked at stands with the first letter."""
    own = [one for one in decisions.editorial if one.month == month]
    rows: list[Editorial | Kept] = [*decisions.editorial, *decisions.kept]
    done, lost = edited(plan, letters, own)
    done = [new if new is old else _measured(plan, new) for new, old in zip(done, letters, strict=True)]
    noticed = (
        *_untraced(own),
        *_unsourced(decisions.kept_in(month)),
        *_lost(lost),
        *_gone_by(plan, month, rows),
    )
    first, *others = done
    return [replace(first, findings=(*first.findings, *noticed)), *others]


def noticed_of(remarks: Sequence[Remark]) -> tuple[Finding, ...]:
    """What is to be looked at of paragraphs that people keep: those without a place, those whose facts are others since, those dropped."""
    return tuple(map(_told, remarks))


def _told(one: Remark) -> Finding:
    row, code = one.row, _CODES[one.matter]
    figures = f"（{'，'.join(f'{was}→{now}' for was, now in one.changed)}）" if one.changed else ""
    stands, machine = (f"“{text}”" if text else "（没有了）" for text in (one.stands, one.machine))
    match one.matter:
        case Matter.LOST:
            now = f"；程序现在写的是{machine}" if one.machine else ""
            meant = one.stands or shown_words(row.original.text, row.original.facts)
            said = f"{row.paper}收下的{_WAYS[row.change]}没有放进去：{_quoted(meant)}{now}"
        case Matter.FIGURES:
            said = f"{row.paper}收下的一段换了新的数{figures}：现在印的是{stands}；程序写的是{machine}"
        case Matter.WORDS:
            said = (
                f"{row.paper}收下的一段，程序的说法已经变了{figures}：现在印的是{stands}；程序写的是{machine}"
            )
        case Matter.DROPPED:
            since = "，这一段后来变了" if one.changed or one.reworded else ""
            said = f"{row.paper}有一段按收下的改动没有印{since}{figures}：程序写的是{machine}"
    about = next((one.about for one in row.original.facts if one.about), "")
    return Finding(code, said, target=about, place=replace(row.cell, read=""))


def _quoted(text: str) -> str:
    return f"“{text}”"


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


_CODES = {
    Matter.LOST: Code.D11,
    Matter.FIGURES: Code.D25,
    Matter.WORDS: Code.D26,
    Matter.DROPPED: Code.D27,
}
_WAYS = {Change.REPLACE: "一段", Change.DROP: "删掉一段", Change.ADD: "加的一段", Change.MOVE: "移动的一段"}


def _untraced(rows: Sequence[Editorial]) -> Iterator[Finding]:
    """D12: nobody but who wrote them knows where the numbers of such words come from."""
    for row in rows:
        found = "、".join(one.text for one in numerals(row.words))
        if found:
            yield Finding(
                Code.D12, f"编辑用语（{row.paper} {row.place}）里的数没有来源：{found}", place=row.cell
            )


def _unsourced(rows: Sequence[Kept]) -> Iterator[Finding]:
    """D12 of paragraphs: numbers people wrote themselves, beside those that are the program's figures and those it printed there."""
    for row in rows:
        if row.change in (Change.ADD, Change.REPLACE):
            facts = row.original.facts
            before = Counter(one.text for one in numerals(bare_words(row.original.text, facts)))
            new = Counter(one.text for one in numerals(bare_words(row.words, facts))) - before
            if new:
                found = "、".join(new.elements())
                yield Finding(Code.D12, f"收下的话（{row.paper}）里的数没有来源：{found}", place=row.cell)


def _lost(rows: Sequence[Editorial]) -> Iterator[Finding]:
    for row in rows:
        yield Finding(Code.D11, f"编辑用语没有放进去：{row.paper}里本期没有“{row.place}”可放", place=row.cell)


def _gone_by(plan: Plan, month: Month, rows: Sequence[Editorial | Kept]) -> Iterator[Finding]:
    """D13, one for all: a month's words are of that month alone."""
    before = [row for row in rows if row.month < month]
    if before:
        months = "、".join(dict.fromkeys(plan.cycle.label(row.month) for row in before))
        said = f"编辑用语有{len(before)}条是以前的（{months}），只用在当期，没有放进{plan.cycle.label(month)}的文稿"
        yield Finding(Code.D13, said, place=before[-1].cell)
