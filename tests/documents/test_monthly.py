"""Who gets which of the month's documents, and what they may not say; the words themselves stand in the goldens."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.documents.letters import (
    appeal,
    brief,
    bulletin,
    comparison,
    perusal,
    report,
    routing,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.wording import targets
from pipeline.documents.wording.parts import in_its_name
from pipeline.model.kinds import LATE
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY
from pipeline.model.phrases import Letter, Printed, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.settings import Office
from pipeline.model.supervision import Paper, Replies
from pipeline.progress.supervision import drafted
from pipeline.workflows.sample.invented_year import MONTHS
from tests.documents.conftest import SEPTEMBER, Year
from tests.documents.urged import asked_for
from tests.goldens import shown

_ORDERS = ("责令", "限期", "必须", "要求你", "督办")
each_month = pytest.mark.parametrize("month", MONTHS, ids=str)


def text(letter: Letter) -> str:
    return str(shown(letter.context))


def drafts(year: Year, month: Month) -> list[Letter]:
    plan, progress = year.plan, year.progress(month)
    return [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP)),
        *supervision_letter.compose(plan, progress, True, asked_for(plan, progress)),
    ]


@each_month
def test_every_lagging_lead_gets_one_letter_with_all_its_targets_and_nobody_else(
    year: Year, month: Month
) -> None:
    progress = year.progress(month)
    late = [target for target in progress.targets if target.standing in LATE]
    letters = supervision_letter.compose(year.plan, progress, True, asked_for(year.plan, progress))
    assert {letter.id for letter in letters} == {f"督办-{target.target.leads[0]}" for target in late}
    for target in late:
        (own,) = [letter for letter in letters if letter.id == f"督办-{target.target.leads[0]}"]
        context = own.context
        assert isinstance(context, supervision_letter.Supervision)
        assert target.target.name in [row.target for row in context.reply.rows]


def test_a_slip_is_white_and_bears_no_number(year: Year) -> None:
    plan, progress = year.plan, year.progress(SEPTEMBER)
    slips = supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP))
    (slip,) = [one for one in slips if one.id == "督办-市文旅局"]
    assert (slip.file, slip.dispatch) == ("督查提示单-市文旅局.docx", None)
    said = text(slip)
    assert "请你局对照年度目标查找原因" in said and "10月8日（星期五）前" in said
    assert "限期" not in said and "你局7月" not in said


def without(plan: Plan, unit: str) -> Plan:
    """The plan with a unit the general office does not command."""
    units = tuple(replace(one, subordinate=False) if one.key == unit else one for one in plan.units)
    return replace(plan, units=units)


def test_a_unit_not_commanded_is_asked_and_not_ordered(year: Year) -> None:
    plan, progress = without(year.plan, "市文旅局"), year.progress(SEPTEMBER)
    (letter,) = [
        one
        for one in supervision_letter.compose(plan, progress, True, asked_for(plan, progress))
        if one.id == "督办-市文旅局"
    ]
    said = text(letter).replace("督办事项回告单", "").replace("市政府督查室", "")
    assert letter.file == "商请函-市文旅局.docx"
    assert "关于商请加快推进城市书房建设的函" in said.replace("', '", "")
    assert "特此函达，请予支持。" in said
    assert not [word for word in (*_ORDERS, "你局", "通知如下") if word in said]


def test_who_is_only_asked_and_does_not_move_is_taken_up_to_the_leader(year: Year) -> None:
    plan, progress = without(year.plan, "市文旅局"), year.progress(SEPTEMBER)
    (letter,) = appeal.compose(plan, progress, True, asked_for(plan, progress, Paper.APPEAL))
    said = text(letter)
    assert (letter.id, letter.file, letter.dispatch) == ("督办-市文旅局", "呈批件-市文旅局.docx", None)
    assert "由市文旅局负责。" in said and "据市文旅局报送，截至9月20日" in said
    assert "'closing': '妥否，请批示。'" in said and "分管文化旅游工作的副市长批示" in said
    assert "联系人" not in said and "回告单" not in said


@pytest.mark.parametrize(
    ("office", "compiler", "folder"),
    [
        (Office.COMPILER, "市发改委", "代拟稿/"),  # another office signs
        (Office.COMPILER, "市政府办公室", ""),  # it signs itself
        (Office.COMPILER, "市政府督查室", ""),  # so do its inspectors
    ],
)
def test_in_the_compiling_office_s_folder_the_general_office_s_papers_are_only_drafted_for_it(
    year: Year, office: Office, compiler: str, folder: str
) -> None:
    profile = replace(year.plan.profile, office=office, compiler=compiler)
    plan, progress = replace(year.plan, profile=profile), year.progress(SEPTEMBER)
    for draft, mark in ((True, "代拟稿（送审稿）" if folder else "送审稿"), (False, folder.rstrip("/"))):
        own = report.compose(plan, progress, draft)
        theirs = supervision_letter.compose(plan, progress, draft, asked_for(plan, progress))
        kept, *papers = in_its_name(plan, [own, *theirs])
        assert kept is own
        assert [one.file for one in papers] == [f"{folder}{one.file}" for one in theirs]
        assert {shown(one.context)["draft_mark"] for one in papers} == {mark}  # type: ignore[index]


def test_a_folder_of_the_inspectors_keeps_what_they_sign_themselves(year: Year) -> None:
    plan = replace(year.plan, profile=replace(year.plan.profile, office=Office.INSPECTOR))
    progress = year.progress(SEPTEMBER)
    theirs = supervision_letter.compose(plan, progress, True, asked_for(plan, progress))
    assert theirs
    assert in_its_name(plan, [report.compose(plan, progress, True), *theirs]) == [*theirs]


def test_the_answer_is_due_on_a_working_day(year: Year) -> None:
    """25 September and ten days is 5 October 2021, within the holidays, which end on the 7th."""
    progress = year.progress(SEPTEMBER)
    letters = supervision_letter.compose(year.plan, progress, True, asked_for(year.plan, progress))
    assert all("请于10月8日（星期五）前" in text(letter) for letter in letters)


def test_without_a_name_to_urge_in_nothing_is_drafted(year: Year) -> None:
    plan = replace(year.plan, profile=replace(year.plan.profile, general_office=""))
    progress = year.progress(SEPTEMBER)
    assert drafted(plan, [progress], (), Replies()) == ()


@each_month
def test_a_leader_reads_of_his_own_matters_only(year: Year, month: Month) -> None:
    progress = year.progress(month)
    letters = perusal.compose(year.plan, progress, True)
    leaders = list(dict.fromkeys(matter.leader for matter in year.plan.matters))
    assert len(letters) == len(leaders)
    for leader, letter in zip(leaders, letters, strict=True):
        context = letter.context
        assert isinstance(context, perusal.Perusal)
        assert context.reader == f"呈：{leader}"
        own = [matter.title for matter in year.plan.matters if matter.leader == leader]
        assert [item.heading.split("（责任单位")[0] for item in context.matters] == own


def test_a_matter_nobody_is_in_charge_of_is_a_finding(year: Year) -> None:
    progress = year.progress(SEPTEMBER)
    first = replace(progress.matters[0], matter=replace(progress.matters[0].matter, leader=""))
    changed = replace(progress, matters=(first, *progress.matters[1:]))
    second = replace(progress.matters[1], matter=replace(progress.matters[1].matter, leader=""))
    (both,) = perusal.unread(year.plan, replace(progress, matters=(first, second, *progress.matters[2:])))
    assert "实事1“新增城镇就业7.15万人”、实事2“" in both.message
    assert [(finding.code.name, finding.message) for finding in perusal.unread(year.plan, changed)] == [
        ("C23", "实事1“新增城镇就业7.15万人”没有写主管市领导，不出现在任何呈阅件里")
    ]
    assert (
        len(perusal.compose(year.plan, changed, True)) == len(perusal.compose(year.plan, progress, True)) - 1
    )


@pytest.mark.parametrize(
    ("about", "kind", "lines"),
    [
        ("关于报送2021年重点民生实事", "进展情况的函", ("甲办", "关于报送2021年重点民生实事进展情况的函")),
        (
            "关于加快推进“老旧小区改造”",
            "工作的督办通知",
            ("甲办", "关于加快推进“老旧小区改造”", "工作的督办通知"),
        ),
        (
            "关于商请加快推进“早中期孕妇彩色超声筛查覆盖率”等12项指标",
            "工作的函",
            ("甲办", "关于商请加快推进", "“早中期孕妇彩色超声筛查覆盖率”", "等12项指标工作的函"),
        ),
    ],
    ids=["digits are half as wide", "three lines", "cut around a quotation"],
)
def test_a_title_is_cut_where_words_end(about: str, kind: str, lines: tuple[str, ...]) -> None:
    assert targets.title("甲办", about, kind) == lines


@pytest.mark.parametrize(
    ("organ", "about", "kind", "lines"),
    [
        (
            "云川市南屏区人民政府办公室",
            "关于2023年重点任务",
            "的通报",
            ("关于2023年重点任务完成情况", "考核认定结果的通报"),
        ),
        (
            "甲办",
            "关于2021年重点任务",
            "的通报",
            ("关于2021年重点任务", "完成情况考核认定结果的通报"),
        ),
    ],
    ids=["an hourglass otherwise", "no need"],
)
def test_a_title_is_cut_behind_the_completion_only_for_its_shape(
    organ: str, about: str, kind: str, lines: tuple[str, ...]
) -> None:
    assert targets.title(organ, about, f"完成情况考核认定结果{kind}", "重点任务") == (organ, *lines)


@each_month
def test_the_brief_is_brief(year: Year, month: Month) -> None:
    letter = brief.compose(year.plan, year.progress(month), True)
    context = letter.context
    assert isinstance(context, brief.Brief)
    assert sum(len(str(paragraph)) for paragraph in context.paragraphs) <= brief.LIMIT
    assert letter.findings == ()


@each_month
def test_no_draft_says_what_none_may(year: Year, month: Month) -> None:
    """No empty class, no list of nothing, no code of ours, no colour, no ranking, no word of contempt."""
    for letter in drafts(year, month):
        said = text(letter)
        assert not re.findall(
            r"(?<![\d.])0项|None|待核|T\d\d-\d|红灯|黄灯|排名|、、|，，|。。|；。|，。", said
        ), letter.id


@each_month
def test_printed_gaps_subtract_on_the_page(year: Year, month: Month) -> None:
    progress = year.progress(month)
    for letter in supervision_letter.compose(year.plan, progress, True, asked_for(year.plan, progress)):
        said = text(letter)
        pace = re.search(r"序时进度按([\d.]+)%计", said)
        for rate, gap in re.findall(r"任务的([\d.]+)%，低于序时进度([\d.]+)个百分点", said):
            assert pace is not None
            assert Decimal(pace[1]) - Decimal(rate) == Decimal(gap)


@each_month
def test_issues_are_counted_from_the_first_month(year: Year, month: Month) -> None:
    assert f"2021年第{MONTHS.index(month) + 1}期" in text(
        bulletin.compose(year.plan, year.progress(month), True)
    )


def test_what_bears_a_number_has_a_sheet_to_pass_round(year: Year) -> None:
    letters = drafts(year, SEPTEMBER)
    context = routing.compose("9月份", letters).context
    assert isinstance(context, routing.Routing)
    titles = [line.value for sheet in context.sheets for line in sheet.lines if line.label == "标题"]
    assert titles[0] == "新乡市发展和改革委员会关于2021年9月份重点民生实事进展情况的报告"
    assert len(titles) == 1 + len([letter for letter in letters if letter.file.startswith("督办通知")])


def test_what_stood_there_last_month_is_not_marked() -> None:
    half = Printed("50%", Decimal(50), "%", "累计完成÷年度目标", ())
    before = (("一、进展", phrase("甲已完成。乙完成三成。")), ("二、问题", phrase("无。")))
    now = (
        ("一、进展", phrase("甲已完成。乙完成", half, "；丙刚开工。")),
        ("二、整改", phrase("新的一部分。")),
    )
    context = comparison.compose(CITY, SEPTEMBER, before, now).context
    assert isinstance(context, comparison.Comparison)
    assert [(str(piece.same), str(piece.changed)) for piece in context.rows[0].now] == [
        ("甲已完成。", ""), ("", "乙完成50%；"), ("", "丙刚开工。"),
    ]  # fmt: skip
    assert context.rows[0].now[1].changed.figures == (half,)
    assert str(context.rows[1].before) == "（上月没有这一部分）"


def test_a_part_is_the_same_under_another_number() -> None:
    before, now = ((f"{number}、下一步", phrase("继续跟踪。")) for number in "四五")
    context = comparison.compose(CITY, SEPTEMBER, (before,), (now,)).context
    assert isinstance(context, comparison.Comparison)
    assert [(str(piece.same), str(piece.changed)) for piece in context.rows[0].now] == [("继续跟踪。", "")]


def test_of_a_comparison_neither_figures_nor_months_are_marked() -> None:
    before = (("一、", phrase("截至8月20日，建成11座，低于序时进度5个百分点。据其反映，原因是下雨。")),)
    now = (("一、", phrase("截至9月20日，建成19座，低于序时进度1.5个百分点。据其反映，原因是管线迁改。")),)
    context = comparison.compose(CITY, SEPTEMBER, before, now).context
    assert isinstance(context, comparison.Comparison)
    assert [str(piece.changed) for piece in context.rows[0].now if piece.changed] == ["原因是管线迁改。"]


def test_what_last_month_left_out_for_want_of_room_is_nothing_new() -> None:
    before = (("一、", phrase("完成11座，进度滞后。")),)
    fuller = (("一、", phrase("完成11座，为年度目标任务的24.4%，低于序时进度5个百分点。")),)
    now = (("一、", phrase("完成19座，为年度目标任务的42.2%，低于序时进度3个百分点，正在提速。")),)
    context = comparison.compose(CITY, SEPTEMBER, before, now, alike=fuller).context
    assert isinstance(context, comparison.Comparison)
    assert [str(piece.changed) for piece in context.rows[0].now if piece.changed] == ["正在提速。"]
    assert str(context.rows[0].before) == "完成11座，进度滞后。"


def test_a_comparison_lists_what_moved_and_nothing_else(year: Year) -> None:
    progress = [year.progress(Month(2021, number)) for number in (8, 9)]
    found = {one.target: one for one in comparison.figures(year.plan, *progress)}
    row = found["新建停车场"]
    told = (str(row.last), str(row.value), str(row.last_rate), str(row.rate), row.last_standing, row.standing)
    assert told == ("1", "2", "25.0%", "50.0%", "进度明显滞后", "进度滞后")
    assert found["建成城市书房"].standing == "同上月"
    assert "排涝治污补短板项目" not in found  # 20 of 20 in both


@each_month
def test_both_months_of_a_comparison_are_the_reports(year: Year, month: Month) -> None:
    progress: Progress = year.progress(month)
    said = text(report.compose(year.plan, progress, True))
    for heading, words in report.parts(year.plan, progress)[1]:
        assert heading.strip("。") in said
        assert str(words).partition("。")[0][:30] in said
