"""GB/T 9704-2012 as a Word document with named styles: what every template of ours is built from.

Lengths are in twips (1/20 point) as Word keeps them, sizes in half-points. A 字 is the pitch of one
3号 character, a line is 3号 with 7/8 of its height between lines; 28 字 and 22 lines fill the type
area of 156 × 225 mm. Knows the standard, nothing of what a document says.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.shared import Twips

from pipeline.documents.style.shapes import EMU_PER_TWIP, Place, text_box
from pipeline.documents.style.stylesheet import RUN_BASE, Style, element, parsed, run, styles
from pipeline.files.packages import canonical

SHORT_EDGE, LONG_EDGE = 11906, 16838
# A line's leading stands above its characters: with this margin their ink begins at 37 mm.
TOP, BOTTOM, LEFT, RIGHT = 1894, 1916, 1587, 1475
TYPE_WIDTH = SHORT_EDGE - LEFT - RIGHT
# On pages of tables rules stand at the edges, not lines with their leading: 37 and 35 mm to the millimetre.
TABLES_TOP, TABLES_BOTTOM = 2098, 1984
LINE = 592
EM = 316
_HEADER, _FOOTER, _FOLIO_LINE, _FOLIO_INDENT = 567, 1423, 400, 280

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
SONGTI, TITLE_SONG = "宋体", "方正小标宋简体"
# What a machine without the official font may use in its place.
_SUBSTITUTES = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", TITLE_SONG: "华文中宋"}

# 3号 is 16 points; a quarter of a point less from character to character puts 28 into a line.
_NORMAL = Style("Normal", "Normal", font=FANGSONG, size=32, line=LINE, pitch=-5)
_SIZE_2, _SIZE_4, _SIZE_SMALL_4, _SIZE_5, _SIZE_SMALL_5 = 44, 28, 24, 21, 18
# For a mark of 13 characters: its size must stay below 442 points over their number.
_SIZE_MARK, _LINE_MARK = 64, 704
_RED = "FF0000"

BODY = "公文正文"
IMPRINT, PRINTED = "版记", "印发"
RULES = ("版记粗线", "版记细线")
NOTE = "表注"
ORGAN_MARKS = ("发文机关标志", "信函标志")
SIGNATURE, DATE, REMARK = "发文机关署名", "成文日期", "附注"
ATTACHMENTS = ("附件说明", "附件说明续行", "附件说明单")
PARAGRAPH_STYLES = (
    # Kept with the next, which `finish` turns off wherever it is not wanted: what is added by hand goes with the signature too.
    Style(BODY, "Body", first=2 * EM, keep_with_next=True),
    Style("送审稿标记", "DraftMark", font=HEITI, line=_FOLIO_LINE, align="right"),
    # Under three lines kept for 份号, 密级, 紧急程度: the mark's ink begins 72 mm below the paper's edge.
    Style("版头间隔", "MarkGap", line=338),
    Style(
        "发文机关标志",
        "OrganMark",
        font=TITLE_SONG,
        size=_SIZE_MARK,
        line=_LINE_MARK,
        align="center",
        pitch=0,
        colour=_RED,
    ),
    Style("信函标志", "LetterMark", "OrganMark", size=72, line=792),
    # From the mark's frame to 7/8 of a line under the red double line.
    Style("信函间隔", "LetterGap", line=332),
    Style("信函发文字号", "LetterNumber", align="right"),
    # Below a label of three characters lines go on under the first character after it.
    Style(
        IMPRINT,
        "Imprint",
        size=_SIZE_4,
        line=480,
        align="left",
        left=1120,
        first=-840,
        right=280,
        pitch=0,
    ),
    Style(PRINTED, "Printed", "Imprint", left=280, first=0, right_tab=TYPE_WIDTH - 280),
    # Lifts the last line of the imprint to the edge of the type area.
    # 0.35 and 0.25 mm, as high as they are thick.
    Style(RULES[0], "ThickRule", size=2, line=20, shade="000000"),
    Style(RULES[1], "ThinRule", "ThickRule", line=14),
    # From the edge of the type area to the bottom margin.
    Style("版记垫行", "ImprintFoot", size=2, line=68),
    Style(
        "简报报头",
        "Masthead",
        font=TITLE_SONG,
        size=84,
        line=1100,
        align="center",
        pitch=0,
        colour=_RED,
    ),
    Style("简报期号", "Issue", align="center"),
    Style("简报编发行", "EditorLine", first=EM, align="left", right_tab=TYPE_WIDTH - EM, rule=True),
    Style("呈阅件头", "WhiteHead", font=TITLE_SONG, size=64, line=900, align="center", pitch=0),
    Style("呈阅对象", "Reader", font=KAITI, align="left"),
    Style("稿纸标题", "SheetHead", "DocumentTitle", after=300, new_page=True),
    Style(REMARK, "Remark", first=2 * EM),
    Style("发文字号", "Number", align="center", rule=True),
    Style("上行文发文字号", "UpwardNumber", first=EM, align="left", right_tab=TYPE_WIDTH - EM, rule=True),
    Style(
        "公文标题",
        "DocumentTitle",
        font=TITLE_SONG,
        size=_SIZE_2,
        line=716,
        align="center",
        pitch=0,
        keep_with_next=True,
    ),
    Style("主送机关", "Addressee", align="left"),
    Style("一级标题", "FirstHeading", "Body", font=HEITI, outline=0, keep_with_next=True),
    Style(ATTACHMENTS[0], "AttachmentFirst", left=6 * EM, first=-4 * EM),
    Style(ATTACHMENTS[1], "AttachmentNext", left=6 * EM, first=-EM),
    # One attachment has no number: its name goes on a 字 further left.
    Style(ATTACHMENTS[2], "AttachmentOnly", left=5 * EM, first=-3 * EM),
    # Where exactly they stand depends on their words: `finish` sets it.
    Style(SIGNATURE, "Signature", align="right", right=553, keep_with_next=True),
    Style(DATE, "DateLine", align="right", right=4 * EM),
    # Annexes stand on pages of tables: without leading above it the label's ink begins at the type area's edge.
    Style(
        "附件序号",
        "AnnexLabel",
        font=HEITI,
        line=340,
        after=51,
        align="left",
        new_page=True,
        keep_with_next=True,
    ),
    Style("附件标题", "AnnexTitle", "DocumentTitle"),
    # Between the last line of an annex's title and its table.
    Style("表前", "BeforeTable", size=2, line=200, keep_with_next=True),
    Style("表格文字", "TableText", size=_SIZE_SMALL_4, line=400, align="left"),
    Style("表格数字", "TableFigure", "TableText", align="center"),
    Style("表头", "TableHeader", "TableFigure", font=HEITI, keep_with_next=True),
    Style("宽表文字", "WideText", "TableText", size=_SIZE_5, line=300),
    # A cell over several rows shows its text whole on one page.
    Style("宽表跨行", "WideSpanning", "WideText", keep_lines=True),
    Style("宽表数字", "WideFigure", "WideText", align="center"),
    Style("宽表表头", "WideHeader", "WideFigure", font=HEITI, keep_with_next=True),
    Style(NOTE, "TableNote", "TableText", size=_SIZE_SMALL_5, line=260, align="both"),
    # Word wants a paragraph after a table that ends a document; this one takes no room.
    Style("表后", "AfterTable", size=2, line=20),
    Style("页码", "Folio", font=SONGTI, size=_SIZE_4, line=_FOLIO_LINE, pitch=0),
    Style("单页页码", "OddFolio", "Folio", align="right", right=_FOLIO_INDENT),
    Style("双页页码", "EvenFolio", "Folio", align="left", left=_FOLIO_INDENT),
)
CHARACTER_STYLES = (
    Style("小标题", "RunInHeading", RUN_BASE, font=HEITI),
    Style("二级标题", "SecondHeading", RUN_BASE, font=KAITI),
    Style("改动标记", "ChangeMark", RUN_BASE, underline=True),
    Style("签发人姓名", "IssuerName", RUN_BASE, font=KAITI),
)
TABLE_STYLE = "公文表格"

_SETTINGS = """
<w:settings {ns}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""

_FONT = """
<w:font {ns} w:name="{name}"><w:altName w:val="{substitute}"/><w:charset w:val="86"/><w:family w:val="auto"/>
<w:pitch w:val="default"/></w:font>"""


def blank(more: Sequence[Style] = ()) -> WordDocument:
    """An empty upright document with every style and page numbers, and no trace of machine or person; `more` are its own styles."""
    document = Document()
    _keep(document.part.rels, {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS})
    _keep(document.part.package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES})
    _replace(document.settings.element, parsed(_SETTINGS))
    _replace(
        document.styles.element, styles(_NORMAL, (*PARAGRAPH_STYLES, *more), CHARACTER_STYLES, TABLE_STYLE)
    )
    _name_fonts(document)
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
    _stand_upright(document.sections[0])
    return document


def turn_to_landscape(document: WordDocument) -> None:
    """What follows stands on landscape pages; margins and page numbers stay where upright pages have them.

    A table's head lies at the left of the bound sheet, so the upright page's left edge is the top here
    and its foot the left (GB/T 9704-2012, 8). The upright section ends with the last paragraph written
    so far: a paragraph of its own could spill over onto an empty page.
    """
    section = _next_section(document)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(LONG_EDGE), Twips(SHORT_EDGE)
    section.top_margin, section.bottom_margin = Twips(LEFT), Twips(RIGHT)
    section.left_margin, section.right_margin = Twips(TABLES_BOTTOM), Twips(TABLES_TOP)
    section.footer_distance = Twips(_HEADER)
    _set_grid(section)
    for number, (footer, style) in enumerate(_footers(section), start=1):
        footer.is_linked_to_previous = False
        _turn_folio(footer, style, number)


def turn_to_tables(document: WordDocument) -> None:
    """What follows are upright pages of tables, numbered on."""
    section = _next_section(document)
    section.orientation = WD_ORIENT.PORTRAIT
    for footer, _ in _footers(section):
        footer.is_linked_to_previous = False
    _stand_upright(section)
    for_tables(document)


def for_tables(document: WordDocument) -> None:
    """The pages of the last section take tables: their rules keep to the type area, where lines have their leading."""
    section = document.sections[-1]
    section.different_first_page_header_footer = False
    section.top_margin, section.bottom_margin = Twips(TABLES_TOP), Twips(TABLES_BOTTOM)
    _set_grid(section)


def packed(document: WordDocument) -> bytes:
    """The document as bytes that are the same on every build."""
    stream = io.BytesIO()
    document.save(stream)
    return canonical(stream.getvalue())


def _next_section(document: WordDocument) -> Section:
    """A new section from the next page on, without a paragraph of its own."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    carrier = document.element.body.findall(qn("w:p"))[-1]
    carrier.getprevious().get_or_add_pPr().append(carrier.pPr.find(qn("w:sectPr")))
    document.element.body.remove(carrier)
    return section


def _keep(relations: Relationships, kinds: Collection[str]) -> None:
    """Parts of python-docx's sample that nothing points to any more (theme, picture, lists) are not saved."""
    for key in [key for key, relation in relations.items() if relation.reltype not in kinds]:
        del relations[key]


def _replace(target: BaseOxmlElement, source: BaseOxmlElement) -> None:
    """`target` stays the root of its part and takes over everything that `source` holds."""
    for child in list(target):
        target.remove(child)
    target.extend(list(source))


def _name_fonts(document: WordDocument) -> None:
    fonts = element("fonts")
    fonts.extend([parsed(_FONT, name=name, substitute=other) for name, other in _SUBSTITUTES.items()])
    uri = PackURI("/word/fontTable.xml")
    part = XmlPart(uri, CONTENT_TYPE.WML_FONT_TABLE, fonts, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _stand_upright(section: Section) -> None:
    section.page_width, section.page_height = Twips(SHORT_EDGE), Twips(LONG_EDGE)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.header_distance, section.footer_distance = Twips(_HEADER), Twips(_FOOTER)
    section.gutter = Twips(0)
    _set_grid(section, element("docGrid", type="lines", linePitch=LINE))
    for footer, style in _footers(section):
        paragraph = footer.paragraphs[0]
        paragraph.style = style
        paragraph._p.extend(_folio())


def _set_grid(section: Section, *grid: BaseOxmlElement) -> None:
    for former in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(former)
    section._sectPr.extend(grid)


def _footers(section: Section) -> tuple[tuple[_Footer, str], tuple[_Footer, str]]:
    """The footers of odd and even pages, each with its style."""
    return (section.footer, "单页页码"), (section.even_page_footer, "双页页码")


def _folio() -> list[BaseOxmlElement]:
    """— 1 —: a dash of one 字 on either side of the number."""
    return [run("— "), element("fldSimple", run("1"), instr="PAGE"), run(" —")]


def _turn_folio(footer: _Footer, style: str, number: int) -> None:
    sizes = (length * EMU_PER_TWIP for length in (_FOOTER, LEFT, _FOLIO_LINE, TYPE_WIDTH))
    identifier = next(known.id for known in PARAGRAPH_STYLES if known.name == style)
    text = element("p", element("pPr", element("pStyle", val=identifier)), *_folio())
    paragraph = footer.paragraphs[0]
    paragraph.style = style
    # A quarter turn clockwise, at the left edge of the paper, as wide as the upright type area.
    paragraph._p.append(text_box(Place(number, style, *sizes), text, turned=True))
