"""Signed papers kept beside their set, and which text is the last word for a paper."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.origin import Command, CommandKind, Origin
from pipeline.model.signing import PaperState
from pipeline.outputs.manifests import Damaged, Manifest, dump, read_manifest
from pipeline.outputs.publish import Edition, publish
from pipeline.outputs.signed import Change, SignedPaper, add_stamped, lay_signed, signed_papers, spoilt
from pipeline.outputs.states import beside, last_words, sealed_manifest, state_of

DRAFT = Origin(Command(CommandKind.MONTHLY, {"final": False}), "1")
FAIR = Origin(Command(CommandKind.MONTHLY, {"final": True}), "1")
NAME = "2021-09"
FILES = {"报告.docx": b"printed", "督办/甲.docx": b"urged"}


def signed(of: str = NAME, path: str = "报告.docx") -> SignedPaper:
    change = Change("一、总体情况", "5.83万人", "5.9万人")
    memory = Manifest(of, FAIR)
    number = f"云民办〔2021〕{len(of)}号"
    return SignedPaper(of, path, "报告", number, date(2021, 9, 28), "主任", memory, (change,))


def entered() -> None:
    """The row in the register, which no test here looks at."""


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """A 清样 of two papers."""
    publish(Edition(NAME, FILES, FAIR), tmp_path)
    return tmp_path


def test_a_signed_paper_is_kept_and_told_as_it_was(outputs: Path) -> None:
    place = lay_signed(outputs, signed(), b"signed", {".pdf": b"stamped"}, entered)
    assert place == outputs / "2021-09-签发" / "报告.docx"
    assert place.read_bytes() == b"signed"
    (one,) = signed_papers(outputs, NAME).values()
    assert replace(one, sha256="", stamped=None) == signed()
    assert list(one.stamped or {}) == ["报告（盖章）.pdf"]
    assert spoilt(outputs, NAME) == ()


def test_it_is_signed_once(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    with pytest.raises(ValueError, match="is signed"):
        lay_signed(outputs, signed(), b"other", {}, entered)
    assert (outputs / "2021-09-签发" / "报告.docx").read_bytes() == b"signed"


def test_a_stamped_file_may_come_later_and_never_another_in_its_place(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    (one,) = signed_papers(outputs, NAME).values()
    add_stamped(outputs, one, {".ofd": b"stamped"})
    (one,) = signed_papers(outputs, NAME).values()
    assert list(one.stamped or {}) == ["报告（盖章）.ofd"]
    add_stamped(outputs, one, {".ofd": b"stamped"})
    with pytest.raises(ValueError, match="is kept already"):
        add_stamped(outputs, one, {".ofd": b"another"})
    assert (outputs / "2021-09-签发" / "报告（盖章）.ofd").read_bytes() == b"stamped"


def test_a_run_that_died_before_its_record_signed_nothing(outputs: Path) -> None:
    (outputs / "2021-09-签发").mkdir()
    (outputs / "2021-09-签发" / "报告.docx").write_bytes(b"half")
    assert state_of(outputs, NAME) is PaperState.FAIR
    lay_signed(outputs, signed(), b"signed", {}, entered)
    assert (outputs / "2021-09-签发" / "报告.docx").read_bytes() == b"signed"


def test_what_cannot_be_registered_is_not_signed(outputs: Path) -> None:
    def refuse() -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        lay_signed(outputs, signed(), b"signed", {".pdf": b"stamped"}, refuse)
    assert [path for path in (outputs / "2021-09-签发").rglob("*") if path.is_file()] == []


def test_what_is_no_longer_as_signed_is_named(outputs: Path) -> None:
    place = lay_signed(outputs, signed(), b"signed", {".pdf": b"stamped"}, entered)
    place.chmod(0o600)
    place.write_bytes(b"touched")
    place.with_name("报告（盖章）.pdf").unlink()
    assert spoilt(outputs, NAME) == ("报告.docx", "报告（盖章）.pdf")


@pytest.mark.parametrize("data", [b"{", b"{}", b'{"set": "2021-09"}'])
def test_a_damaged_record_is_never_taken_for_none(outputs: Path, data: bytes) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    (outputs / "2021-09-签发" / "记录" / "报告.docx.json").write_bytes(data)
    with pytest.raises(Damaged):
        publish(Edition(NAME, {"报告.docx": b"new"}, DRAFT), outputs)
    assert (outputs / NAME / "报告.docx").read_bytes() == b"printed"


def test_a_fair_copy_is_replaced_and_a_signed_set_never(outputs: Path) -> None:
    assert (state_of(outputs, NAME), sealed_manifest(outputs, NAME)) == (PaperState.FAIR, None)
    publish(Edition(NAME, FILES, DRAFT), outputs)
    assert state_of(outputs, NAME) is PaperState.DRAFT
    publish(Edition(NAME, FILES, FAIR), outputs)
    lay_signed(outputs, signed(), b"signed", {}, entered)
    assert state_of(outputs, NAME) is PaperState.SIGNED
    with pytest.raises(ValueError, match="sealed"):
        publish(Edition(NAME, {"报告.docx": b"new"}, DRAFT), outputs)
    assert beside(outputs, NAME) == "2021-09-更正"


def by_an_earlier_version(outputs: Path, name: str) -> None:
    """The set as one that `--final` sealed: its manifest says so."""
    path = outputs / name / "manifest.json"
    manifest = read_manifest(outputs / name)
    assert manifest is not None
    path.write_bytes(dump(replace(manifest, sealed=True)))


def test_what_an_earlier_version_sealed_is_signed_without_papers(outputs: Path) -> None:
    by_an_earlier_version(outputs, NAME)
    assert state_of(outputs, NAME) is PaperState.SIGNED
    word = last_words(outputs, NAME).get("报告.docx")
    assert word is not None
    assert (word.state, word.file.read_bytes()) == (PaperState.SIGNED, b"printed")


def test_the_last_word_is_the_signed_text_and_else_the_fair_copy(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    words = last_words(outputs, NAME)
    assert {path: (one.state, one.file.read_bytes()) for path, one in words.items()} == {
        "报告.docx": (PaperState.SIGNED, b"signed"),
        "督办/甲.docx": (PaperState.FAIR, b"urged"),
    }
    assert "简报.docx" not in last_words(outputs, NAME)
    assert last_words(outputs, "2021-10") == {}


def test_a_correction_is_the_last_word_once_it_is_signed(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    publish(Edition("2021-09-更正", {"报告.docx": b"mended", "简报.docx": b"more"}, FAIR), outputs)

    def read() -> dict[str, tuple[str, bytes]]:
        return {path: (one.set, one.file.read_bytes()) for path, one in last_words(outputs, NAME).items()}

    before = {"报告.docx": (NAME, b"signed"), "督办/甲.docx": (NAME, b"urged")}
    assert read() == before
    lay_signed(outputs, signed("2021-09-更正"), b"mended and signed", {}, entered)
    assert read() == before | {
        "报告.docx": ("2021-09-更正", b"mended and signed"),
        "简报.docx": ("2021-09-更正", b"more"),
    }
    assert beside(outputs, NAME) == "2021-09-更正2"
    left_out = last_words(outputs, NAME, before="2021-09-更正")
    assert left_out["报告.docx"].file.read_bytes() == b"signed"


def test_a_set_that_is_gone_is_still_signed(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    (outputs / NAME).unlink()
    manifest = sealed_manifest(outputs, NAME)
    assert manifest is not None
    assert manifest.origin == FAIR
    with pytest.raises(ValueError, match="sealed"):
        publish(Edition(NAME, FILES, DRAFT), outputs)


def test_a_record_holds_no_time_and_no_place(outputs: Path) -> None:
    lay_signed(outputs, signed(), b"signed", {}, entered)
    facts = json.loads((outputs / "2021-09-签发" / "记录" / "报告.docx.json").read_bytes())
    assert sorted(facts) == [
        "by", "changes", "memory", "number", "paper", "path", "set", "sha256", "signed", "stamped",
    ]  # fmt: skip
    assert str(outputs) not in json.dumps(facts)
