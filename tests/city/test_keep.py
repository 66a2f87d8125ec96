"""收下改动 through the command: what a leader changed in a draft is offered, kept, and stands in whatever is made again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from test_saved_again import through
from yunchuan import CLEAN, send_again

from pipeline.cli.terminal import wide
from pipeline.documents.keeping.put_in import with_kept
from pipeline.documents.keeping.settling import Matter
from pipeline.documents.keeping.slots import names
from pipeline.documents.provenance.trace import remembered
from pipeline.documents.rendering.bookmarks import Figures
from pipeline.documents.rendering.render import Rendered
from pipeline.files.word.lines import document_text
from pipeline.model.editorial import Change, Fact, Kept, Original
from pipeline.model.months import Month
from tests.command import minsheng
from tests.documents.conftest import needed
from tests.keeping.hands import add, drop, edit, figure, move, reword, typed_anew

REPORT = "2023年4月份重点民生实事进展情况报告.docx"
POST = "分管主任"


def printed(root: Path, name: str = REPORT) -> Path:
    return root / "outputs" / CLEAN / name


def lines(root: Path) -> list[str]:
    return [line for line in document_text(printed(root).read_bytes()).splitlines() if line.strip()]


def register(root: Path) -> list[tuple[str, ...]]:
    """The rows of 编辑用语."""
    sheet = openpyxl.load_workbook(root / "inputs/2023/处理登记.xlsx")["编辑用语"]
    rows = [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    return [row for row in rows if any(row) and row[0] != "示例"]


def keep(root: Path, document: Path, *more: object) -> None:
    result = minsheng("-C", root, "keep", document, "--as", "用语", "--by", POST, *more)
    assert result.err == ""


def again(root: Path, *more: object) -> dict[str, list[str]]:
    """The month made again, and what it says of kept paragraphs, by code."""
    result = minsheng("-C", root, "monthly", CLEAN, "--json", *more)
    told: dict[str, list[str]] = {}
    for one in result.json["findings"]:
        if one["code"] in ("D11", "D12", "D25", "D26", "D27"):
            told.setdefault(one["code"], []).append(one["message"])
    return told


@pytest.fixture
def edited(drafted: Path, tmp_path: Path) -> Path:
    """A leader's hand: words, a paragraph dropped, one added, one moved."""
    return edit(
        printed(drafted),
        tmp_path / "改过的报告.docx",
        reword("作了汇总", "作了汇总和核对"),
        reword("，完成年度目标任务的", "，经各方努力，完成年度目标任务的", "（二）"),
        drop("二、需协调事项"),
        add("一是", "防汛专班由120人组成。"),
        move("分件看", "进度较快的有"),
    )


def test_what_was_changed_is_listed_and_nothing_written(drafted: Path, edited: Path) -> None:
    before = (drafted / "inputs/2023/处理登记.xlsx").read_bytes()
    result = minsheng("-C", drafted, "keep", edited, "--json")
    told = result.json
    assert result.code == 1
    assert [one["kind"] for one in told["edits"]].count("换") == 2
    assert {one["kind"] for one in told["edits"]} == {"换", "删", "加", "移"}
    assert [one["untraced"] for one in told["edits"] if one["kind"] == "加"] == [["120"]]
    assert (told["paper"], told["figures"], told["elsewhere"], told["written"]) == ("报告", [], [], [])
    assert (drafted / "inputs/2023/处理登记.xlsx").read_bytes() == before
    # But for the command to be pasted, which holds a path.
    said = minsheng("-C", drafted, "keep", edited).out.splitlines()
    assert [line for line in said if wide(line) > 80 and "minsheng keep" not in line] == []


def test_what_is_kept_stands_in_the_next_making_and_is_asked_no_more(drafted: Path, edited: Path) -> None:
    stands = [line for line in document_text(edited.read_bytes()).splitlines() if line.strip()]
    keep(drafted, edited)
    assert minsheng("-C", drafted, "keep", edited).code == 0
    assert again(drafted)["D27"] and lines(drafted) == stands
    assert minsheng("-C", drafted, "verify", printed(drafted)).code == 0
    result = minsheng("-C", drafted, "keep", printed(drafted), "--json")
    assert (result.code, result.json["edits"]) == (0, [])
    # And once more, with nothing new: the same bytes.
    data = printed(drafted).read_bytes()
    again(drafted)
    assert printed(drafted).read_bytes() == data


def send(root: Path, target: str, value: float) -> None:
    """The sheet of 市住建局 comes in once more with another figure of a target."""
    (path,) = (root / "inputs/2023/04").rglob("报表(1).xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["进展情况"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    (row,) = [row for row in range(5, sheet.max_row) if sheet.cell(row, columns["编号"]).value == target]
    sheet.cell(row, columns["累计完成"]).value = value
    sheet.cell(row, columns["本月完成"]).value = None
    book.save(path)


def test_new_figures_stand_in_words_that_were_kept_and_both_are_shown(drafted: Path, edited: Path) -> None:
    keep(drafted, edited)
    again(drafted)
    send(drafted, "T02-3", 96)
    told = again(drafted)
    assert said(drafted) == (
        "（二）改善城乡居住条件（责任单位：市住建局）。老旧小区改造开工6个，经各方努力，完成年度目标任务的15.0%；"
        "既有住宅加装电梯尚无进展；农村危房改造96户，完成年度目标任务的32.0%，低于序时进度1.3个百分点。"
    )
    (shown,) = told["D25"]
    assert "（97→96，32.3%→32.0%，1.0→1.3）" in shown
    assert said(drafted) in shown and said(drafted).replace("，经各方努力", "") in shown
    assert minsheng("-C", drafted, "verify", printed(drafted)).code == 0
    # Seen, and kept as it is: from then on nothing is told of it.
    result = minsheng("-C", drafted, "keep", printed(drafted), "--json")
    (offer,) = result.json["edits"]
    assert (offer["kind"], offer["was"], result.code) == ("换", offer["now"], 1)
    before = said(drafted)
    keep(drafted, printed(drafted))
    assert "D25" not in again(drafted)
    assert said(drafted) == before


@pytest.mark.more
def test_words_the_program_would_not_say_any_more_are_for_a_person_to_choose(
    drafted: Path, edited: Path
) -> None:
    keep(drafted, edited)
    again(drafted)
    send_again(drafted)
    (shown,) = again(drafted)["D26"]
    # The figures are new, the words are the leader's, and the program's own say something they do not.
    assert "老旧小区改造开工7个，经各方努力，完成年度目标任务的17.5%；" in said(drafted)
    assert said(drafted) in shown and "完成年度目标任务的17.5%，低于节点进度7.5个百分点；" in shown
    # Told while it can still be settled, wherever people look.
    checked = minsheng("-C", drafted, "check", CLEAN, "--json")
    assert checked.code == 1 and [
        one["message"] for one in checked.json["findings"] if one["code"] == "D26"
    ] == [shown]
    stands = minsheng("-C", drafted, "status", "--today", "2023-04-26", "--json").json
    assert (stands["open_findings"], stands["next"]["command"]) == ("1", f"minsheng check {CLEAN}")
    refused = minsheng("-C", drafted, "monthly", CLEAN, "--final")
    assert refused.code == 1 and "D26" in refused.out
    keep(drafted, printed(drafted))
    assert minsheng("-C", drafted, "check", CLEAN).code == 0
    assert minsheng("-C", drafted, "monthly", CLEAN, "--final").code == 0
    assert "经各方努力" in said(drafted)


@pytest.mark.more
def test_a_unit_s_own_words_are_not_changed_in_silence(drafted: Path, tmp_path: Path) -> None:
    """Put otherwise, they are taken only by their number; once the unit says something else, a person is asked again."""
    own, new = "部分小区居民意见尚未统一", "少数居民还有不同意见"
    given = edit(printed(drafted), tmp_path / "改原话.docx", reword(own, new, "据市住建局反映"))
    (offer,) = minsheng("-C", drafted, "keep", given, "--json").json["edits"]
    assert re.fullmatch(
        rf"“{own}”是原话（inputs/2023/04/.*报表\(1\)\.xlsx［进展情况］\w+），这里改了或删了；.*",
        offer["doubt"],
    )
    keep(drafted, given)
    assert register(drafted) == []
    keep(drafted, given, "--only", "1")
    assert "D26" not in again(drafted)
    assert any(new in line for line in lines(drafted))
    (path,) = (drafted / "inputs/2023/04").rglob("报表(1).xlsx")
    book = openpyxl.load_workbook(path)
    (cell,) = (one for row in book["进展情况"].iter_rows() for one in row if one.value == own)
    cell.value = "施工图审查没有通过"
    book.save(path)
    (shown,) = again(drafted)["D26"]
    assert f"{own}→施工图审查没有通过" in shown and new in shown


def said(root: Path) -> str:
    """What the report says of the second matter."""
    return next(line for line in lines(root) if line.startswith("（二）改善"))


def test_a_figure_written_over_is_a_fact_and_no_word(drafted: Path, tmp_path: Path) -> None:
    given = edit(printed(drafted), tmp_path / "改数.docx", figure("（一）", 0, "99.9%"))
    result = minsheng("-C", drafted, "keep", given, "--json")
    told = result.json
    assert (result.code, told["edits"]) == (1, [])
    assert [one["text"] for one in told["figures"]] == ["99.9%"]
    assert "“核实”登记" in minsheng("-C", drafted, "keep", given).out.replace("\n            ", "")
    before = lines(drafted)
    keep(drafted, given)
    again(drafted)
    assert lines(drafted) == before


@pytest.mark.more
def test_words_beside_a_figure_written_over_are_kept_with_the_program_s_figure(
    drafted: Path, tmp_path: Path
) -> None:
    given = edit(
        printed(drafted),
        tmp_path / "改数.docx",
        figure("（一）", 0, "99.9%"),
        reword("（一）", "（一）其中，"),
    )
    keep(drafted, given)
    again(drafted)
    (line,) = [line for line in lines(drafted) if line.startswith("（一）其中，")]
    assert "99.9%" not in line


def test_a_paragraph_typed_anew_keeps_its_figures(drafted: Path, tmp_path: Path) -> None:
    given = edit(
        printed(drafted), tmp_path / "重打.docx", reword("（一）", "（一）首先，"), typed_anew("（一）首先，")
    )
    told = minsheng("-C", drafted, "keep", given, "--json").json
    assert [(one["kind"], one["trouble"], one["untraced"]) for one in told["edits"]] == [("换", None, [])]
    keep(drafted, given)
    again(drafted)
    send_again(drafted)
    again(drafted)
    assert minsheng("-C", drafted, "verify", printed(drafted)).code == 0
    assert any("首先，" in line for line in lines(drafted))


@pytest.mark.more
def test_a_number_in_a_figure_s_place_is_not_kept(drafted: Path, tmp_path: Path) -> None:
    """The figure is gone with its words, and another number stands somewhere in the paragraph."""
    given = edit(
        printed(drafted),
        tmp_path / "改写.docx",
        figure("（一）", 0, ""),
        reword("（一）", "（一）约九成六，计7777人，"),
    )
    told = minsheng("-C", drafted, "keep", given, "--json").json
    (offer,) = told["edits"]
    assert offer["ways"] == [] and "7777" in offer["trouble"]
    keep(drafted, given)
    assert register(drafted) == []
    refused = minsheng("-C", drafted, "keep", given, "--as", "用语", "--by", POST, "--only", "1")
    assert refused.code == 2 and "收不下来" in refused.err


@pytest.mark.more
def test_only_some_are_kept_and_the_others_asked_again(drafted: Path, edited: Path) -> None:
    numbers = [one["number"] for one in minsheng("-C", drafted, "keep", edited, "--json").json["edits"]]
    result = minsheng(
        "-C",
        drafted,
        "keep",
        edited,
        "--as",
        "用语",
        "--by",
        POST,
        "--only",
        f"{numbers[0]},{numbers[-1]}",
        "--json",
    )
    assert (result.code, result.json["written"]) == (1, [numbers[0], numbers[-1]])
    assert len(register(drafted)) == 2
    wrong = minsheng("-C", drafted, "keep", edited, "--as", "用语", "--by", POST, "--only", "77")
    assert (wrong.code, "没有第77处" in wrong.err) == (2, True)
    assert minsheng("-C", drafted, "keep", edited, "--as", "用语").code == 2  # nobody settled it


def test_fixed_words_belong_into_the_template_and_it_says_where(drafted: Path, tmp_path: Path) -> None:
    given = edit(printed(drafted), tmp_path / "结尾.docx", reword("特此报告", "专此报告"))
    (offer,) = minsheng("-C", drafted, "keep", given, "--as", "模板", "--json").json["edits"]
    assert (offer["ways"], offer["template"]["file"]) == (["用语", "模板"], "报告.docx")
    texts = [
        one.text for one in docx.Document(str(drafted / "templates/报告.docx")).paragraphs if one.text.strip()
    ]
    assert texts[offer["template"]["paragraph"] - 1] == "{{ closing }}"


@pytest.mark.more
def test_a_set_that_is_final_holds_what_was_kept(drafted: Path, edited: Path) -> None:
    keep(drafted, edited)
    assert minsheng("-C", drafted, "monthly", CLEAN, "--final").code == 0
    assert any("经各方努力" in line for line in lines(drafted))


@pytest.mark.more
def test_an_old_draft_is_kept_in_whole_when_nothing_of_it_was_kept(drafted: Path, edited: Path) -> None:
    """Existing behaviour: it lies in 修改稿, the screen says where and how to keep it; it is known there."""
    printed(drafted).write_bytes(edited.read_bytes())
    send_again(drafted)
    result = minsheng("-C", drafted, "monthly", CLEAN)
    (draft,) = (drafted / "outputs" / CLEAN / "修改稿").rglob("*.docx")
    assert draft.read_bytes() == edited.read_bytes()
    assert "minsheng keep 旧稿" in result.out
    keep(drafted, draft)
    again(drafted)
    assert any("经各方努力" in line for line in lines(drafted))


@pytest.mark.more
def test_a_register_of_before_gets_the_columns_and_the_sheet_it_lacks(drafted: Path, edited: Path) -> None:
    path = drafted / "inputs/2023/处理登记.xlsx"
    for spoil in ("columns", "sheet", "file"):
        book = openpyxl.load_workbook(path)
        if spoil == "columns":
            book["编辑用语"].delete_cols(7, 2)
            book.save(path)
        elif spoil == "sheet":
            del book["编辑用语"]
            book.save(path)
        else:
            path.unlink()
        keep(drafted, edited)
        assert minsheng("-C", drafted, "keep", edited).code == 0, spoil
        assert len(register(drafted)) == 5
        assert not [
            one
            for one in minsheng("-C", drafted, "check", CLEAN, "--json").json["findings"]
            if one["code"] == "D01"
        ]


@pytest.mark.more
def test_two_drafts_of_one_paragraph_are_not_settled_by_who_comes_last(drafted: Path, tmp_path: Path) -> None:
    first, second = (
        edit(printed(drafted), tmp_path / f"{word}.docx", reword("作了汇总", f"作了汇总{word}"))
        for word in ("核对", "比较")
    )
    keep(drafted, first)
    (offer,) = minsheng("-C", drafted, "keep", second, "--json").json["edits"]
    assert "汇总核对" in offer["doubt"] and not offer["kept"]
    keep(drafted, second)
    again(drafted)
    assert any("汇总核对" in line for line in lines(drafted))
    keep(drafted, second, "--only", "1")
    again(drafted)
    assert any("汇总比较" in line for line in lines(drafted))
    # The first one again: it was kept, and then put aside by a person.
    (offer,) = minsheng("-C", drafted, "keep", first, "--json").json["edits"]
    assert "汇总比较" in offer["doubt"] and not offer["kept"]


@pytest.mark.more
def test_what_was_added_behind_something_nobody_keeps_stands_all_the_same(
    drafted: Path, tmp_path: Path
) -> None:
    given = edit(
        printed(drafted), tmp_path / "两段.docx", add("分件看", "其一专班。"), add("其一专班", "其二专班。")
    )
    keep(drafted, given, "--only", "2")
    told = minsheng("-C", drafted, "keep", given, "--json").json["edits"]
    assert [(one["now"], one["kept"]) for one in told] == [("其一专班。", False), ("其二专班。", True)]
    assert again(drafted) == {}
    said = lines(drafted)
    assert said[said.index("其二专班。") - 1].startswith("分件看")


def test_a_figure_that_only_a_table_has_is_no_sentence_s(ran: Path) -> None:
    """It is written for its column: 0.824 under 万人. The row is told, the paragraph stays the program's."""
    facts = json.loads(printed(ran).with_name("manifest.json").read_text("utf-8"))["documents"]
    trace = remembered(facts)[REPORT]
    document = Rendered(
        printed(ran).read_bytes(), trace.mark, Figures(tuple(one.figure for one in trace.figures))
    )
    held = {name: line for line in trace.lines for name in names(line)}
    bodily = [
        (one.figure.about, one.figure.how) for one in trace.figures if not held[one.name].startswith("| ")
    ]
    lone = next(
        one.figure
        for one in trace.figures
        if held[one.name].startswith("| ") and (one.figure.about, one.figure.how) not in bodily
    )
    original = Original("特此报告。", (Fact(lone.text, lone.about, lone.how),))
    row = Kept(
        Month.parse(CLEAN),
        "报告",
        Change.REPLACE,
        original,
        f"特此报告〖{lone.text}〗。",
        POST,
        lone.cells[0],
    )
    made, (remark,) = with_kept(document, [row])
    assert (made, remark.matter) == (document, Matter.LOST)


@pytest.mark.more
def test_what_no_row_can_hold_is_told(drafted: Path, tmp_path: Path) -> None:
    """A table's cell, a comment beside the text, a header; a measure that was changed."""
    document = docx.Document(str(printed(drafted)))
    cell = next(one for table in document.tables for one in table._cells if one.text == "目前达标")
    cell.paragraphs[0].runs[0].text = "已达标"
    document.add_comment(document.paragraphs[20].runs[0], text="请再核一下", author="")
    document.sections[0].header.paragraphs[0].text = "讨论稿"
    run = next(run for one in document.paragraphs for run in one.runs if run.text.startswith("户，"))
    run.text = run.text.replace("户", "万户", 1)
    given = tmp_path / "各处.docx"
    document.save(str(given))
    result = minsheng("-C", drafted, "keep", given, "--json")
    told = result.json
    assert ([one["ways"] for one in told["edits"]], told["notes"], result.code) == ([[]], ["请再核一下"], 1)
    assert "计量单位" in told["edits"][0]["trouble"]
    assert [
        "已达标" in (one["now"] or "") or "讨论稿" in (one["now"] or "") for one in told["elsewhere"]
    ] == [True, True]
    said = minsheng("-C", drafted, "keep", given).out
    assert "请再核一下：批注不收" in said and "收不下来" in said
    keep(drafted, given)
    assert register(drafted) == []


@pytest.mark.pages
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_edits_are_found_in_a_document_saved_by_another_program(
    kind: str, drafted: Path, edited: Path, tmp_path: Path
) -> None:
    """Runs split and joined anew, bookmarks renumbered, properties rewritten: the same edits, and no other."""
    needed("soffice")
    before = minsheng("-C", drafted, "keep", edited, "--json").json["edits"]
    (untouched, given) = through(kind, [printed(drafted), edited], tmp_path)
    said = minsheng("-C", drafted, "keep", untouched, "--json")
    assert (said.code, said.json["edits"], said.json["figures"], said.json["elsewhere"]) == (0, [], [], [])
    told = minsheng("-C", drafted, "keep", given, "--json").json
    assert [one["id"] for one in told["edits"]] == [one["id"] for one in before]
    keep(drafted, given)
    stands = [line for line in document_text(edited.read_bytes()).splitlines() if line.strip()]
    again(drafted)
    assert lines(drafted) == stands
