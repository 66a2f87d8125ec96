"""What can only be set once a document's words are known: where the signature stands, and what it stays with.

The signature is centred on the date (7.3.5.1) and never stands on a page without body text (7.3.5.5). Decided by
counting 字 and by the order of paragraphs, so that it is the same whether or not anything lays the pages out here.
"""

from __future__ import annotations

from itertools import pairwise

from docx.document import Document as WordDocument
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from pipeline.documents.compose.wording import width
from pipeline.documents.gongwen import ATTACHMENTS, DATE, EM, REMARK, SIGNATURE

_DATE_INDENT = 4


def finish(document: WordDocument) -> None:
    """Set the indents of every signature and its date, and what is kept together with them, in place."""
    paragraphs = document.paragraphs
    for index, (signature, day) in enumerate(pairwise(paragraphs)):
        if _style(signature) != SIGNATURE or _style(day) != DATE:
            continue
        right, below = indents(signature.text, day.text)
        signature.paragraph_format.right_indent = Twips(round(right * EM))
        day.paragraph_format.right_indent = Twips(round(below * EM))
        _keep_with_body(paragraphs[:index])
        following = paragraphs[index + 2 : index + 3]
        if following and _style(following[0]) == REMARK:
            day.paragraph_format.keep_with_next = True


def _keep_with_body(before: list[Paragraph]) -> None:
    """From the last paragraph of the body down to the signature nothing comes apart."""
    for paragraph in reversed(before):
        paragraph.paragraph_format.keep_with_next = True
        if paragraph.text.strip() and _style(paragraph) not in ATTACHMENTS:
            return


def _style(paragraph: Paragraph) -> str:
    return paragraph.style.name or "" if paragraph.style is not None else ""


def indents(signature: str, day: str) -> tuple[float, float]:
    """How many 字 signature and date stand from the right: the date four; a longer signature pushes it inward."""
    apart = (width(day) - width(signature)) / 2
    below = max(_DATE_INDENT, -apart)
    return below + apart, below
