"""A district's office: nothing it makes or says speaks of a city, of another plan, or of a demand its notice lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import Result
from tests.documents.conftest import needed
from tests.made_text import texts
from tests.measured import broken
from tests.unsigned import of_documents

Made = tuple[Path, Mapping[tuple[str, ...], Result]]
WRONG = (
    "全市",
    "市政府",
    "市人民政府",
    "市直",
    "县（市）区",
    "县（市、区）",
    "分县",
    "县区",
    "主管市领导",
    "实事",
    "25日",
    "22日",
)
NOTICE = "《云川市南屏区人民政府关于下达2023年重点任务的通知》（南政〔2023〕3号）"


@pytest.mark.more
def test_no_command_stumbles(made: Made) -> None:
    assert {words: result.err for words, result in made[1].items() if result.code not in (0, 1)} == {}


def test_the_plan_shows_the_words_it_proposes(made: Made) -> None:
    shown = made[1]["plan", "show"].out.splitlines()
    assert "称呼　全区　乡镇（街道）　分管区领导　一项任务" in shown
    assert "通知要求　抽查" in shown


def test_every_kind_of_document_is_among_them(made: Made) -> None:
    names = "\n".join(name for name, _ in texts(made[0]))
    for word in (
        "进展情况报告", "简报", "要情", "通报", "呈阅件", "督办通知", "商请函", "发文稿纸", "对照", "抽查建议", "催报函", "呈批件",
        "反馈函", "核对单", "考核认定表", "工作台账", "核对表", "会议汇总表", "未报清单", "溯源表", "observations", "findings",
    ):  # fmt: skip
        assert word in names or word == "督办通知", word


def test_no_paper_holds_a_phrase_no_office_would_sign(made: Made) -> None:
    papers = list((made[0] / "outputs").glob("[0-9]*/**/*.docx"))
    assert any("反馈函" in path.parts for path in papers)
    assert dict(of_documents(papers)) == {}


def test_nothing_in_a_district_speaks_of_a_city(made: Made) -> None:
    root, said = made
    told = [*texts(root), *((" ".join(words), result.out + result.err) for words, result in said.items())]
    found = [
        (name, line)
        for name, text in told
        for line in text.splitlines()
        for word in WRONG
        if word in plainly(line)
    ]
    assert found == []


def plainly(line: str) -> str:
    """Without the sheets and columns of the plan and the words of JSON, which are the same everywhere."""
    return re.sub(
        r"［[^］]*］|“(?:实事|分县任务|分县区|县区)”|云川市南屏区人民政府|^分县任务$|\"role\": \"县区\"|\"sheet\": \"[^\"]*\"",
        "",
        line,
    )


def test_the_district_s_own_words_are_there(made: Made) -> None:
    everything = "\n".join(text for _, text in texts(made[0]))
    for word in (
        "5项重点任务分解为6项指标", "分项看", "二、各项任务进展", "分乡镇（街道）合计与全区数不一致", "分管区领导", "区直有关单位",
        "全区新增学位认定", "占全区的", "你街道承担分解任务1项", "分解认定", "任务认定", "没有写分管区领导", "2023年第2期重点任务工作简报",
        "每月28日前", "分乡镇（街道）情况表",
    ):  # fmt: skip
        assert word in everything, word


def test_nothing_is_cited_but_what_the_notice_says(made: Made) -> None:
    citing = [
        name for name, text in texts(made[0]) if re.search(f"{re.escape(NOTICE)}(?:关于.*?的)?要求", text)
    ]
    assert {name.rpartition("/")[2] for name in citing} <= {
        "2023年6月份抽查建议.docx",
        "溯源表.xlsx",
        "manifest.json",
    }
    assert citing


def test_the_office_neither_urges_nor_answers_itself(made: Made) -> None:
    letters = {path.name for path in (made[0] / "outputs").rglob("*.docx")}
    assert not [name for name in letters if name.startswith(("督办", "商请")) and "区政府办" in name]
    assert not [name for name in letters if re.match(r"\d\d-区政府办", name)]
    everything = "\n".join(text for _, text in texts(made[0]))
    assert "办公室办公室" not in everything
    assert "抄送：区委办公室。" in everything


@pytest.mark.pages
def test_no_document_of_the_district_breaks_a_clause(made: Made) -> None:
    needed("soffice", fonts=True)
    assert broken(made[0]) == []
