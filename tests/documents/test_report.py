"""What the report says, month by month of the sample year."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.documents.letters.report import Report
from pipeline.documents.rendering.render import render
from pipeline.documents.wording import targets
from pipeline.files.word.lines import document_text
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.workflows.sample.invented_year import MONTHS
from tests.documents.conftest import SEPTEMBER, TEMPLATES, Year


def context(letter: Letter) -> Report:
    assert isinstance(letter.context, Report)
    return letter.context


def text(year: Year, month: Month, draft: bool = True) -> str:
    letter = year.letter(month, draft)
    return document_text(render([letter], TEMPLATES, year.plan.lead_deadline(month))[letter.file].data)


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_counts_in_the_text_equal_those_in_the_table_and_add_up(year: Year, month: Month) -> None:
    report = context(year.letter(month))
    sentence = str(report.overview.paragraphs[0])
    words = {standing: targets.standing_word(year.plan, standing) for standing in Standing}
    in_table = {word: sum(row.standing == word for row in report.annex1.rows) for word in words.values()}
    qualitative = in_table.pop(words[Standing.NOT_APPLICABLE])
    far = in_table.pop("进度明显滞后")
    in_table["进度滞后"] += far
    in_text = {
        word: int(found[1]) if (found := re.search(f"，{word}(\\d+)项", sentence)) else 0 for word in in_table
    }
    assert in_text == in_table
    assert (f"（其中明显滞后{far}项）" in sentence) is bool(far)
    assert f"定性任务{qualitative}项" in sentence
    assert sum(in_table.values()) + qualitative == len(report.annex1.rows) == 33


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_signed_text_holds_no_code_word_no_blank_and_no_request(year: Year, month: Month) -> None:
    printed = text(year, month)
    for word in (
        "待核",
        "退回",
        "None",
        "严重滞后",
        "nan",
        "请批准",
        "请拨付",
        "恳请",
        "。。",
        "，，",
        "：。",
        "；。",
    ):
        assert word not in printed, word
    assert "特此报告。" in printed


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_quantified_target_is_in_its_matter(year: Year, month: Month) -> None:
    report, progress = context(year.letter(month)), year.progress(month)
    for item, matter in zip(report.matters, progress.matters, strict=True):
        assert not isinstance(item.text, str)
        told = {cell for figure in item.text.figures for cell in figure.cells}
        for target in matter.targets:
            own = target.value.cells if target.value is not None else ()
            untouched = target.value is not None and not target.value.amount
            if own and not untouched:
                assert set(own) <= told, target.target.name
            else:
                assert target.target.name in str(item.text)


def test_the_printed_gap_is_what_the_page_subtracts_to(year: Year) -> None:
    for month in MONTHS:
        for target in year.progress(month).targets:
            rate, gap = targets.printed_rate(year.plan, target), targets.printed_gap(year.plan, target)
            if rate is None or gap is None:
                continue
            base = target.goal.amount if target.target.kind.ratio else targets.percent(year.plan, target.pace)  # type: ignore[arg-type]
            assert rate.text == f"{base + type(base)(gap.text)}%"


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (6, "重点民生实事分解为33项指标，其中定量指标27项、定性任务6项"),
        (8, "早中期孕妇血清学筛查覆盖率54.96%，距年度目标还差0.04个百分点"),
        (8, "截至7月20日，20户以上自然村通硬化路74个，本月截至发文时未报送"),
        (9, "新增城镇就业5.83万人，完成年度目标任务的81.5%，高于序时进度6.5个百分点"),
        (
            9,
            "截至8月20日，新建、改扩建幼儿园6所，公办新建幼儿园3所，公办改扩建幼儿园3所，本月合计与分项之和不一致，数据正在核实",
        ),
        (9, "宫颈癌、乳腺癌筛查分别完成4.38万人、4.40万人，为年度目标任务的70.2%、70.6%"),
        (
            9,
            "提供村（居）法律顾问服务1.739万件，完成年度目标任务的87.0%，高于序时进度12.0个百分点。",
        ),
        (7, "责任单位：市城管局，7月28日报送"),
        (
            9,
            "建成城市书房19座（42.2%），低于序时进度32.8个百分点，已连续4个月滞后。据市文旅局反映，主要原因是",
        ),
        (9, "新增供热面积57万平方米，完成年度目标任务的47.5%，尚未确定时间节点，暂不作序时判断"),
        (10, "市文旅局报送的“建成城市书房”分县（市）区合计与全市数不一致，已请其核实"),
        (
            10,
            "截至9月20日，建成城市书房19座，已连续4个月滞后，本月数据正在核实，无论以何数计均低于序时进度。",
        ),
        (11, "4190（更正为4057） | 4102 | 45"),
        (11, "完成宫颈癌筛查6.235万人，已完成年度目标任务"),
        (12, "完成农村户用无害化卫生厕所改造8.83万户（98.1%），距年度目标还差1700户。据市农业农村局反映"),
        (12, "新增城镇就业7.86万人，完成年度目标任务的109.9%，超额完成"),
    ],
)
def test_what_a_reader_must_find(year: Year, month: int, words: str) -> None:
    assert words in text(year, Month(2021, month))


def test_two_working_days_late_is_no_matter_for_a_paper(year: Year) -> None:
    """27 September is a Monday, and the 26th was worked: two days after the 25th."""
    assert "9月27日报送" not in text(year, Month(2021, 9))
    assert any(one.late for one in year.history[Month(2021, 9)].returns.reports)


def test_only_a_draft_says_so(year: Year) -> None:
    assert "送审稿" in text(year, SEPTEMBER)
    assert "送审稿" not in text(year, SEPTEMBER, draft=False)


def test_figures_in_sentences_know_their_cells(year: Year) -> None:
    item = context(year.letter(SEPTEMBER)).matters[0].text
    first = item.figures[0]  # type: ignore[union-attr]
    assert first.text == "5.83"
    assert [(cell.sheet, cell.ref, cell.read) for cell in first.cells] == [("进展情况", "G5", "5.83")]


def test_a_report_beyond_the_limit_is_told_and_not_cut(year: Year) -> None:
    """However short it is told, every matter, every problem and both annexes stay."""
    short = replace(year, plan=replace(year.plan, rules=replace(year.plan.rules, body_limit=100)))
    letter, whole = short.letter(MONTHS[0]), context(year.letter(MONTHS[0]))
    (found,) = letter.findings
    assert (found.code.name, found.fix) == ("C17", "请在送审稿里压缩，或把细节移到附件")
    told = context(letter)
    assert [item.heading for item in told.matters] == [item.heading for item in whole.matters]
    assert [len(item.more) for item in told.problems.items_] == [
        len(item.more) for item in whole.problems.items_
    ]
    assert (told.annex1, told.annex2) == (whole.annex1, whole.annex2)


def body(printed: str) -> int:
    """How many signs stand between 主送机关 and 附件说明, headings and 特此报告 among them (7.3.3)."""
    said = printed[printed.index("市人民政府：\n") : printed.index("\n附件：")].partition("\n")[2]
    return len("".join(said.split()))


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_no_month_s_body_is_longer_than_a_leader_reads(year: Year, month: Month) -> None:
    assert year.letter(month).findings == ()
    assert body(text(year, month)) <= 3000
