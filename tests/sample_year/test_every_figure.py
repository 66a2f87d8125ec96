"""No digit stands in a document of the invented year that nobody can trace.

Months with their circular (every one in `nox -s walks`), the year's end (once more after an objection and a decision
against the figures), a draw and a 催报函 are made by command and read as people read them. What stands in a bookmark is a figure or a
unit's own words and knows its cells; every other digit must belong to one of `ALLOWED`, each for its reason.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.files.word.lines import Line, document_lines, document_text
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.phrases import QUOTED
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.workflows.sample import invented_year as sample
from tests.command import minsheng
from tests.conftest import Once
from tests.documents.test_report import body
from tests.unsigned import of_documents

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FIGURE, PLAIN = "■", "□"
YEARS = {str(sample.YEAR), str(sample.YEAR + 1)}


@dataclass(frozen=True)
class Allowed:
    """A kind of digits that is no figure: why it may stand, and how it looks; its groups must be among `values`, if any are given."""

    reason: str
    pattern: re.Pattern[str]
    values: frozenset[str] = frozenset()

    def gone(self, text: str) -> str:
        """The text without it."""
        return self.pattern.sub(lambda one: PLAIN if self._fits(one) else one[0], text)

    def _fits(self, one: re.Match[str]) -> bool:
        return not self.values or all(group in self.values for group in one.groups() if group)


def numbers(first: int, last: int) -> frozenset[str]:
    return frozenset(map(str, range(first, last + 1)))


def names(plan: Plan) -> set[str]:
    """What the plan calls things: names, titles with their number, the notice, sources, rules of counting, the words of 概况."""
    profile = [value for value in dataclasses.astuple(plan.profile) if isinstance(value, str)]
    found = {*profile, *(f"{matter.number}.{matter.title}" for matter in plan.matters)}
    found |= {matter.title for matter in plan.matters}
    for target in plan.targets:
        found |= {target.name, target.counting_rule, *(goal.source for goal in target.goals)}
    for unit in plan.units:
        found |= {word for name in unit.names for word in (name.short, name.full, name.address)}
    return {word for word in found if re.search(r"\d", word) and not re.fullmatch(r"[\d.]+", word)}


def rules(plan: Plan) -> set[str]:
    """How documents say the numbers of the plan's 规则; as the plan has them, so that another number is no rule."""
    bands, own = plan.rules.bands, plan.rules
    return {
        f"每月{own.cooperating_due}日前",
        f"每月{own.lead_due}日前",
        f"每月{own.lead_due}日的报表",
        f"相差{bands.tolerance}个百分点以内",
        f"低{bands.tolerance}至{bands.lagging}个百分点",
        f"低{bands.lagging}至{bands.far_behind}个百分点",
        f"低{bands.far_behind}个百分点以上",
        f"保留{own.decimals}位小数",
        f"后{own.objection_days}个工作日内",
        f"每个单位一年最多抽查{own.check_limit}次",
    }


def allowed(plan: Plan) -> tuple[Allowed, ...]:
    def words(reason: str, found: set[str]) -> Allowed:
        longest = sorted(found, key=len, reverse=True)
        return Allowed(reason, re.compile("|".join(map(re.escape, longest)) or "(?!)"))

    months, days = numbers(1, 12), numbers(1, 31)
    return (
        words("计划里的名称", names(plan)),
        words("计划里的规则", rules(plan)),
        Allowed("发文年份：〔2021〕", re.compile(r"〔(\d+)〕"), frozenset(YEARS)),
        Allowed("年度：2021年", re.compile(r"(?<!\d)(\d{4})年"), frozenset(YEARS)),
        Allowed("日期：9月20日", re.compile(r"(?<![\d.])(\d+)月(\d+)日"), months | days),
        Allowed("月份：9月", re.compile(r"(?<![\d.])(\d+)月"), months),
        Allowed("附件号：附件1，是模板的字", re.compile(r"附件([12])"), frozenset("12")),
        Allowed("序号：段首、附件说明的1.", re.compile(r"(?:^|(?<=注：)|(?<=附件：))(\d+)\.(?!\d)"), numbers(1, 40)),
        Allowed("序号：随附的1.", re.compile(r"(?:(?<=随附：)|(?<=；))(\d+)\.(?!\d)"), numbers(1, 40)),
        Allowed("序号：表格第一格", re.compile(r"^\| (\d+) (?=\|)"), numbers(1, 40)),
    )  # fmt: skip


def loose(line: Line, kinds: tuple[Allowed, ...]) -> list[str]:
    """The digits of a line that nothing explains, with what stands around them."""
    text = line.text
    for span in reversed(line.spans):
        text = f"{text[: span.start]}{FIGURE}{text[span.end :]}"
    for kind in kinds:
        text = kind.gone(text)
    return re.findall(r".{0,12}\d[\d.]*.{0,12}", text)


def turned_on(office: Path) -> None:
    """The plan asks for a 通报 every month."""
    path = office / "inputs/2021/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    (row,) = [row for row in book["规则"].iter_rows() if row[0].value == "情况通报"]
    row[1].value = "是"
    book.save(path)


def disputed(office: Path) -> None:
    """A lead objects, and people decide against the figures; both with digits in their words."""
    folder = office / "inputs/2021/核对单"
    folder.mkdir()
    (sheet,) = [
        path
        for path in (office / "outputs/2021-考核/核对单").glob("*市城管局.xlsx")
        if "T09-1" in {row[0].value for row in openpyxl.load_workbook(path).active.iter_rows()}
    ]
    fill(
        sheet,
        folder / "1.xlsx",
        "核对单",
        {"意见": "有异议", "异议说明": "第4个停车场1月5日已验收，共120个泊位"},
    )
    path = office / "inputs/2021/考核认定表.xlsx"
    decided = {"认定结果": "完成", "调整理由": "第4个1月5日补验收", "异议": "采纳，按4个认定"}
    fill(path, path, "指标认定", decided)


def fill(source: Path, path: Path, name: str, values: dict[str, str]) -> None:
    book = openpyxl.load_workbook(source)
    sheet = book[name]
    (head,) = [line for line in sheet.iter_rows(max_row=6) if set(values) <= {cell.value for cell in line}]
    columns = {str(cell.value): cell.column for cell in head}
    (row,) = [line[0].row for line in sheet.iter_rows(min_row=3) if line[0].value == "T09-1"]
    for header, value in values.items():
        sheet.cell(row, columns[header]).value = value
    book.save(path)


# One that asks a party's organ (商请函), one that quotes what a check found; between them every kind of document.
LENGTHS = {"两个月": (Month(2021, 8), Month(2021, 11)), "每个月": sample.MONTHS}


@pytest.fixture(scope="module", params=["两个月", pytest.param("每个月", marks=pytest.mark.walks)])
def length(request: pytest.FixtureRequest) -> str:
    """Which months are made."""
    return str(request.param)


@pytest.fixture(scope="module")
def made(sample_office: Path, once: Once, length: str) -> Path:
    """The office with the sets of the year made; after that nobody changes it."""

    def make(folder: Path) -> Path:
        return every_set(Path(shutil.copytree(sample_office, folder / "工作目录")), LENGTHS[length])

    return once(f"每个数-{length}", make)


def every_set(root: Path, months: tuple[Month, ...]) -> Path:
    turned_on(root)
    for month in months:
        assert minsheng("-C", root, "monthly", month).code in (0, 1)
    assert minsheng("-C", root, "spotcheck", "2021-09", "--n", "6", "--seed", "7").code == 0
    assert minsheng("-C", root, "assess", "2021").code in (0, 1)
    shutil.copytree(root / "outputs/2021-考核", root / "初稿")
    disputed(root)
    assert minsheng("-C", root, "assess", "2021").code in (0, 1)
    missing = {path: path.read_bytes() for path in (root / "inputs/2021").glob("0[89]/*住建局*")}
    for path in missing:
        path.unlink()
    assert minsheng("-C", root, "--today", "2021-10-08", "remind", "2021-09", "--letter").code in (0, 1)
    for path, data in missing.items():
        path.write_bytes(data)
    return root


@pytest.fixture(scope="module")
def kinds(made: Path) -> tuple[Allowed, ...]:
    return allowed(load_plan(Workspace(made), sample.YEAR))


def documents(made: Path) -> Iterator[Path]:
    for folder in (*sorted((made / "outputs").glob("2021-*")), made / "初稿"):
        yield from sorted(folder.rglob("*.docx"))


def figures(made: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for manifest in (*sorted((made / "outputs").glob("2021-*/manifest.json")), made / "初稿/manifest.json"):
        for name, one in json.loads(manifest.read_text(encoding="utf-8")).get("documents", {}).items():
            yield from ((f"{manifest.parent.name}/{name}", figure) for figure in one["figures"])


def test_every_kind_of_document_is_among_them(made: Path) -> None:
    told = {path.name for path in documents(made)}
    for words in ("报告", "简报", "要情", "通报", "呈阅件", "督办通知", "商请函", "发文稿纸", "对照", "抽查建议", "催报函",
                  "呈批件", "考核认定结果通报"):  # fmt: skip
        assert any(words in name for name in told), words
    assert len(list((made / "outputs/2021-考核/代拟稿/反馈函").glob("*.docx"))) > 10


def test_no_paper_holds_a_phrase_no_office_would_sign(made: Path) -> None:
    assert dict(of_documents(documents(made))) == {}


def test_no_report_is_longer_than_a_leader_reads(made: Path) -> None:
    """With replies, choices and 批示 in it: 3,000 signs between 主送机关 and 附件说明, headings among them."""
    reports = sorted((made / "outputs").glob("2021-[01][0-9]/*进展情况报告.docx"))
    assert reports
    assert {
        path.name: count for path in reports if (count := body(document_text(path.read_bytes()))) > 3000
    } == {}


def test_no_digit_stands_outside_figures_dates_the_plan_and_the_form(
    made: Path, kinds: tuple[Allowed, ...]
) -> None:
    fixed = {line.text for path in TEMPLATES.glob("*.docx") for line in document_lines(path.read_bytes())}
    found = [
        f"{path.relative_to(made)}：{words}"
        for path in documents(made)
        for line in document_lines(path.read_bytes())
        if line.text not in fixed
        for words in loose(line, kinds)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "超序时5项",
        "已连续3个月滞后",
        "9月序时进度按75.0%计",
        "年度目标45座",
        "每月24日前",
        "13月",
        "第7期",
        "3.5万人",
        "2019年",
        "| 甲 | 3 |",
    ],
)
def test_a_loose_digit_would_be_seen(kinds: tuple[Allowed, ...], text: str) -> None:
    assert loose(Line(text), kinds)


# What is reckoned from the calendar or from the command alone; everything else stands in a sheet.
_WITHOUT_CELLS = {
    "月份÷12",
    "首报月份到本月的月数",
    "到年底的月数",
    "往前数的月数",
    "报送日期－规定的报送日期",
    "当月可以抽查的数的个数",
    "抽查时用的抽签号",
}


def test_every_figure_says_how_and_from_which_cells(made: Path) -> None:
    bare = {(figure["rule"], name) for name, figure in figures(made) if not figure["cells"]}
    assert {one for one in bare if one[0] not in _WITHOUT_CELLS} == set()
    assert not [name for name, figure in figures(made) if not figure["rule"]]
    for name, figure in figures(made):
        for cell in figure["cells"]:
            assert (made / cell["file"]).is_file(), (name, cell)


_ANY_MONTH = {"进展情况", "抽查记录", "核对单", "指标认定"}
# In neither of the two months is anything of the register due or answered.
_QUOTED_SHEETS = {"两个月": _ANY_MONTH, "每个月": _ANY_MONTH | {"督办", "督办事项回告单"}}


def test_a_unit_s_words_are_quoted_whole_from_their_cell(made: Path, length: str) -> None:
    told = [figure for _, figure in figures(made) if figure["rule"] == QUOTED]
    assert {cell["sheet"] for figure in told for cell in figure["cells"]} == _QUOTED_SHEETS[length]
    for figure in told:
        (cell,) = figure["cells"]
        assert "".join(figure["text"].split()) in "".join(cell["read"].split())
        assert figure["value"] is None
        # Who approved a letter is said of all of it.
        assert figure["target"] or cell["sheet"] == "督办"
    words = {figure["text"] for figure in told}
    assert {"第4个停车场1月5日已验收，共120个泊位", "第4个1月5日补验收", "采纳，按4个认定"} <= words
