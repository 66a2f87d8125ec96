"""The sheets of 处理登记, column by column, and what their drop-downs offer."""

from __future__ import annotations

from pipeline.inputs.decisions.calls import CALLS
from pipeline.inputs.decisions.choosing import CHOSEN, PURPOSES
from pipeline.inputs.decisions.coordinating import COORDINATIONS, PROPOSED
from pipeline.inputs.decisions.editorial import CHOICES as EDITORIAL_CHOICES
from pipeline.inputs.decisions.editorial import SHEET as EDITORIAL
from pipeline.inputs.decisions.instructions import CITED, INSTRUCTIONS
from pipeline.inputs.decisions.signing_sheets import CHANNELS, SENT, SIGNED
from pipeline.inputs.tables.reader import Table
from pipeline.model.supervision import Action, usual_ladders

DECISION_TABLES = (
    Table(
        "核实",
        ("月份", "编号", "单位", "报表原值", "核实值", "方式", "依据", "经办岗位", "日期"),
        ("月份", "编号", "核实值", "方式", "依据", "经办岗位", "日期"),
        "核实值按任务分解表的计量单位填；报表原值照抄单位报表里的内容；经办只写岗位，不写姓名。",
        optional=True,
    ),
    Table(
        "带缺定稿",
        ("月份", "单位或编号", "处理意见", "批准岗位", "日期"),
        ("月份", "单位或编号", "处理意见", "批准岗位", "日期"),
        "有退回、待核或未报送时仍要定稿的，在这里逐项登记批准意见。",
        optional=True,
    ),
    Table(
        "收文",
        ("月份", "单位", "文件", "收到日期"),
        ("月份", "单位", "收到日期"),
        "实际收到日期以这里为准。",
        optional=True,
    ),
    CALLS,
    Table(
        "督办",
        ("月份", "单位", "状态", "原因", "批准岗位", "日期", "督办方式"),
        ("月份", "单位", "状态"),
        "状态：拟办、已发、逾期未回（已核实）、已回、销号、不发；拟办的写督办方式，其他的写日期；"
        "挂牌、销号、不发的写谁批准，电话提醒、逾期未回的写谁经办，都写在批准岗位一栏。",
        optional=True,
    ),
    CHOSEN,
    EDITORIAL,
    INSTRUCTIONS,
    COORDINATIONS,
    SIGNED,
    SENT,
)
# The usual words; a plan with a sheet 督办阶梯 has its own.
_WAYS = tuple(dict.fromkeys(rung.name for rung in (*usual_ladders().commanded, *usual_ladders().asked)))
DECISION_CHOICES = {
    ("督办", "状态"): tuple(Action),
    ("督办", "督办方式"): _WAYS,
    **EDITORIAL_CHOICES,
    **PURPOSES,
    (INSTRUCTIONS.name, "可引用"): CITED,
    (COORDINATIONS.name, "拟提请协调"): PROPOSED,
    **CHANNELS,
}
