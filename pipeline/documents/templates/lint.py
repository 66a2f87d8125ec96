"""`templates check`: every tag of a template held against what its document offers, paragraph by paragraph.

A finding names the template and the place in words a secretary can follow in Word, and the nearest right name.
"""

from __future__ import annotations

import dataclasses
import io
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from jinja2 import Environment, TemplateSyntaxError, nodes

from pipeline.documents.pictures.charts import KINDS
from pipeline.documents.templates.catalogue import CHARTED, CONTEXTS, LATER
from pipeline.documents.templates.places import Line, parts, revisions
from pipeline.documents.wording.parts import Or
from pipeline.files.folder import LINK
from pipeline.files.packages import parts_of, xml
from pipeline.files.word.chart_parts import mended, tagged
from pipeline.files.word.fields import CHANGING, field_words
from pipeline.files.word.outside import DAMAGED, reaches
from pipeline.files.word.private import private
from pipeline.model.codes import Code, Level
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.phrases import Phrase, Printed

_TAG = re.compile(r"\{\{(?P<print>.*?)\}\}|\{%(?P<where>p|tr|tc|r)?\s(?P<block>.*?)%\}", re.DOTALL)
_FULL_WIDTH = re.compile("[｛｝]|\\{％|％\\}")
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)
# What a tag takes the place of, and from the narrowest to the widest.
_TAKES = {"r": "处", "tc": "格", "p": "段", "tr": "行"}
_ORDER = ["", "r", "tc", "p", "tr"]
# Headings may be an office's own fixed words; below the top, titles and labels too.
_FIXED, _FIXED_BELOW = re.compile(r"(?:^|_)(?:header|heading)$"), re.compile(r"^(?:label|title|title_lines)$")
_DRAFT = "draft_mark"
# docxtpl's word for a cell over all rows of its loop.
_SPAN = "vm"
_MAIN = "word/document.xml"
_CURLY = re.compile(r"\{\{|\}\}|\{%|%\}")

_BARS_ALONE = "分色的只填条形图、柱形图"

Kind = object


@dataclass(frozen=True, slots=True)
class _Known:
    """What a name stands for: its type, and its path from the top of the context (a list's item has the list's)."""

    kind: Kind
    path: str


@dataclass(frozen=True, slots=True)
class _Open:
    """A block that has begun: its tag, where, what the tag takes the place of (p, tr, tc or ""), and its line."""

    tag: str
    level: str
    line: Line


@dataclass
class _Scope:
    """The names a place knows, and the blocks still open around it."""

    names: list[dict[str, _Known]]
    open: list[_Open] = field(default_factory=list)

    @property
    def known(self) -> dict[str, _Known]:
        """Every name, the innermost where two are the same."""
        known: dict[str, _Known] = {}
        for names in self.names:
            known |= names
        return known


def faults(templates: Path, name: str) -> tuple[Finding, ...]:
    """What keeps a template from being used: T01 to T04 by place, T07, T09, T11."""
    return tuple(one for one in examined(templates, name) if one.level is Level.RETURN)


def examined(templates: Path, name: str, asked: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """All that can be seen in one template without filling it: its `faults`, and T08, T10 where it has none.

    `asked` are parts a template need not print that are wanted of it.
    """
    path = templates / name
    if path.is_symlink():
        fix = "请把模板文件本身放进 templates 文件夹"
        return (Finding(Code.T01, f"模板 {name} {LINK}", fix, place=Place(name)),)
    if not path.is_file():
        fix = "请从别的工作目录拷一份，或用 minsheng init 重新取一份"
        return (Finding(Code.T01, f"没有找到模板 {name}", fix, place=Place(name)),)
    try:
        return _examined(name, path.read_bytes(), asked)
    except DAMAGED:
        fix = "请用 Word 打开检查，或换回原来的模板"
        return (Finding(Code.T01, f"模板 {name} 打不开或已损坏", fix, place=Place(name)),)


@lru_cache(maxsize=64)  # a process that makes several sets meets the same templates
def _examined(name: str, data: bytes, asked: frozenset[str]) -> tuple[Finding, ...]:
    """What is to be said of these bytes under this name; raises one of DAMAGED for what is no template."""
    data = mended(data)
    outside = tuple(dict.fromkeys(reaches(data)))
    if outside:
        return tuple(Finding(Code.T07, f"模板 {name} 里有{what}", place=Place(name)) for what in outside)
    reader = _Reader(name, CONTEXTS[name])
    found = (*reader.read(Document(io.BytesIO(data))), *_charts(name, data), *_unsettled(name, data))
    return (*found, *(() if found else reader.lost(asked)), *_carried(name, data))


def _charts(name: str, data: bytes) -> Iterator[Finding]:
    """T02 for a chart that asks for what is not on the list, T04 for one that cannot be filled as it is drawn or asked."""
    for number, place in enumerate(tagged(parts_of(data), _MAIN), 1):
        where = f"模板 {name} 第{number}个要填数的图"
        kind = KINDS.get(place.name)
        if name not in CHARTED:
            yield Finding(Code.T02, f"{where}：这种文稿没有图的数", "请删去图里的标记", place=Place(name))
        elif kind is None:
            near = get_close_matches(place.name, KINDS, 1, 0.3)
            fix = f"{f'是不是“图.{near[0]}”？' if near else ''}可以写：{'、'.join(KINDS)}"
            yield Finding(Code.T02, f"{where}：没有“图.{place.name}”", fix, place=Place(name))
        elif kind.of_target != bool(place.target):
            fix = f"请写成 {{{{ 图.{kind.name}{' T09-1' if kind.of_target else ''} }}}}"
            what = "没有写指标的编号" if kind.of_target else "不用写指标的编号"
            yield Finding(Code.T04, f"{where}：“图.{kind.name}”{what}", fix, place=Place(name))
        elif wrong := place.wrong or ("" if place.bars or not kind.overlaid else _BARS_ALONE):
            fix = "请在 Word 里更改图表类型，或者重新插入"
            yield Finding(Code.T04, f"{where}：{wrong}", fix, place=Place(name))


def _unsettled(name: str, data: bytes) -> Iterator[Finding]:
    """T09 for every change nobody accepted or rejected, T11 for fields that change by themselves, in any of its parts."""
    roots = [xml(part) for path, part in parts_of(data).items() if path.endswith(".xml")]
    for change in dict.fromkeys(one for root in roots for one in revisions(root)):
        yield Finding(Code.T09, f"模板 {name} 里有没有接受的修订：{change}", place=Place(name))
    for word in dict.fromkeys(one for root in roots for one in field_words(root)):
        if word in CHANGING:
            yield Finding(Code.T11, f"模板 {name} 里有自己会变的域（{word}）", place=Place(name))


def _carried(name: str, data: bytes) -> Iterator[Finding]:
    """T10: what the file carries beside its words, in one finding."""
    what = private(data)
    if what:
        yield Finding(Code.T10, f"模板 {name} 里有{'、'.join(what)}", place=Place(name))


@dataclass
class _Reader:
    """Reads one template from top to bottom; loops stay open from paragraph to paragraph.

    `used` are the paths it prints, `headers` the headers that pages show, with whether the draft mark stands there.
    """

    name: str
    context: type
    used: set[str] = field(default_factory=set)
    headers: dict[str, bool] = field(default_factory=dict)

    def read(self, document: WordDocument) -> Iterator[Finding]:
        for part in parts(document):
            scope = _Scope([{name: _Known(kind, name) for name, kind in _fields(self.context).items()}])
            for line in part.lines:
                yield from self._text(line, scope) if part.filled else self._unfilled(line)
            for one in scope.open:
                where, tag = one.line.where, one.tag
                yield self._finding(
                    Code.T03, where, tag, f"“{tag}”没有配对的结束标记", "请补上结束标记，或删去这一句"
                )
            if part.header:
                self.headers[part.title] = any(_DRAFT in line.words for line in part.lines)

    def _unfilled(self, line: Line) -> Iterator[Finding]:
        if _CURLY.search(line.words):
            message = f"{line.where}里的标记不会填，会照原样印出来"
            yield self._finding(Code.T04, line.where, line.words, message, "请把标记写到正文或脚注里")

    def lost(self, asked: frozenset[str]) -> Iterator[Finding]:
        """T08 for all that the document offers and the template prints nowhere: a whole part once, not every field of it."""
        for path, told in _missing(self.context, self.used):
            if (self.name, path) in LATER and path not in asked:
                continue
            yield Finding(
                Code.T08,
                f"模板 {self.name} 里没有了 {path}（{told}），印出来就没有这些字",
                place=Place(self.name, ref=path),
            )
        bare = [title for title, marked in self.headers.items() if not marked]
        if bare and len(bare) < len(self.headers):
            yield Finding(
                Code.T08,
                f"模板 {self.name} {'、'.join(bare)}里没有 {_DRAFT}，有的页上就没有“送审稿”",
                place=Place(self.name, ref=bare[0]),
            )

    def _text(self, line: Line, scope: _Scope) -> Iterator[Finding]:
        where, text = line.where, line.words
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
                yield from self._expression(where, tag[0], tag["print"], scope, printed=True)
            else:
                yield from self._vanishing(line, tag[0], tag["where"] or "")
                yield from self._block(line, tag[0], tag["where"] or "", tag["block"].strip(), scope)

    def _vanishing(self, line: Line, tag: str, level: str) -> Iterator[Finding]:
        """A tag with p, tr or tc takes the place of all that stands around it: what else is there is never printed."""
        if level not in line.around:
            if level in _TAKES:
                yield self._finding(Code.T04, line.where, tag, f"“{tag}”不在表格里", "不在表格里的请写 {%p")
            return
        others = line.around[level].replace(tag, "", 1).strip()
        if others:
            what = _TAKES[level]
            yield self._finding(
                Code.T04,
                line.where,
                tag,
                f"“{tag}”占了整{what}，同一{what}里的“{others[:40]}”印不出来",
                f"请让“{tag}”单独占一{what}，别的字写到另一{what}",
            )

    def _block(self, line: Line, tag: str, level: str, words: str, scope: _Scope) -> Iterator[Finding]:
        where, loop = line.where, _LOOP.fullmatch(words)
        if loop is not None:
            yield from self._expression(where, tag, loop[2], scope)
            scope.names.append({loop[1]: self._item(loop[2], scope)})
            scope.open.append(_Open(tag, level, line))
        elif words.startswith("if "):
            yield from self._expression(where, tag, words.removeprefix("if "), scope)
            scope.names.append({})
            scope.open.append(_Open(tag, level, line))
        elif words in ("endfor", "endif"):
            opening = "for " if words == "endfor" else "if "
            if not scope.open or opening not in scope.open[-1].tag:
                yield self._finding(
                    Code.T03, where, tag, f"“{tag}”前面没有配对的开始标记", "请补上开始标记，或删去这一句"
                )
                return
            scope.names.pop()
            yield from self._apart(scope.open.pop(), tag, level, line)
        elif words == "else" or words.startswith("elif "):
            if words != "else":
                yield from self._expression(where, tag, words.removeprefix("elif "), scope)
            if scope.open:
                yield from self._apart(scope.open[-1], tag, level, line)
        elif words != _SPAN or line.within.get("tc") is None:
            fix = "只能用 for、endfor、if、else、endif，表格循环里跨行的一格用 vm"
            yield self._finding(Code.T04, where, tag, f"认不出“{tag}”", fix)

    def _apart(self, begun: _Open, tag: str, level: str, line: Line) -> Iterator[Finding]:
        """T03 where a block's tags take the place of different things, or of things that do not lie together.

        Such a block cuts paragraphs, rows or cells in two: what is printed is no document any more, and mending it loses
        whole paragraphs.
        """
        same = begun.level == level and begun.line.within.get(level) is line.within.get(level)
        if same:
            return
        first, last = begun.line.where, line.where
        place = "同一处" if first == last else f"{last}"
        if begun.level != level:
            wanted = max(begun.level, level, key=_ORDER.index)
            fix = f"两个标记要写成一样的：都写 {{%{wanted}，各占一{_TAKES[wanted]}"
        elif not level:
            fix = "循环和条件跨几段的请写 {%p，跨几行表格的请写 {%tr，各占一段、一行"
        else:
            fix = "一个循环或条件的两头要在同一个单元格、同一张表里"
        yield self._finding(
            Code.T03, first, begun.tag, f"“{begun.tag}”和{place}的“{tag}”配不上，印出来会少掉整段文字", fix
        )

    def _expression(
        self, where: str, tag: str, words: str, scope: _Scope, printed: bool = False
    ) -> Iterator[Finding]:
        try:
            tree = Environment(autoescape=True).parse("{{" + words + "}}")
        except TemplateSyntaxError:
            yield self._finding(Code.T04, where, tag, f"“{tag}”写得不对", "请对照手册-工程师的模板字段改正")
            return
        inner = {node.node for node in tree.find_all(nodes.Getattr)}
        for node in tree.find_all((nodes.Getattr, nodes.Name)):
            if node in inner:
                continue
            wrong, used = self._resolved(_path(node), scope)
            if printed and used:
                self.used.add(used)
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

    def _resolved(self, path: list[str], scope: _Scope) -> tuple[tuple[str, list[str]] | None, str]:
        """The first word of a path that is not there, with the nearest names that are; and the path from the top."""
        known, at = scope.known, ""
        for word in path:
            if word not in known:
                return (word, get_close_matches(word, known, 1, 0.5)), ""
            at = known[word].path
            known = _below(known[word])
        return None, at

    def _item(self, words: str, scope: _Scope) -> _Known:
        """What a loop over that goes through."""
        known, found = scope.known, _Known(None, "")
        for word in (part.strip() for part in words.split("|")[0].split(".")):
            found = known.get(word, _Known(None, ""))
            known = _below(found)
        kind = typing.get_args(found.kind)[0] if typing.get_origin(found.kind) is tuple else None
        return _Known(kind, f"{found.path}[]")

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


def _below(one: _Known) -> dict[str, _Known]:
    return {name: _Known(kind, f"{one.path}.{name}") for name, kind in _fields(one.kind).items()}


def _missing(kind: Kind, used: set[str], at: str = "") -> Iterator[tuple[str, str]]:
    """Paths that are printed nowhere, each with what it is; of a part nothing of which is printed, the part alone.

    Of parts that say the same one is enough.
    """
    hints = typing.get_type_hints(kind, include_extras=True)
    printed = {name for name in hints if any(one.startswith(f"{at}{name}") for one in used)}
    for name, annotated in hints.items():
        plain, *told = typing.get_args(annotated) if hasattr(annotated, "__metadata__") else (annotated,)
        if name not in printed and any(isinstance(one, Or) and one.field in printed for one in told):
            continue
        listed = typing.get_origin(plain) is tuple
        inner = typing.get_args(plain)[0] if listed else plain
        path = f"{at}{name}"
        items = f"{path}[]" if listed else path
        fields = _fields(inner)
        whole = not any(one == path or one.startswith((items, f"{items}.")) for one in used)
        if _FIXED.search(name) or (at and _FIXED_BELOW.search(name)):
            continue
        if whole:
            yield path, str(told[0]) if told else "、".join(_told(inner))
        elif fields:
            yield from _missing(inner, used, f"{items}.")


def _told(kind: Kind) -> Iterator[str]:
    """What the fields of a part are, the first few."""
    for annotated in list(typing.get_type_hints(kind, include_extras=True).values())[:3]:
        yield from (one for one in getattr(annotated, "__metadata__", ()) if isinstance(one, str))
