"""收下改动: what people changed in a draft, held against what was printed, and kept in 编辑用语 for every making to come (DOCUMENTS §5).

Only `keep` changes anything, and nothing but 处理登记: rows below those people wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.documents.keeping.edits import Edit
from pipeline.documents.keeping.given_back import Done, GivenBack, Touched, given_back, template_place
from pipeline.documents.keeping.kept_rows import Row, kept_rows
from pipeline.documents.keeping.slots import as_read, bare_words, key, names, shown_words, words_of
from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.trace import Trace
from pipeline.documents.provenance.verify import State, Verified
from pipeline.documents.provenance.whereabouts import bare
from pipeline.documents.wording.parts import FOR_ANOTHER, makes
from pipeline.files.folder import digest
from pipeline.files.word.lines import document_lines, reviewers_notes
from pipeline.inputs.decisions.editorial import SHEET, kept_cells
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.model.editorial import Change, Kept
from pipeline.model.errors import TemplateProblem, UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.origin import CommandKind
from pipeline.model.phrases import Letter, Printed
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.outputs.founding import spare_templates
from pipeline.outputs.lock import held
from pipeline.outputs.manifests import MEMORY, read_manifest
from pipeline.workflows.month import written as month_written
from pipeline.workflows.printing import noticed_in
from pipeline.workflows.recognition import Desk, Known, Unknown, period_of
from pipeline.workflows.year import written as year_written


@dataclass(frozen=True, slots=True)
class Offer:
    """An edit as it is offered: its number in the list, an id that stays, the words as they read before and now.

    `behind` is the paragraph it stands behind, of what was added or moved. `trouble` says why it cannot be kept, `doubt` why
    somebody should look first; `untraced` are numbers in it that have no source; `template` is where the template prints it.
    `kept`: the register holds it. `row` is what the register would.
    """

    number: int
    id: str
    change: Change
    was: str
    now: str
    behind: str
    trouble: str
    doubt: str
    untraced: tuple[str, ...]
    template: tuple[str, int] | None
    kept: bool
    row: Row

    @property
    def keepable(self) -> bool:
        """Whether it can be kept and is not."""
        return not self.trouble and not self.kept


@dataclass(frozen=True, slots=True)
class Keeping:
    """A document given back: its set, the paper it is (id), what is offered; figures written over by hand; other lines that differ;
    `notes` people wrote beside it (批注).

    `written` are the numbers that were kept just now.
    """

    path: Path
    set: str
    paper: str
    offers: tuple[Offer, ...]
    touched: tuple[Touched, ...]
    elsewhere: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    written: tuple[int, ...] = ()

    @property
    def left(self) -> bool:
        """Whether something of it is kept nowhere."""
        open_ = any(not one.kept and one.number not in self.written for one in self.offers)
        return open_ or bool(self.touched or self.elsewhere or self.notes)


def look(office: Workspace, path: Path) -> Keeping:
    """What people changed in a document; `Unknown` where no set of this workspace remembers it."""
    return _Given(office, path).keeping()


def keep(office: Workspace, path: Path, only: Collection[int], post: str) -> Keeping:
    """The same, and the edits of these numbers as rows of 编辑用语 (none given: all that raise no doubt), settled by a post."""
    given = _Given(office, path)
    found = given.keeping()
    chosen = _chosen(found, only)
    if chosen:
        rows = given.cells(found, chosen, post)
        with held(office.outputs, office.terms):
            founding.enter(office, given.month.year, SHEET.name, rows)
    numbers = tuple(one.number for one in chosen)
    return replace(found, written=numbers)


def to_choose(office: Workspace, plan: Plan, month: Month) -> tuple[Finding, ...]:
    """What is to be looked at of the words people keep in a period's papers, as those would be made now; nothing is written.

    None while a template cannot be used: that is told where papers are made.
    """
    kept = [one for one in read_decisions(office, plan).kept_in(month) if makes(plan, one.paper)]
    if plan.own_lead or not kept:
        return ()
    _, letters, day = _written(office, month, None)
    with suppress(TemplateProblem):
        return noticed_in(letters, office.templates, day, kept)
    return ()


def _chosen(found: Keeping, only: Collection[int]) -> list[Offer]:
    if not only:
        return [one for one in found.offers if one.keepable and not one.doubt]
    unknown = sorted(set(only) - {one.number for one in found.offers})
    if unknown:
        raise UsageProblem(
            f"没有第{'、'.join(map(str, unknown))}处改动，请先不带 --as 运行一遍，看清楚编号。"
        )
    barred = next((one for one in found.offers if one.number in only and one.trouble), None)
    if barred is not None:
        raise UsageProblem(f"第{barred.number}处收不下来：{barred.trouble}。什么都没有写。")
    return [one for one in found.offers if one.number in only and one.keepable]


class _Given:
    """A document given back, with all it is held against."""

    def __init__(self, office: Workspace, path: Path) -> None:
        desk = Desk(office)
        self._office, self._known = office, desk.known(path)
        _require_ours(office, self._known)
        self.month = period_of(self._known.manifest)
        drawn_up = self._known.manifest.origin.drawn_up
        decisions, letters, _ = _written(office, self.month, drawn_up)
        self._letter = _letter(letters, self._known.name)
        kept = [one for one in decisions.kept_in(self.month) if one.paper == self._letter.id]
        self._kept, self._verified = kept, desk.verified(self._known)
        trace, now = self._known.trace, self._known.now
        today = dict(paired(trace, now)) if now is not None else {}
        self._back = given_back(self._known.lines, trace, today)
        self._done = [*self._back.done, *map(Done, _looked_at(self._back, trace, kept))]
        self._figures = {mark.name: mark.figure for mark in trace.figures}

    def keeping(self) -> Keeping:
        """What is offered of it."""
        rows = self._rows([one.edit for one in self._done])
        numbered = enumerate(zip(self._done, rows, strict=True), 1)
        offers = tuple(self._offer(number, one, row) for number, (one, row) in numbered)
        known, notes = self._known, reviewers_notes(self._known.data)
        return Keeping(
            *(known.path, known.manifest.set, self._letter.id, offers),
            *(self._back.touched, self._back.elsewhere, notes),
        )

    def cells(self, found: Keeping, chosen: Sequence[Offer], post: str) -> list[dict[str, str]]:
        """The edits chosen as rows of the register; what was added behind something nobody keeps stands behind what that stood behind."""
        numbers = {one.number for one in found.offers if one.kept} | {one.number for one in chosen}
        left = [one.edit for number, one in enumerate(self._done, 1) if number not in numbers]
        skipped = {one.now: one.behind for one in left if one.change is Change.ADD}
        kept = []
        for one in chosen:
            edit = self._done[one.number - 1].edit
            while isinstance(edit.behind, str) and edit.behind in skipped:
                edit = replace(edit, behind=skipped[edit.behind])
            kept.append(edit)
        where = {"月份": str(self.month), "文稿": self._letter.id, "定稿岗位": post}
        return [where | kept_cells(*row) for row in self._rows(kept)]

    def _rows(self, done: Sequence[Edit]) -> list[Row]:
        return kept_rows(done, self._back.printed, self._known.trace)

    def _offer(self, number: int, one: Done, row: Row) -> Offer:
        edit, figures = one.edit, self._figures
        was, now = key(as_read(edit.was, figures)), key(as_read(edit.now, figures))
        change, original, words = row
        sign = digest(repr((change, original.text, original.number, words)).encode())[:8]
        behind = "" if edit.change not in (Change.ADD, Change.MOVE) else self._behind(edit)
        fixed = edit.at is not None and change is not Change.MOVE and not names(edit.was)
        template = self._template(was) if fixed else None
        held = _is_kept(self._kept, row)
        doubts = (
            _doubt(edit, now, self._verified),
            "" if held else _misquoted(one.quoted),
            "" if held else _another(self._kept, row, edit.was),
        )
        doubt = "；".join(filter(None, doubts))
        return Offer(
            number, sign, change, was, now, behind, one.trouble, doubt, one.untraced, template, held, row
        )

    def _behind(self, edit: Edit) -> str:
        if isinstance(edit.behind, str):
            return key(as_read(edit.behind, self._figures))
        return key(as_read(self._back.printed[edit.behind], self._figures)) if edit.behind >= 0 else ""

    def _template(self, was: str) -> tuple[str, int] | None:
        name, folder = self._letter.template, self._office.templates
        data = spare_templates(folder).get(name) or (folder / name).read_bytes()
        context = self._letter.context
        assert is_dataclass(context)
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        own = {field: value for field, value in values.items() if isinstance(value, str)}
        place = template_place([line.text for line in document_lines(data)], was, own)
        return (name, place) if place is not None else None


def _require_ours(office: Workspace, known: Known) -> None:
    """`Unknown` for a document of another workspace; a refreshed copy may lie anywhere, its record beside it."""
    beside = known.foreign is not None and read_manifest(office.outputs / known.manifest.set) is not None
    if known.foreign is not None and not (beside and known.foreign.name.endswith(MEMORY)):
        raise Unknown(
            f"{known.path.name} 不是在这个工作目录里生成的，它的改动收不进这里的处理登记。请用 -C 指明生成它的工作目录。"
        )
    if known.manifest.origin.command.kind not in (CommandKind.MONTHLY, CommandKind.ASSESS):
        raise UsageProblem(
            f"{known.path.name} 属于“{known.manifest.set}”，只有每月的材料和年终考核的文稿能收下改动。"
        )


def _written(office: Workspace, month: Month, day: date | None) -> tuple[Decisions, list[Letter], date]:
    """The papers of a period as of a day (None: its own), and that day."""
    if month.is_year_end:
        _, decisions, _, assessment, _, letters = year_written(office, month.year, day, final=False)
        return decisions, letters, assessment.drawn_up
    _, decisions, _, course, letters = month_written(office, month, day, final=False)
    return decisions, letters, course[-1].drawn_up


def _letter(letters: Sequence[Letter], name: str) -> Letter:
    """The paper a document is, whether or not it lies in 代拟稿 by now."""
    found = next((one for one in letters if one.file in (name, f"{FOR_ANOTHER}/{name}")), None)
    if found is None:
        raise UsageProblem(
            f"按现在的来源，这一期没有“{name}”这份文稿了，它的改动没有地方收。请另存一份备查。"
        )
    return found


def _looked_at(back: GivenBack, trace: Trace, kept: Sequence[Kept]) -> Iterator[Edit]:
    """Paragraphs kept before that still stand as they were kept, and under which the facts are others since: people have seen them."""
    touched = {one.edit.at for one in back.done}
    beneath = list(trace.beneath)
    for at, line in enumerate(back.printed):
        place = next((place for place, one in enumerate(beneath) if key(one[0]) == key(line)), None)
        if place is None:
            continue
        _, now = beneath.pop(place)
        rows = [one for one in kept if bare_words(one.words, one.original.facts) == words_of(line)]
        seen = [one for one in rows if one.change is Change.REPLACE]
        facts = seen[-1].original.facts[: len(now.facts)] if seen else ()
        if seen and at not in touched and (seen[-1].original.text, facts) != (now.text, now.facts):
            yield Edit(Change.REPLACE, line, line, at)


def _is_kept(kept: Sequence[Kept], row: Row) -> bool:
    """Whether the register holds a row, and none of the same paragraph behind it that says otherwise."""
    change, original, words = row
    if change is Change.ADD:
        # Whatever it stands behind there.
        return any((one.change, one.words) == (change, words) for one in kept)
    alone = change is Change.MOVE
    same = [
        one
        for one in kept
        if (one.original.text, one.original.number) == (original.text, original.number)
        and (one.change is change if alone else one.change in (Change.REPLACE, Change.DROP))
    ]
    found = [(one.change, one.original, one.words) == row for one in same]
    return any(found) if alone else bool(found and found[-1])


def _another(kept: Sequence[Kept], row: Row, was: str) -> str:
    """What speaks against an edit of a paragraph of which other words were kept than those it was made on: they would be lost."""
    change, original, _ = row
    if change in (Change.ADD, Change.MOVE):
        return ""
    before = [
        one
        for one in kept
        if one.change in (Change.REPLACE, Change.DROP)
        and (one.original.text, one.original.number) == (original.text, original.number)
    ]
    if not before or bare_words(before[-1].words, before[-1].original.facts) == words_of(was):
        return ""
    words = shown_words(before[-1].words, before[-1].original.facts)
    return (
        f"这一段收下过另一种写法（{words}），收了这一处就不用那一种"
        if words
        else "这一段收下过“删”，收了这一处又有了"
    )


def _misquoted(words: Sequence[Printed]) -> str:
    """What speaks against an edit that puts a unit's own words otherwise, or leaves them out."""
    told = (f"“{one.text}”是原话（{one.cells[0]}）" if one.cells else f"“{one.text}”是原话" for one in words)
    return f"{'，'.join(told)}，这里改了或删了；收下以后原话再变，这一段不跟着变，要人再看" if words else ""


def _doubt(edit: Edit, now: str, verified: Verified) -> str:
    """What speaks against an edit: it says otherwise than its figures do, or has a figure among another's words."""
    contrary = [
        one for one in verified.words if one.contrary and one.stands and bare(one.stands) in bare(now)
    ]
    if contrary and edit.now != edit.was:
        return f"说法和数不符（应当是“{contrary[0].wanted}”）" if contrary[0].wanted else "说法和数不符"
    moved = [
        one.text
        for one in verified.figures
        if one.state is State.MOVED and f"{{{one.mark.name}}}" in edit.now
    ]
    return f"{'、'.join(moved)}不在原来的那句话里" if moved and edit.now != edit.was else ""
