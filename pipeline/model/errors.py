"""Why a run cannot go on, and the exit code each reason ends with.

Something odd in a reported sheet is never an exception: that is a `Finding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    # Only named here: help and wrong usage are said without any of it.
    from pipeline.model.findings import Finding


class PipelineError(Exception):
    """The run cannot go on. `str()` is one Chinese message that says what, where and what to do."""

    exit_code: ClassVar[int] = 3


class UsageProblem(PipelineError):
    """The command was called with something it cannot mean (a month that is none, an unknown unit)."""

    exit_code = 2


class PlanProblem(PipelineError):
    """The plan, or another sheet people own, cannot be used; `findings` name each cell."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class TemplateProblem(PipelineError):
    """A Word template is missing, damaged, or asks for something its document does not offer."""


class Busy(PipelineError):
    """Another run holds the lock of this workspace."""

    exit_code = 4


class MachineProblem(PipelineError):
    """The machine failed us (disk full, no permission); nothing was changed."""

    exit_code = 5
