"""信函格式 (GB/T 9704-2012, 10.1): the head of a 函 or a light 通知.

The mark stands 30 mm below the paper's edge, a red double line 4 mm under it and another 20 mm above the
paper's foot, both 170 mm wide; the first page bears no number. The lines are drawn into the header of the first
page; the mark is framed in the body, since a header grows with its frames and pushes the text down.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from pipeline.documents.style.shapes import EMU_PER_MM, Place, bar
from pipeline.documents.style.stylesheet import element

# From the paper's upper edge, in mm: (top, thickness). The thick lines are outside.
_LINES = ((45.9, 0.8), (47.2, 0.3), (275.4, 0.3), (276.2, 0.8))
_LEFT, _WIDTH = 20, 170
# In twips: the mark's ink begins 30 mm down when its line of 39.6 points begins here.
_MARK_TOP, _MARK_LINE = 1620, 792
# Its middle lies between those of the paper, where the red lines have theirs, and of the type area below.
_MARK_LEFT = 1162
_RED = "FF0000"


def letter_pages(document: WordDocument) -> Paragraph:
    """Give the first page its red lines and no number; the paragraph of its header, for the draft mark."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.first_page_header
    header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    section.first_page_footer.paragraphs[0].style = "单页页码"
    draft: Paragraph = header.paragraphs[0]
    for number, (top, height) in enumerate(_LINES, 101):
        lengths = (round(length * EMU_PER_MM) for length in (_LEFT, top, _WIDTH, height))
        draft._p.append(bar(Place(number, f"信函红线{number}", *lengths), _RED))
    return draft


def frame_mark(paragraph: Paragraph) -> None:
    """Put the organ's mark to its place; what follows begins right under its frame."""
    frame = element(
        "framePr",
        w=9638,
        h=_MARK_LINE,
        hRule="exact",
        wrap="notBeside",
        vAnchor="page",
        hAnchor="page",
        x=_MARK_LEFT,
        y=_MARK_TOP,
    )
    paragraph._p.get_or_add_pPr().append(frame)
