"""What a run says of itself: its manifest, and what of it lies in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.publish.naming import DRAFTS, MANIFEST, RUNS

ID_LENGTH = 12
# What is remembered of a document that lies outside any set, beside it under its name.
MEMORY = ".溯源.json"


def run_id(manifest: bytes) -> str:
    """The id of a run: the beginning of its manifest's sha256."""
    return hashlib.sha256(manifest).hexdigest()[:ID_LENGTH]


def read_manifest(folder: Path) -> dict[str, object] | None:
    """The manifest of a published folder; None if there is none or it is damaged. OSError if it cannot be read.

    A disk that fails to read it must not make a sealed set look like an open one.
    """
    try:
        return json_object((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None


def manifests(place: Path, outputs: Path) -> Iterator[dict[str, object]]:
    """The manifests by which a file at `place` may be known: beside it and above, then every run's, shown ones first."""
    folders = [place.parent, *place.parent.parents]
    shown = sorted(path.parent for path in outputs.glob(f"*/{MANIFEST}"))
    drafts = sorted(path.parent for path in outputs.glob(f"*/{DRAFTS}/*/{MANIFEST}"))
    runs = sorted(path.parent for path in (outputs / RUNS).glob(f"*/*/{MANIFEST}"))
    others = (folder / MANIFEST for folder in dict.fromkeys([*folders, *shown, *drafts, *runs]))
    for path in (*sorted(place.parent.glob(f"*{MEMORY}")), *others):
        manifest = json_object(path.read_bytes()) if path.is_file() else None
        if manifest is not None:
            yield manifest


def recorded(folder: Path) -> dict[str, str] | None:
    """sha256 by path as the folder's manifest has them; None if it has no manifest of ours."""
    entries = (read_manifest(folder) or {}).get("outputs")
    if not isinstance(entries, list):
        return None
    try:
        return {str(entry["path"]): str(entry["sha256"]) for entry in entries}
    except (KeyError, TypeError):
        return None


def pdfs(folder: Path) -> frozenset[str]:
    """The PDFs the folder's manifest lists: made anew every time, so without a sha256."""
    listed = (read_manifest(folder) or {}).get("pdf")
    entries = listed if isinstance(listed, list) else []
    return frozenset(str(entry.get("path")) for entry in entries if isinstance(entry, dict))


def json_object(data: bytes) -> dict[str, object] | None:
    """The JSON object in `data`; None if it is none."""
    try:
        value = json.loads(data.decode("utf-8"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
