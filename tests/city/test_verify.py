"""`verify` and `refresh` on a small city's month: what is told of documents and of the sheets behind them."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from yunchuan import CLEAN, MONTHS, a_cell, rewrite

from pipeline.files.word.lines import document_text
from tests.command import minsheng

Facts = dict[str, object]


def documents(root: Path, name: str = CLEAN) -> list[Path]:
    return sorted((root / "outputs" / name).rglob("*.docx"))


def states(root: Path, *paths: Path) -> dict[tuple[str, str], str]:
    """The state of every figure that is not 一致, by document and bookmark."""
    told = minsheng("-C", root, "verify", *paths, "--json").json
    return {
        (Path(proof["document"]).name, one["id"]): one["state"]
        for proof in told["documents"]
        for one in proof["figures"]
        if one["state"] != "一致"
    }


def depending(root: Path, file: str, cell: str, name: str = CLEAN) -> set[tuple[str, str]]:
    """The figures whose cells the manifest says include this one, by document and bookmark."""
    manifest = json.loads((root / "outputs" / name / "manifest.json").read_text(encoding="utf-8"))
    return {
        (document.rpartition("/")[2], figure["id"])
        for document, facts in manifest["documents"].items()
        for figure in facts["figures"]
        if any(one["file"].endswith(file) and one["cell"] == cell for one in figure["cells"])
    }


def test_a_month_just_made_is_in_order(ran: Path) -> None:
    result = minsheng("-C", ran, "verify", *documents(ran))
    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == len(documents(ran))
    told = minsheng("-C", ran, "verify", *documents(ran), "--json").json
    assert told["ok"] is True
    assert {one["untraced"] == [] for one in told["documents"]} == {True}


@pytest.mark.parametrize("name", MONTHS)
def test_a_set_made_again_is_the_same_to_the_byte(ran: Path, name: str) -> None:
    for each in (name, f"{name}-表样"):
        result = minsheng("-C", ran, "verify", "--again", each)
        assert result.code == 0, result.out
        assert "每一个都和原来一字不差" in result.out


@pytest.mark.more
def test_other_sets_are_made_again_too(drafted: Path) -> None:
    minsheng("-C", drafted, "remind", MONTHS[1], "--letter", "--today", "2023-06-01")
    minsheng("-C", drafted, "spotcheck", MONTHS[1], "--n", "3", "--seed", "抽")
    minsheng("-C", drafted, "check", MONTHS[1], "--return")
    for name in ("催报", "抽查", "退回"):
        assert minsheng("-C", drafted, "verify", "--again", f"{MONTHS[1]}-{name}").code == 0, name


@pytest.mark.parametrize("seed", ["a  b", "--final", " 一\n二 ", "--n 9 --seed x"])
def test_a_draw_by_any_seed_is_made_again(ran: Path, tmp_path: Path, seed: str) -> None:
    root = Path(shutil.copytree(ran, tmp_path / "工作目录", symlinks=True))
    assert minsheng("-C", root, "spotcheck", CLEAN, "--n", "3", f"--seed={seed}").code == 0
    result = minsheng("-C", root, "verify", "--again", f"{CLEAN}-抽查")
    assert (result.code, result.err) == (0, "")
    assert "每一个都和原来一字不差" in result.out


def as_0_1_0(root: Path, name: str) -> None:
    """The manifest of a set as version 0.1.0 wrote it."""
    path = root / "outputs" / name / "manifest.json"
    facts = json.loads(path.read_bytes())
    kind, arguments = facts["command"]["kind"], facts["command"]["arguments"]
    words = [kind]
    for key, value in arguments.items():
        words += [] if value is False else [f"--{key}"] if value is True else [f"--{key}", str(value)]
    path.write_text(json.dumps(facts | {"command": " ".join(words), "version": "0.1.0"}), encoding="utf-8")


@pytest.mark.more
def test_what_version_0_1_0_published_is_verified_and_made_again(drafted: Path) -> None:
    minsheng("-C", drafted, "spotcheck", CLEAN, "--n", "3", "--seed", "a  b")
    for name in (CLEAN, f"{CLEAN}-抽查", f"{CLEAN}-表样"):
        as_0_1_0(drafted, name)
        assert minsheng("-C", drafted, "verify", "--again", name).code == 0, name
    result = minsheng("-C", drafted, "verify", documents(drafted)[0])
    assert (result.code, result.err) == (0, "")


@pytest.mark.more
@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff", b"[" * 100_000, b'{"set": "2023-04", "command": "print", "outputs": []}'],
    ids=["empty", "a list", "no text", "nested", "unknown command"],
)
def test_a_damaged_manifest_is_one_sentence(ran: Path, tmp_path: Path, data: bytes) -> None:
    root = Path(shutil.copytree(ran, tmp_path / "工作目录", symlinks=True))
    place = root / "outputs" / CLEAN / "manifest.json"
    place.write_bytes(data)
    again = minsheng("-C", root, "verify", "--again", CLEAN)
    assert (again.code, again.out) == (3, "")
    assert joined(again.err).startswith(f"“{place}”已损坏，或者不是本程序写的：")
    for command in ("verify", "refresh"):
        result = minsheng("-C", root, command, documents(root)[0])
        assert (result.code, result.out) == (3, "")
        assert joined(result.err).startswith(
            f"{documents(root)[0].name}无法核对，也许记着它的清单坏了。“{place}”"
        )
    # The sets beside it are as well known as ever.
    assert minsheng("-C", root, "verify", documents(root, MONTHS[1])[0]).code == 0


@pytest.mark.parametrize("spoilt", [None, [], {"mark": 1}, {"mark": "_set", "figures": [{}], "lines": []}])
def test_a_memory_of_another_shape_is_one_sentence(drafted: Path, spoilt: object) -> None:
    place, path = drafted / "outputs" / CLEAN / "manifest.json", documents(drafted)[0]
    facts = json.loads(place.read_bytes())
    facts["documents"][path.name] = spoilt
    place.write_text(json.dumps(facts), encoding="utf-8")
    result = minsheng("-C", drafted, "verify", path)
    assert (result.code, result.out) == (3, "")
    assert f"“documents”里“{path.name}”的各个数读不出来" in joined(result.err)


def test_a_damaged_memory_beside_a_refreshed_draft_is_one_sentence(drafted: Path) -> None:
    file, cell, read = a_cell(drafted)
    report = next(path for path in documents(drafted) if path.name.endswith("报告.docx"))
    rewrite(drafted, file, cell, float(read) + 1)
    written = Path(minsheng("-C", drafted, "refresh", report, "--json").json["path"])
    assert minsheng("-C", drafted, "verify", written).code == 0
    memory = written.with_name(f"{written.stem}.溯源.json")
    memory.write_bytes(b'{"set": "2023-04", "command": {"kind": ')
    result = minsheng("-C", drafted, "verify", written)
    assert (result.code, result.out) == (3, "")
    assert f"“{memory}”已损坏，或者不是本程序写的：不是JSON。" in joined(result.err)
    # What is remembered of the draft it was made from is in the set.
    assert minsheng("-C", drafted, "verify", report).code == 1


def test_a_cell_no_file_could_hold_is_told_as_gone(drafted: Path) -> None:
    place = drafted / "outputs" / CLEAN / "manifest.json"
    facts = json.loads(place.read_bytes())
    for document in facts["documents"].values():
        for figure in document["figures"]:
            for one in figure["cells"]:
                one["file"] = "inputs/\x00.xlsx"
    place.write_text(json.dumps(facts), encoding="utf-8")
    result = minsheng("-C", drafted, "verify", documents(drafted)[0])
    assert (result.code, result.err) == (1, "")
    assert "现在读不到" in result.out


def joined(text: str) -> str:
    """What was folded for a terminal, in one piece without blanks."""
    return "".join(text.split())


def test_an_edited_file_of_a_set_is_named(drafted: Path) -> None:
    path = documents(drafted)[0]
    document = docx.Document(str(path))
    document.add_paragraph("请继续抓紧推进。")
    document.save(str(path))
    result = minsheng("-C", drafted, "verify", "--again", CLEAN)
    assert result.code == 1
    assert result.out.splitlines()[-1] == f"  {path.name}（有人改过）"
    assert minsheng("-C", drafted, "verify", path).code == 0, "words are free, figures are not"


def test_a_changed_cell_names_the_figures_that_depend_on_it_and_no_others(drafted: Path) -> None:
    file, cell, read = a_cell(drafted)
    rewrite(drafted, file, cell, float(read) + 1)
    named = states(drafted, *documents(drafted))
    assert set(named.values()) == {"来源已变"}
    assert set(named) == depending(drafted, file, cell)
    assert len({document for document, _ in named}) > 1


def test_refresh_puts_in_exactly_those(drafted: Path) -> None:
    file, cell, read = a_cell(drafted)
    report = next(path for path in documents(drafted) if path.name.endswith("报告.docx"))
    draft = docx.Document(str(report))
    next(one for one in draft.paragraphs if one.text == "特此报告。").add_run("此稿已核。")
    draft.save(str(report))
    before = report.read_bytes()
    rewrite(drafted, file, cell, float(read) + 1)
    made = minsheng("-C", drafted, "refresh", report, "--json").json
    assert report.read_bytes() == before
    written = Path(made["path"])
    assert written.name == f"{report.stem}（只换数字）.docx"
    named = {name for document, name in depending(drafted, file, cell) if document == report.name}
    assert {one["id"] for one in made["replaced"]} <= named
    old, new = bookmarks(before), bookmarks(written.read_bytes())
    assert {name for name in old if old[name] != new[name]} == {one["id"] for one in made["replaced"]}
    assert "此稿已核。" in document_text(written.read_bytes())
    assert minsheng("-C", drafted, "verify", written).code == 0
    again = minsheng("-C", drafted, "refresh", written)
    assert again.out.splitlines()[0] == "没有要换的数，没有生成新文件。"


def bookmarks(data: bytes) -> dict[str, str]:
    """The text in every bookmark of ours."""
    body = docx.Document(io.BytesIO(data)).element.body
    texts: dict[str, str] = {}
    open_names: dict[str, str] = {}
    for one in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:t")):
        if one.tag == qn("w:bookmarkStart") and one.get(qn("w:name")).startswith("_f"):
            open_names[one.get(qn("w:id"))] = one.get(qn("w:name"))
        elif one.tag == qn("w:bookmarkEnd"):
            open_names.pop(one.get(qn("w:id")), None)
        elif one.tag == qn("w:t"):
            for name in open_names.values():
                texts[name] = texts.get(name, "") + one.text
    return texts


def test_one_figure_is_answered_with_its_sum_and_its_cells(ran: Path) -> None:
    report = next(path for path in documents(ran) if path.name.endswith("报告.docx"))
    proof = minsheng("-C", ran, "verify", report, "--json").json
    rate = next(one for one in proof["figures"] if one["rule"].startswith("累计完成÷"))
    told = minsheng("-C", ran, "verify", report, "--figure", rate["text"])
    assert told.code == 0
    source = rate["sources"][0]
    for words in (
        rate["rule"],
        f"［{source['sheet']}］{source['cell']}",
        f"读到“{source['read']}”",
        "状态　一致",
    ):
        assert re.sub(r"\s+", "", words) in re.sub(r"\s+", "", told.out)
    for words in (rate["text"].rstrip("%"), rate["text"].replace("%", "％")):
        assert minsheng("-C", ran, "verify", report, "--figure", words).out == told.out
    amount = next(
        one for one in proof["figures"] if one["rule"] == "累计完成" and one["unit"] not in ("", "%")
    )
    assert minsheng("-C", ran, "verify", report, "--figure", f"{amount['text']}{amount['unit']}").code == 0
    assert minsheng("-C", ran, "verify", report, "--figure", " ").code == 2
    nothing = minsheng("-C", ran, "verify", report, "--figure", "98765.4")
    assert (nothing.code, nothing.out) == (1, "这些文稿里没有印过“98765.4”这个数。\n")


def test_a_document_is_known_under_another_name_in_another_folder(ran: Path, tmp_path: Path) -> None:
    other = tmp_path / "寄来的.docx"
    shutil.copy(documents(ran)[0], other)
    result = minsheng("-C", ran, "verify", other)
    assert result.code == 0
    assert result.out.startswith(f"寄来的.docx（{CLEAN}）：")


def test_a_document_of_another_place_is_told_what_to_do(ran: Path, tmp_path: Path) -> None:
    other = tmp_path / "别处.docx"
    docx.Document().save(str(other))
    result = minsheng("-C", ran, "verify", other)
    assert result.code == 3
    assert "别处.docx 不是在这个工作目录里生成的" in result.err.replace("\n", "")
    other.write_bytes(b"PK\x03\x04")
    broken = minsheng("-C", ran, "verify", other)
    assert broken.code == 3
    assert joined(broken.err) == (
        "别处.docx不是Word文稿（.docx），或者文件已经损坏。请用Word或WPS打开，另存为.docx再核对。"
    )
    both = minsheng("-C", ran, "verify", other, documents(ran)[0])
    assert (both.code, both.err) == (3, broken.err)
    assert both.out.startswith(documents(ran)[0].name), "what can be verified is"
    missing = minsheng("-C", ran, "verify", tmp_path / "没有.docx")
    assert (missing.code, missing.out) == (3, "")
    assert missing.err.replace("\n", "").replace(" ", "").endswith("没有.docx，请检查文件名和所在的文件夹。")
    assert minsheng("-C", ran, "verify").code == 2
    assert (
        minsheng("-C", ran, "verify", "--again", "2099-01").err == "outputs 里没有叫“2099-01”的一套材料。\n"
    )


def test_what_is_in_the_way_of_making_a_set_again_is_told(drafted: Path) -> None:
    (drafted / "inputs" / "2023" / "任务分解表.xlsx").unlink()
    result = minsheng("-C", drafted, "verify", documents(drafted)[0])
    assert result.code == 1
    assert f"“{CLEAN}”现在生成不出来：没有找到 inputs/2023/任务分解表.xlsx" in result.out.replace("\n  ", "")


def test_a_sheet_called_otherwise_is_not_there(drafted: Path) -> None:
    file, _, _ = a_cell(drafted)
    (path,) = (drafted / "inputs").rglob(file)
    book = openpyxl.load_workbook(path)
    book["进展情况"].title = "进展"
    book.save(path)
    proof = minsheng("-C", drafted, "verify", documents(drafted)[0], "--json").json
    reads = [
        source["now"]
        for one in proof["figures"]
        for source in one["sources"]
        if source["file"].endswith(file)
    ]
    assert reads
    assert set(reads) == {None}


def test_a_sheet_that_is_gone_is_told_at_every_figure_of_it(drafted: Path) -> None:
    file, cell, _ = a_cell(drafted)
    next((drafted / "inputs").rglob(file)).unlink()
    named = states(drafted, *documents(drafted))
    assert depending(drafted, file, cell) <= set(named)
    # What the unit did not report has another class now, so the words beside other figures fit no longer either.
    assert set(named.values()) == {"来源已变", "说法不符"}


@pytest.mark.more
def test_what_lies_beside_a_document_proves_nothing(drafted: Path, tmp_path: Path) -> None:
    """A record beside a document is somebody's word; this workspace's own comes first, and its sources in any case."""
    source = next(path for path in documents(drafted) if path.name.endswith("报告.docx"))
    facts = json.loads((source.parent / "manifest.json").read_bytes())
    own = facts["documents"][source.name]
    (figure, *_) = [one for one in own["figures"] if one["rule"] == "累计完成" and one["text"].isdigit()]
    figure["text"] = figure["value"] = "940"
    forged = docx.Document(str(source))
    mark = next(
        one for one in forged.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == figure["id"]
    )
    mark.getnext().find(qn("w:t")).text = "940"
    place = tmp_path / "别人寄来的"
    place.mkdir()
    forged.save(str(place / "报告.docx"))
    beside = place / "报告.溯源.json"
    beside.write_text(json.dumps(facts), encoding="utf-8")
    known = minsheng("-C", drafted, "verify", place / "报告.docx", "--json")
    assert known.code == 1
    assert known.json["foreign"] is None
    assert {one["state"] for one in known.json["figures"] if one["id"] == figure["id"]} == {"被改动"}
    # Under a mark nobody here knows, and by a command that makes no documents.
    own["mark"] = "_set0123456789abcdef"
    facts["command"] = {"kind": "forms", "arguments": {}}
    sign = next(
        one for one in forged.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")).startswith("_set")
    )
    sign.set(qn("w:name"), own["mark"])
    forged.save(str(place / "报告.docx"))
    beside.write_text(json.dumps(facts), encoding="utf-8")
    foreign = minsheng("-C", drafted, "verify", place / "报告.docx")
    assert foreign.code == 1
    assert "不是本工作目录自己的记录，不作凭据" in joined(foreign.out)
    assert "一致" not in foreign.out.splitlines()[0]
