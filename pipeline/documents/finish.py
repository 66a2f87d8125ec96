"""What can only be set once a document's words are known: how wide the mark is, where the signature stands.

The signature is centred on the date (7.3.5.1) and never stands on a page without body text (7.3.5.5). Decided by
counting 字 and by the order of paragraphs, so that it is the same whether or not anything lays the pages out here.
"""

from __future__ import annotations

from itertools import pairwise

from docx.document import Document as WordDocument
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from pipeline.documents.compose.wording import width
from pipeline.documents.gongwen import ATTACHMENTS, DATE, EM, ORGAN_MARKS, REMARK, SIGNATURE
from pipeline.documents.paragraphs import style_of
from pipeline.documents.stylesheet import element

_DATE_INDENT = 4
# In points: a little less than the type area.
_MARK_WIDTH = 440
# What may follow a character's scale among its properties.
_AFTER_SCALE = ("w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")


def finish(document: WordDocument) -> None:
    """Set in place what depends on words: the mark's width, every signature and its date."""
    paragraphs = document.paragraphs
    for paragraph in paragraphs:
        if style_of(paragraph) in ORGAN_MARKS:
            _fit_mark(paragraph)
    for index, (signature, day) in enumerate(pairwise(paragraphs)):
        if style_of(signature) != SIGNATURE or style_of(day) != DATE:
            continue
        right, below = indents(signature.text, day.text)
        signature.paragraph_format.right_indent = Twips(round(right * EM))
        day.paragraph_format.right_indent = Twips(round(below * EM))
        _keep_with_body(paragraphs[:index])
        following = paragraphs[index + 2 : index + 3]
        if following and style_of(following[0]) == REMARK:
            day.paragraph_format.keep_with_next = True


def _fit_mark(paragraph: Paragraph) -> None:
    """A long name is set narrower, not smaller: the mark stays narrower than the type area, its height the same (7.2.4)."""
    assert paragraph.style is not None
    wide = len(paragraph.text) * paragraph.style.font.size.pt
    if wide > _MARK_WIDTH:
        for run in paragraph.runs:
            scale = element("w", val=int(100 * _MARK_WIDTH / wide))
            run._r.get_or_add_rPr().insert_element_before(scale, *_AFTER_SCALE)


def _keep_with_body(before: list[Paragraph]) -> None:
    """From the last paragraph of the body down to the signature nothing comes apart."""
    for paragraph in reversed(before):
        paragraph.paragraph_format.keep_with_next = True
        if paragraph.text.strip() and style_of(paragraph) not in ATTACHMENTS:
            return


def indents(signature: str, day: str) -> tuple[float, float]:
    """How many 字 signature and date stand from the right: the date four; a longer signature pushes it inward."""
    apart = (width(day) - width(signature)) / 2
    below = max(_DATE_INDENT, -apart)
    return below + apart, below
