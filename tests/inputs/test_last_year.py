"""上年同期: read where a person paired two targets, told beside this year's figures, in no reckoning (PLAN §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.cli.contract import monthly_json
from pipeline.documents.letters import assessment_circular
from pipeline.documents.wording import certified, clauses, progress_table
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.plan.workbook import examine_plan, write_plan
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Assessment, Rulings, Verdict
from pipeline.model.figures import Figure
from pipeline.model.findings import Finding
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.progress.assess import assess
from pipeline.progress.compute import compute
from tests.inputs.builders import make_plan, make_returns
from tests.inputs.test_plan_workbook import COLUMNS, DAY, HOLIDAYS, office, sample_tables, whole_row

SEPTEMBER, YEAR_AGO = Month(2021, 9), Month(2020, 9)
ROWS = [("T03-1", "2020-09", "宫颈癌筛查", "4.98", "万人"), ("T03-1", "2020-年终", "", "6", "万人")]
PAIRED = {"上年编号": "T03-1", "口径一致": "是"}


def read(
    place: Path, told: Mapping[str, str], rows: Sequence[Sequence[str]] = ROWS
) -> tuple[Mapping[tuple[str, Month], Figure], list[Finding]]:
    """What the sample's plan says of last year, with `told` in the row of T02-1, and what is found in it about that."""
    tables = sample_tables()
    (own,) = (row for row in tables["指标"] if row[0] == "T02-1")
    for column, text in told.items():
        own[COLUMNS["指标"].index(column)] = text
    tables["上年同期"] = [whole_row("上年同期", *row) for row in rows]
    plan, findings = examine_plan(office(place, write_plan(tables, DAY), HOLIDAYS), 2021)
    assert plan is not None
    about = ("上年", "口径", "月份")
    return plan.last_year, [one for one in findings if any(word in one.message for word in about)]


def test_a_pair_brings_the_figures_of_its_periods(tmp_path: Path) -> None:
    known, findings = read(tmp_path, PAIRED)
    assert {place: (one.amount, one.measure) for place, one in known.items()} == {
        ("T02-1", YEAR_AGO): (Decimal(49800), "人"),
        ("T02-1", Month.year_end(2020)): (Decimal(60000), "人"),
    }
    assert [str(cell) for cell in known["T02-1", YEAR_AGO].cells] == [
        "inputs/2021/任务分解表.xlsx［上年同期］D3"
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("told", "rows", "codes"),
    [
        ({}, ROWS, ["P31"]),
        ({"上年编号": "T03-1", "口径一致": "否"}, ROWS, []),
        ({"上年编号": "T03-1"}, ROWS, ["P28"]),
        ({"口径一致": "是"}, ROWS, ["P05", "P31"]),
        ({"上年编号": "T03-2", "口径一致": "是"}, ROWS, ["P07"]),
        (PAIRED, [("T03-1", "2020-09", "", "4.98", "万户")], ["P05"]),
        (PAIRED, [("T03-1", "2021-09", "", "4.98", "万人"), ("T03-1", "秋天", "", "4", "万人")], ["P07", "P05", "P05"]),
    ],
    ids=["nobody paired", "not alike", "nobody said so", "alike to nothing", "unknown", "another measure", "another year"],
)  # fmt: skip
def test_without_a_pair_there_is_nothing(
    tmp_path: Path, told: Mapping[str, str], rows: Sequence[Sequence[str]], codes: list[str]
) -> None:
    known, findings = read(tmp_path, told, rows)
    assert known == {}
    assert sorted(one.code.name for one in findings) == sorted(codes)


def test_what_bears_an_old_name_and_is_not_paired_is_told_once(tmp_path: Path) -> None:
    rows = [*ROWS, ("T09-1", "2020-09", "乳腺癌筛查", "1", "万人"), ("T09-2", "2020-09", "别的", "1", "万人")]
    _, findings = read(tmp_path, {}, rows)
    assert [(one.code.name, one.message) for one in findings] == [
        (
            "P31",
            "指标：2项指标和上年的同名，没有填上年编号，不印上年同期：T02-1（上年T03-1）、T02-2（上年T09-1）",
        )
    ]


def test_a_period_told_twice_is_a_fault(tmp_path: Path) -> None:
    _, findings = read(tmp_path, PAIRED, [*ROWS, ("T03-1", "2020年9月", "", "5", "万人")])
    assert [(one.code.name, one.message) for one in findings] == [("P08", "上年同期：T03-1的2020-09写了两次")]


def september(before: str | None, **target: str) -> tuple[Plan, Progress]:
    """The only target at 4.7 of 6.235万人, or as told; a year ago at `before`."""
    asked = {"name": "宫颈癌筛查", "kind": "累计数", "goal": "6.235", "measure": "万人"} | target
    words = {standing.value: word for standing, word in WORDS.items()}
    plan = make_plan({"targets": {"A": asked}, "rules": {"first_month": 9, "words": words}})
    if before is not None:
        one = plan.target("A")
        figure = Figure(Decimal(before) * one.measure.factor, one.measure.base)
        plan = replace(plan, last_year={("A", YEAR_AGO): figure})
    written = {"month": "2021-09", "rows": {"A": {"cumulative": "4.7", "as_of": date(2021, 9, 20)}}}
    history = History({SEPTEMBER: settle(plan, make_returns(plan, written), Decisions(), [])})
    return plan, compute(plan, history, SEPTEMBER, date(2021, 9, 25))


def test_the_year_before_stands_beside_and_changes_nothing() -> None:
    (plan, with_it), (_, without) = september("4.98"), september(None)
    (one,), (other,) = with_it.targets, without.targets
    assert replace(one, year_before=None) == other and with_it.counts == without.counts
    assert str(clauses.target_phrase(plan, one)).endswith("，上年同期4.98万人")
    assert "上年同期" not in str(clauses.target_phrase(plan, other))
    (row,) = progress_table.rows(plan, with_it)
    assert (str(row.remark), [one.text for one in row.remark.figures]) == ("上年同期4.98万人", ["4.98"])
    assert monthly_json(plan, with_it, None)["targets"][0]["year_before"] == "49800"
    assert monthly_json(plan, without, None)["targets"][0]["year_before"] is None


def test_a_suspended_target_has_no_year_before() -> None:
    plan, progress = september("4.98")
    one = replace(progress.targets[0], standing=Standing.SUSPENDED)
    assert str(clauses.target_phrase(plan, one)) == "宫颈癌筛查按暂缓实施"
    assert not clauses.year_before(plan, one)


def year_end(before: Month, **target: str) -> tuple[Plan, Assessment]:
    """The only target at 6.9 of 6.235万人 when the year ends; in the period `before` it stood at 6.12."""
    asked = {"name": "宫颈癌筛查", "kind": "累计数", "goal": "6.235", "measure": "万人"} | target
    plan = make_plan({"targets": {"A": asked}, "rules": {"first_month": 12}})
    plan = replace(plan, last_year={("A", before): Figure(Decimal(61200), "人")})
    end = Month.year_end(2021)
    written = {"month": "2021-年终", "rows": {"A": {"cumulative": "6.9", "as_of": end.last_day}}}
    history = History({end: settle(plan, make_returns(plan, written), Decisions(), [])})
    return plan, assess(plan, history, Rulings(), {}, date(2022, 1, 20))


@pytest.mark.parametrize("before", [Month.year_end(2020), Month(2020, 12)], ids=["年终", "its last period"])
def test_a_year_end_has_the_year_before_beside_its_verdict(before: Month) -> None:
    plan, assessment = year_end(before)
    (one,) = assessment.targets
    said = "目标6.235万人，认定6.9万人，为目标的110.7%，认定结果为超额完成。上年同期6.12万人。"
    assert str(certified.sentence(plan, one, assessment.drawn_up)) == said
    context = assessment_circular.compose(plan, assessment, draft=True).context
    assert isinstance(context, assessment_circular.Results)
    (row,) = context.annex.rows
    assert (str(row.remark), [one.text for one in row.remark.figures]) == ("上年同期6.12万人", ["6.12"])
    bare = replace(one, year_before=None)
    assert (bare.verdict, bare.amount) == (one.verdict, one.amount)
    assert "上年" not in str(certified.sentence(plan, bare, assessment.drawn_up))


def test_another_period_is_no_year_end_and_a_suspended_target_has_none() -> None:
    _, assessment = year_end(Month(2020, 11))
    assert [one.year_before for one in assessment.targets] == [None]
    plan, assessment = year_end(Month.year_end(2020))
    (one,) = assessment.targets
    suspended = replace(one, suggested=Verdict.SUSPENDED)
    assert not certified.year_before(plan, suspended)


def test_the_year_before_of_a_growth_is_said_as_one() -> None:
    plan, progress = september("-1.3", kind="增幅", goal="3", measure="%", name="工业增加值增速")
    said = str(clauses.target_phrase(plan, progress.targets[0]))
    assert said == "工业增加值增速4.7%，目前高于年度目标1.7个百分点，上年同期下降1.3%"
    assert f"{clauses.stated(plan, progress.targets[0])}，上年同期下降1.3%" == said
