"""Which names a published set may use: plain ones that mean the same on Linux and on Windows."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline.files.names import DEVICES

MANIFEST = "manifest.json"
DRAFTS = "修改稿"
RUNS = ".runs"
RUN = re.compile(r"[0-9a-f]{12}(?:-\d+)?")
LEFTOVER = re.compile(r"(?:[0-9a-f]{12}(?:-\d+)?|\.journal)\.tmp.*")

_LONGEST = 200  # bytes: room for a suffix below the 255 of most file systems
_FORBIDDEN = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\ud800-\udfff]')
_NOISE = re.compile(r"~\$.*|\.~.*|~wr[a-z]\d+\.tmp|\._.*|thumbs\.db|desktop\.ini|\.ds_store", re.IGNORECASE)


def leftover(path: Path, what: str) -> Path:
    """A name beside `path` for something half made or half gone; the next run removes what is left under it."""
    return path.with_name(f"{path.name}.tmp-{what}-{os.getpid()}")


def is_noise(name: str) -> bool:
    """True for files Word, WPS, LibreOffice or the system lay beside a document; never a person's work."""
    return _NOISE.fullmatch(name) is not None


def require_plain(name: str) -> None:
    """ValueError unless `name` names one file or folder, visibly, on every system we run on."""
    if not name or _FORBIDDEN.search(name):
        raise ValueError(f"not a plain name: {name!r}")
    if name.startswith(".") or name.endswith((".", " ")) or is_noise(name):
        raise ValueError(f"a name that hides or that Windows changes: {name!r}")
    if DEVICES.fullmatch(name.split(".")[0].rstrip()):
        raise ValueError(f"a name Windows keeps for a device: {name!r}")
    if len(name.encode()) > _LONGEST:
        raise ValueError(f"a name of more than {_LONGEST} bytes: {name!r}")


def require_distinct(paths: Iterable[str]) -> None:
    """ValueError unless all are plain relative paths (`反馈函/01.docx`) that no system takes for one another.

    Windows ignores case, macOS the way accents are composed; a file cannot also be a folder;
    `manifest.json` and `修改稿` are ours.
    """
    files: set[str] = {MANIFEST, DRAFTS}
    folders: set[str] = set()
    for path in paths:
        parts = path.split("/")
        for part in parts:
            require_plain(part)
        folded = unicodedata.normalize("NFC", path.casefold())
        if folded in files:
            raise ValueError(f"a name used twice: {path!r}")
        files.add(folded)
        folders |= {"/".join(folded.split("/")[:depth]) for depth in range(1, len(parts))}
    if clash := files & folders:
        raise ValueError(f"names both of a file and of a folder: {sorted(clash)}")
