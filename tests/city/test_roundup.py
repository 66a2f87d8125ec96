"""小结 of the small city by command: a set of its own, known to `verify`, made again to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import minsheng

FILE = "outputs/2023-06-小结/2023年上半年重点民生实事办理情况小结.docx"


def test_half_a_year_is_told_verified_and_made_again(drafted: Path) -> None:
    made = minsheng("-C", drafted, "digest", "2023", "--until", "半年", "--json")
    # Its figures are June's, and so is what is open.
    assert made.code == 1
    assert (made.json["until"], made.json["period"]) == ("2023-06", "6月")
    names = [Path(one["path"]).name for one in made.json["files"]]
    assert names == ["2023年上半年重点民生实事办理情况小结.docx", "findings.json", "溯源表.xlsx"]
    verified = minsheng("-C", drafted, "verify", drafted / FILE, "--json")
    assert (verified.code, verified.json["ok"], verified.json["untraced"]) == (0, True, [])
    assert any(one["rule"] == "年度目标－累计完成" for one in verified.json["figures"])
    assert minsheng("-C", drafted, "verify", "--again", "2023-06-小结").code == 0
    said = minsheng("-C", drafted, "digest", "2023", "--until", "6月")
    assert "内容没有变化，没有重新生成" in said.out
    assert "溯源表.xlsx" in said.out and "findings.json" not in said.out
    # The month's own set is as it was.
    assert (drafted / "outputs/2023-06/manifest.json").is_file()


def test_left_out_it_is_the_period_in_hand_and_said_first(drafted: Path) -> None:
    said = minsheng("-C", drafted, "digest", "2023", "--today", "2023-05-26")
    assert said.out.startswith("没有写到哪个月，按2023年5月（2023-05）办。")
    assert (drafted / "outputs/2023-05-小结").is_dir()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("2023", "--until", "13"), "“13”不是月份，请写成11的样子，或写半年、全年"),
        (("2023", "--until", "3"), "2023-03 还没有开始报送"),
        (("二三年",), "不是年度"),
    ],
)
def test_what_is_no_month_of_the_plan_is_refused(city: Path, words: tuple[str, ...], says: str) -> None:
    refused = minsheng("-C", city, "digest", *words)
    assert refused.code == 2
    assert says in "".join(refused.err.split("\n"))
    assert not list((city / "outputs").glob("*-小结"))
