"""A secretary changes a template in Word: a sentence, a typo in a tag, the size of the title."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from yunchuan import CLEAN

from pipeline.documents.templates import trial
from pipeline.files.pdf.libreoffice import INSTALL, NoOffice
from pipeline.files.word.lines import document_text
from tests.command import minsheng
from tests.documents.conftest import needed


def typed(city: Path, template: str, old: str, new: str) -> None:
    path = city / "templates" / template
    document = Document(str(path))
    (paragraph,) = [one for one in document.paragraphs if old in one.text]
    for run in paragraph.runs:
        run.text = run.text.replace(old, new)
    document.save(str(path))


def test_a_changed_sentence_is_printed(city: Path) -> None:
    typed(city, "报告.docx", "附件：", "附件如下：")
    assert minsheng("-C", city, "templates", "check").code == 0
    minsheng("-C", city, "monthly", CLEAN)
    report = city / "outputs" / CLEAN / "2023年4月份重点民生实事进展情况报告.docx"
    assert "附件如下：1." in document_text(report.read_bytes())


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("{{ adressee }}", ("报告.docx 第15段", "adressee", "是不是 addressee")),
        ("｛｛ addressee ｝｝", ("报告.docx 第15段", "全角", "半角")),
        ("{{ addressee }", ("报告.docx 第15段", "不完整")),
    ],
    ids=["a typo", "full-width braces", "half a brace"],
)
def test_a_wrong_tag_is_told_with_its_place_and_nothing_is_made(
    city: Path, new: str, said: tuple[str, ...]
) -> None:
    typed(city, "报告.docx", "{{ addressee }}", new)
    result = minsheng("-C", city, "monthly", CLEAN)
    assert result.code not in (0, 1)
    assert all(word in result.err for word in said), result.err
    assert not (city / "outputs" / CLEAN).exists()


@pytest.mark.pages
def test_pages_are_measured_on_request(city: Path) -> None:
    needed("soffice", fonts=True)
    path = city / "templates" / "通报.docx"
    document = Document(str(path))
    title = document.styles["公文标题"]
    assert isinstance(title, ParagraphStyle)
    title.font.size = Pt(18)
    document.save(str(path))
    result = minsheng("-C", city, "templates", "check", "--pdf")
    assert result.code == 1
    assert "待核 T06　模板 通报.docx 试印的文稿第1面不合7.3.1：应有2号的标题" in result.out.replace(
        "\n      ", ""
    )


@pytest.mark.more
def test_without_libreoffice_it_says_what_to_install(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: object) -> None:
        raise NoOffice(INSTALL)

    monkeypatch.setattr(trial, "to_pdf", nothing)
    result = minsheng("-C", city, "templates", "check", "--pdf")
    assert (result.code, "LibreOffice" in result.err) == (5, True)
