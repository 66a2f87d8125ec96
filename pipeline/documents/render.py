"""Context and template to the bytes of a document: sandboxed, strict, escaped, reproducible.

Only text, phrases and printed figures may be printed; anything else (None, a float) stops the run, for
it would be a wrong word in a signed document.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from pipeline.documents.fields import FieldsOnly
from pipeline.documents.finish import finish
from pipeline.files.packages import canonical
from pipeline.model.errors import TemplateProblem
from pipeline.model.letters import Letter
from pipeline.model.phrases import Phrase, Printed
from pipeline.steps import each


def render(letters: Collection[Letter], templates: Path, day: date) -> dict[str, bytes]:
    """Every letter as a .docx, by file name; `day` is the date of making inside the files.

    Raises `TemplateProblem` naming the template that is missing, damaged, or asks for what its document
    does not offer.
    """
    moment = f"{day.isoformat()}T00:00:00Z"
    return {letter.file: canonical(_render(letter, templates), moment) for letter in each("写文稿", letters)}


def environment() -> SandboxedEnvironment:
    """The one environment of all documents. docxtpl is told to escape as well, for it resets the flag."""
    return SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=printable, extensions=[FieldsOnly]
    )


def printable(value: object) -> object:
    """The guard every printed value passes: text stays, a phrase becomes its text, the rest is refused."""
    if isinstance(value, StrictUndefined):
        return value
    if isinstance(value, Phrase | Printed):
        return str(value)
    if isinstance(value, str):
        return value
    raise TypeError(f"{type(value).__name__} {value!r}")


def _render(letter: Letter, templates: Path) -> bytes:
    path = templates / letter.template
    if not path.is_file():
        raise TemplateProblem(
            f"没有找到模板 {letter.template}。请把它放进 templates 文件夹，或用 minsheng init 重新取一份。"
        )
    context = letter.context
    assert is_dataclass(context)
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    stream = io.BytesIO()
    try:
        template = DocxTemplate(path)
        template.render(values, environment(), autoescape=True)
        finish(template.docx)
        template.save(stream)
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        raise TemplateProblem(
            f"模板 {letter.template} 打不开或已损坏，请用 Word 打开检查，或换回原来的模板。"
        ) from None
    except UndefinedError as reason:
        raise TemplateProblem(
            f"模板 {letter.template} 里有文档没有的内容：{_undefined(reason)}。请对照手册的模板字段改正。"
        ) from None
    except SecurityError:
        raise TemplateProblem(f"模板 {letter.template} 里有不允许的操作，请只使用手册列出的字段。") from None
    except (TemplateError, TypeError) as reason:
        raise TemplateProblem(
            f"模板 {letter.template} 填写时出错：{reason}。请对照手册检查标记是否成对。"
        ) from None
    return stream.getvalue()


def _undefined(reason: UndefinedError) -> str:
    """The name that is missing, out of Jinja's English sentence."""
    words = (reason.message or "").split("'")
    return "“" + "”里的“".join(words[1::2][::-1]) + "”" if len(words) > 2 else (reason.message or "")
