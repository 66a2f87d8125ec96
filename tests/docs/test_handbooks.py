"""What the handbooks say is what the code does, both ways: nothing left out, nothing made up.

A table of a handbook is found by its heading; its cells are compared with the catalogue in the code that
they describe. What a handbook says in running text is held where a word can be looked up: commands,
options, messages, links.
"""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import shlex
import shutil
import tokenize
import tomllib
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import click
import openpyxl
import pytest
from docxtpl import DocxTemplate
from jinja2 import nodes

from pipeline import __version__
from pipeline.cli.commands import cli
from pipeline.cli.exit_codes import DONE, INTERRUPTED, LOOK, TERMINATED
from pipeline.documents.provenance.verify import State
from pipeline.documents.rendering.environment import environment
from pipeline.documents.templates.catalogue import CONTEXTS
from pipeline.inputs.decisions.register import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.plan.schema import CHOICES, PROFILE_ITEMS, RULE_ITEMS, TABLES, WORD_PREFIX
from pipeline.inputs.returns.layout import FORM_SHEETS
from pipeline.model import errors
from pipeline.model.choices import Purpose
from pipeline.model.codes import Code, Effect, Level
from pipeline.model.kinds import KINDS, Standing
from pipeline.model.plan import Role
from pipeline.model.readings import Outcome, Status
from pipeline.model.settings import Office
from pipeline.model.signing import PaperState
from pipeline.model.spotchecks import WEIGHTS, Ground, Scope
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter
from pipeline.progress.duties import Stand, Work
from tests.command import minsheng
from tests.docs.reference import PAGES as REFERENCE
from tests.docs.reference import SHAPES, places
from tests.docs.reference import keys as shape_keys

ROOT = Path(__file__).resolve().parents[2]
SECRETARY, OPERATOR = ROOT / "docs/手册-秘书.md", ROOT / "docs/手册-运维.md"
ENGINEER, GLOSSARY = ROOT / "docs/手册-工程师.md", ROOT / "docs/glossary.md"
HANDBOOKS = (SECRETARY, OPERATOR, ENGINEER)
PAGES = (
    *HANDBOOKS,
    GLOSSARY,
    ROOT / "docs/安全.md",
    *REFERENCE,
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs/decisions").glob("*.md")),
)
SOURCES = tuple(sorted((ROOT / "pipeline").rglob("*.py")))
Table = list[dict[str, str]]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, heading: str) -> str:
    """What stands below a heading, down to the next heading of any level."""
    parts = re.split(r"^#+ (.+)$", text_of(page), flags=re.MULTILINE)
    found = [body for title, body in zip(parts[1::2], parts[2::2], strict=True) if title.strip() == heading]
    assert len(found) == 1, f"{page.name}: {len(found)} sections “{heading}”"
    return found[0]


def tables(page: Path, heading: str) -> list[Table]:
    """Every table below a heading, a row as cells by column; code marks taken off."""
    result: list[Table] = []
    for block in re.findall(r"(?:^\|.*\|\n)+", section(page, heading) + "\n", re.MULTILINE):
        header, _, *rows = [_cells(line) for line in block.splitlines()]
        result.append([dict(zip(header, row, strict=True)) for row in rows])
    return result


def table(page: Path, heading: str, which: int = 0) -> Table:
    return tables(page, heading)[which]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def column(rows: Table, name: str) -> list[str]:
    return [row[name] for row in rows]


def code(text: str) -> list[str]:
    """What stands in code marks."""
    return re.findall(r"`([^`\n]+)`", text)


def parted(text: str) -> tuple[str, list[str]]:
    """A page without its code blocks, and the lines of these."""
    block = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return block.sub("", text), [line for body in block.findall(text) for line in body.splitlines()]


# Commands and options


def commands(
    group: click.Group = cli, at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, by its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*at, name))
        else:
            yield (*at, name), command


COMMANDS = dict(commands())


ROOT_CONTEXT = cli.make_context("minsheng", [], resilient_parsing=True)


def spellings(command: click.Command, flags: bool) -> set[str]:
    """Every spelling of a command's flags, help included, or of its options that take a value."""
    context = ROOT_CONTEXT if command is cli else click.Context(command, parent=ROOT_CONTEXT)
    found = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    return {spelling for option in found for spelling in option.opts if option.is_flag == flags}


def options(command: click.Command) -> set[str]:
    return spellings(command, flags=True) | spellings(command, flags=False)


SHARED = set.intersection(*(options(command) for command in COMMANDS.values()))
VALUED = set().union(*(spellings(command, flags=False) for command in COMMANDS.values()))


def called(page: Path) -> Iterator[list[str]]:
    """Every `minsheng …` a page shows in code marks, split as a shell would; its own name taken off."""
    text, lines = parted(text_of(page))
    for snippet in [*lines, *code(text)]:
        # The program's name begins a command; behind `pip install` it is a package.
        for match in re.finditer(r'(?:^|&& |; |[/\\])minsheng"?(?= |$)([^&;>]*)', snippet):
            yield shlex.split(match[1].replace("$(", "(").replace("\\", ""))


def resolved(words: list[str]) -> tuple[click.Command, list[str], list[str]]:
    """The command a line calls, its options, what is left over as arguments."""
    command: click.Command = cli
    used: list[str] = []
    left: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-") and len(word) > 1:
            used.append(word)
            skip = word in VALUED
        elif isinstance(command, click.Group) and (command is not cli or not left):
            assert word in command.commands, f"no command {word} in minsheng {' '.join(words)}"
            command = command.commands[word]
        else:
            left.append(word)
    return command, used, left


def test_lines_are_split_as_they_are_typed() -> None:
    command, used, left = resolved(["-C", "演示", "plan", "show", "--json"])
    assert (command.name, used, left) == ("show", ["-C", "--json"], [])
    with pytest.raises(AssertionError, match="no command"):
        resolved(["-C", "演示", "chek", "2021-09"])


@pytest.mark.parametrize("page", [*HANDBOOKS, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_command_and_option_shown_exists(page: Path) -> None:
    lines = list(called(page))
    assert lines
    for words in lines:
        command, used, left = resolved(words)
        assert set(used) <= options(command) | SHARED, f"{page.name}: minsheng {' '.join(words)}"
        taken = [param for param in command.params if isinstance(param, click.Argument)]
        many = any(param.nargs < 0 for param in taken)
        assert many or len(left) <= len(taken), f"{page.name}: minsheng {' '.join(words)}"


@each_page
def test_a_command_named_in_running_text_exists(page: Path) -> None:
    named = re.findall(r"(?<![-\w])minsheng (?:-C \S+ )?([a-z]+)", text_of(page))
    assert set(named) <= set(cli.commands)


def test_the_command_table_is_the_command() -> None:
    rows = table(SECRETARY, "13. 命令一览")
    written = {tuple(code(row["命令"])[0].split()[1:]): row for row in rows}
    assert len(written) == len(rows)
    assert set(written) == set(COMMANDS)
    for words, row in written.items():
        own = options(COMMANDS[words]) - SHARED
        assert set(code(row["专有选项"])) == own, words
        example = code(row["例"])[0]
        command, *_ = resolved(shlex.split(example)[1:])
        assert command is COMMANDS[words], example


def test_the_option_table_is_the_shared_options() -> None:
    written = {part for row in table(SECRETARY, "13. 命令一览", 1) for part in code(row["选项"])}
    assert written == SHARED | options(cli)


def test_every_command_and_option_is_in_a_handbook_for_people() -> None:
    words = text_of(SECRETARY) + text_of(OPERATOR)
    for names, command in COMMANDS.items():
        assert f"`minsheng {' '.join(names)}" in words
        assert all(f"`{option}`" in words for option in options(command))


# Catalogues of the secretary's handbook


def test_the_code_table_is_the_catalogue() -> None:
    rows = table(SECRETARY, "8. 每种问题怎么办")
    written = [(row["代码"], row["级别"], row["问题"]) for row in rows]
    assert written == [(each.name, each.level.value, each.title) for each in Code]
    assert all(row["怎么办"] for row in rows)


def test_the_letters_of_the_codes_are_explained() -> None:
    explained = re.findall(r"([A-Z]) 是", section(SECRETARY, "8. 每种问题怎么办"))
    assert set(explained) == {each.name[0] for each in Code}


def test_the_levels_are_the_levels() -> None:
    assert column(table(SECRETARY, "7. 看问题", 1), "级别") == [level.value for level in Level]


def test_the_reasons_for_a_spot_check_are_the_reasons_with_their_weights() -> None:
    rows = table(SECRETARY, "抽查", 1)
    assert {row["缘由"]: row["加权"] for row in rows} == {
        ground.value: str(WEIGHTS[ground]) for ground in Ground
    }


def test_the_report_statuses_are_the_statuses() -> None:
    assert column(table(SECRETARY, "7. 看问题"), "报送状态") == [status.value for status in Status]


def test_the_duties_are_the_duties() -> None:
    assert set(column(table(OPERATOR, "3. 定时运行"), "该办的事")) == {work.value for work in Work}
    assert column(table(OPERATOR, "3. 定时运行", 1), "状态") == [stand.value for stand in Stand]


def test_the_ready_made_entries_are_the_files() -> None:
    named = [each for row in table(OPERATOR, "现成的文件") for each in code(row["文件"])]
    assert sorted(named) == sorted(path.name for path in (ROOT / "docs/定时").iterdir())


def test_the_outcomes_of_files_are_the_outcomes() -> None:
    assert column(table(SECRETARY, "6. 收表"), "结果") == [outcome.value for outcome in Outcome]


def test_the_kinds_are_the_kinds() -> None:
    rows = table(SECRETARY, "4. 指标的七种类型")
    assert column(rows, "类型") == list(KINDS)
    for row in rows:
        kind = KINDS[row["类型"]]
        assert row["和序时进度比"].startswith("比") == kind.paced, kind.name
        assert ("必填" in row["单位要填"]) == kind.parts_required, kind.name
        assert ("百分" in row["单位要填"]) == kind.ratio, kind.name


def test_the_standings_are_the_standings() -> None:
    rows = table(SECRETARY, "10. 每项指标的状态是怎么定的")
    assert column(rows, "状态") == [standing.value for standing in Standing]
    assert all(row["怎么定"] for row in rows)


def test_the_form_sheets_are_the_form_sheets() -> None:
    assert column(table(SECRETARY, "5. 发表样"), "工作表") == [sheet.name for sheet in FORM_SHEETS]


@pytest.mark.parametrize(
    "sheet", [each for each in TABLES if each.name not in ("概况", "规则")], ids=lambda s: s.name
)
def test_a_plan_sheet_is_listed_column_by_column(sheet: typing.Any) -> None:
    rows = table(SECRETARY, sheet.name)
    assert column(rows, "列") == list(sheet.columns)
    assert [row["列"] for row in rows if row["必填"] == "是"] == list(sheet.required)
    for row in rows:
        for choice in CHOICES.get((sheet.name, row["列"]), ()):
            assert choice in row["怎么填"] or "第4节" in row["怎么填"] or choice in ("是", "否"), (
                row["列"],
                choice,
            )


def test_the_plan_sheets_are_all_there_and_in_order() -> None:
    headings = re.findall(r"^### (.+)$", text_of(SECRETARY), re.MULTILINE)
    names = [each.name for each in TABLES]
    assert [heading for heading in headings if heading in names] == names


def test_the_profile_items_are_the_items() -> None:
    rows = table(SECRETARY, "概况")
    assert [(row["项目"], row["必填"] == "是", row["不填时"]) for row in rows] == [
        (item.name, item.required, str(item.default)) for item in PROFILE_ITEMS
    ]


def test_the_rules_are_the_rules_with_their_defaults() -> None:
    rows = table(SECRETARY, "规则")
    assert [(row["规则"], row["默认"]) for row in rows] == [
        (item.name, str(item.default)) for item in RULE_ITEMS
    ]
    meanings = {row["规则"]: row["意思（可以填什么）"] for row in rows}
    for item in RULE_ITEMS:
        assert meanings[item.name] or item.name.startswith(WORD_PREFIX), item.name
        for choice in item.choices:
            assert choice in f"{meanings[item.name]}{item.default}", (item.name, choice)


@pytest.mark.parametrize("sheet", DECISION_TABLES, ids=lambda sheet: sheet.name)
def test_a_sheet_of_the_register_is_listed_column_by_column(sheet: typing.Any) -> None:
    rows = table(SECRETARY, sheet.name)
    assert column(rows, "列") == list(sheet.columns)
    assert [row["列"] for row in rows if row["必填"] == "是"] == list(sheet.required)
    assert all(row["例"] for row in rows)
    for row in rows:
        for choice in DECISION_CHOICES.get((sheet.name, row["列"]), ()):
            assert choice in row["怎么填"]


# A month made for real


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the first month of the sample only, made twice."""
    place = tmp_path_factory.mktemp("office")
    for name in ("inputs/2021/06", "inputs/节假日", "templates"):
        shutil.copytree(ROOT / name, place / name)
    for name in ("任务分解表.xlsx", "处理登记.xlsx"):
        shutil.copy(ROOT / "inputs/2021" / name, place / "inputs/2021" / name)
    # Of which the sample has none.
    register = openpyxl.load_workbook(place / "inputs/2021/处理登记.xlsx")
    register["批示"].append(["2021-06-25", "分管副市长", None, "请抓紧。", "市残联", "2021-07-10"])
    raised = {"月份": "2021-06", "编号": "T01-1", "涉及单位": "市财政局", "时限": "2021-06-26"}
    headers = [cell.value for cell in register["协调"][2]]
    register["协调"].append([raised.get(str(header)) for header in headers])
    register.save(place / "inputs/2021/处理登记.xlsx")
    for day in ("2021-06-26", "2021-06-27"):
        told(place, "monthly", "2021-06", "--today", day)
    return place


def told(office: Path, *words: str) -> typing.Any:
    """The JSON a command prints."""
    return minsheng("-C", office, *words, "--json").json


def keys(value: object, at: str = "") -> Iterator[str]:
    """Every path of a JSON document, `[]` for a list; findings and classes only by their own name."""
    if isinstance(value, dict) and at != "summary":
        for key, inner in value.items():
            yield from keys(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list) and at != "findings":
        inner_keys = {key for inner in value for key in keys(inner, f"{at}[]")}
        yield from inner_keys or {f"{at}[]"}
    else:
        yield f"{at}[]" if at == "findings" else at


def shaped(name: str) -> set[str]:
    """The paths of a document as its shape has them, and so 参考-JSON."""
    return {place.path for place in shape_keys(SHAPES[name]) if place.printed}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("check", ("check", "2021-06")),
        ("monthly", ("monthly", "2021-06")),
        ("digest", ("digest", "2021", "--until", "6")),
        ("run", ("run", "--today", "2021-06-26", "--dry-run")),
        ("forms、init", ("forms", "2021-06")),
        ("templates check", ("templates", "check")),
        ("collate", ("collate", "2021-06", "市人社局")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_the_json_is_of_its_shape(office: Path, name: str, words: tuple[str, ...]) -> None:
    assert whole(keys(told(office, *words))) == shaped(name)


def whole(found: Iterable[str]) -> set[str]:
    """The paths of a document; a list that is empty at one place and filled at another shows only what it is filled with."""
    paths = set(found)
    return {key for key in paths if not any(other.startswith(f"{key}.") for other in paths)}


def test_the_json_of_a_plan_is_of_its_shape(office: Path, tmp_path: Path) -> None:
    """With a row of 目标调整, of which the sample has none."""
    place = Path(shutil.copytree(office, tmp_path / "office"))
    path = place / "inputs/2021/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    book["目标调整"].append(["T03-1", "2021-09-01", "责任单位", None, "示例文件", None, "市民政局"])
    book.save(path)
    for command in ("show", "check"):
        assert whole(keys(told(place, "plan", command))) == shaped("plan check、plan show")


@pytest.mark.parametrize(
    ("name", "words"),
    [("remind", ("remind", "2021-06")), ("status", ("status", "--today", "2021-06-26"))],
    ids=["remind", "status"],
)
def test_the_json_of_who_is_silent_is_of_its_shape(
    office: Path, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    """With a unit that did not report and was telephoned, of which the sample has none."""
    place = Path(shutil.copytree(office, tmp_path / "office"))
    (place / "inputs/2021/06/市残联-2021年6月.xlsx").unlink()
    enter(Workspace(place), 2021, "电话催报", [{"月份": "2021-06", "单位": "市残联", "日期": "2021-06-26"}])
    assert whole(keys(told(place, *words))) == shaped(name)


def test_a_finding_is_of_its_shape(office: Path) -> None:
    (first, *_) = told(office, "check", "2021-06")["findings"]
    assert set(first) == shaped("问题") - {"settled"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_a_command_prints_has_a_place_in_the_reference(words: tuple[str, ...]) -> None:
    named = {tuple(part.split()) for name in SHAPES for part in re.split("、|（.*）", name)}
    assert words in named


def test_the_manifest_is_as_the_handbook_lists_it(office: Path) -> None:
    told(office, "monthly", "2021-06")
    manifest = json.loads((office / "outputs/2021-06/manifest.json").read_bytes())
    written = {code(row["键"])[0] for row in table(OPERATOR, "清单")}
    # One with `--pdf`, one with `--final` only.
    assert written == {*manifest, "pdf", "sealed"}


def test_the_checklist_has_the_sheets_the_handbook_names(office: Path) -> None:
    told(office, "monthly", "2021-06")
    book = openpyxl.load_workbook(office / "outputs/2021-06/核对表.xlsx", read_only=True)
    assert column(table(SECRETARY, "12. 做出来的东西在哪里", 2), "工作表") == book.sheetnames
    book.close()


# Exit codes and messages


def exit_codes() -> set[int]:
    """Every code the command can end with."""
    kinds = [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, errors.PipelineError)
    ]
    return {kind.exit_code for kind in kinds} | {DONE, LOOK, INTERRUPTED, TERMINATED}


def test_the_exit_codes_are_the_exit_codes() -> None:
    written = [int(row["退出码"]) for row in table(OPERATOR, "4. 退出码")]
    assert written == sorted(exit_codes())


@cache
def literals() -> str:
    """Every text in the source, each literal on its own line; pieces of one f-string on one line."""
    lines = []
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
                lines.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                lines.append(node.value)
    return "\n".join(lines)


def messages() -> list[tuple[str, str]]:
    rows = table(OPERATOR, "5. 报错的话和办法")
    rows += [
        row | {"退出码": "", "屏幕上的话": row["屏幕上说"]} for row in table(SECRETARY, "14. 常见的几句话")
    ]
    rows += [
        row | {"退出码": "", "屏幕上的话": row["页上说"]} for row in table(SECRETARY, "十六、页上的话和办法")
    ]
    return [(row["退出码"], row["屏幕上的话"]) for row in rows]


@pytest.mark.parametrize(("number", "message"), messages())
def test_a_message_the_handbook_quotes_is_in_the_program(number: str, message: str) -> None:
    for piece in message.split("……"):
        bare = piece.replace("inputs/2021/任务分解表.xlsx", "").strip()
        assert bare in literals(), bare
    assert number == "" or int(number) in exit_codes()


def test_every_reason_a_disk_gives_that_the_handbook_names_ends_with_5() -> None:
    rows = [row for row in table(OPERATOR, "5. 报错的话和办法") if row["屏幕上的话"].startswith("写不进")]
    assert rows
    assert {row["退出码"] for row in rows} == {str(errors.MachineProblem.exit_code)}


# Template fields


# What annex 1 printed until its matters stood beside all their rows; offices' own templates still do.
EARLIER = ("annex1.rows[]", "annex.rows[]", "detail.rows[]")


def leaves(kind: typing.Any) -> set[str]:
    """Every printable path of a context dataclass; of parts that say the same that which ours print, the later one."""
    return {place.path for place in places(kind) if place.printed and not place.path.startswith(EARLIER)}


def template_source(path: Path) -> Iterator[str]:
    """Every part of a template that docxtpl fills in, as the Jinja text it makes of it."""
    template = DocxTemplate(path)
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def used(source: str) -> set[str]:
    """Every path a template prints, loop variables followed to the lists they run over."""
    found: set[str] = set()

    def path(node: nodes.Node, names: Mapping[str, str]) -> str:
        if isinstance(node, nodes.Name):
            return names.get(node.name, node.name)
        assert isinstance(node, nodes.Getattr), f"a template may only name fields: {node}"
        return f"{path(node.node, names)}.{node.attr}"

    def walk(node: nodes.Node, names: Mapping[str, str]) -> None:
        if isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            inner = {**names, node.target.name: f"{path(node.iter, names)}[]"}
            for child in node.body:
                walk(child, inner)
        elif isinstance(node, nodes.If):
            # What is asked for is not printed by being asked for.
            for child in node.body:
                walk(child, names)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            found.add(path(node, names))
        else:
            for child in node.iter_child_nodes():
                walk(child, names)

    walk(environment().parse(source), {})
    return found


def test_the_walker_follows_loops() -> None:
    source = "{{ a.b }}{% for row in c.rows %}{{ row.d }}{% for x in row.e %}{{ x }}{% endfor %}{% endfor %}{% if c.f %}{{ g }}{% endif %}"
    assert used(source) == {"a.b", "c.rows[].d", "c.rows[].e[]", "g"}
    with pytest.raises(AssertionError, match="only name fields"):
        used("{% for row in rows %}{{ row.number + 1 }}{{ f(row).x }}{% endfor %}")


def test_every_template_has_its_context_here() -> None:
    assert {path.name for path in (ROOT / "templates").glob("*.docx")} == set(CONTEXTS)


@pytest.mark.parametrize("name", CONTEXTS)
def test_the_template_prints_every_field_and_no_other(name: str) -> None:
    printed = set().union(*map(used, template_source(ROOT / "templates" / name)))
    assert printed == leaves(CONTEXTS[name])


# Glossary, decisions, changelog


@cache
def identifiers() -> frozenset[str]:
    """Every name in the code and every module's own name."""
    found = {part for source in SOURCES for part in source.relative_to(ROOT).with_suffix("").parts}
    for source in SOURCES:
        with source.open("rb") as lines:
            found |= {
                token.string for token in tokenize.tokenize(lines.readline) if token.type == tokenize.NAME
            }
    return frozenset(found)


@cache
def spoken() -> frozenset[str]:
    """The English words identifiers are made of."""
    parts = (part for name in identifiers() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))
    return frozenset(part.lower() for part in parts)


SMALL_WORDS = {"of", "a", "and"}


@pytest.mark.parametrize("row", table(GLOSSARY, "Glossary"), ids=lambda row: row["English"].replace(" ", "-"))
def test_a_word_of_the_glossary_is_the_word_of_the_code(row: dict[str, str]) -> None:
    wanted = set(row["English"].lower().split()) - SMALL_WORDS
    places = code(row["In the code"])
    assert places
    for place in places:
        assert set(place.split(".")) <= identifiers(), place
    in_code = " ".join(places).lower()
    assert any(word.rstrip("s")[:5] in in_code for word in wanted), row
    assert {word for word in wanted if not {word, word.rstrip("s"), f"{word}s"} & spoken()} == set(), row


def test_one_word_per_term_and_one_term_per_word() -> None:
    rows = table(GLOSSARY, "Glossary")
    for name in ("中文", "English"):
        assert len(set(column(rows, name))) == len(rows), name


def test_a_member_the_glossary_names_carries_its_chinese_word() -> None:
    owners = {"Standing": Standing, "Level": Level, "Effect": Effect, "Role": Role}
    owners |= {"Office": Office, "Status": Status, "Scope": Scope, "State": State, "Purpose": Purpose}
    owners["PaperState"] = PaperState
    members = [
        (row["中文"], place.split("."))
        for row in table(GLOSSARY, "Glossary")
        for place in code(row["In the code"])
        if "." in place
    ]
    assert members
    for chinese, (owner, member) in members:
        value = owners[owner][member].value
        bare = chinese.replace("（市）", "")
        assert value[:2] in bare or bare in value, (chinese, value)


def test_the_dependencies_are_the_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = sorted(re.split(r"[>=; ]", each)[0] for each in project["dependencies"])
    assert column(table(ROOT / "docs/decisions/0003-dependencies.md", "Decision"), "Package") == wanted


@pytest.mark.parametrize(
    "row", table(ROOT / "docs/decisions/0003-dependencies.md", "Decision"), ids=lambda row: row["Package"]
)
def test_a_licence_is_the_one_the_package_declares(row: dict[str, str]) -> None:
    try:
        declared = importlib.metadata.metadata(row["Package"])
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not installed on this system")
    words = [declared.get("License-Expression") or "", declared.get("License") or ""]
    words += [each for each in declared.get_all("Classifier") or [] if each.startswith("License")]
    assert row["Licence"].split("-")[0] in " ".join(words), words


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda page: page.stem)
def test_a_decision_says_why_what_and_what_follows(page: Path) -> None:
    assert re.match(r"# \d{4} · \S", text_of(page))
    assert text_of(page)[2:6] == page.name[:4]
    assert re.findall(r"^## (.+)$", text_of(page), re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_begins_every_release_with_the_figures_that_change() -> None:
    releases = re.split(r"^## (.+)$", text_of(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    names, bodies = releases[1::2], releases[2::2]
    assert names[0] == ("未发布" if ".dev" in __version__ else __version__)
    for name, body in zip(names, bodies, strict=True):
        assert re.findall(r"^### (.+)$", body, re.MULTILINE)[0] == "数字会变", name


def test_every_figure_that_changes_is_told_in_a_line_with_its_code() -> None:
    sections = re.findall(r"### 数字会变\n(.+?)(?=\n##|\Z)", text_of(ROOT / "CHANGELOG.md"), re.DOTALL)
    lines = [line for section in sections for line in re.findall(r"^- .+$", section, re.MULTILINE)]
    assert lines
    for line in lines:
        codes = set(re.findall(r"（([A-Z]\d\d)）", line))
        assert (codes and codes <= Code.__members__.keys()) or "没有会变的" in line, line


def test_the_sessions_named_are_the_sessions_there_are() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("session" in ast.dump(each) for each in node.decorator_list)
    ]
    rows = table(ROOT / "CONTRIBUTING.md", "How work goes")
    assert [code(row["Session"])[0].removeprefix("nox -s ") for row in rows] == sessions


# Every page


@each_page
def test_a_file_that_is_named_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text_of(page)):
        assert (page.parent / target).exists(), target


@each_page
def test_a_path_in_the_repository_that_is_named_exists(page: Path) -> None:
    named = [part for part in code(parted(text_of(page))[0]) if re.fullmatch(r"[\w./-]+", part)]
    # CODE and NAME stand for what a reader will put there.
    named = [part for part in named if not re.search(r"\b[A-Z]{4,}\.", part)]
    for part in named:
        if re.match(r"(pipeline|tests|docs|templates)/", part) or part.endswith(".py"):
            assert any(
                (root / part).exists() for root in (ROOT, ROOT / "pipeline", ROOT / "tests/sample_year")
            ), part


@each_page
def test_no_address_no_path_of_a_machine_no_account(page: Path) -> None:
    # Split, so that this line is not itself what it looks for.
    places = "|".join(f"/{name}/" for name in ("home", "root", "tmp", "work", "Users", "opt", "mnt"))
    found = re.findall(rf"https?:|{places}|[A-Za-z]:\\\\|[\w.]+@[\w.]+", text_of(page))
    assert not found


@pytest.mark.parametrize("page", (SECRETARY, OPERATOR), ids=lambda page: page.name)
def test_a_section_that_is_referred_to_exists(page: Path) -> None:
    there = set(re.findall(r"^## (\d+)\.", text_of(page), re.MULTILINE))
    for number in re.findall(r"第(\d+)节", text_of(page)):
        assert number in there, number
