"""Whom the office chases, through the command: by hand from the returns of 云川市."""

from __future__ import annotations

from pathlib import Path

import pytest
from yunchuan import CLEAN, DECIDED, MESSY, lay_decisions, tables

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.word.lines import document_text
from pipeline.model.workspace import Workspace
from pipeline.workflows.handing_over import since_last, whole_set
from tests.command import minsheng


def chased(city: Path, month: str, *more: str) -> list[tuple[str, str]]:
    result = minsheng("-C", city, "remind", month, "--json", *more)
    return [(one["unit"], one["status"]) for one in result.json["owed"]]


@pytest.mark.parametrize(
    ("month", "owed"),
    [(CLEAN, []), (MESSY, [("市住更局", "退回")]), (DECIDED, [("市人社局", "未报送"), ("市住更局", "退回")])],
)
def test_who_is_missing_or_sent_back_is_chased_and_nobody_else(
    city: Path, month: str, owed: list[tuple[str, str]]
) -> None:
    assert chased(city, month) == owed


def test_nobody_to_chase_writes_nothing(city: Path) -> None:
    result = minsheng("-C", city, "remind", CLEAN)
    assert (result.code, result.out) == (0, "4月的报表都已收到，没有要催的单位。\n")
    assert not (city / "outputs").is_dir() or not any((city / "outputs").glob("*-催报"))


@pytest.mark.parametrize(
    ("today", "asks"),
    [
        ("2023-06-25", "请于6月25日前报市发改委"),
        ("2023-06-26", "应于6月25日前报市发改委，目前还没有收到，请6月27日前报送"),
    ],
    ids=["on the day itself", "the day after"],
)
def test_the_message_knows_the_day(city: Path, today: str, asks: str) -> None:
    result = minsheng("-C", city, "remind", DECIDED, "--today", today)
    assert result.code == 1
    assert asks in result.out.replace("\n", "").replace(" ", "")


def test_the_list_holds_a_line_and_a_message_for_each(city: Path) -> None:
    result = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26", "--json")
    path = city / "outputs" / f"{DECIDED}-催报" / "未报清单.xlsx"
    listed, messages = read_book(path.read_bytes(), path.name).sheets
    owed = result.json["owed"]
    assert [listed.at(row, 2).text for row in range(3, 3 + len(owed))] == [one["unit"] for one in owed]
    assert [messages.at(row, 3).text for row in range(3, 3 + len(owed))] == [one["message"] for one in owed]
    assert all(len(one["message"]) <= 200 for one in owed)
    assert listed.last_row == messages.last_row == 2 + len(owed)


def test_the_same_day_gives_the_same_bytes(city: Path) -> None:
    path = city / "outputs" / f"{DECIDED}-催报" / "未报清单.xlsx"
    minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26")
    first = path.read_bytes()
    minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26")
    assert path.read_bytes() == first


def test_a_second_silence_is_counted(city: Path) -> None:
    before = {
        one["unit"]: one["missing_before"]
        for one in minsheng("-C", city, "remind", DECIDED, "--json").json["owed"]
    }
    for file in (city / "inputs" / MESSY[:4] / MESSY[5:]).rglob("*人社局*"):
        file.unlink()
    after = {
        one["unit"]: one["missing_before"]
        for one in minsheng("-C", city, "remind", DECIDED, "--json").json["owed"]
    }
    assert (before["市人社局"], after["市人社局"]) == ("0", "1")


def test_a_letter_is_drafted_from_the_second_month_in_a_row_and_only_when_asked(city: Path) -> None:
    path = city / "outputs" / f"{DECIDED}-催报"
    first = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26", "--letter")
    assert "没有连续两个月以上没报的单位，不用发函。" in first.out
    assert [file.name for file in path.glob("*.docx")] == []
    for sheet in (city / "inputs" / "2023" / "05").glob("市人社局*.xlsx"):
        sheet.unlink()
    minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26")
    assert [file.name for file in path.glob("*.docx")] == []
    result = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26", "--letter")
    assert result.code == 1
    assert f"outputs/{DECIDED}-催报/催报函-市人社局.docx" in result.out
    assert "5月、6月的进展情况表" in document_text((path / "催报函-市人社局.docx").read_bytes())


CALLED = [DECIDED, "市人社局", "2023-06-26", "明天上午报", "综合岗"]


def test_who_was_telephoned_is_said_and_the_list_is_another_then(city: Path) -> None:
    office, name = Workspace(city), f"{DECIDED}-催报"
    minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-27")
    once = whole_set(office, name)
    assert once is not None and since_last(office, once) == ({}, ())
    lay_decisions(city, {**tables("处理登记"), "电话催报": [CALLED]})
    said = "".join(minsheng("-C", city, "status", "--today", "2023-06-27").out.split())
    assert "电话催过：市人社局6月26日（答复：明天上午报）" in said
    told = minsheng("-C", city, "status", "--json", "--today", "2023-06-27").json
    row = {"day": "2023-06-26", "answer": "明天上午报", "post": "综合岗"}
    assert told["called"] == [{"unit": "市人社局", **row}]
    reminded = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-27")
    assert "电话催过　6月26日（答复：明天上午报）" in reminded.out
    owed = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-27", "--json").json["owed"]
    assert [(one["unit"], one["called"]) for one in owed] == [("市人社局", [row]), ("市住更局", [])]
    path = city / "outputs" / f"{DECIDED}-催报" / "未报清单.xlsx"
    listed = read_book(path.read_bytes(), path.name).sheets[0]
    assert [listed.at(row, 11).text for row in (2, 3, 4)] == ["电话催过", "6月26日（答复：明天上午报）", ""]
    again = whole_set(office, name)
    assert again is not None and since_last(office, again) == ({"未报清单.xlsx": "和上次不同"}, ())


def test_a_call_registered_wrongly_is_told_and_holds_nothing_back(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "电话催报": [[*CALLED[:2], "昨天", "", ""]]})
    told = minsheng("-C", city, "status", "--json", "--today", "2023-06-27").json
    assert [(one["code"], one["cell"]) for one in told["signing"]] == [("D30", "C3")]
    assert told["called"] == []
    assert "D30" not in [
        one["code"] for one in minsheng("-C", city, "check", DECIDED, "--json").json["findings"]
    ]
