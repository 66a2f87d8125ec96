"""`templates check`: every tag of a template held against what its document offers, paragraph by paragraph.

A finding names the template and the place in words a secretary can follow in Word, and the nearest right name.
"""

from __future__ import annotations

import dataclasses
import io
import re
import typing
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.section import Section
from docx.table import Table
from docx.text.paragraph import Paragraph
from jinja2 import Environment, TemplateSyntaxError, nodes
from lxml.etree import XMLSyntaxError

from pipeline.documents.templates.catalogue import CONTEXTS
from pipeline.files.folder import LINK
from pipeline.files.word.outside import reaches
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.phrases import Phrase, Printed

_TAG = re.compile(r"\{\{(?P<print>.*?)\}\}|\{%(?P<where>p|tr|tc|r)?\s(?P<block>.*?)%\}", re.DOTALL)
_FULL_WIDTH = re.compile("[｛｝]|\\{％|％\\}")
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)
_CURLY = re.compile(r"\{\{|\}\}|\{%|%\}")

Kind = object


@dataclass
class _Scope:
    """The names a place knows, with their types, and the blocks still open around it."""

    names: list[dict[str, Kind]]
    open: list[tuple[str, str]] = field(default_factory=list)


def faults(templates: Path, name: str) -> tuple[Finding, ...]:
    """What can be seen to be wrong in one template: T01 to T04 by place, or T07."""
    path = templates / name
    if path.is_symlink():
        fix = "请把模板文件本身放进 templates 文件夹"
        return (Finding(Code.T01, f"模板 {name} {LINK}", fix, place=Place(name)),)
    if not path.is_file():
        fix = "请从别的工作目录拷一份，或用 minsheng init 重新取一份"
        return (Finding(Code.T01, f"没有找到模板 {name}", fix, place=Place(name)),)
    try:
        data = path.read_bytes()
        outside = tuple(dict.fromkeys(reaches(data)))
        document = None if outside else Document(io.BytesIO(data))
    except (BadZipFile, PackageNotFoundError, XMLSyntaxError, zlib.error, KeyError, ValueError):
        fix = "请用 Word 打开检查，或换回原来的模板"
        return (Finding(Code.T01, f"模板 {name} 打不开或已损坏", fix, place=Place(name)),)
    if document is None:
        return tuple(Finding(Code.T07, f"模板 {name} 里有{what}", place=Place(name)) for what in outside)
    return tuple(_Reader(name, CONTEXTS[name]).read(document))


@dataclass
class _Reader:
    """Reads one template from top to bottom; loops stay open from paragraph to paragraph."""

    name: str
    context: type

    def read(self, document: WordDocument) -> Iterator[Finding]:
        for part, places in _parts(document):
            scope = _Scope([typing.get_type_hints(self.context)])
            for where, text in places:
                yield from self._text(f"{part}{where}", text, scope)
            for tag, where in scope.open:
                yield self._finding(
                    Code.T03, where, tag, f"“{tag}”没有配对的结束标记", "请补上结束标记，或删去这一句"
                )

    def _text(self, where: str, text: str, scope: _Scope) -> Iterator[Finding]:
        wide = _FULL_WIDTH.search(text)
        if wide is not None:
            yield self._finding(Code.T04, where, text, "标记里有全角的花括号或百分号", "请改成半角的 { } %")
        left = _CURLY.search(_TAG.sub("", text))
        if left is not None and wide is None:
            yield self._finding(
                Code.T04,
                where,
                text,
                f"标记“{left[0]}”不完整，可能被拆在两个段落或单元格里",
                "请把整个标记写在同一个段落里",
            )
        for tag in _TAG.finditer(text):
            if tag["print"] is not None:
                yield from self._expression(where, tag[0], tag["print"], scope)
            else:
                yield from self._block(where, tag[0], tag["block"].strip(), scope)

    def _block(self, where: str, tag: str, words: str, scope: _Scope) -> Iterator[Finding]:
        loop = _LOOP.fullmatch(words)
        if loop is not None:
            yield from self._expression(where, tag, loop[2], scope)
            scope.names.append({loop[1]: _item(self._kind(loop[2], scope))})
            scope.open.append((tag, where))
        elif words.startswith("if "):
            yield from self._expression(where, tag, words.removeprefix("if "), scope)
            scope.names.append({})
            scope.open.append((tag, where))
        elif words in ("endfor", "endif"):
            opening = "for " if words == "endfor" else "if "
            if not scope.open or opening not in scope.open[-1][0]:
                yield self._finding(
                    Code.T03, where, tag, f"“{tag}”前面没有配对的开始标记", "请补上开始标记，或删去这一句"
                )
                return
            scope.open.pop()
            scope.names.pop()
        elif not words.startswith(("else", "elif ")):
            yield self._finding(Code.T04, where, tag, f"认不出“{tag}”", "只能用 for、endfor、if、else、endif")

    def _expression(self, where: str, tag: str, words: str, scope: _Scope) -> Iterator[Finding]:
        try:
            tree = Environment(autoescape=True).parse("{{" + words + "}}")
        except TemplateSyntaxError:
            yield self._finding(Code.T04, where, tag, f"“{tag}”写得不对", "请对照手册-工程师的模板字段改正")
            return
        inner = {node.node for node in tree.find_all(nodes.Getattr)}
        for node in tree.find_all((nodes.Getattr, nodes.Name)):
            if node in inner:
                continue
            wrong = self._unknown(_path(node), scope)
            if wrong is not None:
                word, near = wrong
                hint = f"；是不是 {near[0]}" if near else ""
                yield self._finding(
                    Code.T02,
                    where,
                    tag,
                    f"“{tag}”里的 {word} 不是这份文稿有的内容",
                    f"请对照手册-工程师的模板字段改正{hint}",
                )

    def _unknown(self, path: list[str], scope: _Scope) -> tuple[str, list[str]] | None:
        """The first word of a path that is not there, and the nearest names that are."""
        known: dict[str, Kind] = {}
        for names in scope.names:
            known |= names
        for word in path:
            if word not in known:
                return word, get_close_matches(word, known, 1, 0.5)
            known = _fields(known[word])
        return None

    def _kind(self, words: str, scope: _Scope) -> Kind:
        known: dict[str, Kind] = {}
        for names in scope.names:
            known |= names
        kind: Kind = None
        for word in (part.strip() for part in words.split("|")[0].split(".")):
            kind = known.get(word)
            known = _fields(kind)
        return kind

    def _finding(self, code: Code, where: str, tag: str, message: str, fix: str) -> Finding:
        return Finding(
            code,
            f"模板 {self.name} {where}：{message}",
            fix,
            place=Place(self.name, ref=where, read=tag[:60]),
        )


def _path(node: nodes.Node) -> list[str]:
    """rows.items_ → [rows, items_]; what is no plain path has none."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return [*before, node.attr] if before else []
    return []


def _fields(kind: Kind) -> dict[str, Kind]:
    own = dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in (Phrase, Printed)
    return dict(typing.get_type_hints(kind)) if own else {}


def _item(kind: Kind) -> Kind:
    """What a loop over it goes through."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


def _parts(document: WordDocument) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Body, then headers and footers that are there, each as places with their texts."""
    yield "", list(_places(document))
    for number, section in enumerate(document.sections, 1):
        for title, holder in _margins(section):
            if not holder.is_linked_to_previous:
                yield (
                    f"第{number}节{title}",
                    [
                        (f"第{index}段", paragraph.text)
                        for index, paragraph in enumerate(holder.paragraphs, 1)
                    ],
                )


def _margins(section: Section) -> Iterator[tuple[str, typing.Any]]:
    yield "页眉", section.header
    yield "偶数页页眉", section.even_page_header
    yield "首页页眉", section.first_page_header
    yield "页脚", section.footer
    yield "偶数页页脚", section.even_page_footer
    yield "首页页脚", section.first_page_footer


def _places(document: WordDocument) -> Iterator[tuple[str, str]]:
    """Every paragraph of the body, and of its tables cell by cell, where a person would look for it."""
    paragraphs = tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            paragraphs += 1
            yield f"第{paragraphs}段", block.text
        elif isinstance(block, Table):
            tables += 1
            for row_number, row in enumerate(block.rows, 1):
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                for cell_number, cell in enumerate(cells, 1):
                    text = "\n".join("".join(part.itertext()) for part in cell.iterchildren("{*}p"))
                    yield f"表{tables}第{row_number}行第{cell_number}格", text
