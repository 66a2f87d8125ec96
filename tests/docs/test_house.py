"""The house as decided (docs/decisions/0013): rooms, names and sizes a newcomer can rely on."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"
ROOMS = {"cli", "desk", "workflows", "outputs", "documents", "progress", "inputs", "files", "model"}
MODULES = sorted(path for path in PIPELINE.rglob("*.py") if path.name != "__init__.py")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_the_package_holds_its_rooms_and_nothing_else() -> None:
    there = {path.name for path in PIPELINE.iterdir() if path.name != "__pycache__"}
    assert there == ROOMS | {"__init__.py", "__main__.py", "py.typed"}


def test_every_folder_says_what_it_is() -> None:
    folders = {path.parent for path in MODULES if path.parent != PIPELINE}
    silent = [
        folder
        for folder in folders
        if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert not silent


def test_a_name_means_one_thing_or_a_noun_and_what_works_on_it() -> None:
    places = defaultdict(list)
    for path in MODULES:
        places[path.name].append(path.relative_to(PIPELINE).parts[0])
    twice = {name: rooms for name, rooms in places.items() if len(rooms) > 1}
    assert not {name: rooms for name, rooms in twice.items() if len(rooms) > 2 or "model" not in rooms}


def test_no_module_is_too_long_and_few_are_too_short() -> None:
    assert not [path for path in MODULES if lines(path) > 400]
    assert len([path for path in MODULES if lines(path) < 40]) <= 6


def test_no_function_is_too_long() -> None:
    long = [
        (path.name, node.name)
        for path in MODULES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert not long


@pytest.mark.parametrize(("chapter", "name"), [("month", "monthly"), ("year", "assess")])
def test_a_month_and_a_year_read_as_a_paragraph(chapter: str, name: str) -> None:
    (story,) = (one for one in functions(PIPELINE / f"workflows/{chapter}.py") if one.name == name)
    told = story.body[1:]
    assert (told[-1].end_lineno or 0) - told[0].lineno < 20
    assert not [
        node for node in ast.walk(story) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While)
    ]
