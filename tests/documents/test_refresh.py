"""只换数字 on parts by hand: what is written, and what stays as it was to the byte."""

from __future__ import annotations

from decimal import Decimal

from pipeline.documents.provenance.refresh import Unfit, refreshed, unfit
from pipeline.documents.provenance.trace import Trace
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.word.lines import document_text
from pipeline.model.phrases import Mark, Printed

MAIN, HEADER, PICTURE = "word/document.xml", "word/header1.xml", "word/media/image1.png"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BEFORE, AFTER = "_set" + "0" * 16, "_set" + "1" * 16
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def start(number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def part(root: str, *pieces: str) -> bytes:
    """As another program writes it: a declaration of its own."""
    return f'<?xml version="1.0"?><w:{root} {_W}>{"".join(pieces)}</w:{root}>'.encode()


def document(*pieces: str) -> dict[str, bytes]:
    return {
        MAIN: part("document", "<w:body><w:p>", start(9, BEFORE), end(9), *pieces, "</w:p></w:body>"),
        HEADER: part("hdr", "<w:p>", start(1, "_GoBack"), end(1), run("某市"), "</w:p>"),
        "_rels/.rels": _RELATIONS,
        PICTURE: b"\x89PNG bookmarkStart \xff",
    }


FIGURE = (start(1, "_f0001"), run("5.83"), end(1))


def again(parts: dict[str, bytes], texts: dict[str, str]) -> dict[str, bytes]:
    made = refreshed(package(packed(*one) for one in parts.items()), texts, (BEFORE, AFTER))
    return parts_of(made)


def text(parts: dict[str, bytes]) -> str:
    return document_text(package(packed(*one) for one in parts.items())).strip()


def test_a_figure_and_the_sign_are_written_and_every_other_part_stays_to_the_byte() -> None:
    parts = document(run("就业"), *FIGURE, run("万人"))
    now = again(parts, {"_f0001": "5.40"})
    assert text(now) == "就业5.40万人"
    assert AFTER.encode() in now[MAIN] and BEFORE.encode() not in now[MAIN]
    assert now[MAIN].startswith(HEAD)
    assert {name: now[name] for name in (HEADER, PICTURE)} == {
        name: parts[name] for name in (HEADER, PICTURE)
    }


def test_a_document_whose_figures_all_stay_is_known_by_its_new_sign() -> None:
    now = again(document(run("就业"), *FIGURE), {})
    assert (text(now), AFTER.encode() in now[MAIN]) == ("就业5.83", True)


def test_a_picture_of_peoples_own_stands_beside_the_figures() -> None:
    parts = document("<w:r><w:drawing/></w:r>", *FIGURE)
    now = again(parts, {"_f0001": "5.40"})
    assert (text(now), b"<w:drawing/>" in now[MAIN]) == ("5.40", True)


def test_a_bookmark_without_its_end_takes_no_words() -> None:
    """Somebody deleted the end with the words around it: the figure stays as it stands, and so does what follows."""
    parts = document(start(1, "_f0001"), run("5.83"), run("万人，进度正常"))
    assert text(again(parts, {"_f0001": "5.40"})) == "5.83万人，进度正常"


def test_a_number_in_words_that_changed_is_no_word_that_does_not_fit() -> None:
    before, now = (
        Trace(
            "_set0",
            (Mark("_f0001", Printed(said, Decimal(value), "项", "项数", (), "")),),
            ("共{_f0001}项。",),
        )
        for said, value in (("三", 3), ("四", 4))
    )
    assert list(unfit(before, now)) == []
    longer = Trace("_set0", now.figures, ("共{_f0001}项，正常。",))
    assert list(unfit(before, longer)) == [Unfit("共三项。", "共四项，正常。")]
