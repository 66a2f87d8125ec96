"""From the drafts to the archive: how far each paper of a period has come, edits taken in from a draft somebody gave back, packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from pipeline.files.names import fitting
from pipeline.files.scratch import scratch
from pipeline.inputs.decisions.register import read_decisions
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import PackKind
from pipeline.model.signing import Channel, PaperState, Sending, SigningRegister
from pipeline.model.workspace import Workspace
from pipeline.outputs.signed import signed_papers
from pipeline.outputs.states import last_words, signed_sets
from pipeline.workflows.came_back import Signing
from pipeline.workflows.changing import Change, watched
from pipeline.workflows.keeping import Keeping, keep, look
from pipeline.workflows.reading import plan_of
from pipeline.workflows.signing import acknowledge, send, sign

# What goes to whom, as buttons say it; of every kind the words beside it.
PACKS = {
    PackKind.SIGNING: "正文、附件各一个文件，和发文稿纸一起送签",
    PackKind.SENDING: "已签发的，一个收文单位一个文件夹",
    PackKind.INSPECTOR: "代拟稿和它们的依据，送督查机构",
    PackKind.ARCHIVE: "全年的签发稿、盖章件、稿纸、目录，按件归档",
    PackKind.RELAY: "交接单：办到哪一步、没有办结的、改过的、联系谁",
    PackKind.REGISTER: "督查机构登记的督办，交回拟稿单位",
}


@dataclass(frozen=True, slots=True)
class PaperAt:
    """A paper of a set: its file, how far it has come, in which set its last word lies (the set itself, or a 更正)."""

    file: str
    state: PaperState
    set: str


def papers_at(office: Workspace, name: str, register: SigningRegister) -> tuple[PaperAt, ...]:
    """Every Word document of a set, and how far it has come: what the register has as sent is 已报送."""
    words = last_words(office.outputs, name)
    sent = {(one.paper.set, one.paper.id) for one in register.sendings}
    gone = {
        (each, path)
        for each in signed_sets(office.outputs, name)
        for path, one in signed_papers(office.outputs, each).items()
        if (each, one.id) in sent
    }
    return tuple(
        PaperAt(file, PaperState.SENT if (one.set, file) in gone else one.state, one.set)
        for file, one in words.items()
        if file.endswith(".docx")
    )


def offered(office: Workspace, name: str, data: bytes) -> Keeping:
    """What people changed in a document they gave back, by its bytes; raises as `look` does. Nothing is written."""
    with scratch() as place:
        return look(office, _laid(place, name, data))


def keep_offered(
    office: Workspace, month: Month, name: str, data: bytes, only: Collection[int], post: str
) -> Change:
    """The edits of these numbers into 编辑用语, as `keep` writes them."""
    if not only:
        raise UsageProblem("请先在要收下的改动前面打勾。")
    with scratch() as place:
        path = _laid(place, name, data)
        register = office.decisions_file(month.year)
        return watched(f"收下{len(only)}处改动", [register], lambda: keep(office, path, only, post))


def signed_back(
    office: Workspace, month: Month, files: Iterable[tuple[str, bytes]], said: Signing, today: date
) -> tuple[str, ...]:
    """Signed papers, and their stamped files, that came back, by their bytes: kept and registered as `sign` does; their names.

    What is signed is never taken back by us. Raises as `sign` does; nothing is changed then.
    """
    with scratch() as place:
        paths = _as_given(place, files)
        if not paths:
            raise UsageProblem("请放签发的文稿（.docx），有盖章件（.pdf、.ofd）的一起放。")
        return tuple(one.name.text for one in sign(office, month, paths, said, today).came)


def sent_out(
    office: Workspace,
    month: Month,
    names: Sequence[str],
    day: date,
    channel: str,
    to: Sequence[str],
    today: date,
) -> Change:
    """登记已报送: rows of 报送, as `sign --sent` writes them."""
    if not names or not to:
        raise UsageProblem("请在报送了的文稿前面打勾，并填报送给谁。")
    ways = [one for one in Channel if one.value == channel]
    if not ways:
        raise UsageProblem("请选报送方式。")
    register = office.decisions_file(month.year)
    words = f"登记报送{len(names)}份"
    return watched(words, [register], lambda: send(office, month, names, day, ways[0], to, today))


def received(office: Workspace, month: Month, rows: Collection[str], day: date, today: date) -> Change:
    """登记签收 of these rows of 报送, by the cell of each one's 签收日期, as `sign --received` writes them: all or none."""
    if not rows:
        raise UsageProblem("请在对方签收了的前面打勾。")
    register = office.decisions_file(month.year)
    whom = [(one.paper.text, one.to) for one in _rows(office, month, rows)]
    return watched(
        f"登记签收{len(whom)}份", [register], lambda: acknowledge(office, month, whom, day, (), today)
    )


def receipt_kept(
    office: Workspace, month: Month, row: str, day: date, files: Iterable[tuple[str, bytes]], today: date
) -> None:
    """登记签收 of one row with its receipt, which is kept beside the signed paper for ever; a day that is entered already stays."""
    with scratch() as place:
        paths = _as_given(place, files)
        if not paths:
            raise UsageProblem("请放回执（盖章件、扫描件、照片）；没有回执的打勾登记。")
        (one,) = _rows(office, month, [row])
        acknowledge(office, month, [(one.paper.text, one.to)], one.received or day, paths, today)


def _rows(office: Workspace, month: Month, rows: Collection[str]) -> list[Sending]:
    sendings = read_decisions(office, plan_of(office, month.year)).signing.of(month).sendings
    found = [one for one in sendings if one.receipt is not None and one.receipt.ref in rows]
    if len(found) < len(set(rows)):
        raise UsageProblem("登记的报送已经改过，请重新载入后再办。")
    return found


def _as_given(place: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Files under names like those they were given by."""
    paths = []
    for name, data in files:
        given = PurePath(name.replace("\\", "/"))
        path = place / f"{fitting(given.stem) or '文稿'}{given.suffix[:8]}"
        path.write_bytes(data)
        paths.append(path)
    return paths


def _laid(place: Path, name: str, data: bytes) -> Path:
    plain = fitting(PurePath(name.replace("\\", "/")).stem) or "文稿"
    if not name.lower().endswith(".docx"):
        raise UsageProblem("请放 Word 文稿（.docx）。")
    path = place / f"{plain}.docx"
    path.write_bytes(data)
    return path
