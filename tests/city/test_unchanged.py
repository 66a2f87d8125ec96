"""Unchanged is said at once, and only where it is: whatever is touched, warm and cold say and make the same."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from yunchuan import MESSY

from pipeline.files.spreadsheets.books import WORKER
from pipeline.model.workspace import Workspace
from pipeline.workflows import collecting, month, reading, recognition, status, unchanged
from pipeline.workflows.unchanged import Question
from tests.command import Result, minsheng

TODAY = "2023-07-02"
ANSWER = {"lines": ["一句"], "document": {"a": 1}, "code": 1}
REPEATED = {
    "check": ("check", MESSY),
    "check --return": ("check", MESSY, "--return"),
    "forms": ("forms", MESSY),
    "remind": ("remind", MESSY, "--letter"),
    "monthly": ("monthly", MESSY),
    "status": ("status",),
}


def say(root: Path, *command: str, today: str = TODAY) -> Result:
    return minsheng("-C", root, *command, "--today", today)


def asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on whoever reads a plan or a sheet fails."""

    def read(*_: object) -> None:
        raise AssertionError("不该再读一遍")

    monkeypatch.setattr(collecting, "read", read)
    monkeypatch.setattr(collecting, "judged", read)
    monkeypatch.setattr(collecting, "plan_of", read)
    monkeypatch.setattr(reading, "judged", read)
    monkeypatch.setattr(month, "read", read)
    monkeypatch.setattr(status, "examine_plan", read)


def awake(result: Result) -> bool:
    """Whether anything was read although nobody could."""
    return result.code == 4 or "内部" in result.err


@pytest.mark.parametrize("command", REPEATED)
def test_asked_again_nothing_is_read(command: str, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words but for 已生成, the same JSON, the same exit code; the set stays as it lies there."""
    first = say(city, *REPEATED[command])
    before = {path: path.read_bytes() for path in (city / "outputs").glob("*/*") if path.is_file()}
    working = say(city, *REPEATED[command], "--no-cache")
    asleep(monkeypatch)
    again = say(city, *REPEATED[command])
    assert (again.code, again.out) == (working.code, working.out)
    assert first.code == again.code
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.more
def test_a_set_need_not_be_put_into_words_again(drafted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its documents would say today is known while nothing has changed; `--no-cache` asks the sheets all the same."""
    document = next((drafted / f"outputs/{MESSY}").glob("*报告.docx"))
    first = say(drafted, "verify", str(document))
    made: list[str] = []
    real = recognition.month_written
    monkeypatch.setattr(recognition, "month_written", lambda *a, **k: (made.append("又做"), real(*a, **k))[1])
    assert say(drafted, "verify", str(document)) == first
    assert not made
    assert say(drafted, "verify", str(document), "--no-cache") == first
    assert len(made) == 1
    another_word(drafted)
    say(drafted, "verify", str(document))
    assert len(made) == 2


def sheet(root: Path) -> Path:
    return min((root / "inputs/2023/05").rglob("*.xlsx"))


def another_word(root: Path) -> None:
    book = openpyxl.load_workbook(sheet(root))
    book.worksheets[0].cell(60, 1, "另存")
    book.save(sheet(root))


def word_of_template(root: Path) -> None:
    path = root / "templates" / "报告.docx"
    document = docx.Document(str(path))
    document.add_paragraph("另加一句")
    document.save(str(path))


def in_register(root: Path) -> None:
    (path,) = (root / "inputs/2023").glob("处理登记.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[-1].cell(60, 1, "另存")
    book.save(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a sheet has another word": another_word,
    "a sheet has another name": lambda root: sheet(root).rename(sheet(root).with_name("改名.xlsx")),
    "a sheet is gone": lambda root: sheet(root).unlink(),
    "a sheet came in": lambda root: shutil.copy(sheet(root), root / "inputs/2023/05/又一份.xlsx"),
    "another month's sheet": lambda root: next((root / "inputs/2023/04").rglob("*.xlsx")).unlink(),
    "the register": in_register,
    "a template": word_of_template,
    "a holiday": lambda root: next((root / "inputs").rglob("*.toml")).write_text("", encoding="utf-8"),
    "a document was edited": lambda root: (next((root / f"outputs/{MESSY}").glob("*报告.docx"))).write_bytes(
        b"edited"
    ),
    "a document is gone": lambda root: next((root / f"outputs/{MESSY}").glob("*报告.docx")).unlink(),
    "the set is gone": lambda root: (root / f"outputs/{MESSY}").unlink(),
    "the manifest": lambda root: (root / f"outputs/{MESSY}/manifest.json").write_text("{}", encoding="utf-8"),
    "a link": lambda root: (root / "inputs/2023/05/链接.xlsx").symlink_to(sheet(root)),
}


def ask(root: Path) -> Question:
    """The question a test asks again, as the workspace is now."""
    return Question.of(Workspace(root), "monthly", MESSY)


@pytest.fixture(scope="module")
def answered(ran: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the question was answered. Never changed."""
    root = Path(shutil.copytree(ran, tmp_path_factory.mktemp("问过") / "工作目录", symlinks=True))
    ask(root).keep(ANSWER, MESSY)
    return root


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_it_is_worked_out(change: str, answered: Path) -> None:
    """No answer of before stands in for what would be said now; put back byte for byte, it is known again."""
    kept = answered.with_name(f"{answered.name}-原样")
    shutil.copytree(answered, kept, symlinks=True)
    try:
        assert ask(answered).answered() == ANSWER
        CHANGES[change](answered)
        assert ask(answered).answered() is None
    finally:
        shutil.rmtree(answered)
        kept.rename(answered)
    assert ask(answered).answered() == ANSWER


@pytest.mark.parametrize("words", [("--today", "2023-06-01"), ("--no-cache",), ("--keep", "2"), ("--final",)])
def test_another_question_is_worked_out(
    words: tuple[str, ...], drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another day, sheets read afresh, other terms, a final set."""
    minsheng("-C", drafted, "monthly", MESSY)
    asleep(monkeypatch)
    assert awake(minsheng("-C", drafted, "monthly", MESSY, *words))
    assert not awake(minsheng("-C", drafted, "monthly", MESSY))


def test_another_program_works_it_out(answered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version said is not ours."""
    monkeypatch.setattr(unchanged, "program", lambda: "别的版本")
    assert ask(answered).answered() is None


def test_a_lost_reader_is_no_answer(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too slow today may be quick tomorrow."""
    asked = Question.of(Workspace(built), "a lost reader")
    with monkeypatch.context() as patch:
        patch.setattr(WORKER, "lost", 1)
        asked.keep(ANSWER, None)
    assert asked.answered() is None
    asked.keep(ANSWER, None)
    assert asked.answered() == ANSWER


def test_what_came_in_meanwhile_is_no_answer(city: Path) -> None:
    """A sheet that arrived while the others were read was not part of the question."""
    before = Question.of(Workspace(city), "meanwhile")
    came = CHANGES["a sheet came in"]
    came(city)
    before.keep(ANSWER, None)
    assert before.answered() is None
    assert Question.of(Workspace(city), "meanwhile").answered() is None


def drawn(root: Path, dice: random.Random) -> str:
    """One edit somebody may make between two runs; which."""
    kind = dice.choice(["sheet", "plan", "register", "template", "copy", "rename", "remove", "nothing"])
    sheets = sorted((root / "inputs/2023").glob("0[456]/**/*.xlsx"))
    path = dice.choice(sheets)
    if kind in ("sheet", "plan", "register"):
        place = {"sheet": path, "plan": root / "inputs/2023/任务分解表.xlsx"}.get(
            kind, root / "inputs/2023/处理登记.xlsx"
        )
        book = openpyxl.load_workbook(place)
        page = dice.choice(book.worksheets)
        cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        cell = dice.choice(cells)
        cell.value = dice.choice([None, 7, "改过", cell.value])
        book.save(place)
    elif kind == "template":
        document = docx.Document(str(root / "templates/要情.docx"))
        document.add_paragraph(f"第{dice.randrange(99)}次")
        document.save(str(root / "templates/要情.docx"))
    elif kind == "copy":
        path.with_name(f"又一份{dice.randrange(9)}.xlsx").write_bytes(path.read_bytes())
    elif kind == "rename":
        path.rename(path.with_name(f"改名{dice.randrange(9)}.xlsx"))
    elif kind == "remove" and len(sheets) > 3:
        path.unlink()
    return kind


@pytest.mark.parametrize(
    ("command", "count"),
    [pytest.param("check", 4), pytest.param("monthly", 200, marks=pytest.mark.walks)],
)
def test_warm_and_cold_say_the_same(command: str, count: int, city: Path) -> None:
    """After every one of many edits, drawn at random: what is known changes nothing but the time it takes."""
    dice, kinds = random.Random(2023), []
    for _ in range(count):
        kinds.append(drawn(city, dice))
        warm = [(say(city, command, MESSY, "--json"), shown(city)) for _ in range(2)]
        cold = say(city, command, MESSY, "--json", "--no-cache")
        assert [(one.code, one.out, files) for one, files in warm] == [
            (cold.code, cold.out, shown(city))
        ] * 2, kinds
    assert len(set(kinds)) >= 3


def shown(root: Path) -> dict[str, bytes]:
    """Every file of the month's set, byte for byte."""
    folder = root / "outputs" / MESSY
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}
