"""Every path, module, name, option and session that prose speaks of is there: pages, decisions, docstrings.

What a decision says of the past, in a name that is no more, is struck through (~~`old`~~).
"""

from __future__ import annotations

import ast
import re
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from keyword import kwlist
from pathlib import Path

import pytest

from tests.conftest import Once
from tests.docs.test_handbooks import (
    COMMANDS,
    ENGINEER,
    HANDBOOKS,
    PAGES,
    ROOT,
    SHARED,
    SOURCES,
    cli,
    code,
    options,
    parted,
    text_of,
)

# Other programs' words, and letters that stand for something.
FOREIGN = {"bulk", "resolve_listing", "PdfiumError", "xs"}
# What a build puts beside our sources; pip's own options.
BUILT, PIPS = {"pipeline/outputs/bundled"}, {"--upgrade", "--force-reinstall", "--no-deps"}
NAME = re.compile(r"(?<![\w.{/-])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?![\w/-])")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
OURS = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "noxfile.py"]
ENGLISH = [ENGINEER, ROOT / "CONTRIBUTING.md", *(page for page in PAGES if page.parent.name == "decisions")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def prose(page: Path) -> list[str]:
    """What stands in code marks outside of blocks and is not struck through."""
    return code(re.sub(r"~~[^~]+~~", "", parted(text_of(page))[0]))


@dataclass(frozen=True)
class Said:
    """What a file of Python says: the names it uses, the words in its texts but for docstrings, and its docstrings.

    The words are keys of JSON, names of files, tags of templates.
    """

    names: frozenset[str]
    words: frozenset[str]
    docstrings: tuple[str, ...]


SAID: dict[Path, Said] = {}


@pytest.fixture(scope="session", autouse=True)
def _read(once: Once) -> None:
    """Every source read once for all workers, its tree let go: those of all are a gigabyte, which all that comes after carries."""
    SAID.update(once("源码所说", lambda _: {source: _said(source) for source in OURS}))


def _said(source: Path) -> Said:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    documented = [
        node for node in nodes if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None
    ]
    told = {id(first.value) for node in documented if isinstance(first := node.body[0], ast.Expr)}
    texts = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
    return Said(
        frozenset(part for name in _named(nodes) for part in name.split(".")),
        frozenset(word for text in texts for word in re.findall(r"\w+", text)),
        tuple(ast.get_docstring(node) or "" for node in documented),
    )


def _named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Whatever is named in it: of what is said of a node, all that is neither a text of the program nor another node."""
    for node in nodes:
        if not isinstance(node, ast.Constant):
            for field in node._fields:
                value = getattr(node, field, None)
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str):
                        yield each


@cache
def modules() -> dict[tuple[str, ...], Path]:
    """Every module and package of ours by its path, and by its file's name."""
    found = {source.relative_to(ROOT).with_suffix("").parts: source for source in OURS}
    found |= {parts[:-1]: source for parts, source in found.items() if parts[-1] == "__init__"}
    return found | {(*parts, "py"): source for parts, source in found.items()}


@cache
def known() -> frozenset[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {re.split(r"[>=; ]", each)[0] for each in project["dependencies"]}
    found = {part for parts in modules() for part in parts} | packages | FOREIGN | set(kwlist)
    return frozenset(found.union(*(SAID[one].names | SAID[one].words for one in OURS)))


def missing(name: str) -> bool:
    """Whether nothing of ours goes by that name; `room.module.name` must be that module's."""
    parts = tuple(name.split("."))
    for count in range(len(parts), 0, -1):
        of = [source for path, source in modules().items() if path[-count:] == parts[:count]]
        if of:
            return not any(set(parts[count:]) <= SAID[source].names for source in of)
    return not set(parts) <= known()


def test_a_name_is_looked_for_where_it_says_it_is() -> None:
    assert not missing("returns.settle.settle")
    assert not missing("month.monthly")
    assert not missing("Standing.DOUBTFUL")
    assert missing("returns.settle.resettle")
    assert missing("month.quarterly")
    assert missing("no_such_word_anywhere"[::-1])


@pytest.mark.parametrize("page", ENGLISH, ids=lambda page: page.name)
def test_a_name_an_engineer_reads_is_there(page: Path) -> None:
    gone = {name for mark in prose(page) for name in NAME.findall(mark) if missing(name)}
    assert gone == set()


def documented(source: Path) -> Iterator[str]:
    """The docstrings and comments of a file."""
    yield from SAID[source].docstrings
    with source.open("rb") as lines:
        yield from (
            token.string for token in tokenize.tokenize(lines.readline) if token.type == tokenize.COMMENT
        )


@pytest.mark.parametrize(
    "source", SOURCES, ids=lambda source: source.relative_to(ROOT).with_suffix("").as_posix()
)
def test_a_name_in_a_docstring_is_there(source: Path) -> None:
    texts = list(documented(source))
    gone = {name for text in texts for mark in code(text) for name in NAME.findall(mark) if missing(name)}
    paths = {path for text in texts for path in re.findall(r"\b(?:docs|tests|pipeline)/[\w./-]*\w", text)}
    assert gone | {path for path in paths - BUILT if not there(path)} == set()


def there(path: str) -> bool:
    """Whether a file or a folder of ours has that path; a decision may be named by its number."""
    return (ROOT / path).exists() or any((ROOT / path).parent.glob(f"{(ROOT / path).name}-*.md"))


@each_page
def test_a_session_or_module_that_is_run_is_there(page: Path) -> None:
    text, lines = parted(text_of(page))
    sessions = SAID[ROOT / "noxfile.py"].names
    for line in [*lines, *code(text)]:
        assert set(re.findall(r"\bnox -s ([\w-]+)", line)) <= sessions, line
        for module in re.findall(r"python3? -m ((?:tests|pipeline)[\w.]*)", line):
            assert tuple(module.split(".")) in modules(), line


@each_page
def test_an_option_named_by_itself_is_an_option(page: Path) -> None:
    ours = SHARED.union(options(cli), *map(options, COMMANDS.values()))
    named = {mark.split()[0].partition("=")[0] for mark in prose(page) if mark.startswith("--")}
    assert named <= ours | PIPS


def test_handbooks_deny_nothing_that_is_there() -> None:
    for page in HANDBOOKS:
        (denied,) = re.findall(r"^## \d+\. 现在还没有的\n(.*?)(?=^## |\Z)", text_of(page), re.M | re.S) or [
            ""
        ]
        assert not {word for names in COMMANDS for word in names} & set(re.findall(r"[a-z]+", denied)), page
