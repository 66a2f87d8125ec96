"""What many offices come to together: only what was signed, only of offices that agreed (概况 同意上级汇总).

Whatever an office has not signed, or one that did not agree has, is not even counted by class here.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents.boards.signed_months import NAME as PAGE
from pipeline.documents.boards.signed_months import SignedMonth, Together, together_page
from pipeline.documents.workbooks.observations_csv import TABLE, harmless
from pipeline.documents.workbooks.observations_parquet import NAME as DATA
from pipeline.documents.workbooks.observations_parquet import observations_parquet
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.errors import PipelineError, UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.run_steps import done, each
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.publish import Edition, Published
from pipeline.outputs.states import last_words, sealed_manifest
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.standing import sources_of

# What keeps one office's month from being read; the others are told all the same.
NO_MONTH = (PipelineError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was put together, the set it is shown as, and who could not be read, with the reason."""

    together: Together
    published: Published
    unread: tuple[tuple[Member, str], ...]


def gather(place: Workspace, members: Sequence[Member], month: Month) -> Gathered:
    """The page and the data set of a month as one set below `place`.

    `UsageProblem` where nobody's can be told: nothing is made then.
    """
    told: list[tuple[SignedMonth, str]] = []
    unread: list[tuple[Member, str]] = []
    unsigned = silent = 0
    for one in each("读各地签发的数", members):
        try:
            plan = agreeing(one, month)
            signed = signed_month(one, plan, month) if plan is not None else None
        except NO_MONTH as error:
            unread.append((one, str(error)))
            continue
        if plan is None:
            silent += 1
        elif signed is None:
            unsigned += 1
        else:
            told.append(signed)
    if not told:
        raise UsageProblem(f"{month} 还没有一家签发了、又同意上级汇总（概况“同意上级汇总”），没有生成。")
    told.sort(key=lambda one: (not one[0].region, one[0].region, one[0].workspace))
    title = f"{month.year}年{month.number}月各地重点任务汇总"
    together = Together(title, tuple(one for one, _ in told), unsigned, silent, len(unread))
    rows = [(one.region, one.city, one.workspace, *row) for one in together.told for row in one.rows]
    files = {PAGE: together_page(together), DATA: observations_parquet(rows, title)}
    sources = sources_of({one.source: sha256 for one, sha256 in told})
    done("汇总", f"{len(told)}家 {len(rows)}行")
    origin = made_from(place, Command(CommandKind.GATHER), sources)
    return Gathered(together, publish(place, Edition(f"{month}-各地", files, origin)), tuple(unread))


def agreeing(member: Member, month: Month) -> Plan | None:
    """The plan of an office that agreed; None of one that did not. `PlanProblem` where nobody can tell."""
    if member.problem:
        raise UsageProblem(member.problem)
    plan = load_plan(Workspace(member.root), month.year)
    return plan if plan.profile.agrees_upward else None


def signed_month(member: Member, plan: Plan, month: Month) -> tuple[SignedMonth, str] | None:
    """The observations that count for a month, and their sha256, as far as they were signed; None where nothing was.

    `Damaged` for a table that is not what was signed.
    """
    outputs = Workspace(member.root).outputs
    if sealed_manifest(outputs, str(month)) is None:
        return None
    word = last_words(outputs, str(month)).get(TABLE)
    if word is None or (word.state is not PaperState.SIGNED and sealed_manifest(outputs, word.set) is None):
        return None
    data = word.file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    manifest = read_manifest(outputs / word.set)
    if manifest is None or manifest.digests.get(TABLE) != sha256:
        raise Damaged(word.file, "和签发时的不一样")
    source = f"{member.name}/{word.file.relative_to(member.root).as_posix()}"
    rows = tuple(row for row in observed(data) if row[0] == str(month))
    return SignedMonth(plan.profile.region, plan.profile.city, member.name, source, rows), sha256


def observed(data: bytes) -> list[tuple[str, ...]]:
    """The rows of observations.csv as they were before its texts were made harmless to spreadsheets."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    next(lines, None)
    return [tuple(map(_as_it_was, row)) for row in lines]


def _as_it_was(text: str) -> str:
    bare = text[1:]
    return bare if text.startswith("'") and harmless(bare) == text else text
