"""What every document's body is made of: paragraphs with a heading of their own, gathered in numbered parts."""

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
