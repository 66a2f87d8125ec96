"""What people do to a document, and what is found of it: exactly that, nothing else."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.refresh import Unfit, refreshed, unfit
from pipeline.documents.provenance.said import Vocabulary
from pipeline.documents.provenance.scrutiny import Reworded
from pipeline.documents.provenance.trace import Trace, traced
from pipeline.documents.provenance.verify import State, Verified, reads_as, verify
from pipeline.documents.rendering.render import render
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.word.lines import bookmark_names, document_lines, document_text
from pipeline.model.figures import Cell
from pipeline.model.phrases import Letter, Mark, Phrase, Printed, phrase, quoted
from tests.documents.conftest import needed

DAY = date(2023, 5, 25)


def cell(ref: str, read: str) -> Cell:
    return Cell("inputs/2023/05/甲.xlsx", "进展情况", ref, read, sha256="ab" * 32)


JOBS, SHARE = cell("G5", "5.83"), cell("G6", "540")


def figure(text: str, value: str, how: str, about: str, *cells: Cell) -> Printed:
    return Printed(text, Decimal(value), "人", how, cells, about)


@dataclass(frozen=True)
class Row:
    name: str
    value: Phrase
    standing: str


@dataclass(frozen=True)
class Note:
    paragraphs: tuple[Phrase, ...]
    rows: tuple[Row, ...]


def note(jobs: str = "5.83", rate: str = "81.5%", word: str = "高于", standing: str = "超序时进度") -> Note:
    amount = figure(jobs, str(Decimal(jobs) * 10000), "累计完成", "T01-1", replace(JOBS, read=jobs))
    share = figure(rate, rate.rstrip("%"), "累计完成÷年度目标", "T01-1", replace(JOBS, read=jobs))
    parking = figure("540", "540", "累计完成", "T09-2", SHARE)
    return Note(
        (
            phrase("截至5月20日，新增城镇就业", amount, "万人，完成年度目标任务的", share, f"，{word}序时进度。"),
            phrase("新增停车泊位", parking, "个。据市城管局反映，", quoted("3处用地未交付", cell("N6", "3处用地未交付！"), "T09-2"), "。"),
            phrase("12件实事按《通知》（云政办〔2023〕7号）推进。"),
        ),
        (Row("新增城镇就业", phrase(amount), standing), Row("新增停车泊位", phrase(parking), "进度滞后")),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("模板")
    document = docx.Document()
    for text in ("{%p for text in paragraphs %}", "{{ text }}", "{%p endfor %}"):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=3)
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    for place_, tag in zip(table.rows[1].cells, ("name", "value", "standing"), strict=True):
        place_.text = f"{{{{ row.{tag} }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    document.save(str(place / "便笺.docx"))
    return place


def made(folder: Path, context: Note) -> tuple[bytes, Trace]:
    documents = render([Letter("便笺", "便笺.docx", "便笺.docx", context)], folder, DAY)
    return documents["便笺.docx"].data, traced(documents)["便笺.docx"]


def edited(data: bytes, change: Callable[[Document], None]) -> bytes:
    document = docx.Document(io.BytesIO(data))
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def found(data: bytes, trace: Trace, now: Trace | None = None) -> tuple[dict[str, str], list[str]]:
    """Figures that are not 一致, as bookmark: state and what stands there; numbers nothing backs."""
    cells = {one: one.read for mark in (now or trace).figures for one in mark.figure.cells}
    reads = {(one.sheet, one.ref): read for one, read in cells.items()}
    own = {one: reads.get((one.sheet, one.ref)) for mark in trace.figures for one in mark.figure.cells}
    result = verify(document_lines(data), trace, now or trace, own)
    states = {
        one.mark.name: f"{one.state}：{one.text}" for one in result.figures if one.state is not State.SAME
    }
    return states, [one.text for one in result.untraced]


def bookmark(document: Document, name: str) -> tuple[BaseOxmlElement, BaseOxmlElement, list[BaseOxmlElement]]:
    """Its beginning, its end and the runs between."""
    start = next(one for one in document.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == name)
    runs, one = [], start.getnext()
    while one.tag != qn("w:bookmarkEnd"):
        runs.append(one)
        one = one.getnext()
    return start, one, runs


def write(name: str, text: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        first, *others = [one for run in bookmark(document, name)[2] for one in run.iter(qn("w:t"))]
        first.text = text
        for other in others:
            other.text = ""

    return change


def unmark(name: str, keep: bool) -> Callable[[Document], None]:
    """The bookmark goes, as when somebody selects its text and types; its text stays or goes with it."""

    def change(document: Document) -> None:
        start, end, runs = bookmark(document, name)
        for one in (start, end, *(() if keep else runs)):
            one.getparent().remove(one)

    return change


def split(name: str) -> Callable[[Document], None]:
    """Its run in two, as Word leaves it where somebody has typed in the middle."""

    def change(document: Document) -> None:
        (run,) = bookmark(document, name)[2]
        other = deepcopy(run)
        run.addnext(other)
        first, second = run.find(qn("w:t")), other.find(qn("w:t"))
        first.text, second.text = first.text[:2], first.text[2:]

    return change


def add(number: int, text: str) -> Callable[[Document], None]:
    return lambda document: _text(document, number).add_run(text) and None


def _text(document: Document, number: int) -> Paragraph:
    return document.paragraphs[number]


def turn_round(document: Document) -> None:
    document.paragraphs[2]._p.addnext(document.paragraphs[0]._p)


def copy_paragraph(document: Document) -> None:
    """As Word copies: the bookmarks stay with the first."""
    copied = deepcopy(document.paragraphs[1]._p)
    for mark in list(copied.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    document.paragraphs[2]._p.addnext(copied)


def copy_with_bookmarks(document: Document) -> None:
    """As some programs copy: two bookmarks of one name."""
    document.paragraphs[2]._p.addnext(deepcopy(document.paragraphs[1]._p))


def drop_row(document: Document) -> None:
    row = document.tables[0].rows[-1]._tr
    row.getparent().remove(row)


def emptied(name: str, text: str) -> Callable[[Document], None]:
    """The text in the bookmark goes, and is typed again behind it."""

    def change(document: Document) -> None:
        _, end, runs = bookmark(document, name)
        copied = deepcopy(runs[0])
        write(name, "")(document)
        end.addnext(copied)
        copied.find(qn("w:t")).text = text

    return change


def another_row(document: Document) -> None:
    """The second row goes, and one about something alike takes its place."""
    drop_row(document)
    row = document.tables[0].add_row()
    for place, text in zip(row.cells, ("新建停车泊位", "800", "进度正常"), strict=True):
        place.text = text


def drop_paragraph(document: Document) -> None:
    document.paragraphs[0]._p.getparent().remove(document.paragraphs[0]._p)


def retype(name: str, text: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        write(name, text)(document)
        unmark(name, keep=True)(document)

    return change


def fold(old: str, new: str) -> Callable[[Document], None]:
    """Write `new` for `old` in the words around figures."""

    def change(document: Document) -> None:
        text = next(one for one in document.element.iter(qn("w:t")) if one.text and old in one.text)
        text.text = text.text.replace(old, new)

    return change


EDITS: dict[str, tuple[Callable[[Document], None], dict[str, str], list[str]]] = {
    "nothing": (lambda document: None, {}, []),
    "a figure changed": (write("_f0001", "5.93"), {"_f0001": "被改动：5.93"}, []),
    "a figure emptied": (write("_f0001", ""), {"_f0001": "已删除："}, []),
    "a figure deleted with its bookmark": (unmark("_f0002", keep=False), {"_f0002": "已删除："}, []),
    "a figure typed again, equal": (retype("_f0001", "5.83"), {}, []),
    "a figure typed again, another": (retype("_f0001", "6.83"), {"_f0001": "被改动：6.83"}, []),
    "a figure in a table typed again, equal": (retype("_f0005", "5.83"), {}, []),
    "a figure in a table typed again, another": (retype("_f0006", "999"), {"_f0006": "被改动：999"}, []),
    "words of a unit changed": (write("_f0004", "用地未交付"), {"_f0004": "被改动：用地未交付"}, []),
    "a paragraph moved": (turn_round, {}, []),
    "a paragraph copied": (copy_paragraph, {}, []),
    "a paragraph dropped": (drop_paragraph, {"_f0001": "已删除：", "_f0002": "已删除："}, []),
    "a number added": (add(1, "另有1200个已开工。"), {}, ["1200"]),
    "a number added in full-width digits": (add(1, "另有１２００个已开工。"), {}, ["1200"]),
    "a number with decimals added": (add(2, "投资3.5亿元。"), {}, ["3.5"]),
    "the same number as a figure added": (add(2, "其中540个。"), {}, ["540"]),
    "a digit put before a figure": (fold("新增停车泊位", "新增停车泊位1"), {"_f0003": "被改动：1540"}, []),
    "a digit put behind a figure": (fold("万人，", "7万人，"), {"_f0001": "被改动：5.837"}, []),
    "a minus put before a figure": (fold("新增停车泊位", "新增停车泊位-"), {"_f0003": "被改动：-540"}, []),
    "a fixed number changed": (fold("12", "13"), {}, ["13"]),
    "万 taken away": (fold("万人，", "人，"), {"_f0001": "被改动：5.83人"}, []),
    "万 put in": (fold("个。据", "万个。据"), {"_f0003": "被改动：540万"}, []),
    "another measure": (fold("万人，", "万户，"), {"_f0001": "被改动：5.83万"}, []),
    "the same figure in full-width digits": (write("_f0001", "５.８３"), {}, []),
    "a figure emptied and typed beside its bookmark": (emptied("_f0001", "5.83"), {}, []),
    "a row of the table deleted": (drop_row, {"_f0006": "已删除："}, []),
    "a row of the table put in place of another": (another_row, {"_f0006": "已删除："}, ["800"]),
    "a figure in two runs": (split("_f0001"), {}, []),
    "a number typed where days stood": (add(2, "其中24个，2023个，9个。"), {}, ["24", "2023", "9"]),
    "a paragraph with its bookmarks copied": (copy_with_bookmarks, {}, []),
    "a long number that is no telephone": (add(2, "投资15000000000元、5678年、1234月。"), {}, ["15000000000", "5678", "1234"]),
    "words without numbers added": (add(0, "请继续抓紧推进。"), {}, []),
    "a day, a document's number, a telephone": (
        add(2, "请于6月9日前反馈（〔2023〕15号），电话0373-1234567，13900000000。"), {}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_exactly_what_was_done_is_found(folder: Path, edit: str) -> None:
    data, trace = made(folder, note())
    change, states, untraced = EDITS[edit]
    assert found(edited(data, change), trace) == (states, untraced)


@pytest.fixture(scope="module")
def saved_again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, Trace]]:
    """The document opened with LibreOffice and saved as .docx."""
    needed("soffice")
    place = tmp_path_factory.mktemp("另存")
    data, trace = made(folder, note())
    (place / "便笺.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    kind = "docx:MS Word 2007 XML"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(place / "新"),
        str(place / "便笺.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    yield (place / "新" / "便笺.docx").read_bytes(), trace


@pytest.mark.parametrize("edit", EDITS)
def test_the_same_is_found_in_a_document_saved_by_another_program(
    saved_again: tuple[bytes, Trace], edit: str
) -> None:
    data, trace = saved_again
    change, states, untraced = EDITS[edit]
    assert found(edited(data, change), trace) == (states, untraced)


def test_a_document_saved_by_another_program_is_still_known(saved_again: tuple[bytes, Trace]) -> None:
    data, trace = saved_again
    assert trace.mark in {name[: len(trace.mark)] for name in bookmark_names(data, "_set")}


CHANGED = note("5.40", "75.5%", "略高于", "按序时进度")


def test_what_sources_no_longer_give_is_told_and_nothing_else(folder: Path) -> None:
    data, trace = made(folder, note())
    _, now = made(folder, CHANGED)
    told = "来源已变：5.83"
    assert found(data, trace, now) == ({"_f0001": told, "_f0002": "来源已变：81.5%", "_f0005": told}, [])


def test_a_figure_written_over_is_told_though_its_source_changed_as_well(folder: Path) -> None:
    """What it should be now is 5.40: neither that nor what was printed stands there."""
    data, trace = made(folder, note())
    _, now = made(folder, CHANGED)
    states, _ = found(edited(data, write("_f0001", "5.99")), trace, now)
    assert (states["_f0001"], states["_f0002"]) == ("被改动：5.99", "来源已变：81.5%")


def test_a_figure_that_no_paper_of_today_prints_has_lost_its_source(folder: Path) -> None:
    """Of another version it is held against its own cells alone."""
    data, trace = made(folder, note())
    now = replace(trace, figures=tuple(one for one in trace.figures if one.figure.about == "T01-1"))
    lost = {"_f0003": "来源已变：540", "_f0004": "来源已变：3处用地未交付", "_f0006": "来源已变：540"}
    own = {one: one.read for mark in trace.figures for one in mark.figure.cells}
    for older, expected in ((False, lost), (True, {})):
        result = verify(document_lines(data), trace, now, own, older=older)
        states = {one.mark.name: f"{one.state}：{one.text}" for one in result.figures}
        assert {name: said for name, said in states.items() if not said.startswith("一致")} == expected


def test_where_no_paper_can_be_made_today_a_figure_is_held_against_what_was_printed(folder: Path) -> None:
    data, trace = made(folder, note())
    own = {one: one.read for mark in trace.figures for one in mark.figure.cells}
    for change, state in ((write("_f0001", "5.83"), "一致"), (write("_f0001", "5.93"), "被改动")):
        result = verify(document_lines(edited(data, change)), trace, None, own)
        assert [str(one.state) for one in result.figures] == [state, *["一致"] * 5]
        assert [one.expected for one in result.figures][:2] == ["5.83", "81.5%"]


def test_a_sentence_written_as_it_would_be_today_is_right_whatever_rule_its_figures_have_now(
    folder: Path,
) -> None:
    data, trace = made(folder, note())
    _, now = made(folder, CHANGED)
    another = tuple(Mark(one.name, replace(one.figure, how=f"{one.figure.how}（新）")) for one in now.figures)
    mended = edited(
        edited(data, write("_f0001", "5.40")),
        lambda document: (write("_f0002", "75.5%")(document), fold("，高于", "，略高于")(document)),
    )
    states, _ = found(mended, trace, replace(now, figures=another))
    assert not {"_f0001", "_f0002"} & states.keys()


def carried_off(document: Document) -> None:
    """A figure in its bookmark cut out of its sentence and put behind another."""
    start, end, runs = bookmark(document, "_f0003")
    for one in (start, *runs, end):
        document.paragraphs[2]._p.append(one)


@pytest.mark.parametrize(
    ("change", "states"),
    [
        (fold("，高于", "，低于"), {"_f0001": "说法不符：5.83", "_f0002": "说法不符：81.5%"}),
        (fold("新增城镇就业", "本年新增城镇就业"), {"_f0001": "措辞已改：5.83"}),
        (carried_off, {"_f0003": "移了位置：540"}),
    ],
    ids=["the contrary", "polished", "moved"],
)
def test_a_figure_that_is_right_among_other_words_is_told_for_its_words(
    change: Callable[[Document], None], states: dict[str, str], folder: Path
) -> None:
    data, trace = made(folder, note())
    assert found(edited(data, change), trace)[0] == states


@pytest.mark.parametrize(
    ("change", "ok"),
    [
        (lambda document: None, True),
        (fold("新增城镇就业", "本年新增城镇就业"), True),
        (write("_f0001", "5.93"), False),
        (add(1, "另有1200个。"), False),
        (fold("进度滞后", "超序时进度"), False),
    ],
    ids=["nothing", "polished", "a figure", "a number", "a class"],
)
def test_a_document_is_right_if_nothing_in_it_is_wrong(
    change: Callable[[Document], None], ok: bool, folder: Path
) -> None:
    data, trace = made(folder, note())
    own = {one: one.read for mark in trace.figures for one in mark.figure.cells}
    terms = Vocabulary(classes={"超序时进度": "超序时", "进度滞后": "滞后"})
    assert verify(document_lines(edited(data, change)), trace, trace, own, terms).ok is ok


def of_jobs(data: bytes, trace: Trace, now: Trace, read: str = "5.83") -> str:
    """The state of the first figure, where its cell holds `read` now."""
    own = {
        one: read if one.read == "5.83" else one.read for mark in trace.figures for one in mark.figure.cells
    }
    return str(verify(document_lines(data), trace, now, own).figures[0].state)


def today(trace: Trace, **changes: object) -> Trace:
    """The same papers today, their first figure otherwise."""
    first, *others = trace.figures
    return replace(trace, figures=(Mark(first.name, replace(first.figure, **changes)), *others))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "read", "state"),
    [
        ({}, "5.83", "一致"),
        ({}, "5.84", "来源已变"),
        ({"value": Decimal(58304)}, "5.83", "来源已变"),
        ({"text": "5.85"}, "5.83", "来源已变"),
        ({"text": "58300"}, "5.83", "一致"),
        ({"text": "五万多"}, "5.83", "来源已变"),
    ],
    ids=["nothing", "the cell", "the value", "the digits", "another scale", "words"],
)
def test_a_figure_is_the_same_of_one_value_and_one_cell_in_whatever_scale(
    changes: dict[str, object], read: str, state: str, folder: Path
) -> None:
    data, trace = made(folder, note())
    assert of_jobs(data, trace, today(trace, **changes), read) == state


def test_a_number_of_a_line_that_went_backs_one_that_came_and_no_second(folder: Path) -> None:
    def change(document: Document) -> None:
        document.paragraphs[2]._p.getparent().remove(document.paragraphs[2]._p)
        add(1, "共12件，其中12件。")(document)

    data, trace = made(folder, note())
    assert found(edited(data, change), trace)[1] == ["12"]


def test_a_sentence_of_today_typed_behind_another_has_no_number_that_nothing_backs(folder: Path) -> None:
    data, trace = made(folder, note())
    _, now = made(folder, CHANGED)
    today = "截至5月20日，新增城镇就业5.40万人，完成年度目标任务的75.5%，略高于序时进度。"
    assert found(edited(data, add(2, today)), trace, now)[1] == []
    assert found(edited(data, add(2, today.replace("75.5", "76.5"))), trace, now)[1] == ["5.40", "76.5"]


def test_a_number_that_nothing_backs_is_shown_with_the_words_around_it(folder: Path) -> None:
    data, trace = made(folder, note())
    lines = document_lines(edited(data, add(1, "另有1200个已开工，还有一些正在办理手续。")))
    result = verify(lines, trace, trace, {})
    assert [one.where for one in result.untraced] == ["映，3处用地未交付。另有1200个已开工，还有一些正在办"]


def test_new_figures_go_into_an_edited_draft_and_every_word_stays(folder: Path) -> None:
    data, trace = made(folder, note())
    draft = edited(edited(data, add(0, "成绩来之不易！")), write("_f0003", "541"))
    new = refreshed(
        draft, {"_f0001": "5.40", "_f0002": "75.5%", "_f0005": "5.40"}, (trace.mark, "_set" + "0" * 16)
    )
    before, after = document_text(draft).splitlines(), document_text(new).splitlines()
    assert [line for line in after if line not in before] == [
        "截至5月20日，新增城镇就业5.40万人，完成年度目标任务的75.5%，高于序时进度。成绩来之不易！",
        "| 新增城镇就业 | 5.40 | 超序时进度 |",
    ]
    assert bookmark_names(new, "_set") == ("_set" + "0" * 16,)
    _, now = made(folder, CHANGED)
    assert found(new, trace, now) == ({"_f0003": "被改动：541"}, [])


def test_a_figure_whose_run_word_has_split_is_written_once(folder: Path) -> None:
    data, trace = made(folder, note())
    new = refreshed(edited(data, split("_f0001")), {"_f0001": "5.40"}, (trace.mark, trace.mark))
    assert "新增城镇就业5.40万人，" in document_text(new)


def test_words_that_no_longer_fit_are_told(folder: Path) -> None:
    (_, before), (_, now) = made(folder, note()), made(folder, CHANGED)
    assert list(unfit(before, now)) == [
        Unfit(
            "截至5月20日，新增城镇就业5.83万人，完成年度目标任务的81.5%，高于序时进度。",
            "截至5月20日，新增城镇就业5.40万人，完成年度目标任务的75.5%，略高于序时进度。",
        ),
        Unfit("| 新增城镇就业 | 5.83 | 超序时进度 |", "| 新增城镇就业 | 5.40 | 按序时进度 |"),
    ]


def test_of_a_line_only_the_sentence_that_no_longer_fits_is_told() -> None:
    before, now = (
        Trace("_set0", (), (f"年度目标已完成。进度{word}。请继续抓紧。",)) for word in ("正常", "滞后")
    )
    assert list(unfit(before, now)) == [Unfit("进度正常。", "进度滞后。")]


def test_a_line_that_went_and_one_that_came_are_told() -> None:
    whole, half = (Trace("_set0", (), lines) for lines in (("甲。", "乙。"), ("甲。",)))
    assert list(unfit(whole, half)) == [Unfit("乙。", "")]
    assert list(unfit(half, whole)) == [Unfit("", "乙。")]


def test_where_only_figures_change_no_word_is_told(folder: Path) -> None:
    (_, before), (_, now) = made(folder, note()), made(folder, note("5.90", "82.5%"))
    assert list(unfit(before, now)) == []


def remembered(*figures: Printed) -> Trace:
    """A document that prints each figure in a sentence of its own."""
    marks = tuple(Mark(f"_f{number:04d}", figure) for number, figure in enumerate(figures, 1))
    return Trace("_set0", marks, tuple(f"项目{{{mark.name}}}。" for mark in marks))


def of_month(month: str, text: str) -> Printed:
    return figure(
        text,
        text,
        "累计完成",
        "T03-1",
        Cell(f"inputs/2023/{month}/甲.xlsx", "进展情况", "G5", text, sha256=""),
    )


def test_a_figure_is_never_paired_with_another_month_s() -> None:
    before = remembered(of_month("04", "655"), of_month("05", "742"))
    assert dict(paired(before, remembered(of_month("05", "743")))) == {"_f0002": of_month("05", "743")}


def test_a_figure_that_stands_elsewhere_now_is_still_the_same() -> None:
    before = remembered(of_month("04", "655"), of_month("05", "742"))
    now = remembered(of_month("05", "742"), of_month("04", "656"))
    assert dict(paired(before, now)) == {"_f0001": of_month("04", "656"), "_f0002": of_month("05", "742")}


def test_a_figure_printed_in_two_ways_elsewhere_now_is_paired_with_neither() -> None:
    stayed = of_month("05", "742"), of_month("06", "750")
    before = remembered(of_month("04", "655"), *stayed)
    again = remembered(*stayed, of_month("04", "656"), of_month("04", "656"))
    assert dict(paired(before, again))["_f0001"] == of_month("04", "656")
    apart = remembered(*stayed, of_month("04", "656"), of_month("04", "0.07"))
    assert "_f0001" not in dict(paired(before, apart))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("5.83", True), ("5.83万人", True), ("５.８３万人", True), ("5.83%", False), ("5.83万户", False), ("5.8", False), ("15.83", False), ("", False)],
)  # fmt: skip
def test_what_people_may_call_a_figure(asked: str, meant: bool) -> None:
    assert reads_as(figure("5.83", "58300", "累计完成", "T01-1", JOBS), asked) is meant


@pytest.mark.parametrize(("asked", "meant"), [("81.5", True), ("81.5%", True), ("81.5人", False)])
def test_a_rate_is_called_by_no_measure(asked: str, meant: bool) -> None:
    assert reads_as(figure("81.5%", "81.5", "累计完成÷年度目标", "T01-1", JOBS), asked) is meant


def test_a_number_in_a_footnote_is_seen(folder: Path) -> None:
    data, trace = made(folder, note())
    parts = parts_of(data)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>另有4321个项目</w:t></w:r></w:p></w:footnote></w:footnotes>'
    ).encode()
    link = (
        b'<Relationship Id="rIdNotes" Target="footnotes.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
    )
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", link + b"</Relationships>")
    noted = package(packed(name, part) for name, part in parts.items())
    assert found(noted, trace) == ({}, ["4321"])


# Documents that another version made


def of_another_version(data: bytes, trace: Trace, now: Trace, older: bool = True) -> list[tuple[str, bool]]:
    """What its words are told for: the sentence as it stands, whether it says the contrary."""
    own = {one: one.read for mark in trace.figures for one in mark.figure.cells}
    terms = Vocabulary(classes={"超序时进度": "超序时", "进度滞后": "滞后"})
    result = verify(document_lines(data), trace, now, own, terms, older)
    return [(one.stands, bool(one.contrary)) for one in result.words]


def test_what_another_version_worded_otherwise_is_a_hint_and_a_changed_figure_s_words_are_not(
    folder: Path,
) -> None:
    data, trace = made(folder, note())
    _, now = made(folder, note(word="低于", standing="进度滞后"))
    assert [contrary for _, contrary in of_another_version(data, trace, now, older=False)] == [True, True]
    assert [contrary for _, contrary in of_another_version(data, trace, now)] == [False, False]
    _, fallen = made(folder, note("2.1", "30.0%", "低于"))
    assert any(contrary for _, contrary in of_another_version(data, trace, fallen))


def test_a_sentence_without_a_figure_that_says_the_contrary_is_not_in_order() -> None:
    """各项任务按序时进度推进 turned into its contrary, every figure as printed; polished it is."""
    turned = Reworded("没有进度滞后的指标。", "进度滞后的指标较多。", (("没有", ""),))
    assert not Verified((), (), (turned,)).ok
    assert Verified((), (), (replace(turned, contrary=()),)).ok


def test_a_figure_reckoned_the_other_way_round_from_the_same_cells_is_the_same() -> None:
    below = Printed("0.03", Decimal("-0.03"), "百分点", "认定数－年度目标", (JOBS,), "T01-1")
    turned = replace(below, value=Decimal("0.03"), how="年度目标－认定数")
    then, now = (Trace("_set", (Mark("_f0001", one),), ("低于目标{_f0001}",)) for one in (below, turned))
    assert dict(paired(then, now)) == {"_f0001": below}
    other = replace(turned, cells=(SHARE,))
    assert dict(paired(then, replace(now, figures=(Mark("_f0001", other),)))) == {}
