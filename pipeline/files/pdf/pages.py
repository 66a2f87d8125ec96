"""A PDF as signs and lines with their places: what a checker with a ruler needs; PDFs bound in one; a page as a picture.

Hides pdfium.
"""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.model.pages import Bar, Box, Glyph, Page

_MM = 25.4 / 72
_NAME_ROOM = 200


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Every page of a PDF in order.

    Raises `pypdfium2.PdfiumError` for what is no PDF.
    """
    with pdfium.PdfDocument(data) as document:
        return tuple(_page(document[number]) for number in range(len(document)))


def page_count(data: bytes) -> int | None:
    """How many pages a PDF has; None for what is no PDF."""
    try:
        with pdfium.PdfDocument(data) as document:
            return len(document)
    except pdfium.PdfiumError:
        return None


def bound(documents: Iterable[bytes]) -> bytes:
    """PDFs one after the other in one, each beginning on a right-hand page, for printing on both sides."""
    with pdfium.PdfDocument.new() as whole:
        for data in documents:
            if len(whole) % 2:
                whole.new_page(*whole[0].get_size())
            with pdfium.PdfDocument(data) as document:
                whole.import_pages(document)
        result = BytesIO()
        whole.save(result)
    return result.getvalue()


def picture(data: bytes) -> bytes:
    """The first page of a PDF as a PNG in grey, 150 dots to an inch: to be looked at on a telephone."""
    with pdfium.PdfDocument(data) as document:
        return _dots(document[0], 150, 9)


def pictures(data: bytes) -> tuple[bytes, ...]:
    """Every page of a PDF as a PNG in grey, 110 dots to an inch: to be looked at on a screen."""
    with pdfium.PdfDocument(data) as document:
        return tuple(_dots(document[number], 110, 6) for number in range(len(document)))


def _dots(page: pdfium.PdfPage, fine: int, level: int) -> bytes:
    bitmap = page.render(scale=fine / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    size = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 0, 0, 0, 0)
    # Every line begins with how it was filtered: not at all.
    dots = zlib.compress(b"".join(b"\0" + line for line in lines), level)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in ((b"IHDR", size), (b"IDAT", dots), (b"IEND", b""))
    )


def _page(page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    bars = sorted(set(_bars(page, height)), key=lambda bar: (bar.box.top, bar.box.left))
    return Page(width * _MM, height * _MM, tuple(_glyphs(page, height)), tuple(bars))


def _glyphs(page: pdfium.PdfPage, height: float) -> Iterator[Glyph]:
    text = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    name, flags = ctypes.create_string_buffer(_NAME_ROOM), ctypes.c_int()
    for index in range(text.count_chars()):
        # Blanks and line ends that pdfium adds to make text of signs.
        if raw.FPDFText_IsGenerated(text, index):
            continue
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
        raw.FPDFText_GetFontInfo(text, index, name, _NAME_ROOM, flags)
        yield Glyph(
            chr(raw.FPDFText_GetUnicode(text, index)),
            _box(left.value, top.value, right.value, bottom.value, height),
            x.value * _MM,
            (height - y.value) * _MM,
            name.value.decode("utf-8", "replace"),
            raw.FPDFText_GetFontSize(text, index),
            _is_red(red.value, green.value, blue.value),
            abs(raw.FPDFText_GetCharAngle(text, index)) > 1,
        )


def _bars(page: pdfium.PdfPage, height: float) -> Iterator[Bar]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode, stroked, thick = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        raw.FPDFPath_GetDrawMode(shape, mode, stroked)
        left, bottom, right, top = shape.get_bounds()
        if stroked.value:
            raw.FPDFPageObj_GetStrokeColor(shape, red, green, blue, alpha)
            raw.FPDFPageObj_GetStrokeWidth(shape, thick)
            # pdfium adds a whole width on every side; a line has half of it above and below, nothing at its ends.
            wide, half = thick.value, thick.value / 2
            level = right - left > top - bottom
            across, along = (half, wide) if level else (wide, half)
            left, right, bottom, top = left + along, right - along, bottom + across, top - across
        else:
            raw.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha)
        if mode.value or stroked.value:
            yield Bar(_box(left, top, right, bottom, height), _is_red(red.value, green.value, blue.value))


def _box(left: float, top: float, right: float, bottom: float, height: float) -> Box:
    return Box(left * _MM, (height - top) * _MM, right * _MM, (height - bottom) * _MM)


def _is_red(red: int, green: int, blue: int) -> bool:
    return red > 150 and max(green, blue) < 110
