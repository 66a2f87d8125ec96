"""The two documents the engines are measured with, in the tag language of each engine.

LETTER has 15 fields, 1 condition and a table of 12 rows; BRIEFING has 10 sections with 3 points each, nested, and
a table of 40 rows and 8 columns. What stands in them, and in which order, is the same in every language; a
language differs in its tags only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import make_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Protocol

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from pipeline.documents.style.gbt9704 import TABLE_STYLE, blank, packed
from pipeline.model.figures import Cell
from pipeline.model.phrases import Printed

Context = dict[str, object]

LETTER_LINES = (
    "{organ}",
    "{number}　签发人：{issuer}",
    "{title}",
    "{addressee}：",
    "{opening}截至{as_of}，{count}项指标中完成{done}项，平均完成{average}。",
    "其中进度最快的是{fastest}，进度最慢的是{slowest}。",
    "{closing}",
    "附件：{attachment}",
    "{signature}",
    "{date}",
)
URGENT = "请于三日内书面反馈，逾期予以通报。"
LETTER_COLUMNS = ("序号", "指标", "完成", "比例")
LETTER_FIELDS = ("number", "target", "value", "rate")
BRIEFING_FIELDS = ("number", "matter", "target", "unit", "goal", "value", "rate", "standing")
BRIEFING_COLUMNS = ("序号", "事项", "指标", "单位", "目标", "累计", "比例", "进度")
# What is a figure when figures are traced.
FIGURES = frozenset({"count", "done", "average", "goal", "value", "rate"})

# What is written anew each time.
SENTENCES = frozenset({"opening", "text", "fastest", "slowest", "number"})


class Language(Protocol):
    """How one engine writes a field, a condition and a loop."""

    def field(self, path: str) -> str:
        """The tag of `organ`, or of `row.rate` inside the loop over rows."""

    def when(self, document: WordDocument, name: str, text: str) -> None:
        """A paragraph that stands only if `name` is true."""

    def each(self, document: WordDocument, item: str, body: Callable[[], None]) -> None:
        """The paragraphs that `body` writes, once per section or point."""

    def rows(self, table: Table, fields: tuple[str, ...]) -> None:
        """A row of the table per row of the context."""

    def finished(self, document: WordDocument) -> None:
        """What is left to do when all is written."""


class Jinja:
    """docxtpl, and ours: `{{ name }}`, loops as paragraphs and rows of their own."""

    LISTS: ClassVar = {"section": "sections", "point": "section.points"}

    def field(self, path: str) -> str:
        return f"{{{{ {path} }}}}"

    def when(self, document: WordDocument, name: str, text: str) -> None:
        for words in (f"{{%p if {name} %}}", text, "{%p endif %}"):
            document.add_paragraph(words)

    def each(self, document: WordDocument, item: str, body: Callable[[], None]) -> None:
        document.add_paragraph(f"{{%p for {item} in {self.LISTS[item]} %}}")
        body()
        document.add_paragraph("{%p endfor %}")

    def rows(self, table: Table, fields: tuple[str, ...]) -> None:
        table.add_row().cells[0].text = "{%tr for row in rows %}"
        _row(table, [self.field(f"row.{name}") for name in fields])
        table.add_row().cells[0].text = "{%tr endfor %}"

    def finished(self, document: WordDocument) -> None:
        pass


class Braces:
    """docxtemplater and easy-template-x: `{name}` in the scope of `{#sections}` … `{/sections}`."""

    def field(self, path: str) -> str:
        return "{" + path.rpartition(".")[2] + "}"

    def when(self, document: WordDocument, name: str, text: str) -> None:
        for words in (f"{{#{name}}}", text, f"{{/{name}}}"):
            document.add_paragraph(words)

    def each(self, document: WordDocument, item: str, body: Callable[[], None]) -> None:
        document.add_paragraph(f"{{#{item}s}}")
        body()
        document.add_paragraph(f"{{/{item}s}}")

    def rows(self, table: Table, fields: tuple[str, ...]) -> None:
        texts = [self.field(f"row.{name}") for name in fields]
        _row(table, ["{#rows}" + texts[0], *texts[1:-1], texts[-1] + "{/rows}"])

    def finished(self, document: WordDocument) -> None:
        pass


class Carbone:
    """carbone: `{d.rows[i].rate}`, and where `[i+1]` first stands the example ends."""

    LISTS: ClassVar = {"row": "rows[{}]", "section": "sections[{}]", "point": "sections[i].points[{}]"}

    def field(self, path: str) -> str:
        item, _, name = path.rpartition(".")
        return f"{{d.{self.LISTS[item].format('i')}.{name}}}" if item else f"{{d.{name}}}"

    def when(self, document: WordDocument, name: str, text: str) -> None:
        document.add_paragraph(f"{{d.{name}:ifEQ(true):showBegin}}{text}{{d.{name}:showEnd}}")

    def each(self, document: WordDocument, item: str, body: Callable[[], None]) -> None:
        body()
        document.add_paragraph(f"{{d.{self.LISTS[item].format('i+1')}.heading}}")

    def rows(self, table: Table, fields: tuple[str, ...]) -> None:
        _row(table, [self.field(f"row.{name}") for name in fields])
        table.add_row().cells[0].text = f"{{d.rows[i+1].{fields[0]}}}"

    def finished(self, document: WordDocument) -> None:
        pass


class Merge:
    """docx-mailmerge: MERGEFIELDs; a table's row is repeated by code, a condition is a field that may be empty."""

    FIELD = re.compile("«(.+?)»")

    def field(self, path: str) -> str:
        return f"«{path.replace('.', '_')}»"

    def when(self, document: WordDocument, name: str, text: str) -> None:
        document.add_paragraph(self.field(name))

    def each(self, document: WordDocument, item: str, body: Callable[[], None]) -> None:
        raise NotImplementedError("docx-mailmerge has no loop over paragraphs")

    def rows(self, table: Table, fields: tuple[str, ...]) -> None:
        _row(table, [self.field(f"row.{name}") for name in fields])

    def finished(self, document: WordDocument) -> None:
        """Every «name» becomes a field of Word's."""
        for paragraph in document.element.body.iter(qn("w:p")):
            pieces = self.FIELD.split("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
            for run in list(paragraph.iterchildren(qn("w:r"))):
                paragraph.remove(run)
            for index, piece in enumerate(pieces):
                paragraph.append(self._field(piece) if index % 2 else _run(piece))

    def _field(self, name: str) -> OxmlElement:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" MERGEFIELD {name} ")
        field.append(_run(f"«{name}»"))
        return field


LANGUAGES: dict[str, Language] = {
    "jinja": Jinja(),
    "braces": Braces(),
    "carbone": Carbone(),
    "merge": Merge(),
}


def letter(language: Language) -> bytes:
    """The letter as a template of that engine."""
    document = blank()
    for text in LETTER_LINES[:6]:
        document.add_paragraph(_tagged(text, language))
    language.when(document, "urgent", URGENT)
    _table(document, language, LETTER_COLUMNS, LETTER_FIELDS)
    for text in LETTER_LINES[6:]:
        document.add_paragraph(_tagged(text, language))
    return _packed(document, language)


def briefing(language: Language) -> bytes:
    """The briefing as a template of that engine."""
    document = blank()
    document.add_paragraph(language.field("title"))

    def point() -> None:
        document.add_paragraph(_tagged("{point.heading}：累计{point.value}，完成{point.rate}。", language))

    def section() -> None:
        document.add_paragraph(language.field("section.heading"))
        document.add_paragraph(language.field("section.text"))
        language.each(document, "point", point)

    language.each(document, "section", section)
    _table(document, language, BRIEFING_COLUMNS, BRIEFING_FIELDS)
    return _packed(document, language)


def letter_context() -> Context:
    """What the letter prints."""
    fields = [name for line in LETTER_LINES for name in re.findall(r"\{(\w+)\}", line)]
    values: Context = {name: f"〔{name}〕新川市发展和改革委员会" for name in fields}
    values |= {"count": "60", "done": "41", "average": "81.5%", "opening": "A&B<局>的来函收悉。"}
    values["urgent"] = True
    values["rows"] = [_numbers(LETTER_FIELDS, number) for number in range(1, 13)]
    return values


def briefing_context() -> Context:
    """What the briefing prints."""
    sections = [
        {
            "heading": f"第{number}节　民生实事进展",
            "text": f"本节共有3项指标，第{number}节的责任单位为市教育局、市民政局，"
            + "总体进展平稳有序，" * 6,
            "points": [_point(number, which) for which in range(1, 4)],
        }
        for number in range(1, 11)
    ]
    rows = [_numbers(BRIEFING_FIELDS, number) for number in range(1, 41)]
    return {"title": "民生实事工作简报", "sections": sections, "rows": rows}


MAKERS: dict[str, tuple[Callable[[Language], bytes], Callable[[], Context]]] = {
    "LETTER": (letter, letter_context),
    "BRIEFING": (briefing, briefing_context),
}


def merge_context(values: Context) -> Context:
    """The letter's context as docx-mailmerge wants it: flat, rows under the field that marks the row."""
    rows = values["rows"]
    assert isinstance(rows, list)
    merged: Context = {name: value for name, value in values.items() if isinstance(value, str)}
    merged["urgent"] = URGENT if values["urgent"] else ""
    merged["row_number"] = [{f"row_{name}": text for name, text in row.items()} for row in rows]
    return merged


def traced(value: Any, name: str = "") -> Any:
    """The same context with every figure as one that knows its source."""
    if isinstance(value, dict):
        return {key: traced(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [traced(inner) for inner in value]
    if name not in FIGURES:
        return value
    cell = Cell("2021/09/样表.xlsx", "月报", "F9", str(value), sha256="0" * 64)
    number = Decimal(re.sub(r"[^\d.]", "", str(value)))
    return Printed(str(value), number, "项", "累计完成 ÷ 年度目标", (cell,))


def varied(value: Any, number: int, name: str = "") -> Any:
    """Another month's context: every figure and every sentence another, names and labels as they were; 0 is the context itself."""
    if isinstance(value, dict):
        return {key: varied(inner, number, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [varied(inner, number) for inner in value]
    return f"{number}{value}" if number and name in FIGURES | SENTENCES else value


def as_records(value: Any) -> Any:
    """The same context with frozen dataclasses for what is listed in it, as our documents hand it over."""
    if isinstance(value, dict):
        return _record(tuple(value))(*map(as_records, value.values()))
    return [as_records(inner) for inner in value] if isinstance(value, list) else value


@cache
def _record(names: tuple[str, ...]) -> Callable[..., object]:
    return make_dataclass("Record", names, frozen=True, slots=True)


def expected(values: object) -> list[str]:
    """Every text a document of that context must hold, in the order of the context."""
    if isinstance(values, dict):
        return [
            text for name, value in values.items() for text in expected(URGENT if name == "urgent" else value)
        ]
    if isinstance(values, list):
        return [text for value in values for text in expected(value)]
    return [str(values)]


def _numbers(fields: tuple[str, ...], number: int) -> dict[str, str]:
    texts = {name: f"{name}{number:02}改造老旧小区" for name in fields}
    figures = {"goal": f"{number * 137}户", "value": f"{number * 101}户", "rate": f"{number + 55}.5%"}
    return {name: figures.get(name, text) for name, text in texts.items()}


def _point(section: int, which: int) -> dict[str, str]:
    name = f"第{section}节第{which}项　新增公办幼儿园学位"
    return {"heading": name, "value": f"{section * 1000 + which}个", "rate": f"{section * 9}.{which}%"}


def _tagged(text: str, language: Language) -> str:
    return re.sub(r"\{([\w.]+)\}", lambda found: language.field(found[1]), text)


def _table(
    document: WordDocument, language: Language, columns: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    table = document.add_table(rows=0, cols=len(columns), style=TABLE_STYLE)
    _row(table, list(columns))
    language.rows(table, fields)


def _row(table: Table, texts: list[str]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text = text


def _run(text: str) -> OxmlElement:
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    return run


def _packed(document: WordDocument, language: Language) -> bytes:
    language.finished(document)
    return packed(document)
