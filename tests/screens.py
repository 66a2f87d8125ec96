"""Pictures of pages as people see them: PNG of few colours that carry the words the page showed, so that a stale one is told.

A picture is held against its page by these words, to the letter, and by its look, coarsely: other machines draw other edges.
"""

from __future__ import annotations

import base64
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from playwright.sync_api import Page

Dots = np.ndarray[Any, np.dtype[np.uint8]]
MOST_COLOURS = 64
# Dots of a square of which only the mean counts, how much two means may differ, and how many squares of a hundred may differ more.
_SQUARE, _NEAR, _MOST_APART = 16, 16.0, 4.0
_SIGN, _WORDS = b"\x89PNG\r\n\x1a\n", b"Description"
_STILL = "*{caret-color:transparent!important;animation:none!important;transition:none!important}"
_DOTS = """async png => {
  const bytes = Uint8Array.from(atob(png), one => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const dots = canvas.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < dots.length; at += 32768) text += String.fromCharCode(...dots.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


@dataclass(frozen=True)
class Screen:
    """A picture: for each dot the number of its colour, the colours, and the words of its page."""

    dots: Dots
    colours: Dots
    words: str

    def png(self) -> bytes:
        """The file; the same picture gives the same bytes."""
        height, width = self.dots.shape
        rows = b"".join(b"\0" + row.tobytes() for row in self.dots)
        told = _WORDS + b"\0\1\0\0\0" + zlib.compress(self.words.encode(), 9)
        parts = (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", self.colours.tobytes()),
            (b"iTXt", told),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
        return _SIGN + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts
        )

    def unlike(self, other: Screen) -> str:
        """What the other shows otherwise, in a sentence; empty where it does not."""
        if self.words != other.words:
            ours, theirs = set(self.words.split()), set(other.words.split())
            return f"words: no more {sorted(ours - theirs)}, new {sorted(theirs - ours)}, or in another order"
        if self.dots.shape != other.dots.shape:
            return f"size: {self.dots.shape}, now {other.dots.shape}"
        apart = np.abs(_means(self) - _means(other)) > _NEAR
        share = 100 * float(apart.mean())
        return f"look: {share:.1f} of 100 squares differ" if share > _MOST_APART else ""


def _means(screen: Screen) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How light each square of a picture is."""
    light = screen.colours.astype(float).mean(axis=1)[screen.dots]
    height, width = (size // _SQUARE * _SQUARE for size in light.shape)
    squares = light[:height, :width].reshape(height // _SQUARE, _SQUARE, width // _SQUARE, _SQUARE)
    means: np.ndarray[Any, np.dtype[np.float64]] = squares.mean(axis=(1, 3))
    return means


def screen(page: Page) -> Screen:
    """What stands in the window now, with all words of the page."""
    page.evaluate("document.fonts.ready")
    shot = page.screenshot(animations="disabled", caret="hide", style=_STILL)
    aside = page.context.new_page()
    width, height, told = aside.evaluate(_DOTS, base64.b64encode(shot).decode())
    aside.close()
    dots = np.frombuffer(base64.b64decode(told), np.uint8).reshape(height * width, 4)[:, :3]
    numbers, colours = _few(dots)
    return Screen(numbers.reshape(height, width), colours, " ".join(page.inner_text("body").split()))


def _few(dots: Dots) -> tuple[Dots, Dots]:
    """Each dot in the nearest of the colours there are most of."""
    codes = dots.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    found, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    every = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    coarse = every // 12
    kept: dict[tuple[int, ...], int] = {}
    for number in np.argsort(-counts, kind="stable"):
        kept.setdefault(tuple(coarse[number]), int(number))
        if len(kept) == MOST_COLOURS:
            break
    colours = every[sorted(kept.values())]
    nearest = ((every[:, None, :] - colours[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return nearest.astype(np.uint8)[inverse], colours.astype(np.uint8)


def read(path: Path) -> Screen:
    """A picture as `png` writes it."""
    parts = dict(_parts(path.read_bytes()))
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    words = zlib.decompress(parts[b"iTXt"].removeprefix(_WORDS + b"\0\1\0\0\0")).decode()
    return Screen(rows[:, 1:], np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3), words)


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert data.startswith(_SIGN)
    at = len(_SIGN)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def kept(path: Path, now: Screen) -> str:
    """What the kept picture shows otherwise than the page does now; with `UPDATE_GOLDEN=1` one that does is written anew."""
    apart = read(path).unlike(now) if path.exists() else "there is none"
    if apart and os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(now.png())
        return ""
    return apart and f"{path.name}: {apart}"
