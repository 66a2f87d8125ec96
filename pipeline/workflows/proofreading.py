"""Proving documents after the fact: which figures still stand, which their sources no longer give, what can be mended.

A document is known by the bookmark at its beginning; its set's manifest remembers its figures. What they would be
today is found by making the set again in a private folder, from the inputs as they lie there now.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.refresh import Unfit, refreshed, unfit
from pipeline.documents.provenance.trace import Trace, recorded, remembered
from pipeline.documents.provenance.verify import FINE, Checked, State, Verified, reads_as
from pipeline.documents.workbooks.correction import NAME
from pipeline.files.folder import digest
from pipeline.files.scratch import scratch
from pipeline.files.spreadsheets.books import reading_afresh
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Origin
from pipeline.model.phrases import Mark
from pipeline.model.workspace import Workspace
from pipeline.outputs.disk import write
from pipeline.outputs.manifests import MEMORY, Manifest, dump, read_manifest
from pipeline.outputs.states import files_of, last_words, sealed_manifest
from pipeline.workflows.editions import corrections, texts_of
from pipeline.workflows.recognition import SIGN, Desk, Known, Unknown, base, made_again

_MOST_COPIES = 99


@dataclass(frozen=True, slots=True)
class Proof:
    """A document verified: where it lies, what it was made as, in which set; `note` says why it could not be made again.

    `foreign` is the record it is known by, where that is not this workspace's.
    """

    path: Path
    name: str
    set: str
    trace: Trace
    verified: Verified
    note: str = ""
    foreign: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One place where a figure is printed: document, figure with its cells, the sentence it stands in."""

    document: str
    checked: Checked
    sentence: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What 只换数字 came to: the new file (None if no figure has changed), figures replaced, left to people, words unfit."""

    path: Path
    written: Path | None
    replaced: tuple[Checked, ...]
    left: tuple[Checked, ...]
    unfit: tuple[Unfit, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A set made again: files by name, and whether each is the same to the byte as it lies there (None: it did not come out).

    `edited` are those that people have changed or removed since they were published.
    """

    set: str
    files: Mapping[str, bool | None]
    edited: frozenset[str]


def verify_documents(
    office: Workspace, paths: Sequence[Path]
) -> tuple[tuple[Proof, ...], tuple[Unknown, ...]]:
    """Every document against its set's memory and its sources as they are now; and those nobody here remembers."""
    desk = Desk(office)
    proofs: list[Proof] = []
    unknown: list[Unknown] = []
    for path in paths:
        try:
            known = desk.known(path)
        except Unknown as reason:
            unknown.append(reason)
            continue
        proofs.append(
            Proof(
                path,
                known.name,
                known.manifest.set,
                known.trace,
                desk.verified(known),
                known.note,
                known.foreign,
            )
        )
    return tuple(proofs), tuple(unknown)


def documents_of(office: Workspace, month: Month) -> tuple[Path, ...]:
    """Every document of a period's set that holds figures, by name; `UsageProblem` where there is no set."""
    name, make = (f"{month.year}-考核", "assess") if month.is_year_end else (str(month), "monthly")
    manifest = read_manifest(office.outputs / name)
    if manifest is None:
        raise UsageProblem(f"outputs 里没有“{name}”这一套材料，请先用 {make} 生成。")
    return tuple(office.outputs / name / one for one in sorted(remembered(manifest.origin.documents)))


def refresh_document(office: Workspace, path: Path) -> Refreshed:
    """只换数字: a copy of an edited draft beside it, with today's figures in its bookmarks; the draft stays as it is."""
    desk = Desk(office)
    known = desk.known(path)
    if known.now is None:
        raise Unknown(f"{path.name}：{known.note}，没有数可换。")
    figures = desk.verified(known).figures
    standing = {span.name for line in known.lines for span in line.spans}
    due = {
        one.mark.name: one.expected
        for one in figures
        if one.state is State.SOURCE and one.expected is not None and one.mark.name in standing
    }
    replaced = tuple(one for one in figures if one.mark.name in due and one.expected != one.text)
    left = tuple(one for one in figures if one.state not in FINE and one.mark.name not in due)
    written = _write_beside(known, due) if replaced else None
    return Refreshed(path, written, replaced, left, tuple(unfit(known.trace, known.now)))


def make_again(office: Workspace, name: str) -> Again:
    """A published set made again from the inputs as they lie there now, and compared with it file by file."""
    manifest = read_manifest(office.outputs / name)
    if manifest is None:
        raise UsageProblem(f"outputs 里没有叫“{name}”的一套材料。")
    listed = manifest.digests
    with scratch() as place, reading_afresh():
        folder = made_again(office, manifest, place)
        made = files_of(folder) if folder is not None else {}
    if NAME in listed:
        corrected = base(name)
        sealed = sealed_manifest(office.outputs, corrected)
        was = sealed.origin if sealed is not None else manifest.origin
        before = texts_of(last_words(office.outputs, corrected, before=name))
        made[NAME] = corrections(before, made, was, manifest.origin, corrected)
    there = {path: digest(data) for path, data in files_of(office.outputs / name).items()}
    return Again(
        name,
        {path: digest(made[path]) == there.get(path) if path in made else None for path in listed},
        frozenset(path for path, sha256 in listed.items() if there.get(path) != sha256),
    )


def ask(proofs: Sequence[Proof], figure: str) -> tuple[Answer, ...]:
    """Every figure printed as `figure`; its per cent sign and its measure (5.83万人) may be written or left out."""
    return tuple(
        Answer(proof.name, checked, proof.trace.sentence(checked.mark.name))
        for proof in proofs
        for checked in proof.verified.figures
        if reads_as(checked.mark.figure, figure) or (checked.text and checked.text == figure.strip())
    )


def _write_beside(known: Known, texts: Mapping[str, str]) -> Path:
    """The refreshed copy beside the draft, and what is remembered of it beside that: both, or neither."""
    assert known.now is not None
    today = dict(paired(known.trace, known.now))
    figures = tuple(Mark(one.name, today.get(one.name, one.figure)) for one in known.trace.figures)
    sign = f"{SIGN}{digest(repr((known.trace.mark, sorted(texts.items()))).encode())[:16]}"
    trace = Trace(sign, figures, known.trace.lines, known.trace.beneath)
    origin = known.manifest.origin
    remembering = Origin(origin.command, drawn_up=origin.drawn_up, documents=recorded({known.name: trace}))
    written, record = _free_names(known.path)
    laid: list[Path] = []
    try:
        # The record first: without it the copy would be a document nobody knows.
        for path, data in (
            (record, dump(Manifest(known.manifest.set, remembering))),
            (written, refreshed(known.data, texts, (known.trace.mark, sign))),
        ):
            laid.append(path)
            write(path, data)
    except FileExistsError:
        raise UsageProblem(
            f"{known.path.name} 旁边刚有别人存了同名的文件，没有改动，请再运行一次。"
        ) from None
    except OSError:
        for path in laid:
            path.unlink(missing_ok=True)
        raise
    return written


def _free_names(path: Path) -> tuple[Path, Path]:
    """Names for a copy and its record beside a draft that nothing has, not even a link into nowhere."""
    for number in ("", *range(2, _MOST_COPIES + 1)):
        names = [path.with_name(f"{path.stem}（只换数字{number}）{end}") for end in (".docx", MEMORY)]
        if not any(os.path.lexists(name) for name in names):
            return names[0], names[1]
    raise UsageProblem(
        f"{path.name} 旁边已经有{_MOST_COPIES}份“只换数字”的文稿，没有再存，原来的都没有动。请先把不用的移走或删掉，再运行。"
    )
