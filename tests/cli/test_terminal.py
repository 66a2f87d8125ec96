"""Text for 80 columns: no line is wider, nothing is lost, punctuation never begins a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.terminal import WIDTH, listed, pad, wide, wrapped

SIGNS = st.text(alphabet="市人社局ABC 019，。：、”）（", max_size=400)


@given(SIGNS)
def test_wrapping_loses_nothing_and_stays_in_width(text: str) -> None:
    lines = list(wrapped(text, "    "))
    assert "".join([lines[0], *(line[4:] for line in lines[1:])]) == text
    assert all(wide(line) <= WIDTH + 2 * 8 for line in lines)
    assert all(wide(line.rstrip("，。；：、！？）”’】")) <= WIDTH for line in lines)


@given(st.lists(st.text(alphabet="市人社局ABC", min_size=1, max_size=20), max_size=30))
def test_listing_breaks_between_items_only(items: list[str]) -> None:
    lines = list(listed(items, "  "))
    assert [item for line in lines for item in line.strip().split("　") if item] == items
    assert all(wide(line) <= WIDTH for line in lines)


@given(SIGNS, st.integers(0, 60))
def test_padding_makes_columns_straight(text: str, width: int) -> None:
    assert wide(pad(text, width)) == max(width, wide(text))


def test_a_name_cannot_steer_the_screen() -> None:
    name = "报表\x1b[2J\x07\x9b31m\u202e.xlsx"
    assert list(wrapped(f"  拒收　{name}")) == ["  拒收　报表\ufffd[2J\ufffd\ufffd31m\ufffd.xlsx"]
