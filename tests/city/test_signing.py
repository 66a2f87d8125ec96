"""A paper from the 清样 to the signature: edited by hand, kept as it came back, the last word from then on (SIGNED §1)."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from yunchuan import CLEAN, DECIDED, MESSY, send_again, sign

from pipeline.files.word.lines import document_text
from pipeline.inputs.decisions.register import read_decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.errors import MachineProblem
from pipeline.model.signing import SigningRegister
from pipeline.model.workspace import Workspace
from pipeline.workflows.sending import papers_at
from tests.command import Result, minsheng

REPORT = "2023年4月份重点民生实事进展情况报告.docx"
BULLETIN = "2023年第1期重点民生实事工作简报.docx"
KEPT = f"{CLEAN}-签发"
SAID = ("--date", "2023-04-26", "--by", "主任")
NUMBER = ("--number", "云发改〔2023〕5号")
REGISTER = Path("inputs/2023/处理登记.xlsx")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def edited(source: Path, place: Path, change: Callable[[Document], None]) -> Path:
    """A copy of a document as somebody changed it in Word."""
    document = docx.Document(str(source))
    change(document)
    document.save(str(place))
    return place


def by_the_leader(document: Document) -> None:
    """A figure, a sentence more, a paragraph less, the blanks filled in."""
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = {"8240": "8260"}.get(run.text, run.text)
            if "云发改〔2023〕" in run.text:
                run.text = run.text.replace("【\u3000】", "5")
        if paragraph.text == "2023年4月__日":
            paragraph.runs[0].text = "2023年4月26日"
        if paragraph.text.startswith("进度较快的有"):
            paragraph.insert_paragraph_before("全市克服雨季影响，工作总体平稳。", style=paragraph.style)
        if paragraph.text.startswith("（一）部分指标进度偏慢"):
            paragraph._p.getparent().remove(paragraph._p)


def rows_of(root: Path, sheet: str) -> list[list[str]]:
    """What stands in a sheet of the register below its header, without empty rows and cells at the end."""
    lines = openpyxl.load_workbook(root / REGISTER)[sheet].iter_rows(min_row=3, values_only=True)
    return [[str(cell or "") for cell in line] for line in lines if any(line) and line[0] != "示例"]


def sign_edited(root: Path) -> Result:
    came = edited(root / "outputs" / CLEAN / REPORT, root / "签回.docx", by_the_leader)
    return minsheng("-C", root, "sign", CLEAN, came, *SAID)


def test_the_signed_text_is_kept_as_it_came_back(fair: Path) -> None:
    before, register = contents(fair / "outputs" / CLEAN), rows_of(fair, "核实")
    result = sign_edited(fair)
    # T01-1 was changed by hand and nobody registered 核实.
    assert result.code == 1
    assert (fair / "outputs" / KEPT / REPORT).read_bytes() == (fair / "签回.docx").read_bytes()
    assert contents(fair / "outputs" / CLEAN) == before
    assert rows_of(fair, "签发") == [
        ["2023-04", "报告", "云发改〔2023〕5号", "2023-04-26", "主任", "T01-1=8260人"]
    ]
    assert rows_of(fair, "核实") == register
    told = "".join(result.out.split())
    assert "和清样不同的4处，照签发稿收存" in told
    assert "改为全市克服雨季影响，工作总体平稳。" in told
    assert "改为（删去）" in told
    assert "2023年4月26日" not in told
    assert "待核T01-1手改成8260人" in told


def test_what_was_changed_is_told_to_programs(fair: Path) -> None:
    came = edited(fair / "outputs" / CLEAN / REPORT, fair / "签回.docx", by_the_leader)
    told = minsheng("-C", fair, "sign", CLEAN, came, *SAID, "--json").json
    (one,) = told["signed"]
    assert (one["paper"], one["set"], one["number"]) == ("报告", CLEAN, "云发改〔2023〕5号")
    assert one["figures"] == [{"target": "T01-1", "text": "8260人", "verified": False}]
    assert {"place": "一、总体情况", "before": "", "after": "全市克服雨季影响，工作总体平稳。"} in one[
        "changes"
    ]


def test_a_paper_signed_as_it_was_printed(fair: Path) -> None:
    result = minsheng("-C", fair, "sign", CLEAN, fair / "outputs" / CLEAN / REPORT, *NUMBER, *SAID)
    assert (result.code, "和清样一样，没有手改" in result.out) == (0, True)


def test_signing_dates_no_set(sealed: Path) -> None:
    """The register was written into, but nothing that a paper rests on."""
    told = minsheng("-C", sealed, "status", "--today", "2023-04-27", "--json").json
    assert (told["stale"], told["changed"]["altered"]) == (False, [])
    again = minsheng("-C", sealed, "monthly", CLEAN)
    assert "已经签发，内容没有变化，没有改动" in again.out
    assert not (sealed / "outputs" / f"{CLEAN}-更正").exists()


def test_from_the_signed_paper_to_its_correction(fair: Path) -> None:
    assert sign_edited(fair).code == 1
    kept = contents(fair / "outputs" / KEPT)
    send_again(fair)
    assert minsheng("-C", fair, "monthly", CLEAN).code == 0
    book = openpyxl.load_workbook(fair / "outputs" / f"{CLEAN}-更正" / "更正说明.xlsx")
    assert book.active is not None
    rows = [[str(cell or "") for cell in row] for row in book.active.iter_rows(min_row=4, values_only=True)]
    was = {row[2] for row in rows if row[0] == REPORT.removesuffix(".docx")}
    # 原为 is what was signed, not what was printed.
    assert "全市克服雨季影响，工作总体平稳。" in was
    assert any(sentence.startswith("新增城镇就业8260人") for sentence in was)
    assert not any("8240" in sentence for sentence in was)
    # The correction is signed as a paper of its own, and everything signed stays to the byte.
    assert minsheng("-C", fair, "monthly", CLEAN, "--final").code == 0
    sign(fair, f"{CLEAN}-更正", 6)
    assert [row[1] for row in rows_of(fair, "签发")] == ["报告", "报告（更正）"]
    assert contents(fair / "outputs" / KEPT) == kept


@pytest.mark.parametrize(
    ("checked", "held"),
    [
        ((), True),
        (("2023-04", "T01-1", "", "", "0.825"), True),
        (("2023-04", "T01-1", "", "", "0.826"), False),
        (("2023-05", "T01-1", "", "", "1.1"), False),
    ],
    ids=["nobody registered it", "another figure", "as it was signed", "this month's own was checked"],
)
def test_a_figure_changed_by_hand_is_registered_or_doubtful_in_the_next_period(
    fair: Path, checked: tuple[str, ...], held: bool
) -> None:
    sign_edited(fair)
    if checked:
        book = openpyxl.load_workbook(fair / REGISTER)
        book["核实"].append([*checked, "电话核实", "书面说明", "综合岗", "2023-05-24"])
        book.save(fair / REGISTER)
    told = minsheng("-C", fair, "check", MESSY, "--json").json
    found = [one for one in told["findings"] if one["code"] == "D15"]
    assert [one["target"] for one in found] == ["T01-1"] * held
    assert all("4月签发的“报告”里T01-1手改成8260人，没有登记核实" in one["message"] for one in found)
    assert all(one["level"] == "待核" for one in found)


def test_the_signed_text_is_verified_as_what_it_is(fair: Path) -> None:
    sign_edited(fair)
    result = minsheng("-C", fair, "verify", fair / "outputs" / KEPT / REPORT)
    assert f"（{CLEAN}）" in result.out
    assert "被改动　8240 → 8260" in result.out


def test_a_late_sheet_after_the_fair_copy_and_what_comes_back_then(fair: Path) -> None:
    """A draft took the 清样's place; the leader signs the 清样: it is shown again, and the draft's figures are a correction."""
    came = edited(fair / "outputs" / CLEAN / REPORT, fair / "签回.docx", by_the_leader)
    before = contents(fair / "outputs" / CLEAN)
    send_again(fair)
    made = minsheng("-C", fair, "monthly", CLEAN)
    assert "原来的清样换成了送审稿" in made.out
    assert contents(fair / "outputs" / CLEAN) != before
    assert minsheng("-C", fair, "sign", CLEAN, came, *SAID).code == 1
    assert contents(fair / "outputs" / CLEAN) == before
    assert "这一套放在旁边" in minsheng("-C", fair, "monthly", CLEAN).out


def test_a_draft_of_the_same_takes_no_fair_copy_s_place(fair: Path) -> None:
    before = contents(fair / "outputs" / CLEAN)
    assert "已出清样，内容没有变化，没有改动" in minsheng("-C", fair, "monthly", CLEAN).out
    assert contents(fair / "outputs" / CLEAN) == before


def test_stamped_files_come_with_it_or_later(fair: Path) -> None:
    pdf, ofd = fair / "盖章.pdf", fair / "盖章.ofd"
    pdf.write_bytes(b"%PDF-1.4 stamped")
    ofd.write_bytes(b"PK\x03\x04 stamped")
    report = fair / "outputs" / CLEAN / REPORT
    assert minsheng("-C", fair, "sign", CLEAN, report, pdf, *NUMBER, *SAID).code == 0
    stem = REPORT.removesuffix(".docx")
    assert (fair / "outputs" / KEPT / f"{stem}（盖章）.pdf").read_bytes() == pdf.read_bytes()
    assert minsheng("-C", fair, "sign", CLEAN, "报告", ofd).code == 0
    assert (fair / "outputs" / KEPT / f"{stem}（盖章）.ofd").read_bytes() == ofd.read_bytes()
    pdf.write_bytes(b"%PDF-1.4 another")
    refused = minsheng("-C", fair, "sign", CLEAN, "报告", pdf)
    assert (refused.code, "已经收存了另一份盖章件" in refused.err) == (2, True)
    pdf.write_bytes(b"no pdf")
    refused = minsheng("-C", fair, "sign", CLEAN, "报告", pdf)
    assert (refused.code, "盖章.pdf 不是PDF文件" in refused.err) == (2, True)


def test_what_went_out_to_whom(sealed: Path) -> None:
    sent = ("--sent", "2023-04-27", "--way", "OA", "--to", "市人民政府", "--to", "市住建局")
    assert minsheng("-C", sealed, "sign", CLEAN, "报告", *sent).code == 0
    assert rows_of(sealed, "报送") == [
        ["2023-04", "报告", "市人民政府", "2023-04-27", "OA", "", ""],
        ["2023-04", "报告", "市住建局", "2023-04-27", "OA", "", ""],
    ]
    again = minsheng("-C", sealed, "sign", CLEAN, "报告", *sent)
    assert (again.code, "“报告”送市人民政府已经登记过" in again.err) == (2, True)
    early = ("--sent", "2023-04-25", "--way", "纸质", "--to", "市教育局")
    refused = minsheng("-C", sealed, "sign", CLEAN, "报告", *early)
    assert "报送日期2023-04-25早于“报告”签发的2023-04-26" in refused.err
    unsigned = minsheng("-C", sealed, "sign", CLEAN, "简报", *sent)
    assert "没有登记过“简报”的签发，不能登记报送。登记了的有：报告" in unsigned.err


@pytest.mark.parametrize("name", ["市住更局", "云川市住房和城市更新局", "市住房和城乡建设局", "住建局"])
def test_a_unit_that_gets_a_paper_may_be_called_by_any_of_its_names(sealed: Path, name: str) -> None:
    """Registered as papers of that day call it, so that it got the paper once; the office it became in May is the one of April."""
    sent = ("--sent", "2023-04-27", "--way", "OA", "--to")
    assert minsheng("-C", sealed, "sign", CLEAN, "报告", *sent, name).code == 0
    assert [row[2] for row in rows_of(sealed, "报送")] == ["市住建局"]
    again = minsheng("-C", sealed, "sign", CLEAN, "报告", *sent, "市住建局")
    assert (again.code, "“报告”送市住建局已经登记过" in again.err) == (2, True)


def test_who_got_a_paper_acknowledges_it_once(sealed: Path) -> None:
    """The day stands in the row of 报送, the receipt lies beside the signed text; said again it changes nothing, said otherwise it is refused."""
    receipt = sealed / "回执.pdf"
    receipt.write_bytes(b"%PDF-1.4 received")
    got = ("--received", "2023-04-28", "--to", "市住更局")
    refused = minsheng("-C", sealed, "sign", CLEAN, "报告", receipt, *got)
    assert (refused.code, "没有登记过送市住更局，不能登记签收。还没有登记报送。" in said_of(refused)) == (
        2,
        True,
    )
    sent = ("--sent", "2023-04-27", "--way", "OA", "--to", "市人民政府", "--to", "市住建局")
    minsheng("-C", sealed, "sign", CLEAN, "报告", *sent)
    for _ in range(2):
        told = minsheng("-C", sealed, "sign", CLEAN, "报告", receipt, *got, "--json")
        assert (told.code, told.json["received"]) == (0, [{"paper": "报告", "to": "市住建局"}])
    kept = sealed / "outputs" / KEPT / f"{Path(REPORT).stem}（签收-市住建局）.pdf"
    assert kept.read_bytes() == receipt.read_bytes()
    assert [row[5] for row in rows_of(sealed, "报送")] == ["", "2023-04-28"]
    receipt.write_bytes(b"%PDF-1.4 another")
    photo = sealed / "回执.jpg"
    photo.write_bytes(b"\xff\xd8 of it")
    later = ("--received", "2023-04-29", "--to", "市住建局")
    early = ("--received", "2023-04-26", "--to", "市人民政府")
    for arguments, wrong in (
        ((receipt, *got), "已经收存了市住建局的另一份回执，没有换"),
        ((photo, receipt, *got), "已经收存了市住建局的另一份回执，没有换"),
        (later, "“报告”市住建局2023-04-28已经签收，没有改"),
        (early, "签收日期2023-04-26早于报送的2023-04-27"),
        ((sealed / "回执.txt", *early), "不是回执（.pdf、.ofd、.jpg、.png）"),
        (got[:2], "登记签收要写明日期和对象"),
    ):
        refused = minsheng("-C", sealed, "sign", CLEAN, "报告", *arguments)
        assert (refused.code, wrong in said_of(refused)) == (2, True), refused.err
    assert kept.read_bytes() == b"%PDF-1.4 received"
    assert [path.suffix for path in kept.parent.glob("*签收*")] == [".pdf"]


def test_a_receipt_nobody_can_register_is_not_kept(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = sealed / "回执.pdf"
    receipt.write_bytes(b"%PDF-1.4 received")
    minsheng("-C", sealed, "sign", CLEAN, "报告", "--sent", "2023-04-27", "--way", "OA", "--to", "市住建局")

    def refused(*_: object) -> None:
        raise MachineProblem("写不进登记，没有改动任何内容。")

    monkeypatch.setattr("pipeline.workflows.signing.amend", refused)
    got = ("--received", "2023-04-28", "--to", "市住建局")
    assert minsheng("-C", sealed, "sign", CLEAN, "报告", receipt, *got).code == 5
    assert list((sealed / "outputs" / KEPT).glob("*签收*")) == []


def said_of(refused: Result) -> str:
    return "".join(refused.err.split())


def untouched(root: Path, refused: Result, said: str) -> None:
    """Refused in these words, and nothing signed or registered."""
    assert refused.code in (2, 3)
    assert said in "".join(refused.err.split())
    assert not (root / "outputs" / KEPT).exists()
    assert rows_of(root, "签发") == []


def a_draft(root: Path) -> Path:
    place = root / "手上的送审稿.docx"
    minsheng("-C", root, "monthly", DECIDED)
    (report,) = (root / "outputs" / DECIDED).glob("*报告.docx")
    shutil.copy(report, place)
    return place


def torn(root: Path) -> Path:
    place = root / "坏了.docx"
    place.write_bytes((root / "outputs" / CLEAN / REPORT).read_bytes()[:5000])
    return place


def no_docx(root: Path) -> Path:
    place = root / "网页.docx"
    place.write_bytes(b"<html>")
    return place


def somebody_else_s(root: Path) -> Path:
    place = root / "别处的.docx"
    docx.Document().save(str(place))
    return place


def a_workbook(root: Path) -> Path:
    return root / "outputs" / CLEAN / "核对表.xlsx"


def gone(root: Path) -> Path:
    return root / "没有这份.docx"


def the_report(root: Path) -> Path:
    return root / "outputs" / CLEAN / REPORT


def with_another_number(root: Path) -> Path:
    return edited(the_report(root), root / "签回.docx", by_the_leader)


@pytest.mark.parametrize(
    ("paper", "words", "said"),
    [
        (a_draft, SAID, f"手上的送审稿.docx是“{DECIDED}”那一套里的，不是“{CLEAN}”的"),
        (torn, SAID, "坏了.docx不是Word文稿（.docx），或者文件已经损坏"),
        (no_docx, SAID, "网页.docx不是Word文稿（.docx），或者文件已经损坏"),
        (somebody_else_s, SAID, "别处的.docx不是在这个工作目录里生成的"),
        (a_workbook, SAID, "核对表.xlsx不是Word文稿（.docx），也不是盖章件"),
        (gone, SAID, "没有找到"),
        (the_report, SAID, f"{REPORT}有发文字号，请用--number写明"),
        (the_report, ("--number", "5号", *SAID), "文号“5号”不合写法"),
        (the_report, (*NUMBER, "--date", "2023-04-24", "--by", "主任"), "签发日期2023-04-24早于成文的2023-04-25"),
        (the_report, (*NUMBER, "--date", "2099-01-01", "--by", "主任"), "签发日期2099-01-01晚于今天"),
        (the_report, (*NUMBER, "--date", "2023-04-26"), "登记签发要写明签发日期和岗位"),
        (the_report, (), "登记签发要写明签发日期和岗位"),
        (with_another_number, ("--number", "云发改〔2023〕9号", *SAID), "里写的文号是云发改〔2023〕5号，--number写的是云发改〔2023〕9号"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)  # fmt: skip
def test_what_cannot_be_signed_is_named_by_its_fault(
    fair: Path, paper: Callable[[Path], Path], words: tuple[str, ...], said: str
) -> None:
    untouched(fair, minsheng("-C", fair, "sign", CLEAN, paper(fair), *words), said)


def test_a_draft_cannot_be_signed(drafted: Path) -> None:
    refused = minsheng("-C", drafted, "sign", CLEAN, the_report(drafted), *NUMBER, *SAID)
    untouched(drafted, refused, f"{REPORT}还是送审稿，没有登记。请先用monthly{CLEAN}--final出清样")


def test_a_paper_is_signed_once_and_a_number_given_once(sealed: Path) -> None:
    kept, rows = contents(sealed / "outputs" / KEPT), rows_of(sealed, "签发")
    again = minsheng("-C", sealed, "sign", CLEAN, the_report(sealed), *NUMBER, *SAID)
    assert "“报告”2023-04-26已经签发（云发改〔2023〕5号），签发的文稿不再改动" in "".join(again.err.split())
    bulletin = sealed / "outputs" / CLEAN / BULLETIN
    twice = minsheng("-C", sealed, "sign", CLEAN, bulletin, *NUMBER, *SAID)
    assert "文号云发改〔2023〕5号已经给了“报告”" in twice.err
    assert (again.code, twice.code) == (2, 2)
    assert (contents(sealed / "outputs" / KEPT), rows_of(sealed, "签发")) == (kept, rows)
    # Another paper of the set may still be signed.
    assert minsheng("-C", sealed, "sign", CLEAN, bulletin, *SAID).code == 0


@pytest.mark.more
def test_two_papers_at_once(fair: Path) -> None:
    one = edited(the_report(fair), fair / "一.docx", by_the_leader)
    same = minsheng("-C", fair, "sign", CLEAN, one, one, *SAID)
    untouched(fair, same, "“报告”写了两份，分不清签发的是哪一份")
    bulletin = fair / "outputs" / CLEAN / BULLETIN
    assert minsheng("-C", fair, "sign", CLEAN, one, bulletin, *SAID).code == 1
    assert [row[1] for row in rows_of(fair, "签发")] == ["报告", "简报"]


def test_a_row_people_wrote_already_must_agree(fair: Path) -> None:
    book = openpyxl.load_workbook(fair / REGISTER)
    for column, text in enumerate(("2023-04", "报告", "云发改〔2023〕7号", "2023-04-26", "主任"), 1):
        book["签发"].cell(3, column, text)
    book.save(fair / REGISTER)
    refused = minsheng("-C", fair, "sign", CLEAN, the_report(fair), *NUMBER, *SAID)
    assert "“报告”已经写着云发改〔2023〕7号、2023-04-26、主任，和这次写的不一样" in "".join(
        refused.err.split()
    )
    agreed = ("--number", "云发改〔2023〕7号", *SAID)
    assert minsheng("-C", fair, "sign", CLEAN, the_report(fair), *agreed).code == 0
    assert len(rows_of(fair, "签发")) == 1


def test_where_nothing_can_be_written_nothing_is_signed(fair: Path) -> None:
    (fair / "outputs" / KEPT).write_bytes(b"a file in the folder's place")
    register = (fair / REGISTER).read_bytes()
    refused = minsheng("-C", fair, "sign", CLEAN, the_report(fair), *NUMBER, *SAID)
    assert (refused.code, "没有收存签发稿" in "".join(refused.err.split())) == (5, True)
    assert (fair / REGISTER).read_bytes() == register
    (fair / "outputs" / KEPT).unlink()
    assert minsheng("-C", fair, "sign", CLEAN, the_report(fair), *NUMBER, *SAID).code == 0


def test_a_register_without_the_sheet_s_header_stops_it(fair: Path) -> None:
    book = openpyxl.load_workbook(fair / REGISTER)
    book["签发"].cell(2, 5, "谁签的")
    book.save(fair / REGISTER)
    refused = minsheng("-C", fair, "sign", CLEAN, the_report(fair), *NUMBER, *SAID)
    assert (refused.code, "缺少“签发岗位”一列" in refused.err) == (3, True)
    assert not (fair / "outputs" / KEPT / REPORT).exists()


def test_a_package_with_a_part_gone_is_damaged(fair: Path) -> None:
    place, stream = fair / "缺件.docx", io.BytesIO()
    with zipfile.ZipFile(the_report(fair)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
    place.write_bytes(stream.getvalue())
    untouched(
        fair,
        minsheng("-C", fair, "sign", CLEAN, place, *SAID),
        "缺件.docx不是Word文稿（.docx），或者文件已经损坏",
    )


def test_the_record_tells_no_person(sealed: Path) -> None:
    (record,) = (sealed / "outputs" / KEPT / "记录").rglob("*.json")
    facts = json.loads(record.read_bytes())
    assert (facts["by"], facts["signed"], facts["number"]) == ("主任", "2023-04-26", "云发改〔2023〕5号")


def told_on(root: Path, day: str) -> list[tuple[str, str]]:
    found = minsheng("-C", root, "status", "--today", day, "--json").json["signing"]
    run = minsheng("-C", root, "run", "--dry-run", "--today", day, "--json").json["findings"]
    assert [one for one in run if one["code"] in {each["code"] for each in found}] == found
    return [(one["code"], one["message"]) for one in found]


@pytest.mark.more
def test_who_forgets_to_send_or_to_ask_is_reminded(sealed: Path) -> None:
    """Signed on Wednesday the 26th; Sunday the 23rd and Saturday 6 May were worked, 29 April to 3 May were holidays."""
    assert told_on(sealed, "2023-05-04") == []
    assert told_on(sealed, "2023-05-05") == [("D16", "4月“报告”2023年4月26日签发，还没有登记报送")]
    sent = ("--sent", "2023-04-27", "--way", "OA", "--to", "市人民政府")
    assert minsheng("-C", sealed, "sign", CLEAN, "报告", *sent).code == 0
    assert told_on(sealed, "2023-05-05") == []
    assert told_on(sealed, "2023-05-06") == [("D17", "4月“报告”2023年4月27日送市人民政府，还没有登记签收")]
    shown = minsheng("-C", sealed, "status", "--today", "2023-05-06").out
    assert "D17　4月“报告”2023年4月27日送市人民政府，还没有登记签收" in "".join(
        shown.split("\n    ")
    ).replace("\n", "")


def test_wrong_rows_and_lost_texts_are_told(sealed: Path) -> None:
    book = openpyxl.load_workbook(sealed / REGISTER)
    book["签发"].cell(4, 1, "2023-04")
    for column, text in enumerate(("简报", "", "2023-04-26", "主任"), 2):
        book["签发"].cell(4, column, text)
    book["报送"].cell(3, 1, "2023-04")
    for column, text in enumerate(("要情", "市人民政府", "2023-04-27", "OA"), 2):
        book["报送"].cell(3, column, text)
    book.save(sealed / REGISTER)
    place = sealed / "outputs" / KEPT / REPORT
    place.chmod(0o600)
    place.write_bytes(b"touched")
    assert told_on(sealed, "2023-04-27") == [
        ("D14", "处理登记［报送］：“要情”没有登记签发，不能登记报送"),
        ("D18", f"“简报”登记了2023年4月26日签发，{CLEAN}里没有收存签发稿"),
        ("D19", f"outputs/{KEPT}/{REPORT} 和签发时不一样，或者不在了"),
    ]


def signing_of(root: Path) -> SigningRegister:
    office = Workspace(root)
    return read_decisions(office, load_plan(office, 2023)).signing


@pytest.mark.more
def test_how_far_the_set_has_come(drafted: Path) -> None:
    def state() -> str:
        said = minsheng("-C", drafted, "status", "--today", "2023-04-26", "--json").json
        return f"{said['state']}　{said['next']['command']}"

    assert state() == f"送审稿　minsheng monthly {CLEAN} --final"
    minsheng("-C", drafted, "monthly", CLEAN, "--final")
    assert state() == f"清样　minsheng sign {CLEAN} 签回来的文稿.docx"
    sign(drafted)
    assert state() == f"已签发　minsheng pack {CLEAN} 外发"
    minsheng(
        "-C", drafted, "sign", CLEAN, "报告", "--sent", "2023-04-26", "--way", "纸质", "--to", "市人民政府"
    )
    assert state() == "已报送　minsheng run --dry-run"
    assert "材料　　已签发、报送" in minsheng("-C", drafted, "status", "--today", "2023-04-26").out
    (sent,) = [one for one in papers_at(Workspace(drafted), CLEAN, signing_of(drafted)) if one.file == REPORT]
    assert (sent.state.value, sent.set) == ("已报送", CLEAN)


@pytest.mark.more
def test_the_next_comparison_shows_what_was_signed(fair: Path) -> None:
    """对照: April's words beside May's are those the leader signed."""
    sign_edited(fair)
    assert minsheng("-C", fair, "monthly", MESSY).code == 1
    (comparison,) = (fair / "outputs" / MESSY).glob("*对照.docx")
    said = document_text(comparison.read_bytes())
    assert "全市克服雨季影响，工作总体平稳。" in said
    assert "新增城镇就业8260人" in said
    assert "除进度滞后的以外，另有“新建、改扩建幼儿园”低于序时进度。" not in said
    again = minsheng("-C", fair, "verify", "--again", MESSY)
    assert again.code == 0, again.out
    # What the leader left alone still knows where its figures come from.
    (proof,) = [minsheng("-C", fair, "verify", comparison, "--json").json]
    assert (proof["ok"], proof["untraced"]) == (True, [])
