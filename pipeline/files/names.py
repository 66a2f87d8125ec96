"""Words that people wrote, as parts of file names: the same on Linux and on Windows, visible, and short enough."""

from __future__ import annotations

import re
import unicodedata

# What Windows keeps for devices, alone or before a full stop.
DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)

_FORBIDDEN = frozenset('\\/:*?"<>|')
# A file system takes 255 bytes, a sign of Chinese is three; a month, the kind of document and a suffix come around it.
_MOST_BYTES = 120


def unfit(word: str) -> str:
    """Why a word cannot be part of a file's name, as one Chinese clause; empty if it can."""
    odd = sorted({sign for sign in word if _odd(sign)})
    if odd:
        shown = "、".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in odd)
        return f"里有不能用在文件名里的符号（{shown}）"
    if word.startswith((".", "~")) or word.endswith("."):
        return "以“.”或“~”开头，或以“.”结尾，不能用在文件名里"
    if "." in word and DEVICES.fullmatch(word.split(".")[0].rstrip()):
        return f"以Windows保留的设备名“{word.split('.')[0]}”开头，不能用在文件名里"
    if len(word.encode()) > _MOST_BYTES:
        return f"有{len(word)}个字，用在文件名里太长，最多{_MOST_BYTES // 3}个汉字"
    return ""


def fitting(text: str) -> str:
    """A text as part of a file's name: what cannot stand there left out, cut where it gets too long."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if not _odd(sign)).strip(" .~")
    if len(kept.encode()) <= _MOST_BYTES:
        return kept
    # The mark of omission is three bytes itself; a sign cut through is left out.
    return f"{kept.encode()[: _MOST_BYTES - 3].decode(errors='ignore')}…"


def _odd(sign: str) -> bool:
    return sign in _FORBIDDEN or not (sign.isprintable() or sign == "\u3000")
