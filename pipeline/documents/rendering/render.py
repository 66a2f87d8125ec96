"""Context and template to the bytes of a document: sandboxed, strict, escaped, reproducible.

Only text, phrases and printed figures may be printed; anything else (None, a float) stops the run, for
it would be a wrong word in a signed document. Every figure stands in a bookmark of its own (`bookmarks`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import get_ident

from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from pipeline.documents.rendering.bookmarks import Figures, Marker, bookmarked, without_bookmarks
from pipeline.documents.rendering.charted import charts_of
from pipeline.documents.rendering.compiled import CompiledTemplate, Route
from pipeline.documents.rendering.environment import office_environment
from pipeline.documents.rendering.finish import Finisher
from pipeline.files.word.outside import DAMAGED
from pipeline.files.word.private import without_private
from pipeline.model.editorial import Original
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter
from pipeline.model.run_steps import LOG, each


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as it will be published: its bytes, the bookmark it is known by, its figures with theirs.

    `beneath` is what the program printed where people's words stand now, by the line as it stands (收下改动).
    """

    data: bytes
    mark: str
    figures: Figures
    beneath: tuple[tuple[str, Original], ...] = ()


_NO_SPARE: Mapping[str, bytes] = {}


def render(
    letters: Collection[Letter], templates: Path, day: date, spare: Mapping[str, bytes] = _NO_SPARE
) -> dict[str, Rendered]:
    """Every letter as a .docx, by file name; `day` is the date of making inside the files.

    `spare` are templates to print where the folder has none of their name.
    Raises `TemplateProblem` naming the template that is missing, damaged, or asks for what its document
    does not offer.
    """
    presses: dict[str, Press] = {}
    routes: Counter[Route] = Counter()
    made = {}
    for letter in each("写文稿", letters):
        if letter.template not in presses:
            presses[letter.template] = press(letter.template, templates, spare)
        made[letter.file], route = presses[letter.template].print(letter, day)
        routes[route] += 1
    told = "、".join(f"{route} {routes[route]}" for route in Route if routes[route])
    LOG.info("填写文稿%d件（%s）", len(made), told)
    return made


def press(name: str, templates: Path, spare: Mapping[str, bytes] = _NO_SPARE) -> Press:
    """A template of the office's folder, else the spare of its name, ready to print; `TemplateProblem` where it is missing or damaged."""
    path = templates / name
    if name in spare and not path.is_file():
        return ready(name, spare[name])
    if not path.is_file():
        raise TemplateProblem(
            f"没有找到模板 {name}。请把它放进 templates 文件夹，或用 minsheng init 重新取一份。"
        )
    try:
        data = path.read_bytes()
    except DAMAGED:
        raise _damaged(name) from None
    return ready(name, data)


def ready(name: str, data: bytes) -> Press:
    """The template of these bytes, ready to print in this thread; `TemplateProblem` where it is damaged."""
    return _ready(name, data, get_ident())


@lru_cache(maxsize=64)  # a process that makes several sets meets the same templates
def _ready(name: str, data: bytes, thread: int) -> Press:
    """A press of the thread's own: it holds the figures of the document it prints."""
    return Press(name, data)


class Press:
    """A template, by its bytes, ready to print any number of documents, one at a time."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name, self._marker = name, Marker()
        try:
            bare, self._charts = charts_of(without_private(without_bookmarks(data)))
            self._template = CompiledTemplate(
                bare, office_environment(self._marker), marker=self._marker, strict=True
            )
            self._finish = Finisher(self._template.get_docx())
        except TemplateError as reason:
            raise _wrong(name, reason) from None
        except DAMAGED:
            raise _damaged(name) from None

    def print(self, letter: Letter, day: date) -> tuple[Rendered, Route]:
        """The document of a letter, made on `day`, and how it came about."""
        context = letter.context
        assert is_dataclass(context)
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        main, mark = self._template.main, ""
        figures = Figures()
        data = self._charts.data(letter)
        known = "".join((f"{letter.file} {day}", *(one.text for one in data.values())))

        def finishing(parts: dict[str, bytes]) -> dict[str, bytes]:
            nonlocal mark, figures
            parts[main] = self._finish(parts[main])
            parts, figures, mark = bookmarked(parts, self._marker, main, known)
            parts[main], figures = self._charts.bookmarked(parts[main], data, self._marker, figures)
            return parts

        try:
            made = self._template.fill(values, f"{day.isoformat()}T00:00:00Z", finishing)
        except (TemplateError, TypeError) as reason:
            raise _wrong(self._name, reason) from None
        except DAMAGED:
            raise _damaged(self._name) from None
        return Rendered(self._charts.filled(made.data, data), mark, figures), made.route


def _damaged(name: str) -> TemplateProblem:
    return TemplateProblem(f"模板 {name} 打不开或已损坏，请用 Word 打开检查，或换回原来的模板。")


def _wrong(name: str, reason: TemplateError | TypeError) -> TemplateProblem:
    match reason:
        case UndefinedError():
            text = f"模板 {name} 里有文档没有的内容：{_undefined(reason)}。请对照手册的模板字段改正。"
        case SecurityError():
            text = f"模板 {name} 里有不允许的操作，请只使用手册列出的字段。"
        case _:
            text = f"模板 {name} 填写时出错：{reason}。请对照手册检查标记是否成对。"
    return TemplateProblem(text)


def _undefined(reason: UndefinedError) -> str:
    """The name that is missing, out of Jinja's English sentence."""
    words = (reason.message or "").split("'")
    return "“" + "”里的“".join(words[1::2][::-1]) + "”" if len(words) > 2 else (reason.message or "")
