"""October of 白鹭, a city of joint leads, from the forms to the archive: what is its own in the story (`tests.story`)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
from test_cities import CITIES

from tests import story
from tests.keeping.hands import drop, figure, reword

OCTOBER = "2022-10"
PAPER = "2022年10月份民生实事"
DEPUTY = "分管文化和旅游工作的副市长"
LIBRARIES = {"T01-1": {"累计完成": 14}}


def city(root: Path) -> None:
    """The workspace as a story of 督办 wants it: both leads of the 城市书房 report 14 in October, and a 通报 is drafted."""
    CITIES["bailu"].build(root)
    plan = root / "inputs/2022/任务分解表.xlsx"
    book = openpyxl.load_workbook(plan)
    book["规则"].append(["情况通报", "是", ""])
    for row in book["概况"].iter_rows():
        if row[0].value == "城市":
            book["概况"].append(["通报代字", "白政办", ""])
    book.save(plan)
    story.timeless(plan)
    for lead in ("市文旅局", "市住建局"):
        story.resend(root / f"inputs/2022/10/{lead}.xlsx", LIBRARIES)
    story.register(root, "督办", OCTOBER, "市文旅局", "拟办", "", "", "", "限期")


def late(folder: Path) -> None:
    """What 市城管局 had left empty comes, and 市民政局 counts a canteen more."""
    again = folder / "市城管局补报.xlsx"
    shutil.copy(folder / "市城管局.xlsx", again)
    told = {"计量单位": "公里", "累计完成": 44, "截至日期": date(2022, 10, 31), "一句话进展": "改造老旧管网"}
    story.resend(again, {"T02-1": told}, date(2022, 11, 7))
    again = folder / "市民政局补报.xlsx"
    shutil.copy(folder / "市民政局.xlsx", again)
    story.resend(again, {"T04-2": {"累计完成": 33}}, date(2022, 11, 7))


def corrected(folder: Path) -> None:
    """80 km of one lead were 78: the sum of both is 122."""
    story.resend(folder / "市水利局.xlsx", {"T02-1": {"累计完成": 78}}, date(2022, 11, 18))


TALE = story.Tale(
    build=city,
    before=("2022-08", "2022-09"),
    month=OCTOBER,
    after="2022-11",
    report=f"{PAPER}进展情况报告.docx",
    circular=f"{PAPER}进展情况通报.docx",
    letter="督办通知-市文旅局.docx",
    put_right=f"{PAPER}数据更正报告.docx",
    perused=f"呈阅件01-{DEPUTY}.docx",
    leader="主任",
    urged="市文旅局",
    deputy=DEPUTY,
    edits=(
        reword("作了汇总", "作了汇总和核对"),
        reword("，完成年度目标任务的", "，经上下协同，完成年度目标任务的", "（二）改善城乡供水"),
        reword("，完成力争目标的", "，经各方努力，完成力争目标的", "（四）提升养老服务"),
        figure("（四）提升养老服务", 0, "1010"),
        drop("与9月相比"),
    ),
    again=(
        reword("经各方努力", "经多方努力"),
        reword("与序时进度持平", "基本符合序时进度", "（四）提升养老服务"),
        drop("分件看"),
    ),
    checked=((OCTOBER, "T04-1", "市民政局", "1000", "1010", "电话核实", "床位台账", "综合岗", "2022-11-07"),),
    late=late,
    waived=(),
    red={"25": "26"},
    number="6",
    signed="2022-11-10",
    verified=((OCTOBER, "T02-2", "市水利局", "25", "26", "电话核实", "验收单", "综合岗", "2022-11-11"),),
    sent="2022-11-11",
    receipt="2022-11-14",
    their_numbers=("白政办〔2022〕9号", "白政办函〔2022〕9号"),
    their_day="2022-11-11",
    their_sent="2022-11-14",
    letter_to="白鹭市文化和旅游局",
    corrected=corrected,
    correction=("白发改〔2022〕7号", "2022-11-21"),
    instructed=(
        "2022-11-14",
        DEPUTY,
        "10月份呈阅件",
        "两家要拧成一股绳。",
        "市文旅局、市住建局",
        "2022-11-25",
    ),
    settled=("已建立周调度", "2022-11-24"),
    asked_on=("2022-11-23", "2022-11-28"),
)
