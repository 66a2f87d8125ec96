"""Word to PDF: whatever LibreOffice does, no half result, nothing left behind; real pages keep the standard's grid."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.documents.style.blueprints import blank, line, packed
from pipeline.files.pdf import libreoffice
from pipeline.files.pdf.libreoffice import (
    NoOffice,
    Pdf,
    find_office,
    font_configuration,
    foreign_fonts,
    to_pdf,
)
from pipeline.files.pdf.patches import patched
from pipeline.model.errors import MachineProblem
from tests.documents.conftest import needed

ONE = {"报告.docx": b"PK"}
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(autouse=True)
def nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every private folder is gone when a test ends."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))


def empty(tmp_path: Path) -> bool:
    return not any((tmp_path / "temporary").iterdir())


def fake(tmp_path: Path, body: str) -> str:
    """A program that gets LibreOffice's arguments as `files`, `kind` and `out`."""
    if sys.platform == "win32":
        pytest.skip("a script is no program on Windows")
    path = tmp_path / "soffice"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys, time, os, pathlib\n"
        "words = sys.argv[1:]\n"
        "kind, out = words[words.index('--convert-to') + 1], pathlib.Path(words[words.index('--outdir') + 1])\n"
        "files = [pathlib.Path(word) for word in words[words.index('--outdir') + 2:]]\n"
        f"{body}\n",
        encoding="utf-8",
    )
    path.chmod(0o700)
    return str(path)


COPY = (
    "for f in files: (out / f'{f.stem}.{kind}').write_bytes(b'%PDF-1.7 /FontName /ABCDEF+GWFangSong %%EOF')"
)


def test_every_document_comes_back_under_its_own_name(tmp_path: Path) -> None:
    made = to_pdf({"甲.docx": b"PK", "-rf 乙.docx": b"PK"}, fake(tmp_path, COPY))
    assert made == dict.fromkeys(
        ("甲.docx", "-rf 乙.docx"), Pdf(b"%PDF-1.7 /FontName /ABCDEF+GWFangSong %%EOF", ("GWFangSong",))
    )
    assert empty(tmp_path)


def test_what_word_does_and_libreoffice_does_not_is_set_by_hand(tmp_path: Path) -> None:
    body = (
        "if kind == 'fodt': text = b'style:text-autospace=\"ideograph-alpha\" style:punctuation-wrap=\"hanging\"'\n"
        "for f in files: (out / f'{f.stem}.{kind}').write_bytes(text if kind == 'fodt' else b'%PDF-' + f.read_bytes() + b'%%EOF')"
    )
    (made,) = to_pdf(ONE, fake(tmp_path, body)).values()
    assert made.data == b'%PDF-style:text-autospace="none" style:punctuation-wrap="simple"%%EOF'


def test_the_page_number_of_a_page_on_its_side_stands_in_a_frame_once() -> None:
    """The drawn box loses its place where the first such page is an odd one; its words may stand there a second time."""
    place = 'text:anchor-type="char" draw:name="单页页码"'
    box = (
        f'<draw:custom-shape {place} draw:style-name="gr1" draw:text-style-name="P1" svg:x="0.9882in"><text:p>— 5 —</text:p>'
        '<draw:enhanced-geometry draw:text-rotate-angle="-90"><draw:equation/></draw:enhanced-geometry></draw:custom-shape>'
    )
    again = '<draw:frame svg:x="0in"><draw:text-box><text:p>— 0 —</text:p></draw:text-box></draw:frame>'
    made = patched(f'<style:page-layout style:name="pm1"><text:p>{again}{box}</text:p>'.encode()).decode()
    style, rest = made.split('<style:page-layout style:name="pm1">')
    assert 'style:name="turned"' in style
    assert 'style:writing-mode="tb-rl"' in style
    assert rest == (
        f'<text:p><draw:frame {place} draw:style-name="turned" svg:x="0.9882in"><draw:text-box><text:p>— 5 —</text:p>'
        "</draw:text-box></draw:frame></text:p>"
    )


def test_a_row_whose_first_cell_another_spans_is_kept_as_its_next_cell_is() -> None:
    """By a first column as thin as can be; the rules of the table stay where they were, another table as it was."""
    first = '<table:table-row a="1"><table:table-cell table:number-rows-spanned="2"><text:p text:style-name="P1">甲</text:p>'
    second = '<table:table-row a="2"><table:covered-table-cell/><table:table-cell><text:p text:style-name="P2">乙</text:p>'
    end = "</table:table-cell></table:table-row>"
    other = f'<table:table table:name="二" table:style-name="二"><table:table-column c=""/>{first}{end}</table:table>'
    styles = (
        "<office:automatic-styles>"
        '<style:style style:name="一" style:family="table"><style:table-properties style:width="8.8in" fo:margin-left="0in"/>'
        '<style:style style:name="二" style:family="table"><style:table-properties style:width="8.8in" fo:margin-left="0in"/>'
    )
    table = f'<table:table table:name="一" table:style-name="一"><table:table-column c=""/>{first}{end}{second}{end}</table:table>'
    made = patched(f"{styles}{table}{other}".encode()).decode()
    thin = '<table:table-cell table:style-name="thin"><text:p text:style-name="{}"/></table:table-cell>'
    assert f'<table:table-row a="1">{thin.format("P1")}<table:table-cell ' in made
    assert f'<table:table-row a="2">{thin.format("P2")}<table:covered-table-cell/>' in made
    assert made.count('<table:table-column table:style-name="thin"/>') == 1
    assert 'style:width="8.8160in" fo:margin-left="-0.0160in"' in made
    assert 'style:width="8.8in" fo:margin-left="0in"' in made
    assert made.endswith(other)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "少转换了1份"),
        ("sys.exit(77)", "少转换了1份"),
        (COPY.replace("%PDF-1.7", "<html>"), "不是完整的 PDF"),
        (COPY.replace("%%EOF", ""), "不是完整的 PDF"),
    ],
    ids=["says all is well and makes nothing", "breaks", "makes something else", "makes half a file"],
)
def test_a_conversion_that_did_not_succeed_is_told_in_one_sentence(
    tmp_path: Path, body: str, said: str
) -> None:
    with pytest.raises(MachineProblem, match=said):
        to_pdf(ONE, fake(tmp_path, body))
    assert empty(tmp_path)


def test_one_that_hangs_is_ended_with_all_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "_START", 1)
    monkeypatch.setattr(libreoffice, "_EACH", 0)
    note = tmp_path / "child"
    body = (
        f"child = os.fork()\nif not child:\n    open({str(note)!r}, 'w').write(str(os.getpid()))\n    time.sleep(600)\n"
        "time.sleep(600)"
    )
    with pytest.raises(MachineProblem, match="没有转换完，已停止"):
        to_pdf(ONE, fake(tmp_path, body))
    child = int(note.read_text())
    assert any(ended(child) for _ in range(100))
    assert empty(tmp_path)


def ended(child: int) -> bool:
    """True once a process is gone, or is only waited for; the system takes a moment over it."""
    state = Path(f"/proc/{child}/stat")
    if not state.exists() or state.read_text().split()[2] == "Z":
        return True
    time.sleep(0.05)
    return False


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("ProgramFiles", raising=False)
    monkeypatch.delenv("ProgramFiles(x86)", raising=False)
    with pytest.raises(NoOffice, match="libreoffice-writer-nogui"):
        to_pdf(ONE)


def test_libreoffice_is_found_where_windows_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    assert find_office() == str(program)


def test_every_official_font_has_somebody_to_stand_in() -> None:
    text = font_configuration()
    for official in ("仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"):
        assert f"<family>{official}</family><accept>" in text


def test_a_font_no_document_uses_is_named() -> None:
    pdfs = [Pdf(b"", ("GWFangSong", "NotoSansCJKsc-Regular")), Pdf(b"", ("SimHei",))]
    assert foreign_fonts(pdfs) == ("NotoSansCJKsc-Regular",)


@pytest.mark.pages
def test_a_page_holds_22_lines_within_the_type_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GB/T 9704-2012, 5.2: the type area begins 37 mm below the edge and is 225 mm high. Cron knows no UTF-8."""
    needed("soffice", "pdftotext")
    place = tmp_path / "临时 文件"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("LC_ALL", "C")
    document = blank()
    for number in range(40):
        line(document, "Normal", f"第{number}行")
    (made,) = to_pdf({"甲.docx": packed(document)}).values()
    path = tmp_path / "甲.pdf"
    path.write_bytes(made.data)
    command = ["pdftotext", "-bbox", "-l", "1", str(path), "-"]
    said = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    places = [
        (float(found[1]) / POINTS_PER_MM, float(found[2]) / POINTS_PER_MM)
        for found in re.finditer(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">第', said)
    ]
    middles = [(top + bottom) / 2 for top, bottom in places]
    pitches = {round(after - before, 1) for before, after in itertools.pairwise(middles)}
    assert len(places) == 22
    assert pitches == {10.4}
    assert 37 < middles[0] < 43
    assert 256 < middles[-1] < 262
