"""A set of which a paper is signed is sealed: nothing takes its place; what comes after lies beside it and says what differs."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest
from yunchuan import CLEAN, MESSY, send_again, sign

from pipeline import __version__
from pipeline.files.word.lines import document_text
from tests.command import minsheng

REPORT = "2023年4月份重点民生实事进展情况报告.docx"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("arguments", [(), ("--final",)], ids=["a draft", "final once more"])
def test_the_same_inputs_change_nothing_even_where_people_wrote_into_it(
    sealed: Path, arguments: tuple[str, ...]
) -> None:
    folder = sealed / "outputs" / CLEAN
    (folder / REPORT).write_bytes(b"with its number filled in")
    before = contents(folder)
    result = minsheng("-C", sealed, "monthly", CLEAN, *arguments)
    assert contents(folder) == before
    assert "已经签发，内容没有变化，没有改动" in result.out
    assert not (sealed / "outputs" / f"{CLEAN}-更正").exists()


def test_another_day_on_the_documents_is_another_set(sealed: Path) -> None:
    before = contents(sealed / "outputs" / CLEAN)
    assert minsheng("-C", sealed, "monthly", CLEAN, "--final", "--today", "2023-05-08").code == 0
    assert contents(sealed / "outputs" / CLEAN) == before
    (report,) = (sealed / "outputs" / f"{CLEAN}-更正").glob("*报告.docx")
    assert "2023年5月" in docx.Document(str(report)).element.xml


def test_what_puts_a_signed_set_right_is_of_no_day_before_it(sealed: Path) -> None:
    """Due on 25 April, signed on the 26th."""
    send_again(sealed)
    assert minsheng("-C", sealed, "monthly", CLEAN, "--json").json["as_of"] == "2023-04-26"


@pytest.mark.more
def test_a_set_sealed_for_a_day_of_its_own_keeps_it(fair: Path) -> None:
    """Nothing came since: without --today it is the same set, and nothing is put right."""
    minsheng("-C", fair, "monthly", CLEAN, "--final", "--today", "2023-05-08")
    said = ("--number", "云发改〔2023〕5号", "--date", "2023-05-09", "--by", "主任")
    assert minsheng("-C", fair, "sign", CLEAN, fair / "outputs" / CLEAN / REPORT, *said).code == 0
    result = minsheng("-C", fair, "monthly", CLEAN)
    assert "已经签发，内容没有变化，没有改动" in result.out
    assert not (fair / "outputs" / f"{CLEAN}-更正").exists()


def as_by_0_0_9(city: Path) -> None:
    """The sealed set is an older version's, and its manifest as 0.1.0 wrote it."""
    path = city / "outputs" / CLEAN / "manifest.json"
    facts = json.loads(path.read_bytes()) | {"version": "0.0.9", "command": "monthly --final"}
    path.write_text(json.dumps(facts), encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("--final",)], ids=["a draft", "final once more"])
def test_another_version_alone_is_told_and_changes_nothing(sealed: Path, arguments: tuple[str, ...]) -> None:
    as_by_0_0_9(sealed)
    before = contents(sealed / "outputs" / CLEAN)
    result = minsheng("-C", sealed, "monthly", CLEAN, *arguments)
    assert contents(sealed / "outputs" / CLEAN) == before
    assert not (sealed / "outputs" / f"{CLEAN}-更正").exists()
    assert f"  outputs/{CLEAN} 已经签发，没有改动\n" in result.out
    assert (
        f"签发以后，程序由0.0.9版换成{__version__}版。数字有没有变化，用minshengverify--again{CLEAN}看"
        in "".join(result.out.split())
    )


def test_another_version_and_another_figure_make_a_correction(sealed: Path) -> None:
    as_by_0_0_9(sealed)
    send_again(sealed)
    result = minsheng("-C", sealed, "monthly", CLEAN)
    assert (sealed / "outputs" / f"{CLEAN}-更正" / "更正说明.xlsx").is_file()
    assert f"签发以后，有改动：04/微信接收/报表(1).xlsx；程序由0.0.9版换成{__version__}版" in "".join(
        result.out.split()
    )


@pytest.mark.more
def test_a_damaged_correction_is_not_taken_for_an_open_one(sealed: Path) -> None:
    send_again(sealed)
    assert minsheng("-C", sealed, "monthly", CLEAN, "--final").code == 0
    first = sealed / "outputs" / f"{CLEAN}-更正"
    (first / "manifest.json").write_bytes(b"{")
    before = contents(first)
    assert minsheng("-C", sealed, "monthly", CLEAN).code == 0
    assert contents(first) == before
    assert (sealed / "outputs" / f"{CLEAN}-更正2").is_dir()


def test_other_figures_make_a_correction_beside_it(sealed: Path) -> None:
    folder = sealed / "outputs" / CLEAN
    before = contents(folder)
    send_again(sealed)
    result = minsheng("-C", sealed, "monthly", CLEAN)
    beside = sealed / "outputs" / f"{CLEAN}-更正"
    assert contents(folder) == before
    assert f"{CLEAN} 已经签发，没有改动" in result.out
    sheet = openpyxl.load_workbook(beside / "更正说明.xlsx").active
    assert sheet is not None
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == ["文稿", "位置", "原为", "更正为", "原因"]
    told = [row for row in rows if row[0] == REPORT.removesuffix(".docx")]
    assert told
    assert all(row[2] != row[3] and row[4].endswith("有改动") for row in told)
    assert not any("送审稿" in cell for row in rows for cell in row[1:])


def next_command(city: Path) -> str:
    said = minsheng("-C", city, "status", "--today", "2023-04-26", "--json").json
    return str(said["next"]["command"]).removeprefix("minsheng ")


@pytest.mark.more
def test_a_sealed_correction_is_kept_as_well(sealed: Path) -> None:
    send_again(sealed)
    assert next_command(sealed) == f"check {CLEAN}"
    assert minsheng("-C", sealed, "monthly", CLEAN).code == 0
    assert next_command(sealed) == f"monthly {CLEAN} --final"
    assert minsheng("-C", sealed, "monthly", CLEAN, "--final").code == 0
    assert next_command(sealed) == f"sign {CLEAN} 签回来的文稿.docx"
    sign(sealed, f"{CLEAN}-更正", 6)
    assert next_command(sealed) == f"pack {CLEAN} 外发"
    first = contents(sealed / "outputs" / f"{CLEAN}-更正")
    send_again(sealed)
    assert next_command(sealed) == f"check {CLEAN}"
    assert minsheng("-C", sealed, "monthly", CLEAN, "--final").code == 0
    assert contents(sealed / "outputs" / f"{CLEAN}-更正") == first
    assert (sealed / "outputs" / f"{CLEAN}-更正2" / "更正说明.xlsx").is_file()


def test_other_figures_go_up_by_a_correcting_report_that_verifies(sealed: Path) -> None:
    send_again(sealed)
    assert minsheng("-C", sealed, "monthly", CLEAN).code == 0
    beside = sealed / "outputs" / f"{CLEAN}-更正"
    paper = beside / "2023年4月份重点民生实事数据更正报告.docx"
    said = document_text(paper.read_bytes())
    # 6 of 40, as 市住建局 sent it first; its node of 20 April was 10.
    told = "原为6个，更正为7个，完成年度目标任务的17.5%，低于节点进度7.5个百分点。更正原因：市住建局重新报送了报表。"
    assert told in said
    (routing,) = beside.glob("*发文稿纸.docx")
    assert "关于更正2023年4月份重点民生实事进展情况有关数据的报告" in document_text(routing.read_bytes())
    assert minsheng("-C", sealed, "verify", paper).code == 0
    again = minsheng("-C", sealed, "verify", "--again", f"{CLEAN}-更正")
    assert again.code == 0, again.out


def test_the_next_bulletin_puts_right_what_the_last_one_printed(sealed: Path) -> None:
    """Whatever 更正 was made, and signed, in between: everybody has the issue, nobody below has the 更正报告."""
    send_again(sealed)
    assert minsheng("-C", sealed, "monthly", CLEAN, "--final").code == 0
    sign(sealed, f"{CLEAN}-更正", 6)
    assert minsheng("-C", sealed, "monthly", MESSY).code in (0, 1)
    (paper,) = (sealed / "outputs" / MESSY).glob("*简报.docx")
    said = document_text(paper.read_bytes())
    assert "三、更正\n老旧小区改造：上月累计原为6个，更正为7个。\n" in said
    assert minsheng("-C", sealed, "verify", paper).code == 0
