"""The correcting papers by hand: upward a 报告, downward a letter to whoever got one; nothing while every figure stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.documents.letters import bulletin, correcting
from pipeline.documents.letters.bulletin import Bulletin
from pipeline.documents.letters.correcting import Corrected, Correction, Signed, SignedRow
from pipeline.documents.wording import detail_table
from pipeline.model.assessment import Assessment, Rulings
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.phrases import Letter, Printed
from pipeline.model.supervision import Action, Step
from pipeline.progress.assess import assess
from tests.documents.conftest import SEPTEMBER, Year

REPORT, URGED = "2021年9月份重点民生实事进展情况报告.docx", "代拟稿/督办通知-市文旅局.docx"
HEAD, CELL = "9月累计", Cell("处理登记.xlsx", "督办", "A3", read="", sha256="0")


def row(name: str, value: str, amount: str | None, measure: str) -> SignedRow:
    was = Printed(value, Decimal(amount), measure, "累计完成", (CELL,)) if amount is not None else None
    return {"指标": (name, None), HEAD: (value, was)}


def signed(*rows: SignedRow, altered: Sequence[str] = ()) -> Signed:
    """A set signed with these rows in its report, and a 督办通知 to 市文旅局 that spoke of its one target."""
    return Signed({REPORT: rows, URGED: ()}, {URGED: frozenset({"T08-1"})}, frozenset(altered))


def sent(day: date | None = date(2021, 9, 28)) -> Step:
    return Step(SEPTEMBER, "市文旅局", Action.SENT, "", "", day, CELL, CELL)


def papers(year: Year, before: Signed, *steps: Step) -> tuple[Letter, ...]:
    progress = year.progress(SEPTEMBER)
    return correcting.of_month(year.plan, progress, before, year.letter(SEPTEMBER), steps, draft=True)


def changes(letter: Letter) -> list[str]:
    assert isinstance(letter.context, Corrected | Correction)
    return [f"{one.heading}{one.text}" for one in letter.context.changes]


def source(year: Year, target: str) -> str:
    (one,) = (one for one in year.progress(SEPTEMBER).targets if one.target.id == target)
    assert one.value is not None
    return one.value.cells[0].file


SHELVES = row("建成城市书房", "20", "20", "座")
NOW = "原为20座，更正为19座，完成年度目标任务的42.2%，低于序时进度32.8个百分点。"


def test_upward_goes_a_report_with_what_was_what_is_and_how_all_stands_now(year: Year) -> None:
    (letter,) = papers(year, signed(SHELVES))
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：【　】。"]
    context = letter.context
    assert isinstance(context, Corrected)
    assert "".join(context.title_lines).endswith("关于更正2021年9月份重点民生实事进展情况有关数据的报告")
    assert context.addressee == "市人民政府："
    assert str(context.opening) == (
        "经核对，我委报送的《关于2021年9月份重点民生实事进展情况的报告》（新发改〔2021〕【　】号）中，"
        "有1项指标的数据需要更正。现将有关情况报告如下。"
    )
    assert str(context.overview[0]).startswith("更正后，截至9月20日，27项定量指标中，已完成1项，")
    assert context.closing == "特此报告。"
    assert (context.date, context.imprint.printed) == ("2021年__月__日", "2021年__月__日印发")
    assert str(context.overview[1]) == "原报告与本报告不一致的，以本报告为准。"


def test_what_annex_2_lists_as_well_is_put_right_all_the_same(year: Year) -> None:
    again: SignedRow = {"指标": ("建成城市书房", None), "责任单位": ("市文旅局", None)}
    (letter,) = papers(year, signed(SHELVES, again))
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：【　】。"]


def test_it_names_the_report_by_the_number_it_was_signed_under(year: Year) -> None:
    (letter,) = papers(year, replace(signed(SHELVES), numbers={REPORT: "新发改〔2021〕86号"}))
    assert isinstance(letter.context, Corrected)
    assert "进展情况的报告》（新发改〔2021〕86号）中，有1项" in str(letter.context.opening)
    assert letter.context.number == "新发改〔2021〕【　】号"


def test_the_signed_figure_rests_on_no_cell_of_today(year: Year) -> None:
    (letter,) = papers(year, signed(SHELVES))
    assert isinstance(letter.context, Corrected)
    text = letter.context.changes[0].text
    assert not isinstance(text, str)
    assert [(one.text, one.how, bool(one.cells)) for one in text.figures[:2]] == [
        ("20", "定稿文稿印的数", False),
        ("19", "累计完成", True),
    ]


@pytest.mark.parametrize(
    "rows",
    [(), (row("建成城市书房", "19", "19", "座"),), (row("打造“十分钟阅读圈”", "3", "3", "次"),)],
    ids=["nothing known of it", "the same", "定性"],
)
def test_nothing_goes_out_while_every_figure_stands(year: Year, rows: tuple[SignedRow, ...]) -> None:
    assert papers(year, signed(*rows), sent()) == ()


def test_a_sheet_sent_again_is_the_cause_and_so_is_a_figure_people_verified(year: Year) -> None:
    sheet = source(year, "T08-1")
    (letter,) = papers(year, signed(SHELVES, altered=[sheet]))
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：市文旅局重新报送了报表。"]
    # Of a change in the register nothing is known where the figure does not come from it.
    (letter,) = papers(year, signed(SHELVES, altered=["inputs/2021/处理登记.xlsx"]))
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：【　】。"]


def test_a_figure_that_came_later_and_one_that_is_doubtful_now(year: Year) -> None:
    doubtful = row("新建、改扩建幼儿园", "7", "7", "所")
    (letter,) = papers(year, signed(row("建成城市书房", "—", None, ""), doubtful))
    assert changes(letter) == [
        "（一）新建、改扩建幼儿园。原为7所，现数据正在核实。",
        "（二）建成城市书房。原报告未列数，现列为19座，完成年度目标任务的42.2%，低于序时进度32.8个百分点。更正原因：【　】。",
    ]


def test_who_was_urged_with_it_gets_a_notice_once_somebody_registered_that_it_went_out(year: Year) -> None:
    _, letter = papers(year, signed(SHELVES), sent())
    context = letter.context
    assert isinstance(context, Correction)
    assert "".join(context.title_lines).endswith("关于更正督办通知有关数据的通知")
    assert str(context.opening) == (
        "市政府办公室9月28日印发的督办通知中，有1项指标的数据需要更正，现通知如下。"
    )
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：【　】。"]
    assert (context.rest, context.closing) == (("督办通知的其他内容不变。",), "特此通知。")
    assert context.date == "2021年__月__日"


def test_a_unit_that_sent_its_sheet_again_is_told_so_as_you(year: Year) -> None:
    _, letter = papers(year, signed(SHELVES, altered=[source(year, "T08-1")]), sent())
    assert changes(letter) == [f"建成城市书房。{NOW}更正原因：你局重新报送了报表。"]


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ((SHELVES,), ()),
        ((SHELVES,), (sent(None),)),
        ((SHELVES,), (replace(sent(), month=Month(2021, 8)),)),
        ((SHELVES,), (replace(sent(), action=Action.PLANNED),)),
        ((row("改造提升停车泊位", "1", "1", "个"),), (sent(),)),
    ],
    ids=["not registered", "no day", "another month's", "planned", "it spoke of another target"],
)
def test_else_nobody_below_gets_one(year: Year, rows: tuple[SignedRow, ...], steps: tuple[Step, ...]) -> None:
    assert [one.id for one in papers(year, signed(*rows), *steps)] == ["更正报告"]


def test_what_lags_no_more_is_said_not_to(year: Year) -> None:
    before = signed(row("村（居）法律顾问服务", "1.5", "15000", "件"))
    told = replace(before, spoken_of={URGED: frozenset({"T07-3"})})
    letters = papers(year, told, sent())
    (text,) = changes(letters[1])
    assert text.startswith("村（居）法律顾问服务。原为1.5万件，更正为")
    assert text.endswith("更正原因：【　】。该项指标不再列为滞后。")
    assert isinstance(letters[1].context, Correction)
    assert letters[1].context.rest == ()


ISSUE = "2021年第3期重点民生实事工作简报.docx"


@pytest.mark.parametrize(
    ("was", "told", "words"),
    [
        (SHELVES, "T08-1", "上月累计原为20座，更正为19座"),
        (row("新建、改扩建幼儿园", "7", "7", "所"), "T05-1", "上月累计原为7所，现数据正在核实"),
        (SHELVES, "T05-1", ""),
        (row("建成城市书房", "—", None, ""), "T08-1", ""),
        (row("建成城市书房", "19", "19", "座"), "T08-1", ""),
    ],
    ids=["another figure", "a doubtful one", "the issue did not tell of it", "it had no figure", "the same"],
)
def test_the_next_issue_puts_right_what_the_last_one_told(
    year: Year, was: SignedRow, told: str, words: str
) -> None:
    before = signed(was)
    before = replace(before, rows={**before.rows, ISSUE: ()}, spoken_of={ISSUE: frozenset({told})})
    found = list(correcting.restated(year.plan, year.progress(SEPTEMBER), before))
    assert [(target, str(said)) for target, said in found] == ([(told, words)] if words else [])
    letter = bulletin.compose(year.plan, year.progress(Month(2021, 10)), True, restated=found)
    assert isinstance(letter.context, Bulletin)
    parts = [f"{item.heading}{item.text}" for part in letter.context.parts for item in part.items_]
    name = year.plan.target(told).name
    assert [one for one in parts if one.startswith(name)] == ([f"{name}：{words}。"] if words else [])


@pytest.fixture(scope="module")
def assessment(year: Year) -> Assessment:
    return assess(year.plan, year.history, Rulings(), {}, date(2022, 1, 15))


def annex(year: Year, assessment: Assessment, unit: str, you: str, **other: str) -> tuple[SignedRow, ...]:
    """A recipient's annex as it was signed, one row (目标名=...) with other cells."""
    heads = ("指标", "认定数", "认定结果", f"其中{you}")
    rows = []
    for _, line in detail_table.lines(year.plan, assessment, year.plan.unit(unit), you):
        cells = (line.target, str(line.certified), line.verdict, str(line.own))
        found = dict(zip(heads, cells, strict=True))
        if line.target == other.get("指标"):
            found |= other
        rows.append({head: (text, None) for head, text in found.items()})
    return tuple(rows)


def test_whose_result_was_another_gets_a_letter_and_nobody_else(year: Year, assessment: Assessment) -> None:
    name = "代拟稿/反馈函/05-市城管局.docx"
    other = {"指标": "新建停车场", "认定数": "4个", "认定结果": "完成"}
    before = Signed(
        {
            name: annex(year, assessment, "市城管局", "你局", **other),
            "代拟稿/反馈函/11-红旗区.docx": annex(year, assessment, "红旗区", "你区"),
        },
        {},
        frozenset(),
    )
    (letter,) = correcting.of_year(year.plan, assessment, before, draft=False)
    assert letter.file == "更正函-市城管局.docx"
    assert changes(letter) == [
        "新建停车场。认定数原为4个，更正为3个；认定结果原为完成，更正为未完成。更正原因：【　】。"
    ]
    assert isinstance(letter.context, Correction)
    assert str(letter.context.opening) == (
        "我办反馈的2021年重点民生实事完成情况考核认定结果中，有1项指标的数据需要更正，现函告如下。"
    )


def test_a_county_is_told_of_its_own_figure(year: Year, assessment: Assessment) -> None:
    other = {"指标": "建成城市书房", "其中你区": "5座"}
    before = Signed({"11-红旗区.docx": annex(year, assessment, "红旗区", "你区", **other)}, {}, frozenset())
    (letter,) = correcting.of_year(year.plan, assessment, before, draft=False)
    assert changes(letter) == ["建成城市书房。其中你区原为5座，更正为6座。更正原因：【　】。"]
