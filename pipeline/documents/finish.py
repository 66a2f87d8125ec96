"""What can only be set once a document's words are known: the signature is centred on the date (7.3.5.1).

Decided by counting 字, so that it is the same whether or not anything lays the pages out here.
"""

from __future__ import annotations

from itertools import pairwise

from docx.document import Document as WordDocument
from docx.shared import Twips

from pipeline.documents.gongwen import DATES, EM, SIGNATURE

_DATE_INDENT = 4


def finish(document: WordDocument) -> None:
    """Set the indents of every signature and of the date below it, in place."""
    for signature, day in pairwise(document.paragraphs):
        styles = [one.style.name if one.style is not None else "" for one in (signature, day)]
        if styles[0] == SIGNATURE and styles[1] in DATES:
            right, below = indents(signature.text, day.text)
            signature.paragraph_format.right_indent = Twips(round(right * EM))
            day.paragraph_format.right_indent = Twips(round(below * EM))


def indents(signature: str, day: str) -> tuple[float, float]:
    """How many 字 signature and date stand from the right: the date four; a longer signature pushes it inward."""
    apart = (width(day) - width(signature)) / 2
    below = max(_DATE_INDENT, -apart)
    return below + apart, below


def width(text: str) -> float:
    """The length of a line in 字: a Chinese sign is one, a Latin one half; a blank is the two digits people put there."""
    return sum(0.5 if sign < "\u2000" else 1 for sign in text.replace("【　】", "00"))
