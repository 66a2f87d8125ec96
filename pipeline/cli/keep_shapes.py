"""What `keep` tells programs, field by field; 参考-JSON is made of it."""

from __future__ import annotations

from typing import Annotated, TypedDict


class PlaceShape(TypedDict):
    """A paragraph of a template."""

    file: Annotated[str, "哪个模板"]
    paragraph: Annotated[int, "第几段，空行不算"]


class OfferShape(TypedDict):
    """A paragraph people changed."""

    id: Annotated[str, "这处改动的记号，同样的改动总是同样的记号"]
    number: Annotated[int, "编号，--only 用"]
    kind: Annotated[str, "换、删、加或移"]
    was: Annotated[str | None, "印出来的；加的是 null"]
    now: Annotated[str | None, "现在写的；删的是 null"]
    behind: Annotated[str | None, "加的、移的放在哪一段后面，空的是文首；别的是 null"]
    ways: Annotated[list[str], "可以怎么办：用语（只用这一期）、模板（每期都这样）；收不下来的是空的"]
    template: Annotated[PlaceShape | None, "这一段印自模板哪里；不是模板里的话是 null"]
    trouble: Annotated[str | None, "为什么收不下来"]
    doubt: Annotated[str | None, "为什么要先看看；这样的只按编号收"]
    untraced: Annotated[list[str], "话里没有来源的数"]
    kept: Annotated[bool, "处理登记里有了是 true"]


class OverwrittenShape(TypedDict):
    """A figure people wrote over."""

    was: Annotated[str, "印出来的数"]
    text: Annotated[str, "现在写的"]
    where: Annotated[str, "所在的一段"]


class ElsewhereShape(TypedDict):
    """A line of a table, a header or a footer that reads otherwise."""

    was: Annotated[str | None, "印出来的；添的是 null"]
    now: Annotated[str | None, "现在的；删了的是 null"]


class KeepShape(TypedDict):
    """`keep --json`."""

    document: Annotated[str, "改过的文稿"]
    set: Annotated[str, "属于哪一套"]
    paper: Annotated[str, "是哪份文稿，处理登记里这样写"]
    edits: Annotated[list[OfferShape], "改了的段落，一处一项；带 --only、--as 模板 时只有选中的"]
    figures: Annotated[list[OverwrittenShape], "直接改了的数：不当话收"]
    elsewhere: Annotated[list[ElsewhereShape], "表格、页眉页脚里的改动：收不下来"]
    notes: Annotated[list[str], "旁边的批注：不收，只列出来"]
    written: Annotated[list[int], "这一次收下的编号"]
