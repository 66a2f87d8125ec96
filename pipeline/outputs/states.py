"""How far a set has come (送审稿, 清样, 已签发), and which text is the last word for a paper (SIGNED §1).

The last word is the signed text; of what nobody signed, the 清样, or whatever the set holds. A set is sealed as soon as one of its
papers is signed; one that an earlier version sealed is, though nobody kept a signed text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

from pipeline.model.signing import PaperState
from pipeline.outputs.manifests import Damaged, Manifest, read_manifest, sound_manifest
from pipeline.outputs.signed import folder_of, signed_papers


@dataclass(frozen=True, slots=True)
class LastWord:
    """The text that counts for a paper: of which set (2021-09, 2021-09-更正), how far it came, where it lies."""

    set: str
    state: PaperState
    file: Path


def state_of(outputs: Path, name: str) -> PaperState | None:
    """How far the set shown under a name has come; None if none is shown, or nobody can tell what it is."""
    if signed_papers(outputs, name):
        return PaperState.SIGNED
    manifest = sound_manifest(outputs / name)
    return _state(manifest) if manifest is not None else None


def _state(manifest: Manifest) -> PaperState:
    if manifest.sealed:
        return PaperState.SIGNED
    return PaperState.FAIR if manifest.final else PaperState.DRAFT


def sealed_manifest(outputs: Path, name: str) -> Manifest | None:
    """The manifest of the sealed set shown under a name; None if none is, or nothing of it is signed.

    None for a damaged one as well: `publish` lays that aside whole. Where the set itself is gone, or a
    draft again, what its first signed paper remembers of it.
    """
    signed = signed_papers(outputs, name)
    manifest = sound_manifest(outputs / name)
    if signed and (manifest is None or not (manifest.sealed or manifest.final)):
        return next(iter(signed.values())).memory
    return manifest if manifest is not None and (signed or manifest.sealed) else None


def last_words(outputs: Path, name: str, before: str = "") -> dict[str, LastWord]:
    """The texts that count for every file of a set, by path; `before` names a 更正 that, with any after it, is left out.

    The latest 更正 that is sealed counts before the set it lies beside; a 更正 nobody signed is none yet.
    """
    found: dict[str, LastWord] = {}
    for each in (name, *sealed_corrections(outputs, name, before)):
        manifest = sound_manifest(outputs / each)
        if manifest is not None:
            state = _state(manifest)
            there = ((path, outputs / each / path) for path in manifest.digests)
            found |= {path: LastWord(each, state, file) for path, file in there if file.is_file()}
        signed = signed_papers(outputs, each)
        folder = folder_of(outputs, each)
        found |= {path: LastWord(each, PaperState.SIGNED, folder / path) for path in signed}
    return found


def beside(outputs: Path, name: str) -> str:
    """The name for what comes after a sealed set: 2021-09-更正, or the next that is not sealed itself, for all one knows."""
    return next(
        each
        for each in _corrections(name)
        if not is_damaged(outputs / each) and sealed_manifest(outputs, each) is None
    )


def shown_sets(outputs: Path, name: str) -> tuple[str, ...]:
    """The set of a name and its 更正, signed or not, as far as they are shown, in their order."""
    corrections = takewhile(lambda each: (outputs / each).exists(), _corrections(name))
    return tuple(each for each in (name, *corrections) if (outputs / each).exists())


def signed_sets(outputs: Path, name: str) -> tuple[str, ...]:
    """The set of a name and its 更正, as far as papers of them were signed, in their order."""
    return tuple(
        each for each in (name, *sealed_corrections(outputs, name, "")) if signed_papers(outputs, each)
    )


def sealed_corrections(outputs: Path, name: str, before: str = "") -> Iterator[str]:
    """The 更正 of a set that are sealed, in their order; none from the one named `before` on."""
    for each in _corrections(name):
        if each == before or not ((outputs / each).exists() or folder_of(outputs, each).exists()):
            return
        if sealed_manifest(outputs, each) is not None:
            yield each


def _corrections(name: str) -> Iterator[str]:
    return (f"{name}-更正{number if number > 1 else ''}" for number in count(1))


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a set as they lie there now, people's changes and all; those it was published with and no other.

    Raises `Damaged` if nobody knows which these are.
    """
    manifest = read_manifest(folder)
    listed = manifest.digests if manifest is not None else ()
    return {path: (folder / path).read_bytes() for path in listed if (folder / path).is_file()}


def is_damaged(shown: Path) -> bool:
    """True if a manifest lies there that cannot be read as one."""
    try:
        read_manifest(shown)
    except Damaged:
        return True
    return False
