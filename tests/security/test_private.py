"""What is written on the way lies where nobody else can look, and goes away."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.files.pdf import libreoffice
from pipeline.model.errors import MachineProblem
from tests.command import minsheng
from tests.june import MONTH

pytestmark = pytest.mark.skipif(os.name == "nt", reason="another system of permissions")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go, while nothing is taken from anybody's permissions."""
    folder = tmp_path / "临时"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = os.umask(0)
    yield folder
    os.umask(before)


def test_documents_on_their_way_to_pdf_are_private_and_go_away(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    def stops(*arguments: object, **named: object) -> None:
        seen.extend((path.name, stat.S_IMODE(path.stat().st_mode)) for path in place.iterdir())
        raise MachineProblem("停")

    monkeypatch.setattr(libreoffice, "_run", stops)
    with pytest.raises(MachineProblem):
        libreoffice.to_pdf({"报告.docx": b"x"}, "soffice")
    assert [mode for _, mode in seen] == [0o700]
    assert list(place.iterdir()) == []


def test_a_month_leaves_nothing_in_the_temporary_folder(office: Path, place: Path) -> None:
    assert minsheng("-C", office, "monthly", MONTH).code == 0
    assert list(place.iterdir()) == []


def test_libreoffice_is_told_to_fetch_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: list[str] = []

    def looks(arguments: list[str], *others: object) -> None:
        (profile,) = place.glob("*/profile/user/registrymodifications.xcu")
        settings.append(profile.read_text(encoding="utf-8"))
        assert f"-env:UserInstallation={profile.parents[1].as_uri()}" in arguments
        raise MachineProblem("停")

    monkeypatch.setattr(libreoffice, "_run", looks)
    with pytest.raises(MachineProblem):
        libreoffice.to_pdf({"报告.docx": b"x"}, "soffice")
    for name, value in (
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableMacrosExecution", "true"),
        ("ooInetProxyType", "2"),
        ("ooInetHTTPProxyName", "127.0.0.1"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings[0]


def test_the_program_opens_no_connection_itself() -> None:
    network = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|http|urllib(?!\.parse)|requests|ftplib|smtplib|asyncio)\b", re.M
    )
    sources = list(Path(libreoffice.__file__).parents[2].rglob("*.py"))
    assert len(sources) > 100
    assert [path.name for path in sources if network.search(path.read_text(encoding="utf-8"))] == ["serve.py"]
    desk = (Path(libreoffice.__file__).parents[2] / "desk/serve.py").read_text(encoding="utf-8")
    # The desk waits for the browser of this machine; whom it lets in tests/desk/test_attacks.py tells.
    assert re.findall(r"\bsocket\.(\w+)\(", desk) == ["create_server"]
