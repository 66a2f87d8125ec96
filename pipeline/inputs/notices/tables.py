"""Matters out of tables: with rows and columns, or flattened to one cell a line (NOTICE §2.4, §2.5, §3c)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.inputs.notices.items import Item, Part, Proposal, broken_off
from pipeline.inputs.notices.labels import UNITS, Role, role_of
from pipeline.inputs.notices.notice_lines import Notice, Stretch, Table
from pipeline.inputs.notices.table_columns import fit, head_roles, is_head, placed, second_head

_NUMBER = re.compile(r"\(?(\d{1,3}|[一二三四五六七八九十]{1,3})\)?[.、]?$")
_OWN_NUMBER = re.compile(r"\s*(\d{1,3}[.、](?!\d)|[一二三四五六七八九十]{1,3}[.、])\s*(?=\S{2})")
_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)")
_LEAST_WIDTH, _LONGEST_HEAD = 3, 10
_HEAD_LOOK, _MOST_HEAD, _MOST_ROW = 8, 24, 60
_FITTING = 0.7
_PROGRESS_HEAD = re.compile("进展|完成情况|推进情况|落实情况|实施情况|完成率|达序|当前|目前")


@dataclass
class _Row:
    """A row while it is read: its number, and its cells by column."""

    number: str
    cells: dict[int, list[Stretch]] = field(default_factory=dict)

    def add(self, column: int, stretch: Stretch) -> None:
        self.cells.setdefault(column, []).append(stretch)


@dataclass
class _Reading:
    """All tables of a notice while they are read: rows with their columns' roles, how many cells fit their column."""

    roles: tuple[Role | None, ...] = ()
    heads: tuple[str, ...] = ()
    rows: list[tuple[_Row, tuple[Role | None, ...], tuple[str, ...]]] = field(default_factory=list)
    good: int = 0
    whole: int = 0
    progress: bool = False


def ruled(notice: Notice) -> Iterator[Proposal]:
    """A proposal for all tables of matters together; one that goes on over a page has its head only once."""
    reading = _Reading()
    for table in notice.tables:
        _read_table(notice, table, reading)
    items = [
        made for row, roles, heads in reading.rows if (made := _item(notice, row, roles, heads)) is not None
    ]
    if items:
        sure = reading.good >= reading.whole * _FITTING and not reading.progress
        yield Proposal("进展表" if reading.progress else "表格", tuple(items), sure, rank=0)


def _read_table(notice: Notice, table: Table, reading: _Reading) -> None:
    texts = [[_text(notice, cell) for cell in row] for row in table.rows]
    head = next((number for number, cells in enumerate(texts[:_HEAD_LOOK]) if is_head(cells)), None)
    if head is not None:
        told = tuple(texts[head])
        below = second_head(told, texts[head + 1]) if head + 1 < len(texts) else None
        if below is not None:
            told, head = below, head + 1
        reading.roles, reading.heads = head_roles(told), told
        reading.progress = reading.progress or any(_PROGRESS_HEAD.search(cell) for cell in told)
    roles = reading.roles
    if not any(role in (Role.TITLE, Role.BODY) for role in roles) or (
        head is None and len(texts[0]) > len(roles) + 1
    ):
        return
    above: dict[int, Stretch] = {}
    for number, cells in enumerate(texts):
        if (head is not None and number <= head) or is_head(cells):
            continue
        filled = [place for place, cell in enumerate(cells) if cell]
        if not filled or (len(filled) == 1 and (_CATEGORY.match(cells[filled[0]]) or not reading.rows)):
            continue
        columns = _columns(cells, table.rows[number], roles)
        mark = next(
            (
                cells[at]
                for at, column in columns.items()
                if roles[column] is Role.NUMBER and _NUMBER.match(cells[at])
            ),
            "",
        )
        titled = any(roles[column] in (Role.TITLE, Role.BODY) and cells[at] for at, column in columns.items())
        new = bool(mark) or (Role.NUMBER not in roles and titled) or not reading.rows
        if new:
            reading.rows.append((_Row(mark), roles, reading.heads))
        _fill(notice, table.rows[number], columns, reading, above, new)


def _fill(
    notice: Notice,
    row: Sequence[int | None],
    columns: Mapping[int, int],
    reading: _Reading,
    above: dict[int, Stretch],
    new: bool,
) -> None:
    """The cells of a row into the matter it belongs to; units and times that hang down from rows above hold for it too."""
    current, roles, _ = reading.rows[-1]
    for place, column in columns.items():
        line = row[place]
        if line is None or not _text(notice, line):
            continue
        stretch = notice.whole(line)
        current.add(column, stretch)
        above[column] = stretch
        reading.whole += 1
        reading.good += fit(notice.folded(stretch), roles[column]) > -1
    for place, line in enumerate(row if new else ()):
        if line is None and place < len(roles) and roles[place] in (*UNITS, Role.DEADLINE) and place in above:
            current.add(place, above[place])


def _text(notice: Notice, cell: int | None) -> str:
    return "" if cell is None else notice.lines[cell].folded.strip()


def _columns(cells: Sequence[str], row: Sequence[int | None], roles: Sequence[Role | None]) -> dict[int, int]:
    """The column of every place of a row; a row with fewer cells than columns is laid where its content fits."""
    if any(line is None for line in row) or len(cells) >= len(roles):
        own = {place: place for place in range(min(len(cells), len(roles)))}
        if sum(fit(cells[place], roles[column]) for place, column in own.items()) >= 0 or len(cells) != len(
            roles
        ):
            return own
        shifted = [place for place, cell in enumerate(cells) if cell]
        return (
            dict(zip(shifted, placed([cells[place] for place in shifted], roles, several=False), strict=True))
            if len(shifted) < len(roles)
            else own
        )
    kept = [place for place in range(len(cells)) if cells[place]]
    return (
        dict(zip(kept, placed([cells[place] for place in kept], roles, several=False), strict=True))
        if kept
        else {}
    )


def _item(
    notice: Notice, row: _Row, roles: Sequence[Role | None], heads: Sequence[str], cut: bool = False
) -> Item | None:
    parts: list[Part] = []
    for column in sorted(row.cells):
        role = roles[column]
        if role in (None, Role.NUMBER):
            continue
        parts += [
            Part(role, stretch, heads[column]) for stretch in row.cells[column] if stretch.end > stretch.start
        ]
    titles = [part for part in parts if part.role is Role.TITLE]
    bodies = [part for part in parts if part.role is Role.BODY]
    told = titles or bodies
    if not told:
        return None
    title = told[0].stretch
    if not titles or not bodies:
        text = notice.folded(title)
        end = re.search(r"[。;!?]", text)
        title = Stretch(
            title.line, title.start, title.start + (end.start() if end and end.start() > 1 else len(text))
        )
    number = row.number
    sign = _OWN_NUMBER.match(notice.folded(title)) if titles and not number else None
    if sign is not None:
        number, title = sign[1], Stretch(title.line, title.start + sign.end(), title.end)
    return Item(number.strip("、.()"), title, tuple(parts), cut)


def flattened(notice: Notice) -> Iterator[Proposal]:
    """Tables of which every cell became a line: a head of short lines, then rows that begin with a bare number."""
    lines = list(notice.prose)
    items: list[Item] = []
    sure, progress = True, False
    place = 0
    while place < len(lines):
        head = _flat_head(notice, lines, place)
        if head is None:
            place += 1
            continue
        columns, body = head
        rows, place = _flat_rows(notice, lines, body)
        roles = tuple(role_of(word) for word in columns)
        made, fits = _flat_items(notice, rows, roles, columns)
        items += made
        sure = sure and fits
        progress = progress or any(_PROGRESS_HEAD.search(word) for word in columns)
    if items:
        yield Proposal(
            "进展表" if progress else "表格（一格一行）", tuple(items), sure and not progress, rank=0
        )


def unnumbered(notice: Notice) -> Iterator[Proposal]:
    """A table flattened to one cell a line without 序号: as many lines to a row as its head has, each what the head says."""
    lines = list(notice.prose)
    words = [re.sub(r"\s", "", notice.lines[line].folded) for line in lines]
    for start in range(len(lines)):
        heads = list(takewhile(_is_head_word, words[start : start + _MOST_HEAD]))
        roles = [role_of(word) for word in heads]
        told = {role for role in roles if role is not None}
        if (
            len(heads) < _LEAST_WIDTH
            or not (told & UNITS and told & {Role.TITLE, Role.BODY})
            or Role.NUMBER in told
        ):
            continue
        items = list(_chunked(notice, lines[start + len(heads) :], roles, heads))
        if len(items) >= _LEAST_WIDTH - 1:
            progress = any(_PROGRESS_HEAD.search(word) for word in heads)
            yield Proposal("进展表" if progress else "表格（一格一行）", tuple(items), not progress, rank=0)
            return


def _chunked(
    notice: Notice, cells: Sequence[int], roles: Sequence[Role | None], heads: Sequence[str]
) -> Iterator[Item]:
    """Rows of as many lines as there are heads, as long as every line is what its head says."""
    width = len(heads)
    for first in range(0, len(cells) - width + 1, width):
        told = cells[first : first + width]
        if any(
            fit(notice.lines[line].folded.strip(), role) < 0 for line, role in zip(told, roles, strict=True)
        ):
            return
        row = _Row("")
        for column, line in enumerate(told):
            row.add(column, notice.whole(line))
        made = _item(notice, row, roles, heads)
        if made is not None:
            yield made


def _is_head_word(word: str) -> bool:
    return len(word) <= _LONGEST_HEAD and not re.search(r"\d|[,。;:]", word) and role_of(word) is not None


def _flat_head(notice: Notice, lines: Sequence[int], place: int) -> tuple[list[str], int] | None:
    """The columns of a flattened head that begins at `place`, and where its rows begin."""
    first = re.sub(r"\s", "", notice.lines[lines[place]].folded)
    if role_of(first) is not Role.NUMBER or len(first) > 4:
        return None
    words, end = [first], place + 1
    while end < min(len(lines), place + _MOST_HEAD):
        text = re.sub(r"\s", "", notice.lines[lines[end]].folded)
        if len(text) > 16 or _NUMBER.fullmatch(text) or _CATEGORY.match(text) or text.endswith("。"):
            break
        words.append(text)
        end += 1
    columns = _merged(words)
    roles = [role_of(word) for word in columns]
    if not any(role in (Role.TITLE, Role.BODY) for role in roles) or len(columns) < 3:
        return None
    return columns, end


def _merged(words: Sequence[str]) -> list[str]:
    """Words of a head put together again that were broken over lines: 分管|领导, 年度投资金额|(万元)."""
    columns: list[str] = []
    for word in words:
        before = columns[-1] if columns else ""
        joined = before + word
        whole = _WHOLE_HEAD.search(before) is not None and role_of(before) is not None
        loose = word.startswith("(") or (not whole and (word in _LOOSE or role_of(word) is None))
        open_before = before and role_of(before) is None and role_of(word) is not Role.NUMBER
        if (
            before
            and role_of(before) is not Role.NUMBER
            and (loose or open_before)
            and role_of(joined) is not None
        ):
            columns[-1] = joined
        else:
            columns.append(word)
    return columns


_FURNITURE = re.compile("分享|打印|关闭|上一篇|下一篇|扫一扫|责任编辑|信息来源|相关链接|附件:|抄送")
_WHOLE_HEAD = re.compile(
    "(?:单位|部门|领导|内容|任务|时限|情况|金额|地点|主体|名称|项目|目标|说明|备注|时间|责任人|要求)$"
)
_LOOSE_WORDS = "单位 部门 领导 县领导 市领导 区领导 时限 内容 任务 情况 责任人 措施 地点 金额 目标 主体 时间"
_LOOSE = frozenset(_LOOSE_WORDS.split())


def _flat_rows(notice: Notice, lines: Sequence[int], start: int) -> tuple[list[tuple[str, list[int]]], int]:
    """Rows as (number, lines of its cells), and where they end."""
    rows: list[tuple[str, list[int]]] = []
    place, last = start, 0
    bare = [notice.lines[line].folded.strip() for line in lines]
    while place < len(lines):
        text = bare[place]
        number = int(text) if text.isdecimal() and len(text) <= 3 else 0
        if number and (
            number == last + 1
            or not rows
            or (number > last and str(last + 1) not in bare[place:] and number - last < 100 and _fresh(rows))
        ):
            rows.append((text, []))
            last = number
        elif _CATEGORY.match(text) and len(text) < 60:
            pass
        elif rows:
            if len(rows[-1][1]) > _MOST_ROW or _FURNITURE.match(text):
                break
            rows[-1][1].append(lines[place])
        place += 1
    return rows, place


def _fresh(rows: Sequence[tuple[str, list[int]]]) -> bool:
    """Whether the row before has cells enough to be one."""
    return len(rows[-1][1]) >= 2


def _flat_items(
    notice: Notice,
    rows: Sequence[tuple[str, list[int]]],
    roles: tuple[Role | None, ...],
    heads: Sequence[str],
) -> tuple[list[Item], bool]:
    own = [place for place, role in enumerate(roles) if role is not Role.NUMBER]
    items, good, whole = [], 0.0, 0
    for position, (number, lines) in enumerate(rows):
        if not lines:
            continue
        cells = [notice.lines[line].folded.strip() for line in lines]
        inner = [roles[place] for place in own]
        columns = placed(cells, inner, several=True)
        row = _Row(number)
        for line, cell, column in zip(lines, cells, columns, strict=True):
            row.add(own[column], notice.whole(line))
            whole += 1
            good += fit(cell, inner[column]) > -1
        final = position + 1 == len(rows)
        cut = final and broken_off(notice, [notice.whole(lines[-1])]) and len(set(columns)) < len(inner)
        made = _item(notice, row, roles, heads, cut)
        if made is not None:
            items.append(made)
    return items, whole == 0 or good / whole > 0.75
