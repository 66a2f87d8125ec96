"""Made from the same? One answer for `status`, `run` and sealed sets, and what it is that changed.

A set stands as long as inputs, templates, version and day are what they were. What else decides what a command
makes is what it is told, and that is its name and its arguments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.months import chinese_date
from pipeline.model.origin import Origin
from pipeline.model.signing import PaperState

_SHOWN = 3
_YEAR = re.compile(r"inputs/(?:\d{4}/)?")


@dataclass(frozen=True, slots=True)
class Drift:
    """What a set would be made from today that it was not made from: nothing, if it is false.

    Inputs by path: `arrived`, `altered`, `gone`. `templates` by name. `version` and `day`: then and today.
    """

    arrived: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    version: tuple[str, str] | None = None
    day: tuple[date, date] | None = None

    def __bool__(self) -> bool:
        """True if anything changed."""
        return bool(self.sources or self.version or self.day)

    @property
    def sources(self) -> bool:
        """True if what people put in, or a template, is not what it was."""
        return bool(self.arrived or self.altered or self.gone or self.templates)

    @property
    def outdated(self) -> bool:
        """True if it should be made anew.

        Everything a day is reckoned from is an input: where nothing but the day differs, somebody gave it on purpose.
        """
        return self.sources or self.version is not None

    def __str__(self) -> str:
        """新收到：09/市教育局.xlsx；有改动：处理登记.xlsx；程序由0.1.0版换成0.2.0版."""
        parts = [
            _files("新收到", self.arrived),
            _files("有改动", self.altered),
            _files("不见了", self.gone),
            _files("模板有改动", self.templates),
            self.version and f"程序由{self.version[0] or '不明'}版换成{self.version[1]}版",
            self.day and f"成文日期是{chinese_date(self.day[0])}，不另指定应是{chinese_date(self.day[1])}",
        ]
        return "；".join(filter(None, parts))


UNCHANGED = Drift()


@dataclass(frozen=True, slots=True)
class Shown:
    """A set in `outputs/`: the day it was drawn up, what it was not made from, how far it has come.

    Of a `damaged` one, whose manifest cannot be read, nothing else is known.
    """

    day: date | None = None
    drift: Drift = UNCHANGED
    state: PaperState = PaperState.DRAFT
    damaged: bool = False

    @property
    def sealed(self) -> bool:
        """True if nothing takes its place: it is signed."""
        return self.state.sealed

    @property
    def settled(self) -> bool:
        """True if nobody but people make it anew: a 清样, or signed."""
        return self.state is not PaperState.DRAFT

    @property
    def fresh(self) -> bool:
        """True if it need not be made anew."""
        return not (self.damaged or self.drift.outdated)

    @property
    def stale(self) -> bool:
        """True if it no longer says what the files say; another version of the program alone dates no 清样 and no sealed set."""
        return self.drift.sources if self.settled else self.drift.outdated


def drift(was: Origin, now: Origin) -> Drift:
    """What differs between what a set was made from and what it would be made from.

    Which templates there are beside those it was made from is the version's affair: `now` names no other, but for what
    the office itself laid beside them to be filled. A day that either does not have is no difference.
    """
    old, new = ({one.path: one for one in each.inputs} for each in (was, now))
    days = (was.drawn_up, now.drawn_up)
    return Drift(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(path for path in old.keys() & new.keys() if not old[path].same(new[path]))),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted({one.path for one in set(was.templates) ^ set(now.templates)})),
        (was.version, now.version) if was.version != now.version else None,
        (days[0], days[1]) if days[0] and days[1] and days[0] != days[1] else None,
    )


def proof(name: str) -> str:
    """How to see whether a set that is left alone would still come out the same."""
    return f"数字有没有变化，用 minsheng verify --again {name} 看"


def _files(what: str, paths: Sequence[str]) -> str:
    """有改动：a、b、c等5个文件; nothing for none."""
    if not paths:
        return ""
    more = f"等{len(paths)}个文件" if len(paths) > _SHOWN else ""
    return f"{what}：{'、'.join(_YEAR.sub('', path, count=1) for path in paths[:_SHOWN])}{more}"
