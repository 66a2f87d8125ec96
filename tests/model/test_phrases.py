"""Text that still knows its figures, taken apart."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.figures import Cell
from pipeline.model.phrases import Phrase, Printed, cut, phrase, quoted

CELL = Cell("甲.xlsx", "进展情况", "N5", "手续慢；已在办", sha256="")
FIGURE = Printed("5.83", Decimal(58300), "人", "累计完成", ())
PARTS = st.lists(st.one_of(st.text("甲乙。；", max_size=4), st.just(FIGURE)), max_size=6)


@given(PARTS, st.lists(st.integers(0, 7), max_size=6))
def test_pieces_put_together_are_the_beginning_of_the_whole(
    parts: list[str | Printed], lengths: list[int]
) -> None:
    words = phrase(*parts)
    pieces = list(cut(words, lengths))
    assert str(words).startswith("".join(map(str, pieces)))
    total = len(str(words))
    for length, piece in zip(lengths, pieces, strict=True):
        assert len(str(piece)) == min(length, total)
        total -= len(str(piece))


def test_a_figure_stays_whole_in_its_piece() -> None:
    words = phrase("就业", FIGURE, "万人。", "按序时。")
    assert list(cut(words, [9, 4])) == [Phrase(("就业", FIGURE, "万人。")), Phrase(("按序时。",))]


def test_words_cut_through_are_quoted_from_the_same_cell_in_both_pieces() -> None:
    words = phrase("因", quoted("手续慢；已在办", CELL, "T01-1"), "。")
    first, second = cut(words, [5, 4])
    assert (str(first), str(second)) == ("因手续慢；", "已在办。")
    assert [one.cells for one in (*first.figures, *second.figures)] == [(CELL,), (CELL,)]
