"""Texts of documents as a reviewer reads them, kept beside the tests; `UPDATE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from pipeline.model.phrases import Phrase


def goldens(folder: Path, texts: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """What the texts whose names begin with `prefix` were when somebody last agreed to them."""
    if os.environ.get("UPDATE_GOLDEN"):
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"{prefix}*.txt")}


def shown(context: object) -> object:
    """What a template is given, as plain data: dataclasses as mappings, words and figures as text."""
    if is_dataclass(context) and not isinstance(context, type | Phrase):
        return {field.name: shown(getattr(context, field.name)) for field in fields(context)}
    if isinstance(context, tuple | list):
        return [shown(item) for item in context]
    return str(context)


def printed_texts(context: object) -> Iterator[str]:
    """What a template is given, text by text in the order of its fields."""
    if is_dataclass(context) and not isinstance(context, type | Phrase):
        for field in fields(context):
            yield from printed_texts(getattr(context, field.name))
    elif isinstance(context, tuple | list):
        for item in context:
            yield from printed_texts(item)
    else:
        yield str(context)
