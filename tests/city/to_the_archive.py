"""May of 云川 from the forms to the archive by command, in the folder of the 汇总单位 and in that of the 督查机构.

A story: every station keeps what the command said under a name; what it should have said is in the tests.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from yunchuan import build, lay_plan, tables

from tests.command import Result, minsheng
from tests.keeping.hands import Hand, drop, edit, figure, reword

APRIL, MAY, JUNE = "2023-04", "2023-05", "2023-06"
REPORT = "2023年5月份重点民生实事进展情况报告.docx"
CIRCULAR = "2023年5月份重点民生实事进展情况通报.docx"
LETTER = "督办通知-市住更局.docx"
PUT_RIGHT = "2023年5月份重点民生实事数据更正报告.docx"
PERUSED = "呈阅件02-分管住房城乡建设工作的副市长.docx"
DEPUTY = "分管住房城乡建设工作的副市长"
GIVEN_BACK = "督办登记-市政府督查室.xlsx"
LEADER = ("--by", "主任")


def stamped(pages: int) -> bytes:
    """A PDF of so many empty pages, always the same bytes."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    bodies += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    text += f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{text.rindex('endobj') + 7}\n%%EOF\n"
    return text.encode()


@dataclass(frozen=True)
class Walked:
    """Where both folders lie, what each station said, and what lay there then."""

    place: Path
    said: dict[str, Result] = field(default_factory=dict)
    lay: dict[str, Mapping[str, bytes]] = field(default_factory=dict)

    @property
    def compiler(self) -> Path:
        """The folder of the 汇总单位."""
        return self.place / "汇总单位"

    @property
    def inspector(self) -> Path:
        """The folder of the 督查机构."""
        return self.place / "督查机构"

    def ours(self, station: str, *arguments: object) -> None:
        """A command in the folder of the 汇总单位."""
        self.said[station] = minsheng("-C", self.compiler, *arguments)

    def theirs(self, station: str, *arguments: object) -> None:
        """A command in the folder of the 督查机构."""
        self.said[station] = minsheng("-C", self.inspector, *arguments)

    def shown(self, name: str, root: Path | None = None) -> None:
        """What a set holds at this station."""
        self.lay[name] = contents((root or self.compiler) / "outputs" / name)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path there, but for the records of signing."""
    files = ((path.relative_to(folder), path) for path in sorted(folder.rglob("*")) if path.is_file())
    return {name.as_posix(): path.read_bytes() for name, path in files if "记录" not in name.parts}


def timeless(path: Path) -> Path:
    """A file that was saved, without the minute of saving: the same once more is the same bytes."""
    stream = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(stream) as written, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in written.namelist():
            data = written.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2023-05-30T00:00:00Z", data)
            whole.writestr(zipfile.ZipInfo(name), data)
    return path


def by_hand(path: Path, to: Path, *hands: Hand) -> Path:
    """A document as somebody changed it in Word."""
    return timeless(edit(path, to, *hands))


def register(root: Path, sheet: str, *row: str) -> None:
    """A row more in 处理登记."""
    path = root / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    book[sheet].append(list(row))
    book.save(path)
    timeless(path)


def fill(root: Path, file: str, cells: Mapping[str, int | str | date]) -> None:
    """Cells of a sheet of May."""
    path = root / "inputs/2023/05" / file
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["进展情况"][cell] = value
    book.save(path)
    timeless(path)


def walk(place: Path) -> Walked:
    """The whole month, once."""
    walked = Walked(place)
    build(walked.compiler)
    shutil.move(walked.compiler / "inputs/2023/06", place / "六月")
    (walked.compiler / "inputs/2023/05/旅游局报表.xlsx").unlink()
    for station in (drafted, given_back, late, fair, signed, urged, put_right, instructed, archived, in_june):
        station(walked)
    return walked


def drafted(walked: Walked) -> None:
    """The forms of May, and the drafts from what came in."""
    for month in (APRIL, MAY):
        walked.ours(f"{month} forms", "forms", month)
        walked.ours(f"{month} monthly", "monthly", month, "--json")
    walked.shown(f"{MAY}-表样")


def given_back(walked: Walked) -> None:
    """The leader's hand on the draft: words of two paragraphs, a figure, a paragraph dropped."""
    given = by_hand(
        walked.compiler / "outputs" / MAY / REPORT,
        walked.place / "改过的报告.docx",
        reword("作了汇总", "作了汇总和核对"),
        reword("，完成年度目标任务的", "，经各方努力，完成年度目标任务的", "（二）改善"),
        figure("（二）改善", 0, "10"),
        drop("与4月相比"),
    )
    walked.ours("keep", "keep", given, "--as", "用语", "--by", "分管主任", "--json")
    register(
        walked.compiler,
        "核实",
        MAY,
        "T02-1",
        "市住更局",
        "8",
        "10",
        "电话核实",
        "开工令",
        "综合岗",
        "2023-05-27",
    )


def late(walked: Walked) -> None:
    """Two units send again what they had left out or got wrong; what the leader wrote is put in again."""
    folder = walked.compiler / "inputs/2023/05"
    shutil.copy(folder / "住建5月.xlsx", folder / "住建补报.xlsx")
    shutil.copy(folder / "市教育局-2023年5月.xlsx", folder / "教育补报.xlsx")
    lifts = {"G6": 12, "J6": date(2023, 5, 20), "M6": "十二部电梯安装到位", "J10": date(2023, 5, 28)}
    fill(walked.compiler, "住建补报.xlsx", lifts)
    fill(walked.compiler, "教育补报.xlsx", {"G6": 5, "G8": 290, "J12": date(2023, 5, 30)})
    walked.ours("after late sheets", "monthly", MAY, "--json")
    walked.shown(MAY)
    walked.lay["after late sheets"] = walked.lay.pop(MAY)


def fair(walked: Walked) -> None:
    """The words of the draft are kept once more over the new ones; what is open is let through; the 清样, and the two packs."""
    given = by_hand(
        walked.compiler / "outputs" / MAY / REPORT,
        walked.place / "照用.docx",
        reword("经各方努力", "经多方努力"),
        drop("分件看"),
    )
    walked.ours("keep again", "keep", given, "--as", "用语", "--by", "分管主任", "--json")
    walked.ours("refused", "monthly", MAY, "--final")
    register(
        walked.compiler, "带缺定稿", MAY, "T01-1", "按“正在核实”报，六月核清", "分管副主任", "2023-05-30"
    )
    walked.ours("final", "monthly", MAY, "--final", "--json")
    walked.ours("for signing", "pack", MAY, "送签")
    walked.ours("for the inspector", "pack", MAY, "送督查")
    for name in (MAY, f"{MAY}-打包-送签", f"{MAY}-打包-送督查"):
        walked.shown(name)


def by_the_leader(document: Document) -> None:
    """A figure wherever it stands, the number and the day."""
    cells = (one for table in document.tables for cell in table._cells for one in cell.paragraphs)
    for paragraph in (*document.paragraphs, *cells):
        for run in paragraph.runs:
            run.text = {"290": "300"}.get(run.text, run.text)
            if "云发改〔2023〕" in run.text:
                run.text = run.text.replace("【\u3000】", "6")
        if paragraph.text == "2023年5月__日":
            paragraph.runs[0].text = "2023年5月31日"


def signed(walked: Walked) -> None:
    """The report comes back with a figure changed and its stamped file, a 呈阅件 as it was; the figure is verified; both go out."""
    came = by_hand(walked.compiler / "outputs" / MAY / REPORT, walked.place / "签回.docx", by_the_leader)
    (walked.place / "盖章.pdf").write_bytes(stamped(7))
    walked.ours(
        "sign", "sign", MAY, came, walked.place / "盖章.pdf", "--date", "2023-05-31", *LEADER, "--json"
    )
    perused = walked.compiler / "outputs" / MAY / PERUSED
    walked.ours("sign 呈阅件", "sign", MAY, perused, "--date", "2023-05-31", *LEADER)
    walked.ours("unverified", "check", JUNE, "--json")
    register(
        walked.compiler,
        "核实",
        MAY,
        "T03-4",
        "市教育局",
        "290",
        "300",
        "电话核实",
        "学籍册",
        "综合岗",
        "2023-06-01",
    )
    walked.ours("verified", "check", JUNE, "--json")
    sent = ("--sent", "2023-06-01", "--way")
    walked.ours("send", "sign", MAY, "报告", *sent, "OA", "--to", "市人民政府")
    walked.ours("send 呈阅件", "sign", MAY, "呈阅件-2", *sent, "纸质", "--to", DEPUTY)
    walked.shown(f"{MAY}-签发")


def urged(walked: Walked) -> None:
    """The other office: the pack laid in as its handbook says, its own drafts signed and sent, its register given back."""
    root, pack = walked.inspector, walked.compiler / f"outputs/{MAY}-打包-送督查/送督查"
    build(root)
    shutil.rmtree(root / "inputs/2023")
    shutil.copytree(pack / "依据", root / "inputs/2023")
    (root / "inputs/2023/依据.xlsx").unlink()
    shutil.copytree(pack / "代拟稿", root / "inputs/2023/代拟稿/05")
    rows = tables("任务分解表")
    own = [
        [item, "督查机构" if item == "工作区单位" else value, *more] for item, value, *more in rows["概况"]
    ]
    lay_plan(root, {**rows, "概况": own})
    walked.theirs("their forms", "forms", MAY)
    walked.theirs("their drafts", "monthly", MAY, "--json")
    walked.theirs("their final", "monthly", MAY, "--final", "--json")
    walked.shown(MAY, root)
    walked.lay["their final"] = walked.lay[MAY]
    (walked.place / "通报.pdf").write_bytes(stamped(3))
    said = ("--date", "2023-06-01", "--by", "市政府办公室主任")
    circular = (root / "outputs" / MAY / CIRCULAR, walked.place / "通报.pdf", "--number", "云政办〔2023〕9号")
    walked.theirs("sign 通报", "sign", MAY, *circular, *said)
    letter = by_hand(root / "outputs" / MAY / LETTER, walked.place / "督办签回.docx", numbered_by_hand)
    walked.theirs("no number", "sign", MAY, root / "outputs" / MAY / LETTER, *said)
    walked.theirs("sign 督办", "sign", MAY, letter, *said)
    sent = ("--sent", "2023-06-02", "--way")
    walked.theirs("send 通报", "sign", MAY, "通报", *sent, "OA", "--to", "市住更局", "--to", "市教育局")
    walked.theirs("send 督办", "sign", MAY, "督办-市住更局", *sent, "纸质", "--to", "市住更局")
    register(root, "督办", MAY, "市住更局", "已发", "", "市政府督查室主任", "2023-06-02", "限期")
    walked.theirs("register", "pack", MAY, "督办登记")
    given = walked.compiler / "inputs/2023/督办登记"
    given.mkdir()
    shutil.copy(root / f"outputs/{MAY}-打包-督办登记/督办登记/{GIVEN_BACK}", given)


def numbered_by_hand(document: Document) -> None:
    """Whose number it is, and which, written where both were left blank."""
    (line,) = (one for one in document.paragraphs if one.text.startswith("【\u3000】〔2023〕"))
    for run in line.runs:
        run.text = ""
    line.runs[0].text = "云政办函〔2023〕9号"


def put_right(walked: Walked) -> None:
    """A unit corrects a figure that was signed: the 更正 beside the set, its paper signed and sent."""
    fill(walked.compiler, "住建补报.xlsx", {"G7": 120, "F7": 23})
    walked.ours("correction", "monthly", MAY)
    walked.ours("correction final", "monthly", MAY, "--final", "--json")
    walked.ours("correction for signing", "pack", MAY, "送签")
    paper = walked.compiler / f"outputs/{MAY}-更正" / PUT_RIGHT
    walked.ours(
        "sign 更正",
        "sign",
        MAY,
        paper,
        "--number",
        "云发改〔2023〕7号",
        "--date",
        "2023-06-09",
        *LEADER,
        "--json",
    )
    sent = ("--sent", "2023-06-09", "--way", "OA", "--to", "市人民政府")
    walked.ours("send 更正", "sign", MAY, "更正报告（更正）", *sent)
    for name in (f"{MAY}-更正", f"{MAY}-更正-打包-送签", f"{MAY}-更正-签发"):
        walked.shown(name)


def instructed(walked: Walked) -> None:
    """What the deputy mayor wrote on his paper: due, asked for, done."""
    row = ("2023-06-02", DEPUTY, "5月份呈阅件", "请倒排工期。", "市住更局", "2023-06-15")
    register(walked.compiler, "批示", *row)
    walked.ours("instruction open", "status", "--today", "2023-06-13", "--json")
    walked.ours("instruction asked", "remind", MAY, "--today", "2023-06-13", "--json")
    walked.ours("handed over", "pack", MAY, "交接", "--today", "2023-06-13")
    path = walked.compiler / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    line = next(one for one in book["批示"].iter_rows(min_row=3) if one[3].value == "请倒排工期。")
    line[6].value, line[7].value = "已按周排定工期", "2023-06-14"
    book.save(path)
    timeless(path)
    walked.ours("instruction done", "status", "--today", "2023-06-16", "--json")


def archived(walked: Walked) -> None:
    """What goes out and what is kept, of both offices."""
    walked.ours("out", "pack", MAY, "外发")
    walked.ours("archive", "pack", "2023", "归档")
    walked.theirs("their out", "pack", MAY, "外发")
    walked.theirs("their archive", "pack", "2023", "归档")
    for name in (f"{MAY}-打包-外发", "2023-打包-归档", f"{MAY}-打包-交接"):
        walked.shown(name)
    for name in (f"{MAY}-打包-外发", "2023-打包-归档"):
        walked.lay[f"督查机构 {name}"] = contents(walked.inspector / "outputs" / name)


def in_june(walked: Walked) -> None:
    """The next month's papers tell the deputy mayor what came of it."""
    shutil.move(walked.place / "六月", walked.compiler / "inputs/2023/06")
    walked.ours("june", "monthly", JUNE, "--json")


def documents(folder: Path) -> Iterator[Path]:
    """The Word files below a folder, but for the sheets to sign on, which say no figure."""
    return (path for path in sorted(folder.rglob("*.docx")) if docx.Document(str(path)).paragraphs)
