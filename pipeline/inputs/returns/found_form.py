"""A form as it was found in a workbook: its sheets with their columns, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.inputs.returns.layout import FOOT_LABELS, MONTH_LABEL, SheetLayout
from pipeline.inputs.tables.dates import parse_month
from pipeline.model.codes import Code
from pipeline.model.funds import ALL_BY_RULE
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.plan import fold
from pipeline.model.promises import grouped
from pipeline.model.readings import Content, Holds, Sheet

_FOOT = frozenset(fold(label) for label in FOOT_LABELS)
# What shows that somebody filled a table in: figures and sentences; measures are written there beforehand.
WRITTEN = (
    "cumulative",
    "this_month",
    "numerator",
    "headline",
    "progress",
    "difficulty",
    "coordination",
    "next_steps",
    "unchanged",
    "state",
    *ALL_BY_RULE,
)


@dataclass(frozen=True)
class FoundSheet:
    """A form sheet in a book: layout, header row, column numbers by layout name.

    `notes` holds what a header says in brackets behind its word (累计完成（万人）), folded, by layout name;
    `twice` the headers that stand in more than one column, each with the second of them.
    """

    layout: SheetLayout
    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    notes: Mapping[str, str] = field(default_factory=dict)
    twice: tuple[tuple[str, int], ...] = ()

    @cached_property
    def outside(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Where the cells stand that are not in the header row, in order, by the folded words before their colon."""
        places = (place for place in sorted(self.sheet.contents) if place[0] != self.header_row)
        return grouped(places, lambda place: (fold(_label(self.sheet.at(*place).text)[0]),))

    def is_foot(self, row: int) -> bool:
        """True for the lines below the table that hold names of posts, the telephone, the date."""
        texts = (self.sheet.at(row, column).text for column in range(1, self.sheet.last_column + 1))
        return any(fold(text).replace(":", "：").partition("：")[0] in _FOOT for text in texts)

    @property
    def filled(self) -> bool:
        """True if a unit wrote anything in the table: a figure or a sentence in any of its rows."""
        return any(
            self._has_answer(row) and not self.is_foot(row)
            for row in range(self.header_row + 1, self.sheet.last_row + 1)
        )

    def _has_answer(self, row: int) -> bool:
        columns = (self.columns[name] for name in WRITTEN if name in self.columns)
        return any(self.sheet.at(row, column).holds is not Holds.EMPTY for column in columns)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The rows of the table by what they are called, folded: by their 编号, or else their 指标."""
        column = self.columns.get("id", self.columns.get("target", 1))
        rows = range(self.header_row + 1, self.sheet.last_row + 1)
        return {word: row for row in rows if (word := fold(self.sheet.at(row, column).text))}

    @property
    def answered(self) -> frozenset[str]:
        """What the rows are called in which a unit wrote anything."""
        return frozenset(word for word, row in self.rows.items() if self._has_answer(row))


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The form in a book: its sheets by layout name, and what it says of itself.

    `unit`, `month` and `filled` (填报日期) are as written: nothing here has been held against the plan;
    `units` and `months` are all that its sheets say. `problem` is a Chinese clause if nobody can tell
    which figures are meant, `at` where that shows, `code` its finding's, `fix` what to do if it is not the usual; `passed`
    names sheets that look like the form and are for another month.
    `texts` is 文字说明, apart from its other sheets; `unread` are sheets of that kind nobody can read, each with why in a
    clause.
    """

    sheets: Mapping[str, FoundSheet]
    unit: str = ""
    month: Month | None = None
    month_text: str = ""
    filled: date | None = None
    units: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    problem: str = ""
    at: tuple[Sheet, int, int] | None = None
    code: Code = Code.F12
    fix: str = ""
    passed: tuple[str, ...] = ()
    texts: FoundSheet | None = None
    unread: tuple[tuple[Sheet, str], ...] = ()

    def answered(self, name: str) -> bool:
        """True if a unit wrote anything in that sheet of figures, or of its targets on 文字说明."""
        one, texts = self.sheets[name], self.texts
        return one.filled or (texts is not None and bool(texts.answered & one.rows.keys()))


def stated_month(found: FoundSheet, terms: Terms) -> tuple[Month | None, str]:
    """The 填报月份 a sheet states, and how it is written."""
    _, content = labelled(found, terms.of(MONTH_LABEL), MONTH_LABEL)
    return parse_month(content, terms.cycle), content.text.strip()


def labelled(found: FoundSheet, *labels: str) -> tuple[tuple[int, int], Content]:
    """What stands behind one of these labels, and where: in its cell after the colon, or in the next filled one of the row."""
    for row, column in sorted(place for label in labels for place in found.outside.get(fold(label), ())):
        text = found.sheet.at(row, column).text.strip()
        head, colon, tail = _label(text)
        if colon and tail.strip():
            content = found.sheet.at(row, column)
            return (row, column), Content(content.holds, text[len(head) + 1 :].strip())
        for right in range(column + 1, min(column + 5, found.sheet.last_column + 1)):
            content = found.sheet.at(row, right)
            if content.text and not content.text.strip().endswith(("：", ":")):
                return (row, right), content
    return (0, 0), Content(found.sheet.at(0, 0).holds)


def _label(text: str) -> tuple[str, str, str]:
    """填报单位：市教育局 → what stands before its colon, the colon, what stands behind."""
    return text.strip().replace(":", "：").partition("：")
