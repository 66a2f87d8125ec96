"""From the drafts to the archive: how far each paper of a period has come, edits taken in from a draft somebody gave back, packs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline.files.names import fitting
from pipeline.files.scratch import scratch
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import PackKind
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.states import last_words
from pipeline.workflows.changing import Change, watched
from pipeline.workflows.keeping import Keeping, keep, look

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


def papers_at(office: Workspace, name: str) -> tuple[PaperAt, ...]:
    """Every Word document of a set, and how far it has come."""
    words = last_words(office.outputs, name)
    return tuple(PaperAt(file, one.state, one.set) for file, one in words.items() if file.endswith(".docx"))


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


def _laid(place: Path, name: str, data: bytes) -> Path:
    plain = fitting(PurePath(name.replace("\\", "/")).stem) or "文稿"
    if not name.lower().endswith(".docx"):
        raise UsageProblem("请放 Word 文稿（.docx）。")
    path = place / f"{plain}.docx"
    path.write_bytes(data)
    return path
