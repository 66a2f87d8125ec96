"""A workspace of 0.1 opened with today's command: nothing is lost, nothing is asked that 0.1 did not ask."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline import __version__
from pipeline.files.word.lines import document_text
from tests.command import Result, minsheng
from tests.conftest import Once

HERE = Path(__file__).parent
SEALED, OPEN = "2022-05", "2022-06"
RUN = "6c706fd56b05"
# As 0.1 did: on Windows a set is a folder of its own.
LINKS = os.name != "nt"
COMMANDS = {
    "plan": ("plan", "check"),
    "check": ("check", OPEN),
    "monthly": ("monthly", OPEN),
    "status": ("status",),
}
# What today answers otherwise, as CHANGELOG says: by the place in the answer, what 0.1 said and what is said now.
OTHERWISE = {
    # 主送称谓 left empty is the full name.
    "plan.units[3].names[0].address": ("", "松岭市水利局"),
    "plan.units[3].names[1].address": ("", "松岭市水务局"),
    # A 呈阅件 is named by the post it is for.
    "monthly.documents[3].path": (
        "outputs/2022-06/呈阅件01-增加养老服务供给.docx",
        "outputs/2022-06/呈阅件01-分管民政工作的副市长.docx",
    ),
    "monthly.documents[4].path": (
        "outputs/2022-06/呈阅件02-扩大义务教育资源.docx",
        "outputs/2022-06/呈阅件02-分管教育工作的副市长.docx",
    ),
}
# Of the second period of a plan nothing is urged unasked.
GONE = {"督办-市教育局", "督办回告单-市教育局"}
# What a month has beside what it had.
NEW = {"一页图", "看板-内部"}
# Documents and workbooks are other bytes, 节假日 come with the program, names that nobody confirmed are one finding.
BYTES, FEWER = "sha256", "plan.findings"


@pytest.fixture(scope="session")
def opened(once: Once) -> tuple[Path, dict[str, Result]]:
    """The workspace, and what the commands say of it one after the other."""

    def make(folder: Path) -> tuple[Path, dict[str, Result]]:
        root = lay(folder / "工作目录")
        return root, {name: _ask(root, *words, "--json") for name, words in COMMANDS.items()}

    return once("0.1的工作目录", make)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of one's own, nothing asked yet."""
    return lay(tmp_path / "工作目录")


def lay(root: Path, links: bool = LINKS) -> Path:
    """The workspace as 0.1 left it; its set behind a link, or a real folder where it could make none."""
    for name in ("inputs", "templates", "outputs"):
        shutil.copytree(HERE / name, root / name)
    if links:
        run = Path(".runs", SEALED, RUN)
        (root / "outputs" / run).parent.mkdir(parents=True)
        (root / "outputs" / SEALED).rename(root / "outputs" / run)
        (root / "outputs" / SEALED).symlink_to(run, target_is_directory=True)
    return root


def _ask(root: Path, *words: str) -> Result:
    return minsheng("-C", root, *words, "--today", "2022-06-28")


def _differences(then: Any, now: Any, place: str) -> Iterator[str]:
    """Every place where an answer of then does not stand in the answer of now; what is new beside it is none."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key, value in then.items():
            if key not in now:
                yield f"{place}.{key} is gone"
            elif key != BYTES:
                yield from _differences(value, now[key], f"{place}.{key}")
    elif isinstance(then, list) and isinstance(now, list):
        if len(then) != len(now):
            yield f"{place}: {len(then)} became {len(now)}"
        for number, pair in enumerate(zip(then, now, strict=False)):
            yield from _differences(*pair, f"{place}[{number}]")
    elif then != now and OTHERWISE.get(place) != (then, now):
        yield f"{place}: {then!r} became {now!r}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_answer_of_then_is_given_now(opened: tuple[Path, dict[str, Result]], name: str) -> None:
    result = opened[1][name]
    assert (result.code, result.err) == (0, "")
    then = json.loads((HERE / "said" / f"{name}.json").read_bytes())
    if name == "monthly":
        then["documents"] = [one for one in then["documents"] if one["id"] not in GONE]
    now = result.json
    if name == "monthly":
        now = {**now, "documents": [one for one in now["documents"] if one["id"] not in NEW]}
    told = [one for one in _differences(then, now, name) if not one.startswith(FEWER)]
    assert told == []


def test_the_plan_is_asked_for_nothing_more(opened: tuple[Path, dict[str, Result]]) -> None:
    then = json.loads((HERE / "said" / "plan.json").read_bytes())["findings"]
    now = opened[1]["plan"].json["findings"]
    assert [one["code"] for one in then] == ["P10", "P10", "P12", "P11"]
    assert [one["code"] for one in now] == ["P10", "P11"]
    assert (
        now[0]["message"] == "单位：2个单位的全称和主送称谓还没有核定：市水利局（第6行）、市水务局（第7行）"
    )
    assert now[1] == then[3]


@pytest.mark.more
def test_the_office_s_own_words_are_printed(opened: tuple[Path, dict[str, Result]]) -> None:
    report = opened[0] / "outputs" / OPEN / "2022年6月份重点民生实事进展情况报告.docx"
    assert "有关数据由各责任单位提供并负责。" in document_text(report.read_bytes())
    assert _ask(opened[0], "templates", "check").code == 0


def test_what_was_sealed_stands(opened: tuple[Path, dict[str, Result]]) -> None:
    for path in (HERE / "outputs" / SEALED).iterdir():
        assert (opened[0] / "outputs" / SEALED / path.name).read_bytes() == path.read_bytes()


def test_every_figure_of_the_sealed_set_is_found_and_its_words_accuse_nobody(
    opened: tuple[Path, dict[str, Result]],
) -> None:
    result = _ask(opened[0], "verify", SEALED, "--json")
    assert (result.code, result.err) == (0, "")
    proofs = result.json["documents"]
    assert [(proof["ok"], len(proof["figures"])) for proof in proofs] == [
        (True, figures) for figures in (8, 54, 33, 0, 7, 9, 6)
    ]
    # Much is worded otherwise today (字句会变): told, as nobody's fault.
    said = [words for proof in proofs for words in proof["words"]]
    assert {words["state"] for words in said} == {"措辞已改"}
    assert "关于加快推进“义务教育学位”" in [words["text"] for words in said]


def test_words_that_somebody_changed_in_the_sealed_set_are_told(office: Path) -> None:
    path = office / "outputs" / SEALED / "督办通知-市教育局.docx"
    document = docx.Document(str(path))
    (title,) = (one for one in document.paragraphs if "义务教育学位" in one.text and "加快推进" in one.text)
    title.add_run("，增加养老服务供给")
    document.save(str(path))
    result = _ask(office, "verify", str(path), "--json")
    assert (result.code, result.json["ok"]) == (1, False)


@pytest.mark.parametrize("links", sorted({LINKS, False}))
def test_the_agenda_takes_the_sealed_month_as_done(tmp_path: Path, links: bool) -> None:
    office = lay(tmp_path / "工作目录", links)
    result = _ask(office, "run", "--dry-run", "--json")
    assert (result.code, result.err) == (0, "")
    made = [one["stand"] for one in result.json["duties"] if one["set"] in (SEALED, OPEN)]
    assert made == ["已办", "应办"]


def test_a_corrected_sealed_month_lies_beside_it(office: Path) -> None:
    result = _ask(office, "monthly", SEALED)
    assert result.code == 0
    told = "".join(result.out.split())
    assert f"{SEALED}已经签发，没有改动；这一套放在旁边" in told
    assert f"程序由0.1.0版换成{__version__}版" in told
    assert (office / "outputs" / f"{SEALED}-更正" / "更正说明.xlsx").is_file()
