"""数字, 发表, 督办·抽查, 批示 (DESK §2): each act is a command's, or a row of the register."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.workflows.handing_out import covering_words
from tests.command import minsheng
from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_attacks import all_files
from tests.desk.test_pages import made, root, rows


def edited(data: bytes, was: str, now: str) -> bytes:
    """A document in which somebody wrote something else."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                assert was.encode() in part
                part = part.replace(was.encode(), now.encode(), 1)
            new.writestr(name, part)
    return result.getvalue()


@pytest.mark.more
def test_a_figure_is_found_and_an_edited_document_proved(furnished: Visitor) -> None:
    report = root(furnished) / f"outputs/{MONTH}/2023年5月份重点民生实事进展情况报告.docx"
    page = furnished.see("/figures?ask=41.7%25")
    assert "印着“41.7%”的地方" in page and "月份÷12" not in page
    assert "没有印过“12345.6”" in furnished.see("/figures?ask=12345.6")
    before = all_files(root(furnished))
    data = edited(report.read_bytes(), ">41.7%<", ">47.1%<")
    assert furnished.do("/figures/verify", files={"file": ("改过的报告.docx", data)}).status_code == 204
    told = furnished.see("/figures")
    assert "改过的报告.docx" in told and re.search(
        r"被改动</td><td>41\.7%</td><td>47\.1%</td><td>41\.7%", told
    )
    assert furnished.do("/figures/verify", files={"file": ("别的.docx", b"PK")}).status_code in (400, 422)
    assert "请放 Word 文稿" in furnished.do("/figures/verify", files={"file": ("a.txt", b"a")}).text
    assert all_files(root(furnished)) == before


@pytest.mark.more
def test_a_document_whose_sources_changed_comes_back_with_todays_figures(furnished: Visitor) -> None:
    report = root(furnished) / f"outputs/{MONTH}/2023年5月份重点民生实事进展情况报告.docx"
    sheet = root(furnished) / "inputs/2023/05/住建5月.xlsx"
    book = openpyxl.load_workbook(sheet)
    book["进展情况"]["G5"] = 9
    book.save(sheet)
    assert (
        furnished.do("/figures/verify", files={"file": ("报告.docx", report.read_bytes())}).status_code == 204
    )
    assert "来源已变" in furnished.see("/figures")
    names = zipfile.ZipFile(io.BytesIO(furnished.client.get("/figures/fresh").content)).namelist()
    assert names == ["报告（只换数字）.docx", "报告（只换数字）.溯源.json"]


def test_forms_made_here_are_those_of_the_command(
    secretary: Visitor, made_office: Path, tmp_path: Path
) -> None:
    words = "配合单位请于5月22日前报责任单位，责任单位请于5月25日前报市发改委"
    assert words in covering_words(secretary.here.view().plan, secretary.here.view().month)
    assert words in secretary.see("/handout")
    for kind, name in (("period", f"{MONTH}-表样"), ("commitments", "2023-责任清单")):
        secretary.do("/handout/make", data={"kind": kind})
        secretary.here.worker.wait(60)
        ours = all_files((root(secretary) / "outputs" / name).resolve())
        assert f"set={'2023' if kind != 'period' else MONTH}" in secretary.see("/handout")
        said = ("forms", MONTH) if kind == "period" else ("forms", "2023", "--commitments")
        # The same set again is the same set.
        assert "没有重新生成" in minsheng("-C", root(secretary), *said).out
        assert ours and all(each in ours for each in ("manifest.json",))


def test_what_became_of_a_paper_is_registered(secretary: Visitor) -> None:
    page = secretary.see("/supervision")
    (unit,) = re.findall(r'name="unit" value="(市住建局)"', page)
    told = {"unit": unit, "状态": "已发", "督办方式": "限期", "日期": "2023-05-28"}
    assert secretary.do("/supervision/note", data=told).status_code == 204
    assert rows(root(secretary), "督办")[-1] == [MONTH, "市住更局", "已发", None, None, "2023-05-28", "限期"]
    assert "已发（限期）" in secretary.see("/supervision")
    again = secretary.do("/supervision/note", data=told)
    assert again.status_code == 422 and "与前面一行登记的是同一件事，没有登记" in again.text
    assert secretary.do("/supervision/note", data={**told, "状态": "不发"}).status_code == 422


def test_a_draw_and_what_comes_back_of_it(secretary: Visitor) -> None:
    assert secretary.do("/supervision/draw", data={"count": "x", "seed": "1"}).status_code == 422
    secretary.do("/supervision/draw", data={"count": "2", "seed": "202305"})
    secretary.here.worker.wait(60)
    assert "抽查记录表.xlsx" in secretary.see("/supervision")
    drawn = all_files((root(secretary) / f"outputs/{MONTH}-抽查").resolve())
    minsheng("-C", root(secretary), "spotcheck", MONTH, "--n", "2", "--seed", "202305")
    assert all_files((root(secretary) / f"outputs/{MONTH}-抽查").resolve()) == drawn
    sheet = {"file": ("抽查记录表.xlsx", drawn["抽查记录表.xlsx"])}
    assert secretary.do("/supervision/take", data={"kind": "records"}, files=sheet).status_code == 204
    assert (root(secretary) / "inputs/2023/抽查/抽查记录表.xlsx").read_bytes() == drawn["抽查记录表.xlsx"]
    assert "inputs/2023/抽查/抽查记录表.xlsx" in secretary.see("/supervision")
    assert secretary.do("/supervision/take", data={"kind": "x"}, files=sheet).status_code == 422


def test_an_instruction_is_registered_word_for_word_and_settled(secretary: Visitor) -> None:
    told = {"日期": "2023-05-27", "批示岗位": "常务副市长", "批示原文": "请抓紧。<b>", "时限": "2023-06-10"}
    assert "请填“承办单位”" in secretary.do("/instructions/note", data=told).text
    told |= {"承办单位": "市教育局"}
    assert secretary.do("/instructions/note", data=told).status_code == 204
    page = secretary.see("/instructions")
    assert "请抓紧。&lt;b&gt;" in page
    ref = re.findall(r'name="ref" value="(\w+)"', page)[-1]
    settled = {"ref": ref, "done": "已经开工", "closed": "2023-05-20"}
    assert "早于批示的" in secretary.do("/instructions/settle", data=settled).text
    assert secretary.do("/instructions/settle", data={**settled, "closed": "2023-05-28"}).status_code == 204
    assert rows(root(secretary), "批示")[-1][6:8] == ["已经开工", "2023-05-28"]
    assert "2023年5月28日办结：已经开工" in secretary.see("/instructions")
    assert secretary.do("/desk/undo").status_code == 204
    assert rows(root(secretary), "批示")[-1][6:8] == [None, None]


@pytest.mark.more
def test_edits_of_a_draft_are_offered_and_kept_as_the_command_keeps_them(
    furnished: Visitor, tmp_path: Path
) -> None:
    office = root(furnished)
    report = office / f"outputs/{MONTH}/2023年5月份重点民生实事要情.docx"
    page = furnished.see("/sending")
    assert page.count("送审稿") >= 5 and "打包送签" in page
    data = edited(report.read_bytes(), ">有差距的<", ">存在差距的<")
    assert furnished.do("/sending/give", files={"file": ("我改的.docx", data)}).status_code == 204
    page = furnished.see("/sending")
    assert "存在差距的是" in page
    offers = re.findall(r'name="edit" value="(\d+)"', page)
    assert "打勾" in furnished.do("/sending/keep", data={"post": "秘书科"}).text
    assert "谁定的" in furnished.do("/sending/keep", data={"edit": offers}).text
    other = Path(shutil.copytree(office, tmp_path / "other", symlinks=True))
    assert furnished.do("/sending/keep", data={"edit": offers, "post": "秘书科"}).status_code == 204
    (tmp_path / "我改的.docx").write_bytes(data)
    said = minsheng(
        "-C",
        other,
        "keep",
        tmp_path / "我改的.docx",
        "--as",
        "用语",
        "--only",
        ",".join(offers),
        "--by",
        "秘书科",
    )
    register = "inputs/2023/处理登记.xlsx"
    assert (office / register).read_bytes() == (other / register).read_bytes(), said.err


def test_a_pack_is_the_command_s(furnished: Visitor) -> None:
    assert "没有这种包" in furnished.do("/sending/pack", data={"kind": "x"}).text
    furnished.do("/sending/pack", data={"kind": "送签"})
    furnished.here.worker.wait(60)
    name = f"{MONTH}-打包-送签"
    assert f"set={MONTH}-%E6%89%93%E5%8C%85-%E9%80%81%E7%AD%BE" in furnished.see("/sending")
    ours = all_files((root(furnished) / "outputs" / name).resolve())
    minsheng("-C", root(furnished), "pack", MONTH, "送签")
    assert ours and all_files((root(furnished) / "outputs" / name).resolve()) == ours


def test_a_signed_paper_is_kept_and_sent_as_the_command_does_it(secretary: Visitor, tmp_path: Path) -> None:
    office = root(secretary)
    (office / "inputs/2023/05/旅游局报表.xlsx").unlink()
    for unit in ("市住更局", "市教育局", "市人社局"):
        assert (
            secretary.do("/problems/waive", data={"about": unit, "post": "分管副秘书长"}).status_code == 204
        )
    assert "做完了" in made(secretary, final="是")
    report = office / f"outputs/{MONTH}/2023年5月份重点民生实事要情.docx"
    files = {"file": ("签发的要情.docx", report.read_bytes())}
    told = {"day": "2023-05-28", "post": "市政府秘书长"}
    assert "谁签发的" in secretary.do("/sending/sign", data={**told, "post": ""}, files=files).text
    other = Path(shutil.copytree(office, tmp_path / "other", symlinks=True))
    answer = secretary.do("/sending/sign", data=told, files=files)
    assert answer.status_code == 204, answer.text
    page = secretary.see("/sending")
    name = re.findall(r'name="paper" value="([^"]+)"', page)[0]
    assert "已签发" in page and "2023年5月28日　市政府秘书长" in page
    to = ("市政府", "市委督查室", "市人大常委会办公室")
    sent = {"paper": [name], "to": "、".join(to), "day": "2023-05-29", "channel": "OA"}
    assert "打勾" in secretary.do("/sending/sent", data={**sent, "paper": []}).text
    assert secretary.do("/sending/sent", data=sent).status_code == 204
    assert "送市委督查室（OA）" in secretary.see("/sending")
    (tmp_path / "签发的要情.docx").write_bytes(report.read_bytes())
    said = ("-C", other, "--today", "2023-05-29", "sign", MONTH)
    minsheng(*said, tmp_path / "签发的要情.docx", "--date", "2023-05-28", "--by", "市政府秘书长")
    minsheng(
        *said, name, "--sent", "2023-05-29", "--way", "OA", *(word for one in to for word in ("--to", one))
    )
    acknowledge(secretary)
    minsheng(*said, name, "--received", "2023-05-29", "--to", to[0], "--to", to[1])
    (tmp_path / "回执.pdf").write_bytes(RECEIPT)
    minsheng(*said, name, tmp_path / "回执.pdf", "--received", "2023-05-29", "--to", to[2])
    minsheng(*said, name, tmp_path / "回执.pdf", "--received", "2023-05-29", "--to", to[0])
    register = "inputs/2023/处理登记.xlsx"
    assert (office / register).read_bytes() == (other / register).read_bytes()
    assert all_files(office / f"outputs/{MONTH}-签发") == all_files(other / f"outputs/{MONTH}-签发")


RECEIPT = b"%PDF-1.7 receipt"
TICKED = re.compile(r'type="checkbox" name="row" value="([^"]+)"')


def acknowledge(secretary: Visitor) -> None:
    """Two by ticking, the third with its receipt; what cannot be is entered for none."""
    register = root(secretary) / "inputs/2023/处理登记.xlsx"
    before, cells = register.read_bytes(), TICKED.findall(secretary.see("/sending"))
    assert len(cells) == 3
    assert "打勾" in secretary.do("/sending/received", data={"day": "2023-05-29"}).text
    early = secretary.do("/sending/received", data={"row": cells, "day": "2023-05-28"})
    gone = secretary.do("/sending/received", data={"row": [cells[0], "Z99"], "day": "2023-05-29"})
    assert "早于报送的" in early.text and "重新载入" in gone.text and register.read_bytes() == before
    ticked = {"row": cells[:2], "day": "2023-05-29"}
    assert secretary.do("/sending/received", data=ticked).status_code == 204
    page = secretary.see("/sending")
    assert page.count("，2023年5月29日签收") == 2 and TICKED.findall(page) == cells[2:]
    told = {"row": cells[2], "day": "2023-05-29"}
    assert "请放回执" in secretary.do("/sending/receipt", data=told).text
    receipt = {"file": ("回执.pdf", RECEIPT)}
    assert secretary.do("/sending/receipt", data=told, files=receipt).status_code == 204
    assert TICKED.findall(secretary.see("/sending")) == []
    # One who was ticked before sends a receipt later: the day that was entered stays. Another's is not put in its place.
    late = {"row": cells[0], "day": "2023-05-20"}
    assert secretary.do("/sending/receipt", data=late, files=receipt).status_code == 204
    other = {"file": ("回执.pdf", RECEIPT + b" of another")}
    before = register.read_bytes()
    assert "没有换" in secretary.do("/sending/receipt", data=told, files=other).text
    stale = {**told, "state": "0" * 64}
    assert "重新载入" in secretary.do("/sending/receipt", data=stale, files=receipt).text
    assert register.read_bytes() == before
