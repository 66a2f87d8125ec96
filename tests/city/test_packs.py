"""Packs of a made-up city: exactly what they should hold, each paper the words of its set, known to `verify`."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.files.word.lines import document_text
from tests.command import minsheng

# By hand from the plan of 云川 and its notices: one paper with a number in April; what went over in May rests on two months' sheets.
APRIL = {
    "01 报告/2023年4月份重点民生实事进展情况报告.docx",
    "01 报告/附件1 2023年重点民生实事进展情况表（截至4月20日）.docx",
    "01 报告/附件2 存在问题及需协调事项清单.docx",
    "01 报告/发文稿纸.docx",
}
MAY = {
    "代拟稿/2023年5月份重点民生实事进展情况通报.docx",
    "代拟稿/督办通知-市住更局.docx",
    "督办回告单-市住更局.xlsx",
    "依据/依据.xlsx",
    "依据/任务分解表.xlsx",
    "依据/处理登记.xlsx",
    "依据/04/市财政局-2023年4月.xlsx",
    "依据/04/市人社局-2023年4月.xlsx",
    "依据/04/市教育局-2023年4月.xlsx",
    "依据/04/微信接收/报表(1).xlsx",
    "依据/04/市教育局盖章件.pdf",
    "依据/05/住建5月.xlsx",
    "依据/05/旅游局报表.xlsx",
    "依据/05/说明.txt",
    "依据/05/市人社局-2023年5月.xlsx",
    "依据/05/市教育局-2023年5月.xlsx",
}


def held(root: Path, name: str, kind: str) -> set[str]:
    """Every file of a pack, by its path in it."""
    place = root / "outputs" / f"{name}-打包-{kind}" / kind
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_a_pack_for_signing_holds_the_paper_its_annexes_and_its_sheet(drafted: Path) -> None:
    result = minsheng("-C", drafted, "pack", "2023-04", "送签")
    assert (result.code, held(drafted, "2023-04", "送签")) == (0, APRIL)
    assert all(len(Path(name).name) <= 40 for name in APRIL)


def test_pieces_say_what_the_paper_says(drafted: Path) -> None:
    minsheng("-C", drafted, "pack", "2023-04", "送签")
    folder = drafted / "outputs/2023-04-打包-送签/送签/01 报告"
    body, *annexes = (words(folder / Path(name).name) for name in sorted(APRIL) if "稿纸" not in name)
    (whole,) = (drafted / "outputs/2023-04").glob("*报告.docx")
    assert sorted([*body, *(line for one in annexes for line in one)]) == sorted(words(whole))
    assert [one[0] for one in annexes] == ["附件1", "附件2"]
    assert "印发" in body[-1]


def words(path: Path) -> list[str]:
    """The lines of a document but for its margins."""
    text = document_text(path.read_bytes()).partition("〔第1节")[0]
    return [line for line in text.splitlines() if line.strip()]


def test_verify_knows_every_piece_and_a_figure_changed_in_one(drafted: Path) -> None:
    minsheng("-C", drafted, "pack", "2023-04", "送签")
    pieces = sorted((drafted / "outputs/2023-04-打包-送签/送签/01 报告").glob("[!发]*.docx"))
    proofs = minsheng("-C", drafted, "verify", *pieces, "--json").json["documents"]
    assert len(proofs) == 3
    assert {figure["state"] for one in proofs for figure in one["figures"]} == {"一致"}
    assert all(one["figures"] for one in proofs[:2])
    whole = minsheng(
        "-C", drafted, "verify", next((drafted / "outputs/2023-04").glob("*报告.docx")), "--json"
    )
    assert sum(len(one["figures"]) for one in proofs) == len(whole.json["figures"])


def test_a_pack_takes_what_people_wrote_into_the_paper(drafted: Path) -> None:
    (paper,) = (drafted / "outputs/2023-04").glob("*报告.docx")
    document = docx.Document(str(paper))
    document.paragraphs[-1].insert_paragraph_before("请审示。")
    document.save(str(paper))
    minsheng("-C", drafted, "pack", "2023-04", "送签")
    folder = drafted / "outputs/2023-04-打包-送签/送签/01 报告"
    assert any("请审示。" in document_text(path.read_bytes()) for path in folder.glob("*.docx"))


def test_a_pack_for_the_organ_that_urges_holds_drafts_and_what_they_rest_on(drafted: Path) -> None:
    result = minsheng("-C", drafted, "pack", "2023-05", "送督查", "--json")
    assert result.code == 0
    assert held(drafted, "2023-05", "送督查") == MAY
    book = openpyxl.load_workbook(drafted / "outputs/2023-05-打包-送督查/送督查/依据/依据.xlsx")
    papers = {row[0].value for row in book["溯源"].iter_rows(min_row=4)}
    assert papers == {name.removesuffix(".docx") for name in MAY if name.startswith("代拟稿/")}


def test_the_same_pack_twice_is_the_same_bytes_and_leaves_the_set_alone(drafted: Path) -> None:
    before = tree(drafted / "outputs/2023-04")
    minsheng("-C", drafted, "pack", "2023-04", "送签")
    first = tree(drafted / "outputs/2023-04-打包-送签")
    result = minsheng("-C", drafted, "pack", "2023-04", "送签")
    assert "内容没有变化" in result.out
    assert (tree(drafted / "outputs/2023-04-打包-送签"), tree(drafted / "outputs/2023-04")) == (first, before)


def tree(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("2023-07", "送签"), "请先用 monthly 生成"),
        (("2023-04", "外发"), "还没有登记签发的文稿"),
        (("2023", "归档"), "还没有登记签发的文稿"),
        (("2023年", "归档"), "还没有登记签发的文稿"),
        (("2023-04", "送人"), "要写明打哪一种包：送签、外发、送督查、归档"),
    ],
    ids=[
        "no set",
        "nothing signed",
        "nothing signed all year",
        "the year as people write it",
        "no such kind",
    ],
)
def test_what_cannot_be_packed_is_said(ran: Path, asked: tuple[str, str], said: str) -> None:
    result = minsheng("-C", ran, "pack", *asked)
    assert (result.code != 0, said in result.err.replace("\n", "")) == (True, True)


def test_who_takes_over_gets_one_sheet_that_says_what_was_changed(drafted: Path) -> None:
    shutil.copy(drafted / "templates/简报.docx", drafted / "templates/要情.docx")
    result = minsheng("-C", drafted, "pack", "2023-05", "交接", "--today", "2023-06-02")
    assert (result.code, held(drafted, "2023-05", "交接")) == (0, {"交接单.docx"})
    said = document_text((drafted / "outputs/2023-05-打包-交接/交接/交接单.docx").read_bytes())
    assert "截至2023年6月2日" in said
    assert "4月材料：送审稿；5月材料：送审稿。" in said
    assert "改过的模板：要情.docx。" in said
    assert "市住更局5月督办（限期）：拟发。" in said
