"""The tables the templates first come with: columns, their widths, and the value of a row each shows.

A table is as wide as the type area: 156 mm (8844 twips) on an upright page, 225 mm (12756) on one on its side.
"""

from __future__ import annotations

from pipeline.documents.style.elements import Column

PROGRESS = (
    Column("序号", 490, "number", "宽表数字"),
    Column("{{ annex1.matter_header }}", 1330, "matter", "宽表文字"),
    Column("指标", 1540, "target", "宽表文字"),
    Column("责任单位", 910, "unit", "宽表数字"),
    Column("年度目标", 1040, "goal", "宽表数字"),
    Column("{{ annex1.last_header }}", 890, "last", "宽表数字"),
    Column("{{ annex1.this_header }}", 890, "value", "宽表数字"),
    Column("{{ annex1.new_header }}", 890, "new", "宽表数字"),
    Column("完成\n比例", 790, "rate", "宽表数字"),
    Column("与序时差\n（个\n百分点）", 910, "gap", "宽表数字"),
    Column("状态", 910, "standing", "宽表数字"),
    Column("截至日", 1040, "as_of", "宽表数字"),
    Column("备注", 1126, "remark", "宽表文字"),
)
PROBLEMS = (
    Column("序号", 640, "number", "表格数字"),
    Column("指标", 2300, "target", "表格文字"),
    Column("责任单位", 1500, "unit", "表格数字"),
    Column("存在的困难和问题", 4158, "problem", "表格文字", lines=True),
    Column("下一步打算", 4158, "plan", "表格文字", lines=True),
)
COORDINATION = (
    Column("序号", 640, "number", "表格数字"),
    Column("指标", 2300, "target", "表格文字"),
    Column("责任单位", 1500, "unit", "表格数字"),
    Column("需协调事项", 8316, "matter", "表格文字", lines=True),
)

REPLY = (
    Column("指标", 2000, "target", "表格文字"),
    Column("年度目标", 1100, "goal", "表格数字"),
    Column("目前进展", 1200, "progress", "表格数字"),
    Column("滞后原因", 1600, "", "表格文字"),
    Column("追赶措施", 1744, "", "表格文字"),
    Column("完成时限", 1200, "", "表格文字"),
)

DETAIL = (
    Column("指标", 1750, "target", "表格文字"),
    Column("角色", 640, "role", "表格数字"),
    Column("年度目标", 1100, "goal", "表格数字"),
    Column("自报数", 1100, "reported", "表格数字"),
    Column("核实数", 1100, "checked", "表格数字"),
    Column("认定数", 1100, "certified", "表格数字"),
    Column("完成比例", 1044, "share", "表格数字"),
    Column("认定结果", 1010, "verdict", "表格数字"),
)
RESULTS = (
    Column("序号", 600, "number", "宽表数字"),
    Column("{{ annex.matter_header }}", 2100, "matter", "宽表文字"),
    Column("指标", 2200, "target", "宽表文字"),
    Column("责任单位", 1300, "unit", "宽表数字"),
    Column("年度目标", 1300, "goal", "宽表数字"),
    Column("认定数", 1300, "certified", "宽表数字"),
    Column("完成比例", 1256, "share", "宽表数字"),
    Column("认定结果", 1100, "verdict", "宽表数字"),
    Column("备注", 1600, "remark", "宽表文字"),
)

OPINIONS = (
    Column("项目", 1800, "label", "表格数字"),
    Column("意见", 7044, "", "表格文字"),
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
