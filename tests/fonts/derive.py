"""Fonts to look at pages with where the official ones may not be installed: derived copies of Fandol.

Fandol's 汉字 are as wide as the official fonts', its digits are not: here ASCII is set half as wide as a 汉字, and
the line metrics are those the pages were measured with. Copies go to the user's own fonts, never into the
repository: Fandol is free (GPL with font exception) and comes from Debian's package texlive-lang-chinese.

    python tests/fonts/derive.py FOLDER_WITH_FANDOL TARGET_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.misc.transform import Scale
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

# Fandol's file, the family it becomes.
DERIVED = {
    "FandolFang-Regular.otf": "GW FangSong",
    "FandolKai-Regular.otf": "GW KaiTi",
    "FandolHei-Regular.otf": "GW HeiTi",
    "FandolSong-Regular.otf": "GW SongTi",
    "FandolSong-Bold.otf": "GW XiaoBiaoSong",
}
_HALF, _ASCENT, _DESCENT = 500, 880, 120
_ASCII = range(0x20, 0x7F)


def derive(source: Path, family: str, target: Path) -> None:
    """A copy of a font under another name, its ASCII half-width, its metrics set."""
    # Boxes stay as they are: to measure them anew means drawing every 汉字, most of a minute for each font.
    font = TTFont(source, recalcBBoxes=False)
    for tag in ("GSUB", "GPOS", "kern", "DSIG"):
        if tag in font:
            del font[tag]
    _narrow(font)
    head, typo = font["hhea"], font["OS/2"]
    head.ascent, head.descent, head.lineGap = _ASCENT, -_DESCENT, 0
    typo.sTypoAscender, typo.sTypoDescender, typo.sTypoLineGap = _ASCENT, -_DESCENT, 0
    typo.usWinAscent, typo.usWinDescent = _ASCENT, _DESCENT
    typo.usWeightClass, typo.fsSelection = 400, 0x40
    font["head"].macStyle = 0
    _rename(font, family)
    font.save(target / f"{family.replace(' ', '')}.otf")


def _narrow(font: TTFont) -> None:
    """Every ASCII sign, drawn narrower or wider, advances half an em."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    for code in _ASCII:
        name = names.get(code)
        if name is None:
            continue
        width, bearing = font["hmtx"][name]
        ratio = _HALF / width
        pen = T2CharStringPen(_HALF, glyphs)
        glyphs[name].draw(TransformPen(pen, Scale(ratio, 1)))
        old = strings[name]
        strings[name] = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
        font["hmtx"][name] = (_HALF, round(bearing * ratio))


def _rename(font: TTFont, family: str) -> None:
    plain = family.replace(" ", "")
    words = {1: family, 2: "Regular", 3: f"{plain}-derived", 4: family, 6: plain}
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
    for number, text in words.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [plain]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = family
    top.topDictIndex[0].Weight = "Regular"
    # What a PDF calls an embedded font is the name of the part its signs come from.
    for part in top.topDictIndex[0].FDArray:
        part.FontName = plain


def main(source: str, target: str) -> None:
    """Derive every font found below `source` into `target`."""
    place = Path(target)
    place.mkdir(parents=True, exist_ok=True)
    for file, family in DERIVED.items():
        found = next(iter(sorted(Path(source).rglob(file))), None)
        if found is None:
            raise SystemExit(f"{file} is not below {source}")
        derive(found, family, place)
        print(f"{family} from {file}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
