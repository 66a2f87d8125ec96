"""概况 and 规则: named items with defaults, to `Profile` and `Rules`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pipeline.files.names import unfit
from pipeline.inputs.plan.schema import EXTRA_COLUMNS, PROFILE_ITEMS, RULE_ITEMS, WORD_PREFIX, Item
from pipeline.inputs.tables.reader import Problems, Record, is_number, nearest, once, parse_day
from pipeline.model.codes import Code
from pipeline.model.figures import Place, Rounding, plain
from pipeline.model.findings import Finding, clipped
from pipeline.model.kinds import Bands
from pipeline.model.lights import Lights
from pipeline.model.months import DayShift
from pipeline.model.office_terms import (
    CITY,
    Terms,
    called,
    everybody,
    itself,
    office_of,
    proposed,
    tells_lower,
)
from pipeline.model.periods import Cycle, DueDay
from pipeline.model.readings import Holds
from pipeline.model.settings import Office, PaceBasis, PaceStart, Profile, Rules

Said = TypeVar("Said", Cycle, DueDay, Lights)
_IN_PERCENT = frozenset({"容差", "滞后线", "严重滞后线", "完成比例异常线"})


_DATED = re.compile(r"(.*?)[\s，,、；;]*(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)")


def profile(
    records: list[Record],
    problems: Problems,
    year: int,
    below: Sequence[str] = (),
    also: Sequence[str] = (),
) -> Profile:
    """概况; a missing item is a finding, and the profile then holds an empty text for it.

    What is left empty and follows from other words is made from them; `below` are the names of the units below,
    `also` who else a 通报 is to reach.
    """
    values, rows = _items(records, PROFILE_ITEMS, "项目", "内容", problems)
    _require_year(values["年度"], year, rows)
    notice_date = _notice_date(values["通知日期"], rows)
    _require_fit("事项总称", values, rows, "事项总称用作文件名，请改正")
    terms = _terms(values, rows, below)
    if not values["下级统称"] and not tells_lower(values["城市"], below):
        _ask_lower(values["城市"], terms, rows, records, problems)
    _look_at_levels(values, rows, terms)
    government = values["市政府"]
    supervising_organ = values["督办机关全称"] or office_of(government, terms.level)
    return Profile(
        year=year,
        city=values["城市"],
        government=government,
        notice_title=values["通知标题"],
        notice_number=values["通知文号"],
        notice_date=notice_date or date(year, 1, 1),
        programme=values["事项总称"],
        terms=terms,
        office=Office(values["工作区单位"]),
        compiler=values["汇总单位"],
        lead=values["责任单位"],
        inspector=values["督查机构"],
        general_office=values["督办名义"],
        office_self_name=values["督办自称"] or itself(supervising_organ),
        approver=values["批准机关"] or called(government, terms.level),
        supervising_organ=supervising_organ,
        supervising_word=values["督办代字"],
        organ=values["发文机关"],
        organ_mark=values["发文机关标志"] or f"{values['发文机关']}文件",
        number_word=values["发文字号代字"],
        addressee=values["报告主送"],
        copies=values["报告抄送"],
        printer=values["印发机关"] or office_of(values["发文机关"]),
        imprint_lead=values["版记主办"],
        imprint_inspector=values["版记督办"],
        circular_word=values["通报代字"],
        circular_addressee=values["通报主送"] or everybody(terms, bool(below), also),
        circular_copies=values["通报抄送"],
        self_name=values["自称"] or itself(values["发文机关"]),
        contact=values["联系方式"],
        remark=values["数据声明"],
        urging_contact=values["督办联系人"],
        urging_phone=values["督办联系电话"],
        approving_posts=values["呈批对象"],
        names_confirmed=_confirmed(values["单位名称核定"], rows.get("单位名称核定")),
        **_upward(values, rows),
    )


def _upward(values: Mapping[str, str], rows: Mapping[str, Record]) -> dict[str, Any]:
    """What whoever gathers many offices asks: the code of 行政区划, a finding for anything else, and whether they may."""
    text = values["行政区划"]
    if text and not (text.isascii() and text.isdigit() and len(text) in (6, 9, 12)):
        said = f"行政区划应是6位、9位或12位的代码，读到“{text}”"
        rows["行政区划"].fault(Code.P05, "内容", said, "请填代码，如130100")
    return {"region": text, "agrees_upward": values["同意上级汇总"] == "是"}


def _require_year(text: str, year: int, rows: Mapping[str, Record]) -> None:
    if text and text != str(year):
        rows["年度"].fault(
            Code.P05, "内容", f"年度是{text}，但文件在{year}年的文件夹里", "请改正年度或移动文件"
        )


def _require_fit(item: str, values: Mapping[str, str], rows: Mapping[str, Record], fix: str) -> None:
    """P05 for a word no file or sheet can be named by."""
    wrong = unfit(values[item])
    if wrong:
        rows[item].fault(Code.P05, "内容", f"{item}{wrong}", fix)


def _notice_date(text: str, rows: Mapping[str, Record]) -> date | None:
    """The day of the notice; None where it is not said, with a finding where it is none."""
    day = parse_day(text)
    if text and day is None:
        rows["通知日期"].fault(Code.P05, "内容", f"通知日期“{text}”不是日期", "请写成2021-05-29的样子")
    return day


_TERMS = ("本级称呼", "下级统称", "领导称呼", "量词", "事项名")


def _terms(values: dict[str, str], rows: dict[str, Record], below: Sequence[str]) -> Terms:
    """The words of this office, what is left empty proposed; one no file or sheet can be named by is a finding."""
    for item in _TERMS:
        _require_fit(item, values, rows, "用作表名和文件名，请改正")
    realm, lower, leader, counter, matter = (values[item] for item in _TERMS)
    given = Terms(realm, lower, leader, counter, matter)
    return proposed(given, values["城市"], values["市政府"], values["事项总称"], below)


def _ask_lower(
    place: str, terms: Terms, rows: Mapping[str, Record], records: Sequence[Record], problems: Problems
) -> None:
    """P04: what the units below are called has two readings; nobody guesses (PLAN §4)."""
    said = f"“下级统称”没有填写，由“{place}”和单位表看不出下级合起来怎样称呼"
    fix = f"请照本地的说法填写，如{terms.lower}"
    if "下级统称" in rows:
        rows["下级统称"].fault(Code.P04, "内容", said, fix)
    elif records:
        where = Place(records[0].book.file, records[0].sheet.name)
        problems.findings.append(
            Finding(Code.P04, f"{where.sheet}：{said}", f"请加一行“下级统称”，{fix}", place=where)
        )


# A city's words, as a plan begun from a city's may still hold them.
_CITY_WORDS = re.compile("市(?:人民)?政府|市直|县（市、区）")
_SPOKEN_OF = ("督查机构", "督办名义", "批准机关", "通报主送")


def _look_at_levels(values: dict[str, str], rows: dict[str, Record], terms: Terms) -> None:
    """P26: who urges, approves or is written to is of a city, but the place is none. Printed as it stands."""
    for item in _SPOKEN_OF:
        if terms.level != CITY.level and _CITY_WORDS.search(values[item]):
            said = f"{item}写的是“{clipped(values[item])}”，本级称呼却是“{terms.realm}”"
            rows[item].fault(Code.P26, "内容", said)


def _confirmed(text: str, row: Record | None) -> str:
    """Who confirmed all names and when: 综合岗 2021-06-01; empty, with a finding, unless both are said."""
    found = _DATED.fullmatch(text)
    day = parse_day(found[2]) if found else None
    if found and found[1].strip() and day is not None:
        return f"{found[1].strip()} {day.isoformat()}"
    if text and row is not None:
        said = f"“单位名称核定”应写岗位和日期，读到“{text}”"
        row.fault(Code.P05, "内容", said, "请写成“综合岗 2021-06-01”的样子")
    return ""


def rules(records: list[Record], problems: Problems, profile: Profile) -> Rules:
    """规则; what is left out takes its default."""
    values, rows = _items(records, RULE_ITEMS, "规则", "值", problems)

    def number(name: str, low: int, high: int, fractions: bool = True) -> Decimal:
        default = next(item.default for item in RULE_ITEMS if item.name == name)
        text = _typed(rows.get(name), values[name], name in _IN_PERCENT) or default or str(low)
        result = Decimal(text) if is_number(text) else Decimal(-1)
        if low <= result <= high and (fractions or result == int(result)):
            return result
        kind = "数" if fractions or result == int(result) else "整数"
        rows[name].fault(Code.P05, "值", f"“{name}”应是{low}到{high}之间的{kind}，读到“{text}”")
        return Decimal(default or low)

    def whole(name: str, low: int, high: int) -> int:
        return int(number(name, low, high, fractions=False))

    _check_year_end(values["年终报送日"], rows)
    return Rules(
        bands=Bands(number("容差", 0, 100), number("滞后线", 0, 100), number("严重滞后线", 0, 100)),
        decimals=whole("百分数小数位", 0, 6),
        rounding=Rounding(values["修约方式"]),
        amount_decimals=whole("数量小数位", 0, 8),
        cycle=_read(Cycle, "报送周期", values, rows),
        cooperating_due=_read(DueDay, "配合单位报送日", values, rows),
        lead_due=_read(DueDay, "责任单位报送日", values, rows),
        day_shift=DayShift(values["遇非工作日"]),
        late_days=whole("迟报入文", 1, 60),
        year_end_due=values["年终报送日"],
        list_days=_list_days(values["催报日"], rows.get("催报日")),
        first_month=whole("首报月份", 1, 12)
        if values["首报月份"]
        else _month_after(profile.notice_date, profile.year),
        pace_basis=PaceBasis(values["序时计算"]),
        pace_start=PaceStart(values["序时起点"]),
        implausible=number("完成比例异常线", 100, 100000),
        county_rounding=values["分县合计允许进位差"] == "是",
        slackening=number("新增骤减倍数", 1, 1000),
        headline_limit=whole("一句话进展字数", 10, 500),
        reason_limit=whole("一句话原因字数", 10, 500),
        body_limit=whole("正文字数", 100, 100000),
        extra_columns=_extra_columns(rows.get("表样增列")),
        reply_days=whole("督办回告天数", 1, 90),
        limit_months=whole("限期督办月数", 1, 12),
        listing_months=whole("挂牌督办月数", 1, 12),
        plain_classes=values["台账用词"] == "分类名",
        circular=values["情况通报"] == "是",
        optional_letters=values["可选单位发反馈函"] == "是",
        county_shares=values["分县占比"] == "是",
        by_field=values["分领域情况"] == "是",
        circular_picture=values["考核通报附图"] == "是",
        objection_days=whole("异议工作日", 1, 60),
        check_limit=whole("每单位每年抽查上限", 1, 1000),
        check_interval=whole("抽查间隔月数", 1, 12),
        check_surge=number("突增倍数", 1, 1000),
        commitments_due=_day(values["责任清单报送日"], rows.get("责任清单报送日")),
        words=_words(values),
        lights=_read(Lights, "红黄绿", values, rows),
    )


def _words(values: Mapping[str, str]) -> dict[str, str]:
    """What each class is called in documents (用语：…)."""
    named = [item.name for item in RULE_ITEMS if item.name.startswith(WORD_PREFIX)]
    return {name.removeprefix(WORD_PREFIX): values[name] for name in named}


def _read(way: type[Said], name: str, values: Mapping[str, str], rows: Mapping[str, Record]) -> Said:
    """A rule that is no number, read its own way; its default, and a finding, where it says something else."""
    item = next(item for item in RULE_ITEMS if item.name == name)
    try:
        return way.parse(values[name])
    except ValueError:
        rows[name].fault(Code.P05, "值", f"“{name}”认不出“{values[name]}”", f"请填写：{item.meaning}")
        return way.parse(item.default)


def _day(text: str, row: Record | None) -> date | None:
    """A day that may be left open; None, with a finding, for what is none."""
    day = parse_day(text) if text else None
    if text and day is None and row is not None:
        row.fault(Code.P05, "值", f"“责任清单报送日”应是日期，读到“{text}”", "请写成2021-06-20的样子")
    return day


def _typed(record: Record | None, text: str, percent: bool) -> str:
    """The text of a rule; of a number in a cell, what is seen there: 10 of 10% where per cent are asked for."""
    if record is None or record.content("值").holds is not Holds.NUMBER:
        return text
    seen = record.number("值", percent=percent)
    return plain(seen) if seen is not None else ""


def _list_days(text: str, row: Record | None) -> tuple[int, ...]:
    """Days before (minus) and after the deadline: -3、0、1."""
    pieces = re.split(r"[、，,\s]+", unicodedata.normalize("NFKC", text).strip())
    if all(re.fullmatch(r"-?(?:1?\d|20)", piece) for piece in pieces):
        return tuple(int(piece) for piece in pieces)
    if row is not None:
        said = f"“催报日”应是-20到20之间的整数，用顿号隔开，读到“{text}”"
        row.fault(Code.P05, "值", said, "请写成-3、0、1的样子")
    return ()


def _check_year_end(text: str, rows: Mapping[str, Record]) -> None:
    if parse_day(f"2001-{text}") is None:
        rows["年终报送日"].fault(Code.P05, "值", f"年终报送日“{text}”不是月-日", "请写成01-15的样子")


def _extra_columns(row: Record | None) -> tuple[str, ...]:
    """Columns of the form that are asked for besides: 进展情况、下一步打算; one there is not is a finding with the nearest."""
    if row is None:
        return ()
    words = row.words("值")
    for word in words:
        if word not in EXTRA_COLUMNS:
            fix = f"可以填：{'、'.join(EXTRA_COLUMNS)}{nearest(word, EXTRA_COLUMNS)}"
            row.fault(Code.P05, "值", f"“表样增列”认不出“{word}”", fix)
    return tuple(word for word in words if word in EXTRA_COLUMNS)


def _month_after(notice: date, year: int) -> int:
    """The month after the notice; January if the notice is of an earlier year."""
    return 1 if notice.year < year else min(12, notice.month + 1)


def _items(
    records: list[Record], items: tuple[Item, ...], name: str, value: str, problems: Problems
) -> tuple[dict[str, str], dict[str, Record]]:
    """Named items of a two-column sheet, defaults filled in, and the row of each that is there."""
    rows = once(records, name, str)
    known = [item.name for item in items]
    for word, record in rows.items():
        if word not in known:
            record.fault(Code.P02, name, f"不认识的项“{word}”", f"请改正或删去这一行{nearest(word, known)}")
    values: dict[str, str] = {}
    for item in items:
        row = rows.get(item.name)
        if row is None:
            values[item.name] = item.default
            if item.required:
                sheet = records[0].sheet.name if records else ""
                file = records[0].book.file if records else ""
                problems.findings.append(
                    Finding(
                        Code.P03, f"{sheet}：缺少“{item.name}”一项", "请补上这一行", place=Place(file, sheet)
                    )
                )
        elif item.choices:
            values[item.name] = row.choice(value, item.choices, item.default)
        else:
            values[item.name] = row.text(value) or item.default
            if item.required and not values[item.name]:
                row.fault(Code.P04, value, f"“{item.name}”没有填写", f"请补填（{item.meaning}）")
    return values, rows
