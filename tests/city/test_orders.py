"""Orders drawn by a seed of editing, keeping, late sheets, making, refreshing, finishing: nothing a person wrote is lost in silence."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from yunchuan import CLEAN

from pipeline.files.word.lines import document_text
from tests.command import Result, minsheng
from tests.keeping.hands import add, drop, edit, reword

REPORT = "2023年4月份重点民生实事进展情况报告.docx"
POST = "分管主任"
# Paragraphs a leader may lay hands on, by words of them: few, so that two drafts meet in one. Each is rewritten at its first comma.
_PARAGRAPHS = ("（二）改善", "据市住建局反映", "一是")
_SIGNS = "甲乙丙丁戊己庚辛壬癸"
_STEPS = ("edit", "edit in place", "keep", "sheet", "monthly", "refresh", "final", "sign", "correct")
# Seldom signed: that makes all the rest a correction.
_WEIGHTS = (10, 4, 12, 6, 8, 3, 3, 2, 1)
_SAID = ("--number", "云发改〔2023〕7号", "--date", "2023-04-28", "--by", "主任")


@dataclass
class Desk:
    """An office at work: what people wrote, by a word nobody else uses; by it the paragraph they keep; what must not change."""

    root: Path
    random: Random
    own: Path
    written: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    sealed: dict[Path, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    def step(self) -> None:
        """One step more, and everything that must hold after it."""
        name = self.random.choices(_STEPS, _WEIGHTS)[0]
        self.steps.append(name)
        getattr(self, f"_{name.replace(' ', '_')}")()
        self._nothing_is_lost()
        self._what_is_sealed_is_as_it_was()

    def _edit(self) -> None:
        """A copy in a folder of one's own."""
        self._lay_hands_on(self._shown(), self.own / f"{len(self.steps)}号稿.docx")

    def _edit_in_place(self) -> None:
        path = self._shown()
        if path.parent.name == CLEAN and (self.sealed or self.random.random() < 0.3):
            return
        self._lay_hands_on(path, path)

    def _keep(self) -> None:
        """Any document people may give back: of their own, as it lies in a set, among old drafts."""
        mine = sorted(self.own.glob("*.docx"))
        path = self.random.choice(mine if mine and self.random.random() < 0.7 else self._drafts())
        said = minsheng("-C", self.root, "keep", path, "--as", "用语", "--by", POST, "--json")
        assert said.code in (0, 1), (said.out, said.err)
        for one in said.json["edits"]:
            text = f"{one['was'] or ''}{one['now'] or ''}"
            assert one["kept"] or one["trouble"] or one["doubt"], one
            now = (one["now"] or "").strip()
            if one["kept"]:
                # Where a person chose the other words, or to drop these, nobody lost them.
                self.kept = {word: said for word, said in self.kept.items() if word not in text}
                self.kept |= {word: now for word in self.written if word in now}

    def _sheet(self) -> None:
        """A late sheet: other figures."""
        (path,) = (self.root / "inputs/2023/04").rglob("报表(1).xlsx")
        book = openpyxl.load_workbook(path)
        sheet = book["进展情况"]
        columns = {cell.value: cell.column for cell in sheet[4]}
        # A target that is behind and is so no more takes a paragraph with it.
        values = {"T02-3": self.random.randint(80, 120), "T02-1": self.random.choice((6, 7, 20, 40))}
        for row in range(5, 12):
            if sheet.cell(row, columns["编号"]).value in values:
                sheet.cell(row, columns["累计完成"]).value = values[sheet.cell(row, columns["编号"]).value]
                sheet.cell(row, columns["本月完成"]).value = None
        book.save(path)

    def _monthly(self) -> None:
        self._made("monthly")

    def _final(self) -> None:
        self._made("final", "--final")

    def _sign(self) -> None:
        """The fair copy comes back, with a leader's hand in it or without; from here nothing of the set changes."""
        if not self.sealed:
            self._made("final", "--final")
        came = self.own / f"{len(self.steps)}号签回.docx"
        came.write_bytes(self._shown().read_bytes())
        if self.random.random() < 0.5:
            self._lay_hands_on(came, came)
        said = minsheng("-C", self.root, "sign", CLEAN, came, *_SAID)
        assert said.code in (0, 1, 2), said.err
        signed = self.outputs / f"{CLEAN}-签发"
        if signed.is_dir() and not self.sealed:
            folders = (self.outputs / CLEAN, signed)
            found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
            self.sealed = {path: _digest(path) for path in found}

    def _correct(self) -> None:
        """After the signature what came since lies beside it."""
        self._sheet()
        self._monthly()

    def _refresh(self) -> None:
        said = minsheng("-C", self.root, "refresh", self.random.choice(self._drafts()))
        assert said.code in (0, 1), said.err

    def _made(self, name: str, *more: str) -> Result:
        said = minsheng("-C", self.root, "monthly", CLEAN, "--json", *more)
        assert said.code in (0, 1), (name, said.err)
        told = "".join(one["message"] for one in said.json["findings"])
        if said.json["documents"]:
            lines = [line.strip() for line in document_text(self._shown().read_bytes()).splitlines()]
            for word, kept in self.kept.items():
                printed = [line for line in lines if word in line]
                assert printed or word in told, f"{word} was kept, is not printed and not told"
                silent = [line for line in printed if line != kept and line not in told]
                assert not silent, f"{word} was kept, is printed otherwise and not told: {kept} → {silent}"
        return said

    def _lay_hands_on(self, path: Path, to: Path) -> None:
        document = docx.Document(str(path))
        there = [words for words in _PARAGRAPHS if any(words in one.text for one in document.paragraphs)]
        if not there:
            return
        words = self.random.choice(there)
        word = "".join(self.random.choices(_SIGNS, k=9))
        match self.random.choice(("reword", "reword", "add", "drop")):
            case "reword":
                hand = reword("，", f"，{word}，", words)
            case "add":
                hand = add(words, f"{word}专班负责。")
            case _:
                hand, word = drop(words), ""
        try:
            edit(path, to, hand)
        except StopIteration:  # no comma outside a figure
            return
        if word:
            self.written.append(word)

    def _shown(self) -> Path:
        """The report as it lies there now: that of the last correction, if there is one."""
        corrected = sorted(self.outputs.glob(f"{CLEAN}-更正*/{REPORT}"))
        return (corrected or [self.outputs / CLEAN / REPORT])[-1]

    def _drafts(self) -> list[Path]:
        inside = [path for path in self.outputs.glob(f"{CLEAN}*/**/*报告*.docx") if "对照" not in path.name]
        return sorted({*self.own.glob("*.docx"), *inside})

    def _nothing_is_lost(self) -> None:
        """Whatever anybody wrote lies in a document or in the register still."""
        register = (self.root / "inputs/2023/处理登记.xlsx").read_bytes()
        sheet = (
            openpyxl.load_workbook(self.root / "inputs/2023/处理登记.xlsx")["编辑用语"] if register else None
        )
        texts = (
            [str(cell.value or "") for row in sheet.iter_rows() for cell in row] if sheet is not None else []
        )
        held = "".join((*texts, *(document_text(path.read_bytes()) for path in self._drafts())))
        assert [word for word in self.written if word not in held] == []

    def _what_is_sealed_is_as_it_was(self) -> None:
        assert {path: _digest(path) for path in self.sealed} == self.sealed


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "gone"


def walk(drafted: Path, folder: Path, seed: int, steps: int) -> None:
    root = Path(shutil.copytree(drafted, folder / "工作目录", symlinks=True))
    own = folder / "自己的"
    own.mkdir()
    desk = Desk(root, Random(seed), own)
    try:
        for _ in range(steps):
            desk.step()
        _same_inputs_same_bytes(desk, folder)
    except AssertionError as fault:
        raise AssertionError(f"seed {seed}: {' → '.join(desk.steps)}") from fault
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _same_inputs_same_bytes(desk: Desk, folder: Path) -> None:
    """Two offices with these inputs make the same documents."""
    made = []
    for name in ("一", "二"):
        other = folder / name
        shutil.copytree(desk.root / "inputs", other / "inputs")
        shutil.copytree(desk.root / "templates", other / "templates")
        said = minsheng("-C", other, "monthly", CLEAN)
        assert said.code in (0, 1), said.err
        folder_of = other / "outputs" / CLEAN
        documents = [path for path in folder_of.rglob("*") if path.suffix in (".docx", ".xlsx", ".html")]
        made.append({path.relative_to(folder_of): _digest(path) for path in documents})
    assert Path(REPORT) in made[0]
    assert made[0] == made[1]


@pytest.mark.more
def test_an_order(ran: Path, tmp_path: Path) -> None:
    walk(ran, tmp_path / "0", 0, 9)


@pytest.mark.walks
@pytest.mark.parametrize("first", range(0, 200, 25))
def test_two_hundred_orders(first: int, ran: Path, tmp_path: Path) -> None:
    lost = []
    for seed in range(first, first + 25):
        try:
            walk(ran, tmp_path / str(seed), seed, 10)
        except AssertionError as fault:
            lost.append(f"{fault}\n{fault.__cause__}")
    assert not lost, "\n\n".join(lost)
