"""红黄绿: which word, and which colour beside it, an office gives to the classes of a month. Off unless a plan's rule says so.

A colour never stands alone: it is printed in black and white as well, and some readers see no red (DOCUMENTS §8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.kinds import BEHIND, FAILING, FINISHED, MEETING, Standing

# What is reckoned from figures or nodes: whatever else a target may be has no light.
_RECKONED = FINISHED | BEHIND | MEETING | FAILING | {Standing.AHEAD, Standing.ON_PACE}


class Colour(StrEnum):
    """The colours there are; the word an office uses begins with one."""

    RED = "红"
    YELLOW = "黄"
    GREEN = "绿"


@dataclass(frozen=True, slots=True)
class Light:
    """A colour and the office's word for it: 黄, 黄色提醒."""

    colour: Colour
    word: str


@dataclass(frozen=True, slots=True)
class Lights:
    """The light of each class that has one; none at all where the rule is left empty."""

    of: Mapping[Standing, Light] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Lights:
        """红：严重滞后；黄：低于序时、滞后；绿：超序时、按序时、已完成、超额完成, of classes that are reckoned, each in one.

        Raises ValueError for anything else.
        """
        found: dict[Standing, Light] = {}
        for part in filter(None, re.split("[;；\n]", re.sub("[ 　]", "", text))):
            word, *classes = re.split("[:：]", part)
            if len(classes) != 1:
                raise ValueError(part)
            light = Light(Colour(word[:1]), word)
            for name in re.split("[、,，]", classes[0]):
                standing = Standing(name)
                if standing not in _RECKONED or standing in found:
                    raise ValueError(name)
                found[standing] = light
        return cls(found)

    def word(self, standing: Standing | None) -> str:
        """What is printed beside a class; nothing where it has no light."""
        light = self.of.get(standing) if standing is not None else None
        return light.word if light is not None else ""
