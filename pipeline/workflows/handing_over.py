"""Sets as they lie there, handed over: which files a set has, one of them, all of them in a zip; nothing a manifest does not name."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.files.folder import digest
from pipeline.model.errors import UsageProblem
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, Manifest, read_manifest
from pipeline.outputs.naming import require_plain
from pipeline.outputs.past import last_run
from pipeline.outputs.states import shown_sets, state_of


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of a set: its name there, what kind of file, whether people have changed it since, its digest as made."""

    name: str
    kind: str
    edited: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class WholeSet:
    """A set: what it is called, how far it has come, its files; `damaged` says why nobody knows."""

    name: str
    state: PaperState = PaperState.DRAFT
    files: tuple[Handed, ...] = ()
    damaged: str = ""

    @property
    def sealed(self) -> bool:
        """True once it is signed."""
        return self.state.sealed


# What people open; what only programs read is not handed over.
_KINDS = {".docx": "文稿", ".xlsx": "表格", ".pdf": "PDF", ".png": "图", ".html": "看板"}


def sets_of(office: Workspace, name: str) -> tuple[str, ...]:
    """What there is to look at of a period: its set and every 更正 beside it."""
    return shown_sets(office.outputs, name)


def whole_set(office: Workspace, name: str) -> WholeSet | None:
    """The set of that name; None where there is none."""
    try:
        manifest = _manifest(office, name)
    except Damaged as damaged:
        return WholeSet(name, damaged=str(damaged))
    if manifest is None:
        return None
    folder = office.outputs / name
    files = [
        Handed(path, _kind(path), _edited(folder / path, sha256), sha256)
        for path, sha256 in manifest.digests.items()
    ]
    files += [
        Handed(one.path, _kind(one.path), False, "") for one in manifest.pdfs if (folder / one.path).is_file()
    ]
    state = state_of(office.outputs, name) or PaperState.DRAFT
    return WholeSet(name, state, tuple(one for one in files if one.kind))


def since_last(office: Workspace, made: WholeSet) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What became of each file of a set since it was made the time before, in a word, and the files it had then and has no
    more; nothing where it was made only once.
    """
    before = last_run(office.outputs, made.name)
    if before is None:
        return {}, ()
    told = {
        one.name: "这次新有的"
        if one.name not in before.digests
        else "和上次一样"
        if before.digests[one.name] == one.sha256
        else "和上次不同"
        for one in made.files
        if one.sha256
    }
    return told, tuple(path for path in before.digests if _kind(path) and path not in told)


def one_file(office: Workspace, name: str, path: str) -> bytes:
    """A file of a set as it lies there now; `UsageProblem` for what its manifest does not name, or is gone."""
    there = whole_set(office, name)
    if there is None or path not in [one.name for one in there.files]:
        raise UsageProblem("没有这个文件，也许材料刚刚重新生成过，请重新载入。")
    return _bytes(office.outputs / name / path)


def board(office: Workspace, name: str, path: str) -> tuple[bytes, str]:
    """A 看板 of a set as it was made, and the policy under which it may be shown: its own script and style by their hash, in a
    sandbox. `UsageProblem` for one that somebody changed.
    """
    there = whole_set(office, name)
    made = next((one for one in there.files if one.name == path), None) if there is not None else None
    if made is None or made.kind != "看板" or made.edited:
        raise UsageProblem("没有这个看板，或者它被改过，不能在这里看，请下载后打开。")
    data = _bytes(office.outputs / name / path)
    own = {tag: " ".join(_hashes(data, tag)) or "'none'" for tag in (b"script", b"style")}
    return data, (
        f"sandbox allow-scripts; default-src 'none'; script-src {own[b'script']}; style-src {own[b'style']}; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def _hashes(data: bytes, tag: bytes) -> Iterator[str]:
    for inner in re.findall(b"<%b>(.*?)</%b>" % (tag, tag), data, re.DOTALL):
        yield f"'sha256-{b64encode(sha256(inner).digest()).decode()}'"


def zipped(office: Workspace, name: str) -> bytes:
    """Every file of a set in one zip: the same files, the same bytes."""
    there = whole_set(office, name)
    if there is None:
        raise UsageProblem("没有这一套材料，也许刚刚重新生成过，请重新载入。")
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as whole:
        for one in there.files:
            entry = zipfile.ZipInfo(f"{name}/{one.name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, _bytes(office.outputs / name / one.name))
    return result.getvalue()


def _manifest(office: Workspace, name: str) -> Manifest | None:
    try:
        require_plain(name)
    except ValueError:
        return None
    return read_manifest(office.outputs / name)


def _kind(path: str) -> str:
    return _KINDS.get(Path(path).suffix, "")


def _edited(path: Path, sha256: str) -> bool:
    return not path.is_file() or digest(path.read_bytes()) != sha256


def _bytes(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise UsageProblem(f"{path.name} 不在了，请重新生成。")
    return path.read_bytes()
