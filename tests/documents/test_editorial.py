"""编辑用语: what people settled on stands in its place whenever a paper is made, as quoted words; the rest as it was."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.documents.letters import brief, bulletin, circular, perusal, report, supervision_slip
from pipeline.documents.templates.catalogue import CONTEXTS
from pipeline.documents.wording.settled_words import WHERE, edited
from pipeline.inputs.decisions.editorial import SHEET, kept_cells
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.assessment import Rulings
from pipeline.model.editorial import PARTS, Change, Editorial, Fact, Original
from pipeline.model.phrases import QUOTED, Letter, Phrase
from pipeline.model.supervision import Paper
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import lay
from pipeline.progress.assess import assess
from pipeline.workflows.editing import with_editorial
from pipeline.workflows.sample import invented_year as sample
from pipeline.workflows.year import year_letters
from tests.documents.conftest import SEPTEMBER, Year
from tests.documents.urged import asked_for
from tests.goldens import goldens, printed_texts, shown

POST = "分管主任"


@pytest.fixture(scope="module")
def letters(year: Year) -> list[Letter]:
    plan, progress = year.plan, year.progress(SEPTEMBER)
    plan = replace(plan, rules=replace(plan.rules, circular=True))
    return [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief.compose(plan, progress, True),
        *circular.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP)),
    ]


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    lay(tmp_path, {"inputs/2021/任务分解表.xlsx": sample.plan_workbook()})
    return Workspace(tmp_path)


def settled(office: Workspace, year: Year, *rows: tuple[str, ...]) -> Decisions:
    data = write_tables([SHEET], {SHEET.name: rows}, {}, SEPTEMBER.last_day)
    office.decisions_file(2021).write_bytes(data)
    return read_decisions(office, year.plan)


def row(paper: str, place: str, way: str, words: str, month: str = "2021-09") -> tuple[str, ...]:
    return (month, paper, place, way, words, POST)


def told(decisions: Decisions) -> list[tuple[str, str, str]]:
    found = [one for findings in decisions.findings.values() for one in findings]
    return [(one.message.removeprefix("处理登记［编辑用语］："), one.fix, one.place.ref) for one in found]


def text(letters: Sequence[Letter], id_: str) -> str:
    (one,) = [letter for letter in letters if letter.id == id_]
    return str(shown(one.context))


@pytest.mark.parametrize(
    ("paper", "place", "way", "found"),
    [
        ("报告", "要事", "加", "全市抗疫。']}, 'progress_heading'"),
        ("报告", "总体情况·前", "加", "'一、总体情况', 'paragraphs': ['全市抗疫。', '"),
        ("报告", "下一步·后", "加", "全市抗疫。']}, 'closing'"),
        ("简报", "下一步·前", "换", "'reminders': ['全市抗疫。'"),
        (
            "通报",
            "总体情况·前",
            "加",
            "'items_': [{'heading': '', 'text': '全市抗疫。'",
        ),
        ("要情", "要事", "加", "全市抗疫。']}"),
        ("呈阅件-1", "请关注", "换", "'attention': ['全市抗疫。']"),
    ],
)
def test_words_stand_where_the_row_puts_them(
    office: Workspace, year: Year, letters: list[Letter], paper: str, place: str, way: str, found: str
) -> None:
    decisions = settled(office, year, row(paper, place, way, "全市抗疫"))
    assert told(decisions) == []
    done, lost = edited(year.plan, letters, decisions.editorial)
    assert lost == []
    assert [new.id for new, old in zip(done, letters, strict=True) if new is not old] == [paper]
    assert found in text(done, paper)


def sentence(letters: Sequence[Letter], id_: str, words: str) -> list[str]:
    """The sentence before the words, and the words."""
    said = text(letters, id_)
    start = max(said.rfind(mark, 0, said.index(words) - 1) for mark in ("。", "'"))
    return [said[start + 1 : said.index(words)], words]


def test_words_about_a_target_stand_behind_what_is_said_of_it_or_in_its_place(
    office: Workspace, year: Year, letters: list[Letter]
) -> None:
    beside = settled(office, year, row("报告", "指标:T09-1·进展", "加", "其余2个正在施工。"))
    done, _ = edited(year.plan, letters, beside.editorial)
    assert "停车场" in sentence(done, "报告", "其余2个正在施工。")[0]
    instead = settled(office, year, row("报告", "指标：T09-1·原因", "换", "主要原因是管线迁改。"))
    done, lost = edited(year.plan, letters, instead.editorial)
    assert lost == []
    old, new = text(letters, "报告"), text(done, "报告")
    assert "主要原因是管线迁改。" in new and "据市城管局反映" in old
    assert old.count("据市城管局反映") == new.count("据市城管局反映") + 1
    # What is not touched is not made anew.
    assert all(one is other for one, other in zip(done[1:], letters[1:], strict=True))


def test_every_page_that_speaks_of_a_target_gets_the_words_and_no_other(
    office: Workspace, year: Year, letters: list[Letter]
) -> None:
    decisions = settled(
        office,
        year,
        row("呈阅件", "指标:T09-1·进展", "加", "正在施工。"),
        row("呈阅件", "事项:9", "换", "全部在建。"),
    )
    done, lost = edited(year.plan, letters, decisions.editorial)
    changed = [new for new, old in zip(done, letters, strict=True) if new is not old]
    assert (len(changed), lost) == (1, [])
    said = text(changed, changed[0].id)
    assert (
        "'text': '全部在建。'" in said and "正在施工" not in said
    )  # the later row replaced what the first one added


def test_the_words_are_quoted_and_know_their_cell(
    office: Workspace, year: Year, letters: list[Letter]
) -> None:
    decisions = settled(office, year, row("要情", "要事", "加", "120支队伍参加"))
    (letter,) = [one for one in edited(year.plan, letters, decisions.editorial)[0] if one.id == "要情"]
    assert isinstance(letter.context, brief.Brief)
    last = letter.context.paragraphs[-1]
    assert isinstance(last, Phrase)
    ((said),) = last.figures
    assert (said.text, said.how, [str(cell) for cell in said.cells]) == (
        "120支队伍参加。",
        QUOTED,
        ["inputs/2021/处理登记.xlsx［编辑用语］E3"],
    )


def test_what_is_to_be_looked_at_is_told(office: Workspace, year: Year, letters: list[Letter]) -> None:
    """A number nobody can trace, words of a month gone by, words for a page that does not exist."""
    decisions = settled(
        office,
        year,
        row("要情", "要事", "加", "9月5日起120支队伍参加"),
        row("报告", "要事", "加", "全力抢险", "2021-07"),
        row("呈阅件-99", "请关注", "加", "请阅"),
    )
    first, *others = with_editorial(year.plan, SEPTEMBER, letters, decisions)
    assert [(one.code.name, one.message) for one in first.findings if one.code.name.startswith("D")] == [
        ("D12", "编辑用语（要情 要事）里的数没有来源：120"),
        ("D11", "编辑用语没有放进去：呈阅件-99里本期没有“请关注”可放"),
        ("D13", "编辑用语有1条是以前的（7月），只用在当期，没有放进9月的文稿"),
    ]
    assert "全力抢险" not in "".join(text([one], one.id) for one in [first, *others])


@pytest.mark.parametrize(
    ("changed", "message", "fix", "cell"),
    [
        ({2: "总体情况前"}, "“报告”里没有位置“总体情况前”", "是不是“总体情况·前”？", "C3"),
        ({2: "指标:T9-1·进展"}, "“报告”里没有位置“指标:T9-1·进展”", "是不是“指标:T09-1·进展”？", "C3"),
        ({2: "事项:11"}, "“报告”里没有位置“事项:11”", "是不是“事项:1”？", "C3"),
        ({1: "要情", 2: "请关注"}, "“要情”里没有位置“请关注”", "可以写：要事、总体情况·前、总体情况·后", "C3"),
        ({1: "月报"}, "没有叫“月报”的文稿可以放用语", "可以填：报告、简报、要情、通报、呈阅件、一页图、督办、督查提示单、考核通报、反馈函", "B3"),
        ({3: "改"}, "方式“改”认不出", "可以填：加、换", "D3"),
        ({3: "换"}, "要事是另加的一段，没有可换的", "请改成“加”", "D3"),
        ({5: ""}, "“定稿岗位”没有填写", "请补填后再运行", "F3"),
        ({0: "2020-09"}, "月份“2020-09”认不出", "请写成2021-09的样子", "A3"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_meant_does_nothing_and_names_the_nearest(
    office: Workspace, year: Year, changed: dict[int, str], message: str, fix: str, cell: str
) -> None:
    good = row("报告", "要事", "加", "全力抢险")
    decisions = settled(office, year, tuple(changed.get(place, word) for place, word in enumerate(good)))
    ((said, advice, where),) = told(decisions)
    assert (said, where) == (message, cell)
    assert fix in advice
    assert decisions.editorial == ()


KEPT = (
    "2021-09",
    "报告",
    "段",
    "换",
    "开工〖12〗个，正在推进。",
    POST,
    "开工〖12〗个。",
    "〖12〗T09-1：累计完成",
)


@pytest.mark.parametrize(
    ("changed", "message", "cell"),
    [
        ({3: "加"}, "位置是“段”的，方式不能是“加”", "D3"),
        ({2: "段后"}, "位置是“段后”的，方式不能是“换”", "D3"),
        ({2: "文首", 3: "删"}, "位置是“文首”的，方式不能是“删”", "D3"),
        ({6: ""}, "“原文”没有填写", "G3"),
        ({4: ""}, "“用语”没有填写", "E3"),
        ({1: "", 5: ""}, "“文稿”“定稿岗位”没有填写", "B3"),
        ({7: "12个"}, "“所据的数”认不出", "H3"),
    ],
)
def test_a_kept_paragraph_that_was_spoilt_does_nothing(
    office: Workspace, year: Year, changed: dict[int, str], message: str, cell: str
) -> None:
    decisions = settled(office, year, tuple(changed.get(at, word) for at, word in enumerate(KEPT)))
    ((said, _, where),) = told(decisions)
    assert (said, where, decisions.kept) == (message, cell, ())


def test_a_kept_paragraph_is_read_as_it_was_written(office: Workspace, year: Year) -> None:
    dropped = ("2021-09", "报告", "段·2", "删", "", POST, "附件", "")
    decisions = settled(office, year, KEPT, dropped)
    assert told(decisions) == []
    first, second = decisions.kept
    assert first.original == Original("开工〖12〗个。", (Fact("12", "T09-1", "累计完成"),))
    assert (first.change, first.words, second.original.number) == (Change.REPLACE, KEPT[4], 2)
    for one, row_ in ((first, KEPT), (second, dropped)):
        cells = {"月份": "2021-09", "文稿": "报告", "定稿岗位": POST} | kept_cells(
            one.change, one.original, one.words
        )
        assert tuple(cells[column] for column in SHEET.columns) == row_


def test_every_place_is_one_of_its_document() -> None:
    """The paths of fields lead somewhere in the context of the template they are written for."""
    assert WHERE.keys() == PARTS.keys()
    for template, paths in WHERE.items():
        for path in paths.values():
            kind: typing.Any = CONTEXTS[f"{template}.docx"]
            for name in path:
                if not name.startswith("?"):
                    hints = typing.get_type_hints(kind)
                    assert name in hints, (template, path)
                    kind = hints[name]
                if typing.get_origin(kind) is tuple and dataclasses.is_dataclass(typing.get_args(kind)[0]):
                    kind = typing.get_args(kind)[0]


def test_a_year_s_letters_take_words_too(office: Workspace, year: Year) -> None:
    assessment = assess(year.plan, year.history, Rulings(), {}, date(2022, 1, 15))
    decisions = settled(
        office,
        year,
        row("考核通报", "总体情况·后", "加", "全年没有重大偏差", "2021-年终"),
        row("反馈函-市城管局", "下一步·前", "加", "请于3月底前报送建成计划", "2021-年终"),
    )
    assert told(decisions) == []
    done = year_letters(year.plan, assessment, decisions, draft=True)
    circular_, letter = text(done, "通报"), text(done, "反馈函-市城管局")
    assert circular_.index("全年没有重大偏差。") < circular_.index("指标认定结果")
    assert (
        letter.index("'有关要求'"[1:-1])
        < letter.index("请于3月底前报送建成计划。")
        < letter.index("请对未完成的")
    )
    assert "请于3月底前" not in text(done, "反馈函-市文旅局")


def test_how_long_a_paper_is_counts_with_people_s_words(
    office: Workspace, year: Year, letters: list[Letter]
) -> None:
    decisions = settled(
        office, year, row("要情", "要事", "加", "雨" * 300), row("报告", "要事", "加", "雨" * 400)
    )
    done = with_editorial(year.plan, SEPTEMBER, letters, decisions)
    found = {one.id: [each.code.name for each in one.findings if each.code.name == "C17"] for one in done}
    assert (found["报告"], found["要情"], found["简报"]) == (["C17"], ["C17"], [])


def test_what_people_put_in_reads_as_they_wrote_it(
    office: Workspace, year: Year, letters: list[Letter]
) -> None:
    """A golden: every text that words changed, as it reads now."""
    decisions = settled(
        office,
        year,
        row("报告", "要事", "加", "9月中旬本市再次出现强降雨。"),
        row("报告", "指标:T09-1·原因", "换", "主要原因是管线迁改须分段停水停气。"),
        row("简报", "事项:8", "加", "11月起书房全天开放"),
        row("要情", "总体情况·前", "加", "全市民生实事总体平稳"),
        row("呈阅件", "指标:T08-1·进展", "加", "其余点位正在装修"),
        row("督查提示单", "指标:T08-1·进展", "加", "其余点位正在装修"),
    )
    done, lost = edited(year.plan, letters, decisions.editorial)
    assert lost == []
    said = []
    for new, old in zip(done, letters, strict=True):
        before = set(printed_texts(old.context))
        said += [f"{new.id}：{one}\n" for one in printed_texts(new.context) if one not in before]
    texts = {"编辑用语.txt": "".join(said)}
    assert texts == goldens(Path(__file__).parent / "golden", texts, "编辑用语")


def test_without_rows_nothing_changes(year: Year, letters: list[Letter]) -> None:
    rows: tuple[Editorial, ...] = ()
    assert edited(year.plan, letters, rows) == (letters, [])
    assert with_editorial(year.plan, SEPTEMBER, letters, Decisions()) == letters
