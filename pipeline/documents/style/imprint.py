"""版记 (GB/T 9704-2012, 7.4; 10.1 for letters): lowest in the type area of the last page.

Its lines stand in a frame at the foot of the type area. A rule is a paragraph of its own, as high as the rule is
thick and shaded black: it moves with the lines around it, in Word as in LibreOffice, where borders within a frame
get lost and drawn lines change places with the page number's box.
"""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from pipeline.documents.style.elements import each, line
from pipeline.documents.style.gbt9704 import IMPRINT, PRINTED, RULES, TABLES_BOTTOM, TYPE_WIDTH
from pipeline.documents.style.stylesheet import element

_OUTER, _INNER = RULES
# A paragraph with nothing in it would get no height in LibreOffice.
_NOTHING = "\u00a0"


def letter_imprint(document: WordDocument) -> None:
    """抄送 without rules and without a printing line (10.1)."""
    first = len(document.paragraphs)
    each(document, "line in imprint", IMPRINT, "{{ line }}")
    _frame(document, document.paragraphs[first:])


def ruled_imprint(document: WordDocument) -> None:
    """主办, 督办, 抄送 and who printed it, between rules as wide as the type area (7.4)."""
    first = len(document.paragraphs)
    line(document, _OUTER, _NOTHING)
    each(document, "line in imprint.lines", IMPRINT, "{{ line }}")
    line(document, _INNER, "{%p if imprint.lines %}")
    line(document, _INNER, _NOTHING)
    line(document, _INNER, "{%p endif %}")
    line(document, PRINTED, "{{ imprint.printer }}\t{{ imprint.printed }}")
    line(document, _OUTER, _NOTHING)
    _frame(document, document.paragraphs[first:])


def _frame(document: WordDocument, paragraphs: Iterable[Paragraph]) -> None:
    framed = list(paragraphs)
    if document.sections[-1].bottom_margin != Twips(TABLES_BOTTOM):
        line(document, "版记垫行", _NOTHING)
        framed.append(document.paragraphs[-1])
    for paragraph in framed:
        paragraph._p.get_or_add_pPr().append(
            element(
                "framePr",
                w=TYPE_WIDTH,
                wrap="around",
                vAnchor="margin",
                hAnchor="margin",
                xAlign="left",
                yAlign="bottom",
            )
        )
    # A frame hangs on the paragraph after it.
    line(document, "表后")
