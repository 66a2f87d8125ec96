"""One engine in one process, made to render whenever it is told: `python -m tests.bench.candidates NAME FOLDER DOCUMENT`.

Speaks the protocol of `rendering`, a line of JSON each way: asked for `{"sample": PATH}` it writes one document;
asked for `{"seconds": 0.5}` it renders for so long and says how many documents that were; asked for `{}` it says
its peak memory and ends. Documents stay in memory.
"""

from __future__ import annotations

import binascii
import importlib
import io
import json
import re
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.bench.templates import MAKERS, merge_context, traced

Maker = Callable[[], bytes]


def docxtpl_new(template: bytes, context: dict[str, object]) -> Maker:
    """Plain docxtpl as its documentation shows it: a new object for each document."""
    from docxtpl import DocxTemplate

    def make() -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(context, autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


def docxtpl_one(template: bytes, context: dict[str, object]) -> Maker:
    """Plain docxtpl with all that can be kept: one object, one environment."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    document, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)

    def make() -> bytes:
        document.render(context, environment, autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


def mailmerge(template: bytes, context: dict[str, object]) -> Maker:
    """docx-mailmerge, which has fields and repeated rows only."""
    from mailmerge import MailMerge

    values = merge_context(context)

    def make() -> bytes:
        stream = io.BytesIO()
        with MailMerge(io.BytesIO(template)) as document:
            document.merge(**values)
            document.write(stream)
        return stream.getvalue()

    return make


def ours(deflate: str, **options: bool) -> Callable[[bytes, dict[str, object]], Maker]:
    """Our engine with that compressor."""

    def prepare(template: bytes, context: dict[str, object]) -> Maker:
        from pipeline.documents.compiled import compile_template
        from pipeline.documents.render import environment

        if deflate != "zlib":
            importlib.import_module(deflate)
        compiled, settings = compile_template(template), environment()
        values = traced(context) if options else context

        def make() -> bytes:
            return compiled.render(values, settings, deflate=deflate, **options).data

        return make

    return prepare


def floor(deflate: str) -> Callable[[bytes, dict[str, object]], Maker]:
    """What no engine can go below: the changed parts' final bytes deflated, summed and written beside the others.

    Parts equal to the template's are ready-compressed beforehand, as they are for ours.
    """

    def prepare(template: bytes, context: dict[str, object]) -> Maker:
        compress = _compressor(deflate)
        final = _parts(docxtpl_new(template, context)())
        before = _parts(template)
        ready = {
            name: (zlib.crc32(data), len(data), compress(data))
            for name, data in final.items()
            if before.get(name) == data
        }

        def make() -> bytes:
            return _zipped(
                {
                    name: ready.get(name) or (binascii.crc32(data), len(data), compress(data))
                    for name, data in final.items()
                }
            )

        return make

    return prepare


CANDIDATES: dict[str, Callable[[bytes, dict[str, object]], Maker]] = {
    "docxtpl, new object each": docxtpl_new,
    "docxtpl, one object and environment": docxtpl_one,
    "ours, zlib": ours("zlib"),
    "ours, isal": ours("isal"),
    "ours, deflate": ours("deflate"),
    "ours, zlib, traced": ours("zlib", traced=True),
    "ours, isal, traced": ours("isal", traced=True),
    "docx-mailmerge": mailmerge,
    "floor, zlib": floor("zlib"),
    "floor, isal": floor("isal"),
    "floor, deflate": floor("deflate"),
}


def main(name: str, folder: str, document: str) -> None:
    """Get ready, say so, then do what the lines of stdin ask for."""
    language = "merge" if name == "docx-mailmerge" else "jinja"
    template = Path(folder, f"{document}.{language}.docx").read_bytes()
    make = CANDIDATES[name](template, MAKERS[document][1]())
    answer: dict[str, object] = {"ready": True}
    while True:
        print(json.dumps(answer), flush=True)
        order = json.loads(sys.stdin.readline() or "{}")
        if "sample" in order:
            answer = {"bytes": Path(order["sample"]).write_bytes(make())}
        elif "seconds" in order:
            answer = _timed(make, order["seconds"])
        else:
            print(json.dumps({"peak": _peak()}), flush=True)
            return


def _timed(make: Maker, seconds: float) -> dict[str, object]:
    count, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        make()
        count += 1
    return {"documents": count, "seconds": passed}


def _peak() -> int:
    """Peak memory in KiB; Linux' own figure where there is one, for ru_maxrss counts the parent's before the start."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _compressor(deflate: str) -> Callable[[bytes], bytes]:
    """Raw deflate: zlib and libdeflate at level 6, isal at 1."""
    if deflate == "isal":
        from isal import isal_zlib

        return lambda data: isal_zlib.compress(data, level=1, wbits=-15)
    if deflate == "deflate":
        from deflate import deflate_compress

        return lambda data: bytes(deflate_compress(data, 6))

    def compress(data: bytes) -> bytes:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return packer.compress(data) + packer.flush()

    return compress


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zipped(parts: dict[str, tuple[int, int, bytes]]) -> bytes:
    """The parts (checksum, length, deflated bytes) as a zip file."""
    pieces, directory, place = [], [], 0
    for name, (crc, length, packed) in parts.items():
        encoded = name.encode()
        shared = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 33, crc, len(packed), length, len(encoded), 0)
        pieces += [b"PK\x03\x04", shared, encoded, packed]
        directory += [
            b"PK\x01\x02\x14\x03",
            shared,
            struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, place),
            encoded,
        ]
        place += 30 + len(encoded) + len(packed)
    end = b"".join(directory)
    tail = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(end), place, 0)
    return b"".join([*pieces, end, b"PK\x05\x06", tail])


if __name__ == "__main__":
    main(*sys.argv[1:])
