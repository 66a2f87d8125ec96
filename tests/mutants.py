"""Breaks the middle on purpose, one sign at a time, and lists what no test notices (`nox -s mutants`).

    python -m tests.mutants                                the whole middle; hours
    python -m tests.mutants compute.py verify.py           the files that end so
    python -m tests.mutants --minutes 10 --seed 3          as many as that allows, in an order drawn by the seed

A mutant is one comparison, number, operator, condition or statement of a function or a constant put another way. Words
are left alone: goldens hold those. It is tried in a fork of its own by the tests that reach its line, quickest first, until
one of them fails; a mutant that outlives them is a survivor: a test is missing, or nothing can tell the two apart.
"""

from __future__ import annotations

import argparse
import ast
import copy
import inspect
import io
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NoReturn

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
MIDDLE = (
    "pipeline/model/*.py",
    "pipeline/progress/*.py",
    "pipeline/inputs/returns/check/*.py",
    "pipeline/inputs/returns/settle.py",
    "pipeline/documents/letters/*.py",
    "pipeline/documents/wording/*.py",
    "pipeline/documents/provenance/*.py",
)
# Quick tests of one room each. What only a whole run of the command would notice counts as unnoticed.
TESTS = (
    "tests/model",
    "tests/progress",
    "tests/inputs",
    "tests/documents/test_verify.py",
    "tests/documents/test_monthly.py",
    "tests/documents/test_sentences.py",
    "tests/documents/test_season.py",
    "tests/documents/test_report.py",
    "tests/documents/test_reminder.py",
    "tests/documents/test_observations.py",
)
# The same edits in a document that LibreOffice has saved: slow, and no other branch of ours.
_SLOW = "tests/documents/test_verify.py::test_the_same_is_found_in_a_document_saved_by_another_program"
_QUIET = ("-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no")
# A test that takes longer in a mutant than this and ten times what it took is one that never ends.
_PATIENCE = 20.0

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A module with one thing put another way: where, the how-manieth of its file, how it read and how it reads now."""

    path: Path
    number: int
    lines: range
    was: str
    now: str


def other_ways(node: ast.AST) -> Iterator[ast.AST]:
    """What might stand in a node's place and mean something else."""
    match node:
        case ast.Compare(ops=[one]):
            for kind in _COMPARED[type(one)]:
                yield _with(node, ops=[kind()])
        case ast.BinOp(op=one) if type(one) in _RECKONED and not _is_text(node):
            yield _with(node, op=_RECKONED[type(one)]())
        case ast.AugAssign(op=one) if type(one) in _RECKONED:
            yield _with(node, op=_RECKONED[type(one)]())
        case ast.BoolOp(op=one, values=values):
            yield _with(node, op=ast.Or() if isinstance(one, ast.And) else ast.And())
            if isinstance(one, ast.And):
                for left_out in range(len(values)):
                    kept = [value for place, value in enumerate(values) if place != left_out]
                    yield kept[0] if len(kept) == 1 else _with(node, values=kept)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float() as value):
            yield ast.Constant(value * 0.75)
            yield ast.Constant(value * 1.25)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.If():
            yield _with(node, test=ast.Constant(True))
            yield _with(node, test=ast.Constant(False))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Call(func=ast.Name(id=name)) if name in _NAMED:
            yield _with(node, func=ast.Name(_NAMED[name], ast.Load()))
        case ast.Continue():
            yield ast.Break()
        case ast.Assign(targets=[ast.Tuple(elts=[first, *_])], value=ast.Tuple(elts=[value, *_])):
            yield ast.Assign([first], value)
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _with(node: Any, **changes: Any) -> Any:
    other = copy.copy(node)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def _is_text(node: ast.BinOp) -> bool:
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr)]
    return any(isinstance(part, ast.JoinedStr) or isinstance(part.value, str) for part in parts)


def mutants(path: Path) -> list[Mutant]:
    """Every mutant of a file. What only types read is left alone."""
    return [
        Mutant(path, number, _lines(node, inside), _told_of(node), _told_of(other))
        for number, (_, node, inside, other) in enumerate(_each(path))
    ]


def code_of(mutant: Mutant | None, path: Path) -> CodeType:
    """The module with the mutant in it, compiled; as it is without one."""
    if mutant is None:
        return compile(path.read_text(encoding="utf-8"), str(path), "exec")
    tree = next(islice(_each(path), mutant.number, None))[0]
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def _each(path: Path) -> Iterator[tuple[ast.Module, ast.AST, ast.AST, ast.AST]]:
    """For every mutant the tree with it in place, what stood there, the node around that, and what stands there now."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent, name, index, node, inside in list(_places(tree, tree)):
        for other in other_ways(node):
            _put(parent, name, index, ast.copy_location(other, node))
            yield tree, node, inside, other
            _put(parent, name, index, node)


def _put(parent: ast.AST, name: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[index] = node


def _places(parent: ast.AST, inside: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, ast.AST]]:
    """Every node below one, where it hangs, and the innermost node around it that knows its line."""
    inside = parent if hasattr(parent, "lineno") else inside
    for name, value in ast.iter_fields(parent):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST):
                yield parent, name, index, node, inside
                yield from _places(node, inside)


def _lines(node: Any, inside: Any) -> range:
    """The lines that are run for a node; of an `if` those of its condition."""
    node = node.test if isinstance(node, ast.If) else node if hasattr(node, "lineno") else inside
    return range(node.lineno, node.end_lineno + 1)


def _told_of(node: ast.AST) -> str:
    text = f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)
    return " ".join(text.split())[:110]


def put_in(path: Path, code: CodeType) -> None:
    """A module's functions and constants into the module as it is loaded, wherever else those are known."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    module = sys.modules[name]
    fresh = ModuleType(name)
    fresh.__dict__.update(__name__=name, __file__=module.__file__, __package__=module.__package__)
    fresh.__dict__["__path__"] = getattr(module, "__path__", None)
    known, sys.modules[name] = sys.modules[name], fresh
    try:
        exec(code, fresh.__dict__)
    finally:
        sys.modules[name] = known
    for key, value in list(vars(fresh).items()):
        old = vars(module).get(key)
        if inspect.isclass(value) and value.__module__ == name:
            _take(old, value)
        elif isinstance(value, FunctionType) and value.__module__ == name:
            _take_code(old, value)
        elif isinstance(value, int | float | tuple | frozenset) and not key.startswith("__"):
            setattr(module, key, value)


def _take(old: Any, new: Any) -> None:
    for key, value in list(vars(new).items()):
        other = vars(old).get(key)
        for one, two in (
            (other, value),
            *((getattr(other, get, None), getattr(value, get, None)) for get in ("fget", "__func__")),
        ):
            if isinstance(two, FunctionType):
                _take_code(one, two)


def _take_code(old: Any, new: Any) -> None:
    old, new = inspect.unwrap(old), inspect.unwrap(new)
    if isinstance(old, FunctionType) and len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__ = new.__code__
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


class Reach:
    """Which tests reach which line, and how long each takes; a plugin of pytest while they run unbroken."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.seconds: dict[str, float] = {}
        self._coverage = coverage.Coverage(
            data_file=None, config_file=False, include=[str(path) for path in files]
        )

    def run(self, tests: Sequence[str]) -> None:
        """Run the tests once as things are; all must pass, or nothing can be told."""
        said = io.StringIO()
        self._coverage.start()
        with redirect_stdout(said):
            result = pytest.main([*_QUIET, "--deselect", _SLOW, *tests], plugins=[self])
        self._coverage.stop()
        if result != pytest.ExitCode.OK:
            raise SystemExit(f"As things are, the tests do not pass:\n{said.getvalue()}")

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._coverage.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that reach any line of the mutant, quickest first; those of the whole file for a constant."""
        by_line = self._coverage.get_data().contexts_by_lineno(str(mutant.path))
        reached = {name for line in mutant.lines for name in by_line.get(line, ())}
        if reached == {""}:
            reached = {name for names in by_line.values() for name in names}
        return sorted(reached & self.seconds.keys(), key=lambda name: self.seconds[name])


class Only:
    """These tests in this order; a plugin of pytest."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {name: place for place, name in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )


def noticed(path: Path, mutant: Mutant | None, tests: Sequence[str], patience: float) -> bool:
    """Whether any of the tests fails, or does not end, with the mutant in the module; without one none may."""
    code = code_of(mutant, path)
    child = os.fork()
    if not child:
        _try(path, code, tests)
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            result = os.waitstatus_to_exitcode(status)
            if result not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
                raise RuntimeError(f"pytest could not try {path}: it ended with {result}")
            return result != pytest.ExitCode.OK
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _try(path: Path, code: CodeType, tests: Sequence[str]) -> NoReturn:
    """In a process of its own: the module put in, the tests run, their result the exit code."""
    os.setsid()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with suppress(Exception):
        put_in(path, code)
        files = sorted({name.partition("::")[0] for name in tests})
        os._exit(pytest.main([*_QUIET, *files], plugins=[Only(tests)]))
    os._exit(pytest.ExitCode.TESTS_FAILED)  # a module that cannot even be loaded is noticed


def main() -> int:
    """Try the mutants and list those nobody noticed; 0 in any case, for a survivor may be no fault."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("files", nargs="*", help="only files whose path ends so")
    options.add_argument("--minutes", type=float, default=float("inf"))
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--tests", nargs="+", default=list(TESTS))
    asked = options.parse_args()
    os.chdir(ROOT)
    files = [path for pattern in MIDDLE for path in sorted(ROOT.glob(pattern))]
    files = [path for path in files if not asked.files or str(path).endswith(tuple(asked.files))]
    reach = Reach(files)
    reach.run(asked.tests)
    control = sorted(reach.seconds, key=lambda name: reach.seconds[name])[:50]
    for path in files:
        if noticed(path, None, control, 600):
            raise RuntimeError(f"{path} put in as it is makes tests fail")
    every = [mutant for path in files for mutant in mutants(path)]
    random.Random(asked.seed).shuffle(every)
    ends = time.monotonic() + asked.minutes * 60
    tried, survivors, unreached = 0, [], []
    for mutant in every:
        if time.monotonic() > ends:
            break
        tests = reach.tests_of(mutant)
        tried += 1
        if not tests:
            unreached.append(mutant)
        elif not noticed(
            mutant.path, mutant, tests, _PATIENCE + 10 * sum(reach.seconds[name] for name in tests)
        ):
            survivors.append(mutant)
            print(_told(mutant), flush=True)
    print(
        f"{tried} of {len(every)} mutants tried, {len(survivors)} survived, {len(unreached)} on lines no test reaches:"
    )
    for mutant in sorted(unreached, key=lambda one: (one.path, one.lines.start)):
        print(f"unreached {_told(mutant)}")
    return 0


def _told(mutant: Mutant) -> str:
    return f"{mutant.path.relative_to(ROOT)}:{mutant.lines.start}: {mutant.was}  →  {mutant.now}"


if __name__ == "__main__":
    sys.exit(main())
