"""Somebody listens, and nobody calls: hostile sheets and documents make no connection."""

from __future__ import annotations

import base64
import io
import os
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.files.pdf.libreoffice import find_office, to_pdf
from tests.command import minsheng
from tests.june import MONTH

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address, and what arrived at it."""
    calls: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                caller, _ = server.accept()
                caller.settimeout(2)
                with caller, suppress(OSError):
                    calls.append(caller.recv(200))
                    caller.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x", calls
    over.set()
    thread.join()
    server.close()


def rewritten(data: bytes, changes: dict[str, tuple[str, str]]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name in changes:
                changed = re.sub(changes[name][0], changes[name][1], text.decode())
                assert changed.encode() != text
                text = changed.encode()
            target.writestr(name, text)
    return result.getvalue()


def test_somebody_listens(listener: tuple[str, list[bytes]]) -> None:
    address, calls = listener
    port = int(address.split(":")[2].removesuffix("/x"))
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"GET /x")
        caller.recv(10)
    assert calls == [b"GET /x"]


@pytest.mark.parametrize("kind", ["dtd", "entity", "external"])
def test_a_sheet_cannot_make_us_call(office: Path, listener: tuple[str, list[bytes]], kind: str) -> None:
    address, calls = listener
    path = office / "inputs/2021/06/市残联-2021年6月.xlsx"
    head = r"\A(<\?xml[^>]*\?>)?"
    match kind:
        case "dtd":
            change = {"xl/workbook.xml": (head, rf'\1<!DOCTYPE workbook SYSTEM "{address}">')}
        case "entity":
            change = {
                "xl/workbook.xml": (head, rf'\1<!DOCTYPE workbook [<!ENTITY % a SYSTEM "{address}"> %a;]>')
            }
        case _:
            space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            link = f'<Relationship Id="rIdX" Type="{space}/externalLinkPath" Target="{address}" TargetMode="External"/>'
            change = {"xl/_rels/workbook.xml.rels": ("</Relationships>", f"{link}</Relationships>")}
    path.write_bytes(rewritten(path.read_bytes(), change))
    result = minsheng("-C", office, "check", MONTH, "--json")
    assert result.code in (0, 1)
    outcome = next(one["outcome"] for one in result.json["files"] if "市残联" in one["name"])
    assert outcome == ("采用" if kind == "external" else "拒收")
    assert calls == []


@pytest.mark.more
def test_a_formula_that_would_fetch_is_not_computed(office: Path, listener: tuple[str, list[bytes]]) -> None:
    address, calls = listener
    path = office / "inputs/2021/06/市残联-2021年6月.xlsx"
    book = openpyxl.load_workbook(path)
    book["进展情况"]["G5"] = f'=WEBSERVICE("{address}")'
    book.save(path)
    book.close()
    assert minsheng("-C", office, "check", MONTH).code == 1
    assert calls == []


@pytest.mark.more
def test_libreoffice_fetches_no_linked_picture(listener: tuple[str, list[bytes]]) -> None:
    if find_office() is None:
        assert not os.environ.get("MINSHENG_TOOLS_REQUIRED")
        pytest.skip("not installed: LibreOffice")
    address, calls = listener
    document, data = docx.Document(), io.BytesIO()
    document.add_picture(io.BytesIO(PIXEL))
    document.save(data)
    linked = rewritten(
        data.getvalue(),
        {
            "word/_rels/document.xml.rels": (
                'Target="media/image1.png"', f'Target="{address}.png" TargetMode="External"'
            ),
            "word/document.xml": ("r:embed=", "r:link="),
        },
    )  # fmt: skip
    assert to_pdf({"a.docx": linked})["a.docx"].data.startswith(b"%PDF-")
    assert calls == []
