"""What several documents are made of: heads, numbered parts, paragraphs with a heading of their own, the 版记. Pure.

A head is what stands above and below a document's own words. A template asks for its fields by name, so heads are
base classes of the contexts: `Report(**fields_of(head), opening=…)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated, Any

from pipeline.documents.wording import targets, whose
from pipeline.model.phrases import Dispatch, Letter, Phrase
from pipeline.model.plan import Name, Plan
from pipeline.model.settings import Office, Profile

COPIES = "抄送："
FOR_ANOTHER = "代拟稿"
_DRAFT = "送审稿"
# What may stand in the margin of a page and says nothing of its words.
MARKS = frozenset({_DRAFT, FOR_ANOTHER, f"{FOR_ANOTHER}（{_DRAFT}）"})
# What the compiling office writes in its own name, and no 督查机构 ever makes.
_NOT_URGING = frozenset({"报告", "简报", "要情", "呈阅件", "一页图", "对照", "更正报告"})


@dataclass(frozen=True, slots=True)
class Or:
    """Beside a field's words: another field says the same, a template prints either."""

    field: str


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph; `heading`, empty if it has none, stands at its beginning."""

    heading: Annotated[str, "段首的小标题，没有就是空的"]
    text: Annotated[str | Phrase, "这一段的文字"]


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: its heading and its paragraphs."""

    heading: Annotated[str, "一级标题"]
    items_: Annotated[tuple[Item, ...], "这一部分的段落"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 (7.4): lines above the printing line, each beginning with its label, then who prints and the day."""

    lines: Annotated[tuple[str, ...], "版记里印发一行以上的各行：主办、督办、抄送，任务分解表写了的才有"]
    printer: Annotated[str, "印发机关"]
    printed: Annotated[str, "印发日期，日留空"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteHead:
    """What a document says that bears neither number nor seal, and every other that is signed."""

    draft_mark: Annotated[str, "页眉上的“送审稿”，定稿是空的；替别的单位拟的另有“代拟稿”"]
    signature: Annotated[str, "署名"]
    date: Annotated[str, "成文日期，日留空"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedHead(WhiteHead):
    """What 文件 and 函 have in common: a number, a title line by line, to whom."""

    number: Annotated[str, "发文字号，号数留空"]
    title_lines: Annotated[tuple[str, ...], "标题，一行一项"]
    addressee: Annotated[str, "主送，带冒号"]

    def dispatch(self, copied: str = "", attachments: str = "") -> Dispatch:
        """What the document says of itself for its 发文稿纸."""
        title, addressee = "".join(self.title_lines), self.addressee.removesuffix("：")
        return Dispatch(self.signature, self.number, title, addressee, copied, attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedHead(NumberedHead):
    """A document under a 发文机关标志, with a 版记."""

    organ_mark: Annotated[str, "发文机关标志"]
    imprint: Annotated[Imprint, "版记"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHead(NumberedHead):
    """A document in the form of a letter: the organ's full name above the red line."""

    organ: Annotated[str, "红线上方的发文机关全称"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A line for people: whose word is asked for; the word itself is theirs."""

    label: Annotated[str, "请谁签意见，旁边一格留给他写"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(WhiteHead):
    """What the template 呈批件.docx prints."""

    head: Annotated[str, "呈批件三个字"]
    reader: Annotated[str, "呈给谁，写岗位；任务分解表没写的留空由人填"]
    title_lines: Annotated[tuple[str, ...], "标题，一行一项"]
    opening: Annotated[str | Phrase, "依据和来由"]
    items_: Annotated[tuple[Item, ...], "请示的各项，没有内容的不出现"]
    closing: Annotated[str, "请示什么"]
    attachments: Annotated[tuple[str, ...], "随附的各件，没有的不出现"]
    opinions: Annotated[tuple[Opinion, ...], "签意见的各行"]


def fields_of(head: WhiteHead) -> dict[str, Any]:
    """The fields of a head as keywords for a context that stands under it."""
    return {field.name: getattr(head, field.name) for field in fields(head)}


def draft_mark(draft: bool) -> str:
    """送审稿 on a draft."""
    return _DRAFT if draft else ""


def in_its_name(plan: Plan, letters: Iterable[Letter]) -> list[Letter]:
    """Letters as a folder keeps them: what another office is to sign is headed 代拟稿 and lies in a folder of that name.

    So are the general office's papers in the compiling office's folder (DOCUMENTS §1); its own are not. A 督查机构's folder
    keeps what it is to sign itself, and nothing else.
    """
    profile = plan.profile
    if profile.office is Office.INSPECTOR:
        return [one for one in letters if _signed(one) == profile.supervising_organ]
    own = (profile.compiler, profile.organ)
    theirs = profile.office is Office.COMPILER and not any(
        plan.one_body(profile.supervising_organ, one) for one in (*own, *_inspecting(plan, own))
    )
    return [
        _drafted_for(one) if theirs and _signed(one) == profile.supervising_organ else one for one in letters
    ]


def makes(plan: Plan, paper: str) -> bool:
    """Whether a folder makes papers of that id (报告, 督办-市城管局): a 督查机构's register came with what the compiling office has to do
    with its own.
    """
    return plan.profile.office is not Office.INSPECTOR or paper.partition("-")[0] not in _NOT_URGING


def _inspecting(plan: Plan, own: Iterable[str]) -> tuple[str, ...]:
    """The general office, where the compiling office is its own inspectors."""
    inspects = any(plan.one_body(plan.profile.inspector, one) for one in own)
    return (plan.profile.supervising_organ,) if inspects else ()


def _signed(letter: Letter) -> str:
    return letter.context.signature if isinstance(letter.context, WhiteHead) else ""


def _drafted_for(letter: Letter) -> Letter:
    assert isinstance(letter.context, WhiteHead)
    mark = letter.context.draft_mark
    head = replace(letter.context, draft_mark=f"{FOR_ANOTHER}（{mark}）" if mark else FOR_ANOTHER)
    return replace(letter, file=f"{FOR_ANOTHER}/{letter.file}", context=head)


def white_head(organ: str, day: date, draft: bool) -> WhiteHead:
    """Signed by `organ`, drawn up on `day`, which is left for people."""
    return WhiteHead(draft_mark=draft_mark(draft), signature=organ, date=targets.undated(day))


def circular_head(plan: Plan, about: str, kind: str, day: date, draft: bool) -> RedHead:
    """A 通报 of the general office of the government to everybody."""
    profile, organ = plan.profile, plan.profile.supervising_organ
    return RedHead(
        **fields_of(white_head(organ, day, draft)),
        number=numbered(profile.circular_word, day),
        title_lines=targets.title(organ, about, kind, profile.programme),
        addressee=f"{profile.circular_addressee.rstrip('：')}：",
        organ_mark=f"{organ}文件",
        imprint=imprint(organ, day, circular_copies(plan), profile),
    )


def circular_copies(plan: Plan) -> str:
    """Who gets a copy of a 通报, its author not among them."""
    return whose.others(plan, plan.profile.supervising_organ, plan.profile.circular_copies)


def letter_head(
    organ: str, number: str, title_lines: tuple[str, ...], to: Name, day: date, draft: bool
) -> LetterHead:
    """A letter to a unit by its name on `day`."""
    return LetterHead(
        **fields_of(white_head(organ, day, draft)),
        number=number,
        title_lines=title_lines,
        addressee=f"{to.address or to.full or to.short}：",
        organ=organ,
    )


def contact(profile: Profile) -> str:
    """（联系人：督查室综合岗，电话：…）: whom a recipient of the general office calls; left for people where the plan does not say."""
    blank = targets.BLANK
    return f"（联系人：{profile.urging_contact or blank}，电话：{profile.urging_phone or blank}）"


def reader(posts: str) -> str:
    """呈：分管副市长; a blank for people where nobody is named."""
    return f"呈：{posts or targets.BLANK}"


def enclosed(*names: str) -> tuple[str, ...]:
    """随附：1.考核认定表；2.…; of a single one no number."""
    numbers = (f"{number}.{name}" for number, name in enumerate(names, 1))
    return (f"随附：{'；'.join(numbers) if len(names) > 1 else names[0]}",)


def numbered(word: str, day: date, kind: str = "") -> str:
    """发文字号 of the year of `day`, the number left for people; so is the word where the plan names none."""
    return f"{word or targets.BLANK}{kind}〔{day.year}〕{targets.BLANK}号"


def imprint(printer: str, day: date, copied: str = "", profile: Profile | None = None) -> Imprint:
    """The imprint of a document drawn up on `day`; the day of printing is left for people.

    `copied` are the receivers of copies as the plan lists them; `profile` adds 主办 and 督办 where the city
    prints them.
    """
    return Imprint(tuple(_lines(copied, profile)), printer, f"{targets.undated(day)}印发")


def copies(copied: str) -> tuple[str, ...]:
    """抄送 as a line of its own; none without receivers."""
    return (f"{COPIES}{copied.strip().rstrip('。')}。",) if copied.strip() else ()


def _lines(copied: str, profile: Profile | None) -> Iterator[str]:
    if profile is not None:
        for label, unit in (("主办：", profile.imprint_lead), ("督办：", profile.imprint_inspector)):
            if unit:
                yield f"{label}{unit}"
    yield from copies(copied)
