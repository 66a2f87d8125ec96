"""May of 云川 from the forms to the archive: what is its own in the story (`tests.story`)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from yunchuan import build

from tests import story
from tests.keeping.hands import drop, figure, reword

APRIL, MAY, JUNE = "2023-04", "2023-05", "2023-06"
REPORT = "2023年5月份重点民生实事进展情况报告.docx"
CIRCULAR = "2023年5月份重点民生实事进展情况通报.docx"
LETTER = "督办通知-市住更局.docx"
PUT_RIGHT = "2023年5月份重点民生实事数据更正报告.docx"
PERUSED = "呈阅件02-分管住房城乡建设工作的副市长.docx"
DEPUTY = "分管住房城乡建设工作的副市长"


def city(root: Path) -> None:
    """The workspace, without the sheet that some other city's office sent."""
    build(root)
    (root / "inputs/2023/05/旅游局报表.xlsx").unlink()


def late(folder: Path) -> None:
    """Two units send again what they had left out or got wrong."""
    shutil.copy(folder / "住建5月.xlsx", folder / "住建补报.xlsx")
    shutil.copy(folder / "市教育局-2023年5月.xlsx", folder / "教育补报.xlsx")
    lifts = {"G6": 12, "J6": date(2023, 5, 20), "M6": "十二部电梯安装到位", "J10": date(2023, 5, 28)}
    story.fill(folder / "住建补报.xlsx", lifts)
    story.fill(folder / "教育补报.xlsx", {"G6": 5, "G8": 290, "J12": date(2023, 5, 30)})


def corrected(folder: Path) -> None:
    """122 households were 120."""
    story.fill(folder / "住建补报.xlsx", {"G7": 120, "F7": 23})


TALE = story.Tale(
    build=city,
    before=(APRIL,),
    month=MAY,
    after=JUNE,
    report=REPORT,
    circular=CIRCULAR,
    letter=LETTER,
    put_right=PUT_RIGHT,
    perused=PERUSED,
    leader="主任",
    urged="市住更局",
    deputy=DEPUTY,
    edits=(
        reword("作了汇总", "作了汇总和核对"),
        reword("，完成年度目标任务的", "，经各方努力，完成年度目标任务的", "（二）改善"),
        figure("（二）改善", 0, "10"),
        drop("与4月相比"),
    ),
    again=(reword("经各方努力", "经多方努力"), drop("分件看")),
    checked=((MAY, "T02-1", "市住更局", "8", "10", "电话核实", "开工令", "综合岗", "2023-05-27"),),
    late=late,
    waived=((MAY, "T01-1", "按“正在核实”报，六月核清", "分管副主任", "2023-05-30"),),
    red={"290": "300"},
    number="6",
    signed="2023-05-31",
    verified=((MAY, "T03-4", "市教育局", "290", "300", "电话核实", "学籍册", "综合岗", "2023-06-01"),),
    sent="2023-06-01",
    receipt="2023-06-02",
    their_numbers=("云政办〔2023〕9号", "云政办函〔2023〕9号"),
    their_day="2023-06-01",
    their_sent="2023-06-02",
    letter_to="市住房和城市更新局",
    corrected=corrected,
    correction=("云发改〔2023〕7号", "2023-06-09"),
    instructed=("2023-06-02", DEPUTY, "5月份呈阅件", "请倒排工期。", "市住更局", "2023-06-15"),
    settled=("已按周排定工期", "2023-06-14"),
    asked_on=("2023-06-13", "2023-06-16"),
)


def walk(place: Path) -> story.Walked:
    """The whole month, once."""
    return story.walk(place, TALE)
