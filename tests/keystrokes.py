"""How many cells somebody must fill to say a plan: `python -m tests.keystrokes` counts them, as 0.1 asked and as now.

The plan is that of a city of ten matters, twenty targets and twenty-one units, made up; both workbooks are to read as
the same plan (tests/inputs/test_keystrokes.py). And how many cells of a draft somebody must type: that of the sample's
notice, ten matters too, until `plan check` has nothing against it (tests/notices/test_sample_notice.py).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.plan import fold
from tests.command import minsheng
from tests.notices.made import as_word, sample_lines

Rows = Mapping[str, Sequence[Mapping[str, str]]]

DEPARTMENTS = [
    "教育",
    "公安",
    "民政",
    "司法",
    "财政",
    "人社",
    "住建",
    "交通",
    "水利",
    "农业",
    "文旅",
    "卫健",
    "应急",
    "统计",
]
COUNTIES = ("甲区", "乙区", "丙县", "丁县", "戊县", "己市")
COMPILER = "市发改委"
# What a new user is spared: cells that now follow from another one, by sheet.
SPARED = {
    "概况": ("年度", "发文机关标志"),
    "实事": ("序号",),
    "指标": ("实事序号", "目标原文"),
    "单位": ("序号", "类别", "县区", "主送称谓", "核定", "核定日期"),
}


def full() -> Rows:
    """Every cell that 0.1 needed, or left something undone without: names confirmed, leaders named."""
    units = [(f"市{name}局", f"云川市{name}局") for name in DEPARTMENTS]
    units = [(COMPILER, "云川市发展和改革委员会"), *units, *((name, f"{name}人民政府") for name in COUNTIES)]
    profile = {
        "年度": "2023",
        "城市": "云川市",
        "市政府": "云川市人民政府",
        "通知标题": "云川市人民政府办公室关于做好2023年重点民生实事工作的通知",
        "通知文号": "云政办〔2023〕6号",
        "通知日期": "2023-03-20",
        "汇总单位": COMPILER,
        "发文机关": "云川市发展和改革委员会",
        "发文机关标志": "云川市发展和改革委员会文件",
        "发文字号代字": "云发改",
        "报告主送": "市人民政府",
    }
    return {
        "概况": [{"项目": name, "内容": text} for name, text in profile.items()],
        "实事": [_matter(number) for number in range(1, 11)],
        "指标": [_target(number, part) for number in range(1, 11) for part in (1, 2)],
        "单位": [_unit(number, *names) for number, names in enumerate(units, 1)],
    }


def _matter(number: int) -> dict[str, str]:
    return {
        "序号": str(number),
        "实事事项": f"第{number}件实事",
        "目标任务": f"办好第{number}件实事。",
        "责任单位": f"市{DEPARTMENTS[number - 1]}局",
        "配合单位": "市财政局、甲区、丙县" if number % 3 and number != 5 else "",
        "主管市领导": "常务副市长" if number < 6 else "分管副市长",
    }


def _target(number: int, part: int) -> dict[str, str]:
    """Of each matter a count; beside it another count, a ratio, or something only people can tell."""
    ratio, plain = part == 2 and number % 2 == 0, part == 2 and number in (3, 9)
    return {
        "编号": f"T{number:02d}-{part}",
        "实事序号": str(number),
        "指标": f"指标{number}之{part}",
        "目标原文": f"办好第{number}件实事。",
        "类型": "定性" if plain else "比率" if ratio else "累计数",
        "目标值": "" if plain else "90" if ratio else "120",
        "计量单位": "" if plain else "%" if ratio else "个",
    }


def _unit(number: int, short: str, whole: str) -> dict[str, str]:
    county = short in COUNTIES
    kind = {"区": "区", "县": "县", "市": "县级市"}[short[-1]] if county else "政府工作部门"
    return {
        "序号": str(number),
        "简称": short,
        "全称": whole,
        "主送称谓": whole,
        "类别": kind,
        "县区": "是" if county else "",
        "核定": "综合岗",
        "核定日期": "2023-03-21",
    }


def spare() -> Rows:
    """The same without what need not be filled any more; names are confirmed once, in 概况."""
    rows: dict[str, list[Mapping[str, str]]] = {}
    for sheet, lines in full().items():
        spared = SPARED[sheet]
        if sheet == "概况":
            rows[sheet] = [line for line in lines if line["项目"] not in spared]
        else:
            rows[sheet] = [
                {
                    column: text
                    for column, text in line.items()
                    if column not in spared and (column, text) != ("计量单位", "%")
                }
                for line in lines
            ]
    rows["概况"].append({"项目": "单位名称核定", "内容": "综合岗 2023-03-21"})
    return rows


def cells(rows: Rows) -> int:
    """The cells of these rows that somebody has to fill: those of 概况 in one column, whose items stand there."""
    return sum(
        bool(text) and column != "项目"
        for lines in rows.values()
        for line in lines
        for column, text in line.items()
    )


# What the sample's notice does not tell, in 概况; and the lower units it only calls 各县（市）、区.
NOT_TOLD = {
    "汇总单位": "市发改委",
    "发文机关": "新乡市发展和改革委员会",
    "发文字号代字": "新发改",
    "报告主送": "市人民政府",
    "单位名称核定": "综合岗 2021-06-01",
}
NOT_NAMED = ("凤泉区", "卫辉市", "新乡县", "获嘉县", "原阳县", "封丘县")
DRAFT = "inputs/2021/任务分解表-草稿.xlsx"


def corrected(path: Path) -> Counter[str]:
    """A person at the draft of the sample's notice: fills what the notice does not tell, clears what was looked at;
    the cells that took, by sheet.
    """
    book = openpyxl.load_workbook(path)
    typed = Counter[str]()
    for row in book["概况"].iter_rows(min_row=3):
        if row[0].value in NOT_TOLD:
            row[1].value = NOT_TOLD[str(row[0].value)]
            typed["概况"] += 1
    for name in ("概况", "实事", "指标", "节点", "规则"):
        head = [str(cell.value) for cell in book[name][2]]
        note = next(index for index, value in enumerate(head) if value.startswith(("备注", "说明")))
        for row in book[name].iter_rows(min_row=3):
            if str(row[note].value or "").startswith("请核对"):
                row[note].value = None
                typed[name] += 1
    typed["单位"] = sum(1 for _ in _lower_units(book["单位"]))
    book.save(path)
    return typed


def _lower_units(sheet: Worksheet) -> Iterator[str]:
    """The counties the notice names nowhere, each cell as it is typed into 单位."""
    head = [str(cell.value) for cell in sheet[2]]
    there = {fold(str(row[1].value)) for row in sheet.iter_rows(min_row=3) if row[1].value}
    for name in NOT_NAMED:
        if name not in there:
            at = sheet.max_row + 1
            for column, value in (("简称", name), ("全称", f"{name}人民政府"), ("县区", "是")):
                sheet.cell(at, next(i for i, word in enumerate(head, 1) if word.startswith(column)), value)
                yield value


def imported() -> Counter[str]:
    """The same, from the notice as a Word file on; what `plan check` says in between must be nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        place, notice = Path(folder) / "办", Path(folder) / "通知.docx"
        notice.write_bytes(as_word(sample_lines()))
        for words in (("init", place, "--year", "2021"), ("-C", place, "plan", "import", notice)):
            assert minsheng(*words).code == 0
        typed = corrected(place / DRAFT)
        told = minsheng("-C", place, "--today", "2021-06-01", "plan", "check")
        assert told.code == 0, told.out
        return typed


def main() -> None:
    """Print the counts, in all and by sheet."""
    by_hand = {
        what: Counter({sheet: cells({sheet: lines}) for sheet, lines in rows.items()})
        for what, rows in (("0.1", full()), ("现在", spare()))
    }
    for what, typed in (by_hand | {"由通知": imported()}).items():
        by_sheet = "　".join(f"{sheet} {count}" for sheet, count in typed.items())
        print(f"{what}：{sum(typed.values())} 格（{by_sheet}）")


if __name__ == "__main__":
    main()
