"""Two offices: drafts go over to the 督查机构 with what they rest on; its register comes back and counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from yunchuan import build, lay_decisions, lay_plan, tables

from pipeline.files.word.lines import document_text
from tests.command import Result, minsheng
from tests.conftest import Once

MAY, JUNE = "2023-05", "2023-06"
LETTER = "督办通知-市住更局.docx"
SENT = [MAY, "市住更局", "已发", "", "市政府督查室主任", "2023-05-29", "限期"]
GIVEN_BACK = "督办登记-市政府督查室.xlsx"


def inspectors(root: Path, compiler: Path) -> Path:
    """The folder of the 督查机构: the same plan, the pack of the compiling office laid in as its handbook says."""
    build(root)
    shutil.rmtree(root / "inputs/2023")
    pack = compiler / f"outputs/{MAY}-打包-送督查/送督查"
    shutil.copytree(pack / "依据", root / "inputs/2023")
    (root / "inputs/2023/依据.xlsx").unlink()
    shutil.copytree(pack / "代拟稿", root / "inputs/2023/代拟稿/05")
    rows = tables("任务分解表")
    profile = [
        [item, "督查机构" if item == "工作区单位" else value, *more] for item, value, *more in rows["概况"]
    ]
    lay_plan(root, {**rows, "概况": profile})
    return root


@pytest.fixture(scope="module")
def offices(once: Once, ran: Path) -> Path:
    """Both folders in May: the compiling office's pack made, the 督查机构's drafts made from it."""

    def walk(folder: Path) -> Path:
        compiler = Path(shutil.copytree(ran, folder / "汇总单位", symlinks=True))
        assert minsheng("-C", compiler, "pack", MAY, "送督查").code == 0
        inspectors(folder / "督查机构", compiler)
        return folder

    return once("两个单位", walk)


@pytest.fixture
def both(offices: Path, tmp_path: Path) -> tuple[Path, Path]:
    root = Path(shutil.copytree(offices, tmp_path / "两个单位", symlinks=True))
    return root / "汇总单位", root / "督查机构"


def monthly(root: Path, month: str) -> Result:
    return minsheng("-C", root, "monthly", month)


def noticed(root: Path) -> str:
    """Everything found in May, the notes too."""
    found = minsheng("-C", root, "monthly", MAY, "--json").json["findings"]
    return " ".join(one["message"] for one in found if one["code"] == "D28")


def ledger(root: Path) -> list[str]:
    """What May's ledger says of what was urged: every cell but those that name a file."""
    monthly(root, MAY)
    book = openpyxl.load_workbook(root / "outputs" / MAY / "工作台账.xlsx")
    told = (
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
    return [text for text in told if "inputs/" not in text]


def words(path: Path) -> str:
    """What a document says, but for the mark in its margin."""
    return document_text(path.read_bytes()).partition("〔第1节")[0]


def test_the_other_office_drafts_what_it_signs_and_nothing_else(both: tuple[Path, Path]) -> None:
    compiler, inspector = both
    result = monthly(inspector, MAY)
    made = {path.name for path in (inspector / "outputs" / MAY).glob("*.docx")}
    assert made == {LETTER, "2023年5月份重点民生实事进展情况通报.docx", "5月份发文稿纸.docx"}
    assert (result.code, noticed(inspector)) == (1, "")
    ours, theirs = inspector / "outputs" / MAY / LETTER, compiler / "outputs" / MAY / "代拟稿" / LETTER
    assert words(ours) == words(theirs)
    assert "代拟稿" not in document_text(ours.read_bytes())


def test_a_draft_that_was_edited_before_it_went_over_is_told(both: tuple[Path, Path]) -> None:
    _, inspector = both
    path = inspector / "inputs/2023/代拟稿/05" / LETTER
    document = docx.Document(str(path))
    paragraph = next(
        one
        for one in document.paragraphs
        if "按时回告" in one.text or "按期" in one.text or "请于" in one.text
    )
    paragraph.add_run("请抓紧。")
    document.save(str(path))
    told = noticed(inspector)
    assert (f"来稿“{LETTER}”有1处不一样" in told, "请抓紧。" in told) == (True, True)


@pytest.mark.parametrize("name", ["督办通知-没有这个局.docx", "督办通知-打不开.docx"])
def test_a_draft_this_office_does_not_make_is_told(both: tuple[Path, Path], name: str) -> None:
    _, inspector = both
    (inspector / "inputs/2023/代拟稿/05" / name).write_bytes(b"PK")
    assert f"来稿“{name}”，本目录没有拟这一件" in noticed(inspector)


def test_a_draft_that_cannot_be_opened_is_told(both: tuple[Path, Path]) -> None:
    _, inspector = both
    (inspector / "inputs/2023/代拟稿/05" / LETTER).write_bytes(b"PK")
    assert f"来稿“{LETTER}”打不开" in noticed(inspector)


@pytest.mark.more
def test_what_the_other_office_registered_counts_as_if_it_stood_in_one_s_own_register(
    both: tuple[Path, Path],
) -> None:
    compiler, inspector = both
    own = tables("处理登记")
    lay_decisions(inspector, {**own, "督办": [*own["督办"], SENT]})
    assert monthly(inspector, MAY).code in (0, 1)
    result = minsheng("-C", inspector, "pack", MAY, "督办登记")
    assert result.code == 0, result.err
    given = inspector / f"outputs/{MAY}-打包-督办登记/督办登记" / GIVEN_BACK
    book = openpyxl.load_workbook(given)
    assert book.sheetnames == ["督办"]
    silent = ledger(compiler)
    (compiler / "inputs/2023/督办登记").mkdir()
    shutil.copy(given, compiler / "inputs/2023/督办登记")
    back = ledger(compiler)
    shutil.rmtree(compiler / "inputs/2023/督办登记")
    lay_decisions(compiler, {**own, "督办": [*own["督办"], SENT]})
    assert (back, back != silent) == (ledger(compiler), True)
    assert any("5月29日" in text for text in back)


def test_a_register_that_contradicts_one_s_own_is_told_with_its_file(both: tuple[Path, Path]) -> None:
    compiler, _ = both
    own = tables("处理登记")
    lay_decisions(compiler, {**own, "督办": [SENT]})
    folder = compiler / "inputs/2023/督办登记"
    (folder / "inputs/2023").mkdir(parents=True)
    lay_decisions(folder, {"督办": [[*SENT[:5], "2023-05-30", "限期"]]})
    (folder / "inputs/2023/处理登记.xlsx").rename(folder / "登记.xlsx")
    told = monthly(compiler, MAY).out.replace("\n  ", "")
    assert "退回 D01　处理登记［督办］：与前面一行登记的是同一件事" in told
    assert "inputs/2023/督办登记/登记.xlsx［督办］" in told


def test_only_the_other_office_gives_a_register_back(ran: Path) -> None:
    result = minsheng("-C", ran, "pack", MAY, "督办登记")
    assert "督办登记由督查机构的工作目录打包" in result.err


def test_what_the_compiling_office_signed_is_not_asked_of_the_other(both: tuple[Path, Path]) -> None:
    """A pack that went over after the report was signed brings its row of 签发 along; the circular is the other office's own."""
    _, inspector = both
    own = tables("处理登记")
    rows = [[MAY, paper, "", "2023-05-31", "主任", ""] for paper in ("报告", "呈阅件-2", "通报")]
    lay_decisions(inspector, {**own, "签发": rows})
    told = minsheng("-C", inspector, "status", "--today", "2023-06-08", "--json").json["signing"]
    assert [one["code"] for one in told] == ["D16", "D18"]
    assert all("“通报”" in one["message"] for one in told)
