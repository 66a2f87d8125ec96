"""What the blank register says to whoever fills it: a note on every header, which cells must be filled, a row as example.

The example's first cell says 示例; such a row is never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.inputs.decisions.editorial import PLACES
from pipeline.inputs.tables.reader import Table
from pipeline.inputs.tables.writer import Guidance, sample_row

# Said on every sheet, unless one has its own words for the column.
_EVERYWHERE = {
    "月份": "哪一期的事：{year}-09、9月、三季度都行。",
    "编号": "指标的编号，如T01-1；定性的不能登记。",
    "单位": "写单位表里的简称。",
    "批准岗位": "谁批准的：只写岗位，不写姓名。",
    "日期": "哪一天，写成{year}-09-26的样子。",
}
_NOTES = {
    ("核实", "单位"): "留空就是责任单位；核的是其中一个单位或下级的数，写它的简称。",
    ("核实", "报表原值"): "照抄报表那一格；写了它，单位重报后会提醒重新核实。",
    ("核实", "核实值"): "只填数字，按任务分解表的计量单位。",
    ("核实", "方式"): "怎么核实的：电话核实、现场核查。",
    ("核实", "依据"): "凭什么：台账、书面说明、开工令。",
    ("核实", "经办岗位"): "只写岗位，不写姓名。",
    ("带缺定稿", "单位或编号"): "写单位放行它的全部问题，写编号只放行这一项。",
    ("带缺定稿", "处理意见"): "怎么办：先按“数据正在核实”印发。",
    ("收文", "文件"): "是哪份文件，给自己看的。",
    ("收文", "收到日期"): "实际收到的那天，写成{year}-09-26的样子。",
    ("入文", "编号"): "选入简报、拟提请协调的写指标编号，如T08-1。",
    ("入文", "单位"): "同意通报的写单位简称；别的留空就是责任单位。",
    ("入文", "用途"): "从下拉框里选：选入简报、同意通报、拟提请协调。",
    ("入文", "内容"): "要印的话；留空就用单位报表里的一句话进展或需协调事项。",
    ("入文", "已征求意见"): "拟提请协调的写征求过哪些单位的意见，写简称。",
    ("督办", "单位"): "写单位表里的简称，只能是责任单位。",
    ("督办", "状态"): "从下拉框里选：拟办、已发、逾期未回（已核实）、已回、销号、不发；一件事一行。",
    ("督办", "原因"): "不发的写原因；电话提醒的写对方怎么答复。",
    ("督办", "批准岗位"): "不发、销号、挂牌的写谁批准，电话提醒、逾期未回的写谁经办：只写岗位，不写姓名。",
    ("督办", "日期"): "除了拟办，都写哪天，写成{year}-09-26的样子。",
    ("编辑用语", "月份"): "哪一期的文稿：{year}-09、9月都行；只用在这一期。",
    ("编辑用语", "文稿"): "从下拉框里选；呈阅件、督办有几份的，也可以写一份的名字：呈阅件-1、督办-某局。",
    ("编辑用语", "位置"): "从下拉框里选，再把编号、序号改成要说的那一个。",
    ("编辑用语", "方式"): "加：放在程序写的旁边；换：把程序写的换掉。",
    ("编辑用语", "用语"): "照定稿抄；里面的数由写的人负责，核对时只算原文引用。",
    ("编辑用语", "定稿岗位"): "谁定的稿：只写岗位，不写姓名。",
    ("督办", "督办方式"): "从下拉框里选；拟办的必须写，已发的写实际用的那种。",
}
_SAMPLES = {
    "核实": {
        "编号": "T01-1",
        "报表原值": "约5.4",
        "核实值": "5.47",
        "方式": "电话核实",
        "依据": "单位书面说明",
        "经办岗位": "综合岗",
        "日期": "{year}-09-26",
    },
    "带缺定稿": {
        "单位或编号": "T01-1",
        "处理意见": "先按“数据正在核实”印发",
        "批准岗位": "分管领导",
        "日期": "{year}-09-27",
    },
    "收文": {"单位": "某局", "文件": "9月报表", "收到日期": "{year}-09-25"},
    "入文": {
        "编号": "T08-1",
        "用途": "选入简报",
        "内容": "样板先行、批量复制，一批点位同时开工",
        "批准岗位": "综合岗",
        "日期": "{year}-09-27",
    },
    "编辑用语": {
        "文稿": "报告",
        "位置": "要事",
        "方式": "加",
        "用语": "7月下旬全力防汛救灾，部分工程停工。",
        "定稿岗位": "分管主任",
    },
    "督办": {"单位": "某局", "状态": "已发", "日期": "{year}-09-28", "督办方式": "提示单"},
}


def guidance(tables: Sequence[Table], day: date, samples: bool) -> Guidance:
    """What is written into the register beside its rows; `samples` only into one nobody has filled yet."""
    notes = {
        (table.name, column): (_NOTES.get((table.name, column)) or _EVERYWHERE[column]).format(year=day.year)
        for table in tables
        for column in table.columns
    }
    rows = {table.name: sample_row(table, _SAMPLES[table.name], day) for table in tables} if samples else {}
    return Guidance(notes, rows, suggested={("编辑用语", "位置"): PLACES})
