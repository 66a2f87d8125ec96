"""The year's picture in the 考核通报: by rule alone, a bar a matter, known like any other figure; by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents.letters import assessment_circular
from pipeline.documents.letters.assessment_circular import Results
from pipeline.documents.rendering.render import render
from pipeline.files.word.lines import document_text
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Assessment, MatterResult, Rulings, Verdict
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.progress.assess import assess
from pipeline.workflows.printing import unprinted
from tests.documents.conftest import TEMPLATES
from tests.inputs.builders import make_plan, make_returns

END = Month.year_end(2021)
COUNTED = {"kind": "累计数", "measure": "个", "verb": "建成"}
TARGETS = {
    "完成": COUNTED | {"goal": "10", "name": "城市书房"},
    "超额": COUNTED | {"goal": "10", "name": "公厕"},
    "未完成": COUNTED | {"goal": "4", "name": "停车场"},
    "未达标": {"kind": "保持", "goal": "95", "name": "筛查率"},
    "上限": COUNTED | {"goal": "20", "direction": "不高于", "name": "事故"},
    "超上限": COUNTED | {"goal": "20", "direction": "不高于", "name": "火灾"},
    "增幅": {"kind": "增幅", "goal": "6", "name": "增速"},
    "定性": {"kind": "定性", "goal": "0", "name": "制度"},
    "没有数": COUNTED | {"goal": "3", "name": "广场"},
}
FIGURES = {
    "完成": "10",
    "超额": "13",
    "未完成": "3",
    "未达标": "94.2",
    "上限": "15",
    "超上限": "22",
    "增幅": "5.1",
}
# What stands in the row of a matter that has only this target: bar, figure, outcome.
ROWS = {
    "完成": ("条（灰）：100.0%", "10/10个", "完成"),
    "超额": ("条（灰）：130.0%", "13/10个", "完成"),
    "未完成": ("条（黑）：75.0%", "3/4个", "未完成"),
    "未达标": ("条（黑）：94.2%，刻度95.0%", "94.2%（目标95%）", "未完成"),
    "上限": ("条（灰）：75.0%，上限100%", "15个（不高于20个）", "完成"),
    "超上限": ("条（黑）：110.0%，上限100%", "22个（不高于20个）", "未完成"),
    "增幅": ("", "5.1%（目标6%）", "未完成"),
    "定性": ("", "—", "【　】"),
    "没有数": ("条（虚线框）", "—", "【　】"),
}


@pytest.fixture(scope="module")
def year() -> tuple[Plan, Assessment]:
    """A year of nine targets in one matter, nobody having decided anything."""
    plan = make_plan({"targets": TARGETS, "rules": {"first_month": 12, "circular_picture": True}})
    rows = {name: {"cumulative": text, "as_of": END.last_day} for name, text in FIGURES.items()}
    returns = make_returns(plan, {"month": "2021-年终", "rows": rows})
    history = History({END: settle(plan, returns, Decisions(), [])})
    return plan, assess(plan, history, Rulings(), {}, date(2022, 1, 20))


def composed(plan: Plan, assessment: Assessment, *groups: tuple[str, ...]) -> Letter:
    """The circular with the one matter cut into one for each group of targets."""
    (whole,) = assessment.matters
    by_id = {one.target.id: one for one in whole.targets}
    matters = tuple(
        MatterResult(replace(whole.matter, number=number), tuple(by_id[name] for name in group))
        for number, group in enumerate(groups, 1)
    )
    return assessment_circular.compose(plan, replace(assessment, matters=matters), draft=True)


def rows(letter: Letter) -> list[tuple[str, str, str, str]]:
    assert isinstance(letter.context, Results)
    shown = letter.context.picture.rows
    return [(one.target, str(one.bar), "".join(map(str, one.value)), one.outcome) for one in shown]


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_is_drawn_as_what_it_came_to(year: tuple[Plan, Assessment], name: str) -> None:
    assert rows(composed(*year, (name,))) == [(TARGETS[name]["name"], *ROWS[name])]


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        (("完成", "超额", "未完成"), "停车场"),
        # 94.2 of 95 came nearer to its promise than 3 of 4.
        (("未达标", "未完成"), "停车场"),
        (("未达标", "完成"), "筛查率"),
        # Of ceilings the one that left less: 22 of 20 is worse than 15 of 20, and than 94.2 of 95.
        (("上限", "超上限", "未达标"), "火灾"),
        (("上限", "超额"), "事故"),
        (("完成", "没有数"), "广场"),
        (("定性", "完成"), "城市书房"),
    ],
)
def test_a_matter_is_shown_by_what_came_to_least(
    year: tuple[Plan, Assessment], group: tuple[str, ...], shown: str
) -> None:
    (row,) = rows(composed(*year, group))
    assert row[0] == shown


def test_what_was_suspended_has_no_bar(year: tuple[Plan, Assessment]) -> None:
    plan, assessment = year
    (whole,) = assessment.matters
    suspended = replace(whole.targets[0], suggested=Verdict.SUSPENDED)
    matters = (replace(whole, targets=(suspended,)),)
    letter = assessment_circular.compose(plan, replace(assessment, matters=matters), draft=True)
    assert rows(letter) == [("城市书房", "", "—", "暂缓")]


def test_only_by_rule_the_circular_has_a_second_annex(year: tuple[Plan, Assessment]) -> None:
    plan, assessment = year
    without = replace(plan, rules=replace(plan.rules, circular_picture=False))
    said = {}
    for name, one in (("有", plan), ("无", without)):
        letter = composed(one, assessment, ("未完成", "完成"), ("超额",))
        (made,) = render([letter], TEMPLATES, date(2022, 1, 20)).values()
        said[name] = document_text(made.data)
        assert ("图" in letter.dispatch.attachments) == (name == "有")  # type: ignore[union-attr]
    assert "附件：1.2021年指标认定表\n2.2021年完成情况一页图\n" in said["有"]
    assert "\n附件1\n" in said["有"] and "\n附件2\n" in said["有"]
    assert "| 停车场 | 条（黑）：75.0% | 3/4个 | 未完成 |" in said["有"]
    assert "附件：2021年指标认定表\n" in said["无"] and "\n附件\n" in said["无"]
    assert "一页图" not in said["无"] and "附件2" not in said["无"]


def test_a_template_of_the_office_that_does_not_print_it_is_told(tmp_path: Path) -> None:
    assert unprinted(TEMPLATES, "考核通报.docx", "picture") == ()
    document = Document(str(TEMPLATES / "考核通报.docx"))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("picture.rows", "annex.rows").replace("{{ picture", "{{ annex")
    document.tables[-1]._tbl.getparent().remove(document.tables[-1]._tbl)
    document.save(str(tmp_path / "考核通报.docx"))
    (told,) = unprinted(tmp_path, "考核通报.docx", "picture")
    assert told.code.name == "T08"
    assert told.message.startswith("模板 考核通报.docx 里没有了 picture（附件2：一页图")
