"""September of the sample year from the forms to the archive: what is its own in the story (`tests.story`)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample
from tests import story
from tests.keeping.hands import drop, figure, reword

SEPTEMBER = "2021-09"
PAPER = "2021年9月份重点民生实事"
DEPUTY = "分管文化旅游工作的副市长"


def city(root: Path) -> None:
    """What an office has at the end of September: the register and the answers up to August, the sheets of September; and October's."""
    office = Workspace(root)
    sample.lay_sample(office, [Month(2021, number) for number in (6, 7, 8)], shares=False)
    plan = load_plan(office, 2021)
    for month in (Month(2021, 9), Month(2021, 10)):
        folder = office.relative(office.month_folder(month))
        sheets = sample.returns(plan, month, shares=False)
        lay(root, {f"{folder}/{name}": data for name, data in sheets.items()})


def late(folder: Path) -> None:
    """市教育局 counted a kindergarten twice: 9 are 4 + 4; 市交通运输局 adds a stretch of road."""
    again = folder / "教育补报.xlsx"
    shutil.copy(folder / "市教育局-2021年9月.xlsx", again)
    story.resend(again, {"T05-1": {"累计完成": 8, "本月完成": 2}}, date(2021, 9, 27))
    again = folder / "交通补报.xlsx"
    shutil.copy(folder / "市交通运输局-2021年9月.xlsx", again)
    story.resend(again, {"T06-1": {"累计完成": 160.1, "本月完成": None}}, date(2021, 9, 27))


def corrected(folder: Path) -> None:
    """Twenty cases were counted twice."""
    path = folder / "市司法局-2021年9月.xlsx"
    story.resend(path, {"T07-1": {"累计完成": 3741, "本月完成": None}}, date(2021, 10, 9))


TALE = story.Tale(
    build=city,
    before=("2021-08",),
    month=SEPTEMBER,
    after="2021-10",
    report=f"{PAPER}进展情况报告.docx",
    circular="",
    letter="督办通知-市文旅局.docx",
    put_right=f"{PAPER}数据更正报告.docx",
    perused=f"呈阅件08-{DEPUTY}.docx",
    leader="主任",
    urged="市文旅局",
    deputy=DEPUTY,
    edits=(
        reword("作了汇总", "作了汇总和核对"),
        reword("，完成年度目标任务的", "，克服汛情影响，完成年度目标任务的", "（六）改善农村出行"),
        figure("（三）残疾儿童", 0, "745"),
        drop("进度较快的有"),
    ),
    again=(reword("克服汛情影响", "克服汛情疫情影响"), drop("各单位提出的需协调事项")),
    checked=((SEPTEMBER, "T03-1", "市残联", "742", "745", "电话核实", "救助台账", "综合岗", "2021-09-27"),),
    late=late,
    waived=(),
    red={"540": "550"},
    number="6",
    signed="2021-09-28",
    verified=(
        (SEPTEMBER, "T09-2", "市城管局", "540", "550", "现场核查", "泊位清册", "综合岗", "2021-09-29"),
    ),
    sent="2021-09-29",
    receipt="2021-09-30",
    their_numbers=("", "新政办函〔2021〕9号"),
    their_day="2021-09-28",
    their_sent="2021-09-29",
    letter_to="市文广旅局",
    corrected=corrected,
    correction=("新发改〔2021〕7号", "2021-10-11"),
    instructed=("2021-09-30", DEPUTY, "9月份呈阅件", "请逐座倒排。", "市文旅局", "2021-10-15"),
    settled=("已按座倒排到周", "2021-10-14"),
    asked_on=("2021-10-13", "2021-10-18"),
)
