"""What a run says of itself: its manifest, and what of it lies in a folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pipeline.publish.naming import MANIFEST

ID_LENGTH = 12


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
