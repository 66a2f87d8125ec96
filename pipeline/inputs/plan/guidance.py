"""What the blank plan says to whoever fills it: a note on every header, which cells must be filled, a row as example.

The example's first cell says 示例; such a row is never read.
"""

from __future__ import annotations

from datetime import date

from pipeline.inputs.plan.schema import CHOICES, PROFILE_ITEMS, RULE_ITEMS, TABLES
from pipeline.inputs.tables.writer import Guidance, sample_row

_NOTES = {
    ("概况", "项目"): "不要改这一列。标着“必填”的要填，其他可以留空。",
    ("概况", "内容"): "在这一列填写；说明见右边。",
    ("实事", "序号"): "通知里的先后：1、2、3。整列留空，就按行的先后。",
    ("实事", "实事事项"): "事项的标题，照通知抄。",
    ("实事", "目标任务"): "通知里这一件的任务原文。",
    ("实事", "责任单位"): "牵头的单位，写单位表里的简称；几家用顿号隔开。",
    ("实事", "配合单位"): "配合的单位和县（市）区，用顿号隔开。",
    ("实事", "主管市领导"): "只写职务，不写姓名；不填就没有给这位领导的呈阅件。",
    ("指标", "编号"): "写成T01-1的样子：序号1的第1项。以后各种登记都用它，定了不要改。",
    ("指标", "实事序号"): "留空就看编号，横线前面的数就是序号。",
    ("指标", "指标"): "短名字，公文里就用它。",
    ("指标", "目标原文"): "通知里的那句话；留空就是实事的目标任务。",
    ("指标", "目标值"): "只填数字；比率填百分数，55%填55；定性的留空。",
    ("指标", "计量单位"): "公文里要印的单位，如万人、公里；比率可以留空（%）；定性的留空。",
    ("指标", "单位别名"): "单位可能换着写的叫法，如“座”也写“个”，用顿号隔开。",
    ("指标", "计量动词"): "数的是什么：建成、启动、开工。",
    ("指标", "分子名称"): "比率的分子是什么数；印在表样的填写说明里。",
    ("指标", "分母名称"): "比率的分母是什么数；印在表样的填写说明里。",
    ("指标", "所属合计"): "这是哪一项的分项，选那一项的编号。",
    ("指标", "责任单位"): "和实事的责任单位不同时才填。",
    ("指标", "分县区"): "要分县（市）区报的，列出哪些县（市）区，用顿号隔开。",
    ("指标", "口径"): "怎么才算数，印在附件1的注里。",
    ("指标", "方向"): "控制在多少以内的选不高于，多少左右的选左右；留空是不低于。",
    ("指标", "容许差"): "方向是左右的必填：上下各差多少以内算达标，单位同目标值，比率填百分点。",
    ("指标", "力争"): "通知里说“力争”的选是：照印，年终没有达到的由人认定。",
    ("指标", "关系"): "各分项加起来等于所属合计的留空；只是其中一部分的选其中。",
    ("指标", "依据"): "年末完成、不判断的理由，照原样印出来；留空就不印。",
    ("指标", "公文写法"): "句子里怎么写，印数的地方写{}，如：完成宫颈癌筛查{}。留空就用指标名。",
    ("指标", "督办题名"): "督办文稿标题里怎么称呼这件事；留空就用实事事项。",
    ("指标", "内部说明"): "给自己看的，任何材料都不印。",
    ("节点", "日期"): "到哪一天，写成2021-09-20的样子。",
    ("单位", "序号"): "规范排序，材料里按它排。整列留空，就按行的先后。",
    ("单位", "简称"): "通知里用的简称，其他表都用它。",
    ("单位", "全称"): "单位全称，印在正式文件里。",
    ("单位", "别名"): "单位填表时可能用的其他叫法，用顿号隔开。",
    ("单位", "类别"): "如市政府工作部门、区、县；留空就按名称认。",
    ("单位", "启用日期"): "单位改名时才填。",
    ("单位", "停用日期"): "单位改名时才填。",
    ("节假日", "日期"): "哪一天，写成2021-10-01的样子。",
    ("节假日", "名称"): "哪个节日，给自己看的。",
    ("节假日", "依据"): "哪份通知，给自己看的。",
    ("目标调整", "生效日期"): "从哪天起按新的算。",
    ("目标调整", "依据"): "哪份文件同意的，写文号。",
}
_SAMPLES = {
    "实事": {"实事事项": "就业促进", "目标任务": "城镇新增就业5万人以上。", "责任单位": "市人社局"},
    "指标": {"指标": "城镇新增就业", "类型": "累计数", "目标值": "5", "计量单位": "万人"},
    "节点": {"日期": "{year}-06-30", "目标数": "3"},
    "单位": {"简称": "市人社局", "全称": "市人力资源和社会保障局"},
    "目标调整": {"生效日期": "{year}-08-01", "事项": "调整", "目标值": "4", "依据": "文号"},
    "分县任务": {"县（市）区": "甲县", "任务数": "0.5"},
}
# Cells whose list is what stands in a column of another sheet.
_LISTS = {
    ("指标", "实事序号"): ("实事", "序号"),
    ("指标", "所属合计"): ("指标", "编号"),
    ("节点", "编号"): ("指标", "编号"),
    ("目标调整", "编号"): ("指标", "编号"),
    ("分县任务", "编号"): ("指标", "编号"),
    ("分县任务", "县（市）区"): ("单位", "简称"),
}


def guidance(day: date, samples: bool) -> Guidance:
    """What is written into the workbook beside its rows; `samples` only into one nobody has filled yet."""
    notes = {(table.name, column): _note(table.name, column) for table in TABLES for column in table.columns}
    items = {
        name: {item.name: (item.required, tuple(item.choices)) for item in listed}
        for name, listed in (("概况", PROFILE_ITEMS), ("规则", RULE_ITEMS))
    }
    shown = [table for table in TABLES if samples and table.name in _SAMPLES]
    rows = {table.name: sample_row(table, _SAMPLES[table.name], day) for table in shown}
    return Guidance(notes, rows, _LISTS, items)


def _note(table: str, column: str) -> str:
    """Its own words, or what may stand there."""
    if (table, column) in _NOTES:
        return _NOTES[table, column]
    if (table, column) in CHOICES:
        return f"从下拉框里选：{'、'.join(CHOICES[table, column])}。"
    return f"“{column}”怎么填，见手册第3节。"
