"""The draft workbook: 任务分解表 as far as the notice tells it, beside it the notice itself sentence by sentence, and every
number that was not used (NOTICE §6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from pipeline.files.spreadsheets.writing import HEADER, NOTE, Box, Page, Style, write_book
from pipeline.inputs.notices.draft_rows import Kept, Sheet
from pipeline.inputs.notices.labels import Role, labels_in
from pipeline.inputs.notices.notice_lines import Line, Notice, Stretch
from pipeline.inputs.notices.outline import Draft
from pipeline.inputs.notices.quantities import Fate, Quantity
from pipeline.inputs.plan.guidance import guidance
from pipeline.inputs.plan.schema import CHOICES, SOURCE_SHEET, TABLES, UNUSED_SHEET
from pipeline.inputs.tables.reader import NOT_TOLD
from pipeline.inputs.tables.writer import table_pages
from pipeline.model.readings import reference

_YELLOW, _GREY = "FFF2CC", "8C8C8C"
_COLOURS = {Fate.TARGET: "00682F", Fate.DOUBTFUL: "B45F06", Fate.DATE: "1F4E9E", Fate.UNUSED: "8C8C8C"}
_FIRST_ROW = 3
_SENTENCE = re.compile(r"[^。;]+[。;]?")
_UNUSED_COLUMNS = (
    ("数", 14),
    ("句子", 60),
    ("在哪里", 18),
    ("为什么没有采用", 24),
    ("采用？", 9),
    ("编号", 12),
)
_COLUMNS = {table.name: table.columns for table in TABLES}
_HOW = "通知原文一句一行：绿色的数已经采用，橙色的采用了、请核对，蓝色的是日期、年份和节点，灰色的没有采用；右边点一下到它进的那一格。"
_HOW_UNUSED = "没有采用的每一个数和原因。要采用的，在“采用？”填是，“编号”写它作哪一项指标（如T03-2），再运行 minsheng plan accept。"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of the notice: its line and place in it."""

    line: int
    start: int
    end: int


def draft_book(draft: Draft, sheets: Mapping[str, Sheet], kept: Kept, day: date) -> bytes:
    """The draft as the bytes of a workbook; `day` is its date of making."""
    rows: dict[str, Sequence[Sequence[str]]] = {name: sheet.lines() for name, sheet in sheets.items()}
    rows |= {name: told for name, told in kept.sheets.items() if name not in rows}
    pieces = _pieces(draft.notice)
    where = {piece: number for number, piece in enumerate(pieces, _FIRST_ROW)}
    pages = table_pages(TABLES, rows, CHOICES, guidance(day, samples=False))
    pages = [_marked(page, sheets[page.name], where) if page.name in sheets else page for page in pages]
    return write_book([*pages, _source(draft, sheets, pieces), _unused(draft)], day)


def _pieces(notice: Notice) -> list[_Piece]:
    return [
        _Piece(number, found.start(), found.end())
        for number, line in enumerate(notice.lines)
        for found in _SENTENCE.finditer(line.folded)
        if found[0].strip()
    ]


def _marked(page: Page, sheet: Sheet, where: Mapping[_Piece, int]) -> Page:
    """The sheet with what is to be looked at in pale yellow, what the notice does not tell in grey, and links to the notice."""
    columns = _COLUMNS[page.name]
    lines = [list(line) for line in page.rows]
    linked = next((name for name in ("目标原文", "实事事项", "依据") if name in columns), "")
    for number, row in enumerate(sheet.rows):
        line = lines[number + _FIRST_ROW - 1]
        for index, column in enumerate(columns):
            style = line[index].style
            if (number, column) in sheet.marked:
                style = replace(style, fill=_YELLOW)
            if row.get(column) == NOT_TOLD:
                style = replace(style, colour=_GREY)
            link = ""
            if column == linked and number in sheet.told:
                at = sheet.told[number]
                target = next(
                    (
                        row
                        for piece, row in where.items()
                        if piece.line == at.line and piece.start <= at.start < piece.end
                    ),
                    0,
                )
                link = f"#'{SOURCE_SHEET}'!A{target}" if target else ""
            line[index] = replace(line[index], style=style, link=link)
    return replace(page, rows=lines)


def _source(draft: Draft, sheets: Mapping[str, Sheet], pieces: Sequence[_Piece]) -> Page:
    """原文对照: every sentence with its figures in the colour of what became of them, and the cells it became."""
    cells = list(_cells(sheets))
    width = max((len(_of(piece, cells)) for piece in pieces), default=0)
    heads = ("原文", "在哪里", *("进了哪一格" for _ in range(max(1, min(width, 12)))))
    lines = [[Box(_HOW, NOTE)], [Box(head, HEADER) for head in heads]]
    persons = {part.stretch for matter in draft.matters for part in matter.item.of(Role.PERSON)}
    by_line: dict[int, list[Quantity]] = {}
    for one in draft.numbers:
        by_line.setdefault(one.line, []).append(one)
    for piece in pieces:
        line = draft.notice.lines[piece.line]
        text = _without_persons(line, piece, persons)
        shown = [
            one
            for one in by_line.get(piece.line, ())
            if (piece.start <= one.start < piece.end and one.fate is not Fate.UNUSED)
            or _is_digits(one, piece)
        ]
        runs = tuple(
            (one.start - piece.start, min(one.end, piece.end) - piece.start, _COLOURS[one.fate])
            for one in shown
        )
        links = [
            Box(f"{name} {ref}", Style(colour="1F4E9E"), link=f"#'{name}'!{ref}")
            for name, ref in _of(piece, cells)[:12]
        ]
        lines.append(
            [Box(text, runs=_apart(runs)), Box(line.place), *links, *[Box()] * (len(heads) - 2 - len(links))]
        )
    return Page(
        SOURCE_SHEET,
        lines,
        [80, 16, *[14] * (len(heads) - 2)],
        repeat=2,
        merges=[f"A1:{reference(1, len(heads))}"],
    )


def _without_persons(line: Line, piece: _Piece, persons: Set[Stretch]) -> str:
    """A sentence, what tells of persons left out sign for sign: they are read into no sheet (NOTICE §5)."""
    text = list(line.text)
    labels = labels_in(line.folded)
    hidden = [(one.start, one.end) for one in persons if one.line == piece.line]
    for place, (_, end, _, role) in enumerate(labels):
        if role is Role.PERSON:
            hidden.append((end, labels[place + 1][0] if place + 1 < len(labels) else len(text)))
    for start, end in hidden:
        text[start:end] = [sign if sign in "；;，,。 【】略" else "＊" for sign in text[start:end]]
    return "".join(text[piece.start : piece.end])


def _is_digits(one: Quantity, piece: _Piece) -> bool:
    return piece.line == one.line and piece.start <= one.start < piece.end and not one.chinese


def _apart(runs: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for run in runs:
        if not kept or run[0] >= kept[-1][1]:
            kept.append(run)
    return tuple(kept)


def _cells(sheets: Mapping[str, Sheet]) -> Iterator[tuple[int, int, str, str]]:
    """(line, start, sheet, cell) of every row that comes from the text."""
    for name, sheet in sheets.items():
        column = next(
            (
                index
                for index, head in enumerate(_COLUMNS[name], 1)
                if head in ("目标原文", "实事事项", "依据")
            ),
            1,
        )
        for number, at in sheet.told.items():
            yield at.line, at.start, name, reference(number + _FIRST_ROW, column)


def _of(piece: _Piece, cells: Sequence[tuple[int, int, str, str]]) -> list[tuple[str, str]]:
    return [
        (name, ref)
        for line, start, name, ref in cells
        if line == piece.line and piece.start <= start < piece.end
    ]


def _unused(draft: Draft) -> Page:
    """未采用的数: every other number with its sentence and the reason, and room for a person to take it all the same."""
    lines = [[Box(_HOW_UNUSED, NOTE)], [Box(name, HEADER) for name, _ in _UNUSED_COLUMNS]]
    for one in draft.numbers:
        if one.fate is Fate.UNUSED:
            line = draft.notice.lines[one.line]
            sentence = line.text[one.clause.start : one.clause.end].strip()
            told = (line.text[one.start : one.end], sentence, line.place, one.reason, "", "")
            lines.append([Box(text) for text in told])
    return Page(
        UNUSED_SHEET,
        lines,
        [width for _, width in _UNUSED_COLUMNS],
        repeat=2,
        merges=[f"A1:{reference(1, len(_UNUSED_COLUMNS))}"],
        filtered=True,
    )
