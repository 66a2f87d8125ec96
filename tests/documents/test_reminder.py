"""The 催报函: to whom, for which months, and what it never says; its first page in the letter format."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from pipeline.documents.letters import reminder
from pipeline.documents.rendering.render import render
from pipeline.documents.workbooks.owed_list import message
from pipeline.model.months import Month
from pipeline.model.plan import Role
from pipeline.progress.owed import owed
from tests.documents.conftest import TEMPLATES, Year
from tests.goldens import shown

MONTHS = (Month(2021, 8), Month(2021, 9))
TODAY = date(2021, 9, 27)


@pytest.fixture(scope="module")
def said(year: Year) -> dict[str, object]:
    plan = year.plan
    letter = reminder.compose(plan, plan.unit("市妇联"), Role.LEAD, MONTHS, plan.led_by("市妇联"), TODAY)
    context = shown(letter.context)
    assert isinstance(context, dict)
    return context


def test_it_says_who_what_and_since_when(said: dict[str, object]) -> None:
    assert said == {
        "draft_mark": "送审稿",
        "organ": "新乡市发展和改革委员会",
        "number": "新发改函〔2021〕【　】号",
        "title_lines": ["新乡市发展和改革委员会", "关于报送2021年重点民生实事进展情况的函"],
        "addressee": "市妇女联合会：",
        "paragraphs": [
            "按照《新乡市人民政府办公室关于明确2021年新乡市重点民生实事的通知》（新政办〔2021〕24号）要求，"
            "各责任单位应于每月25日前报送进展情况。截至2021年9月27日，我委尚未收到贵单位8月、9月的进展情况表，"
            "涉及宫颈癌筛查、乳腺癌筛查等7项指标。",
            "请于__月__日前补报8月、9月的进展情况表，今后按时报送；确有困难的，请说明原因。",
        ],
        "closing": "特此函达。",
        "signature": "新乡市发展和改革委员会",
        "date": "2021年9月__日",
        "contact": "（联系方式：市发改委社会发展岗 0373-0000012）",
    }


def test_a_cooperating_unit_is_reminded_of_its_own_day_and_sheet(year: Year) -> None:
    plan = year.plan
    targets = plan.targets_of(1)[:1]
    letter = reminder.compose(plan, plan.unit("红旗区"), Role.COUNTY, MONTHS, targets, TODAY)
    text = str(shown(letter.context))
    assert letter.file == "催报函-红旗区.docx"
    assert "各配合单位应于每月22日前报送配合情况" in text
    assert "涉及新增城镇就业。" in text
    assert "红旗区人民政府：" in text


def test_the_first_page_has_its_own_head_and_no_number(year: Year) -> None:
    plan = year.plan
    letter = reminder.compose(plan, plan.unit("市妇联"), Role.LEAD, MONTHS, plan.led_by("市妇联"), TODAY)
    document = Document(io.BytesIO(render([letter], TEMPLATES, TODAY)[letter.file].data))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert [line.text for line in section.first_page_header.paragraphs] == ["送审稿"]
    assert document.paragraphs[0].text == "新乡市发展和改革委员会"
    rules = list(section.first_page_header._element.iter(qn("wp:extent")))
    assert [round(int(rule.get("cx")) / 36000) for rule in rules] == [170] * 4
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.footer._element.xml


@pytest.mark.parametrize(
    ("today", "by"),
    [(date(2021, 8, 24), "8月25日"), (date(2021, 8, 27), "8月30日")],
    ids=["in time", "on a Friday"],
)
def test_a_message_says_which_cell_what_is_wanted_by_when_and_whom_to_call(
    year: Year, today: date, by: str
) -> None:
    month = Month(2021, 8)
    plan, findings = year.plan, year.progress(month).findings
    (one,) = [one for one in owed(plan, year.history, month, findings) if one.name == "市城管局"]
    assert message(plan, one, month, today) == (
        "市城管局：您好！2021年8月重点民生实事进展情况表有1处需要改正：进展情况G7“约1200”，请只填纯数字（如 1200）后重报。"
        f"请{by}前改好重报市发改委。有疑问请联系市发改委社会发展岗 0373-0000012，谢谢。"
    )
