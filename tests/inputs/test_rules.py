"""The rules, one case file each: what a rule says, where, and where it must stay silent.

The cases lie in `tests/cases/CODE.toml`. A case tells everything the rules see and every finding that
may come of it, from any rule; what it names of a finding is compared in full.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from pipeline.inputs.returns import check as rules
from pipeline.model.codes import Code
from tests.inputs.builders import CASES, facts_of, load, names_of, said

RULE_FILES = sorted(path.stem for path in CASES.glob("[A-Z][0-9][0-9].toml"))
Case = Mapping[str, Any]


def modules() -> list[ModuleType]:
    """The rules' modules, the package itself first."""
    names = [each.name for each in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}.")]
    return [rules, *map(importlib.import_module, names)]


def emitted() -> set[str]:
    """Every code of a finding that stands in the rules' source."""
    nodes = [node for module in modules() for node in ast.walk(ast.parse(inspect.getsource(module)))]
    names = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    return {name for name in names if name in Code.__members__}


def cases() -> list[Any]:
    """Every case of every file, under the file's own targets."""
    result = []
    for code in RULE_FILES:
        book = load(code)
        for name, case in zip(names_of(book["case"]), book["case"], strict=True):
            result.append(pytest.param({"targets": book["targets"], **case}, id=f"{code}-{name}"))
    return result


@pytest.mark.parametrize("case", cases())
def test_what_the_rules_find(case: Case) -> None:
    found = rules.check(facts_of(case))
    expected = case["finds"]
    assert [finding.code.name for finding in found] == [each["code"] for each in expected]
    for finding, each in zip(found, expected, strict=True):
        assert {key: said(finding, key) for key in each} == each


def test_every_code_of_the_rules_has_a_case_file_and_no_file_is_left_over() -> None:
    assert set(RULE_FILES) == emitted()


@pytest.mark.parametrize("code", RULE_FILES)
def test_every_rule_is_seen_to_speak_and_to_keep_silent(code: str) -> None:
    speaks = {any(each["code"] == code for each in case["finds"]) for case in load(code)["case"]}
    assert speaks == {True, False}


@pytest.mark.parametrize("code", RULE_FILES)
def test_how_bad_it_is_and_what_becomes_of_the_figure(code: str) -> None:
    book = load(code)
    assert (Code[code].level, Code[code].effect) == (book["level"], book["effect"])


def test_every_rule_that_is_written_runs_once() -> None:
    written = [
        function
        for module in modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation == "Iterator[Finding]"
    ]
    run = {*rules.RULES, *rules.SHARE_RULES}
    assert sorted(rule.__name__ for rule in run) == sorted(rule.__name__ for rule in written)
