"""What must hold of a folder that was read: always, and by a case's expectation. Empty means it holds."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from originals import BYSTANDER, FOLDER, JOBS, NEIGHBOUR, WOMEN, Case, amounts, plan, shares, truth

from pipeline.model.findings import Finding
from pipeline.model.plan import Role
from pipeline.model.readings import FileOutcome, Outcome, Settled

_CHINESE = re.compile(r"[一-鿿]")
_MACHINE = re.compile(r"Traceback|Error\b|Exception|Errno|<[a-z]+\.|0x[0-9a-f]{6}", re.ASCII)


def spellings(path: Path, root: Path) -> set[str]:
    """The ways a name may be told; one that is no UTF-8 may be told as GB18030 or with marks."""
    raw = os.fsencode(path.relative_to(root))
    told = {raw.decode("utf-8", "replace"), raw.decode("gb18030", "replace")}
    return told | {one.encode("unicode_escape").decode() for one in told}


def _plainly(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def entries(folder: Path) -> Iterator[Path]:
    """Everything that must be accounted for: each entry, or what lies in it where it is a folder."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not path.is_dir():
            yield path
            continue
        inside = list(entries(path))
        yield from inside or [path]


def told(files: tuple[FileOutcome, ...], path: Path, root: Path) -> list[FileOutcome]:
    """What was said of an entry, or of the folder it lies in."""
    names = spellings(path, root)
    found = [file for file in files if file.name in names or _plainly(file.name) in names]
    month = root / FOLDER
    if not found and path.parent != month and month in path.parents:
        return told(files, path.parent, root)
    return found


# What always holds


def accounted(settled: Settled, root: Path) -> Iterator[str]:
    """Every entry once, each with a reason; nothing else; the outcomes add up."""
    files = settled.returns.files
    known: set[str] = set()
    for path in entries(root / FOLDER):
        found = told(files, path, root)
        if len(found) != 1:
            yield f"{path.name!r} is told {len(found)} times"
        known |= {file.name for file in found}
    for name in {file.name for file in files} - known:
        yield f"{name!r} is told and is not there"
    counts = Counter(file.outcome for file in files)
    if sum(counts[outcome] for outcome in Outcome) != len(files):
        yield "the outcomes do not add up"
    for file in files:
        if not _CHINESE.search(file.reason) or _MACHINE.search(file.reason):
            yield f"{file.name!r} has no proper reason: {file.reason!r}"


def right(settled: Settled) -> Iterator[str]:
    """No figure is used that is not the original's, of any unit that may be there."""
    truths, counties = {}, {}
    for unit in (WOMEN, JOBS, NEIGHBOUR, BYSTANDER):
        truths |= amounts(truth(unit))
        counties |= shares(truth(unit))
    for target, amount in amounts(settled).items():
        if truths.get(target) != amount:
            yield f"WRONG FIGURE {target}: {amount}, not {truths.get(target)}"
    held_back = {finding.target for finding in settled.findings if finding.open}
    for place, amount in shares(settled).items():
        if counties.get(place) != amount and place[0] not in held_back:
            yield f"WRONG COUNTY FIGURE {place}: {amount}, not {counties.get(place)}"


def printable(settled: Settled) -> Iterator[str]:
    """Everything told can be written as UTF-8, and speaks to people."""
    for text in (
        *(f"{file.name}{file.reason}" for file in settled.returns.files),
        *(f"{finding.message}{finding.fix}{finding.why}{finding.place}" for finding in settled.findings),
    ):
        try:
            text.encode()
        except UnicodeEncodeError:
            yield f"cannot be written: {text!a}"


# What a case wants


def verdict(case: Case, settled: Settled, first: Path, root: Path) -> str:
    """Empty if one of the wanted ends has come about, else why each has not."""
    found = told(settled.returns.files, first, root)
    if len(found) != 1:
        return "the entry is not accounted for"
    problems = []
    for want in case.want.split("|"):
        problem = next(_ENDS[want](case, settled, found[0]), "")
        if not problem:
            return ""
        problems.append(f"not {want}: {problem}")
    return "; ".join(problems)


def _used(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    if file.outcome is not Outcome.USED:
        yield f"{file.outcome.value}, {file.reason}"


def _same(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    yield from _used(case, settled, file)
    expected = amounts(truth(case.unit))
    got = {target: amount for target, amount in amounts(settled).items() if target in expected}
    if got != expected:
        held = [finding.message for finding in settled.findings if finding.unit == case.unit and finding.open]
        yield f"lost {sorted(set(expected) - set(got))} {held}"
    if shares(settled) != shares(truth(case.unit)):
        yield "counties differ"
    if case.texts:
        for row in truth(case.unit).returns.rows:
            here = settled.returns.row(row.target)
            if here is None or here.headline != row.headline:
                yield f"text of {row.target} differs"


def _warns(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    yield from _same(case, settled, file)
    notes = [finding for finding in _about(case, settled, file) if not finding.open]
    if not any(_fits(case, finding) for finding in notes):
        yield f"no such note, only {[(note.code.name, note.place.ref) for note in notes]}"


def _about(case: Case, settled: Settled, file: FileOutcome) -> list[Finding]:
    """The findings this file brought: the plan's own (C12) and other files' are left out."""
    return [
        finding
        for finding in settled.findings
        if finding.unit == case.unit or finding.place.file == file.name or file.name in finding.message
    ]


def _fits(case: Case, finding: Finding) -> bool:
    return (not case.code or finding.code.name == case.code) and (
        not case.cells or finding.place.ref in case.cells.split()
    )


def _cell(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    yield from _used(case, settled, file)
    expected, got = amounts(truth(case.unit)), amounts(settled)
    for target in case.targets:
        about = [finding for finding in settled.findings if finding.target == target and finding.open]
        if target in got and not case.loose:
            yield f"the figure of {target} is used"
        if not about and not case.loose:
            yield f"nothing is asked about {target}"
    about = [finding for finding in _about(case, settled, file) if finding.open]
    if not any(_fits(case, finding) for finding in about):
        yield f"not at {case.cells} {case.code}: {[(one.code.name, one.place.ref) for one in about]}"
    others = {target for target in expected if target not in case.targets}
    lost = sorted(others - set(got))
    if lost and not case.loose:
        yield f"lost others: {lost}"


def _refused(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    if file.outcome is not Outcome.REFUSED:
        yield f"{file.outcome.value}, {file.reason}"
    yield from _unused(case, settled)
    about = [finding for finding in settled.findings if finding.place.file == file.name and finding.open]
    if not about:
        yield "no finding names it"
    for finding in about:
        text = f"{finding.message}{finding.fix}"
        if not finding.fix or "\n" in finding.message.replace(file.name, "") or _MACHINE.search(text):
            yield f"not one clear sentence: {finding.message!r}"
        if Path(file.name).name not in finding.message:
            yield f"does not name the file: {finding.message!r}"
    if case.says and not any(case.says in finding.message for finding in about):
        yield f"does not say {case.says}: {file.reason}"


def _unused(case: Case, settled: Settled) -> Iterator[str]:
    led = {target.id for target in plan().led_by(case.unit)}
    if led & set(settled.values):
        yield "figures are used"
    if case.unit in {
        report.unit for report in settled.returns.reports if report.file and report.role is Role.LEAD
    }:
        yield "the unit counts as having reported"


def _ignored(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    if file.outcome is not Outcome.IGNORED:
        yield f"{file.outcome.value}, {file.reason}"
    yield from _unused(case, settled)


def _stamped(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    if file.outcome is not Outcome.STAMPED:
        yield f"{file.outcome.value}, {file.reason}"
    yield from _unused(case, settled)


def _prose(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    if file.outcome is not Outcome.PROSE:
        yield f"{file.outcome.value}, {file.reason}"
    yield from _unused(case, settled)
    about = [one for one in settled.findings if one.place.file == file.name and one.code.name[0] == "F"]
    if [(one.code.name, one.open) for one in about] != [(case.code, False)]:
        yield f"not one {case.code}: {[one.code.name for one in about]}"


def _none(case: Case, settled: Settled, file: FileOutcome) -> Iterator[str]:
    """No figure of the unit is used, and somebody is told why."""
    yield from _unused(case, settled)
    if not any(finding.open for finding in settled.findings if finding.place.file == file.name) and not any(
        finding.open for finding in settled.findings if finding.unit == case.unit
    ):
        yield "nobody is told"


_ENDS = {
    "same": _same,
    "warns": _warns,
    "cell": _cell,
    "refused": _refused,
    "ignored": _ignored,
    "stamped": _stamped,
    "prose": _prose,
    "none": _none,
}
