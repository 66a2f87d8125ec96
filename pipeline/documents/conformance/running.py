"""The running text, line by line: its size, its faces, where its lines begin (GB/T 9704-2012, 5.2.2, 7.3.3, 7.3.4, 7.3.6).

What is left when title, tables, annexes and imprint are taken away; of every line something is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from pipeline.documents.conformance.ruler import (
    DATE,
    EM,
    LINE,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TYPE_AREA,
    Breach,
    Line,
    family,
    in_area,
    lines,
    near,
    tables,
    true,
)
from pipeline.model.pages import Page

_ANNEX = re.compile(r"附件\d*")
# What may be printed wholly in another face: headings, and what goes on from one line to the next.
_HEADINGS = {
    "黑体": re.compile("[一二三四五六七八九十百千零]+、"),
    "楷体": re.compile(r"（[一二三四五六七八九十百千零]+）|\d+[.．]"),
}
_LISTED = re.compile(r"附件：(?:\d+[.．])?|\d+[.．]")
# A line that ends farther from the edge than kinsoku would leave it ends its paragraph.
_FULL = TYPE_AREA.right - 4.6 * EM
_PLACE = 0.7
# 个别单位报送不够及时、准确。 and the like: no line full of words.
_FEW_WORDS = 16
# The last line of an imprint ends at most so far above the type area's foot.
_LOWEST = 7.0


@dataclass(frozen=True, slots=True)
class Running:
    """The lines of the text on a page: `number` counts from 1, `body` ends before 附件说明 or 署名, `rest` begins there."""

    number: int
    body: tuple[Line, ...]
    rest: tuple[Line, ...]

    @property
    def attachments(self) -> tuple[Line, ...]:
        """附件说明, line by line."""
        end = next((at for at, line in enumerate(self.rest) if _is_signed(self.rest, at)), len(self.rest))
        return self.rest[:end] if self.rest and _listing(self.rest[0]) else ()

    @property
    def signed(self) -> tuple[Line, ...]:
        """署名 and 成文日期, and what stands below them; nothing on a page without them."""
        return self.rest[len(self.attachments) :]


def running(pages: Sequence[Page]) -> tuple[Running, ...]:
    """The text page by page, up to the first annex; a page without any is there with no lines."""
    found = []
    for number, page in enumerate(pages, 1):
        if page.landscape or is_annex(page):
            break
        kept = _text_lines(page, number == 1)
        cut = next((at for at, line in enumerate(kept) if _listing(line) or _is_signed(kept, at)), len(kept))
        found.append(Running(number, tuple(kept[:cut]), tuple(kept[cut:])))
    return tuple(found)


def is_annex(page: Page) -> bool:
    """Whether a page as a reader holds it begins with 附件 or 附件1."""
    first = next(iter(lines(glyph for glyph in page.glyphs if in_area(glyph))), None)
    return first is not None and _ANNEX.fullmatch(first.text) is not None


def imprint(page: Page) -> list[Line]:
    """The lines of 4号 at the foot of a page's type area, from above."""
    found: list[Line] = []
    for line in reversed(lines(glyph for glyph in page.glyphs if in_area(glyph))):
        below = found[-1].baseline if found else TYPE_AREA.bottom + LINE - _LOWEST
        if line.size != SIZE_4 or below - line.baseline > LINE:
            break
        found.append(line)
    return found[::-1]


def paragraphs(text: Sequence[Running], addressed: bool) -> Iterator[Breach]:
    """Every line in 3号, none wholly in a face that is a heading's, each where a paragraph begins or goes on."""
    greeted = not addressed
    for at, page in enumerate(text):
        yield from _places(page, greeted)
        greeted = greeted or any(line.text.endswith("：") for line in page.body)
        said, below = (*page.body, *page.rest), [line for one in text[at + 1 :] for line in one.body]
        for place, (before, line) in enumerate(pairwise((None, *said))):
            if line is not None:
                yield from _type(page.number, before, line, [*said[place + 1 :], *below])


def remark(text: Sequence[Running]) -> Iterator[Breach]:
    """7.3.6: 附注 below the date, two 字 from the left, in brackets."""
    for page in text:
        day, *below = page.signed[1:] or (None,)
        if day is None or not below:
            continue
        said = "".join(line.text for line in below)
        bracketed = said.startswith("（") and said.endswith("）")
        yield from true("7.3.6", page.number, "成文日期下面只有加圆括号的附注", bracketed, f"“{said[:8]}”")
        yield from near("7.3.6", page.number, "附注左端", TYPE_AREA.left + 2 * EM, below[0].left, _PLACE)
        free = (below[0].baseline - day.baseline) / LINE - 1
        yield from true(
            "7.3.6", page.number, "附注应在成文日期的下一行", round(free) == 0, f"空了{free:.0f}行"
        )


def _text_lines(page: Page, first: bool) -> list[Line]:
    found = lines(glyph for glyph in page.glyphs if in_area(glyph) and not glyph.red)
    titles = [line.baseline for line in found if round(line.size) == SIZE_2]
    if first and not titles:
        return []
    top, foot = max(titles, default=0.0), {line.baseline for line in imprint(page)}
    boxed = tables(page)
    return [
        line
        for line in found
        if line.baseline > top
        and line.baseline not in foot
        and not any(box.top <= line.baseline <= box.bottom for box in boxed)
    ]


def _listing(line: Line) -> bool:
    return line.text.startswith("附件：")


def _is_signed(found: Sequence[Line], at: int) -> bool:
    """Whether a line is a signature: a date stands right below it, neither begins where text does."""
    if at + 1 >= len(found) or not DATE.fullmatch(found[at + 1].text):
        return False
    return found[at + 1].baseline - found[at].baseline < 1.2 * LINE


def _type(number: int, before: Line | None, line: Line, below: Sequence[Line]) -> Iterator[Breach]:
    said = f"“{line.text[:8]}”"
    sizes = {round(glyph.size, 1) for glyph in line.glyphs if glyph.sign.strip()}
    told = "、".join(f"{size:g}磅" for size in sorted(sizes))
    yield from true("5.2.2", number, "正文应用3号", sizes == {SIZE_3}, f"{said}{told}")
    faces = {family(glyph.font) for glyph in line.glyphs if glyph.sign.strip()}
    heading = _HEADINGS.get(next(iter(faces))) if len(faces) == 1 else None
    if heading is None or heading.match(line.text):
        return
    above = family(before.glyphs[-1].font) if before is not None else ""
    goes_on = before is not None and {above} == faces and before.right > _FULL
    # The only heading of its level has no number: a few words right below the one above it, or a paragraph's beginning.
    few = above == "黑体" and len(line.text) <= _FEW_WORDS
    lone = faces == {"楷体"} and (few or _runs_in([line, *below]))
    yield from true("7.3.3", number, "不是标题的行应用仿宋", goes_on or lone, f"{said}{next(iter(faces))}")


def _runs_in(found: Sequence[Line]) -> bool:
    """Whether a paragraph begins with a heading in 楷体, up to a full stop, and goes on behind it in 仿宋."""
    if abs(found[0].left - TYPE_AREA.left - 2 * EM) > _PLACE:
        return False
    told = list(found[0].glyphs)
    for before, line in pairwise(found):
        if before.right < _FULL or abs(line.left - TYPE_AREA.left) > _PLACE:
            break
        told += line.glyphs
    heading = list(takewhile(lambda glyph: family(glyph.font) == "楷体", told))
    behind = told[len(heading) :]
    return bool(behind) and heading[-1].sign == "。" and family(behind[0].font) == "仿宋"


def _places(page: Running, greeted: bool) -> Iterator[Breach]:
    before: Line | None = None
    for line in page.body:
        at, said = (line.left - TYPE_AREA.left) / EM, f"“{line.text[:8]}”在{line.left:.1f}毫米"
        known = min(abs(line.left - TYPE_AREA.left), abs(line.left - TYPE_AREA.left - 2 * EM)) < _PLACE
        yield from true("7.3.3", page.number, "段首左空二字，回行顶格", known, said)
        if greeted and before is not None and round(at) == 0:
            yield from true("7.3.3", page.number, "每段左空二字", before.right > _FULL, said)
        greeted = greeted or line.text.endswith("：")
        before = line
    yield from _hanging(page)


def _hanging(page: Running) -> Iterator[Breach]:
    """7.3.4: the names of attachments go on under their first sign, their numbers stand under one another."""
    name = number = None
    for line in page.attachments:
        listed = _LISTED.match(line.text)
        if listed is None:
            wanted = name
        else:
            skipped = len("附件：") if _listing(line) else 0
            if skipped:
                number = line.glyphs[skipped].x
            name = line.glyphs[listed.end()].x if listed.end() < len(line.glyphs) else None
            wanted = None if skipped else number
        if wanted is not None:
            yield from near("7.3.4", page.number, "附件说明各行左端", wanted, line.left, _PLACE)
