"""Whether 概况 and 规则 make sense together: lines that cross, words that say another class, days before the notice.

What cannot be is P29, what is only odd P28; each at the cell that is to be looked at. Only what the sheets hold is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.inputs.plan.defaults import reached_besides
from pipeline.inputs.plan.schema import WORD_PREFIX, WORDS
from pipeline.inputs.tables.reader import Record
from pipeline.model.codes import Code
from pipeline.model.figures import plain
from pipeline.model.kinds import BEHIND, FAILING, FINISHED, MEETING, Standing
from pipeline.model.plan import Plan, Role

_GOOD = FINISHED | MEETING | {Standing.AHEAD, Standing.ON_PACE}
_BAD = BEHIND | FAILING
_SOUNDS_BAD = re.compile("滞后|落后|迟缓|缓慢|低于|未")
_SOUNDS_GOOD = re.compile("超额|超序时|超前|提前|已完成")
_YEAR = re.compile(r"(?:19|20)\d\d")
# By which words of a 主送 those are reached that are no government of a county and no department.
_REACHED = {"管委会": re.compile("管委|开发区|功能区"), "有关群团组织": re.compile("群团|人民团体")}
# Nobody asks for the figures of a year when a quarter of the next is over.
_LATEST_YEAR_END = "03-31"


def check_rules(plan: Plan, tables: Mapping[str, Sequence[Record]]) -> None:
    """P28 and P29 of what 概况 and 规则 say beside each other."""
    rules = {record.text("规则"): record for record in tables["规则"]}
    profile = {record.text("项目"): record for record in tables["概况"]}
    _check_lines(plan, rules)
    _check_months(plan, rules)
    _check_words(plan, rules)
    _check_deadlines(plan, rules)
    _check_notice(plan, profile)
    _check_first_days(plan, rules, profile)
    _check_circular(plan, profile, tables["单位"])


def _tell(rows: Mapping[str, Record], names: Sequence[str], code: Code, said: str, fix: str = "") -> None:
    """A finding at the first of the named rows that is there; a default nobody wrote contradicts nothing."""
    row = next((rows[name] for name in names if name in rows), None)
    if row is not None:
        row.fault(code, "值" if "值" in row.columns else "内容", said, fix)


def _check_lines(plan: Plan, rows: Mapping[str, Record]) -> None:
    """容差 < 滞后线 < 严重滞后线: crossed lines turn classes round, equal ones leave one empty."""
    bands = plan.rules.bands
    steps = (("容差", bands.tolerance), ("滞后线", bands.lagging), ("严重滞后线", bands.far_behind))
    empty = ("低于序时", "滞后")
    for (small, low), (large, high), lost in zip(steps, steps[1:], empty, strict=False):
        both = f"{small}是{plain(low)}，{large}是{plain(high)}"
        if low > high:
            fix = f"{small}应小于{large}（默认1、10、30），请改正"
            _tell(rows, (small, large), Code.P29, f"{both}，反了，进度分类会颠倒", fix)
        elif low == high:
            _tell(rows, (small, large), Code.P28, f"{both}，这样几乎没有“{lost}”这一类")


def _check_months(plan: Plan, rows: Mapping[str, Record]) -> None:
    limit, listing = plan.rules.limit_months, plan.rules.listing_months
    if limit > listing:
        said = f"限期督办月数{limit}大于挂牌督办月数{listing}，还没有限期就要挂牌"
        _tell(rows, ("限期督办月数", "挂牌督办月数"), Code.P29, said, "请改正其中一个")


def _check_words(plan: Plan, rows: Mapping[str, Record]) -> None:
    """Each class has a word of its own that does not say the opposite."""
    words = {standing: plan.rules.words.get(standing.value, "") for standing in WORDS}
    owners: dict[str, Standing] = {}
    for standing, word in words.items():
        names = (f"{WORD_PREFIX}{standing.value}",)
        first = owners.setdefault(word, standing)
        row = rows.get(names[0])
        if row is not None and not row.text("值"):
            _tell(rows, names, Code.P28, f"“{names[0]}”没有填写，公文里按默认的“{word}”写")
        elif first is not standing:
            said = f"“{first.value}”和“{standing.value}”两类都写作“{word}”，看公文的人分不清"
            _tell(rows, (*names, f"{WORD_PREFIX}{first.value}"), Code.P29, said, "请各用一个词")
        else:
            for code, said in _misleading(standing, words):
                _tell(rows, names, code, said, "请改正，或清空这一格用默认的词")


def _misleading(standing: Standing, words: Mapping[Standing, str]) -> Iterator[tuple[Code, str]]:
    """What is wrong with the word of a class: it is another's, or it sounds the other way."""
    word = words[standing]
    other = next((one for one, usual in WORDS.items() if usual == word and one is not standing), None)
    turned = {standing, other} & _GOOD and {standing, other} & _BAD
    if other is not None and (turned or words[other] == WORDS[standing]):
        yield Code.P29, f"“{standing.value}”类写作“{word}”，那是“{other.value}”类的词，写反了"
    elif other is not None:
        yield Code.P28, f"“{standing.value}”类写作“{word}”，那原是“{other.value}”类的词"
    elif (_SOUNDS_BAD if standing in _GOOD else _SOUNDS_GOOD).search(word) and standing in _GOOD | _BAD:
        yield Code.P28, f"“{standing.value}”类写作“{word}”，意思像是相反的"


def _check_deadlines(plan: Plan, rows: Mapping[str, Record]) -> None:
    """A lead needs the sheets of those who cooperate before its own is due."""
    crossed = [
        period
        for period in plan.cycle.periods(plan.profile.year)
        if plan.rules.cooperating_due.of(period) > plan.rules.lead_due.of(period)
    ]
    if crossed:
        said = f"配合单位报送日{plan.due_day(Role.COOPERATING).text}，晚于责任单位报送日{plan.due_day(Role.LEAD).text}"
        fix = "责任单位要先收齐配合单位的数才能报，请把配合单位报送日改早"
        _tell(rows, ("配合单位报送日", "责任单位报送日"), Code.P29, said, fix)
    if plan.rules.year_end_due > _LATEST_YEAR_END:
        said = f"年终报送日{plan.rules.year_end_due}是次年的，已过了一季度"
        _tell(rows, ("年终报送日",), Code.P28, said)


def _check_notice(plan: Plan, rows: Mapping[str, Record]) -> None:
    """The notice is of the plan's year, or of the year before; title and number say the same."""
    told, year = plan.profile, plan.profile.year
    if told.notice_date.year not in (year - 1, year):
        said = f"通知日期{told.notice_date.isoformat()}，不是{year}年任务的通知"
        _tell(rows, ("通知日期",), Code.P29, said, f"请照通知改正；{year}年的任务应是上年或当年印发的")
    for item, text in (("通知标题", told.notice_title), ("通知文号", told.notice_number)):
        named = _YEAR.findall(text)
        fitting = (
            {str(year)}
            if item == "通知标题"
            else {str(told.notice_date.year), str(told.notice_date.year - 1)}
        )
        if named and not fitting & set(named):
            _tell(
                rows,
                (item,),
                Code.P28,
                f"{item}里写的是{'、'.join(named)}年，年度是{year}、通知日期是{told.notice_date.isoformat()}",
            )


def _check_first_days(plan: Plan, rows: Mapping[str, Record], profile: Mapping[str, Record]) -> None:
    """Nobody reports on a notice that is not out, nor is asked by when before it."""
    notice = plan.profile.notice_date
    first = plan.lead_deadline(plan.first_month)
    if first < notice:
        said = f"第一次报送是{first.isoformat()}，早于通知日期{notice.isoformat()}"
        where = rows if "首报月份" in rows and rows["首报月份"].text("值") else profile
        _tell(where, ("首报月份", "通知日期"), Code.P28, said)
    asked: date | None = plan.rules.commitments_due
    if asked is not None and not notice <= asked <= date(plan.profile.year, 12, 31):
        said = f"责任清单报送日{asked.isoformat()}不在通知日期{notice.isoformat()}到年底之间"
        _tell(rows, ("责任清单报送日",), Code.P29, said, "请改正日期")


def _check_circular(plan: Plan, rows: Mapping[str, Record], units: Sequence[Record]) -> None:
    """A 主送 people wrote that does not reach the 管委会 or the 群团 that have tasks (DOCUMENTS §4)."""
    row = rows.get("通报主送")
    written = row.text("内容") if row is not None else ""
    busy = [
        one
        for one in units
        if written and plan.find_unit(one.text("简称")) and plan.matters_of(one.text("简称"))
    ]
    missed = [who for who in reached_besides(busy) if not _REACHED[who].search(written)]
    if missed:
        said = f"通报主送没有写{'、'.join(missed)}，单位表里有承担任务的，通报发不到"
        _tell(rows, ("通报主送",), Code.P28, said, f"请在通报主送里补上{'、'.join(missed)}；确实不发的不用管")
