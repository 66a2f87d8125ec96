"""Whom the words of a plan mean: units by any of their names, and groups such as 各县（市）区 (PLAN §3).

Usual short and long names of departments are data of ours (部门名称.csv): they help to recognise a unit and to suggest
the right name, and are never printed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from pipeline.model.settings import Profile
from pipeline.model.units import Unit, fold, known_names, likeliest, words_of

# Words that name nobody in particular: 各县（市）区, 各市（地、州）, 各盟市, 乡人民政府, 各街道办事处.
_GENERIC = re.compile(
    "各?(?:县|市|区|旗|盟|地区|地|州|乡|镇|街道|办事处|管委会|管理委员会|人民政府|政府|行政公署|行署|办|[()、·])+"
)
_EXCEPT = re.compile(r"[(](?:除|不含|不包括)?([^()]*?)(?:除外|以外|外)?[)]")
_ZONES = ("管委会", "管理委员会", "功能区", "开发区", "示范区", "派出机构")
# Which of the lower units a word means, by what stands in 类别 (PLAN §3).
_BELOW = {"街道": ("街道",), "乡": ("乡",), "镇": ("镇",), "管委会": _ZONES, "管理委员会": _ZONES}
_LOWEST = ("街道", "乡", "镇")
_HIGHER = "县市区旗盟地州"
_LEVEL = re.compile("^[省市县区州盟旗]")


class Directory:
    """The units of a plan by every word that means them; `groups` are the groups met so far, with their members."""

    def __init__(self, units: Sequence[Unit], profile: Profile) -> None:
        self._units = units
        self._known = known_names(words_of(units), profile.city, profile.terms.level)
        self.groups: dict[str, tuple[str, ...]] = {}

    def find(self, word: str) -> tuple[str, ...]:
        """The keys of the unit or group meant, in protocol order; empty if nobody is."""
        key = self._known.get(fold(word))
        if key is not None:
            return (key,)
        members = self._members(word)
        if members:
            self.groups[word] = members
        return members

    def likeliest(self, word: str) -> str:
        """The key of the unit a word most likely means; empty if none is near."""
        return likeliest(word, self._known)

    def _members(self, word: str) -> tuple[str, ...]:
        marked = tuple(unit.key for unit in self._units if fold(word) in map(fold, unit.groups))
        if marked:
            return marked
        text, spared = fold(word), set[str | None]()
        for found in _EXCEPT.finditer(text):
            if not _GENERIC.fullmatch(found[1]):
                spared |= {self._known.get(name) for name in re.split("[、和及,]", found[1])}
                text = text.replace(found[0], "")
        # 各街道办事处、乡人民政府 is cut in two: of towns and streets a word without 各 means all as well.
        general = _GENERIC.fullmatch(text) and (
            text.startswith("各") or any(sign in text for sign in _LOWEST)
        )
        if not general or None in spared:
            return ()
        return tuple(
            unit.key for unit in self._units if unit.county and unit.key not in spared and _meant(text, unit)
        )


def _meant(text: str, unit: Unit) -> bool:
    """Whether a generic word, folded, means a lower unit of this kind."""
    kind = _kind(unit)
    if kind in _BELOW:
        return kind in text
    if any(word in text for word in _LOWEST):
        return False
    plain = text.replace("管委会", "").replace("管理委员会", "")
    several = sum(sign in plain for sign in _HIGHER) > 1
    return several or any(sign in plain and unit.key.endswith(sign) for sign in _HIGHER)


def _kind(unit: Unit) -> str:
    """街道, 乡, 镇, 管委会 or 县: what kind of lower unit its 类别, or else its name, says it is."""
    if "乡镇" in unit.kind:
        return "镇" if unit.key.endswith("镇") else "乡"
    told = (kind for kind, words in _BELOW.items() if any(word in unit.kind for word in words))
    return next(told, "县")


def with_usual_names(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units with the usual other names of their department; a name that two could mean is nobody's."""
    given = list(units)
    own = {unit.key: _usual(unit) for unit in given}
    count = Counter(word for words in own.values() for word in words)
    return tuple(
        replace(unit, usual=tuple(word for word in own[unit.key] if count[word] == 1)) for unit in given
    )


def _usual(unit: Unit) -> tuple[str, ...]:
    """What a department is also called: of each usual name the bare one and that of its level (市人社局)."""
    names = [fold(word) for name in unit.names for word in name.every]
    # A department's name by itself, or behind a place or a level and nothing else: 云川市, 市.
    ends = ((name, start) for name in names for start in range(len(name)))
    placed = (name[start:] for name, start in ends if start == 0 or name[start - 1] in "省市县区州盟旗")
    meant = [row for end in placed if (row := _rows_by_name().get(end)) is not None]
    if not meant:
        return ()
    level = _LEVEL.match(unit.key)
    prefixes = ("", level[0]) if level else ("",)
    return tuple(f"{prefix}{word}" for word in _departments()[min(meant)] for prefix in prefixes)


@cache
def _rows_by_name() -> dict[str, int]:
    """Which department a usual name means; of two the first."""
    rows = list(enumerate(_departments()))
    return {word: number for number, row in reversed(rows) for word in row}


def usual_names() -> tuple[tuple[str, ...], ...]:
    """The usual short and long names of each department, folded and without the place they belong to."""
    return _departments()


def usual_full_name(word: str) -> str:
    """The full name that a department's usual name is short for: 人力资源和社会保障局 of 人社局, 发展和改革委员会 of
    发展改革委; empty for one that is short for nothing, or for what nobody can tell (教体局).
    """
    for short, full, others in _rows():
        if word == fold(short) or (word in map(fold, others.split("、")) and _shortens(word, fold(full))):
            return fold(full)
    return ""


def _shortens(word: str, full: str) -> bool:
    """Whether a word is what is left of a full name with signs left out."""
    signs = iter(full)
    return len(word) < len(full) and all(sign in signs for sign in word)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """简称, 全称 and 又称 of each department."""
    source = files("pipeline.inputs.plan") / "部门名称.csv"
    rows = list(csv.reader(io.StringIO(source.read_bytes().decode("utf-8"), newline="")))[1:]
    return tuple((short, full, others) for short, full, others in rows)


@cache
def _departments() -> tuple[tuple[str, ...], ...]:
    """The usual names of each department, folded, the longest first."""
    names = (
        dict.fromkeys(fold(word) for cell in row for word in cell.split("、") if word) for row in _rows()
    )
    return tuple(tuple(sorted(row, key=len, reverse=True)) for row in names)
