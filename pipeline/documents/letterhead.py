"""信函格式 (GB/T 9704-2012, 10.1): the head of a 函 or a light 通知, drawn into the header of its first page.

The mark stands 30 mm below the paper's edge, a red double line 4 mm under it and another 20 mm above the
paper's foot, both 170 mm wide; the first page bears no number.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from pipeline.documents.stylesheet import element, parsed

_EMU_PER_MM = 36000
# From the paper's edges, in mm: (top, thickness). Above the thick line is outside, at the foot below.
_LINES = ((45.9, 0.8), (47.2, 0.3), (275.4, 0.3), (276.2, 0.8))
_LEFT, _WIDTH = 20, 170
# The mark's ink begins 30 mm down when its line of 39.6 points begins here.
_MARK_TOP, _MARK_LINE = 1620, 792

_RULE = """
<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="{id}" behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="{id}" name="{name}"/>
<wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>
</mc:Choice></mc:AlternateContent></w:r>"""


def letter_pages(document: WordDocument) -> tuple[Paragraph, Paragraph]:
    """Give the first page its own header and footer; the paragraphs for the draft mark and the organ's mark.

    The caller fills both; the first page stays without a number.
    """
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.first_page_header
    header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    section.first_page_footer.paragraphs[0].style = "单页页码"
    # A frame hangs on the paragraph after it: without one it is laid out as common text.
    mark, draft = header.paragraphs[0], header.add_paragraph()
    mark._p.get_or_add_pPr().append(_frame())
    for number, (top, height) in enumerate(_LINES, 1):
        draft._p.append(_rule(number, top, height))
    return draft, mark


def _frame() -> BaseOxmlElement:
    """A frame over the full width between the lines, at a fixed place of the page."""
    return element(
        "framePr",
        w=9638,
        h=_MARK_LINE,
        hRule="exact",
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=1134,
        y=_MARK_TOP,
    )


def _rule(number: int, top: float, height: float) -> BaseOxmlElement:
    sizes = {"x": _LEFT, "y": top, "width": _WIDTH, "height": height}
    emus = {name: round(length * _EMU_PER_MM) for name, length in sizes.items()}
    return parsed(_RULE, id=100 + number, name=f"信函红线{number}", **emus)
