"""Wrong usage is told in one Chinese sentence over every command, and click says nothing in English."""

from __future__ import annotations

import ast
import gettext
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline import __version__
from pipeline.cli.chinese import MESSAGES
from pipeline.cli.commands import cli
from tests.command import environment, minsheng

# Loaded by click only for completion in a shell, an editor, a pager or a progress bar.
ELSEWHERE = {"shell_completion.py", "_termui_impl.py"}
NAMED = {"OA", "minsheng", "Word", "LibreOffice", "JSON", "PDF", "docx", "xlsx", "outputs"}
SUGGESTS_COMMANDS = hasattr(click.exceptions, "NoSuchCommand")


def commands(group: click.Group = cli, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group with the words that lead to it."""
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(commands())
NAMES = {word for path in COMMANDS for word in path}
OPTIONS = {
    name
    for command in COMMANDS.values()
    for option in command.params
    for name in option.opts
    if name[0] == "-"
}
every_command = pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "minsheng")


def told(*words: str) -> str:
    """The one sentence said of wrong usage, unfolded."""
    result = minsheng(*words)
    assert (result.code, result.out) == (2, "")
    assert re.search(r" \n?-h\n$", result.err)
    return result.err.replace("：\nminsheng", "：minsheng").replace("\n", "")


def english(text: str, *typed: str) -> set[str]:
    """Words of Latin letters that are no name of a command, an option, a product, a folder or a kind of file."""
    known = NAMES | NAMED | {"-h", "--help", *OPTIONS, *typed}
    return {word for word in re.findall(r"-{0,2}[A-Za-z][A-Za-z-]*", text) if word not in known}


@every_command
def test_help_says_nothing_in_english(path: tuple[str, ...]) -> None:
    result = minsheng(*path, "-h")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"用法：{' '.join(['minsheng', *path])} [选项]")
    assert "\n选项：\n" in result.out
    assert re.search(r"\n  -h, --help +显示本说明。\n", result.out)
    assert ("\n命令：\n" in result.out) == isinstance(COMMANDS[path], click.Group)
    assert not english(result.out)


@every_command
def test_help_speaks_of_no_city(path: tuple[str, ...]) -> None:
    text = minsheng(*path, "-h").out
    assert not [
        word for word in ("县（市）区", "全市", "市政府", "市人社局", "新乡", "重点民生实事") if word in text
    ]


@every_command
def test_a_wrong_option_is_told_of_every_command(path: tuple[str, ...]) -> None:
    here = " ".join(["minsheng", *path])
    assert told(*path, "--qqqq") == f"没有选项 --qqqq。查看用法：{here} -h"
    assert told(*path, "-Q") == f"没有选项 -Q。查看用法：{here} -h"
    for option in COMMANDS[path].params:
        if not isinstance(option, click.Option) or "--version" in option.opts:
            continue
        name = option.opts[-1]
        if not option.is_flag:
            assert told(*path, name) == f"选项 {name} 后面还要写内容。查看用法：{here} -h"
        elif len(name) > 2:
            assert told(*path, f"{name}=3") == f"选项 {name} 后面不写内容。查看用法：{here} -h"
        if len(name) > 4:
            slip = name[:-1] + name[-1] * 2
            said = told(*path, slip)
            assert re.fullmatch(
                f"没有选项 {slip}，是不是 (--[a-z-]+ 或 )*{name}( 或 --[a-z-]+)*？查看用法：{here} -h", said
            )
            assert not english(said, slip)


@every_command
def test_too_little_or_too_much_is_told_of_every_command(path: tuple[str, ...]) -> None:
    here, command = " ".join(["minsheng", *path]), COMMANDS[path]
    if isinstance(command, click.Group):
        listed = "、".join(command.commands)
        assert told(*path, "qqqq") == f"没有命令“qqqq”，可用的命令：{listed}。查看用法：{here} -h"
        if not command.invoke_without_command:
            assert told(*path) == f"后面还要写命令，可用的命令：{listed}。查看用法：{here} -h"
        return
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    if arguments and arguments[0].required:
        assert told(*path) == f"缺少参数“{arguments[0].metavar}”。查看用法：{here} -h"
    if all(argument.nargs == 1 for argument in arguments):
        whole = ["2021" if argument.metavar == "年度" else "2021-09" for argument in arguments]
        assert told(*path, *whole, "甲.") == f"多了参数“甲.”。查看用法：{here} -h"
        assert told(*path, *whole, "甲", "乙") == f"多了参数“甲 乙”。查看用法：{here} -h"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("monthly 2021-13", "参数“月份”有误：“2021-13”不是月份，请写成2021-09的样子。查看用法：minsheng monthly -h"),
        ("assess 21", "参数“年度”有误：“21”不是年度，请写成2022的样子。查看用法：minsheng assess -h"),
        ("spotcheck 2021-09 --n 0", "选项 --n 有误：“0”不是个数，请写成5的样子。查看用法：minsheng spotcheck -h"),
        ("status --keep x", "选项 --keep 有误：“x”不是数，请写成5的样子。查看用法：minsheng status -h"),
        ("--today 九月", "选项 --today 有误：“九月”不是日期，请写成2021-09-25的样子。查看用法：minsheng -h"),
        ("verify", "缺少文稿：写上要核对的 Word 文件，或用 --again 写上一套材料的名字。查看用法：minsheng verify -h"),
        ("verify --figure", "选项 --figure 后面还要写内容。查看用法：minsheng verify -h"),
        ("monthly --fin", "没有选项 --fin，是不是 --final 或 --pdf？查看用法：minsheng monthly -h"),
    ],
)  # fmt: skip
def test_the_sentence_of_wrong_usage(words: str, sentence: str) -> None:
    assert told(*words.split()) == sentence


@pytest.mark.skipif(not SUGGESTS_COMMANDS, reason="click suggests commands since 8.4")
@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=" ".join)
def test_a_slip_in_a_command_is_told_with_what_was_meant(path: tuple[str, ...]) -> None:
    *before, name = path
    slip = name[1] + name[0] + name[2:]
    said = told(*before, slip)
    assert re.match(f"没有命令“{slip}”，是不是 ([a-z]+ 或 )*{name}( 或 [a-z]+)*？查看用法：", said)
    assert not english(said, slip)


def test_the_version_is_said_without_a_word_of_english() -> None:
    assert minsheng("--version").out == f"minsheng {__version__}\n"


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "de_DE.UTF-8"])
def test_it_speaks_chinese_whatever_the_environment(language: str) -> None:
    asking = "import os; before = dict(os.environ); from pipeline.cli.commands import main; assert os.environ == before"
    done = subprocess.run(
        [sys.executable, "-c", f"{asking}; main(['plan', 'qqqq'])"],
        capture_output=True, encoding="utf-8", check=False,
        env=environment(LANGUAGE=language, LC_ALL=language, LANG=language, PYTHONUTF8="1"),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "没有命令“qqqq”，可用的命令：check、show、import、accept。查看用法：\nminsheng plan -h\n"
    )


def test_others_who_ask_gettext_hear_what_they_heard() -> None:
    assert gettext.gettext("Usage:") == "Usage:"
    assert gettext.ngettext("Missing argument", "x", 1) == "Missing argument"


def spoken() -> Iterator[tuple[str, str, set[str]]]:
    """Every message in click's source: its module, itself, and the names filled in by format."""
    folder = Path(click.__file__).parent
    for path in sorted(folder.glob("*.py")):
        if path.name in ELSEWHERE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        filled = {
            id(node.func.value): {str(word.arg) for word in node.keywords}
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "format"
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "ngettext"}
                and isinstance(node.args[0], ast.Constant)
            ):
                yield path.name, str(node.args[0].value), filled.get(id(node), set())


def test_the_catalogue_has_every_message_of_the_installed_click() -> None:
    messages = [(module, message) for module, message, _ in spoken()]
    assert len(messages) > 50
    missing = [f"{module}: {message!r}" for module, message in messages if message not in MESSAGES]
    assert not missing, f"click says what pipeline/cli/chinese.py does not: {missing}"


def test_what_is_said_asks_only_for_what_click_fills_in() -> None:
    asked = 0
    for module, message, filled in spoken():
        fields = {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(MESSAGES[message]) if name}
        asked += len(fields)
        assert fields <= {name for each in filled for name in (each, f"{each}.message")}, (
            f"{module}: {message}"
        )
    assert asked > 30


def test_no_message_is_said_in_english() -> None:
    for said in MESSAGES.values():
        assert not re.search("[A-Za-z]", re.sub(r"\{[^}]*\}|%\(\w+\)s", "", said)), said


def test_no_module_of_click_asks_gettext_any_more() -> None:
    asking = [
        f"{name}.{word}"
        for name, module in sys.modules.items()
        if name.split(".")[0] == "click" and f"{name.rpartition('.')[2]}.py" not in ELSEWHERE
        for word, value in vars(module).items()
        if value in (gettext.gettext, gettext.ngettext)
    ]
    assert not asking
