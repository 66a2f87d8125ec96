"""What people changed in a set or laid into it, and its place in the next one: `修改稿/<former run>/…`.

A set carries along what the one before it carried, each content once, so a draft outlives the run
it was written into. The former run's manifest lies beside the drafts: their figures can still be
traced. None of this is in the set's own manifest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pipeline.outputs.disk import digest, is_plain_file
from pipeline.outputs.manifests import ID_LENGTH, pdfs, recorded
from pipeline.outputs.naming import DRAFTS, MANIFEST, is_noise


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes along into the next set.

    `files` are sources by their path in it; `kept` those paths that hold what people changed in the set before it.
    """

    files: Mapping[str, Path]
    kept: tuple[str, ...]


NOTHING = Carried({}, ())


def numbered(name: str) -> Iterator[str]:
    """id, id-2, id-3 …"""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def edited(folder: Path, run: str) -> tuple[Path, ...]:
    """What people changed in a run or added to it, sorted; its 修改稿 are not looked at.

    A PDF is made anew from its document: what somebody changed in one is not looked for.
    """
    expected = {**(recorded(folder) or {}), MANIFEST: run[:ID_LENGTH]}
    made = pdfs(folder)
    return tuple(
        path
        for name, path in _files(folder)
        if name not in made
        and not name.startswith(f"{DRAFTS}/")
        and not (expected.get(name) and (digest(path) or "").startswith(expected[name]))
    )


def drafts(folder: Path) -> dict[str, Path]:
    """What lies in the 修改稿 of a run, by its path in the run."""
    return {f"{DRAFTS}/{name}": path for name, path in _files(folder / DRAFTS)}


def carried(folder: Path, run: str) -> Carried:
    """What goes along from the set in `folder`, whose run is named so, into the next.

    Only plain files can; a link or a pipe somebody laid there stays where it is.
    """
    before = {name: path for name, path in drafts(folder).items() if is_plain_file(path)}
    held = {(_below_run(name), digest(path)): name for name, path in before.items()}
    taken = {name.split("/")[1] for name in before}
    place = next(name for name in numbered(run) if name not in taken)
    files, kept = dict(before), []
    for path in edited(folder, run):
        name = path.relative_to(folder).as_posix()
        if not is_plain_file(path):
            continue
        there = held.get((name, digest(path)), f"{DRAFTS}/{place}/{name}")
        files.setdefault(there, path)
        kept.append(there)
    if len(files) > len(before) and is_plain_file(folder / MANIFEST):
        files[f"{DRAFTS}/{place}/{MANIFEST}"] = folder / MANIFEST
    return Carried(files, tuple(kept))


def of_people(folder: Path, run: str) -> tuple[Path, ...]:
    """Everything in a run that nobody but people can bring back: what they changed in it, and its 修改稿."""
    return (*edited(folder, run), *drafts(folder).values())


def _below_run(draft: str) -> str:
    """修改稿/3f0c…/反馈函/01.docx → 反馈函/01.docx."""
    return draft.split("/", 2)[-1]


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below a folder (may be missing) that is neither a folder nor noise, sorted."""
    walked = os.walk(folder, onerror=_raise) if folder.is_dir() else ()
    found = [Path(where, name) for where, _, names in walked for name in names]
    for path in sorted(found):
        if not is_noise(path.name):
            yield path.relative_to(folder).as_posix(), path


def _raise(error: OSError) -> None:
    raise error
