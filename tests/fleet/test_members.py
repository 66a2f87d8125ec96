"""Which offices there are below a folder or in a list, and which are told and left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import UsageProblem
from pipeline.workflows.fleet.members import members, place_of
from tests.fleet.conftest import lay_office


def names(root: Path, only: str | None = None) -> list[str]:
    return [one.name for one in members(root, only)]


def test_every_workspace_at_any_depth_in_the_order_of_names(province: Path) -> None:
    assert names(province) == ["丁市", "丙市", "甲市/乙县"]
    assert not any(one.problem for one in members(province))
    assert place_of(province) == province


def test_what_lies_within_a_workspace_or_is_hidden_is_none(province: Path) -> None:
    lay_office(province / "丙市/outputs/旧的")
    lay_office(province / ".回收站/戊市")
    lay_office(province / "outputs/己市")
    assert names(province) == ["丁市", "丙市", "甲市/乙县"]


@pytest.mark.parametrize(
    ("only", "found"), [("甲市/*", ["甲市/乙县"]), ("*市", ["丁市", "丙市"]), ("丁?", ["丁市"])]
)
def test_a_pattern_chooses_by_name(province: Path, only: str, found: list[str]) -> None:
    assert names(province, only) == found


@pytest.mark.parametrize("only", [None, "戊*"])
def test_where_there_is_none_that_is_said(tmp_path: Path, province: Path, only: str | None) -> None:
    with pytest.raises(UsageProblem, match="下面没有"):
        members(tmp_path / "省/说明" if only is None else province, only)


def test_a_link_is_told_and_not_followed(tmp_path: Path, province: Path) -> None:
    elsewhere = lay_office(tmp_path / "别处/戊市")
    (province / "戊市").symlink_to(elsewhere, target_is_directory=True)
    (province / "丙市二").symlink_to(province / "丙市", target_is_directory=True)
    (province / "无关").symlink_to(tmp_path / "别处", target_is_directory=True)
    told = {one.name: one.problem for one in members(province) if one.problem}
    assert set(told) == {"戊市", "丙市二"}
    assert all("是链接" in problem for problem in told.values())


def test_a_list_names_offices_and_tells_what_is_none(tmp_path: Path, province: Path) -> None:
    lay_office(tmp_path / "别处")
    (province / "近路").symlink_to(province / "甲市", target_is_directory=True)
    listed = province / "名单.txt"
    listed.write_text("# 先办的\n丙市\n\n丙市\n说明\n../别处\n近路/乙县\n", encoding="utf-8-sig")
    told = {one.name: one.problem for one in members(listed)}
    assert told["丙市"] == ""
    assert "不是工作目录" in told["说明"]
    assert "以外" in told["../别处"]
    assert "是链接" in told["近路/乙县"]
    assert place_of(listed) == province


def test_a_list_that_is_no_text_is_said(province: Path) -> None:
    listed = province / "名单.txt"
    listed.write_bytes("丙市".encode("gb18030"))
    with pytest.raises(UsageProblem, match="UTF-8"):
        members(listed)
