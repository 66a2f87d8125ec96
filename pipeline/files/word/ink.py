"""Which text of a Word file comes out on paper: not what is hidden, struck through, as light as its ground, or signs for digits.

Formatting is followed through styles as Word does: the run's own, then its style, its paragraph's, the defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _FILL = _W + "val", _W + "fill"
_HIDING = frozenset(_W + name for name in ("vanish", "strike", "dstrike"))
# Fonts that print other signs for digits.
_SIGNS = ("wingdings", "webdings", "dingbats")
# Half points; and how far apart two colours must be, of 255, for a text to be read on its ground.
_SMALLEST, _APART = 4, 24
_PAPER = (255, 255, 255)

_Look = Mapping[str, str]
_Colour = tuple[int, ...]


class Ink:
    """What a part's runs look like, by the package's styles (None: it has none)."""

    def __init__(self, styles: etree._Element | None) -> None:
        found = [] if styles is None else list(styles.iterchildren(_W + "style"))
        self._styles = {one.get(_W + "styleId", ""): one for one in found}
        default = None if styles is None else styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._default = _look(default)
        usual = [
            one
            for one in found
            if one.get(_W + "type") == "paragraph" and one.get(_W + "default") in ("1", "true")
        ]
        self._usual = usual[0].get(_W + "styleId", "") if usual else ""
        self._looks: dict[str, _Look] = {}
        # The paragraph whose runs are being read, and its style.
        self._read: tuple[etree._Element | None, str] = None, ""
        self._inks: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[bool, _Colour | None, str]] = {}

    def prints(self, run: etree._Element) -> bool:
        """Whether the text of a run is seen on paper; blanks are as they are."""
        if not "".join(map(str, run.itertext())).strip():
            return True
        properties = run.find(_W + "rPr")
        own = tuple(_facts(properties)) if properties is not None else ()
        style = self._paragraph_style(run)
        if (style, own) not in self._inks:
            self._inks[style, own] = self._ink(style, dict(own))
        seen, colour, fill = self._inks[style, own]
        if colour is None:
            return seen
        ground = self._ground(run, fill)
        return ground is None or max(abs(a - b) for a, b in zip(colour, ground, strict=True)) > _APART

    def _ink(self, style: str, own: _Look) -> tuple[bool, _Colour | None, str]:
        """Of runs with that formatting in paragraphs of a style: whether they are seen, where that hangs on the ground
        their colour, and their own fill.
        """
        by_style = self._of(own["style"]) if "style" in own else {}
        look = {**self._of(style), **by_style, **own}
        if any(look.get(tag) == "on" for tag in _HIDING):
            return False, None, ""
        if any(sign in look.get("font", "") for sign in _SIGNS) or int(look.get("size", "21")) <= _SMALLEST:
            return False, None, ""
        colour = None if "highlight" in look else _rgb(look.get("colour", ""))
        return True, colour, look.get("fill", "")

    def _of(self, style: str, seen: frozenset[str] = frozenset()) -> _Look:
        """What a style says, over what it is based on; the defaults at the bottom."""
        element = self._styles.get(style)
        if element is None or style in seen:
            return self._default if not seen else {}
        if style not in self._looks:
            base = element.find(_W + "basedOn")
            below = self._of(base.get(_VAL, ""), seen | {style}) if base is not None else {}
            bottom = self._default if element.get(_W + "type") == "paragraph" and not seen else {}
            look = {**bottom, **below, **_look(element.find(_W + "rPr"))}
            if seen:
                return look
            self._looks[style] = look
        return self._looks[style]

    def _paragraph_style(self, run: etree._Element) -> str:
        paragraph = next(run.iterancestors(_W + "p"), None)
        if paragraph is None:
            return self._usual
        if paragraph is not self._read[0]:
            named = paragraph.find(f"{_W}pPr/{_W}pStyle")
            self._read = paragraph, named.get(_VAL, "") if named is not None else self._usual
        return self._read[1]

    def _ground(self, run: etree._Element, fill: str) -> _Colour | None:
        """The colour behind a run; None where it cannot be told (a table's style)."""
        fills = [fill]
        for one in run.iterancestors(_W + "p", _W + "tc", _W + "tbl"):
            if one.tag == _W + "tbl" and self._shades(one):
                return None
            shade = one.find(f"{one.tag}Pr/{_W}shd")
            fills.append(shade.get(_FILL, "") if shade is not None else "")
        return next((rgb for rgb in map(_rgb, fills) if rgb is not None), _PAPER)

    def _shades(self, table: etree._Element) -> bool:
        named = table.find(f"{_W}tblPr/{_W}tblStyle")
        style = self._styles.get(named.get(_VAL, "")) if named is not None else None
        return style is not None and next(style.iter(_W + "shd"), None) is not None


def _look(properties: etree._Element | None) -> dict[str, str]:
    return dict(_facts(properties)) if properties is not None else {}


def _facts(properties: etree._Element) -> Iterator[tuple[str, str]]:
    for one in properties:
        value = one.get(_VAL, "")
        if one.tag in _HIDING:
            yield one.tag, "off" if value in ("0", "false", "off") else "on"
        elif one.tag == _W + "color":
            yield "colour", value
        elif one.tag == _W + "sz" and value.isascii() and value.isdigit():
            yield "size", value[:6]
        elif one.tag == _W + "rFonts":
            yield "font", " ".join(map(str, one.values())).lower()
        elif one.tag == _W + "shd":
            yield "fill", one.get(_FILL, "")
        elif one.tag == _W + "highlight" and value != "none":
            yield "highlight", value
        elif one.tag == _W + "rStyle":
            yield "style", value


def _rgb(text: str) -> _Colour | None:
    """A colour as Word writes it; None for “auto” and what is none."""
    try:
        return tuple(bytes.fromhex(text)) if len(text) == 6 else None
    except ValueError:
        return None
