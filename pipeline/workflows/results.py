"""What a command came to, for whoever tells of it: the things made, what is open, what is shown where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.assessment import Assessment
from pipeline.model.errors import PipelineError
from pipeline.model.findings import Finding
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Settled
from pipeline.model.spotchecks import Pick
from pipeline.outputs.publish import Published
from pipeline.progress.collate import Collated

if TYPE_CHECKING:
    # Only named here: who reads and checks a month prints nothing.
    from pipeline.documents.provenance.trace import Trace


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of a set by name, before anybody sees them.

    `letters` and `traces` are what the Word documents were printed from and what their figures come from; `documents` gives
    the id by which people know a paper; `tables` are those of the superior's that were filled. `noticed` is what is to be looked at of
    paragraphs that people keep in them.
    `foreign_fonts` are those in the PDFs that no 公文 uses; `trouble` says in one
    sentence why there are no PDFs.
    """

    letters: tuple[Letter, ...] = ()
    traces: Mapping[str, Trace] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    noticed: tuple[Finding, ...] = ()
    foreign_fonts: tuple[str, ...] = ()
    trouble: str = ""


NO_PAPERS = Papers()


@dataclass(frozen=True, slots=True)
class Made:
    """A set made: its papers, and what is shown now; beside a sealed set its files hold the list of what differs too."""

    papers: Papers
    files: Mapping[str, bytes]
    published: Published


@dataclass(frozen=True, slots=True)
class Run:
    """A month made: the plan, its progress, the set."""

    plan: Plan
    progress: Progress
    made: Made


@dataclass(frozen=True, slots=True)
class RoundedUp:
    """The year told up to a period: the plan, the period's progress, the set shown."""

    plan: Plan
    progress: Progress
    published: Published


@dataclass(frozen=True, slots=True)
class YearRun:
    """A year assessed: plan, assessment, everything found, the set."""

    plan: Plan
    assessment: Assessment
    findings: tuple[Finding, ...]
    made: Made


class MonthNotFinal(PipelineError):
    """A month cannot be final yet: `findings` are neither settled nor waived. Nothing was changed."""

    exit_code = 1

    def __init__(self, plan: Plan, progress: Progress, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有定稿：下列问题还没处理，也没有登记在处理登记的“带缺定稿”里。没有改动任何材料。")
        self.plan, self.progress, self.findings = plan, progress, findings


class YearNotFinal(PipelineError):
    """A year cannot be certified yet: some of `findings` are open. Nothing was changed."""

    exit_code = 1

    def __init__(self, plan: Plan, assessment: Assessment, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有定稿：下列问题还没处理。没有改动任何材料。")
        self.plan, self.assessment, self.findings = plan, assessment, findings


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
