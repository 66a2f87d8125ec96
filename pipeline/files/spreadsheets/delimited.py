""".csv: a table as text, read strictly: BOM, then UTF-8, then GB18030, and nothing that looks garbled."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

from pipeline.files.spreadsheets.formulas import written
from pipeline.files.spreadsheets.preflight import incomplete, not_a_sheet
from pipeline.files.spreadsheets.survey import MAX_COLUMNS, MAX_ROWS, too_wide
from pipeline.model.sheets import Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAME = "表"


def read(data: bytes) -> tuple[Sheet, ...]:
    """The one table of a .csv, every cell a text; `Unreadable` if it is no table or its signs are garbled."""
    text = _decoded(data)
    if not any(sign in text for sign in ",\t"):
        raise not_a_sheet("纯文本或其他文件")
    separator = "\t" if text.count("\t") > text.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise incomplete() from None
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise too_wide(_NAME)
    contents = {
        (row, column): written(value)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value.strip()
    }
    return (Sheet(_NAME, False, contents),)


def _decoded(data: bytes) -> str:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Signs nobody types: text read with the wrong table, or no text at all.
        if not any(unicodedata.category(sign) in ("Co", "Cn") or sign in "\x00\ufffd" for sign in text):
            return text
    raise not_a_sheet("乱码文本或其他文件（也可能被加密软件加密过，先解密）")
