"""One engine in one process, made to render whenever it is told: `python -m tests.bench.candidates NAME FOLDER DOCUMENT`.

Speaks the protocol of `rendering`, a line of JSON each way: asked for `{"sample": PATH}` it writes one document;
asked for `{"seconds": 0.5}` it renders for so long, in seconds of the processor, and says how many documents that were; asked for `{}` it says
its peak memory and ends. Documents stay in memory.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

from tests.bench.templates import MAKERS, Context, as_records, merge_context, traced, varied

Maker = Callable[[], bytes]
# From a template and the contexts it is filled with one after the other; all engines but ours only know the first.
Prepare = Callable[[bytes, Sequence[Context]], Maker]
# So many contexts, each with texts of its own, take turns where a name says so.
VARIED = 400


def docxtpl_new(template: bytes, contexts: Sequence[Context]) -> Maker:
    """Plain docxtpl as its documentation shows it: a new object for each document."""
    from docxtpl import DocxTemplate

    def make() -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(contexts[0], autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


def docxtpl_one(template: bytes, contexts: Sequence[Context]) -> Maker:
    """Plain docxtpl with all that can be kept: one object, one environment."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    document, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)

    def make() -> bytes:
        document.render(contexts[0], environment, autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


def mailmerge(template: bytes, contexts: Sequence[Context]) -> Maker:
    """docx-mailmerge, which has fields and repeated rows only."""
    from mailmerge import MailMerge

    def make() -> bytes:
        stream = io.BytesIO()
        with MailMerge(io.BytesIO(template)) as document:
            document.merge(**contexts[0])
            document.write(stream)
        return stream.getvalue()

    return make


def ours(deflate: str) -> Prepare:
    """Our engine with that compressor, figures not traced."""

    def prepare(template: bytes, contexts: Sequence[Context]) -> Maker:
        from pipeline.documents.rendering.compiled import CompiledTemplate
        from pipeline.documents.rendering.environment import environment

        compiled = CompiledTemplate(template, environment(), compressor(deflate))
        turn = cycle(contexts)
        return lambda: compiled.fill(next(turn)).data

    return prepare


def ours_traced(deflate: str) -> Prepare:
    """Our engine with a bookmark around every figure and the document's own, as documents are published."""

    def prepare(template: bytes, contexts: Sequence[Context]) -> Maker:
        from pipeline.documents.rendering.bookmarks import Marker, bookmarked
        from pipeline.documents.rendering.compiled import CompiledTemplate
        from pipeline.documents.rendering.environment import environment

        marker = Marker()
        compiled = CompiledTemplate(template, environment(marker), compressor(deflate), marker)

        def finishing(parts: dict[str, bytes]) -> dict[str, bytes]:
            return bookmarked(parts, marker, compiled.main, "document.docx")[0]

        turn = cycle(contexts)
        return lambda: compiled.fill(next(turn), finishing=finishing).data

    return prepare


def floor(deflate: str) -> Prepare:
    """What no engine can go below: the changed parts' final bytes deflated, summed and written beside the others.

    Parts equal to the template's are ready-compressed beforehand, as they are for ours.
    """

    def prepare(template: bytes, contexts: Sequence[Context]) -> Maker:
        from pipeline.files.packages import Layout, packed, parts_of

        compress = compressor(deflate)
        before, final = parts_of(template), parts_of(docxtpl_new(template, contexts)())
        changed = {name: data for name, data in final.items() if before.get(name) != data}
        same = [packed(name, data, compress) for name, data in final.items() if name not in changed]
        laid_out = Layout(same, changed)
        return lambda: laid_out(packed(name, data, compress) for name, data in changed.items())

    return prepare


CANDIDATES: dict[str, Prepare] = {
    "docxtpl, new object each": docxtpl_new,
    "docxtpl, one object and environment": docxtpl_one,
    "ours, zlib": ours("zlib"),
    "ours, isal": ours("isal"),
    "ours, deflate": ours("deflate"),
    "ours, zlib, traced": ours_traced("zlib"),
    "ours, isal, traced": ours_traced("isal"),
    "ours, isal, 400 contexts": ours("isal"),
    "ours, isal, traced, 400 contexts": ours_traced("isal"),
    "docx-mailmerge": mailmerge,
    "floor, zlib": floor("zlib"),
    "floor, isal": floor("isal"),
    "floor, deflate": floor("deflate"),
}


def main(name: str, folder: str, document: str) -> None:
    """Get ready, say so, then do what the lines of stdin ask for."""
    context = MAKERS[document][1]()
    if name == "docx-mailmerge":
        language, contexts = "merge", [merge_context(context)]
    else:
        language = "jinja"
        contexts = [_known(varied(context, at), name) for at in range(VARIED if "400" in name else 1)]
    make = CANDIDATES[name](Path(folder, f"{document}.{language}.docx").read_bytes(), contexts)
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


def _known(context: Context, name: str) -> Context:
    """A context as that engine is given it."""
    known = traced(context) if "traced" in name else context
    return {key: as_records(value) for key, value in known.items()}


def _timed(make: Maker, seconds: float) -> dict[str, object]:
    count, start = 0, time.process_time()
    while (passed := time.process_time() - start) < seconds:
        make()
        count += 1
    return {"documents": count, "seconds": passed}


def _peak() -> int:
    """Peak memory in KiB; Linux' own figure where there is one, for ru_maxrss counts the parent's before the start."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def compressor(name: str) -> Callable[[bytes], bytes]:
    """Raw deflate: zlib and libdeflate at level 6, isal at 1."""
    if name == "isal":
        from isal import isal_zlib

        return lambda data: isal_zlib.compress(data, level=1, wbits=-15)
    if name == "deflate":
        from deflate import deflate_compress

        return lambda data: bytes(deflate_compress(data, 6))
    from pipeline.files.packages import deflated

    return deflated


if __name__ == "__main__":
    main(*sys.argv[1:])
