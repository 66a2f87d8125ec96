"""Findings: what is missing, doubtful or wrong in what came in. A finding is data, never an exception.

Each code stands once in `CODES`, with its level and with what it does to the value it speaks of.
The handbook's list is compared with this one by a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.figures import Cell

_MOST_QUOTED = 200
# How our own notes begin in sheets we give back or fill, so that they are not read back as the unit's.
RETURN_NOTE = "【退回】"
COLLATED_NOTE = "【汇总】"


class Level(StrEnum):
    """How bad it is: 退回 goes back to the unit, 待核 must be verified by people, 提示 is for the record."""

    RETURN = "退回"
    VERIFY = "待核"
    NOTE = "提示"


class Effect(StrEnum):
    """What the finding does to the value it speaks of."""

    NONE = "照用"
    UNUSED = "不用"
    ABSENT = "未报送"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: stable code, level, title for the handbook, effect on the value."""

    code: str
    level: Level
    title: str
    effect: Effect = Effect.NONE


def _catalogue(*codes: Code) -> dict[str, Code]:
    return {code.code: code for code in codes}


_R, _V, _N = Level.RETURN, Level.VERIFY, Level.NOTE

CODES: dict[str, Code] = _catalogue(
    Code("F01", _R, "文件打不开或不是电子表格"),
    Code("F02", _R, "认不出填报单位"),
    Code("F03", _R, "填报月份不对或没写"),
    Code("F04", _R, "同一单位有两份不同的表，分不清先后"),
    Code("F05", _N, "同一单位有两份表，采用填报日期较晚的一份"),
    Code("F06", _N, "内容完全相同的重复文件，只算一份"),
    Code("F07", _R, "表内没有应填的工作表或认不出表头"),
    Code("F08", _N, "本单位不需要报送的工作表，未采用"),
    Code("F09", _N, "不是 .xlsx 格式，已读取，请核对"),
    Code("F10", _R, "链接、设备等不是文件的东西，没有打开"),
    Code("F11", _R, "文件正在写入或传输"),
    Code("F12", _R, "表头重复或有两张同样的表，分不清哪个有效"),
    Code("F13", _N, "同一工作簿里还有别的月份的表，没有采用"),
    Code("U01", _R, "责任单位整表未报送", Effect.ABSENT),
    Code("U02", _N, "迟报"),
    Code("U03", _N, "没写填报日期，无法判断是否按时"),
    Code("R01", _R, "整行未填或应报未报", Effect.ABSENT),
    Code("R02", _R, "应填数字处不是数字", Effect.UNUSED),
    Code("R03", _N, "数字带有空格、全角或千分位，已清理后读取"),
    Code("R04", _R, "单元格是公式错误值", Effect.UNUSED),
    Code("R05", _R, "公式没有计算结果", Effect.UNUSED),
    Code("R06", _N, "数字由公式算出，请核对"),
    Code("R07", _R, "应填数字处是日期或逻辑值", Effect.UNUSED),
    Code("R08", _R, "计量单位与任务分解表不符", Effect.UNUSED),
    Code("R09", _N, "计量单位不同但可换算，已换算"),
    Code("R10", _N, "任务分解表里没有的行，未采用"),
    Code("R11", _V, "同一指标填了两行", Effect.UNUSED),
    Code("R12", _V, "表内年度目标与任务分解表不符", Effect.UNUSED),
    Code("R13", _N, "截至日期没填或认不出"),
    Code("R14", _R, "出现负数", Effect.UNUSED),
    Code("R15", _R, "比率类没填分子、分母", Effect.UNUSED),
    Code("R16", _N, "文字栏目过长"),
    Code("R17", _N, "一句话栏目不宜直接引用"),
    Code("R18", _N, "文字里有请示事项用语"),
    Code("R19", _V, "截至日期不在本月或晚于填报日期", Effect.UNUSED),
    Code("R20", _N, "分县区有空白或认不出的县（市）区"),
    Code("R21", _V, "百分数单元格与计量单位不一致", Effect.UNUSED),
    Code("R22", _N, "辅助栏目（本月完成等）不是数字，未采用"),
    Code("R23", _V, "分县区数据无法合计", Effect.UNUSED),
    Code("R24", _R, "累计完成是跨行的合并单元格", Effect.UNUSED),
    Code("R25", _N, "数字所在的行被隐藏"),
    Code("R26", _N, "单元格显示格式与填写的数不一致"),
    Code("R27", _V, "单元格显示出来的数和存的数不是一个数", Effect.UNUSED),
    Code("R28", _V, "编号与指标名称对不上", Effect.UNUSED),
    Code("R29", _V, "表头括号里注明的内容与指标不符", Effect.UNUSED),
    Code("R30", _V, "数字填在签字栏以下", Effect.UNUSED),
    Code("R31", _N, "数字上有批注"),
    Code("R32", _N, "文字里有看不见的字符，已去掉"),
    Code("R33", _V, "数字加了删除线或上下标", Effect.UNUSED),
    Code("R34", _V, "数字取自另一个文件的公式", Effect.UNUSED),
    Code("R35", _N, "文字有删除线或上下标，没有采用"),
    Code("C01", _V, "累计数小于上月且没有更正说明", Effect.UNUSED),
    Code("C02", _N, "更正了上月累计数"),
    Code("C03", _V, "比率与分子÷分母不一致", Effect.UNUSED),
    Code("C04", _R, "疑似万与个位单位错填", Effect.UNUSED),
    Code("C05", _V, "完成比例明显异常", Effect.UNUSED),
    Code("C06", _R, "超过名单总数", Effect.UNUSED),
    Code("C07", _V, "合计与分项之和不符", Effect.UNUSED),
    Code("C08", _V, "分县区合计与全市数不符", Effect.UNUSED),
    Code("C09", _V, "本月完成大于累计完成", Effect.UNUSED),
    Code("C10", _N, "本月完成与累计数之差不符"),
    Code("C11", _R, "比率不在0—100之间", Effect.UNUSED),
    Code("C12", _N, "按节点考核但未设节点"),
    Code("C13", _N, "进度落后或未达标而没写原因"),
    Code("C14", _N, "连续三个月累计数没有变化"),
    Code("C15", _V, "更正后上月累计填写有误", Effect.UNUSED),
    Code("C16", _V, "应为整数的数量出现小数", Effect.UNUSED),
    Code("C17", _N, "正文超过规定字数"),
    Code("C18", _N, "责任单位的数与县（市）区自己的报表不一致"),
    Code("C19", _V, "本单位的数与县（市）区自己的报表不一致"),
    Code("C20", _V, "县（市）区的数不全，没有合计"),
    Code("C21", _V, "年初即完成过半，疑似含上年数", Effect.UNUSED),
    Code("C22", _V, "比率疑似写成了小数", Effect.UNUSED),
    Code("C23", _N, "实事没有写主管市领导"),
    Code("D01", _R, "处理登记有误"),
    Code("D02", _N, "已按处理登记办理"),
    Code("D03", _R, "督办回告单用不了"),
    Code("D04", _N, "督办回告单还没有填"),
    Code("A01", _R, "责任单位没有可用的年终表"),
    Code("A02", _V, "指标还没有认定结果"),
    Code("A03", _V, "认定数与建议认定数不同，没有写理由"),
    Code("A04", _V, "认定结果与认定数矛盾，没有写理由"),
    Code("A05", _V, "批准日期缺少或不合理"),
    Code("A06", _V, "成文日期早于所用的数"),
    Code("A07", _V, "收函单位的名称没有核定"),
    Code("A08", _V, "单位有异议，认定表里没有处理意见"),
    Code("A09", _R, "核对单用不了"),
    Code("A10", _R, "考核认定表用不了"),
    Code("S01", _R, "抽查记录用不了"),
    Code("S02", _V, "抽查记录的自报数与报表不符"),
    Code("S03", _N, "抽查记录还没有填结果"),
    Code("S04", _N, "抽查发现不实，单位还没有扣除"),
    Code("S05", _V, "抽查后报表作过更正，记录没写已更正月份"),
    Code("S06", _V, "多次抽查都有不实，可能重复"),
    Code("S07", _V, "抽样发现比率不实，无法折算"),
    Code("T01", _R, "没有模板，或模板打不开"),
    Code("T02", _R, "模板里有文稿没有的内容"),
    Code("T03", _R, "模板的循环或条件标记不成对"),
    Code("T04", _R, "模板的标记写错或不完整"),
    Code("T05", _R, "模板试填时出错"),
    Code("T06", _V, "试印的文稿不合公文格式"),
    Code("T07", _R, "模板里有会去文件外面取东西的内容"),
    Code("P01", _R, "缺少工作表"),
    Code("P02", _R, "多出不认识的列或项"),
    Code("P03", _R, "缺少应有的列或项"),
    Code("P04", _R, "必填处为空"),
    Code("P05", _R, "内容不合要求"),
    Code("P06", _R, "引用了没有登记的单位"),
    Code("P07", _R, "引用了没有登记的指标或实事"),
    Code("P08", _R, "重复登记"),
    Code("P09", _R, "合计指标的目标与分项目标之和不符"),
    Code("P10", _N, "单位名称尚未核定"),
    Code("P11", _N, "按节点考核但未设节点（任务分解表）"),
    Code("P12", _N, "没有当年的节假日文件（报送日不随节假日变动时用不到）"),
    Code("P13", _R, "节假日文件有误，或报送日要随节假日变动而没有这个文件"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing somebody must know: what, where, what was read, why it matters, what to do.

    `unit` is a unit key of the plan, `target` a target id; both empty when the finding is about
    neither. `settled` quotes the decision that disposed of it (处理登记); such a finding stays on
    record and no longer holds a value back.
    """

    code: str
    message: str
    fix: str
    why: str = ""
    unit: str = ""
    target: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    read: str = ""
    settled: str = ""

    @property
    def level(self) -> Level:
        """The level of its code; once settled it only informs."""
        return Level.NOTE if self.settled else CODES[self.code].level

    @property
    def effect(self) -> Effect:
        """What it does to its target's value; nothing once settled."""
        return Effect.NONE if self.settled else CODES[self.code].effect

    @property
    def open(self) -> bool:
        """True while someone must look: 退回 or 待核 that nobody has settled."""
        return self.level is not Level.NOTE

    @property
    def place(self) -> str:
        """文件［工作表］单元格, as much of it as is known."""
        sheet = f"［{self.sheet}］" if self.sheet else ""
        return f"{self.file}{sheet}{self.cell}"


def at(cell: Cell) -> dict[str, str]:
    """The place of a cell, as keyword arguments of a `Finding`."""
    return {"file": cell.file, "sheet": cell.sheet, "cell": cell.ref, "read": clipped(cell.read)}


def clipped(text: str) -> str:
    """What a message quotes of a cell: the beginning of a text that goes on."""
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED]}……"
