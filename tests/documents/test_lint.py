"""What a secretary may get wrong in a template, made on purpose: each is named with its place and the right name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument

from pipeline.documents.templates.catalogue import CONTEXTS
from pipeline.documents.templates.lint import examined, faults
from pipeline.documents.templates.trial import check_templates
from pipeline.files.packages import package, packed, parts_of
from tests.documents.conftest import TEMPLATES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def change(folder: Path, old: str, new: str, name: str = "报告.docx") -> None:
    """Write `new` for `old` wherever a paragraph of the template holds it, as if typed in Word."""
    document = Document(str(folder / name))
    places = list(document.paragraphs)
    places += [
        p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs
    ]
    places += [p for section in document.sections for p in section.header.paragraphs]
    hit = [paragraph for paragraph in places if old in paragraph.text]
    assert hit, old
    for paragraph in hit:
        text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = text
    document.save(str(folder / name))


def test_ours_are_without_fault(folder: Path) -> None:
    assert check_templates(folder) == ()


def noted(folder: Path, kind: str, words: str, name: str = "报告.docx") -> None:
    """A note with these words, as Word keeps it: in a part of its own."""
    parts = parts_of((folder / name).read_bytes())
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts[f"word/{kind}s.xml"] = (
        f'<w:{kind}s xmlns:w="{space}"><w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
        f'<w:{kind} w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{kind}></w:{kind}s>'
    ).encode()
    relations = "word/_rels/document.xml.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    own = f'<Relationship Id="rIdNotes" Target="{kind}s.xml" Type="{office}/{kind}s"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", own.encode())
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    told = f'<Override PartName="/word/{kind}s.xml" ContentType="{main}.{kind}s+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", told.encode())
    (folder / name).write_bytes(package(packed(path, data) for path, data in parts.items()))


@pytest.mark.parametrize(
    ("kind", "words", "code", "said"),
    [
        ("footnote", "见{{ adressee }}", "T02", "脚注1第1段"),
        ("footnote", "见{{ addressee }", "T04", "脚注1第1段"),
        ("footnote", "{% for line in issuer %}", "T03", "脚注1第1段"),
        ("endnote", "见{{ addressee }}", "T04", "尾注1第1段里的标记不会填"),
    ],
)
def test_tags_in_notes_are_read_too(folder: Path, kind: str, words: str, code: str, said: str) -> None:
    noted(folder, kind, words)
    told = [(one.code.name, one.message) for one in faults(folder, "报告.docx")]
    assert code in {name for name, _ in told}
    assert all(said in message for _, message in told)


@pytest.mark.parametrize(("kind", "words"), [("footnote", "见{{ addressee }}"), ("endnote", "见附件")])
def test_sound_notes_pass(folder: Path, kind: str, words: str) -> None:
    noted(folder, kind, words)
    assert faults(folder, "报告.docx") == ()


def test_tags_in_what_a_file_says_of_itself_are_read_too(folder: Path) -> None:
    document = Document(str(folder / "报告.docx"))
    document.core_properties.title = "{{ titel }}"
    document.save(str(folder / "报告.docx"))
    (fault,) = faults(folder, "报告.docx")
    assert (fault.code.name, "文档属性" in fault.message) == ("T02", True)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("{{ addressee }}", "{{ adressee }}", "T02", ("第15段", "adressee", "是不是 addressee")),
        ("{{ overview.heading }}", "{{ overview.headin }}", "T02", ("headin", "是不是 heading")),
        ("{{ line }}", "{{ lines }}", "T02", ("lines",)),
        ("{{ row.value }}", "{{ row.valeu }}", "T02", ("表1第4行第5格", "valeu", "是不是 value")),
        ("{{ draft_mark }}", "{{ draftmark }}", "T02", ("第1节页眉第1段", "draftmark", "是不是 draft_mark")),
        ("{%p for note in annex1.notes %}", "{%p for note in annex1.note %}", "T02", ("note", "是不是 notes")),
        ("{{ closing }}", "｛｛ closing ｝｝", "T04", ("全角",)),
        ("{{ closing }}", "{{ closing }", "T04", ("不完整",)),
        ("{{ closing }}", "{{ closing closing }}", "T04", ("写得不对",)),
        ("{{ closing }}", "{% print closing %}", "T04", ("认不出",)),
        ("{%p for note in annex1.notes %}", "", "T03", ("没有配对的开始标记",)),
        ("{{ closing }}", "{%p if closing %}", "T03", ("没有配对的结束标记",)),
    ],
    ids=["a letter too few", "within a part", "in a loop", "in a table", "in a header", "a list of another name",
         "full-width braces", "half a tag", "two words", "no tag of ours", "an end without a beginning",
         "a beginning without an end"],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(
    folder: Path, old: str, new: str, code: str, said: tuple[str, ...]
) -> None:
    change(folder, old, new)
    findings = faults(folder, "报告.docx")
    assert code in {finding.code.name for finding in findings}
    first = next(finding for finding in findings if finding.code.name == code)
    assert first.place.file == "报告.docx"
    assert not [word for word in said if word not in f"{first.message}{first.fix}"]


@pytest.mark.more
def test_a_sentence_of_one_s_own_is_no_fault(folder: Path) -> None:
    change(folder, "{{ closing }}", "以上情况，{{ closing }}")
    assert check_templates(folder) == ()


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(b"PK")], ids=["missing", "no Word file"]
)
def test_a_template_that_is_not_there_or_cannot_be_opened(
    folder: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(folder / "简报.docx")
    (finding,) = check_templates(folder)
    assert (finding.code.name, finding.place.file) == ("T01", "简报.docx")


def test_what_only_filling_shows_is_found_by_filling(folder: Path) -> None:
    """A filter that is none cannot be seen in names alone."""
    change(folder, "{{ closing }}", "{{ closing|round }}")
    assert {finding.code.name for finding in check_templates(folder)} == {"T05"}


def test_every_template_is_checked(folder: Path) -> None:
    for path in folder.glob("*.docx"):
        document: WordDocument = Document(str(path))
        document.add_paragraph("{{ nobody_knows }}")
        document.save(str(path))
    assert {finding.place.file for finding in check_templates(folder)} == set(CONTEXTS)


@pytest.mark.more
def test_a_template_of_before_keeps_its_fixed_words(folder: Path) -> None:
    change(folder, "{{ annex1.matter_header }}", "实事")
    assert check_templates(folder) == ()


def test_a_cell_over_the_rows_of_its_loop_is_a_tag_in_tables_only(folder: Path) -> None:
    assert not faults(folder, "报告.docx")
    change(folder, "{{ closing }}", "{% vm %}{{ closing }}")
    (found,) = faults(folder, "报告.docx")
    assert found.code.name == "T04" and "{% vm %}" in found.message


def test_a_table_of_either_kind_is_enough(folder: Path) -> None:
    """A template of before prints `annex1.rows`, one of today `annex1.matters`: neither is told it lacks the other."""
    shutil.copyfile(
        Path(__file__).parents[1] / "office_0_1" / "templates" / "报告.docx", folder / "报告.docx"
    )
    assert not [one for one in examined(folder, "报告.docx") if "annex1" in one.message]
