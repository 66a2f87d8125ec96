"""A month from the forms to the archive by command, in the folder of the 汇总单位 and in that of the 督查机构.

A story: every station keeps what the command said under a name, and what lay there then; what it should have said is in
the tests of each city. What a city has of its own (its months, papers, hands, figures) is its `Tale`.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document

from pipeline.files.folder import digest
from pipeline.files.pdf.pages import page_count
from pipeline.files.word.lines import document_text
from tests.command import Result, minsheng
from tests.keeping.hands import Hand, edit

OURS, THEIRS = "汇总单位", "督查机构"
# What of the register a story tells again.
REGISTERS = ("核实", "带缺定稿", "签发", "报送", "批示", "督办")
Row = Sequence[str]


@dataclass(frozen=True)
class Tale:
    """What a city has of its own in the story.

    `build` lays the folder of the 汇总单位 with all that came in; what came for `after` is laid aside until the end.
    `edits` are the leader's hand on the draft (words, a figure, a paragraph dropped), `again` what is done once late sheets
    changed the facts (`circular` is empty where none is drafted); `red` are figures changed in the signed text, wherever they
    stand. `late` lays the late sheets, `corrected` what comes after the signature. Days are as they are typed.
    """

    build: Callable[[Path], object]
    before: tuple[str, ...]
    month: str
    after: str
    report: str
    circular: str
    letter: str
    put_right: str
    perused: str
    leader: str
    urged: str
    deputy: str
    edits: Sequence[Hand]
    again: Sequence[Hand]
    checked: Sequence[Row]
    late: Callable[[Path], None]
    waived: Sequence[Row]
    red: Mapping[str, str]
    number: str
    signed: str
    verified: Sequence[Row]
    sent: str
    receipt: str
    their_numbers: tuple[str, str]
    their_day: str
    their_sent: str
    letter_to: str
    corrected: Callable[[Path], None]
    correction: tuple[str, str]
    instructed: Row
    settled: tuple[str, str]
    asked_on: tuple[str, str]

    @property
    def year(self) -> str:
        """The year of the plan."""
        return self.month[:4]

    @property
    def folder(self) -> str:
        """Where what came in for the month lies, below the workspace."""
        return f"inputs/{self.year}/{self.month[5:]}"

    @property
    def perused_id(self) -> str:
        """呈阅件-2: how the deputy mayor's page is called in the register."""
        return f"呈阅件-{int(self.perused[3:5])}"

    @property
    def given_back(self) -> str:
        """The register of the 督查机构, as it comes back."""
        return "督办登记-市政府督查室.xlsx"


@dataclass(frozen=True)
class Walked:
    """Where both folders lie, what each station said, and what lay there then; `state` how far the month was after it."""

    place: Path
    said: dict[str, Result] = field(default_factory=dict)
    lay: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    state: dict[str, str | None] = field(default_factory=dict)

    @property
    def compiler(self) -> Path:
        """The folder of the 汇总单位."""
        return self.place / OURS

    @property
    def inspector(self) -> Path:
        """The folder of the 督查机构."""
        return self.place / THEIRS

    def ours(self, station: str, *arguments: object) -> None:
        """A command in the folder of the 汇总单位."""
        self.said[station] = minsheng("-C", self.compiler, *arguments)

    def theirs(self, station: str, *arguments: object) -> None:
        """A command in the folder of the 督查机构."""
        self.said[station] = minsheng("-C", self.inspector, *arguments)

    def shown(self, name: str, root: Path | None = None) -> None:
        """What a set holds at this station."""
        self.lay[name] = contents((root or self.compiler) / "outputs" / name)

    def stands(self, station: str, day: str) -> None:
        """How far the month in hand has come, as `status` says on a day."""
        said = minsheng("-C", self.compiler, "status", "--today", day, "--json").json
        self.state[station] = f"{said['month']} {said['state']}"


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


def stamped_ofd() -> bytes:
    """An OFD of one page, as little of it as there may be, always the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as whole:
        for name, text in (
            ("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"),
            ("Doc_0/Document.xml", "<Document><Pages><Page ID='1' BaseLoc='p.xml'/></Pages></Document>"),
        ):
            whole.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


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
    (path,) = root.glob("inputs/*/处理登记.xlsx")
    book = openpyxl.load_workbook(path)
    book[sheet].append(list(row))
    book.save(path)
    timeless(path)


def fill(path: Path, cells: Mapping[str, object]) -> None:
    """Cells of a sheet that came in."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["进展情况"][cell] = value  # type: ignore[assignment]
    book.save(path)
    timeless(path)


def resend(path: Path, rows: Mapping[str, Mapping[str, object]], filled_in: date | None = None) -> None:
    """What a unit sends again: cells of 进展情况 by target and header, and the day it was filled in."""
    book = openpyxl.load_workbook(path)
    sheet = book["进展情况"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    head = next(cell.row for cell in cells if cell.value == "编号")
    columns = {cell.value: cell.column for cell in cells if cell.row == head}
    own = {str(cell.value): cell.row for cell in cells if cell.column == columns["编号"]}
    for target, values in rows.items():
        for header, value in values.items():
            sheet.cell(own[target], columns[header]).value = value  # type: ignore[assignment]
    if filled_in is not None:
        label = next(cell for cell in cells if str(cell.value).startswith("填报日期"))
        sheet.cell(label.row, label.column + 1).value = filled_in  # type: ignore[assignment]
    book.save(path)
    timeless(path)


def walk(place: Path, tale: Tale) -> Walked:
    """The whole month, once."""
    walked = Walked(place)
    tale.build(walked.compiler)
    later = walked.compiler / f"inputs/{tale.year}/{tale.after[5:]}"
    shutil.move(later, place / "以后")
    for station in _STATIONS:
        station(walked, tale)
    return walked


def drafted(walked: Walked, tale: Tale) -> None:
    """The forms of the month, and the drafts from what came in."""
    for month in (*tale.before, tale.month):
        walked.ours(f"{month} forms", "forms", month)
        walked.ours(f"{month} monthly", "monthly", month, "--json")
    walked.shown(f"{tale.month}-表样")
    walked.stands("drafted", tale.signed)


def given_back(walked: Walked, tale: Tale) -> None:
    """The leader's hand on the draft: words of paragraphs, a figure, a paragraph dropped."""
    given = by_hand(
        walked.compiler / "outputs" / tale.month / tale.report, walked.place / "改过的报告.docx", *tale.edits
    )
    walked.ours("keep", "keep", given, "--as", "用语", "--by", "分管主任", "--json")
    for row in tale.checked:
        register(walked.compiler, "核实", *row)


def late(walked: Walked, tale: Tale) -> None:
    """Units send again what they had left out or got wrong; what the leader wrote is put in again."""
    tale.late(walked.compiler / tale.folder)
    walked.ours("after late sheets", "monthly", tale.month, "--json")
    walked.ours("checked", "check", tale.month, "--json")
    walked.shown(tale.month)
    walked.lay["after late sheets"] = walked.lay.pop(tale.month)


def fair(walked: Walked, tale: Tale) -> None:
    """The words of the draft are kept once more over the new ones; what is open is let through; the 清样, and the two packs."""
    month = tale.month
    given = by_hand(
        walked.compiler / "outputs" / month / tale.report, walked.place / "照用.docx", *tale.again
    )
    walked.ours("too early", "monthly", month, "--final")
    walked.ours("keep again", "keep", given, "--as", "用语", "--by", "分管主任", "--json")
    walked.ours("refused", "monthly", month, "--final")
    for row in tale.waived:
        register(walked.compiler, "带缺定稿", *row)
    walked.ours("final", "monthly", month, "--final", "--json")
    walked.stands("final", tale.signed)
    walked.ours("for signing", "pack", month, "送签")
    walked.ours("for the inspector", "pack", month, "送督查")
    for name in (month, f"{month}-打包-送签", f"{month}-打包-送督查"):
        walked.shown(name)


def red_pencil(tale: Tale) -> Hand:
    """Figures wherever they stand, the number and the day."""
    year, month, day = map(int, tale.signed.split("-"))
    blank, written = f"{year}年{month}月__日", f"{year}年{month}月{day}日"

    def hand(document: Document) -> None:
        cells = (one for table in document.tables for cell in table._cells for one in cell.paragraphs)
        for paragraph in (*document.paragraphs, *cells):
            for run in paragraph.runs:
                run.text = tale.red.get(run.text, run.text)
                if f"〔{tale.year}〕" in run.text:
                    run.text = run.text.replace("【\u3000】", tale.number)
            if paragraph.text == blank:
                paragraph.runs[0].text = written
                for run in paragraph.runs[1:]:
                    run.text = ""

    return hand


def signed(walked: Walked, tale: Tale) -> None:
    """The report comes back with a figure changed and its stamped files, a 呈阅件 as it was; the figure is verified; both go out and
    are acknowledged.
    """
    month, place, leader = tale.month, walked.place, ("--by", tale.leader)
    came = by_hand(walked.compiler / "outputs" / month / tale.report, place / "签回.docx", red_pencil(tale))
    (place / "盖章.pdf").write_bytes(stamped(7))
    (place / "盖章.ofd").write_bytes(stamped_ofd())
    (place / "回执.pdf").write_bytes(stamped(1))
    walked.ours("sign", "sign", month, came, place / "盖章.pdf", "--date", tale.signed, *leader, "--json")
    perused = walked.compiler / "outputs" / month / tale.perused
    walked.ours("sign 呈阅件", "sign", month, perused, "--date", tale.signed, *leader)
    walked.ours("stamped later", "sign", month, tale.perused_id, place / "盖章.ofd", "--json")
    walked.stands("signed", tale.signed)
    walked.ours("unverified", "check", tale.after, "--json")
    for row in tale.verified:
        register(walked.compiler, "核实", *row)
    walked.ours("verified", "check", tale.after, "--json")
    sent = ("--sent", tale.sent, "--way")
    walked.ours("send", "sign", month, "报告", *sent, "OA", "--to", "市人民政府")
    walked.ours("send 呈阅件", "sign", month, tale.perused_id, *sent, "纸质", "--to", tale.deputy)
    got = ("--received", tale.receipt, "--to", "市人民政府", "--json")
    walked.ours("received", "sign", month, "报告", place / "回执.pdf", *got)
    walked.stands("sent", tale.signed)
    walked.shown(f"{month}-签发")


def urged(walked: Walked, tale: Tale) -> None:
    """The other office: the pack laid in as its handbook says, its own drafts signed and sent, its register given back."""
    root, month = walked.inspector, tale.month
    pack = walked.compiler / f"outputs/{month}-打包-送督查/送督查"
    minsheng("init", root, "--year", tale.year)
    holidays = "inputs/节假日"
    shutil.copytree(walked.compiler / holidays, root / holidays, dirs_exist_ok=True)
    own = root / f"inputs/{tale.year}"
    shutil.rmtree(own)
    shutil.copytree(pack / "依据", own)
    (own / "依据.xlsx").unlink()
    shutil.copytree(pack / "代拟稿", own / "代拟稿" / month[5:])
    _profile(own / "任务分解表.xlsx", {"工作区单位": "督查机构"})
    walked.theirs("their forms", "forms", month)
    walked.theirs("their drafts", "monthly", month, "--json")
    walked.theirs("their final", "monthly", month, "--final", "--json")
    walked.lay["their final"] = contents(root / "outputs" / month)
    (walked.place / "通报.pdf").write_bytes(stamped(3))
    said = ("--date", tale.their_day, "--by", "市政府办公室主任")
    circular, letter = (root / "outputs" / month / name for name in (tale.circular, tale.letter))
    numbered, sent = ("--number", tale.their_numbers[0]), ("--sent", tale.their_sent, "--way")
    if tale.circular:
        walked.theirs("sign 通报", "sign", month, circular, walked.place / "通报.pdf", *numbered, *said)
    given = by_hand(letter, walked.place / "督办签回.docx", _numbered(tale))
    walked.theirs("no number", "sign", month, letter, *said)
    walked.theirs("sign 督办", "sign", month, given, *said)
    if tale.circular:
        walked.theirs("send 通报", "sign", month, "通报", *sent, "OA", "--to", tale.urged, "--to", "市教育局")
    walked.theirs("send 督办", "sign", month, f"督办-{tale.urged}", *sent, "纸质", "--to", tale.letter_to)
    register(root, "督办", month, tale.urged, "已发", "", "市政府督查室主任", tale.their_sent, "限期")
    walked.theirs("register", "pack", month, "督办登记")
    back = walked.compiler / f"inputs/{tale.year}/督办登记"
    back.mkdir()
    shutil.copy(root / f"outputs/{month}-打包-督办登记/督办登记/{tale.given_back}", back)


def _profile(plan: Path, items: Mapping[str, str]) -> None:
    """Items of 概况 otherwise."""
    book = openpyxl.load_workbook(plan)
    for row in book["概况"].iter_rows(min_row=2):
        if row[0].value in items:
            row[1].value = items[str(row[0].value)]
    book.save(plan)
    timeless(plan)


def _numbered(tale: Tale) -> Hand:
    """Whose number it is, and which, written where both were left blank."""

    def hand(document: Document) -> None:
        blank = f"【\u3000】〔{tale.year}〕"
        (line,) = (one for one in document.paragraphs if one.text.startswith(blank))
        for run in line.runs:
            run.text = ""
        line.runs[0].text = tale.their_numbers[1]

    return hand


def put_right(walked: Walked, tale: Tale) -> None:
    """A unit corrects a figure that was signed: the 更正 beside the set, its paper signed and sent."""
    month = tale.month
    tale.corrected(walked.compiler / tale.folder)
    walked.ours("correction", "monthly", month)
    walked.ours("correction final", "monthly", month, "--final", "--json")
    walked.ours("correction for signing", "pack", month, "送签")
    paper = walked.compiler / f"outputs/{month}-更正" / tale.put_right
    number, day = tale.correction
    said = ("--number", number, "--date", day, "--by", tale.leader, "--json")
    walked.ours("sign 更正", "sign", month, paper, *said)
    walked.ours(
        "send 更正", "sign", month, "更正报告（更正）", "--sent", day, "--way", "OA", "--to", "市人民政府"
    )
    for name in (f"{month}-更正", f"{month}-更正-打包-送签", f"{month}-更正-签发"):
        walked.shown(name)


def instructed(walked: Walked, tale: Tale) -> None:
    """What the deputy mayor wrote on his paper: due, asked for, done."""
    register(walked.compiler, "批示", *tale.instructed)
    asked, later = tale.asked_on
    walked.ours("instruction open", "status", "--today", asked, "--json")
    walked.ours("instruction asked", "remind", tale.month, "--today", asked, "--json")
    walked.ours("handed over", "pack", tale.month, "交接", "--today", asked)
    (path,) = walked.compiler.glob("inputs/*/处理登记.xlsx")
    book = openpyxl.load_workbook(path)
    line = next(one for one in book["批示"].iter_rows(min_row=3) if one[3].value == tale.instructed[3])
    line[6].value, line[7].value = tale.settled
    book.save(path)
    timeless(path)
    walked.ours("instruction done", "status", "--today", later, "--json")


def archived(walked: Walked, tale: Tale) -> None:
    """What goes out and what is kept, of both offices."""
    out, kept = f"{tale.month}-打包-外发", f"{tale.year}-打包-归档"
    walked.ours("out", "pack", tale.month, "外发")
    walked.ours("archive", "pack", tale.year, "归档")
    walked.theirs("their out", "pack", tale.month, "外发")
    walked.theirs("their archive", "pack", tale.year, "归档")
    for name in (out, kept, f"{tale.month}-打包-交接"):
        walked.shown(name)
    for name in (out, kept):
        walked.lay[f"{THEIRS} {name}"] = contents(walked.inspector / "outputs" / name)


def in_the_next(walked: Walked, tale: Tale) -> None:
    """The next month's papers tell the deputy mayor what came of it."""
    shutil.move(walked.place / "以后", walked.compiler / f"inputs/{tale.year}/{tale.after[5:]}")
    walked.ours("next", "monthly", tale.after, "--json")


_STATIONS: tuple[Callable[[Walked, Tale], None], ...] = (
    drafted, given_back, late, fair, signed, urged, put_right, instructed, archived, in_the_next
)  # fmt: skip


def held(walked: Walked, name: str) -> set[str]:
    """The files of a pack by their path below the folder of its kind."""
    kind = name.rpartition("-")[2]
    return {path.removeprefix(f"{kind}/") for path in walked.lay[name]} - {"manifest.json"}


def lines(data: bytes) -> list[str]:
    """What a document says, line by line."""
    return [line.strip() for line in document_text(data).splitlines() if line.strip()]


def documents(folder: Path) -> Iterator[Path]:
    """The Word files below a folder, but for the sheets to sign on, which say no figure."""
    return (path for path in sorted(folder.rglob("*.docx")) if docx.Document(str(path)).paragraphs)


def packs_of(root: Path) -> list[Path]:
    """The folders of every pack of an office."""
    return sorted((root / "outputs").glob("*-打包-*"))


def packs(walked: Walked) -> Iterator[Path]:
    """Those of both offices."""
    yield from packs_of(walked.compiler)
    yield from packs_of(walked.inspector)


def proofs(walked: Walked) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What `verify` says of every Word file of the packs but 交接单, by the path in its pack."""
    for root in (walked.compiler, walked.inspector):
        folders = [path for path in packs_of(root) if "交接" not in path.name]
        files = [path for folder in folders for path in documents(folder) if "发文稿纸" not in path.name]
        told = minsheng("-C", root, "verify", *files, "--json").json["documents"]
        for file, one in zip(files, told, strict=True):
            pack = next(folder for folder in folders if file.is_relative_to(folder))
            yield file.relative_to(pack).as_posix(), one


def unopened(walked: Walked, place: Path) -> list[str]:
    """What LibreOffice makes no PDF of, of all Word files and workbooks of the packs; the same bytes are opened once."""
    found = {
        digest(path.read_bytes()): path
        for pack in packs(walked)
        for path in sorted(pack.rglob("*"))
        if path.suffix in (".docx", ".xlsx")
    }
    assert len(found) > 20
    given, made = place / "文件", place / "PDF"
    given.mkdir()
    for sign, path in found.items():
        shutil.copy(path, given / f"{sign[:16]}{path.suffix}")
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(made)]
    subprocess.run(
        [*command, *map(str, sorted(given.iterdir()))], check=True, capture_output=True, timeout=600
    )
    opened = {path.stem for path in made.glob("*.pdf") if page_count(path.read_bytes())}
    return [str(path) for sign, path in found.items() if sign[:16] not in opened]


def catalogue(root: Path, year: str) -> list[list[str]]:
    """归档文件目录: 件号, 责任者, 文号, 题名, 日期, 页数, 备注 of every row."""
    book = openpyxl.load_workbook(root / f"outputs/{year}-打包-归档/归档/归档文件目录.xlsx")
    rows = book["归档文件目录"].iter_rows(min_row=3, values_only=True)
    return [[str(cell or "") for cell in row] for row in rows]


def told(walked: Walked, tale: Tale) -> dict[str, str]:
    """The story in files to be read: what every station came to, both registers, every pack file by file, what was archived."""
    stations = [
        f"{name}：{result.code}{f'　{walked.state[name]}' if name in walked.state else ''}"
        for name, result in walked.said.items()
    ]
    stations += [f"{name}　{state}" for name, state in walked.state.items() if name not in walked.said]
    files = [
        line
        for folder in packs(walked)
        for line in (
            f"［{folder.parent.parent.name}］{folder.name}",
            *(f"  {path}" for path in sorted(contents(folder)) if path != "manifest.json"),
        )
    ]
    kept = [
        "　".join(row)
        for root in (walked.compiler, walked.inspector)
        for row in ([f"［{root.name}］"], *catalogue(root, tale.year))
    ]
    correction = lines(walked.lay[f"{tale.month}-更正-签发"][tale.put_right])
    return {
        "各步.txt": "\n".join(stations) + "\n",
        **{
            f"登记-{root.name}.txt": "\n".join(_registered(root)) + "\n"
            for root in (walked.compiler, walked.inspector)
        },
        "包.txt": "\n".join(files) + "\n",
        "归档文件目录.txt": "\n".join(kept) + "\n",
        "更正报告.txt": "\n".join(correction) + "\n",
    }


def _registered(root: Path) -> Iterator[str]:
    (path,) = root.glob("inputs/*/处理登记.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in REGISTERS:
        if sheet in book.sheetnames:
            rows = [
                [str(cell or "") for cell in row]
                for row in book[sheet].iter_rows(min_row=3, values_only=True)
            ]
            yield f"［{sheet}］"
            yield from ("　".join(row).rstrip() for row in rows if any(row) and row[0] != "示例")
