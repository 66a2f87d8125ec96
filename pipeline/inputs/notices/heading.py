"""What a notice says of itself: title, number, day, who issued it to whom, for which year; and what it demands (PLAN §3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.inputs.notices.chinese_numerals import chinese_number, year_number
from pipeline.inputs.notices.notice_lines import Notice
from pipeline.inputs.notices.outline import Draft
from pipeline.model.notice import Requirement

_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,9}[〔\[(]20\d\d[〕\])]\s*第?\d{1,4}号)")
_TITLE = re.compile(
    r"([\u4e00-\u9fff]{2,24}(?:人民政府|政府|办公室|委员会|办公厅|管委会)[^。]{0,3}关于.{2,80}?的(?:通\s?知|意见|决定))"
)
_SHORT_TITLE = re.compile(r"(关于.{2,80}?的(?:通\s?知|意见|决定))")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DAY = re.compile(
    "([一二三四五六七八九〇○零]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CITY = re.compile("([\u4e00-\u9fff]{2,12}?[省市县区州盟旗])(?:人民政府|政府)")
_SIGNED = re.compile("[\u4e00-\u9fff]{2,12}(?:人民政府|政府)(?:办公室|办公厅|文件)?")
_YEAR = re.compile(r"(20\d\d)\s*年")
_SENTENCE = re.compile(r"[^。;]+[。;]?")
_DEMANDS: tuple[tuple[Requirement, str], ...] = (
    (Requirement.FEEDBACK, "反馈"),
    (
        Requirement.MONTHLY,
        "每(?:个)?(?:月|季度|季|两个月|半年)[^。;]{0,90}(?:报送|上报|报|送)|(?:月|季)报制度|按(?:月|季)[^。;]{0,20}报",
    ),
    (Requirement.SPOT_CHECK, "抽查|督查|督导检查|跟踪督办"),
    (Requirement.ASSESSMENT, "考核|考评|绩效"),
    (Requirement.RESPONSIBLE, "责任人|时间节点|时间表|路线图"),
)
_DOUBTFUL_TEXT = re.compile("征求意见稿|候选|记者|本报讯|解读|草案|公示|讨论稿|投票")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head and foot of a notice; empty or None is what it does not say."""

    title: str
    number: str
    day: date | None
    printed: date | None
    city: str
    government: str
    recipients: str
    copies: str
    drafted_by: str
    urged_by: str
    year: int | None
    lead_day: int | None
    cooperating_day: int | None
    demands: tuple[tuple[Requirement, str, str], ...]
    not_the_notice: str


def heading_of(draft: Draft) -> Heading:
    """What the lines outside the matters say."""
    notice = draft.notice
    inside = {part.stretch.line for matter in draft.matters for part in matter.item.parts}
    outside = [number for number in notice.prose if number not in inside]
    texts = [notice.lines[number].text for number in outside]
    folded = [notice.lines[number].folded for number in outside]
    title, government = _title(folded, texts)
    signed = [bare for bare in (re.sub(r"\s", "", text) for text in folded) if _SIGNED.fullmatch(bare)]
    city = _first(_CITY, [government, *signed])
    days = [day for text in folded if len(text) < 40 and "印发" not in text for day in _days(text)]
    printed = [day for text in folded if "印发" in text and len(text) < 60 for day in _days(text)]
    demands = tuple(_demands(notice, outside))
    asked = " ".join(text for what, text, _ in demands if what is Requirement.MONTHLY)
    number = _first(_NUMBER, folded)
    return Heading(
        title=title,
        number=re.sub(r"\s", "", number).replace("[", "〔").replace("]", "〕"),
        day=days[0] if days else None,
        printed=printed[-1] if printed else None,
        city=city,
        government=f"{city}人民政府" if city else "",
        recipients=_recipients(texts),
        copies=_behind("抄送", texts),
        drafted_by=_behind("主办", texts),
        urged_by=_behind("督办", texts),
        year=_year(title, folded, draft),
        lead_day=_asked_day(asked, helping=False),
        cooperating_day=_asked_day(asked, helping=True),
        demands=demands,
        not_the_notice=_first(re.compile(f"({_DOUBTFUL_TEXT.pattern})"), folded),
    )


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((found[1] for text in texts if (found := pattern.search(text))), "")


def _title(folded: Sequence[str], texts: Sequence[str]) -> tuple[str, str]:
    """The title as it is cited, and the organ before its 关于."""
    bare = [re.sub(r"\s", "", text) for text in texts]
    for pattern in (_TITLE, _SHORT_TITLE):
        for start in range(len(bare)):
            whole = ""
            if bare[start].endswith("号"):
                continue
            for text in bare[start : start + 4]:
                whole += text
                found = pattern.search(whole)
                if found:
                    organ = found[1].split("关于")[0]
                    return found[1], organ
                if not re.search("关于|政府|办公室|委员会", whole) or whole.endswith(("。", "：", ":")):
                    break
    return "", ""


def _days(text: str) -> Iterator[date]:
    for found in _DAY.finditer(text):
        yield from _day(int(found[1]), int(found[2]), int(found[3]))
    for found in _CHINESE_DAY.finditer(text):
        year, month, day = year_number(found[1]), chinese_number(found[2]), chinese_number(found[3])
        if year and month and day:
            yield from _day(year, int(month), int(day))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    if (
        (1 <= month <= 12 and 1 <= day <= 28)
        or (month != 2 and day <= 30 and 1 <= month <= 12)
        or (day == 31 and month in (1, 3, 5, 7, 8, 10, 12))
    ):
        yield date(year, month, day)


def _recipients(texts: Sequence[str]) -> str:
    found = next(
        (text for text in texts if re.match("各|市|县|区", text) and text.rstrip().endswith(("：", ":"))), ""
    )
    return found.rstrip("：: ")


def _behind(word: str, texts: Sequence[str]) -> str:
    place = next((number for number, text in enumerate(texts) if re.match(rf"{word}\s*[：:]", text)), None)
    if place is None:
        return ""
    told = [re.sub(rf"^{word}\s*[：:]\s*", "", texts[place])]
    for text in texts[place + 1 : place + 3] if word == "抄送" else ():
        if not re.match(".{0,3}(?:市|县|区)?(?:人大|政协|法院|检察院|委各)", text):
            break
        told.append(text)
    return "\n".join(told)


def _year(title: str, folded: Sequence[str], draft: Draft) -> int | None:
    found = _YEAR.search(title)
    if found is not None:
        return int(found[1])
    for text in folded:
        near = re.search(r"(20\d\d)年[^。;]{0,30}?(?:实事|民生|任务|目标|重点工作)", text)
        if near is not None:
            return int(near[1])
    every = [int(year) for line in draft.notice.lines for year in _YEAR.findall(line.folded)]
    return max(set(every), key=every.count) if every else None


def _demands(notice: Notice, outside: Sequence[int]) -> Iterator[tuple[Requirement, str, str]]:
    """What the notice demands beside its matters: the sentence, word for word, and where it stands; each once."""
    told: set[Requirement] = set()
    for number in outside:
        line = notice.lines[number]
        for sentence in _SENTENCE.finditer(line.folded):
            for start, end in _parted(line.folded, sentence.start(), sentence.end()):
                text = line.folded[start:end]
                what = next((kind for kind, pattern in _DEMANDS if re.search(pattern, text)), None)
                if what is not None and what not in told and 8 <= len(text) <= 300:
                    told.add(what)
                    yield what, line.text[start:end].strip("。；; "), line.place


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, cut before the clause that tells what becomes of a result; an opening 一是明确责任: is no part of it."""
    result = text.find(",认定结果", start, end)
    head = re.match(r"[^,。;]{0,12}[。:]", text[start:end])
    begin = start + head.end() if head and head.end() < end - start else start
    return [(begin, result), (result + 1, end)] if result > 0 else [(begin, end)]


def _asked_day(text: str, helping: bool) -> int | None:
    """By which day of the month leads, or cooperating units, are to report, if the notice says so."""
    inner = re.search(r"配合单位[^。;)]{0,12}?每月(\d{1,2})日", text)
    if helping:
        return int(inner[1]) if inner else None
    rest = text.replace(inner[0], "") if inner else text
    found = re.search(r"每月(\d{1,2})日", rest)
    return int(found[1]) if found else None
