"""Every path, module, name, option and session that prose speaks of is there: pages, decisions, docstrings.

What a decision says of the past, in a name that is no more, is struck through (~~`old`~~).
"""

from __future__ import annotations

import ast
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from keyword import kwlist
from pathlib import Path

import pytest

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
OURS = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "noxfile.py"]
ENGLISH = [ENGINEER, ROOT / "CONTRIBUTING.md", *(page for page in PAGES if page.parent.name == "decisions")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def prose(page: Path) -> list[str]:
    """What stands in code marks outside of blocks and is not struck through."""
    return code(re.sub(r"~~[^~]+~~", "", parted(text_of(page))[0]))


@cache
def tree(source: Path) -> ast.Module:
    return ast.parse(source.read_text(encoding="utf-8"))


@cache
def tokens(source: Path) -> frozenset[str]:
    """Every name a file of Python uses."""
    return frozenset(part for name in _named(tree(source)) for part in name.split("."))


def _named(module: ast.Module) -> Iterator[str]:
    """Whatever is named in it: of what is said of a node, all that is neither a text of the program nor another node."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant):
            for _, value in ast.iter_fields(node):
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str):
                        yield each


@cache
def words(source: Path) -> frozenset[str]:
    """Every word in its texts, docstrings left out: keys of JSON, names of files, tags of templates."""
    nodes = list(ast.walk(tree(source)))
    told = {id(node.body[0].value) for node in nodes if _documented(node)}
    texts = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def _documented(node: ast.AST) -> bool:
    held = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, held) and ast.get_docstring(node) is not None


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
    return frozenset(found.union(*map(tokens, OURS), *map(words, OURS)))


def missing(name: str) -> bool:
    """Whether nothing of ours goes by that name; `room.module.name` must be that module's."""
    parts = tuple(name.split("."))
    for count in range(len(parts), 0, -1):
        of = [source for path, source in modules().items() if path[-count:] == parts[:count]]
        if of:
            return not any(set(parts[count:]) <= tokens(source) for source in of)
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
    for node in ast.walk(tree(source)):
        if _documented(node):
            yield ast.get_docstring(node) or ""
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
    sessions = tokens(ROOT / "noxfile.py")
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
