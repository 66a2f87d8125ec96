"""更正说明.xlsx: what a set says otherwise than the sealed one it lies beside: 文稿·位置·原为·更正为·原因, a sentence or a cell a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import PurePath

from pipeline.documents.letters import comparison, routing
from pipeline.documents.provenance.numerals import without_days
from pipeline.documents.provenance.trace import SENTENCE, Trace
from pipeline.documents.wording.parts import MARKS
from pipeline.documents.wording.targets import BLANK, DAY_BLANK
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.observations_csv import DESCRIPTION, TABLE
from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.files.word.lines import document_text

NAME = "更正说明.xlsx"
# 文稿, 位置, 原为, 更正为, 原因.
Difference = tuple[str, str, str, str, str]
_COLUMNS = (("文稿", 26.0), ("位置", 22.0), ("原为", 40.0), ("更正为", 40.0), ("原因", 24.0))
# Its own list, and what machines read: the sheets and documents say the same.
_LEFT_OUT = frozenset({NAME, FINDINGS, TABLE, DESCRIPTION})
# Nobody outside was told anything by these.
_AIDS = (routing.TEMPLATE, comparison.TEMPLATE)
_MARGIN = re.compile("〔第[0-9]+节 .*〕$")
_HEADING = re.compile("(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|附件[0-9]*$)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔[0-9]{4}〕[0-9]+号")
_ROW = "| "
_NOTE = "一句或一格一行；原因是据以计算的文件有改动的，写出文件名，其余请补写。"


def differences(
    before: Mapping[str, bytes],
    now: Mapping[str, bytes],
    traces: Mapping[str, Trace],
    changed: Sequence[str],
) -> tuple[Difference, ...]:
    """What of the sealed set is said otherwise, document by document; of workbooks only that they differ.

    `traces` are of what is said now, `changed` the inputs that are no longer what they were: of what rests on one that is
    the reason. The draft mark is no difference, nor is a blank people filled in, nor a paper of the office's own desk (发文稿纸,
    报告对照), nor a set's own 更正说明, nor what is for machines.
    """
    return tuple(_differences(before, now, traces, changed))


def correction_list(found: tuple[Difference, ...], name: str, day: date) -> bytes:
    """The workbook for the set that lies beside the sealed one called `name`."""
    return write_book([listing("更正说明", f"{name}定稿更正说明", _COLUMNS, found, _NOTE)], day)


def _differences(
    before: Mapping[str, bytes], now: Mapping[str, bytes], traces: Mapping[str, Trace], changed: Sequence[str]
) -> Iterator[Difference]:
    reason = _named(changed) if len(changed) == 1 else ""
    for name in dict.fromkeys([*before, *now]):
        if name in _LEFT_OUT or name.endswith(_AIDS) or before.get(name) == now.get(name):
            continue
        paper = PurePath(name).stem
        if name not in now:
            yield paper, "", "有这份文稿", "不再有", reason
        elif name not in before:
            yield paper, "", "没有这份文稿", "新增", reason
        elif name.endswith(".docx"):
            rests_on = _grounds(traces[name]) if name in traces else {}
            for place, old, new in changes_between(_lines(before[name]), _lines(now[name])):
                own = [one for one in changed if one in rests_on.get(new, ())]
                if not filled_in(new, old):
                    yield paper, place, old or "（无）", new or "（删去）", _named(own) or reason
        else:
            yield paper, "", "", "内容有变", reason


def _named(files: Sequence[str]) -> str:
    """What people call the inputs that changed."""
    return f"{'、'.join(PurePath(one).stem for one in files)}有改动" if files else ""


def _grounds(trace: Trace) -> dict[str, set[str]]:
    """The files the figures of each sentence and each cell of a table rest on, by how it reads."""
    files = {mark.name: {cell.file for cell in mark.figure.cells} for mark in trace.figures}
    found: dict[str, set[str]] = {}
    for line in trace.lines:
        for part in _pieces(line):
            own = [files[name] for name in files if f"{{{name}}}" in part]
            found.setdefault(trace.as_read(part), set()).update(*own)
    return found


def changes_between(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Place, what it said, what it says, of the lines of a document then and now: sentence by sentence, of a table's row cell by cell."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for x, y in zip_longest(range(a, b), range(c, d)):
            before, after = old[x] if x is not None else "", new[y] if y is not None else ""
            place = _place(new, y) if y is not None else _place(old, x or 0)
            pairs = list(zip_longest(_pieces(before), _pieces(after), fillvalue=""))
            if (
                y is not None
                and before.startswith(_ROW)
                and after.startswith(_ROW)
                and pairs[1][0] == pairs[1][1]
            ):
                columns = _header(new, y)
                for number, (one, other) in enumerate(pairs):
                    column = columns[number] if number < len(columns) else ""
                    if one != other:
                        yield f"{place}·{column}", one, other
            else:
                yield from ((place, *pair) for pair in _sentences(before, after))


def _header(lines: Sequence[str], number: int) -> list[str]:
    """The cells of the first row of the table a row stands in."""
    while number and lines[number - 1].startswith(_ROW):
        number -= 1
    return _pieces(lines[number])


def _sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _pieces(before), _pieces(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from zip_longest(old[a:b], new[c:d], fillvalue="")


def _pieces(line: str) -> list[str]:
    """The sentences of a paragraph, the cells of a table's row."""
    if line.startswith(_ROW):
        return line.removeprefix(_ROW).removesuffix(" |").split(" | ")
    return SENTENCE.findall(line)


def _place(lines: Sequence[str], number: int) -> str:
    """The heading above a line, or at its beginning; of a table's row what the row is about besides."""
    headings = (line for line in reversed(lines[: number + 1]) if _HEADING.match(line))
    heading = re.split("。|（责任单位", next(headings, ""), maxsplit=1)[0]
    if not lines[number].startswith(_ROW):
        return heading
    about = next((one for one in _pieces(lines[number])[1:] if one), "")
    return f"{heading}：{about}" if heading else about


def _lines(document: bytes) -> list[str]:
    """The lines of a document without its draft marks and the labels of headers that held nothing else."""
    lines = [line for line in document_text(document).splitlines() if line.strip() not in ("", *MARKS)]
    return [
        line
        for line, following in zip_longest(lines, lines[1:], fillvalue="")
        if not (_MARGIN.match(line) and (not following or _MARGIN.match(following)))
    ]


def filled_in(before: str, after: str) -> bool:
    """True where nothing but a blank left for it was filled in: the number of a document, and whose it is, a day."""
    if before.startswith(BLANK) and _NUMBER.fullmatch(after):
        return True
    blank = BLANK in before or DAY_BLANK in before
    return blank and _bare(before) == _bare(after)


def _bare(text: str) -> str:
    return re.sub(r"[\s日号]", "", without_days(text.replace(BLANK, "").replace(DAY_BLANK, "")))
