"""Templates edited in Word so that something would be lost, or published by mistake; and edits that harm nothing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from pipeline.documents.letters.brief import Brief
from pipeline.documents.rendering.render import press, render
from pipeline.documents.templates.lint import examined
from pipeline.documents.templates.trial import check_templates
from pipeline.files.packages import parts_of
from pipeline.files.word.private import private, without_private
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter
from tests.documents.conftest import TEMPLATES

Edit = Callable[[WordDocument], object]
DAY = date(2021, 9, 25)


def edited(folder: Path, edit: Edit, name: str = "要情.docx") -> list[tuple[str, str]]:
    """What is found in a template after an edit in Word: codes, and the sentences with what to do."""
    document = docx.Document(str(TEMPLATES / name))
    edit(document)
    document.save(str(folder / name))
    return [(one.code.name, f"{one.message}{one.fix}") for one in examined(folder, name)]


def paragraph(document: WordDocument, words: str) -> Paragraph:
    """The one with these words, wherever it stands."""
    places = [*document.paragraphs, *(p for s in document.sections for p in s.header.paragraphs)]
    places += [
        p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs
    ]
    return next(one for one in places if words in one.text)


def write(document: WordDocument, old: str, new: str) -> None:
    """`new` for `old` where it stands first."""
    place = paragraph(document, old)
    text = place.text.replace(old, new)
    for run in place.runs[1:]:
        run._r.getparent().remove(run._r)
    place.runs[0].text = text


def drop(document: WordDocument, words: str) -> None:
    found = paragraph(document, words)._p
    found.getparent().remove(found)


FOR, END = "{%p for text in paragraphs %}", "{%p endfor %}"
CUT = {
    "for without its p": ("要情.docx", FOR, FOR.replace("%p", "%"), ("第3段", "第5段", "都写 {%p")),
    "endfor without its p": ("要情.docx", END, END.replace("%p", "%"), ("第3段", "第5段", "都写 {%p")),
    "for without its tr": (
        "报告.docx", "{%tr for row in matter.rows %}", "{% for row in matter.rows %}", ("表1第3行第1格", "都写 {%tr")
    ),
    "a row's for with p": (
        "报告.docx", "{%tr for row in matter.rows %}", "{%p for row in matter.rows %}", ("表1第3行第1格", "都写 {%tr")
    ),
    "words that go on in the next paragraph": ("要情.docx", "{{ title }}", "{% if title %}{{ title }}", ("第1段",)),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), CUT.values(), ids=list(CUT))
def test_a_block_whose_tags_do_not_fit_is_told_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, said: tuple[str, ...]
) -> None:
    found = edited(tmp_path, lambda document: write(document, old, new), name)
    text = next(text for code, text in found if code == "T03")
    assert not [word for word in said if word not in text], text


def test_a_block_across_paragraphs_is_told_though_it_has_both_ends(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        write(document, "{{ title }}", "{% if title %}{{ title }}")
        write(document, "{{ signature }}", "{{ signature }}{% endif %}")

    (found,) = edited(tmp_path, edit)
    assert found[0] == "T03" and "跨几段的请写 {%p" in found[1]


@dataclass(frozen=True)
class Note:
    lines: tuple[str, ...]


@pytest.mark.parametrize("many", [0, 2])
def test_what_is_printed_in_pieces_is_refused_and_not_mended(tmp_path: Path, many: int) -> None:
    """docxtpl's repair would leave out whatever stands between."""
    document = docx.Document()
    for text in ("甲{% for line in lines %}", "{{ line }}", "{%p endfor %}", "落款"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "便笺.docx"))
    with pytest.raises(TemplateProblem, match="少写了 p 或 tr"):
        render([Letter("便笺", "便笺.docx", "便笺.docx", Note(("乙",) * many))], tmp_path, DAY)


VANISHING = {
    "before a loop": ("要情.docx", FOR, f"总体情况：{FOR}", "总体情况："),
    "behind its end": ("要情.docx", END, f"{END}特此报告", "特此报告"),
    "in the row of a loop": (
        "报告.docx", "{%tr for row in matter.rows %}", "{%tr for row in matter.rows %}续表", "续表"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "lost"), VANISHING.values(), ids=list(VANISHING))
def test_words_beside_a_tag_that_takes_their_place_are_told(
    tmp_path: Path, name: str, old: str, new: str, lost: str
) -> None:
    (found,) = edited(tmp_path, lambda document: write(document, old, new), name)
    assert found[0] == "T04" and f"里的“{lost}”印不出来" in found[1]


def without_marks(document: WordDocument) -> None:
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        header.paragraphs[0]._p.getparent().remove(header.paragraphs[0]._p)


def without_table(document: WordDocument) -> None:
    document.element.body.remove(document.tables[0]._tbl)


LOSSES: dict[str, tuple[str, Edit, str]] = {
    "the draft mark": ("要情.docx", without_marks, "draft_mark（页眉上的“送审稿”"),
    "the signature": ("要情.docx", lambda document: drop(document, "signature"), "signature（署名"),
    "a table": ("报告.docx", without_table, "annex1.rows（一项指标一行"),
    "a column": ("报告.docx", lambda document: write(document, "{{ row.gap }}", ""), "annex1.matters[].rows[].gap（"),
    "the words of a loop": ("要情.docx", lambda document: write(document, "{{ text }}", ""), "paragraphs（正文"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "edit", "said"), LOSSES.values(), ids=list(LOSSES))
def test_what_is_no_longer_printed_is_told_by_its_meaning(
    tmp_path: Path, name: str, edit: Edit, said: str
) -> None:
    found = edited(tmp_path, edit, name)
    assert {code for code, _ in found} == {"T08"}
    assert any(f"没有了 {said}" in text for _, text in found), found


def test_a_draft_mark_on_every_second_page_is_told(tmp_path: Path) -> None:
    (found,) = edited(tmp_path, lambda document: drop(document, "draft_mark"))
    assert found[0] == "T08" and "第1节页眉里没有 draft_mark" in found[1]


def revised(xml: str) -> Edit:
    def edit(document: WordDocument) -> None:
        document.paragraphs[0]._p.append(parse_xml(xml.replace(" ", f" {nsdecls('w')} ", 1)))

    return edit


REVISIONS = {
    "deleted": '<w:del w:id="901" w:author="x"><w:r><w:delText>旧话</w:delText></w:r></w:del>',
    "added": '<w:ins w:id="901" w:author="x"><w:r><w:t>新话</w:t></w:r></w:ins>',
}


@pytest.mark.parametrize("xml", REVISIONS.values(), ids=list(REVISIONS))
def test_revisions_nobody_settled_are_told_and_never_printed(tmp_path: Path, xml: str) -> None:
    (found,) = edited(tmp_path, revised(xml))
    assert found[0] == "T09" and ("旧话" in found[1] or "新话" in found[1])


@pytest.mark.parametrize("code", ["DATE", "TIME", "AUTHOR", "FILENAME"])
def test_a_field_that_changes_by_itself_is_told(tmp_path: Path, code: str) -> None:
    field = f'<w:fldSimple w:instr=" {code} \\@ &quot;yyyy&quot; "><w:r><w:t>2021</w:t></w:r></w:fldSimple>'
    (found,) = edited(tmp_path, revised(field))
    assert found[0] == "T11" and f"（{code}）" in found[1]


def privately(document: WordDocument) -> None:
    about = document.core_properties
    about.author, about.last_modified_by, about.title, about.comments = (
        "起草岗甲",
        "起草岗乙",
        "旧稿",
        "内部意见",
    )
    settings = document.settings.element
    for name in ("documentProtection", "trackRevisions"):
        settings.insert(0, parse_xml(f"<w:{name} {nsdecls('w')}/>"))
    document.add_comment(document.paragraphs[0].runs, "这段话不能给领导看", "起草岗丙")


def test_what_a_template_carries_is_told_and_stays_out_of_documents(tmp_path: Path) -> None:
    (found,) = edited(tmp_path, privately)
    assert found[0] == "T10"
    assert not [word for word in ("批注", "作者", "题名", "备注", "保护", "修订状态") if word not in found[1]]
    values = Brief(draft_mark="", signature="甲", date="乙", title="丙", paragraphs=("丁",))
    made, _ = press("要情.docx", tmp_path).print(Letter("要情", "要情.docx", "要情.docx", values), DAY)
    text = b"".join(parts_of(made.data).values()).decode()
    carried = (
        "起草岗",
        "旧稿",
        "内部意见",
        "不能给领导看",
        "documentProtection",
        "trackRevisions",
        "<w:comment",
    )
    assert not [word for word in carried if word in text]
    assert "丁" in text


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_template_that_carries_nothing_stays_the_same_bytes(path: Path) -> None:
    data = path.read_bytes()
    assert private(data) == () and without_private(data) is data


def harmless(document: WordDocument) -> None:
    """What an office does in Word: fonts, spacing, a sentence of its own, a picture of its mark, who saved it."""
    for one in document.paragraphs:
        one.paragraph_format.space_after = Pt(3)
        for run in one.runs:
            run.font.size, run.font.name = Pt(15), "仿宋"
    document.paragraphs[0].insert_paragraph_before("（供内部参考）")
    document.add_paragraph("联系电话见通讯录")
    document.core_properties.last_modified_by = "办公室"


@pytest.mark.more
def test_what_an_office_may_do_in_word_is_no_fault(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    for path in folder.glob("*.docx"):
        document = docx.Document(str(path))
        harmless(document)
        document.save(str(path))
    assert check_templates(folder) == ()


def test_a_tag_split_over_runs_or_moved_elsewhere_is_no_fault(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        runs = paragraph(document, "{{ title }}").runs
        runs[0].text = "{{ ti"
        paragraph(document, "{{ ti").add_run("tle }}").bold = True
        drop(document, "{{ signature }}")
        table = document.add_table(1, 1)
        table.cell(0, 0).text = "{% if signature %}{{ signature }}{% endif %}"
        table.cell(0, 0).add_paragraph("{%p if date %}")
        table.cell(0, 0).add_paragraph("有日期")
        table.cell(0, 0).add_paragraph("{%p endif %}")

    assert edited(tmp_path, edit) == []


def test_a_tag_in_a_text_box_or_a_control_is_read(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        space = nsdecls("w")
        inner = "<w:p><w:r><w:t>{{ nobody }}</w:t></w:r></w:p>"
        document.element.body.insert(
            0, parse_xml(f"<w:sdt {space}><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
        )
        box = (
            f"<w:pict {space}><w:txbxContent>{inner.replace('nobody', 'none_such')}</w:txbxContent></w:pict>"
        )
        document.paragraphs[0].runs[0]._r.append(parse_xml(box))

    found = edited(tmp_path, edit)
    assert [code for code, _ in found] == ["T02", "T02"]
    assert "第1段" in found[0][1] and "的文本框" in found[1][1]


def test_a_damaged_package_is_told_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    data = (TEMPLATES / "要情.docx").read_bytes()
    for at in range(40, len(data), len(data) // 40):
        (tmp_path / "要情.docx").write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        examined(tmp_path, "要情.docx")
    (tmp_path / "要情.docx").write_bytes(io.BytesIO(data).read(len(data) // 2))
    assert [one.code.name for one in examined(tmp_path, "要情.docx")] == ["T01"]
