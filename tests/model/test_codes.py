"""What a code means stands once, no code is loose, and each is seen to speak in some test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.codes import Code, Effect, Level
from pipeline.model.findings import Finding

TESTS = Path(__file__).resolve().parents[1]
PIPELINE = TESTS.parent / "pipeline"
# T01-1 is the number of a target.
_CODE = re.compile(r"\b[A-Z][0-9]{2}\b(?!-\d)")
_WRITTEN = (".py", ".toml", ".csv")
_NAMED = re.compile(rf"""(?:["',]|(?:{"|".join(Level)}) )([A-Z][0-9]{{2}})["',　]""")
# Whose calls make findings, and as which argument what to do is told by place; otherwise it is told as `fix`.
_MAKERS = {"Finding": 2, "finding": 4, "fault": 3, "add": 4, "refuse": 5, "_finding": 4}


Modules = tuple[tuple[str, ast.Module], ...]


@pytest.fixture(scope="module")
def modules() -> Modules:
    """The modules that speak of a code, but for the catalogue, by path; let go at the end, for they are large."""
    sources = {path: path.read_text(encoding="utf-8") for path in PIPELINE.rglob("*.py")}
    return tuple(
        (path.relative_to(PIPELINE).as_posix(), ast.parse(source))
        for path, source in sources.items()
        if path != PIPELINE / "model/codes.py"
        and not Code.__members__.keys().isdisjoint(_CODE.findall(source))
    )


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module with their lines, but those that only say what the code beside them does."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.lineno, node.value


def test_no_code_is_written_as_text_outside_the_catalogue(modules: Modules) -> None:
    loose = [
        f"{name}:{line} {text}"
        for name, tree in modules
        for line, text in texts(tree)
        if not Code.__members__.keys().isdisjoint(_CODE.findall(text))
    ]
    assert loose == []


def test_every_code_is_used(modules: Modules) -> None:
    used = {
        node.attr
        for _, tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    }
    assert used == set(Code.__members__)


def test_what_to_do_is_told_by_the_code_or_where_it_is_found(modules: Modules) -> None:
    silent = []
    for name, tree in modules:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            maker = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = len(node.args) > _MAKERS.get(maker, 0) or any(one.arg == "fix" for one in node.keywords)
            codes = [one.attr for one in ast.walk(node.args[0]) if isinstance(one, ast.Attribute)]
            speechless = [code for code in codes if code in Code.__members__ and not Code[code].fix]
            if maker in _MAKERS and speechless and not said:
                silent.append(f"{name}:{node.lineno} {speechless}")
    assert silent == []


def test_every_code_speaks_in_some_test() -> None:
    """In its case file; or elsewhere, named in quotation marks, in a table of what must be found, or as it is printed."""
    written = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*") if path.suffix in _WRITTEN]
    named = {code for text in written for code in _NAMED.findall(text)}
    named |= {path.stem for path in TESTS.glob("cases/*.toml")}
    assert Code.__members__.keys() - named == set()


def test_a_finding_says_what_its_code_says_unless_it_says_so_itself() -> None:
    plain, own = Finding(Code.C09, "填反了"), Finding(Code.C09, "填反了", "请重填", "看不懂")
    assert (plain.fix, plain.why) == ("请核对后重报", "两格可能填反")
    assert (own.fix, own.why) == ("请重填", "看不懂")


def test_words_for_a_doubt_and_what_cannot_be_are_of_figures_that_are_not_used() -> None:
    told = [code for code in Code if code.doubt or code.impossible]
    assert {code.effect for code in told} == {Effect.UNUSED}


def test_a_code_reads_as_people_type_it() -> None:
    assert f"{Code.R08}" == str(Code.R08) == "R08"
