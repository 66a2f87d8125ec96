"""Text for a terminal of 80 columns, where a Chinese sign takes two."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TextIO

WIDTH = 76
# A step is told of while it lasts after so many seconds, and again after so many.
_PATIENCE, _BREATH = 2.0, 0.1
_CLOSING = "，。；：、！？）”’】"
# What a shell takes as it stands; anything else is put in quotation marks.
_BARE = re.compile(r"[\w@%+=:,./-]+" if os.name != "nt" else r"[\w@+=:,./\\-]+")
_WORDS = re.compile(r"[!-~]+|.|\n")


def wide(text: str) -> int:
    """Columns a text takes on a terminal: two for a full-width sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def pasted(word: object) -> str:
    """A word as it may be pasted into a command line: a folder's name with a blank or a sign of the shell in quotation marks."""
    text = str(word)
    if _BARE.fullmatch(text):
        return text
    return f'"{text}"' if os.name == "nt" else "'" + text.replace("'", "'\\''") + "'"


def pad(text: str, width: int) -> str:
    """`text` with blanks up to `width` columns."""
    return text + " " * max(0, width - wide(text))


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Lines of at most WIDTH columns; later lines are indented.

    Numbers and names in ASCII stay whole, and punctuation never begins a line.
    """
    line = ""
    # What a unit or a file's name brings along must not steer the screen.
    text = "".join(sign if sign.isprintable() or sign in "\n\u3000" else "\ufffd" for sign in text)
    for word in _WORDS.findall(text):
        pieces = [word] if wide(word) <= WIDTH - wide(indent) else list(word)
        for piece in pieces:
            if piece == "\n" or (wide(line + piece) > WIDTH and piece not in _CLOSING):
                yield line
                line = indent + ("" if piece == "\n" else piece)
            else:
                line += piece
    yield line


def listed(items: Iterable[str], indent: str) -> Iterator[str]:
    """Short items in lines of at most WIDTH columns, none of them broken."""
    line = indent
    for item in items:
        if line != indent and wide(f"{line}　{item}") > WIDTH:
            yield line
            line = indent
        line += item if line == indent else f"　{item}"
    yield line


class Screen:
    """A terminal that watches a run: each line as it comes on one stream, how far a long step is on another; None for nowhere."""

    def __init__(self, lines: TextIO | None, bar: TextIO | None) -> None:
        self._lines, self._bar = lines, bar
        self._drawn, self._next = 0, _PATIENCE

    def line(self, text: str) -> None:
        """Print it; another step begins."""
        self._next = _PATIENCE
        _show(self._lines, f"{text}\n")

    def position(self, step: str, number: int, whole: int, lasted: float) -> None:
        """Draw it over the one before, if the step takes long."""
        if self._bar is None or lasted < self._next:
            return
        text = f"{step} {number}/{whole}"
        _show(self._bar, f"\r{text}{' ' * (self._drawn - wide(text))}")
        self._next, self._drawn = lasted + _BREATH, max(self._drawn, wide(text))

    def clear(self) -> None:
        """Take it off the screen, so that something can be printed."""
        if self._drawn:
            _show(self._bar, f"\r{' ' * self._drawn}\r")
            self._drawn = 0


def _show(stream: TextIO | None, text: str) -> None:
    """Print, if anybody looks; one who has gone away stops no run."""
    if stream is not None:
        with suppress(OSError):
            stream.write(text)
            stream.flush()
