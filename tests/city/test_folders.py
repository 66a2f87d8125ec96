"""The whole story where the disk knows no links, as on Windows: every set is a real folder, byte for byte the same."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from yunchuan import CLEAN, DECIDED, MESSY, send_again, sign

from tests.command import minsheng

REPORT = "2023年4月份重点民生实事进展情况报告.docx"
EDIT = "领导改过的一句话".encode()


@pytest.fixture(autouse=True)
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "symlink", refuse)


def published(folder: Path) -> dict[str, bytes]:
    """The manifest of a set and every file it names, as they lie there now."""
    manifest = (folder / "manifest.json").read_bytes()
    names = [one["path"] for one in json.loads(manifest)["outputs"]]
    return {"manifest.json": manifest} | {name: (folder / name).read_bytes() for name in names}


@pytest.mark.more
def test_from_the_first_draft_to_what_is_done_unattended(city: Path, ran: Path, final: Path) -> None:
    outputs = city / "outputs"
    draft = outputs / CLEAN

    # A draft; the same again makes nothing.
    assert minsheng("-C", city, "monthly", CLEAN).code == 0
    assert published(draft) == published(ran / "outputs" / CLEAN)
    assert "内容没有变化，没有重新生成" in minsheng("-C", city, "monthly", CLEAN).out
    assert list((outputs / ".runs" / CLEAN).iterdir()) == []

    # Somebody edits it; what is made next takes the edited file along, and the old set lies among the runs.
    with (draft / REPORT).open("ab") as report:
        report.write(EDIT)
    edited = (draft / REPORT).read_bytes()
    again = minsheng("-C", city, "monthly", CLEAN, "--today", "2023-04-27")
    (kept,) = (draft / "修改稿").rglob(REPORT)
    assert f"有人改过的旧稿已保留：{kept.relative_to(city).as_posix()}" in again.out.replace("\n", "")
    assert kept.read_bytes() == edited
    (earlier,) = minsheng("-C", city, "status", "--today", "2023-04-27", "--json").json["earlier"]
    assert (earlier["run"], earlier["changed"]) == (kept.parent.name, True)
    assert (outputs / ".runs" / CLEAN / earlier["run"] / REPORT).read_bytes() == edited

    # Final; other figures after that make a correction beside it.
    assert minsheng("-C", city, "monthly", CLEAN, "--final").code == 0
    signed = published(draft)
    assert signed == published(final / "outputs" / CLEAN)
    sign(city)
    send_again(city)
    assert f"{CLEAN} 已经签发，没有改动" in minsheng("-C", city, "monthly", CLEAN).out
    assert "更正说明.xlsx" in published(outputs / f"{CLEAN}-更正")
    assert minsheng("-C", city, "verify", draft / REPORT).code == 1, "its sheet is another now"

    # Who is missing is chased, and what is due is done once.
    chased = minsheng("-C", city, "remind", DECIDED, "--today", "2023-06-26")
    assert (chased.code, "未报清单.xlsx" in published(outputs / f"{DECIDED}-催报")) == (1, True)
    unattended = minsheng("-C", city, "run", "--today", "2023-07-02")
    assert [f"已办　{month}材料" in unattended.out for month in (CLEAN, MESSY, DECIDED)] == [
        False,
        True,
        True,
    ]
    assert (outputs / "2023-07-表样" / "manifest.json").is_file()
    assert minsheng("-C", city, "run", "--today", "2023-07-02").out == ""

    assert published(draft) == signed
    assert kept.read_bytes() == edited
    assert [path for path in outputs.rglob("*") if path.is_symlink()] == []
    assert [path for path in outputs.rglob("*") if ".tmp" in path.name or "journal" in path.name] == []
