"""`run` in a small city: what is due is done once, one failure stops nothing else, and what people decided stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from yunchuan import CLEAN, DECIDED, MESSY, lay_plan, sign, tables

from pipeline import __version__
from pipeline.inputs.plan import holidays
from pipeline.workflows import editions, standing
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
    late = "  已过    2023-06表样   2023-06-01起　报送日2023年6月25日已过，不再补"
    every = run(root, "--dry-run", "-v", today="2023-06-26").out.splitlines()
    assert (late in said, late in every) == (False, True)
    left = f"  另有{len(every) - len(said) + 1}件已办、已过或还没有到日子，加 -v 全部列出。"
    assert left in said
    assert "  未到    2023-07表样   2023-07-01起　没有到日子" in said
    assert minsheng("-C", root, "run", "--help").out.count("--dry-run") == 2


def test_explain_does_and_says(office: Path) -> None:
    shutil.rmtree(office / "outputs" / "2023-07-表样", ignore_errors=True)
    (office / "outputs" / "2023-07-表样").unlink(missing_ok=True)
    said = run(office, "--explain").out.splitlines()
    assert "  应办    2023-07表样   2023-07-01起　还没有生成" in said
    assert "  已办    2023-04材料   2023-04-26起　已生成，报表此后没有变动" in said
    assert said[-1] == "已办　2023-07表样　outputs/2023-07-表样"


def test_a_register_saved_again_dates_nothing(office: Path) -> None:
    """What it says counts, not its bytes."""
    before = manifests(office)
    path = office / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert stands(office)[CLEAN] == ("已办", "已生成，报表此后没有变动")
    assert (run(office).out, manifests(office)) == ("", before)
    book["收文"].append(["2023-04", "市教育局", "", "2023-04-24"])
    book.save(path)
    assert stands(office)[CLEAN] == ("应办", "生成以后，有改动：处理登记.xlsx")


def rewritten(root: Path, name: str, **facts: object) -> None:
    """The manifest of a set says otherwise."""
    path = root / "outputs" / name / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | facts), encoding="utf-8")


def touched(path: Path) -> None:
    """A workbook or a document saved once more."""
    if path.suffix == ".docx":
        docx.Document(str(path)).save(str(path))
    else:
        book = openpyxl.load_workbook(path)
        book.save(path)


def a_new_sheet(root: Path) -> None:
    folder = root / "inputs/2023/04"
    shutil.copy(folder / "微信接收/报表(1).xlsx", folder / "又报一次.xlsx")


CHANGES: dict[str, tuple[Callable[[Path], None], dict[str, list[str]], str]] = {
    "arrived": (a_new_sheet, {"arrived": ["inputs/2023/04/又报一次.xlsx"]}, "新收到：04/又报一次.xlsx"),
    "altered": (
        lambda root: touched(root / "inputs/2023/任务分解表.xlsx"),
        {"altered": ["inputs/2023/任务分解表.xlsx"]},
        "有改动：任务分解表.xlsx",
    ),
    "gone": (
        lambda root: (root / "inputs/2023/04/微信接收/报表(1).xlsx").unlink(),
        {"gone": ["inputs/2023/04/微信接收/报表(1).xlsx"]},
        "不见了：04/微信接收/报表(1).xlsx",
    ),
    "template": (
        lambda root: touched(root / "templates/报告.docx"),
        {"templates": ["报告.docx"]},
        "模板有改动：报告.docx",
    ),
    "version": (
        lambda root: rewritten(root, CLEAN, version="0.0.9", command="monthly"),
        {"version": ["0.0.9", __version__]},
        f"程序由0.0.9版换成{__version__}版",
    ),
    "day": (
        lambda root: rewritten(root, CLEAN, drawn_up="2023-05-08"),
        {"day": ["2023-05-08", "2023-04-25"]},
        "成文日期是2023年5月8日，不另指定应是2023年4月25日",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_run_and_status_say_the_same_of_every_change(office: Path, kind: str) -> None:
    change, expected, said = CHANGES[kind]
    change(office)
    status = minsheng("-C", office, "status", "--today", "2023-04-26", "--json").json
    (duty,) = [one for one in run(office, "--json", "--dry-run").json["duties"] if one["set"] == CLEAN]
    kinds = ("arrived", "altered", "gone", "templates", "version", "day")
    nothing: dict[str, list[str]] = {key: [] for key in kinds}
    assert status["changed"] == duty["changed"] == nothing | expected
    # A day somebody gave is told and left: it was meant.
    assert status["stale"] is duty["due"] is (kind != "day")
    assert said in duty["why"]
    told = minsheng("-C", office, "status", "--today", "2023-04-26").out
    assert "".join(said.split()) in "".join(told.split())


@pytest.mark.more
def test_another_version_makes_drafts_anew_once_and_no_sealed_set(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert minsheng("-C", office, "monthly", CLEAN, "--final").code == 0
    sign(office)
    before = manifests(office)
    for asked in (editions, standing):
        monkeypatch.setattr(asked, "__version__", "99.1")
    assert stands(office)[MESSY] == ("应办", f"生成以后，程序由{__version__}版换成99.1版")
    result = run(office)
    # Nothing in them differs, and so nobody has to look.
    assert (result.code, result.out, result.err) == (0, "", "")
    after = manifests(office)
    for name in (MESSY, DECIDED, "2023-07-表样"):
        assert json.loads(after[name])["version"] == "99.1"
        assert stands(office)[name][0] == "已办"
    assert after[CLEAN] == before[CLEAN]
    assert stands(office)[CLEAN] == (
        "已办",
        f"已签发，不再自动改动；签发以后，程序由{__version__}版换成99.1版；"
        f"数字有没有变化，用 minsheng verify --again {CLEAN} 看",
    )
    status = minsheng("-C", office, "status", "--today", "2023-04-26", "--json").json
    assert status["next"] == {
        "what": "本月已签发；程序此后换了版本，可以看看数字有没有变化",
        "command": f"minsheng verify --again {CLEAN}",
    }


@pytest.mark.more
def test_a_set_whose_manifest_is_damaged_is_left_to_people_and_told_every_time(office: Path) -> None:
    assert minsheng("-C", office, "monthly", CLEAN, "--final").code == 0
    folder = (office / "outputs" / CLEAN).resolve()
    place = office / "outputs" / CLEAN / "manifest.json"
    place.write_bytes(place.read_bytes()[:-30])
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for _ in range(2):
        result = run(office)
        assert (result.code, result.out) == (
            3,
            f"没有办成　{CLEAN}材料。手工办：minsheng -C {office} monthly {CLEAN}\n",
        )
        assert "".join(result.err.split()).startswith(f"“{place}”已损坏，或者不是本程序写的：不是JSON。")
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    status = minsheng("-C", office, "status", "--today", "2023-04-26", "--json").json
    assert (status["published"], status["damaged"], status["stale"]) == (True, True, False)
    told = minsheng("-C", office, "status", "--today", "2023-04-26").out
    assert "  材料　　清单（manifest.json）已损坏，看不出是不是定稿\n" in told
    # By hand it is laid aside, whole, and told; and there it stays.
    made = minsheng("-C", office, "monthly", CLEAN, "--keep", "0")
    (aside,) = [
        line.partition("原样保留：")[2]
        for line in made.out.splitlines()
        if line.startswith("  原来一套的清单（manifest.json）已损坏，看不出是不是定稿，原样保留：")
    ]
    assert {path.name: path.read_bytes() for path in (office / aside).rglob("*") if path.is_file()} == before
    assert stands(office)[CLEAN][0] == "已办"
    listed = minsheng("-C", office, "status", "--today", "2023-04-26").out
    assert "清单已损坏" in listed


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
    assert stands(office)[CLEAN] == (
        "已办",
        "已出清样，不再自动改动；出清样以后，不见了：04/微信接收/报表(1).xlsx",
    )
    assert manifests(office)[CLEAN] == sealed
    assert not (office / "outputs" / f"{CLEAN}-更正").exists()


@pytest.mark.more
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


@pytest.mark.more
def test_in_a_year_whose_days_off_nobody_knows_it_runs_and_says_so(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "inputs/节假日/2023.toml").unlink()
    assert run(office, "--json").json["findings"] == []
    monkeypatch.setattr(holidays, "announced", lambda year: [])
    assert run(office, "--quiet").code in (0, 1)
    told = "".join(line.strip() for line in run(office, "--explain").out.splitlines())
    assert "提示 P12　2023年的节假日安排还没有：任务分解表“节假日”表是空的" in told
    assert [one["code"] for one in run(office, "--json").json["findings"]] == ["P12"]


@pytest.mark.more
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
