"""`run` in a small city: what is due is done once, one failure stops nothing else, and what people decided stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from yunchuan import CLEAN, DECIDED, MESSY, lay_plan, tables

from tests.command import Result, minsheng
from tests.conftest import Once

# All three months are over; July's forms are out for those who report in July.
JULY = "2023-07-02"


def run(root: Path, *options: str, today: str = JULY) -> Result:
    return minsheng("-C", root, "run", "--today", today, *options)


def stands(root: Path, today: str = JULY) -> dict[str, tuple[str, str]]:
    """How every duty stands, by its set; of several lists the last that has begun."""
    duties = run(root, "--json", "--dry-run", today=today).json["duties"]
    return {
        duty["set"]: (duty["stand"], duty["why"])
        for duty in duties
        if duty["since"] <= today or duty["set"][-2:] != "催报"
    }


def manifests(root: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in (root / "outputs").glob("*/manifest.json")}


@pytest.fixture(scope="module")
def caught_up(built: Path, once: Once) -> tuple[Path, Result]:
    """A copy in which `run` has done everything there was to do. Never changed."""

    def make(folder: Path) -> tuple[Path, Result]:
        root = Path(shutil.copytree(built, folder / "工作目录"))
        return root, run(root)

    return once("云川市已办", make)


@pytest.fixture
def office(caught_up: tuple[Path, Result], tmp_path: Path) -> Path:
    return Path(shutil.copytree(caught_up[0], tmp_path / "工作目录", symlinks=True))


def test_it_says_what_it_made_and_what_to_look_at(caught_up: tuple[Path, Result]) -> None:
    root, result = caught_up
    assert (result.code, result.err) == (1, "")
    said = result.out.splitlines()
    assert said[0] == f"已办　{CLEAN}材料　outputs/{CLEAN}"
    assert said[1] == f"已办　{MESSY}材料　outputs/{MESSY}"
    assert said[2].startswith("  有") and said[2].endswith(
        f"个问题要处理，看清单：minsheng -C {root} check {MESSY}"
    )
    assert f"已办　{DECIDED}材料　outputs/{DECIDED}" in said
    assert said[-1] == "已办　2023-07表样　outputs/2023-07-表样"
    assert sorted(manifests(root)) == sorted(
        {CLEAN, MESSY, DECIDED, "2023-07-表样", *(name for name in manifests(root) if "催报" in name)}
    )


def test_then_it_is_quiet_whatever_rubbish_lies_among_the_sheets(caught_up: tuple[Path, Result]) -> None:
    # Were one file told in another way than the manifest tells it, the drafts would be made every hour.
    result = run(caught_up[0])
    assert (result.code, result.out, result.err) == (0, "", "")


def test_a_dry_run_changes_nothing_and_says_why(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "工作目录"))
    result = run(root, "--dry-run", today="2023-06-26")
    assert (result.code, result.err, manifests(root)) == (0, "", {})
    said = result.out.splitlines()
    assert said[0] == "2023年6月26日"
    assert "  应办    2023-04材料   2023-04-26起　报送日2023年4月25日已过" in said
    # Sunday the 25th was a make-up day, after the Dragon Boat holiday.
    assert "  已过    2023-06表样   2023-06-01起　报送日2023年6月25日已过，不再补" in said
    assert "  未到    2023-07表样   2023-07-01起　没有到日子" in said
    assert minsheng("-C", root, "run", "--help").out.count("--dry-run") == 2


def test_explain_does_and_says(office: Path) -> None:
    shutil.rmtree(office / "outputs" / "2023-07-表样", ignore_errors=True)
    (office / "outputs" / "2023-07-表样").unlink(missing_ok=True)
    said = run(office, "--explain").out.splitlines()
    assert "  应办    2023-07表样   2023-07-01起　还没有生成" in said
    assert "  已办    2023-04材料   2023-04-26起　已生成，报表此后没有变动" in said
    assert said[-1] == "已办　2023-07表样　outputs/2023-07-表样"


def test_a_register_saved_again_is_taken_up_without_a_word(office: Path) -> None:
    before = manifests(office)
    path = office / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert stands(office)[CLEAN] == ("应办", "生成以后，报表、登记、任务分解表或模板有变动")
    result = run(office)
    assert (result.err, stands(office)[CLEAN][0]) == ("", "已办")
    assert manifests(office)[CLEAN] != before[CLEAN]
    assert f"已办　{CLEAN}材料" not in result.out


def test_a_late_sheet_makes_the_drafts_anew(office: Path) -> None:
    (gone,) = (office / "inputs/2023/04").rglob("报表(1).xlsx")
    gone.unlink()
    result = run(office)
    assert f"已办　{CLEAN}材料　outputs/{CLEAN}" in result.out
    assert result.code == 1
    assert run(office).out == ""


def test_what_is_final_is_left_alone(office: Path) -> None:
    assert minsheng("-C", office, "monthly", CLEAN, "--final").code == 0
    sealed = manifests(office)[CLEAN]
    (gone,) = (office / "inputs/2023/04").rglob("报表(1).xlsx")
    gone.unlink()
    run(office)
    assert stands(office)[CLEAN] == ("已办", "已定稿，不再自动改动")
    assert manifests(office)[CLEAN] == sealed
    assert not (office / "outputs" / f"{CLEAN}-更正").exists()


def test_one_that_fails_stops_no_other_and_is_tried_again(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "工作目录"))
    template = root / "templates" / "报告.docx"
    kept = template.read_bytes()
    template.unlink()
    result = run(root)
    assert result.code == 3
    assert result.err.count("没有找到模板") == 3
    assert "已办　2023-07表样　outputs/2023-07-表样" in result.out
    assert f"没有办成　{CLEAN}材料。手工办：minsheng -C {root} monthly {CLEAN}" in result.out.splitlines()
    codes = {duty["set"]: duty["code"] for duty in run(root, "--json").json["duties"]}
    assert (codes[CLEAN], codes["2023-07-表样"]) == ("3", None)
    template.write_bytes(kept)
    assert f"已办　{CLEAN}材料" in run(root).out


def test_without_a_holiday_table_it_runs_and_says_so(office: Path) -> None:
    (office / "inputs/节假日/2023.toml").unlink()
    assert run(office, "--quiet").code in (0, 1)
    assert (
        "  提示 P12　节假日文件 inputs/节假日/2023.toml 没有这个文件。请放入当年的节\n"
        in run(office, "--explain").out
    )
    assert [one["code"] for one in run(office, "--json").json["findings"]] == ["P12"]


def test_a_year_whose_plan_is_broken_does_not_stop_the_other(office: Path) -> None:
    (office / "inputs/2024").mkdir()
    (office / "inputs/2024/任务分解表.xlsx").write_bytes(b"no workbook")
    (gone,) = (office / "inputs/2023/04").rglob("报表(1).xlsx")
    gone.unlink()
    result = run(office, today="2024-01-01")
    assert result.code == 3
    assert "inputs/2024/任务分解表.xlsx" in result.err
    assert f"已办　{CLEAN}材料　outputs/{CLEAN}" in result.out


def test_no_plan_at_all_is_told_and_an_old_one_asks_for_nothing(built: Path, tmp_path: Path) -> None:
    nowhere = minsheng("-C", tmp_path, "run")
    assert (nowhere.code, nowhere.out) == (3, "")
    assert nowhere.err.startswith("这里没有任务分解表。")
    later = run(built, today="2026-01-01")
    assert (later.code, later.out, later.err) == (0, "", "")
    assert "没有今年或上一年的任务分解表，没有要办的事。" in run(built, "--dry-run", today="2026-01-01").out


def test_a_list_made_by_hand_counts(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "工作目录"))
    for sheet in (root / "inputs/2023/06").rglob("*人社局*"):
        sheet.unlink()
    assert stands(root, "2023-06-26")[f"{DECIDED}-催报"][0] == "应办"
    minsheng("-C", root, "remind", DECIDED, "--today", "2023-06-26")
    assert stands(root, "2023-06-26")[f"{DECIDED}-催报"] == ("已办", "已列出")


def test_a_lead_s_workspace_collates_and_chases_by_the_22nd(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "工作目录"))
    plan = tables("任务分解表")
    said = {"工作区单位": "责任单位", "责任单位": "市人社局"}
    profile = [[row[0], said.get(row[0], row[1]), *row[2:]] for row in plan["概况"]]
    profile += [[item, word, ""] for item, word in said.items() if item not in {row[0] for row in profile}]
    lay_plan(root, {**plan, "概况": profile})
    # Before the Dragon Boat holiday of 22—24 June.
    chased = run(root, today="2023-06-21")
    assert chased.code == 1
    assert f"已办　{DECIDED}催报　outputs/{DECIDED}-催报" in chased.out
    assert stands(root, "2023-06-21")[f"{DECIDED}-汇总"][0] == "未到"
    collated = run(root, today="2023-06-23")
    assert f"已办　{DECIDED}汇总　outputs/{DECIDED}-汇总" in collated.out
    assert stands(root, "2023-06-23")[f"{DECIDED}-汇总"] == ("已办", "已生成，报表此后没有变动")
