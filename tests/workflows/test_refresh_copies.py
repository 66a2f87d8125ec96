"""The copy that `refresh` lays beside a draft: under a name nothing has, with its record, whole or not at all."""

from __future__ import annotations

import errno
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.documents.provenance.trace import Trace
from pipeline.files.packages import package, packed
from pipeline.files.word.lines import document_text
from pipeline.model.errors import UsageProblem
from pipeline.model.origin import Command, CommandKind, Origin
from pipeline.model.phrases import Mark, Printed
from pipeline.outputs import disk
from pipeline.outputs.manifests import Manifest
from pipeline.workflows import proofreading
from pipeline.workflows.proofreading import _write_beside
from pipeline.workflows.recognition import Known

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MARK = "_set0123456789abcdef"
_BODY = (
    f'<w:document {_W}><w:body><w:bookmarkStart w:id="1" w:name="{_MARK}"/><w:bookmarkEnd w:id="1"/><w:p>'
    '<w:r><w:t>新增</w:t></w:r><w:bookmarkStart w:id="2" w:name="_f0001"/><w:r><w:t>5</w:t></w:r>'
    '<w:bookmarkEnd w:id="2"/><w:r><w:t>个。</w:t></w:r></w:p></w:body></w:document>'
)
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def a_document(body: str = _BODY) -> bytes:
    parts = {"_rels/.rels": _RELATION, "word/document.xml": body}
    return package(packed(name, part.encode()) for name, part in parts.items())


@pytest.fixture
def draft(tmp_path: Path) -> Known:
    path = tmp_path / "要情.docx"
    path.write_bytes(a_document())
    figure = Printed("5", Decimal(5), "个", "累计完成", (), "T01-1")
    trace = Trace(_MARK, (Mark("_f0001", figure),), ("新增{_f0001}个。",))
    manifest = Manifest("2023-05", Origin(Command(CommandKind.MONTHLY, {"final": False})))
    return Known(path, path.read_bytes(), (), manifest, path.name, trace, trace, "", None)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_record_whose_copy_was_renamed_is_not_written_over(draft: Known) -> None:
    first = _write_beside(draft, {"_f0001": "6"})
    first.rename(first.with_name("已核.docx"))
    record = first.with_name("要情（只换数字）.溯源.json")
    kept = record.read_bytes()
    second = _write_beside(draft, {"_f0001": "7"})
    assert (second.name, record.read_bytes()) == ("要情（只换数字2）.docx", kept)
    assert document_text(second.read_bytes()) == "新增7个。\n"


@pytest.mark.parametrize("name", ["要情（只换数字）.docx", "要情（只换数字）.溯源.json"])
def test_nothing_is_written_through_a_link(draft: Known, tmp_path: Path, name: str) -> None:
    target = tmp_path / "别处"
    (tmp_path / name).symlink_to(target)
    assert _write_beside(draft, {"_f0001": "6"}).name == "要情（只换数字2）.docx"
    assert not target.exists()


def test_more_copies_than_anybody_wants_are_one_sentence(draft: Known, tmp_path: Path) -> None:
    for number in ("", *range(2, 100)):
        (tmp_path / f"要情（只换数字{number}）.docx").touch()
    with pytest.raises(UsageProblem, match="旁边已经有99份“只换数字”的文稿"):
        _write_beside(draft, {"_f0001": "6"})


@pytest.mark.parametrize("room", [0, 1], ids=["for nothing", "for the record alone"])
def test_a_full_disk_leaves_nothing_half_made(
    draft: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    before = names(tmp_path)
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) <= room:
            disk.write(path, data)
        else:
            path.write_bytes(data[:7])
            raise OSError(errno.ENOSPC, "full", str(path))

    monkeypatch.setattr(proofreading, "write", write)
    with pytest.raises(OSError, match="full"):
        _write_beside(draft, {"_f0001": "6"})
    assert names(tmp_path) == before


def test_a_bookmark_without_end_takes_nothing_of_the_rest(draft: Known) -> None:
    lost = a_document(_BODY.replace('<w:bookmarkEnd w:id="2"/>', ""))
    known = Known(draft.path, lost, (), draft.manifest, draft.name, draft.trace, draft.now, "", None)
    assert document_text(_write_beside(known, {"_f0001": "6"}).read_bytes()) == "新增5个。\n"
