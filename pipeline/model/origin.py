"""What a set is made from, and by which command. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_HALF = re.compile("[\ud800-\udfff]")
Facts = Mapping[str, object]


class CommandKind(StrEnum):
    """The commands that make a set, as they are typed."""

    FORMS = "forms"
    COMMITMENTS = "forms --commitments"
    AD_HOC = "forms --date"
    UNCOMMITTED = "remind --commitments"
    CHECK = "check"
    REMIND = "remind"
    COLLATE = "collate"
    MONTHLY = "monthly"
    SPOTCHECK = "spotcheck"
    ASSESS = "assess"
    DIGEST = "digest"
    PACK = "pack"
    GATHER = "fleet gather"
    GATHERED_FORMS = "fleet collate"


class PackKind(StrEnum):
    """What a pack is for, as people name it (SIGNED §3)."""

    SIGNING = "送签"
    SENDING = "外发"
    INSPECTOR = "送督查"
    ARCHIVE = "归档"
    REGISTER = "督办登记"
    RELAY = "交接"


# What each is told beside its period: everything that decides what it makes.
_ARGUMENTS: Mapping[CommandKind, Mapping[str, type]] = {
    CommandKind.FORMS: {},
    CommandKind.COMMITMENTS: {},
    CommandKind.AD_HOC: {"only": str},
    CommandKind.UNCOMMITTED: {},
    CommandKind.CHECK: {"return": bool},
    CommandKind.REMIND: {"letter": bool},
    CommandKind.COLLATE: {},
    CommandKind.MONTHLY: {"final": bool},
    CommandKind.SPOTCHECK: {"n": int, "seed": str},
    CommandKind.ASSESS: {"final": bool},
    CommandKind.DIGEST: {},
    CommandKind.PACK: {"kind": str},
    CommandKind.GATHER: {},
    CommandKind.GATHERED_FORMS: {},
}


@dataclass(frozen=True, slots=True)
class Command:
    """The command that made a set and what it was told; ValueError for what no command could be told."""

    kind: CommandKind
    arguments: Mapping[str, bool | int | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every argument of its kind is there, of its type, a number of one at least, a text that can be written."""
        kinds = {name: type(value) for name, value in self.arguments.items()}
        halves = any(isinstance(value, str) and _HALF.search(value) for value in self.arguments.values())
        if kinds != _ARGUMENTS[self.kind] or halves or int(self.arguments.get("n", 1)) < 1:
            raise ValueError(f"“command”里 {self.kind} 的参数不对")

    @property
    def text(self) -> str:
        """As people are told it: monthly --final, spotcheck --n 5 --seed 202109."""
        words = [self.kind.value]
        for name, value in self.arguments.items():
            if value is not False:
                words += [f"--{name}"] if value is True else [f"--{name}", str(value)]
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Source:
    """A file something was made from; `said` is the digest of what it says that papers rest on, empty where all of it counts."""

    path: str
    sha256: str
    said: str = ""

    def same(self, other: Source) -> bool:
        """True if it says the same to whoever makes a paper."""
        if self.said and other.said:
            return self.said == other.said
        return self.sha256 == other.sha256


@dataclass(frozen=True, slots=True)
class Origin:
    """What a set is made from, and by what: command, version, inputs, templates, the day on its documents.

    `documents` are the traces of its figures, as `provenance.trace` writes them.
    """

    command: Command
    version: str = ""
    inputs: tuple[Source, ...] = ()
    templates: tuple[Source, ...] = ()
    drawn_up: date | None = None
    documents: Facts = field(default_factory=dict)
