"""What travels with the package: the default templates and holiday tables.

In an installed wheel they lie in `pipeline/outputs/bundled`; in a checkout they are the repository's own folders.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def default_templates() -> dict[str, bytes]:
    """The Word templates an office starts with, by file name."""
    return _files(_HERE / "bundled" / "templates", _HERE.parent.parent / "templates", "*.docx")


def holiday_tables() -> dict[str, bytes]:
    """The holiday tables known when this version was made, by file name."""
    return _files(_HERE / "bundled" / "节假日", _HERE.parent.parent / "inputs" / "节假日", "*.toml")


def _files(packaged: Path, checkout: Path, pattern: str) -> dict[str, bytes]:
    folder = packaged if packaged.is_dir() else checkout
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.glob(pattern))
        if not path.name.startswith("~$")
    }
