"""Templates that use all of docxtpl's language, made with python-docx; each says in one line what it is about.

What `test_equal` holds our engine to docxtpl with, beside the templates of the office. The contexts they are filled
with stand under the same names in `contexts`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.rendering.writing import narrow, picture, runs, table, write

Maker = Callable[[WordDocument], None]
MAKERS: dict[str, Maker] = {}

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BOX = """
<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/><wp:docPr id="7" name="box"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{content}</w:txbxContent>
</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def template(maker: Maker) -> Maker:
    """Enters a maker into the collection under its name."""
    MAKERS[maker.__name__] = maker
    return maker


@cache
def made(name: str) -> bytes:
    """The template of that name."""
    document = Document()
    MAKERS[name](document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@template
def paragraphs(document: WordDocument) -> None:
    """{%p %} loops and conditions, one in the other, with set."""
    write(document, "{{ title }}", "{%p set mark = '〔' + title + '〕' %}", "{%p for item in items %}")
    write(document, "{{ loop.index }}．{{ item.name }}{{ mark }}", "{%p if item.text %}", "{{ item.text }}")
    write(document, "{%p elif item.other %}", "另：{{ item.other }}", "{%p else %}", "无", "{%p endif %}")
    write(document, "{%p endfor %}", "{{ closing }}")


@template
def rows(document: WordDocument) -> None:
    """{%tr %} loops, one in the other, between rows that stay."""
    table(
        document,
        ("序号", "名称", "数"),
        ("{%tr for group in groups %}",),
        ("{{ group.name }}", "", "{{ group.rows|length }}"),
        ("{%tr for row in group.rows %}",),
        ("{{ loop.index }}", "{{ row.name }}", "{{ row.value }}"),
        ("{%tr endfor %}",),
        ("{%tr endfor %}",),
        ("合计", "{{ total }}", ""),
    )


@template
def columns(document: WordDocument) -> None:
    """{%tc %} loops: as many columns as the context says."""
    head = ("指标", "{%tc for name in names %}", "{{ name }}", "{%tc endfor %}")
    body = ("{{ row.name }}", "{%tc for value in row.cells %}", "{{ value }}", "{%tc endfor %}")
    table(document, head, ("{%tr for row in rows %}",), body, ("{%tr endfor %}",))


@template
def cells(document: WordDocument) -> None:
    """A table in a cell, with loops over its rows and over paragraphs beside it."""
    outer = table(document, ("{%tr for group in groups %}",), ("{{ group.name }}", ""), ("{%tr endfor %}",))
    cell = outer.rows[1].cells[1]
    write(cell, "{%p for row in group.rows %}", "{{ row.name }}：{{ row.value }}", "{%p endfor %}")
    table(
        cell, ("{%tr for row in group.rows %}",), ("{{ row.name }}", "{{ row.value }}"), ("{%tr endfor %}",)
    )
    write(cell, "")


@template
def rich(document: WordDocument) -> None:
    """{{r }} and {{p }}: runs and paragraphs that bring their own formatting."""
    write(document, "前{{r text }}后", "{{p paragraph }}", "{% for each in texts %}{{r each }}{% endfor %}")
    table(document, ("{{r text }}", "{{ title }}"))


@template
def listings(document: WordDocument) -> None:
    """Values with line feeds, tabs, new paragraphs and new pages, in a styled run and in a table."""
    runs(document.add_paragraph(style="List Bullet"), "甲", "{{ text }}", "乙{{ title }}")
    write(document, "{%p for each in texts %}", "{{ each }}", "{%p endfor %}")
    table(document, ("{{ text }}", "{{ title }}"))


@template
def margins(document: WordDocument) -> None:
    """Headers and footers, of first and even pages too, with loops; two sections."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "{{ title }}\t{% if text %}{{ text }}{% endif %}"
    write(section.footer, "{%p for each in texts %}", "{{ each }}", "{%p endfor %}")
    section.first_page_header.paragraphs[0].text = "首页{{ title }}"
    section.even_page_header.paragraphs[0].text = "偶数页{{ text|default('无') }}"
    section.even_page_footer.paragraphs[0].text = "没有标记"
    write(document, "正文{{ title }}")
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "第二节{% for each in texts %}{{ each }}{% endfor %}"


@template
def properties(document: WordDocument) -> None:
    """Tags in the core properties."""
    document.core_properties.title = "{{ title }}"
    document.core_properties.subject = "关于{% for each in texts %}{{ each }}{% endfor %}"
    document.core_properties.author = "{{ text|upper }}"
    write(document, "{{ title }}")


@template
def footnotes(document: WordDocument) -> None:
    """Tags in the footnotes, which lie in a part of their own."""
    note = "<w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>"
    loop = (
        "<w:p><w:r><w:t>{%p for each in texts %}</w:t></w:r></w:p><w:p><w:r><w:t>{{ each }}</w:t></w:r></w:p>"
    )
    loop += "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    xml = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1">{note}{loop}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, f"{_OFFICE}/footnotes")
    write(document, "{{ title }}", "{{ text }}")


@template
def spaces(document: WordDocument) -> None:
    """{%- and -%}, which draw paragraphs together, and spaces at the ends of runs."""
    write(document, "甲 {%- if text -%} ", " 有 ", "{%- endif -%}", "乙", "{% if title %}", "  {{ title }}  ")
    write(document, "{% endif %}", "丙{%- for each in texts %}", "{{ each }}", "{%- endfor %}丁")


@template
def words(document: WordDocument) -> None:
    """Conditions, loops, set and filters within one paragraph."""
    write(document, "{% if title == text %}同{% elif text %}有{{ text }}{% else %}无{% endif %}。")
    write(
        document,
        "{% for each in texts %}{{ each }}{{ '、' if not loop.last else '' }}{% else %}没有{% endfor %}。",
    )
    write(
        document,
        "{% set long = text|string|length > 5 %}{{ '长' if long else '短' }}{{ title|upper|e }}{{ title|safe }}",
    )
    write(
        document,
        "{{ texts|join('；') }}{{ texts|first|default('缺') }}{{ title|string|replace('甲', '<乙>')|truncate(9) }}",
    )
    write(
        document, "{{ title ~ text }}{{ title|string|trim }}{% for n in range(3) %}{{ n|string }}{% endfor %}"
    )


@template
def shades(document: WordDocument) -> None:
    """{% colspan %} and {% cellbg %}."""
    narrow(
        document,
        ("{% colspan names|length + 1 %}{{ title }}",),
        ("{% cellbg color %}{{ title }}", "{%tc for name in names %}", "{{ name }}", "{%tc endfor %}"),
        ("{%tr for row in rows %}",),
        ("{% cellbg row.color %}{{ row.name }}", "{{ title }}"),
        ("{%tr endfor %}",),
    )


@template
def spans(document: WordDocument) -> None:
    """{% vm %} and {% hm %}: cells that grow over the rows or columns of a loop."""
    table(
        document,
        ("{%tr for row in rows %}",),
        ("{% vm %}{{ title }}", "{{ row.name }}", "甲{% vm %}乙"),
        ("{%tr endfor %}",),
    )
    wide = table(document, ("{%tc for name in names %}", "{% hm %}{{ title }}", "{%tc endfor %}", "末"))
    write(document, "")
    narrow(document, ("{%tc for name in names %}", "{{ name }}", "{%tc endfor %}", "末"))
    wide.rows[0].cells[1].paragraphs[0].style = "List Bullet"


@template
def split(document: WordDocument) -> None:
    """Tags that Word has split over runs, and typed with its own quotation marks."""
    runs(
        document.add_paragraph(),
        "头{",
        "{ ti",
        "tle }",
        "}尾",
        "{",
        "% if text == ‘甲’ %}是{",
        "% else",
        " %}否{% endif %}",
    )
    runs(
        document.add_paragraph(), "{{ text|default(“无”) }}", "{% if texts|length >", " 1 %}多{% endif ", "%}"
    )
    runs(document.add_paragraph(), "{%p for each in ", "texts %}")
    runs(document.add_paragraph(), "{{ ", "each", " }}")
    runs(document.add_paragraph(), "{%", "p endfor", " %}")
    table(document, ("“{{ title }}”", "{% if texts|length < 2 %}少{% endif %}"))


@template
def remarks(document: WordDocument) -> None:
    """Comments: within a paragraph, of a paragraph, a row, a cell."""
    write(document, "甲{# 说明 #}乙", "{#p 整段说明 #}", "{{ title }}", "{# {{ nothing }} #}")
    table(document, ("{#tr 整行 #}", "甲"), ("{#tc 整格 #}", "{{ title }}", "乙"), ("丙", "{{ text }}"))


@template
def pictures(document: WordDocument) -> None:
    """Pictures within a loop and beside it: every drawing gets a number of its own."""
    write(document, "{%p for each in texts %}", "{{ each }}")
    document.add_picture(picture())
    write(document, "{%p endfor %}")
    document.add_picture(picture())
    document.sections[0].header.paragraphs[0].add_run("{{ title }}").add_picture(picture())


@template
def boxes(document: WordDocument) -> None:
    """A text box: paragraphs within a paragraph, twice."""
    content = "".join(
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        for words in ("{{ title }}", "{%p for each in texts %}", "{{ each }}", "{%p endfor %}")
    )
    paragraph = document.add_paragraph("框{{ text }}")
    paragraph._p.append(parse_xml(_BOX.format(ns=nsdecls("w", "wp", "a", "r"), content=content)))
    write(document, "{{ title }}")


@template
def links(document: WordDocument) -> None:
    """Tags within hyperlinks, fields, content controls and between bookmarks."""
    link = document.part.relate_to("https://example.invalid/", f"{_OFFICE}/hyperlink", is_external=True)
    space = nsdecls("w", "r")
    run = "<w:r><w:t>{}</w:t></w:r>"
    paragraph = document.add_paragraph("链接")._p
    paragraph.append(
        parse_xml(f'<w:hyperlink {space} r:id="{link}">{run.format("{{ title }}")}</w:hyperlink>')
    )
    paragraph.append(
        parse_xml(f'<w:fldSimple {space} w:instr=" TITLE ">{run.format("{{ text }}")}</w:fldSimple>')
    )
    paragraph.append(parse_xml(f'<w:bookmarkStart {space} w:id="3" w:name="位置"/>'))
    paragraph.append(
        parse_xml(
            run.format("{% for each in texts %}{{ each }}{% endfor %}").replace("<w:r>", f"<w:r {space}>")
        )
    )
    paragraph.append(parse_xml(f'<w:bookmarkEnd {space} w:id="3"/>'))
    inner = f"<w:sdtContent><w:p>{run.format('{{ title }}')}</w:p></w:sdtContent>"
    document.element.body.insert(
        0, parse_xml(f'<w:sdt {space}><w:sdtPr><w:tag w:val="标题"/></w:sdtPr>{inner}</w:sdt>')
    )


@template
def literals(document: WordDocument) -> None:
    """Braces that are to be printed, and values that look like tags."""
    write(
        document,
        "{% raw %}{{ 原样 }}{% endraw %}",
        "{_{ 甲 }_} {_% 乙 %_}",
        "{{ '{{' }}{{ title }}{{ '}}' }}",
        "{{ text }}",
    )


@template
def choices(document: WordDocument) -> None:
    """{%r %}: runs that stand or fall as a whole."""
    runs(
        document.add_paragraph(),
        "甲",
        "{%r if text %}",
        "有{{ text }}",
        "{%r else %}",
        "无",
        "{%r endif %}",
        "乙",
    )
    runs(document.add_paragraph(), "{%r for each in texts %}", "{{ each }}", "{%r endfor %}")


@template
def straddling(document: WordDocument) -> None:
    """Blocks that open in one paragraph or cell and close in another: nothing proves such a template."""
    write(
        document,
        "甲{% if text %}乙",
        "丙{% endif %}丁{{ title }}",
        "{% for each in texts %}",
        "{{ each }}{% endfor %}",
    )
    table(document, ("{% if title %}甲", "乙{% endif %}"), ("{{ title }}", "丙"))


@template
def breaks(document: WordDocument) -> None:
    """Tabs, breaks and empty runs around tags, and styles of paragraphs that are copied."""
    paragraph = document.add_paragraph(style="Intense Quote")
    runs(paragraph, "\t{{ title }}\n", "", "{{ text }}\t", "尾")
    paragraph.add_run().add_break()
    document.add_page_break()
    write(document, "{%p if title %}", "\t{{ title }}", "{%p endif %}", "a < b & c > d “引”")


@template
def unbalanced(document: WordDocument) -> None:
    """A loop nobody closes: an error that names the place."""
    write(document, "{{ title }}", "{%p for each in texts %}", "{{ each }}")


@template
def gridless(document: WordDocument) -> None:
    """A table without its grid, on which docxtpl fails."""
    broken = table(document, ("{{ title }}", "乙"))
    broken._tbl.remove(broken._tbl.tblGrid)


@template
def fixed(document: WordDocument) -> None:
    """No tag at all."""
    write(document, "没有标记", "a < b & c")
    table(document, ("甲", "乙"))
