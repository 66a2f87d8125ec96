"""What several documents are made of: paragraphs with a heading of their own, numbered parts, the 呈批件."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph; `heading`, empty if it has none, stands at its beginning."""

    heading: str
    text: str | Phrase


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: its heading and its paragraphs."""

    heading: str
    items_: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A line for people: whose word is asked for; the word itself is theirs."""

    label: str


@dataclass(frozen=True, slots=True)
class Approval:
    """What the template 呈批件.docx prints."""

    draft_mark: str
    head: str
    title_lines: tuple[str, ...]
    opening: str | Phrase
    items_: tuple[Item, ...]
    closing: str
    signature: str
    date: str
    opinions: tuple[Opinion, ...]
