"""What a row says in words: its two sentences, and the long texts of 文字说明 where the sheet of figures has none.

Forms once held all words beside the figures; a sheet of figures with any column of long texts is read as it always
was, and what 文字说明 says besides is told. No words are lost in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.inputs.returns.cells import INVISIBLE, TEXTS, SheetReader
from pipeline.inputs.returns.found_form import FoundForm
from pipeline.inputs.returns.layout import LONG_TEXTS, PROGRESS_SHEET, TEXT_SHEET
from pipeline.model.codes import Code
from pipeline.model.figures import Cell
from pipeline.model.findings import clipped
from pipeline.model.plan import Target, fold

_TICKS = frozenset(
    map(
        fold, ("√", "✓", "✔", "☑", "v", "是", "对", "1", "同上", "同上月", "与上月相同", "没有变化", "无变化")
    )
)
_NO_TICKS = frozenset(map(fold, ("×", "x", "✗", "☐", "□", "否", "无", "没有", "不同", "0")))
_FEW = 20  # signs of a text that a message quotes


@dataclass(frozen=True, slots=True)
class Words:
    """文字说明 as found: its reader, and the row of each target it speaks of."""

    reader: SheetReader
    rows: Mapping[str, int]

    def written(self, row: int) -> dict[str, str]:
        """What a unit wrote in a row, by column: its texts and its tick."""
        return _written(self.reader, row)


def read_words(reader: SheetReader) -> Words:
    """The rows of 文字说明, one a target.

    R10 for words on what is no target of the plan; R43 for words nobody can place: no 编号, 编号 and 指标 of two targets,
    two rows of a target that differ (the first is used).
    """
    rows: dict[str, int] = {}
    for row in range(reader.found.header_row + 1, reader.found.sheet.last_row + 1):
        written = _written(reader, row)
        column = "id" if reader.text(row, "id") else "target"
        word = reader.text(row, column)
        target = reader.plan.find_target(word) if word else None
        if target is not None and target.id not in rows and not _is_anothers(reader, row, target, written):
            rows[target.id] = row
        elif not written:
            continue
        elif target is None and word:
            cell = reader.cell(row, column)
            reader.add(Code.R10, cell, f"任务分解表里没有“{word}”，这一行没有采用")
        elif target is None:
            _tell(reader, row, f"{reader.sheet}第{row}行没有编号，{_quoted(written)}没有采用")
        elif target.id in rows and written != _written(reader, rows[target.id]):
            first = rows[target.id]
            said = f"{target.id} {target.name}在{reader.sheet}里填了两行，采用第{first}行，第{row}行的{_quoted(written)}没有采用"
            _tell(reader, row, said, target)
    return Words(reader, rows)


def _written(reader: SheetReader, row: int) -> dict[str, str]:
    texts = {column: reader.text(row, column) for column in (*LONG_TEXTS, "unchanged")}
    if fold(texts["unchanged"]) in _NO_TICKS:
        del texts["unchanged"]
    return {column: text for column, text in texts.items() if text}


def _is_anothers(reader: SheetReader, row: int, target: Target, written: Mapping[str, str]) -> bool:
    """True, told if there are words, where 编号 and 指标 name two targets."""
    other = reader.other_name(reader.text(row, "target") if reader.text(row, "id") else "", target)
    if other and written:
        said = f"{reader.sheet}第{row}行编号是{target.id}，指标名称却是{other}，{_quoted(written)}没有采用"
        _tell(reader, row, said, target)
    return bool(other)


def _quoted(written: Mapping[str, str]) -> str:
    """Some of the words, as a message quotes them."""
    text = " ".join(next(iter(written.values()), "").split())
    return f"“{text[:_FEW]}{'…' if len(text) > _FEW else ''}”"


def _tell(reader: SheetReader, row: int, said: str, target: Target | None = None) -> None:
    column = next(iter(_written(reader, row)))
    reader.add(Code.R43, reader.cell(row, column), clipped(said), target.id if target else "")


def read_texts(
    reader: SheetReader, number: int, target: Target, words: Words | None
) -> tuple[dict[str, str], dict[str, Cell]]:
    """The words of a row by column, and the cells they truly stand in.

    R05, R38 for what is no text, R32 for signs nobody sees, R35 for what is struck through, R43 for words of 文字说明
    beside a sheet that has its own, R44 for a tick that says nothing.
    """
    own = has_texts(reader)
    if own and words is not None:
        _compare(reader, number, target, words)
    places = {name: (reader, number, name) for name in TEXTS if name in reader.found.columns}
    if not own and words is not None and target.id in words.rows:
        row = words.rows[target.id]
        columns = {name: name for name in LONG_TEXTS} | {"difficulty": _difficulty(words.reader, row, target)}
        places |= {
            name: (words.reader, row, column)
            for name, column in columns.items()
            if column in words.reader.found.columns
        }
    texts = dict.fromkeys(TEXTS, "")
    for name, (source, row, column) in places.items():
        texts[name] = source.sentence(row, column, target)
    for name, (source, row, column) in places.items():
        content, cell = source.content(row, column), source.cell(row, column)
        label = f"{target.id} {target.name}的文字里有"
        if INVISIBLE.search(content.text):
            source.add(Code.R32, cell, f"{label}看不见的字符，已去掉后使用", target.id)
        if content.struck:
            texts[name] = ""
            source.add(Code.R35, cell, f"{label}删除线或上下标，没有采用", target.id)
    return texts, {name: source.cell(row, column) for name, (source, row, column) in places.items()}


def has_texts(reader: SheetReader) -> bool:
    """True for a sheet of figures of our earlier forms: it has columns of long texts of its own."""
    return any(name in reader.found.columns for name in LONG_TEXTS)


def _difficulty(reader: SheetReader, row: int, target: Target) -> str:
    """The column this period's difficulty stands in: last period's where a tick says it is the same; R44 if it cannot be."""
    tick, own = reader.text(row, "unchanged"), reader.text(row, "difficulty")
    last = reader.text(row, "last_difficulty")
    if not tick or fold(tick) in _NO_TICKS:
        return "difficulty"
    label = f"{target.id} {target.name}的“{reader.plan.terms.of(TEXT_SHEET.column('unchanged').header)}”"
    if fold(tick) not in _TICKS:
        said = f"{label}一格写着“{tick}”，没有采用"
    elif own and fold(own) != fold(last):
        said = f"{label}打了勾，困难一格又另写了，采用另写的"
    elif not last:
        said = f"{label}打了勾，旁边却没有写着困难，没有采用"
    else:
        return "difficulty" if own else "last_difficulty"
    reader.add(Code.R44, reader.cell(row, "unchanged"), said, target.id)
    return "difficulty"


def _compare(reader: SheetReader, number: int, target: Target, words: Words) -> None:
    """R43 where 文字说明 says what the row's own columns do not: the row's own words are used."""
    row = words.rows.get(target.id)
    for column, text in words.written(row).items() if row is not None else ():
        beside = reader.text(number, column)
        if fold(text) == fold(beside):
            continue
        header = reader.plan.terms.of(TEXT_SHEET.column(column).header)
        how = (
            f"与{reader.sheet}里的不一样，采用{reader.sheet}的"
            if beside
            else f"在{reader.sheet}里没有，没有采用"
        )
        said = f"{target.id} {target.name}的{header}，{words.reader.sheet}写的{_quoted({column: text})}{how}"
        words.reader.add(Code.R43, words.reader.cell(words.rows[target.id], column), said, target.id)


def tell_unused(form: FoundForm, words: Words | None, read: frozenset[str], reader: SheetReader) -> None:
    """R43 for words on targets that no sheet of figures has a row of, and for a 文字说明 that cannot be read.

    `read` are the targets of all sheets of figures; `reader` is one of theirs.
    """
    for row_target, row in words.rows.items() if words is not None else ():
        written = words.written(row) if words is not None else {}
        if written and row_target not in read and words is not None:
            target = words.reader.plan.target(row_target)
            said = f"{target.id} {target.name}只写在{words.reader.sheet}里，{PROGRESS_SHEET.name}没有这一行，{_quoted(written)}没有采用"
            _tell(words.reader, row, said, target)
    for sheet, why in form.unread:
        cell = reader.book.cell(sheet, 1, 1)
        reader.add(Code.R43, cell, f"工作表“{sheet.name}”{why}，里面的文字没有采用")
