"""A picture says in words what it draws, is drawn again from its words alone, and is known when somebody has dragged it."""

from __future__ import annotations

import re
from decimal import Decimal as D
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.documents.pictures.bars import TRACK, Bar, Columns, read
from pipeline.documents.pictures.blocks import Tone
from pipeline.documents.pictures.drawn import _attribute, drawing
from pipeline.documents.provenance.refresh import refreshed
from pipeline.documents.provenance.whereabouts import reads_alike
from pipeline.files.packages import parts_of
from pipeline.files.word.groups import said
from pipeline.files.word.lines import document_lines
from tests.pictures.made import document

BEHIND = Bar(Tone.BLACK, D("47.5"), (D("75.0"),))
PICTURES = (
    (BEHIND, "条（黑）：47.5%，刻度75.0%"),
    (Bar(Tone.GREY, D("63.0"), limit=D(100)), "条（灰）：63.0%，上限100%"),
    (Bar(Tone.GREY, D("40.0"), (D("25.0"), D("50.0"))), "条（灰）：40.0%，刻度25.0%、50.0%"),
    (Bar(Tone.OPEN, None, (D("75.0"),)), "条（虚线框），刻度75.0%"),
    (Columns(Tone.BLACK, (("6月", D("10.0")), ("7月", None))), "柱（黑）：6月10.0%、7月—"),
    (
        Columns(Tone.OPEN, (("一季度", D("0.0")), ("1—2月", D("5.5"))), D("95.0")),
        "柱（虚线框）：一季度0.0%、1—2月5.5%，目标95.0%",
    ),
)


@pytest.mark.parametrize(("picture", "words"), PICTURES)
def test_a_picture_is_its_words_and_nothing_else(picture: Bar | Columns, words: str) -> None:
    assert picture.words == words
    assert read(words) == picture
    assert read(words).sheet == picture.sheet  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["", "条", "条（红）：47.5%", "条（黑）：多", "柱（黑）：6月", "47.5%"])
def test_other_words_are_no_picture(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("share", "length"), [("0.0", None), ("47.5", "17.1"), ("100", "36"), ("110.0", "39.6")]
)
def test_a_bar_is_as_long_as_its_figure(share: str, length: str | None) -> None:
    shapes = dict(Bar(Tone.GREY, D(share)).sheet.shapes)
    assert ([one.width for one in shapes["量"]] if "量" in shapes else None) == (
        [D(length)] if length else None
    )
    assert shapes["框"][0].width == TRACK == 36


def test_what_goes_far_beyond_the_whole_is_cut_open_and_stays_on_the_sheet() -> None:
    sheet = Bar(Tone.GREY, D("250.0"), (D("300.0"),)).sheet
    (near, far), (tick,) = dict(sheet.shapes)["量"], dict(sheet.shapes)["刻度1"]
    assert near.right < far.x
    assert far.right == sheet.width == D(40)
    assert tick.right <= sheet.width


def test_columns_leave_a_gap_where_nothing_is_known_and_mark_the_last() -> None:
    sheet = Columns(Tone.BLACK, (("6月", D(50)), ("7月", None), ("8月", D(100)))).sheet
    shapes = dict(sheet.shapes)
    (first,), (last,) = shapes["前期"], shapes["本期"]
    assert (first.height * 2, first.tone, last.tone) == (last.height, Tone.LIGHT, Tone.BLACK)
    assert last.x == 2 * first.width + D("0.6") * 2
    assert all(one.right <= sheet.width for blocks in shapes.values() for one in blocks)
    many = Columns(Tone.GREY, tuple((f"{month}月", D(month)) for month in range(1, 13))).sheet
    assert max(one.right for _, blocks in many.shapes for one in blocks) <= many.width


def test_the_four_tones_differ_in_grey_by_half_at_least_or_by_their_outline() -> None:
    drawn = drawing(Bar(Tone.OPEN, D("47.5")).sheet, 1)
    assert "sysDash" in drawn
    greys = {
        tone: re.search('srgbClr val="(..)', drawing(Bar(tone, D(9)).sheet, 1).partition('"量"')[2])
        for tone in Tone
    }
    levels = {tone: int(found[1], 16) for tone, found in greys.items() if found is not None}
    assert (levels[Tone.BLACK], levels[Tone.GREY], levels[Tone.LIGHT]) == (0, 127, 191)


def test_a_picture_reads_as_its_words_until_it_is_dragged() -> None:
    root = etree.fromstring(f'<w:r xmlns:w="urn:w">{drawing(BEHIND.sheet, 700)}</w:r>')
    assert said(root) == BEHIND.words
    bar = next(one for one in root.iter("{*}ext") if one.get("cx") == str(int(D("17.1") * 36000)))
    bar.set("cx", str(20 * 36000))
    assert said(root).startswith("图·")
    assert not reads_alike(said(root), BEHIND.words)


def test_what_lost_its_words_is_still_the_same_picture() -> None:
    plain = re.sub(r' (?:name|descr)="[^"]*"', "", drawing(BEHIND.sheet, 700))
    root = etree.fromstring(f'<w:r xmlns:w="urn:w">{plain}</w:r>')
    assert said(root) == f"图·{BEHIND.sheet.sum:.1f}"
    assert reads_alike(said(root), BEHIND.words)
    assert not reads_alike(said(root), "条（黑）：50.0%，刻度75.0%")


def test_a_picture_is_drawn_anew_where_its_figure_changed() -> None:
    data, mark, name = document(BEHIND)
    assert [line.text for line in document_lines(data)] == [f"长{BEHIND.words}短"]
    now = Bar(Tone.GREY, D("80.0"), (D("75.0"),))
    again = refreshed(data, {name: now.words}, (mark, mark))
    assert [line.text for line in document_lines(again)] == [f"长{now.words}短"]
    assert document(now)[0] != data
    assert _shapes(again) == _shapes(document(now)[0])


def _shapes(data: bytes) -> list[tuple[bytes, bytes]]:
    part = parts_of(data)["word/document.xml"]
    return re.findall(rb'<a:(?:off|ext) [xc][xy]?="(\d+)" [yc]y?="(\d+)"', part)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=9) | st.text("'\"&<>\n\t\r甲", max_size=6))
def test_words_of_a_picture_are_escaped_as_the_library_does_it(words: str) -> None:
    assert _attribute(words) == quoteattr(words)
