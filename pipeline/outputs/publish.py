"""Sets of documents in `outputs/`: whole or absent, never mixed, and nothing a person edited is lost.

    outputs/2021-09  ->  .runs/2021-09/3f0c…        what people open: a link to one run
    outputs/.runs/2021-09/3f0c…/                    a run: the files and manifest.json
    outputs/.runs/2021-09/3f0c….tmp-…               a run being written, or left by one that died
    outputs/.runs/.journal.json                     only while a folder is moved out of the way

`lock` sees to it that one command works here at a time, `drafts` carries along what people edited,
`past` removes what nobody needs.

A run is written beside the others, made to last, and only then shown, by replacing the link in one
step. Where links cannot be made (Windows, some network disks) `outputs/2021-09` is a real folder and
the step is two renames with a journal; a run killed between them is put right by the next one.
Up to that step every failure leaves the old set; after it nothing can fail any more.
Knows nothing of what the files say.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath

from pipeline.files.machine import is_open_elsewhere, reason
from pipeline.model.errors import MachineProblem
from pipeline.model.origin import Origin
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Terms
from pipeline.outputs.disk import copy, digest, sync, sync_if_possible, write
from pipeline.outputs.drafts import NOTHING, Carried, carried, edited, numbered
from pipeline.outputs.lock import held
from pipeline.outputs.manifests import (
    Manifest,
    Output,
    Pdf,
    dump,
    json_object,
    recorded,
    run_id,
)
from pipeline.outputs.naming import LEFTOVER, MANIFEST, RUNS, leftover, require_distinct, require_plain
from pipeline.outputs.past import prune
from pipeline.outputs.states import is_damaged, sealed_manifest
from pipeline.progress.freshness import UNCHANGED, Drift

_JOURNAL = ".journal.json"
_FOREIGN = "他人文件"
_ACCESS_DENIED = 5  # what Windows says to renaming a folder in which a file is open
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


@dataclass(frozen=True, slots=True)
class Edition:
    """A set to publish: the folder's name (2021-09, 2021-09-表样), its files, and what they came from.

    `files` has plain relative names, "/" between folders. `origin` goes into the manifest: nothing in it is taken from
    the clock. `pdfs` are made from the .docx of the same name, or bind several, and differ from one making to the next:
    the manifest lists them by their document, and a set that has them is the same set.
    `papers` are the ids by which people know its documents, by path.
    """

    name: str
    files: Mapping[str, bytes]
    origin: Origin
    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What is shown now. `kept`: files of the set shown before that people had edited, where they lie now.

    A folder, or anything else, that people had put in the set's place is kept whole and named as one; so is a set
    whose manifest is `damaged`: whether it was sealed nobody knows.
    `sealed` is the name of the sealed set that stays as it is; the folder is then beside it, or that set itself.
    `drift` is what the sealed set was not made from.
    `unchanged`: the very same set was shown before, and no run was made. `state` is how far the set shown has come;
    `withdrawn`: a draft took the place of a 清样.
    """

    folder: Path
    run: str
    kept: tuple[Path, ...]
    sealed: str = ""
    unchanged: bool = False
    damaged: bool = False
    drift: Drift = UNCHANGED
    state: PaperState = PaperState.DRAFT
    withdrawn: bool = False


def publish(
    edition: Edition, outputs: Path, terms: Terms | None = None, *, links: bool = os.name != "nt"
) -> Published:
    """Show the edition as `outputs/<name>`, complete, in place of what was shown there before.

    The same edition again changes nothing. What people edited in the set shown before goes along into
    the new one's 修改稿. Older runs stay below `outputs/.runs`, as many as the terms say; one that people
    edited is never written to, the same content then gets a run of its own (id-2, id-3 …). `links`
    False asks for real folders; they are used anyway where the disk knows no links.

    Raises ValueError for a name that is not plain, `Busy` while another run publishes here,
    `MachineProblem` when the disk refuses; then nothing that was shown has changed.
    """
    terms = terms or Terms()
    require_plain(edition.name)
    require_distinct({**edition.files, **edition.pdfs})
    manifest = _manifest(edition)
    try:
        with held(outputs, terms):
            recover(outputs)
            try:
                published = _put(edition, manifest, outputs, links)
            except BaseException:
                with suppress(OSError):
                    recover(outputs)
                raise
            prune(outputs, edition.name, terms.keep)
            return published
    except OSError as error:
        raise MachineProblem(_apology(error, edition, outputs)) from error


def recover(outputs: Path) -> None:
    """Put right what a killed run left: the old folder goes back to its place, half-written runs go away.

    `publish` does this first. The caller holds the lock: what is here belongs to nobody alive.
    """
    runs = outputs / RUNS
    _require_own(runs)
    journal = runs / _JOURNAL
    if _present(journal):
        moved = json_object(journal.read_bytes()) or {}
        name, aside = str(moved.get("name", "")), str(moved.get("aside", ""))
        if name and aside and not _present(outputs / name) and _present(runs / name / aside):
            (runs / name / aside).rename(outputs / name)
            sync(outputs)
        journal.unlink()
    for found in chain(runs.glob(".*"), runs.glob("*/*")):
        if LEFTOVER.fullmatch(found.name) and not found.parent.is_symlink():
            _discard(found)


def _require_own(folder: Path) -> None:
    """OSError for a link where runs lie: it may lead anywhere, and runs are written and removed there."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, f"{folder.name} 是链接，没有跟过去写", str(folder))


def _manifest(edition: Edition) -> bytes:
    outputs = tuple(
        Output(path, hashlib.sha256(data).hexdigest(), len(data), edition.papers.get(path, ""))
        for path, data in sorted(edition.files.items())
    )
    pdfs = tuple(Pdf(path, _document_of(edition, path)) for path in sorted(edition.pdfs))
    return dump(Manifest(edition.name, edition.origin, outputs, pdfs))


def _document_of(edition: Edition, pdf: str) -> str:
    """The document of a PDF, or of a picture of one, by its digest; empty for one that binds several."""
    document = edition.files.get(f"{pdf.rpartition('.')[0]}.docx")
    return hashlib.sha256(document).hexdigest() if document is not None else ""


def _put(edition: Edition, manifest: bytes, outputs: Path, links: bool) -> Published:
    shown = outputs / edition.name
    room = outputs / RUNS / edition.name
    files = {**edition.files, MANIFEST: manifest}
    if _whole(shown, files, edition.pdfs):
        sync_if_possible(outputs)
        linked = _linked_run(shown)
        return Published(shown, linked.name if linked else run_id(manifest), (), unchanged=True)
    if sealed_manifest(outputs, edition.name) is not None and not _same(shown, edition.files):
        raise ValueError(f"{edition.name} is sealed")
    damaged = is_damaged(shown)
    _require_own(room)
    room.mkdir(parents=True, exist_ok=True)
    sync(room.parent)
    along = _along(shown)
    new = _stored({**files, **edition.pdfs}, set(edition.pdfs), along, room / run_id(manifest))
    former = _show(new, shown, links)
    sync_if_possible(outputs)
    kept = (former,) if damaged and former is not None else _kept(along, shown, former)
    return Published(shown, new.name, kept, damaged=damaged)


def _along(shown: Path) -> Carried:
    """What people did to the set shown now; nothing if what lies there is no run of ours, or a damaged one."""
    if is_damaged(shown):
        return NOTHING
    linked = _linked_run(shown)
    if linked is not None:
        return carried(linked, linked.name)
    return carried(shown, run_id((shown / MANIFEST).read_bytes())) if _ours(shown) else NOTHING


def _kept(along: Carried, shown: Path, former: Path | None) -> tuple[Path, ...]:
    """Where the work of people lies now: in the set shown, and whatever they did while it was made still in the former.

    The new set is shown by now, so nothing may fail.
    """
    if former is None:
        return ()
    if former.name.startswith(_FOREIGN):
        return (former,)
    late: list[Path] = []
    with suppress(OSError):
        carried_along = {digest(shown / name) for name in along.files}
        late = [path for path in edited(former, former.name) if digest(path) not in carried_along]
    return (*(shown / name for name in along.kept), *late)


def _stored(files: Mapping[str, bytes], made: Collection[str], along: Carried, run: Path) -> Path:
    """The folder of a whole, untouched run with these files; written now unless there is one.

    Those `made` anew every time need only be there.
    """
    certain = {name: data for name, data in files.items() if name not in made}
    for place in map(run.with_name, numbered(run.name)):
        if not _present(place):
            break
        if _whole(place, certain, made) and all(
            digest(place / name) == digest(path) for name, path in along.files.items()
        ):
            sync(run.parent)
            return place
    stage = leftover(place, "stage")
    names = (*files, *along.files)
    folders = [stage / part for part in sorted({f for name in names for f in PurePosixPath(name).parents})]
    for folder in folders:
        folder.mkdir()
    for name, data in sorted(files.items()):
        write(stage / name, data)
    for name, path in sorted(along.files.items()):
        copy(path, stage / name)
    for folder in folders:
        sync(folder)
    stage.rename(place)
    sync(run.parent)
    return place


def _show(new: Path, shown: Path, links: bool) -> Path | None:
    """Make `shown` be the run `new`; the place where what was shown before lies now, if anything was."""
    link = _prepared_link(new) if links else None
    linked = _linked_run(shown)
    if link is not None and (linked is not None or not _present(shown)):
        link.replace(shown)
        return linked
    if not _present(shown):
        new.rename(shown)
        return None
    aside = linked or _place_aside(shown, new.parent)
    journal = new.parent.parent / _JOURNAL
    _write_journal(journal, {"name": shown.name, "aside": aside.name})
    if linked:
        shown.unlink()
    else:
        shown.rename(aside)
    if link is not None:
        link.replace(shown)
    else:
        new.rename(shown)
    sync_if_possible(new.parent)
    sync_if_possible(shown.parent)
    with suppress(OSError):
        journal.unlink()
    return aside


def _prepared_link(new: Path) -> Path | None:
    """A link to the run, not yet in its place; None where the disk knows no links."""
    link = leftover(new, "link")
    try:
        link.symlink_to(Path(RUNS, new.parent.name, new.name), target_is_directory=True)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return None
        raise
    return link


def _linked_run(shown: Path) -> Path | None:
    """The run that the link shows, whether or not it is still there; None if `shown` is no link of ours."""
    if not shown.is_symlink():
        return None
    target = shown.readlink()
    ours = target.parts[:-1] == (RUNS, shown.name)
    return shown.parent / target if ours else None


def _write_journal(journal: Path, moved: Mapping[str, str]) -> None:
    draft = journal.with_name(f".journal.tmp-{os.getpid()}")
    write(draft, json.dumps(moved).encode())
    draft.replace(journal)
    sync(journal.parent)


def _place_aside(shown: Path, room: Path) -> Path:
    """Where to move what is really in the set's place: back among the runs if it is one of ours."""
    names = (
        numbered(run_id((shown / MANIFEST).read_bytes()))
        if _ours(shown)
        else (f"{_FOREIGN}-{number}" for number in count(1))
    )
    return next(place for place in map(room.joinpath, names) if not _present(place))


def _ours(shown: Path) -> bool:
    """True for a real folder that holds a run."""
    return shown.is_dir() and not shown.is_symlink() and recorded(shown) is not None


def _whole(folder: Path, files: Mapping[str, bytes], pdfs: Collection[str]) -> bool:
    """True if every one of the files lies there with exactly this content, and a PDF wherever one belongs."""
    same = all(digest(folder / name) == hashlib.sha256(data).hexdigest() for name, data in files.items())
    return same and all((folder / name).is_file() for name in pdfs)


def _same(folder: Path, files: Mapping[str, bytes]) -> bool:
    """True if the folder's manifest lists these files with this content, whatever people did to them since."""
    return recorded(folder) == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def _present(path: Path) -> bool:
    """True if anything has that name, a link to nowhere too."""
    return path.is_symlink() or path.exists()


def _discard(found: Path) -> None:
    """Remove a half-written run or link; what cannot be removed now is tried again by the next run."""
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(found, ignore_errors=True)
    else:
        with suppress(OSError):
            found.unlink()


def _apology(error: OSError, edition: Edition, outputs: Path) -> str:
    """One sentence: what could not be written, why, that nothing was changed."""
    file = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    ours = {name.rpartition("/")[2] for name in edition.files} | {MANIFEST}
    which = f"（写到 {file} 时）" if file in ours else ""
    state = "原有的内容没有改动"
    if os.path.lexists(outputs / RUNS / _JOURNAL) and not os.path.lexists(outputs / edition.name):
        state = "原有的一套没有改动，但暂时收在 .runs 里，下次运行时自动放回"
    if is_open_elsewhere(error) or (
        file == edition.name and getattr(error, "winerror", None) == _ACCESS_DENIED
    ):
        return f"“{outputs / edition.name}”里有文件正被 Word/WPS 打开，请关闭后再运行，{state}"
    return f"写不进“{outputs / edition.name}”：{reason(error)}{which}，{state}，请处理后重新运行"
