"""Cells to columns: what a head says a column is for, held against what stands in it (NOTICE §3c)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inputs.notices.labels import UNITS, Role, role_of
from pipeline.inputs.notices.unit_names import likeness, only_names

_NUMBER_CELL = re.compile(r"\(?\d{1,3}\)?[.、]?|[一二三四五六七八九十]{1,3}、?")
_DATED = re.compile(r"\d{1,2}月|\d{4}年|年底|年内|季度|月底|全年|长期|持续|\d{4}[.-]\d{1,2}|^20\d\d$")
# 3所 is a count; 2024年目标, 1-6月 are heads.
_COUNT = re.compile(r"\d[万亿]?(?![年月日季度至期])[\u4e00-\u9fff]")
_PROGRESS = re.compile(r"已|正在|完成.{0,6}%|推进|进展")
_NAMELESS = re.compile(r"[【〔].{0,4}[】〕]|[\u4e00-\u9fff]{2,4}([、\s,][\u4e00-\u9fff]{2,4}){0,4}")
_FAR = -9.0
_SHORT, _TWO = 8, 2


def head_roles(cells: Sequence[str]) -> tuple[Role | None, ...]:
    """What each column of a head is for. Without one that leads, what is only 责任 is a unit all the same."""
    return tuple(role_of(re.sub(r"\s", "", cell)) if 0 < len(cell) <= 24 else None for cell in cells)


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is the head of a table of matters: it names a task, and units or numbers beside it."""
    roles = head_roles(cells)
    if any(_is_told(cell, role) for cell, role in zip(cells, roles, strict=True)):
        return False
    told = [role for role in roles if role is not None]
    tasks = sum(role in (Role.TITLE, Role.BODY) for role in told)
    others = set(told) & {
        Role.NUMBER,
        Role.FIRST,
        Role.UNIT,
        Role.SECOND,
        Role.DEADLINE,
        Role.NODES,
    }
    filled = sum(bool(cell) for cell in cells)
    return tasks >= 1 and bool(others) and len(told) * 3 >= filled * 2


def _is_told(cell: str, role: Role | None) -> bool:
    """Whether a cell says something of a matter and so stands in no head: a count of things, the name of a unit."""
    return _COUNT.search(cell) is not None or (role is None and only_names(cell))


def second_head(head: Sequence[str], below: Sequence[str]) -> tuple[str, ...] | None:
    """A head of two rows as one: under 责任单位 stand 牵头 and 配合. None if the row below is no head."""
    below = [""] * (len(head) - len(below)) + list(below)
    told = {place: role_of(re.sub(r"\s", "", cell)) for place, cell in enumerate(below) if cell}
    under = all(
        place < len(head)
        and len(below[place]) <= _SHORT
        and (not head[place] or below[place] == head[place] or role_of(head[place]) in UNITS)
        for place in told
    )
    if not under or len({role for role in told.values() if role in UNITS}) < _TWO or None in told.values():
        return None
    return tuple(
        below[place] if place < len(below) and below[place] else cell for place, cell in enumerate(head)
    )


def fit(cell: str, role: Role | None) -> float:
    """How well a cell's content goes with a role."""
    if not cell:
        return 0.0
    units = likeness(cell)
    match role:
        case Role.NUMBER:
            return 3.0 if _NUMBER_CELL.fullmatch(cell) else -4.0
        case Role.FIRST | Role.UNIT | Role.SECOND:
            return 3.0 if units >= 0.6 else 1.0 if units > 0.2 else -2.5
        case Role.PERSON:
            return 2.5 if _NAMELESS.fullmatch(cell) and units < 0.5 else -1.5
        case Role.BODY | Role.TITLE:
            if units >= 0.8 or _NUMBER_CELL.fullmatch(cell):
                return -2.0
            return 2.0 - (1.5 if _PROGRESS.match(cell) else 0.0) if len(cell) >= 4 else 0.0
        case Role.DEADLINE:
            return 2.5 if _DATED.search(cell) and len(cell) <= 40 else -1.5
        case Role.NODES:
            return 1.8 if _DATED.search(cell) else 0.6 if len(cell) > 5 else -0.5
        case Role.SKIP:
            told = re.match(r"[\d.,]+%?(?:$|[(])", cell)
            return 2.2 if told else 1.2 if _PROGRESS.search(cell) else 0.6
        case _:
            return 0.2


def placed(cells: Sequence[str], roles: Sequence[Role | None], several: bool) -> tuple[int, ...]:
    """The column of each cell, in order, as content and head go best together. `several`: one column may take several
    cells (a table flattened to lines). Cells are never moved to the left of one another.
    """
    width, count = len(roles), len(cells)
    if count == width and not several:
        return tuple(range(width))
    # best[i][j]: cells up to i placed, the last in column j
    best = [[_FAR * 1000] * width for _ in range(count)]
    came = [[-1] * width for _ in range(count)]
    for i, cell in enumerate(cells):
        for j in range(width):
            own = fit(cell, roles[j])
            if i == 0:
                best[i][j] = own - 0.05 * j
                continue
            for k in range(j + 1 if several else j):
                if not several and k == j:
                    continue
                value = best[i - 1][k] + own - (1.0 if k == j else 0.05 * (j - k - 1))
                if value > best[i][j]:
                    best[i][j], came[i][j] = value, k
    j = max(range(width), key=lambda column: best[-1][column])
    columns = [j]
    for i in range(count - 1, 0, -1):
        j = came[i][j] if came[i][j] >= 0 else max(0, j - 1)
        columns.append(j)
    return tuple(reversed(columns))
