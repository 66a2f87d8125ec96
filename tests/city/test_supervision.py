"""督办 through the command: drafted for who lags, left out where people decided so and said why."""

from __future__ import annotations

from pathlib import Path

import pytest
from yunchuan import MESSY, lay_decisions, tables

from pipeline.files.word.lines import document_text
from tests.command import minsheng

FILE = "代拟稿/督办通知-市住更局.docx"


# May is the second period: without a row nothing is drafted.
ASKED = (MESSY, "市住建局", "拟办", "", "", "", "限期")


def decide(city: Path, *rows: tuple[str, ...]) -> None:
    lay_decisions(city, {**tables("处理登记"), "督办": [list(row) for row in rows]})


def test_it_is_drafted_and_its_words_are_the_unit_s_figures(city: Path) -> None:
    result = minsheng("-C", city, "monthly", MESSY)
    assert f"outputs/{MESSY}/{FILE}" in result.out


def test_people_may_decide_that_it_does_not_go_out(city: Path) -> None:
    decide(city, (MESSY, "市住建局", "不发", "汛期停工", "督查室负责岗", "2023-05-26"))
    result = minsheng("-C", city, "monthly", MESSY)
    assert "督办" not in result.out.partition("已生成")[2]


@pytest.mark.parametrize(
    "row",
    [
        (MESSY, "市住建局", "不发", "", "督查室负责岗", "2023-05-26"),
        (MESSY, "市住建局", "不发", "汛期停工", "", "2023-05-26"),
    ],
    ids=["no reason", "nobody approved"],
)
def test_without_a_reason_or_a_post_the_decision_does_not_stand(city: Path, row: tuple[str, ...]) -> None:
    decide(city, ASKED, row)
    result = minsheng("-C", city, "monthly", MESSY)
    assert FILE in result.out
    assert "退回 D01　处理登记［督办］" in result.out


def test_what_was_sent_and_answered_is_still_drafted_this_month(city: Path) -> None:
    decide(city, (MESSY, "市住建局", "已发", "", "", "2023-05-26", "限期"))
    assert FILE in minsheng("-C", city, "monthly", MESSY).out


def test_in_the_first_two_periods_nothing_is_drafted_unasked(city: Path) -> None:
    decide(city)
    assert "督办" not in minsheng("-C", city, "monthly", MESSY).out.partition("已生成")[2]


def test_what_people_settled_on_is_in_the_paper_however_often_it_is_made(city: Path) -> None:
    """编辑用语 of the register: put in, quoted for `verify`, kept when a figure is refreshed, gone with its row."""
    words = [MESSY, "要情", "要事", "加", "5月下旬全力抗旱，投入机井96眼", "分管主任"]
    lay_decisions(city, {**tables("处理登记"), "编辑用语": [words]})
    made = minsheng("-C", city, "monthly", MESSY, "--json")
    assert "D12" in [one["code"] for one in made.json["findings"]]
    (paper,) = (city / "outputs" / MESSY).glob("*要情.docx")
    assert "5月下旬全力抗旱，投入机井96眼。" in document_text(paper.read_bytes())
    proof = minsheng("-C", city, "verify", paper, "--json").json
    (quoted,) = [one for one in proof["figures"] if "机井" in one["text"]]
    assert (quoted["state"], quoted["sources"][0]["sheet"], proof["ok"]) == ("一致", "编辑用语", True)
    words[4] = "5月下旬全力抗旱"
    lay_decisions(city, {**tables("处理登记"), "编辑用语": [words]})
    refreshed = minsheng("-C", city, "refresh", paper)
    assert refreshed.code == 0, refreshed.err
    (copy,) = [one for one in paper.parent.glob("*要情*.docx") if one != paper]
    assert "5月下旬全力抗旱。" in document_text(copy.read_bytes())
