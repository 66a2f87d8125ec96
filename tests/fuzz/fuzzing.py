"""An office whose files are spoilt one at a time, each shown to the command that reads it; and what must hold whatever it was.

No internal error, no traceback, no end as if somebody had pressed Ctrl-C, nothing past ten seconds, nothing lost or
changed outside `outputs/`. What takes long and reads nothing is done for some of the files only: letters that are composed
are not printed, a set that a document was made in is made again once.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import lay
from pipeline.outputs.manifests import Manifest
from pipeline.workflows.recognition import made_again
from pipeline.workflows.sample import invented_year as sample
from pipeline.workflows.sample.invented_year import lay_sample, replies
from tests.command import Result, minsheng
from tests.fuzz.spoils import Spoilt, file_bytes, package, record, workbook_cell, workbook_shape

MONTH = sample.MONTHS[-1]
# Nothing of the months before needs to be read for a sheet of the first.
FIRST = sample.MONTHS[0]
# Of this process's own: a machine that is busy with something else is no fault of ours.
SECONDS = 10
# Done, something to look at, a wrong command, the plan, the machine; 3 is one only where the program itself broke.
_ENDS = {0, 1, 2, 3, 4, 5}
# What the machine refused to read; that a locked workbook is 读不了，请…… is a refusal like any other.
_INTERNAL = ("程序内部出错", "读不了（", "读不了这个文件", "读不了 ", "Traceback", "已中断")

Change = Callable[[bytes, Random], Spoilt]
BOOK: tuple[Change, ...] = (
    *(workbook_cell, workbook_cell, workbook_cell, workbook_cell),
    *(workbook_shape, file_bytes, package),
)
DOCUMENT: tuple[Change, ...] = (file_bytes, package, package)


@dataclass(frozen=True)
class Kind:
    """Files of one kind by their pattern, the ways to spoil them, the command that reads them; how often they are drawn.

    One in `whole` of the commands does all it does.
    """

    name: str
    pattern: str
    changes: tuple[Change, ...]
    command: tuple[str, ...]
    weight: int
    whole: int = 1

    def arguments(self, path: Path) -> list[object]:
        """The command for one file."""
        return [path if word == "FILE" else word for word in self.command]


_YEAR = str(sample.YEAR)
KINDS = (
    Kind("plan", f"inputs/{_YEAR}/任务分解表.xlsx", BOOK, ("plan", "check"), 20),
    Kind("sheet", f"inputs/{_YEAR}/{FIRST.number:02}/*.xlsx", BOOK, ("check", str(FIRST)), 25),
    Kind("register", f"inputs/{_YEAR}/处理登记.xlsx", BOOK, ("monthly", str(MONTH)), 8, 40),
    Kind("spot checks", f"inputs/{_YEAR}/抽查/*.xlsx", BOOK, ("monthly", str(MONTH)), 8, 40),
    Kind("reply", f"inputs/{_YEAR}/督办回告/*.xlsx", BOOK, ("monthly", str(MONTH)), 8, 40),
    Kind("commitments", f"inputs/{_YEAR}/责任清单/*.xlsx", BOOK, ("monthly", str(MONTH)), 8, 40),
    Kind("ruling", f"inputs/{_YEAR}/考核认定表.xlsx", BOOK, ("assess", _YEAR), 8, 40),
    Kind("objection", f"inputs/{_YEAR}/核对单/*.xlsx", BOOK, ("assess", _YEAR), 8, 40),
    Kind("template", "templates/*.docx", DOCUMENT, ("templates", "check"), 1),
    Kind("document", "送来/*.docx", DOCUMENT, ("verify", "FILE"), 18, 40),
    Kind("manifest", "outputs/*/manifest.json", (record, record, file_bytes), ("verify", "送来"), 8),
)


class Composed(UsageProblem):
    """All letters are composed; none is printed."""


class _Kept:
    """The set a document was made in, made again once for all."""

    def __init__(self) -> None:
        self._made: dict[str, Path | None] = {}

    def again(self, office: Workspace, manifest: Manifest, place: Path) -> Path | None:
        """As `made_again`, whose folder is one of this one's own."""
        if manifest.set not in self._made:
            folder = made_again(office, manifest, place)
            mine = office.root.parent / "outputs" / manifest.set
            self._made[manifest.set] = Path(shutil.copytree(folder, mine)) if folder else None
        return self._made[manifest.set]


_MADE = "pipeline.workflows.recognition.made_again"
_PRINTED = ("pipeline.workflows.month.print_letters", "pipeline.workflows.year.print_letters")


def _shown(root: Path, kind: Kind, path: Path, whole: bool, kept: _Kept) -> Result:
    """The command for a spoilt file, all of it or what reads."""
    with ExitStack() as stack:
        if not whole and kind.command[0] == "verify":
            stack.enter_context(patch(_MADE, kept.again))
        elif not whole:
            for name in _PRINTED:
                stack.enter_context(patch(name, side_effect=Composed("没有印")))
        return minsheng("-C", root, *kind.arguments(path))


def found(root: Path, assessed: bool = True) -> Path:
    """An office with a month made, its documents handed round; `assessed`: the year too, and its 核对单 come back."""
    office = Workspace(root)
    lay_sample(office, (FIRST, MONTH, sample.YEAR_END), shares=False)
    plan = load_plan(office, sample.YEAR)
    folder = office.relative(office.replies_folder(sample.YEAR))
    answered = list(replies(plan, sample.MONTHS).items())[:2]
    lay(root, {f"{folder}/{name}": data for name, data in answered})
    made = [("forms", "--commitments", _YEAR), ("monthly", str(MONTH)), ("assess", _YEAR)]
    for words in made[: 2 + assessed]:
        ended = minsheng("-C", root, *words)
        assert ended.code in (0, 1), ended.err
    (root / "送来").mkdir()
    papers = sorted((root / "outputs" / str(MONTH)).glob("*.docx"), key=lambda path: path.stat().st_size)
    for path in papers[:3]:
        shutil.copy(path, root / "送来" / path.name)
    for pattern, folder in (
        ("*/核对单/*.xlsx", office.objections_folder(sample.YEAR)),
        ("*/责任清单-*.xlsx", office.commitments_folder(sample.YEAR)),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted((root / "outputs").glob(pattern))[:2]:
            shutil.copy(path, folder / path.name)
    return root


def _state(root: Path) -> dict[str, tuple[int, int]]:
    """What lies outside `outputs/`, and when it was last written."""
    files = (path for path in root.parent.rglob("*") if path.is_file())
    kept = (path for path in files if "outputs" not in path.relative_to(root.parent).parts)
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in kept}


def troubles(
    root: Path,
    seed: int,
    count: int,
    kinds: tuple[Kind, ...] = KINDS,
    shown: Callable[[str], None] = lambda kind: None,
) -> Iterator[str]:
    """`count` files spoilt and shown; a line for each that did not end as it should. The office is as before after each.

    `shown` is told the kind of each that has been.
    """
    kept = _Kept()
    for number in range(count):
        random = Random(f"{seed}/{number}")
        (kind,) = random.choices(kinds, [kind.weight for kind in kinds])
        path = random.choice(sorted(root.glob(kind.pattern))).resolve()
        data = path.read_bytes()
        what, spoilt = random.choice(kind.changes)(data, random)
        path.write_bytes(spoilt)
        before, started = _state(root), time.process_time()
        ended = _shown(root, kind, path, random.random() * kind.whole < 1, kept)
        took, wrong = time.process_time() - started, []
        if ended.code not in _ENDS or any(word in ended.err + ended.out for word in _INTERNAL):
            wrong.append(f"exit {ended.code}: {ended.err[-300:]}")
        if took > SECONDS:
            wrong.append(f"took {took:.1f} s")
        if _state(root) != before or ("outputs" not in path.parts and path.read_bytes() != spoilt):
            wrong.append("something outside outputs/ changed")
        path.write_bytes(data)
        if wrong:
            yield f"--seed {seed} no. {number} ({kind.name}) {path.name} {what}: {'; '.join(wrong)}"
        shown(kind.name)
