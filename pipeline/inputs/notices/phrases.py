"""The words around a number: the phrase it belongs to, its comparison, its 类型, how many things share it (各, 均) (NOTICE §4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.inputs.notices.items import Item
from pipeline.inputs.notices.labels import Role
from pipeline.inputs.notices.measures import PERCENT
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.quantities import Quantity, beside, by_line, within

_AT_LEAST = "不少于|不低于|不小于|不得少于|不得低于|至少|超过|突破|大于|高于|达到|达|超|≥|>"
_AT_MOST = "不超过|不高于|不大于|不得超过|控制在|低于|少于|小于|≤|<"
_ABOUT = "大约|约|近|接近"
_BEFORE = re.compile(rf"({_AT_MOST}|{_AT_LEAST}|{_ABOUT})(?:了|为|全市|总数|到|至)?$")
# 不低于当地标准的1.6倍: of a share or a multiple the word may stand before what it is measured by.
_BEFORE_BASE = re.compile(
    r"(不少于|不低于|不得少于|不得低于|至少|超过|达到|不超过|不高于|不得超过|控制在)[\u4e00-\u9fff]{2,14}的$"
)
_BEHIND = re.compile(r"^(?:[\u4e00-\u9fff]{0,3}?)(及?以上|之?以内|及?以下|左右|上下)")
_LEAST_WORDS = 2
# A sign of numbering at a line's beginning is no part of a phrase.
LIST_SIGN = re.compile(
    r"\s*(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,3})\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,3}\s?[.、。](?!\d)|[一二三四五六七八九十]{1,3}是|[①-⑳⑴-⒇]|[●▶◆■★▲◎○•·※◇□►➤☆]|——?)[、.]?\s*"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparing word as written, and what it means: plain, ge, le or approx."""

    word: str
    op: str


def comparison(notice: Notice, one: Quantity) -> Comparison:
    """How a number is compared. 达到…以上 is one word; nothing is added to it."""
    text = notice.lines[one.line].folded
    ahead = text[one.clause.start : one.start]
    before = _BEFORE.search(ahead)
    if before is None and one.measure in (*PERCENT, "倍"):
        before = _BEFORE_BASE.search(ahead)
    behind = _BEHIND.match(text[one.end : one.clause.end])
    inner = re.search("[余多来]", text[one.stop : one.end])
    words = [found for found in (before[1] if before else "", behind[1] if behind else "") if found]
    op = "plain"
    for word in words:
        if word in ("达到", "达"):
            op = op if op != "plain" else "reach"
        elif (
            re.fullmatch(_AT_MOST, word)
            and not (word in ("低于", "少于") and text[: one.start].endswith(f"不{word}"))
        ) or word.endswith(("以内", "以下")):
            op = "le"
        elif re.fullmatch(_ABOUT, word) or word in ("左右", "上下"):
            op = "approx"
        else:
            op = "ge"
    if op == "reach":
        op = "ge"
    if op == "plain" and inner is not None:
        return Comparison(inner[0], "approx")
    return Comparison("…".join(words), op)


def span_of(notice: Notice, one: Quantity, found: Sequence[Quantity]) -> Stretch:
    """The phrase of a number: its clause, cut where a list goes on to the next number. `found` are those of its line."""
    text = notice.lines[one.line].folded
    start, end = one.clause.start, one.clause.end
    earlier, later = beside(one, found, -1), beside(one, found, 1)
    if earlier is not None:
        cut = _separator(text, earlier.end, one.start)
        start = cut if cut is not None else start
    if later is not None:
        cut = _separator(text, one.end, later.start)
        end = cut - 1 if cut is not None else end
    # 改造小区18个、4600户: what stands before the sign tells what the second counts.
    if len(re.sub(r"[\d.,万亿余多\s、]", "", text[start : one.start] + text[one.end : end])) < _LEAST_WORDS:
        start = one.clause.start
    sign = LIST_SIGN.match(text, start) or LIST_SIGN.match(text)
    if sign is not None and start < sign.end() <= one.start:
        start = sign.end()
    while start < end and text[start] in " 、;,:(和及":
        start += 1
    if text[start:end].count(")") > text[start:end].count("(") and text[end - 1] == ")":
        end -= 1
    while end > start and text[end - 1] in " 、;,:(":
        end -= 1
    return Stretch(one.line, start, end)


def _separator(text: str, start: int, end: int) -> int | None:
    """Behind the sign at which a list goes on between two numbers; None if it goes on without one."""
    found = re.search(
        r"、|以及|(?<=[\u4e00-\u9fff])(?:和|与|及(?!以))(?=[\u4e00-\u9fff]{0,12}$)", text[start:end]
    )
    return start + found.end() if found else None


def each_of(notice: Notice, one: Quantity) -> tuple[tuple[str, ...], bool]:
    """The names of the targets that share a number (各, 均), and whether that is sure; none where it has but one."""
    text = notice.lines[one.line].folded
    before = text[one.clause.start : one.start]
    if _NOT_EACH.search(before):
        return (), True
    own = _EACH.search(before)
    if own is None:
        return (), True
    items = _items(own[1])
    if len(items) < 2:
        sentence = text[one.clause.sentence : one.clause.start].rstrip(",;:")
        items = _items(re.split("[,;:]", sentence)[-1]) if sentence else []
        tail = own[1]
    else:
        tail = re.sub("(?:各|均)(?:自)?|完成|达到?|不低于|不少于|以上|为$", "", before[own.end(1) :])
    return (tuple(_put_together(name, tail) for name in items), True) if len(items) >= 2 else ((), False)


def _put_together(name: str, tail: str) -> str:
    """听力筛查 and 筛查率 are 听力筛查率."""
    shared = next((size for size in range(min(len(name), len(tail)), 0, -1) if name.endswith(tail[:size])), 0)
    return name + tail[shared:]


_NOT_EACH = re.compile(
    "人均|户均|年均|平均|各级|各类|各县|各区|各镇|各乡|各街道|各地|各部门|各单位|各项|各种|各个|各校|各村|均衡|各族|各界|各行"
)
_EACH = re.compile(
    r"(?:^|(?<=[^\d]))([^,;。:]{0,40}?)(?:各|均)(?:自)?(?:新建|完成|建成|达到?|为|不低于|不少于|新增|实现|改造|在|稳定在|保持在|控制在|培训|建设|救助|筛查)?[\u4e00-\u9fff]{0,6}$"
)


def _items(text: str) -> list[str]:
    """The members of a list in a clause: 宫颈癌、乳腺癌; what is done for them or with them is no member."""
    lists = re.split("开展|实施|一次|免费|提供|落实|推进|完成|组织", text)
    best = max(lists, key=lambda part: len(re.findall("、|和|及|与", part)), default="")
    if not re.search("、|和|及|与", best):
        return []
    return [re.sub("服务$|^对", "", part) for part in re.split("、|和|及|与", best) if 2 <= len(part) <= 20]


_SENTENCE = re.compile(r"[^;。!?]+")
_DOING = re.compile(
    "为|对|将|深入|持续|坚持|建设|推进|开展|实施|完善|加强|打造|建立|推动|完成|启动|全面|加快|提升|优化|做好|继续|组织|改造|扩大|规范|健全|落实|提高|改善|积极|进一步|大力|支持|强化|基本|开工|建成|新建|确保"
)


def qualitative(notice: Notice, each: Item, kept: Sequence[Quantity]) -> Iterator[Stretch]:
    """Sentences of a task that promise something without a figure: of a matter without figures its every sentence."""
    parts = each.of(Role.BODY, Role.TITLE)
    several = len({part.stretch for part in parts}) > 1
    lines = by_line(kept)
    for part in parts:
        if several and part.stretch == each.title:
            continue
        text = notice.folded(part.stretch)
        for found in _SENTENCE.finditer(text):
            at = Stretch(
                part.stretch.line, part.stretch.start + found.start(), part.stretch.start + found.end()
            )
            if any(within(at, lines)) or len(found[0].strip()) < 6:
                continue
            if not kept or (_DOING.match(found[0].strip()) and not re.search(r"\d", found[0])):
                yield at


_GROWTH = re.compile("增长|增幅|增速|下降|降低|减少|压减|提高|提升|降幅|增加")
_RATE = re.compile("率|占比|比例|比重|覆盖面|满意度")
_KEPT = re.compile("持续|保持|稳定|巩固|不低于|控制|始终")


def sort_of(notice: Notice, one: Quantity, span: Stretch) -> tuple[str, str]:
    """类型, and why it is to be looked at (empty if it is sure)."""
    text = notice.lines[one.line].folded
    before = text[one.clause.start : one.start]
    if one.measure in PERCENT:
        if _RATE.search(before) and not re.search("(?:增长|下降|提高|提升|降低)[^率到至为]{0,4}$", before):
            return ("保持" if re.search("持续|保持|稳定|控制", before) else "比率"), ""
        if _GROWTH.search(before):
            return "增幅", ""
        return ("保持" if _KEPT.search(before) else "比率"), ""
    if "剩余" in before:
        return "名单", ""
    own = text[span.start : span.end]
    lead = re.match(
        "(?:全[市县区年]|年内|今年|继续|加快|计划|确保|力争|[^,、]{0,6}?)?(新开工|开工建设|开工|启动|推动|续建|动工|谋划|储备)",
        own,
    )
    if lead is not None and lead.end() <= one.start - span.start and "完成" not in own[lead.end() :]:
        return "节点计数", "按开工、启动还是按建成算"
    return "累计数", ""
