"""The form's layout: one object from which sheets are written and by which they are read.

Header texts are the contract with everybody who fills a sheet (手册-工程师); columns are found by these
words, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.model.funds import ALL_BY_RULE, FORECAST, MONEY, MONEY_MEASURE, WORKS
from pipeline.model.plan import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    `entry` columns are open for the unit; the rest is pre-filled and locked. `holds` says what a cell may hold: text,
    number, measure, money, date, state (of a node) or tick. `limit` is the most characters a text may have. `rare` entries are
    open but not coloured: they are filled in only where there is cause. An `extra` is printed only where the rule 表样增列
    names it (`EXTRA_COLUMNS` of the plan's schema) or somebody filled it in. What is `told` stands grey for the unit's
    eyes and is found by no reader. A column of last period's words, or about them, goes with the one it stands `beside`,
    where there is something to show.
    """

    name: str
    header: str
    width: float
    holds: str = "text"
    entry: bool = False
    hint: str = ""
    limit: int = 0
    aliases: tuple[str, ...] = ()
    rare: bool = False
    extra: bool = False
    told: bool = False
    beside: str = ""

    @property
    def printed(self) -> str:
        """Its header as a form prints it: of money with the unit it is filled in in."""
        return f"{self.header}（{MONEY_MEASURE}）" if self.holds == "money" else self.header


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of a form: its name and its columns, those that only earlier forms had among them, in printed order."""

    name: str
    title: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


AD_HOC = "临时调度，截至"
UNIT_LABEL = "填报单位"
MONTH_LABEL = "填报月份"
DATE_LABEL = "填报日期"
FOOT_LABELS = ("填报人", "审核人", "单位主要负责人（签字）", "联系电话", DATE_LABEL, "（盖章）")

_ID = Column("id", "编号", 8)
_MATTER = Column("matter", "实事事项", 11, aliases=("实事",))
_NAME = Column("target", "指标", 13, aliases=("指标名称",))
_GOAL = Column("goal", "年度目标", 8, "number")
_MEASURE = Column(
    "measure",
    "计量单位",
    7,
    "measure",
    True,
    "一般不用改。确需换单位（如按户填报）的，从下拉框里选。",
    aliases=("单位",),
    rare=True,
)
_THIS_MONTH = Column("this_month", "本月完成", 9, "number", True, "只填本月新完成的数，纯数字。")
_CUMULATIVE = Column(
    "cumulative",
    "累计完成",
    9,
    "number",
    True,
    "填从1月1日到截至日期的累计数，只填纯数字，不写“约”“万”“%”。真是零就填0，不要留空。比率类填百分数，如56.30。",
    aliases=("累计完成数",),
)
_NUMERATOR = Column("numerator", "分子", 8, "number", True, "比率类必填，如已筛查人数。")
_DENOMINATOR = Column("denominator", "分母", 8, "number", True, "比率类必填，如应筛查人数。")
_AS_OF = Column("as_of", "截至日期", 11, "date", True, "数据统计到哪一天，如{day}。")
_LAST = Column("last", "上月累计", 8, "number", told=True, beside="cumulative")
_CORRECTED = Column(
    "corrected_last",
    "更正后上月累计",
    9,
    "number",
    True,
    "只有上月累计报错、需要更正时才填：上月正确的累计数。",
    rare=True,
)
_CORRECTION = Column(
    "correction", "更正说明", 8, "text", True, "更正上月数时必填：为什么更正。", 200, rare=True
)
_HEADLINE = Column(
    "headline",
    "一句话进展",
    17,
    "text",
    True,
    "写做了什么，供材料直接引用：不写“我局”，不编号，不用感叹号。",
    80,
)
_REASON = Column(
    "reason", "一句话原因", 13, "text", True, "进度落后或未达标时必填：主要原因，会直接印进报告。", 60
)
_FORECAST = Column(
    "forecast",
    FORECAST,
    9,
    "number",
    True,
    "到12月31日预计累计完成多少，按计量单位填，只填纯数字；小结照写“据本单位预计”。说不准的留空。",
    extra=True,
)
_WORKS = Column("works", WORKS, 15, "text", True, "写工程做到哪一步，如主体封顶。", 60, extra=True)
_MONEY = tuple(
    Column(
        name, header, 12, "money", True, f"按{MONEY_MEASURE}填，只填纯数字；不涉及资金的留空。", extra=True
    )
    for name, header in MONEY.items()
)
_PROGRESS = Column(
    "progress",
    "进展情况",
    32,
    "text",
    True,
    "可以写长一些，供汇总单位参阅。",
    2000,
    ("自评说明",),
    extra=True,
)
_DIFFICULTY = Column("difficulty", "存在的困难和问题", 29, "text", True, "没有就留空。", 1000)
_COORDINATION = Column(
    "coordination",
    "需协调事项",
    26,
    "text",
    True,
    "列入报告附件供参阅；需批准的事项请另行请示。没有就留空。",
    1000,
)
_NEXT = Column("next_steps", "下一步打算", 26, "text", True, "", 1000, ("佐证材料清单",), extra=True)
_LAST_SAID = Column("last_said", "上月进展、原因", 21, told=True, beside="id")
# It is read, for one thing: it is what a tick repeats.
_LAST_DIFFICULTY = Column("last_difficulty", "上月困难和问题", 23, beside="difficulty")
_UNCHANGED = Column(
    "unchanged",
    "与上月相同打√",
    7,
    "tick",
    True,
    "困难和上月一样的，这里打√，右边一格不用再写。",
    rare=True,
    beside="difficulty",
)
_LAST_COORDINATION = Column("last_coordination", "上月需协调事项", 20, told=True, beside="coordination")

_FIGURES = (
    _MEASURE,
    _THIS_MONTH,
    _CUMULATIVE,
    _NUMERATOR,
    _DENOMINATOR,
    _AS_OF,
    _LAST,
    _CORRECTED,
    _CORRECTION,
)
_SENTENCES = (_HEADLINE, _REASON)
_TEXTS = (_PROGRESS, _DIFFICULTY, _COORDINATION, _NEXT)
# The columns of words that stand on 文字说明, by layout name; earlier forms had them beside the figures.
LONG_TEXTS = tuple(column.name for column in _TEXTS)

PROGRESS_SHEET = SheetLayout(
    "进展情况",
    "进展情况表",
    (_ID, _MATTER, _NAME, _GOAL, *_FIGURES, *_SENTENCES, *_TEXTS, _FORECAST, _WORKS, *_MONEY),
    ("measure", "cumulative"),
)
# A column more than 进展情况, on paper of the same width.
_NARROWER = {"matter": 8.0, "numerator": 7, "denominator": 7, "headline": 15, "reason": 11}
COOPERATION_SHEET = SheetLayout(
    "配合情况",
    "配合情况表",
    tuple(
        replace(column, width=_NARROWER.get(column.name, column.width))
        for column in (
            _ID,
            _MATTER,
            _NAME,
            Column("lead", "责任单位", 9),
            _GOAL,
            *_FIGURES,
            *_SENTENCES,
            *_TEXTS,
        )
    ),
    ("measure", "cumulative", "lead"),
)
TEXT_SHEET = SheetLayout(
    "文字说明",
    "文字说明表",
    (
        _ID,
        _NAME,
        _LAST_SAID,
        _PROGRESS,
        _LAST_DIFFICULTY,
        _UNCHANGED,
        _DIFFICULTY,
        _LAST_COORDINATION,
        _COORDINATION,
        _NEXT,
    ),
    (),
)
COUNTY_SHEET = SheetLayout(
    "分县区",
    "分县（市）区情况表",
    (
        _ID,
        _NAME,
        replace(_MEASURE, width=12),
        Column("area", "县（市）区", 14, aliases=("县市区", "县区", "县（市、区）")),
        _CUMULATIVE,
        Column("remark", "备注", 24, "text", True, "", 200),
    ),
    ("area", "cumulative"),
)
MILESTONE_SHEET = SheetLayout(
    "形象进度",
    "形象进度表",
    (
        _ID,
        _NAME,
        Column("due", "节点日期", 12, "date"),
        Column("words", "形象进度", 26),
        Column(
            "state",
            "进展状态",
            12,
            "state",
            True,
            "从下拉框选：未启动、进行中、已完成。没到期的节点可以先不填。",
        ),
        Column("done", "完成日期", 12, "date", True, "已完成的填哪天完成，如{day}；没有完成的留空。"),
        Column("remark", "备注", 24, "text", True, "", 200),
    ),
    ("words", "state"),
)
# At the year end the same columns ask for something else, and what stands in the way of the month is no longer asked.
_AT_YEAR_END = {
    "progress": ("自评说明", "对照年度目标写完成情况和自评结论，供认定时参阅。"),
    "next_steps": ("佐证材料清单", "列出能证明完成数的文件、台账、照片等，一份一行。"),
}
_NOT_AT_YEAR_END = ("difficulty", "coordination")


def at_year_end(layout: SheetLayout) -> SheetLayout:
    """The layout with the headers and hints of the year end; it is read by the same columns."""
    columns = tuple(
        replace(
            column,
            header=_AT_YEAR_END[column.name][0],
            hint=_AT_YEAR_END[column.name][1],
            aliases=(),
            extra=False,
        )
        if column.name in _AT_YEAR_END
        else replace(column, extra=column.extra or column.name in _NOT_AT_YEAR_END)
        for column in layout.columns
        if column is not _FORECAST
    )
    title = layout.title if layout is not TEXT_SHEET else f"年终{layout.title}"
    return replace(layout, title=title.replace("情况表", "情况年终表"), columns=columns)


def printed(layout: SheetLayout, added: Collection[str], held: Collection[str]) -> SheetLayout:
    """The layout as a form shows it: `added` are the headers the rule 表样增列 names, `held` the columns that hold something.

    The long texts stand on 文字说明 alone; what nobody asks for and nobody wrote is left out.
    """
    shown = {
        column.name
        for column in layout.columns
        if layout.name == TEXT_SHEET.name or column.name not in LONG_TEXTS
        if not column.extra or column.header in added or column.name in held
    }
    columns = tuple(
        column
        for column in layout.columns
        if column.name in shown and (not column.beside or (column.beside in shown and _shows(column, held)))
    )
    return replace(layout, columns=columns)


def _shows(column: Column, held: Collection[str]) -> bool:
    """True where there is something of last period to be seen or, for the tick, repeated."""
    return (column.name if column.name != "unchanged" else "last_difficulty") in held


def headers_in(text: str) -> int:
    """How many headers of 进展情况 a folded text holds; not those asked for by rule alone, which any text on a project has."""
    return sum(fold(one.header) in text for one in PROGRESS_SHEET.columns if one.name not in ALL_BY_RULE)


def earlier(layout: SheetLayout) -> SheetLayout:
    """The layout as our forms had it before 文字说明: all words beside the figures, nothing of last period.

    Sheets of that kind are read for good; the sample's stand on it.
    """
    columns = (
        replace(column, rare=False)
        for column in layout.columns
        if not column.told and column.name not in ALL_BY_RULE
    )
    return replace(layout, columns=tuple(columns))


FORM_SHEETS = (PROGRESS_SHEET, COOPERATION_SHEET, TEXT_SHEET, COUNTY_SHEET, MILESTONE_SHEET)
# What is answered on them has one column; the rows of all others hold a target's figures.
BY_ITEM = (COUNTY_SHEET.name, MILESTONE_SHEET.name)
