"""督办阶梯 of the plan: a city's own rungs, what is wrong with a row, what stands where the sheet says nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.plan.ladder import SHEET, ladders
from pipeline.inputs.tables.reader import Problems, read_tables
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.settings import Rules
from pipeline.model.supervision import Ladders, Paper, Rung, usual_ladders

Row = tuple[str, ...]
OWN: tuple[Row, ...] = (("下级", "提醒函", "提示单", "1", ""), ("下级", "督办", "督办通知", "3", "是"))


def read(*rows: Row) -> tuple[Ladders, list[tuple[str, str, str]]]:
    """The ladders of a plan that holds these rows, and code, message and cell of every finding."""
    problems = Problems()
    book = read_book(write_tables([SHEET], {SHEET.name: rows}, {}, date(2021, 1, 1)), "任务分解表.xlsx")
    found = ladders(read_tables(book, [SHEET], problems)[SHEET.name], Rules(limit_months=3, listing_months=4))
    told = [
        (one.code.name, one.message.removeprefix("督办阶梯："), one.place.ref) for one in problems.findings
    ]
    return found, told


def test_without_rows_the_usual_rungs_stand_with_the_months_of_the_rules() -> None:
    assert read() == (usual_ladders(3, 4), [])
    commanded = usual_ladders(3, 4).commanded
    assert [(rung.name, rung.periods) for rung in commanded] == [
        ("电话提醒", 1),
        ("提示单", 1),
        ("限期", 3),
        ("挂牌", 4),
        ("约谈", 5),
    ]


def test_a_city_has_its_own_rungs_of_one_kind_and_the_usual_of_the_other() -> None:
    found, told = read(*OWN)
    own = (Rung("提醒函", Paper.SLIP, 1), Rung("督办", Paper.NOTICE, 3, approved=True))
    assert (found, told) == (Ladders(own, usual_ladders(3, 4).asked), [])


@pytest.mark.parametrize(
    ("row", "code", "message", "cell"),
    [
        (("同级", "函", "商请函", "1", ""), "P05", "“行文关系”不能是“同级”", "A5"),
        (("", "函", "商请函", "1", ""), "P04", "“行文关系”没有填写", "A5"),
        (("不相隶属", "督办", "督办通知", "1", ""), "P05", "对不相隶属单位不用督办通知", "C5"),
        (("下级", "商请", "商请函", "3", ""), "P05", "对下级单位不用商请函", "C5"),
        (("下级", "", "督办通知", "3", ""), "P04", "“督办方式”没有填写", "B5"),
        (("下级", "通报", "通报", "3", ""), "P05", "“文种”不能是“通报”", "C5"),
        (("下级", "通报", "只建议", "13", ""), "P05", "“连续滞后期数”应是1到12之间的整数", "D5"),
        (("下级", "督办", "只建议", "4", ""), "P08", "“督办”重复登记", "B5"),
        (
            ("下级", "约谈", "只建议", "2", ""),
            "P29",
            "“约谈”2期就到，低一级的“督办”却要3期",
            "D5",
        ),
    ],
)
def test_a_row_that_cannot_be_is_told(row: Row, code: str, message: str, cell: str) -> None:
    assert (code, message, cell) in read(*OWN, row)[1]
