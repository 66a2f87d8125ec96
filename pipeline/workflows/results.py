"""What a command came to, for whoever tells of it: the things made, what is open, what is shown where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.assessment import Assessment
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Settled
from pipeline.model.spotchecks import Pick
from pipeline.outputs.publish import Published
from pipeline.progress.collate import Collated


@dataclass(frozen=True, slots=True)
class Run:
    """A month made: the plan, its progress, the documents' ids by file name, the published set.

    `published` is None when `--final` was refused; `unsettled` then says over what. `trouble` says in one
    sentence why there are no PDFs; `foreign_fonts` are those in the PDFs that no 公文 uses.
    """

    plan: Plan
    progress: Progress
    documents: Mapping[str, str]
    files: Mapping[str, bytes]
    unsettled: tuple[Finding, ...] = ()
    published: Published | None = None
    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    foreign_fonts: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class YearRun:
    """A year assessed: plan, assessment, documents' ids by file name, everything open, the published set.

    `published` is None when `--final` was refused.
    """

    plan: Plan
    assessment: Assessment
    documents: Mapping[str, str]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    published: Published | None = None
    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    foreign_fonts: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class CollatedForm:
    """A lead's form put together: its targets by county, what is missing, the set and the workbook in it."""

    settled: Settled
    lead: str
    collated: tuple[Collated, ...]
    gaps: tuple[Finding, ...]
    published: Published
    path: Path


@dataclass(frozen=True, slots=True)
class DrawnRun:
    """A draw of figures to look at out of `among`, by which seed, and the set shown; None if there is no figure."""

    plan: Plan
    progress: Progress
    picks: tuple[Pick, ...]
    among: int
    seed: str
    published: Published | None = None
