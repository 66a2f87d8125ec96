"""What a target asks, by hand: classes, words and verdicts of ceilings, 左右, 增幅, 力争, 年末完成 and 不判断 (PLAN §2).

The cases lie in `tests/cases/asked.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.contract import monthly_json
from pipeline.documents.letters import (
    assessment_circular,
    brief,
    bulletin,
    circular,
    feedback,
    perusal,
    report,
    supervision_letter,
)
from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.refresh import refreshed, unfit
from pipeline.documents.provenance.trace import Trace, traced
from pipeline.documents.provenance.verify import verify
from pipeline.documents.rendering.render import render
from pipeline.documents.wording import certified, clauses, ledger, progress_table
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.word.lines import document_lines, document_text
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Certification, Rulings
from pipeline.model.figures import Cell, Figure
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.phrases import Phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.supervision import Replies
from pipeline.progress.assess import assess
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from tests.documents.conftest import TEMPLATES
from tests.documents.urged import asked_for
from tests.inputs.builders import load, make_plan, make_returns, names_of

CASES = load("asked")["case"]
SEPTEMBER, YEAR_END = Month(2021, 9), Month.year_end(2021)
Case = Mapping[str, Any]
each_case = pytest.mark.parametrize("case", CASES, ids=names_of(CASES))


def plan_of(case: Case) -> Plan:
    words = {standing.value: word for standing, word in WORDS.items()}
    return make_plan({"targets": {"T1": case["target"]}, "rules": {"first_month": 9, "words": words}})


def history(plan: Plan, case: Case, month: Month, day: date) -> History:
    written = {"month": str(month), "rows": {"T1": {"cumulative": case["value"], "as_of": day}}}
    return History({month: settle(plan, make_returns(plan, written), Decisions(), [])})


def september(case: Case) -> tuple[Plan, Progress]:
    plan = plan_of(case)
    return plan, compute(
        plan, history(plan, case, SEPTEMBER, date(2021, 9, 20)), SEPTEMBER, date(2021, 9, 25)
    )


def year_end(case: Case) -> tuple[Plan, Certification]:
    plan = plan_of(case)
    known = history(plan, case, YEAR_END, date(2021, 12, 31))
    (one,) = assess(plan, known, Rulings(), {}, date(2022, 1, 20)).targets
    return plan, one


@each_case
def test_a_month(case: Case) -> None:
    plan, progress = september(case)
    (target,) = progress.targets
    assert target.standing is Standing(case["class"])
    assert str(clauses.target_phrase(plan, target)) == case["says"]
    (row,) = progress_table.rows(plan, progress)
    assert [str(row.goal), str(row.rate), str(row.gap), str(row.remark)] == case["line"]


@each_case
def test_the_year_s_end(case: Case) -> None:
    plan, one = year_end(case)
    assert (one.verdict.value if one.verdict is not None else "") == case["verdict"]
    assert str(certified.sentence(plan, one, date(2022, 1, 20))) == case["certified"]
    assert str(certified.share(plan, one)) == case["share"]


@each_case
def test_every_printed_figure_is_the_number_it_says_it_is(case: Case) -> None:
    """A figure knows its cells, and its text is its value, rounded, in the measure it says: what `verify` and `refresh` go by."""
    plan, progress = september(case)
    _, one = year_end(case)
    said = clauses.target_phrase(plan, progress.targets[0]), certified.sentence(plan, one, date(2022, 1, 20))
    for figure in (figure for words in said for figure in words.figures):
        assert figure.value is not None
        printed, scale = (
            Decimal(figure.text.removesuffix("%")),
            Decimal(10000 if "万" in case["target"].get("measure", "") else 1),
        )
        amounts = {figure.value, figure.value / scale}
        assert min(abs(amount - printed) for amount in amounts) <= Decimal("0.05"), figure
        assert figure.how and figure.about == "T1"


def test_a_ceiling_is_never_said_to_lack_anything() -> None:
    """A fall that is asked for (下降3%以上) is no ceiling to its reader: less of it is lacking."""
    asked = [case["target"] | {"of": case} for case in CASES]
    ceilings = [
        one["of"] for one in asked if one.get("direction") == "不高于" and not one["goal"].startswith("-")
    ]
    assert len(ceilings) > 5
    for case in ceilings:
        assert "还差" not in case["says"] + case["certified"]


@pytest.mark.parametrize(("value", "standing"), [("3.42", Standing.MET), ("4.05", Standing.UNMET)])
def test_in_the_year_end_sheets_a_bounded_target_is_met_or_not_for_good(
    value: str, standing: Standing
) -> None:
    case = CASES[0] | {"value": value}
    plan = plan_of(case)
    silent = {
        month: settle(plan, make_returns(plan, {"month": str(month)}), Decisions(), [])
        for month in plan.months(YEAR_END)
    }
    known = History({**silent, **history(plan, case, YEAR_END, date(2021, 12, 31)).months})
    (target,) = compute(plan, known, YEAR_END, date(2022, 1, 20)).targets
    assert target.standing is standing


# Every document at once


def text_of(context: object) -> str:
    """Everything a context prints, a field after the other."""
    if is_dataclass(context) and not isinstance(context, Phrase):
        return "|".join(text_of(getattr(context, each.name)) for each in fields(context))
    return "|".join(map(text_of, context)) if isinstance(context, tuple) else str(context)


def city(cases: Sequence[Case]) -> Plan:
    """A plan of these targets whose office writes every document there is."""
    words = {standing.value: word for standing, word in WORDS.items()}
    targets = {f"T{number}": case["target"] for number, case in enumerate(cases, 1)}
    plan = make_plan({"targets": targets, "rules": {"first_month": 9, "words": words, "circular": True}})
    named = {
        "programme": "重点民生实事",
        "general_office": "市政府办公室",
        "supervising_organ": "某市人民政府办公室",
    }
    return replace(
        plan,
        profile=replace(plan.profile, organ="某市发展和改革委员会", **named),
        matters=(replace(plan.matters[0], leader="副市长"),),
        units=tuple(replace(unit, letter="是") for unit in plan.units),
    )


def told(plan: Plan, cases: Sequence[Case], month: Month, day: date) -> History:
    rows = {f"T{n}": {"cumulative": case["value"], "as_of": day} for n, case in enumerate(cases, 1)}
    written = {"month": str(month), "rows": rows}
    return History({month: settle(plan, make_returns(plan, written), Decisions(), [])})


def month_texts(cases: Sequence[Case]) -> tuple[Progress, dict[str, str]]:
    plan = city(cases)
    history = told(plan, cases, SEPTEMBER, date(2021, 9, 20))
    progress = compute(plan, history, SEPTEMBER, date(2021, 9, 25))
    letters = [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *circular.compose(plan, progress, True),
        *supervision_letter.compose(plan, progress, True, asked_for(plan, progress)),
    ]
    texts = {letter.id: text_of(letter.context) for letter in letters}
    urged = supervised(plan, [progress], (), Replies())
    return progress, texts | {"台账": str(ledger.compose(plan, history, [progress], urged).rows)}


def year_texts(cases: Sequence[Case]) -> dict[str, str]:
    plan = city(cases)
    known = told(plan, cases, YEAR_END, date(2021, 12, 31))
    assessment = assess(plan, known, Rulings(), {}, date(2022, 1, 20))
    letters = [assessment_circular.compose(plan, assessment, True), *feedback.compose(plan, assessment, True)]
    return {letter.id: text_of(letter.context) for letter in letters}


CEILING = CASES[0]


def test_what_keeps_under_its_ceiling_is_met_in_every_document() -> None:
    progress, texts = month_texts([CEILING | {"value": "3.42"}])
    assert set(texts) == {"报告", "简报", "要情", "呈阅件-1", "通报", "台账"}
    for name, text in texts.items():
        assert "目前达标" in text or "控制在年度目标以内" in text, name
        assert not any(word in text for word in ("还差", "未达标1项", "超出年度目标", "尚未达标"))
    assert progress.matters[0].standing is Standing.MET_SO_FAR
    for name, text in year_texts([CEILING | {"value": "3.42"}]).items():
        assert "控制在" in text or "低0.6个百分点" in text, name
        assert not any(word in text for word in ("还差", "未达标的", "超出目标", "未完成"))


def test_what_goes_beyond_its_ceiling_is_not_met_in_any_document() -> None:
    progress, texts = month_texts([CEILING | {"value": "4.05"}])
    for name, text in texts.items():
        assert "未达标" in text or "超出年度目标" in text, name
        assert not any(word in text for word in ("还差", "目前达标1项", "控制在年度目标以内"))
    assert progress.matters[0].standing is Standing.UNMET
    for name, text in year_texts([CEILING | {"value": "4.05"}]).items():
        assert "未达标" in text and ("超出目标" in text or "高0.1个百分点" in text), name
        assert not any(word in text for word in ("还差", "控制在目标以内"))


def test_nothing_that_is_not_due_is_urged_or_makes_its_matter_late() -> None:
    late = {"name": "新建公园", "kind": "累计数", "goal": "10", "measure": "个"}
    not_due = late | {"name": "供热管网", "pacing": "年末完成"}
    progress, texts = month_texts([{"target": late, "value": "10"}, {"target": not_due, "value": "0"}])
    assert progress.matters[0].standing is Standing.DONE
    assert "除未到期、不作判断的外定量指标均已完成或达标的是“办一件实事”" in texts["报告"]
    assert not any(name.startswith("督办") for name in texts)
    assert "未到期1项" in texts["要情"]
    assert not any("年末" in text for text in texts.values())


def test_a_part_is_said_to_be_part_of_its_whole() -> None:
    whole = {"name": "技能人才", "kind": "累计数", "goal": "10", "measure": "万人"}
    part = whole | {"name": "高技能人才", "goal": "3", "part_of": "T1", "relation": "其中"}
    _, texts = month_texts([{"target": whole, "value": "8"}, {"target": part, "value": "2.4"}])
    assert "；其中，高技能人才2.4万人，完成年度目标任务的80.0%" in texts["报告"]
    assert "|其中：高技能人才|" in texts["报告"]


def test_a_letter_of_urging_is_called_as_the_plan_calls_it() -> None:
    late = {"name": "城市书房", "kind": "累计数", "goal": "45", "measure": "座", "urged_as": "城市书房建设"}
    _, texts = month_texts([{"target": late, "value": "3"}])
    assert "关于加快推进城市书房建设的督办通知" in texts["督办-甲局"].replace("|", "")
    _, texts = month_texts([{"target": late | {"urged_as": ""}, "value": "3"}])
    assert "关于加快推进“办一件实事”" in texts["督办-甲局"].replace("|", "")


def rendered(value: str, case: Case = CEILING) -> tuple[bytes, Trace]:
    """The report of a month with that figure, of a rate under its ceiling if no other, and what is remembered of it."""
    cases = [{**case, "value": value}]
    plan = city(cases)
    progress = compute(plan, told(plan, cases, SEPTEMBER, date(2021, 9, 20)), SEPTEMBER, date(2021, 9, 25))
    made = render([report.compose(plan, progress, True)], TEMPLATES, date(2021, 9, 25))
    (trace,) = traced(made).values()
    return next(iter(made.values())).data, trace


def test_a_sentence_of_a_ceiling_is_verified_refreshed_and_told_when_its_words_no_longer_fit() -> None:
    """A figure that stays under its ceiling is another number in the same words; beyond it the words are others."""
    (data, before), (_, under), (_, beyond) = map(rendered, ("3.42", "3.46", "4.05"))
    cells = {cell: cell.read for mark in before.figures for cell in mark.figure.cells}
    assert verify(document_lines(data), before, before, cells).ok
    (rate, *_) = [name for name, now in paired(before, under) if now.text == "3.5%"]
    texts = {name: now.text for name, now in paired(before, under)}
    assert "城镇登记失业率3.4%，控制在年度目标以内" in document_text(data)
    assert texts[rate] == "3.5%"
    assert "失业率3.5%，控制在年度目标以内" in document_text(
        refreshed(data, texts, (before.mark, under.mark))
    )
    assert not [one for one in unfit(before, under) if "失业率" in one.was]
    assert ("城镇登记失业率3.4%，控制在年度目标以内。", "城镇登记失业率4.1%，超出年度目标0.1个百分点。") in {
        (one.was, one.now) for one in unfit(before, beyond)
    }


def test_a_fall_is_verified_and_one_turned_into_a_growth_by_hand_is_told() -> None:
    data, trace = rendered("-1.3", next(case for case in CASES if case["name"] == "a fall"))
    cells = {cell: cell.read for mark in trace.figures for cell in mark.figure.cells}
    assert "工业增加值下降1.3%，距年度目标还差7.3个百分点" in document_text(data)
    assert verify(document_lines(data), trace, trace, cells).ok
    parts = parts_of(data)
    body = parts["word/document.xml"].decode().replace("下降", "增长")
    turned = package(
        packed(name, part) for name, part in (parts | {"word/document.xml": body.encode()}).items()
    )
    assert not verify(document_lines(turned), trace, trace, cells).ok


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.lists(st.sampled_from(CASES), min_size=1, max_size=8))
def test_the_classes_add_up_to_the_targets_in_every_document_that_counts_them(cases: list[Case]) -> None:
    progress, texts = month_texts(cases)
    assert sum(progress.counts.values()) == len(cases)
    for name in ("报告", "简报", "要情", "通报"):
        # What stands in brackets, 其中明显滞后1项, is counted before them.
        text = re.sub("（[^）]*）", "", texts[name])
        counted = re.search(r"项定量指标中，((?:[^，。]+?[0-9]+项，?)+)", text)
        assert counted is not None, text
        assert sum(map(int, re.findall(r"([0-9]+)项", counted[1]))) == len(cases), name


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("accidents within their number", "8"),
        ("accidents that used their number up", "0"),
        ("accidents beyond their number, months before the year ends", "-2"),
        ("under a ceiling", None),
        ("striven for and not reached: people decide", None),
    ],
)
def test_what_a_counted_ceiling_still_allows_stands_in_the_json(name: str, left: str | None) -> None:
    plan, progress = september(next(case for case in CASES if case["name"] == name))
    assert monthly_json(plan, progress, None)["targets"][0]["left"] == left


# Of the counties one alone was asked for its share, and none was reported.
EAST_ALONE: Case = {
    "target": {"kind": "累计数", "goal": "100", "measure": "个", "counties": ["东县"]},
    "value": "100",
}


def test_a_county_s_share_is_missed_only_where_it_was_asked_for() -> None:
    cases = [EAST_ALONE]
    texts = year_texts(cases)
    (east,) = (text for name, text in texts.items() if name.endswith("东县"))
    (west,) = (text for name, text in texts.items() if name.endswith("西县"))
    assert "全市已完成年度目标任务" in east and "甲局未报送你县的数据，你县情况请与该单位核对。" in east
    assert "全市已完成年度目标任务。" in west
    assert "未报送" not in west


def test_a_county_s_task_alone_asks_nobody_for_its_share() -> None:
    cases = [EAST_ALONE]
    goals = {
        ("T1", county): Figure(
            Decimal(50), "个", (Cell("任务分解表.xlsx", "分县任务", "C3", "50", sha256=""),)
        )
        for county in ("东县", "西县")
    }
    plan = replace(city(cases), county_goals=goals)
    known = told(plan, cases, YEAR_END, date(2021, 12, 31))
    assessment = assess(plan, known, Rulings(), {}, date(2022, 1, 20))
    letters = {letter.id: text_of(letter.context) for letter in feedback.compose(plan, assessment, True)}
    (east,) = (text for name, text in letters.items() if name.endswith("东县"))
    (west,) = (text for name, text in letters.items() if name.endswith("西县"))
    assert "；甲局未报送你县的数据。" in east
    assert "甲局未报送" not in west


def test_of_a_matter_with_two_leads_each_answers_for_its_own_targets() -> None:
    cases = [{"target": {"kind": "累计数", "goal": "100", "measure": "个", "name": name}, "value": value}
             for name, value in (("新建学校", "100"), ("新增床位", "90"))]  # fmt: skip
    plan = city(cases)
    assessment = assess(
        plan, told(plan, cases, YEAR_END, date(2021, 12, 31)), Rulings(), {}, date(2022, 1, 20)
    )
    first, second = assessment.targets
    second = replace(second, target=replace(second.target, leads=("乙局",)), behind=(SEPTEMBER,))
    # Who corrected a figure that several add up is told of it, the other is not.
    shared = replace(first.target, leads=("甲局", "乙局"))
    first = replace(first, target=shared, corrected={SEPTEMBER: ("乙局",)})
    matter = replace(plan.matters[0], leads=("甲局", "乙局"), cooperating=())
    plan = replace(plan, matters=(matter,), targets=(first.target, second.target))
    result = replace(assessment.matters[0], matter=matter, targets=(first, second))
    assessment = replace(assessment, matters=(result,))
    letters = {letter.id: text_of(letter.context) for letter in feedback.compose(plan, assessment, True)}
    mine, other = (letters[f"反馈函-{unit}"] for unit in ("甲局", "乙局"))
    assert "|新建学校。|" in mine and "新增床位。" not in mine
    assert not any(words in mine for words in ("请对未完成的", "进度滞后", "更正"))
    assert "（二）新增床位。" in other and "新建学校8月累计数作过更正" in other
    assert "请对未完成的“新增床位”" in other and "新增床位9月进度滞后" in other
    # What the matter came to, and every target of it, both are told.
    assert all("未完成" in text and "|新增床位|" in text for text in (mine, other))
