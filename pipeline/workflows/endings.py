"""How a call ends, whoever asked for it: an exit code, and if something went wrong what people are told of it.

The command, the desk and the fleet all end a run here; none of them shows anybody a traceback.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files.machine import is_of_the_machine, reason
from pipeline.model.errors import MachineProblem, PipelineError, PlanProblem
from pipeline.model.run_steps import LOG
from pipeline.outputs.runlog import Journal

if TYPE_CHECKING:
    # Only named here: help and wrong usage are said without any of it.
    from pipeline.model.findings import Finding
    from pipeline.model.readings import Status

DONE, LOOK, USAGE, FAULT, BUSY, MACHINE = 0, 1, 2, 3, 4, MachineProblem.exit_code
_ENDS = (KeyboardInterrupt, SystemExit)


@dataclass(frozen=True, slots=True)
class Ending:
    """A call that did not end well: the exit code and one Chinese message; the cells of a plan that cannot be used.

    `report` is where a fault of the program was written down whole, for the engineer.
    """

    code: int
    said: str
    findings: tuple[Finding, ...] = ()
    report: Path | None = None


def noted(ending: Ending) -> int:
    """Tell the record of the run, and nobody else, what went wrong; the exit code."""
    LOG.warning("%s", ending.said)
    if ending.report is not None:
        LOG.warning("%s", ending.report)
    return ending.code


def guarded(
    journal: Journal,
    call: Callable[[], object],
    tell: Callable[[Ending], int] = noted,
    through: tuple[type[BaseException], ...] = _ENDS,
) -> int:
    """The exit code of a call: what it returns, 0 if that is no number; what goes wrong in it is told by `tell`.

    What is `through` is none of its business: it ends the whole run.
    """
    before = journal.published
    try:
        result = call()
        return result if isinstance(result, int) else DONE
    except through:
        raise
    except PipelineError as error:
        findings = error.findings if isinstance(error, PlanProblem) else ()
        return tell(Ending(error.exit_code, str(error), findings))
    except BaseException as error:  # noqa: BLE001  # the outermost edge: the machine, a bug of ours, a library's panic
        changed = journal.published > before
        return tell(_broken(journal, error, "材料此前已经完整生成" if changed else "没有改动任何材料"))


def _broken(journal: Journal, error: BaseException, state: str) -> Ending:
    match error:
        case MemoryError():
            return Ending(MACHINE, f"机器出了问题：内存不足，{state}，请处理后重新运行。")
        case OSError() if is_of_the_machine(error):
            where = f"{error.filename} " if error.filename else ""
            return Ending(MACHINE, f"机器出了问题：{where}{reason(error)}，{state}，请处理后重新运行。")
        case OSError() if error.filename is not None:
            why = f"读不了 {error.filename}（{error.strerror}）"
            return Ending(FAULT, f"{why}。请检查文件是否被占用、有没有读取权限。{state}。")
    path = journal.report(traceback.format_exc())
    if path is None:
        return Ending(FAULT, f"程序内部出错，{state}；错误报告没有地方可写，请告诉工程师。")
    return Ending(FAULT, f"程序内部出错，{state}。请把这个文件交给工程师：", report=path)


def code_of(findings: Iterable[Finding], statuses: Iterable[Status] = ()) -> int:
    """LOOK if a finding is open or a report missing, else DONE."""
    from pipeline.model.readings import Status

    open_ones = any(finding.open for finding in findings)
    return LOOK if open_ones or Status.MISSING in statuses else DONE
