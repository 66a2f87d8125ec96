"""A saved web page as paragraphs and grids: scripts, menus of links and hidden parts left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pipeline.files.prose.plain import of_lines
from pipeline.files.prose.source import Grid, Paragraph, Piece

_SILENT_TAGS = "script style noscript template head svg select option button textarea"
_SILENT = frozenset(_SILENT_TAGS.split())
_BLOCK_TAGS = "p div br li ul ol h1 h2 h3 h4 h5 h6 section article header footer tr table blockquote pre dd dt dl center form"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_VOID_TAGS = "br img hr input meta link col area base embed source track wbr"
_VOID = frozenset(_VOID_TAGS.split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_MOST_SPAN = 40


def read_web(data: bytes) -> tuple[Piece, ...]:
    """The paragraphs and tables of an HTML page, in the order of its source. Broken markup is read as far as it goes."""
    reader = _Reader()
    reader.feed(_decoded(data))
    reader.close()
    reader.flush()
    return tuple(reader.pieces)


def _decoded(data: bytes) -> str:
    said = _CHARSET.search(data[:4096])
    for coding in (said[1].decode("ascii", "replace") if said else "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode("gb18030" if coding.lower() in ("gb2312", "gbk") else coding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


class _Reader(HTMLParser):
    """Gathers text; the outermost table is a grid, a table that only lays out the page is read through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._text: list[str] = []
        self._silent = 0
        self._tables: list[list[list[str | None]]] = []
        self._hanging: list[dict[int, int]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self.flush()
            self._tables.append([])
            self._hanging.append({})
            self._cell = None
        elif tag == "tr" and self._tables:
            self._end_row()
            self._tables[-1].append([])
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            if not self._tables[-1]:
                self._tables[-1].append([])
            given = dict(attrs)
            self._span = _spans(given.get("rowspan"), given.get("colspan"))
            self._cell = []
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._tables:
            self._end_row()
            self._end_table()
        elif tag in _BLOCKS and tag not in _VOID:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text between tags: blanks of the source mean nothing."""
        if not self._silent:
            text = re.sub(r"\s+", " ", data.replace("\xa0", " "))
            (self._text if self._cell is None else self._cell).append(text)

    def _break(self) -> None:
        (self._text if self._cell is None else self._cell).append("\n")

    def _end_cell(self) -> None:
        if self._cell is None or not self._tables:
            return
        text = "\n".join(line.strip() for line in "".join(self._cell).split("\n") if line.strip())
        rows, hanging = self._tables[-1], self._hanging[-1]
        row = rows[-1]
        self._fill(row, hanging)
        down, across = self._span
        for step in range(across):
            if down > 1:
                hanging[len(row)] = down - 1
            row.append(text if step == 0 else "")
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._tables and self._tables[-1]:
            self._fill(self._tables[-1][-1], self._hanging[-1])

    def _fill(self, row: list[str | None], hanging: dict[int, int]) -> None:
        """The places of cells that hang down from rows above."""
        while hanging.get(len(row), 0) > 0:
            hanging[len(row)] -= 1
            row.append(None)

    def _end_table(self) -> None:
        rows = self._tables.pop()
        self._hanging.pop()
        width = max((len(row) for row in rows), default=0)
        if width < 2 or (len(rows) == 1 and any(cell and len(cell) > 300 for cell in rows[0])):
            for text in (cell for row in rows for cell in row if cell):
                self.pieces += of_lines(text.split("\n"))
        elif not self._tables:
            self.pieces.append(Grid(tuple(tuple(row) for row in rows if any(row))))

    def flush(self) -> None:
        """What was gathered so far, as paragraphs."""
        lines = [line.strip() for line in "".join(self._text).split("\n")]
        self.pieces += (Paragraph(line) for line in lines if line)
        self._text = []


def _spans(rows: str | None, columns: str | None) -> tuple[int, int]:
    told = [int(word) if word and word.strip().isdecimal() else 1 for word in (rows, columns)]
    return max(1, min(told[0], 500)), max(1, min(told[1], _MOST_SPAN))
