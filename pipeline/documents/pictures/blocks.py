"""The one set of components every picture of ours is made of: rectangles on a sheet, in millimetres. Pure.

Four tones, told apart in black and white and by whoever sees no colours: black, grey, light grey, an open outline.
What has none is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Tone(StrEnum):
    """How a rectangle is filled; the word stands in the picture's own words."""

    BLACK = "黑"
    GREY = "灰"
    LIGHT = "浅灰"
    OPEN = "虚线框"
    NONE = "无"


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle from its upper left corner, in millimetres; `edge` draws its outline as well."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    tone: Tone = Tone.BLACK
    edge: bool = False

    @property
    def right(self) -> Decimal:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        """Where it ends below."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture: how wide and high it is in millimetres, its rectangles from the back to the front, what it says in words.

    Rectangles of one name lie beside one another and make one shape.
    """

    width: Decimal
    height: Decimal
    shapes: tuple[tuple[str, tuple[Block, ...]], ...]
    words: str

    @property
    def ground(self) -> tuple[Block, ...]:
        """The whole sheet, unseen: LibreOffice takes what is drawn for the size of a picture."""
        return (Block(Decimal(0), Decimal(0), self.width, self.height, Tone.NONE),)

    @property
    def sum(self) -> Decimal:
        """Of all shapes width and height together, by which a changed one is known."""
        total = Decimal(0)
        for _, blocks in self.shapes:
            x, y, right, bottom = bounds(blocks)
            total += right - x + bottom - y
        return total


def bounds(blocks: tuple[Block, ...]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Left, upper, right and lower edge of rectangles together."""
    return (
        min(one.x for one in blocks),
        min(one.y for one in blocks),
        max(one.right for one in blocks),
        max(one.bottom for one in blocks),
    )
