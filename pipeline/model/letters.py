"""A document about to be rendered: which template, which context, what there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from pipeline.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What a draft that bears a number says of itself, for its 发文稿纸; each in words as printed."""

    organ: str
    number: str
    title: str
    addressee: str
    copied: str = ""
    attachments: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A document: stable id, file name in the published set, template name, context dataclass.

    `findings` are about the document itself (too long), not about what was reported; `dispatch` is None
    for what bears no number.
    """

    id: str
    file: str
    template: str
    context: object
    findings: tuple[Finding, ...] = ()
    dispatch: Dispatch | None = None


def shown(context: object) -> object:
    """A context as plain data: dataclasses as mappings, text as text. What a golden holds."""
    if is_dataclass(context) and not isinstance(context, type) and not hasattr(context, "parts"):
        return {field.name: shown(getattr(context, field.name)) for field in fields(context)}
    if isinstance(context, Mapping):
        return {key: shown(value) for key, value in context.items()}
    if isinstance(context, tuple | list):
        return [shown(item) for item in context]
    return str(context)
