"""What `verify` and `refresh` tell programs, field by field; 参考-JSON is made of it."""

from __future__ import annotations

from typing import Annotated, TypedDict


class SourceShape(TypedDict):
    """A cell a printed figure comes from."""

    file: Annotated[str, "哪个文件"]
    sheet: Annotated[str, "哪张工作表"]
    cell: Annotated[str, "哪个单元格"]
    sha256: Annotated[str, "读的时候文件的校验值"]
    read: Annotated[str, "当时读到什么"]
    now: Annotated[str | None, "现在是什么；读不到的是 null"]


class FigureShape(TypedDict):
    """A printed figure and how it stands."""

    id: Annotated[str, "它的书签"]
    was: Annotated[str, "当时印的"]
    text: Annotated[str, "现在写的；删掉的是空的"]
    expected: Annotated[str | None, "现在应印的；来源给不出这个数是 null"]
    state: Annotated[str, "一致、被改动、已删除、来源已变、移了位置、说法不符或措辞已改"]
    value: Annotated[str | None, "准确值；单位的原话是 null"]
    unit: Annotated[str, "基本计量单位"]
    rule: Annotated[str, "怎么算的"]
    sources: Annotated[list[SourceShape], "来自哪些单元格"]


class UntracedShape(TypedDict):
    """A number nothing backs."""

    text: Annotated[str, "没有来源的数"]
    where: Annotated[str, "前后的文字"]


class WordsShape(TypedDict):
    """A sentence with other words than the program would print."""

    state: Annotated[str, "说法不符、已删除，或只是措辞已改"]
    text: Annotated[str, "现在写的句子；已删除的是空的"]
    expected: Annotated[str | None, "现在应当怎么说；现在没有这句话、或是后来添的是 null"]
    contrary: Annotated[list[str], "哪些词说反了，写作“应当是→现在写”"]
    pasted: Annotated[str | None, "这句话是别的月份哪一套里的；不是的是 null"]


class ProofShape(TypedDict):
    """`verify --json` of one document."""

    document: Annotated[str, "核对的文件"]
    set: Annotated[str, "属于哪一套"]
    ok: Annotated[bool, "每个数都一致（或只是措辞已改）、都有来源、没有说法不符是 true"]
    note: Annotated[str | None, "为什么没能重新计算来比"]
    foreign: Annotated[str | None, "靠哪个不是本工作目录的记录认出的；靠自己的记录是 null"]
    figures: Annotated[list[FigureShape], "文稿里的数"]
    untraced: Annotated[list[UntracedShape], "没有来源的数"]
    words: Annotated[list[WordsShape], "说法和印出时不同的句子"]


class ProofsShape(TypedDict):
    """`verify --json` of several documents."""

    ok: Annotated[bool, "每份都是 true 才是 true"]
    documents: Annotated[list[ProofShape], "一份一项，同上"]


class PrintedShape(FigureShape):
    """A figure somebody asked for, and where it is printed."""

    document: Annotated[str, "在哪份文稿"]
    sentence: Annotated[str, "在哪一句"]


class AnswersShape(TypedDict):
    """`verify --figure --json`."""

    figures: Annotated[list[PrintedShape], "印了这个数的各处"]


class SameShape(TypedDict):
    """A file of a set made again."""

    path: Annotated[str, "哪个文件"]
    same: Annotated[bool | None, "一字不差是 true；现在做不出来的是 null"]
    edited: Annotated[bool, "有人改过的是 true"]


class AgainShape(TypedDict):
    """`verify --again --json`."""

    set: Annotated[str, "哪一套"]
    ok: Annotated[bool, "每个文件都一字不差是 true"]
    files: Annotated[list[SameShape], "这一套的文件"]


ReplacedShape = TypedDict(
    "ReplacedShape",
    {
        "id": Annotated[str, "它的书签"],
        "was": Annotated[str, "原来写的"],
        "is": Annotated[str | None, "换成的"],
    },
)


class UnfitShape(TypedDict):
    """Words that would be others now."""

    was: Annotated[str, "原来的说法"]
    now: Annotated[str, "现在会是的说法"]


class RefreshShape(TypedDict):
    """`refresh --json`."""

    document: Annotated[str, "原来的文稿"]
    path: Annotated[str | None, "另存的新文件；没有要换的数是 null"]
    replaced: Annotated[list[ReplacedShape], "换了的数"]
    left: Annotated[list[FigureShape], "没有换、留给人看的数，同 verify"]
    unfit: Annotated[list[UnfitShape], "不再合适的说法"]
