"""A paper that came back from the leader, looked at: whose it is, what was changed in it by hand, why it cannot be signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from pipeline.documents.provenance.trace import recorded
from pipeline.documents.provenance.verify import State, Verified
from pipeline.documents.wording.parts import MARKS
from pipeline.documents.wording.targets import BLANK
from pipeline.documents.workbooks.correction import changes_between, filled_in
from pipeline.files.folder import digest
from pipeline.inputs.decisions.by_hand import settles
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.tables.reader import is_number
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.phrases import QUOTED, Printed
from pipeline.model.plan import Plan
from pipeline.model.signing import Handwritten, PaperName, edition_of, with_number
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Manifest, read_manifest
from pipeline.outputs.naming import MANIFEST, RUNS
from pipeline.outputs.publish import Edition
from pipeline.outputs.signed import Change, SignedPaper, signed_papers
from pipeline.outputs.states import files_of, state_of
from pipeline.workflows.editions import publish
from pipeline.workflows.recognition import Desk, Known, base

_MYRIAD = 10000
_NUMBERED = re.compile(r"[^〔〕\s|]+〔\d{4}〕")
# Where the paper leaves whose its 文号 is to be filled in: what may stand there, and what a whole one looks like.
_ANY = r"[\u4e00-\u9fff]+"
_LIKE = "云民办函〔2021〕5号"


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody says of a paper that came back: its 文号 (empty: as the paper says), the day, the post that signed."""

    number: str
    day: date
    post: str


@dataclass(frozen=True, slots=True)
class Came:
    """A paper that came back signed: how people name it, what it is to be kept as, its bytes, its figures looked at.

    `handwritten` are the figures changed in it by hand, `unverified` those of them for which nobody registered 核实.
    """

    name: PaperName
    paper: SignedPaper
    data: bytes
    verified: Verified
    handwritten: tuple[Handwritten, ...]
    unverified: tuple[Handwritten, ...]

    @property
    def sha256(self) -> str:
        """The digest of the signed text."""
        return digest(self.data)


def came_back(
    office: Workspace, plan: Plan, decisions: Decisions, known: Known, desk: Desk, month: Month, said: Signing
) -> Came:
    """A document looked at: whose it is, what was changed in it by hand; `UsageProblem` for what cannot be signed."""
    file, manifest = known.path.name, known.manifest
    _require_fair(office, known, month)
    before = signed_papers(office.outputs, manifest.set).get(known.name)
    listed = next((one.paper for one in manifest.outputs if one.path == known.name), "")
    paper = before.id if before is not None else listed or PurePath(known.name).stem
    name = PaperName(month, paper, manifest.set.removeprefix(base(manifest.set)).removeprefix("-"))
    drawn_up = manifest.origin.drawn_up
    if drawn_up is not None and said.day < drawn_up:
        raise UsageProblem(
            f"{file}：签发日期{said.day.isoformat()}早于成文的{drawn_up.isoformat()}，请改正签发日期。"
        )
    number = _number(known, said.number)
    _require_unsigned(office, decisions, known, name, replace(said, number=number))
    verified = desk.verified(known)
    by_hand = tuple(dict.fromkeys(_by_hand(verified)))
    memory = Manifest(manifest.set, replace(manifest.origin, documents=recorded({known.name: known.trace})))
    kept = SignedPaper(
        manifest.set, known.name, paper, number, said.day, said.post, memory, tuple(_changes(known))
    )
    unverified = tuple(one for one in by_hand if not settles(decisions, plan, month, one))
    return Came(name, kept, known.data, verified, by_hand, unverified)


def _require_fair(office: Workspace, known: Known, month: Month) -> None:
    """A paper of a 清样 of that period and of this workspace, without the draft mark."""
    file, manifest, own = known.path.name, known.manifest, edition_of(month)
    if known.foreign is not None:
        raise UsageProblem(
            f"{file} 不是在这个工作目录里生成的，不能在这里登记签发。请用 -C 指明生成它的工作目录。"
        )
    if base(manifest.set) != own:
        raise UsageProblem(
            f"{file} 是“{manifest.set}”那一套里的，不是“{own}”的，没有登记。请改正月份或文件。"
        )
    if not (manifest.final or manifest.sealed) or any(line.text.strip() in MARKS for line in known.lines):
        make = f"assess {month.year}" if month.is_year_end else f"monthly {month}"
        raise UsageProblem(
            f"{file} 还是送审稿，没有登记。请先用 {make} --final 出清样，签发清样；在送审稿上改过的，把改动放进清样。"
        )


def _require_unsigned(
    office: Workspace, decisions: Decisions, known: Known, name: PaperName, said: Signing
) -> None:
    """Signed once, under a number no other paper bears; what stands in the register already must agree."""
    file = known.path.name
    before = signed_papers(office.outputs, known.manifest.set).get(known.name)
    if before is not None:
        raise UsageProblem(
            f"{file}：“{name.text}”{before.day.isoformat()}已经签发（{before.number or '没有文号'}），签发的文稿不再改动，没有登记。"
        )
    row = next((one for one in decisions.signing.signatures if one.paper == name), None)
    if row is not None and (row.number, row.day, row.post) != (said.number, said.day, said.post):
        told = "、".join(filter(None, (row.number, row.day.isoformat(), row.post)))
        raise UsageProblem(
            f"{file}：处理登记“签发”里“{name.text}”已经写着{told}，和这次写的不一样，请先改成一致。"
        )
    other = with_number(decisions.signing.signatures, said.number)
    if other is not None and other.paper != name:
        raise UsageProblem(
            f"{file}：文号{said.number}已经给了“{other.paper.text}”，一个文号只能给一份文稿，请改正。"
        )


def _number(known: Known, said: str) -> str:
    """The 文号: what was said, or what somebody wrote into the paper where it was left blank."""
    file = known.path.name
    printed = next((line for line in known.trace.lines if BLANK in line and _NUMBERED.search(line)), "")
    found = ""
    if printed:
        start = _NUMBERED.search(printed)
        assert start is not None
        # In a line or a cell of its own: other papers are spoken of by their numbers.
        whose = _ANY + re.escape(start[0][1:]) if start[0].startswith(BLANK[-1]) else re.escape(start[0])
        filled = re.compile(rf"(?:^|\|)\s*({whose})\s*(\d+)\s*号(?=\s|\||$)")
        there = next(filter(None, (filled.search(line.text) for line in known.lines)), None)
        found = f"{there[1]}{there[2]}号" if there is not None else ""
    if said and found and said != found:
        raise UsageProblem(f"{file} 里写的文号是{found}，--number 写的是{said}，请改成一致。")
    if printed and not (said or found):
        own = printed.strip().partition("\t")[0]
        like = _LIKE if own.startswith(BLANK) else own.replace(BLANK, "5")
        raise UsageProblem(f"{file} 有发文字号，请用 --number 写明，如 --number {like}。")
    return said or found


def _changes(known: Known) -> Iterator[Change]:
    """What the signed text says otherwise than it was printed; a number or a day filled into its blank is no change."""
    old = [known.trace.as_read(line) for line in known.trace.lines]
    new = [line.text for line in known.lines]
    for place, before, after in changes_between(*(_worded(lines) for lines in (old, new))):
        if not filled_in(before, after):
            yield Change(place, before.strip(), after.strip())


def _worded(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip() not in ("", *MARKS)]


def _by_hand(verified: Verified) -> Iterator[Handwritten]:
    """The figures of targets that read otherwise than they were printed."""
    for one in verified.figures:
        figure = one.mark.figure
        if one.state is State.CHANGED and one.text and figure.about and figure.how != QUOTED:
            yield Handwritten(figure.about, _with_measure(one.text, figure))


def _with_measure(text: str, figure: Printed) -> str:
    """A figure as it would be said alone, 5.9万人: its measure often stands beside it in the sentence."""
    bare = re.sub(r"[\s、，；;,]", "", text)
    if figure.value is None or not is_number(bare):
        return bare
    printed = re.sub(r"[^\d.]", "", figure.text)
    myriads = bool(printed) and abs(figure.value) >= _MYRIAD > Decimal(printed)
    return f"{bare}{'万' if myriads else ''}{figure.measure}"


def bring_back(office: Workspace, came: Came) -> None:
    """Show the 清样 a paper was signed of again, where something else has taken its place meanwhile."""
    name, known = came.paper.set, came.paper
    shown = read_manifest(office.outputs / name)
    if shown is not None and (shown.sealed or (shown.final and _remembers(shown, known))):
        return
    state = state_of(office.outputs, name)
    if state is not None and state.sealed:
        raise UsageProblem(
            f"“{came.name.text}”是以前出的一次清样，“{name}”已经按后来的清样签发，没有登记。"
            "请把改动放进后来的清样，或作为更正另行签发。"
        )
    for path in sorted((office.outputs / RUNS / name).glob(f"*/{MANIFEST}")):
        run = read_manifest(path.parent)
        if run is None or not run.final or not _remembers(run, known):
            continue
        listed = {one.path: one.paper for one in run.outputs if one.paper}
        publish(office, Edition(name, files_of(path.parent), run.origin, papers=listed))
        return


def _remembers(manifest: Manifest, paper: SignedPaper) -> bool:
    return manifest.origin.documents.get(paper.path) == paper.memory.origin.documents.get(paper.path)
