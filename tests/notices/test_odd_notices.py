"""No notice, however odd, ends in an internal error: lines shuffled, cut, doubled, tables transposed (issue 21)."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.notices.notice_reading import read_notice
from tests.notices.made import sample_lines
from tests.notices.test_shapes import CASES

NOTICES = [case["text"].splitlines() for case in CASES] + [sample_lines()]
SEEDS = range(3)


def shuffled(lines: list[str], dice: random.Random) -> list[str]:
    return dice.sample(lines, len(lines))


def cut(lines: list[str], dice: random.Random) -> list[str]:
    text = "\n".join(lines)
    start, end = sorted(dice.sample(range(len(text)), 2))
    return text[start:end].splitlines()


def doubled(lines: list[str], dice: random.Random) -> list[str]:
    return [line for line in lines for _ in range(dice.choice((1, 1, 2, 3)))]


def transposed(lines: list[str], dice: random.Random) -> list[str]:
    cells = [line.split("|") for line in lines]
    width = max(map(len, cells))
    return ["|".join(row[column] if column < len(row) else "" for row in cells) for column in range(width)]


def spoilt(lines: list[str], dice: random.Random) -> list[str]:
    signs = list("\n".join(lines))
    for _ in range(12):
        signs[dice.randrange(len(signs))] = dice.choice(
            "0123456789一二三、。；：（）()|【】《》“”各均%万个 \t\n①Ⅷ²½\u3000\ufeff\x00"
        )
    return "".join(signs).splitlines()


@pytest.mark.more
@pytest.mark.parametrize("spoil", [shuffled, cut, doubled, transposed, spoilt], ids=lambda one: one.__name__)
def test_an_odd_notice_is_read_or_refused(spoil: Callable[[list[str], random.Random], list[str]]) -> None:
    for seed in SEEDS:
        dice = random.Random(seed)
        for lines in NOTICES:
            text = "\n".join(spoil(lines, dice))
            try:
                read = read_notice("通知.txt", text.encode())
            except Unreadable:
                continue
            assert read.balance.all == len(read.draft.numbers)


def test_a_line_without_end_takes_no_longer_than_its_length() -> None:
    read = read_notice("通知.txt", ("各单位新建学校10所、改造20所，" * 3000).encode())
    assert len(read.draft.numbers) == 6000


def test_a_circled_sign_behind_a_number_is_no_number() -> None:
    text = "民生实事任务分解表\n序号\n工作任务\n责任单位\n1\n新建小学2所。\n县教育局\n2①\n改造危桥3座。\n县交通运输局\n3\n新建公厕5座。\n县住建局\n"
    assert read_notice("通知.txt", text.encode()).balance.all >= 3
