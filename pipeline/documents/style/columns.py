"""The tables the templates first come with: columns, their widths, and the value of a row each shows.

A table is as wide as the type area: 156 mm (8844 twips) on an upright page, 225 mm (12756) on one on its side.
"""

from __future__ import annotations

from pipeline.documents.style.elements import Column

PROGRESS = (
    Column("{{ annex1.matter_header }}\n（责任单位）", 1900, "matter.name", "宽表跨行", spans=True),
    Column("指标", 2150, "target", "宽表文字"),
    Column("年度目标", 1150, "goal", "宽表数字"),
    Column("{{ annex1.last_header }}", 1150, "last", "宽表数字"),
    Column("{{ annex1.this_header }}", 950, "value", "宽表数字"),
    Column("{{ annex1.new_header }}", 950, "new", "宽表数字"),
    Column("完成比例", 900, "rate", "宽表数字"),
    Column("与序时差\n（百分点）", 1110, "gap", "宽表数字"),
    Column("状态、备注", 2496, "state", "宽表数字", lines=True),
)
PROBLEMS = (
    Column("序号", 620, "number", "表格数字"),
    Column("指标", 1700, "target", "表格文字"),
    Column("责任单位", 1300, "unit", "表格数字"),
    Column("存在的困难和问题", 2812, "problem", "表格文字", lines=True),
    Column("下一步打算", 2412, "plan", "表格文字", lines=True),
)
COORDINATION = (
    Column("序号", 620, "number", "表格数字"),
    Column("指标", 1700, "target", "表格文字"),
    Column("责任单位", 1300, "unit", "表格数字"),
    Column("需协调事项", 5224, "matter", "表格文字", lines=True),
)

REPLY = (
    Column("指标", 2000, "target", "表格文字"),
    Column("年度目标", 1100, "goal", "表格数字"),
    Column("目前进展", 1200, "progress", "表格数字"),
    Column("滞后原因", 1600, "", "表格文字"),
    Column("追赶措施", 1744, "", "表格文字"),
    Column("完成时限，各时点应达到的数", 1200, "", "表格文字"),
)

DETAIL = (
    Column("指标", 1750, "target", "宽表文字"),
    Column("年度目标", 1050, "goal", "宽表数字"),
    Column("自报数", 1050, "reported", "宽表数字"),
    Column("核实数", 1100, "checked", "宽表数字"),
    Column("认定数", 1050, "certified", "宽表数字"),
    Column("完成比例", 944, "share", "宽表数字"),
    Column("认定结果", 900, "verdict", "宽表数字"),
    Column("{{ detail.own_header }}", 1000, "own", "宽表数字"),
)
RESULTS = (
    Column("序号", 420, "number", "宽表数字"),
    Column("{{ annex.matter_header }}", 1350, "matter.name", "宽表跨行", spans=True),
    Column("指标", 1400, "target", "宽表文字"),
    Column("责任单位", 850, "unit", "宽表数字"),
    Column("年度目标", 900, "goal", "宽表数字"),
    Column("认定数", 850, "certified", "宽表数字"),
    Column("完成\n比例", 720, "share", "宽表数字"),
    Column("认定结果", 800, "verdict", "宽表数字"),
    Column("备注", 1554, "remark", "宽表文字"),
)

OPINIONS = (
    Column("项目", 1800, "label", "表格数字"),
    Column("意见", 7044, "", "表格文字"),
)
FIGURES = (
    Column("指标", 2184, "target", "宽表文字"),
    Column("{{ last_header }}累计", 970, "last", "宽表数字"),
    Column("{{ this_header }}累计", 970, "value", "宽表数字"),
    Column("{{ last_header }}\n完成比例", 970, "last_rate", "宽表数字"),
    Column("{{ this_header }}\n完成比例", 970, "rate", "宽表数字"),
    Column("{{ last_header }}状态", 1390, "last_standing", "宽表数字"),
    Column("{{ this_header }}状态", 1390, "standing", "宽表数字"),
)
CHARTS = (
    Column("模板里的图", 2200, "chart", "宽表文字"),
    Column("系列", 1444, "series", "宽表数字"),
    Column("{{ last_header }}", 2600, "last", "宽表文字"),
    Column("{{ this_header }}", 2600, "value", "宽表文字"),
)
COMPARISON = (
    Column("部分", 1400, "part", "表格文字"),
    Column("{{ last_header }}", 3722, "before", "表格文字"),
    Column("{{ this_header }}", 3722, "", "表格文字"),
)
ROUTING = (
    Column("项目", 1800, "label", "表格数字"),
    Column("内容", 7044, "value", "表格文字"),
)
