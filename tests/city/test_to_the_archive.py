"""A month of 云川 in both folders, from the forms to the archive: every station as it was worked out by hand (issue 22).

The story is in `tests/story.py`, what is 云川's own in `to_the_archive.py`; numbers are of README.md beside it, or stand here with
how they come about.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from to_the_archive import APRIL, CIRCULAR, DEPUTY, LETTER, MAY, PERUSED, PUT_RIGHT, REPORT, walk
from yunchuan import CLEAN, send_again

from pipeline.files.word.lines import document_text
from tests.command import minsheng
from tests.conftest import Once
from tests.documents.conftest import needed
from tests.story import Walked, catalogue, contents, held, lines, proofs, stamped, unopened

ANNEXES = ("附件1 2023年重点民生实事进展情况表（截至5月20日）.docx", "附件2 存在问题及需协调事项清单.docx")
OUR_SET = {
    *(
        "2023年5月份重点民生实事要情.docx",
        REPORT,
        "2023年第2期重点民生实事工作简报.docx",
        "5月份发文稿纸.docx",
    ),
    *("5月份报告对照.docx", "一页图.docx", f"代拟稿/{CIRCULAR}", f"代拟稿/{LETTER}", PERUSED),
    "呈阅件01-分管人力资源和社会保障工作的副市长.docx",
    "呈阅件03-分管教育工作的副市长.docx",
    *("findings.json", "manifest.json", "observations-metadata.json", "observations.csv", "会议汇总表.xlsx"),
    *("工作台账.xlsx", "核对表.xlsx", "溯源表.xlsx", "看板-内部.html", "督办回告单-市住更局.xlsx"),
}
THEIR_SET = {
    *(CIRCULAR, LETTER, "5月份发文稿纸.docx", "督办回告单-市住更局.xlsx", "会议汇总表.xlsx", "工作台账.xlsx"),
    *("核对表.xlsx", "溯源表.xlsx", "看板-内部.html", "看板.html", "findings.json", "manifest.json"),
    *("observations-metadata.json", "observations.csv"),
}
TITLES = {
    "报告": "云川市发展和改革委员会关于2023年5月份重点民生实事进展情况的报告",
    "更正报告": "云川市发展和改革委员会关于更正2023年5月份重点民生实事进展情况有关数据的报告",
    "通报": "云川市人民政府办公室关于2023年5月份重点民生实事进展情况的通报",
    "督办": "云川市人民政府办公室关于加快推进“改善城乡居住条件”工作的督办通知",
}
STAMPED, THEIR_STAMPED = (f"{PurePosixPath(name).stem}（盖章）.pdf" for name in (REPORT, CIRCULAR))
RECEIPT = f"{PurePosixPath(REPORT).stem}（签收-市人民政府）.pdf"
SEALED_OFD = f"{PurePosixPath(PERUSED).stem}（盖章）.ofd"
UNCOUNTED, NO_PDF = "没有盖章件，页数请按纸质件填。", "盖章件不是PDF，页数请打开盖章件填。"
LATE_LINES = (
    "（二）改善城乡居住条件（责任单位：市住更局）。老旧小区改造开工10个，{}，完成年度目标任务的25.0%；"
    "农村危房改造122户，完成年度目标任务的40.7%，低于序时进度1.0个百分点。"
    "截至4月20日，既有住宅加装电梯尚无进展，本月截至发文时未报送。"
)


@pytest.fixture(scope="module")
def walked(once: Once) -> Walked:
    """The month walked once."""
    return once("从表样到归档", walk)


def noticed(walked: Walked, station: str, *codes: str) -> list[tuple[str, str]]:
    """What a station told under these codes: code and target."""
    found = walked.said[station].json["findings"]
    return [(one["code"], one["target"]) for one in found if one["code"] in codes]


def outcome(walked: Walked, *stations: str) -> list[int]:
    return [walked.said[one].code for one in stations]


@pytest.mark.walks
def test_from_the_forms_to_the_draft(walked: Walked) -> None:
    names = ("临溪县", "南屏区", "市人社局", "市住更局", "市发改委", "市教育局", "市财政局")
    assert set(walked.lay[f"{MAY}-表样"]) == {"manifest.json", *(f"{one}-2023年5月.xlsx" for one in names)}
    assert outcome(walked, f"{APRIL} forms", f"{APRIL} monthly", f"{MAY} monthly") == [0, 0, 1]


@pytest.mark.walks
def test_what_the_leader_wrote_is_taken_in_and_the_figure_is_not(walked: Walked) -> None:
    told = walked.said["keep"].json
    assert [one["kind"] for one in told["edits"]] == ["换", "删", "换"]
    assert [(one["was"], one["text"]) for one in told["figures"]] == [("8", "10")]
    assert told["written"] == [1, 2, 3]


@pytest.mark.walks
def test_late_sheets_change_the_figures_and_not_the_words(walked: Walked) -> None:
    """8 became 10 by 核实: 10/40 = 25.0%. What 加装电梯 says is new: a person is asked. The dropped paragraph reads otherwise now."""
    said = lines(walked.lay["after late sheets"][REPORT])
    assert set(walked.lay["after late sheets"]) == OUR_SET
    assert LATE_LINES.format("经各方努力") in said
    assert any("报送的工作进展情况作了汇总和核对。" in line for line in said)
    assert noticed(walked, "after late sheets", "D11", "D25", "D26", "D27", "C08") == [
        ("C08", "T01-1"), ("D11", ""), ("D26", "T02-1")
    ]  # fmt: skip


@pytest.mark.walks
def test_the_fair_copy_waits_for_what_is_open(walked: Walked) -> None:
    assert outcome(walked, "keep again", "refused", "final") == [0, 1, 0]
    assert "C08　T01-1" in walked.said["refused"].out
    assert noticed(walked, "final", "D26", "D27") == [("D27", "")]
    assert held(walked, f"{MAY}-打包-送签") == {
        f"01 报告/{one}" for one in (REPORT, *ANNEXES, "发文稿纸.docx")
    }
    assert held(walked, f"{MAY}-打包-送督查") == {
        *(f"代拟稿/{CIRCULAR}", f"代拟稿/{LETTER}", "督办回告单-市住更局.xlsx"),
        *(f"依据/{one}.xlsx" for one in ("依据", "任务分解表", "处理登记")),
        *(f"依据/04/{one}-2023年4月.xlsx" for one in ("市人社局", "市教育局", "市财政局")),
        *("依据/04/市教育局盖章件.pdf", "依据/04/微信接收/报表(1).xlsx", "依据/05/说明.txt"),
        *(f"依据/05/{one}.xlsx" for one in ("住建5月", "住建补报", "教育补报")),
        *(f"依据/05/{one}-2023年5月.xlsx" for one in ("市人社局", "市教育局")),
    }
    body = lines(walked.lay[f"{MAY}-打包-送签"][f"送签/01 报告/{REPORT}"])
    assert LATE_LINES.format("经多方努力") in body
    assert not [line for line in body if line.startswith("分件看")]


@pytest.mark.walks
def test_a_figure_changed_by_the_leader_wants_verifying(walked: Walked) -> None:
    (one,) = walked.said["sign"].json["signed"]
    assert (one["paper"], one["number"], one["by"]) == ("报告", "云发改〔2023〕6号", "主任")
    assert one["figures"] == [{"target": "T03-4", "text": "300个", "verified": False}]
    # Sentence, problem, cell; the number and the day are no change.
    assert [change["after"][:10] for change in one["changes"]] == ["新增幼儿园学位300"] * 2 + ["300"]
    assert outcome(walked, "sign", "sign 呈阅件", "send", "send 呈阅件") == [1, 0, 0, 0]
    assert noticed(walked, "unverified", "D15") == [("D15", "T03-4")]
    assert noticed(walked, "verified", "D15") == []
    assert outcome(walked, "stamped later", "received") == [0, 0]
    assert walked.said["stamped later"].json["stamped"] == [f"outputs/{MAY}-签发/{SEALED_OFD}"]
    assert walked.said["received"].json["receipts"] == [f"outputs/{MAY}-签发/{RECEIPT}"]
    assert set(walked.lay[f"{MAY}-签发"]) == {REPORT, STAMPED, RECEIPT, PERUSED, SEALED_OFD}
    assert walked.state == {
        "drafted": f"{MAY} 送审稿", "final": f"{MAY} 清样", "signed": f"{MAY} 已签发", "sent": f"{MAY} 已报送"
    }  # fmt: skip


@pytest.mark.walks
def test_the_other_office_signs_what_was_drafted_for_it(walked: Walked) -> None:
    """Nothing of the papers it never makes is asked of it, and a 文号 written by hand is read where even whose it is was blank."""
    assert outcome(walked, "their forms", "their drafts", "their final") == [0, 1, 0]
    assert set(walked.lay["their final"]) == THEIR_SET
    assert noticed(walked, "their final", "D11", "D25", "D26", "D27", "D28") == []
    assert outcome(walked, "sign 通报", "no number", "sign 督办", "send 通报", "send 督办") == [0, 2, 0, 0, 0]
    assert "如 --number 云民办函〔2021〕5号。" in walked.said["no number"].err.replace("\n", "")
    assert "云政办函〔2023〕9号" in walked.said["sign 督办"].out
    assert "没有手改" in walked.said["sign 督办"].out
    assert "已登记报送　督办-市住建局　市住更局" in walked.said["send 督办"].out


@pytest.mark.walks
def test_what_was_signed_wrongly_is_put_right_by_a_paper(walked: Walked) -> None:
    """120/300 = 40.0%; the pace of May is 41.7%: 1.7 below. What the leader wrote and was verified, 300, stands."""
    correction = f"{MAY}-更正"
    assert set(walked.lay[correction]) == {*OUR_SET, PUT_RIGHT, "看板.html", "更正说明.xlsx"}
    told = "".join(walked.said["correction"].out.split())
    assert (
        "签发以后，新收到：督办登记/督办登记-市政府督查室.xlsx；有改动：05/住建补报.xlsx、处理登记.xlsx"
        in told
    )
    said = lines(walked.lay[f"{correction}-签发"][PUT_RIGHT])
    # Its month is left to people; the set is of June, when the last of what it rests on was verified.
    assert "2023年__月__日" in said
    assert "2023年6月__日" in lines(walked.lay[correction][REPORT])
    assert said[said.index("市人民政府：") + 1 :][:3] == [
        "经核对，我委报送的《关于2023年5月份重点民生实事进展情况的报告》（云发改〔2023〕6号）中，"
        "有1项指标的数据需要更正。现将有关情况报告如下。",
        "一、更正的数据",
        "农村危房改造。原为122户，更正为120户，完成年度目标任务的40.0%，低于序时进度1.7个百分点。"
        "更正原因：市住更局重新报送了报表。",
    ]
    assert held(walked, f"{correction}-打包-送签") == {
        *(f"01 报告/{one}" for one in (REPORT, *ANNEXES, "发文稿纸.docx")),
        *(f"02 更正报告/{one}" for one in (PUT_RIGHT, "发文稿纸.docx")),
    }
    assert outcome(walked, "correction final", "sign 更正", "send 更正") == [0, 0, 0]
    assert noticed(walked, "correction final", "D25", "D26", "D27") == [("D27", ""), ("D25", "T02-1")]


@pytest.mark.walks
def test_the_list_of_differences_names_no_margin_and_no_sheet_to_sign_on(walked: Walked) -> None:
    book = openpyxl.load_workbook(walked.compiler / f"outputs/{MAY}-更正/更正说明.xlsx")
    assert book.active is not None
    rows = [[str(cell or "") for cell in row] for row in book.active.iter_rows(min_row=4, values_only=True)]
    assert not [row for row in rows if "〔第1节" in "".join(row)]
    assert [row for row in rows if row[0] == "5月份发文稿纸"] == []
    was = [row[2:4] for row in rows if row[0] == PurePosixPath(REPORT).stem]
    assert [
        "新增幼儿园学位300个，完成年度目标任务的24.2%；",
        "新增幼儿园学位300个，完成年度目标任务的25.0%；",
    ] in was


@pytest.mark.walks
def test_what_a_leader_wrote_comes_back_and_is_settled(walked: Walked) -> None:
    (waiting,) = walked.said["instruction open"].json["instructed"]
    assert (waiting["words"], waiting["due"], waiting["late"]) == ("请倒排工期。", "2023-06-15", False)
    assert [one["unit"] for one in walked.said["instruction asked"].json["instructed"]] == ["市住更局"]
    assert walked.said["instruction done"].json["instructed"] == []
    (paper,) = (walked.compiler / "outputs/2023-06").glob(PERUSED)
    assert (
        "上期批示落实情况：您6月2日在5月份呈阅件上批示“请倒排工期。”由市住更局承办，要求6月15日前办结。"
        "已于6月14日办结：已按周排定工期。"
    ) in lines(paper.read_bytes())


@pytest.mark.walks
def test_who_takes_over_reads_what_is_kept_and_what_is_open(walked: Walked) -> None:
    said = lines(walked.lay[f"{MAY}-打包-交接"]["交接/交接单.docx"])
    assert held(walked, f"{MAY}-打包-交接") == {"交接单.docx"}
    assert "市住更局5月督办（限期）：已发，6月2日发出，应于6月12日前回告。" in said
    kept = said[said.index("六、在用的编辑用语") + 1 : said.index("七、改过的规则和模板")]
    assert [line[:13] for line in kept] == [
        "1.5月报告（换）：按照工",
        "2.5月报告（删）：与4月",
        "3.5月报告（换）：（二）",
        "4.5月报告（删）：分件看",
        "5.5月报告（换）：（二）",
    ]


@pytest.mark.walks
def test_what_goes_out_to_whom(walked: Walked) -> None:
    """The stamped PDF where there is one, else the signed text; the paper that corrects goes where the corrected one went."""
    out = f"{MAY}-打包-外发"
    assert held(walked, out) == {
        *(f"市人民政府/{one}" for one in (STAMPED, PUT_RIGHT, "发文清单.xlsx")),
        *(f"{DEPUTY}/{one}" for one in (SEALED_OFD, "发文清单.xlsx")),
    }
    assert walked.lay[out][f"外发/市人民政府/{STAMPED}"] == stamped(7)
    signed = walked.lay[f"{MAY}-更正-签发"][PUT_RIGHT]
    assert walked.lay[out][f"外发/市人民政府/{PUT_RIGHT}"] == signed
    everybody = (
        "各县（市）、区人民政府，市人民政府有关部门",
        "市委各部门",
        "市人大常委会办公室",
        "市政协办公室",
    )
    everybody += ("市法院", "市检察院", "各人民团体", "驻市各单位", "市住房和城市更新局", "市教育局")
    theirs = {path.removeprefix("外发/") for path in walked.lay[f"督查机构 {out}"]} - {"manifest.json"}
    assert theirs == {
        *(f"{to}/{one}" for to in everybody for one in (THEIR_STAMPED, "发文清单.xlsx")),
        *(f"{to}/{one}" for to in ("市住房和城市更新局", "市发改委") for one in (LETTER, "发文清单.xlsx")),
    }


@pytest.mark.walks
def test_the_archive_lists_every_paper(walked: Walked) -> None:
    organ, office = "云川市发展和改革委员会", "云川市人民政府办公室"
    own, other, put_right = TITLES["报告"], PurePosixPath(PERUSED).stem, TITLES["更正报告"]
    assert catalogue(walked.compiler, "2023") == [
        ["1", organ, "云发改〔2023〕6号", own, "2023-05-31", "7", "市人民政府6月2日签收"],
        ["2", "", "", other, "2023-05-31", "", f"有批示；{NO_PDF}"],
        ["3", organ, "云发改〔2023〕7号", put_right, "2023-06-09", "", UNCOUNTED],
    ]
    assert held(walked, "2023-打包-归档") == {
        *(f"0001 {own}/{one}" for one in (REPORT, STAMPED, RECEIPT, "发文稿纸.docx")),
        *(f"0002 {other}/{one}" for one in (PERUSED, SEALED_OFD, "批示.xlsx")),
        *(f"0003 {put_right}/{one}" for one in (PUT_RIGHT, "发文稿纸.docx")),
        "归档文件目录.xlsx",
    }
    assert catalogue(walked.inspector, "2023") == [
        ["1", office, "云政办〔2023〕9号", TITLES["通报"], "2023-06-01", "3", ""],
        ["2", office, "云政办函〔2023〕9号", TITLES["督办"], "2023-06-01", "", UNCOUNTED],
    ]


@pytest.mark.walks
def test_what_the_leader_wrote_is_archived_with_his_page(walked: Walked) -> None:
    folder = walked.compiler / f"outputs/2023-打包-归档/归档/0002 {PurePosixPath(PERUSED).stem}"
    rows = openpyxl.load_workbook(folder / "批示.xlsx")["批示"].iter_rows(min_row=3, values_only=True)
    assert [tuple(str(cell or "")[:10] for cell in row) for row in rows] == [
        (
            *("2023-06-02", DEPUTY[:10], "5月份呈阅件", "请倒排工期。", "市住更局"),
            *("2023-06-15", "已按周排定工期", "2023-06-14"),
        )
    ]


@pytest.mark.walks
def test_verify_knows_every_word_file_of_the_packs(walked: Walked) -> None:
    """What the leader changed is told as changed, nothing else.

    Ours: 3 for signing, 2 for the inspector, 4 of the 更正 for signing, 1 that goes out, 3 that are kept; theirs 2 and 2.
    """
    told = list(proofs(walked))
    changed = {path for path, one in told for figure in one["figures"] if figure["state"] == "被改动"}
    assert (len(told), changed) == (17, {f"归档/0001 {TITLES['报告']}/{REPORT}"})
    assert [path for path, one in told if one["untraced"]] == []


@pytest.mark.walks
def test_every_document_of_the_packs_opens(walked: Walked, tmp_path: Path) -> None:
    needed("soffice")
    assert unopened(walked, tmp_path) == []


@pytest.mark.walks
def test_the_same_month_walked_again_is_the_same_bytes(walked: Walked, tmp_path: Path) -> None:
    again = walk(tmp_path)
    assert again.lay.keys() == walked.lay.keys()
    for name, files in walked.lay.items():
        other = again.lay[name]
        assert [path for path in files if files[path] != other[path]] == [], name
        assert files.keys() == other.keys()


@pytest.mark.more
def test_a_paper_that_corrects_is_sent_and_archived_as_what_it_is(sealed: Path) -> None:
    """By its own title, to whom the first went, though once it is signed nothing is left to correct; the same paper once more is
    told from the first.
    """
    send_again(sealed)
    minsheng("-C", sealed, "monthly", CLEAN, "--final")
    correction = sealed / "outputs" / f"{CLEAN}-更正"
    paper, report = next(correction.glob("*更正报告.docx")), next(correction.glob("*情况报告.docx"))
    assert "（云发改〔2023〕5号）中" in document_text(paper.read_bytes())
    for number, one in enumerate((paper, report), 6):
        said = ("--number", f"云发改〔2023〕{number}号", "--date", "2023-04-27", "--by", "主任")
        assert minsheng("-C", sealed, "sign", CLEAN, one, *said).code == 0
    minsheng("-C", sealed, "pack", CLEAN, "外发")
    minsheng("-C", sealed, "pack", "2023", "归档")
    out = contents(sealed / "outputs" / f"{CLEAN}-打包-外发" / "外发")
    names = (report.name, f"{report.stem}（更正）.docx", paper.name, "发文清单.xlsx")
    assert set(out) == {f"市人民政府/{one}" for one in names}
    first, again = "关于2023年4月份重点民生实事进展情况的报告", f"更正；{UNCOUNTED}"
    corrects = "关于更正2023年4月份重点民生实事进展情况有关数据的报告"
    assert [
        [row[3].removeprefix("云川市发展和改革委员会"), row[4], row[6]] for row in catalogue(sealed, "2023")
    ] == [[first, "2023-04-26", UNCOUNTED], [corrects, "2023-04-27", UNCOUNTED], [first, "2023-04-27", again]]
