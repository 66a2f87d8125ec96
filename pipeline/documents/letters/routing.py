"""发文稿纸: a sheet per draft that goes up for signature, filled in as far as the drafts say; posts sign the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pipeline.model.phrases import Letter

TEMPLATE = "发文稿纸.docx"
_BLANK = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: what it asks, what is known."""

    label: Annotated[str, "这一行填什么"]
    value: Annotated[str, "文稿里已经有的；要人填的留空"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one draft."""

    head: Annotated[str, "稿纸的标题"]
    lines: Annotated[tuple[Line, ...], "稿纸的各行"]


@dataclass(frozen=True, slots=True)
class Routing:
    """What the template 发文稿纸.docx prints."""

    sheets: Annotated[tuple[Sheet, ...], "一件要编号的文稿一张"]


def compose(about: str, letters: Sequence[Letter]) -> Letter:
    """The sheets of all drafts that bear a number, in the order of the drafts; `about` begins the file's name."""
    sheets = tuple(_sheet(letter) for letter in letters if letter.dispatch is not None)
    return Letter("发文稿纸", f"{about}发文稿纸.docx", TEMPLATE, Routing(sheets))


def _sheet(letter: Letter) -> Sheet:
    dispatch = letter.dispatch
    assert dispatch is not None
    known = (
        ("发文机关", dispatch.organ),
        ("发文字号", dispatch.number),
        ("标题", dispatch.title),
        ("主送", dispatch.addressee),
        ("抄送", dispatch.copied or "无"),
        ("附件", dispatch.attachments or "无"),
        ("公开属性", "【　】（主动公开、依申请公开、不予公开）"),
        ("份数", "【　】"),
        ("拟稿", _BLANK),
        ("核稿", _BLANK),
        ("会签", _BLANK),
        ("签发", _BLANK),
    )
    return Sheet(f"{dispatch.organ}发文稿纸", tuple(Line(label, value) for label, value in known))
