"""Text for 80 columns: no line is wider, nothing is lost, punctuation never begins a line."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.making import by_folder
from pipeline.cli.proofs import _words_lines
from pipeline.cli.terminal import WIDTH, listed, pad, pasted, wide, wrapped
from pipeline.cli.text import findings
from pipeline.documents.provenance.scrutiny import Reworded
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from tests.june import ROOT

SIGNS = st.text(alphabet="市人社局ABC 019，。：、”）（", max_size=400)


@given(SIGNS)
def test_wrapping_loses_nothing_and_stays_in_width(text: str) -> None:
    lines = list(wrapped(text, "    "))
    assert "".join([lines[0], *(line[4:] for line in lines[1:])]) == text
    assert all(wide(line) <= WIDTH + 2 * 8 for line in lines)
    assert all(wide(line.rstrip("，。；：、！？）”’】")) <= WIDTH for line in lines)


@given(st.lists(st.text(alphabet="市人社局ABC", min_size=1, max_size=20), max_size=30))
def test_listing_breaks_between_items_only(items: list[str]) -> None:
    lines = list(listed(items, "  "))
    assert [item for line in lines for item in line.strip().split("　") if item] == items
    assert all(wide(line) <= WIDTH for line in lines)


@given(SIGNS, st.integers(0, 60))
def test_padding_makes_columns_straight(text: str, width: int) -> None:
    assert wide(pad(text, width)) == max(width, wide(text))


def test_a_name_cannot_steer_the_screen() -> None:
    name = "报表\x1b[2J\x07\x9b31m\u202e.xlsx"
    assert list(wrapped(f"  拒收　{name}")) == ["  拒收　报表\ufffd[2J\ufffd\ufffd31m\ufffd.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="another shell")
@pytest.mark.parametrize(
    "folder", ["办公室", "2021 年", "a'b", "$HOME", "甲;ls", "`x`", "a\\b", "(旧)", "~x", "*"]
)
def test_a_folder_pasted_into_a_command_line_is_that_folder(folder: str) -> None:
    assert shlex.split(f"minsheng -C {pasted(folder)} check") == ["minsheng", "-C", folder, "check"]


def test_a_plain_folder_is_pasted_as_it_stands() -> None:
    assert pasted("../2021年/办公室") == "../2021年/办公室"


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder somebody stands in")
def test_a_folder_that_was_removed_under_the_command_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "没有了"
    gone.mkdir()
    script = "import os, sys; os.rmdir(os.getcwd()); from pipeline.__main__ import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", script, "status"],
        cwd=gone, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr.startswith("当前文件夹已经不在了")) == (3, True), result.stderr


def test_a_finding_somebody_settled_says_how_and_not_what_it_would_do() -> None:
    open_one = Finding(Code.C08, "T08-1 全市 20座，合计 19座", why="全市数不能用")
    assert [line[:4] for line in findings([open_one], notes=True)][3:] == ["  影响", "  办法"]
    said = list(findings([replace(open_one, settled="电话核实")], notes=True))
    assert said[2:] == ["提示 C08　T08-1 全市 20座，合计 19座", "  已办　电话核实"]


def test_a_sentence_is_shown_with_the_marks_it_is_printed_with() -> None:
    said = "".join(_words_lines(Reworded("逐项了解原因,督促。", "逐项了解原因,调度。")))
    assert "现在写　逐项了解原因，调度。" in said
    assert "应当是　逐项了解原因，督促。" in said


def test_a_folder_of_a_pack_that_holds_many_is_told_by_how_many() -> None:
    few, many = (
        [f"报告/{number}.docx" for number in range(8)],
        [f"依据/06/{number}.xlsx" for number in range(9)],
    )
    told = [few[0], many[0], *few[1:], *many[1:], "依据/依据.xlsx"]
    assert list(by_folder(told)) == [few[0], "依据/06/　9个文件", *few[1:], "依据/依据.xlsx"]
