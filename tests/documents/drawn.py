"""Pages drawn by hand for the ruler: a 通报 of four pages that keeps every clause, and what draws it.

Signs stand where GB/T 9704-2012 has them; nothing is rendered, so that a fault costs no more than its lines here.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.documents.conformance.ruler import EM, LINE, POINT, wide
from pipeline.model.pages import Bar, Box, Glyph, Page

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "GWFangSong", "GWKaiTi", "GWHeiTi", "GWSongTi", "GWXiaoBiaoSong"
FIRST = 41.8
"""Where the first line of a page stands, in mm."""
FULL = "这一行排满了二十八个字用来占住一行的位置让后面的字往下移动"[:28]


def line(
    text: str,
    baseline: float,
    left: float = 28.0,
    size: float = 16,
    font: str = FANGSONG,
    red: bool = False,
    height: float = 1.0,
) -> list[Glyph]:
    """A line of signs on a baseline, from `left` on."""
    pitch, tall = size * POINT * (EM / (16 * POINT) if size == 16 else 1), size * POINT * height
    found, at = [], left
    for sign in text:
        across = pitch if wide(sign) else pitch / 2
        ink = Box(at + 0.05, baseline - 0.8 * tall, at + across - 0.05, baseline + 0.2 * tall)
        found.append(Glyph(sign, ink, at, baseline, font, size, red))
        at += across
    return found


def centred(
    text: str, baseline: float, size: float, font: str, middle: float = 106.0, red: bool = False
) -> list[Glyph]:
    """A line in the middle of the type area."""
    drawn = line(text, baseline, 0, size, font, red)
    shift = middle - (drawn[0].ink.left + drawn[-1].ink.right) / 2
    return [moved(one, shift, 0) for one in drawn]


def moved(glyph: Glyph, right: float, down: float) -> Glyph:
    """A sign elsewhere."""
    ink = glyph.ink
    box = Box(ink.left + right, ink.top + down, ink.right + right, ink.bottom + down)
    return replace(glyph, ink=box, x=glyph.x + right, baseline=glyph.baseline + down)


def rows(first: float, *texts: tuple[str, float]) -> list[Glyph]:
    """Lines of the text one below the other, each with its indent in 字."""
    return [
        one
        for number, (text, indent) in enumerate(texts)
        if text
        for one in line(text, first + number * LINE, 28 + indent * EM)
    ]


def bar(left: float, top: float, right: float, bottom: float, red: bool = False) -> Bar:
    return Bar(Box(left, top, right, bottom), red)


def table(left: float, top: float, right: float, lines: int, tall: float = 9.0) -> list[Bar]:
    """The rules of a table with so many lines, its head among them."""
    foot = top + lines * tall
    level = [bar(left, top + at * tall, right, top + at * tall + 0.2) for at in range(lines + 1)]
    return [*level, bar(left, top, left + 0.2, foot), bar(right - 0.2, top, right, foot)]


def folio(number: int) -> list[Glyph]:
    """— 7 — where it belongs on an upright page, the dashes' ink at 269 mm."""
    said = f"— {number} —"
    across = 14 * POINT
    width = sum(across if wide(sign) else across / 2 for sign in said)
    left = 184 - across - width if number % 2 else 28 + across
    drawn = line(said, 270.5, left, 14, SONGTI)
    return [replace(one, ink=replace(one.ink, top=268.5, bottom=269.5)) for one in drawn]


def imprint(*copies: str, day: str = "2021年9月28日印发") -> tuple[list[Glyph], list[Bar]]:
    """版记 at the foot: its lines, who printed it, and three rules; two where nothing is copied."""
    foot, pitch = 262.0, 8.467
    last = foot - 0.35 - 2.0
    printed = line("新乡市人民政府办公室", last, 28 + 14 * POINT, 14)
    width = sum((1 if wide(sign) else 0.5) * 14 * POINT for sign in day)
    printed += line(day, last, 184 - 14 * POINT - width, 14)
    signs, at = printed, last
    for number, text in enumerate(reversed(copies)):
        at = last - (number + 1) * pitch
        indent = 1 if text[2:3] == "：" else 4
        signs = line(text, at, 28 + indent * 14 * POINT, 14) + signs
    rules = [bar(28, at - 6.5, 184, at - 6.15), bar(28, foot - 0.35, 184, foot)]
    if copies:
        rules.insert(1, bar(28, last - 6.1, 184, last - 5.85))
    return signs, rules


def page(number: int, glyphs: list[Glyph], bars: list[Bar] | None = None, numbered: bool = True) -> Page:
    """An upright page with its number."""
    return Page(210, 297, (*glyphs, *(folio(number) if numbered else ())), tuple(bars or ()))


def first_page() -> Page:
    """The red head, number, title, addressee and the text's first lines."""
    glyphs = centred("新乡市人民政府文件", 81.0, 32, TITLE, red=True)
    glyphs += centred("新政办〔2021〕24号", 110.8, 16, FANGSONG)
    glyphs += centred("新乡市人民政府办公室", 147.6, 22, TITLE)
    glyphs += centred("关于重点民生实事进展情况的通报", 160.23, 22, TITLE)
    texts = [
        ("各县（市）区人民政府：", 0),
        (FULL[:26], 2),
        (FULL, 0),
        (FULL, 0),
        (FULL, 0),
        (FULL, 0),
        (FULL, 0),
        (FULL, 0),
    ]
    return page(1, glyphs + rows(181.3, *texts), [bar(28, 115.9, 184, 116.4, red=True)])


def signed_page() -> Page:
    """The text's end, 附件说明, 署名 and 成文日期."""
    texts = [
        (FULL, 0),
        ("这一段到此为止。", 0),
        ("一、下一步工作", 2),
        (FULL[:26], 2),
        ("抓好落实。", 0),
        ("", 0),
        ("附件：1.重点民生实事进展情况表", 2),
        ("2.存在问题清单", 5),
        ("", 0),
        ("", 0),
    ]
    glyphs = rows(FIRST, *texts)
    heading = FIRST + 2 * LINE
    glyphs = [replace(one, font=HEITI) if one.baseline == heading else one for one in glyphs]
    at, right = FIRST + len(texts) * LINE, 184 - 4 * EM
    day = line("2021年9月28日", at + LINE, right - 8 * EM)
    shift = right - (day[-1].x + EM)
    day = [moved(one, shift, 0) for one in day]
    middle = (day[0].x + right) / 2
    name = line("新乡市人民政府办公室", at, middle - 5 * EM)
    return page(2, glyphs + name + day)


def lying_annex() -> Page:
    """Annex 1 with its table, on its side."""
    glyphs = line("附件1", 32.8, 35, font=HEITI)
    glyphs += centred("重点民生实事进展情况表", 55.4, 22, TITLE, middle=147.5)
    glyphs += line("指标　目标　完成", 68.0, 36, 10.5)
    glyphs += [one for at in range(4) for one in line("新增城镇就业　7.15万人", 77.0 + 9 * at, 36, 10.5)]
    return Page(297, 210, (*glyphs, *lying_folio(3)), tuple(table(35, 62, 260, 5)))


def lying_folio(number: int) -> list[Glyph]:
    """The number of a page on its side: at its left edge, a quarter turned, where the upright page has its foot."""
    return [
        replace(
            one,
            ink=Box(297 - one.ink.bottom, one.ink.left, 297 - one.ink.top, one.ink.right),
            turned=True,
        )
        for one in folio(number)
    ]


def last_page() -> Page:
    """Annex 2 with its table, and the imprint at its foot."""
    glyphs = line("附件2", 41.8, font=HEITI)
    glyphs += centred("存在问题清单", 64.4, 22, TITLE)
    glyphs += [one for at in range(4) for one in line("新建停车场　进度滞后", 77.0 + 9 * at, 29, 12)]
    signs, rules = imprint("抄送：市委办公室，市人大常委会办公室。")
    return page(4, glyphs + signs, [*table(28, 71, 184, 4), *rules])


def circular() -> list[Page]:
    """The whole 通报, as a reader holds it."""
    return [first_page(), signed_page(), lying_annex(), last_page()]
