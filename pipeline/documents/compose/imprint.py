"""版记 of a red-headed document: who acts and sees to it, who gets copies, who printed it and when (7.4). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.documents.compose import wording
from pipeline.model.settings import Profile

COPIES = "抄送："


@dataclass(frozen=True, slots=True)
class Imprint:
    """Lines above the printing line, each beginning with its label, then who prints and the day."""

    lines: tuple[str, ...]
    printer: str
    printed: str


def imprint(printer: str, day: date, copied: str = "", profile: Profile | None = None) -> Imprint:
    """The imprint of a document drawn up on `day`; the day of printing is left for people.

    `copied` are the receivers of copies as the plan lists them; `profile` adds 主办 and 督办 where the city
    prints them.
    """
    return Imprint(tuple(_lines(copied, profile)), printer, f"{wording.undated(day)}印发")


def copies(copied: str) -> tuple[str, ...]:
    """抄送 as a line of its own; none without receivers."""
    return (f"{COPIES}{copied.strip().rstrip('。')}。",) if copied.strip() else ()


def _lines(copied: str, profile: Profile | None) -> Iterator[str]:
    if profile is not None:
        for label, unit in (("主办：", profile.imprint_lead), ("督办：", profile.imprint_inspector)):
            if unit:
                yield f"{label}{unit}"
    yield from copies(copied)
