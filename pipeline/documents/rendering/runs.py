"""A run of its own for every tag, so that a figure can be printed with its bookmark at once.

In a proved part a tag stands in the text of a run, among words and other tags. Cut there, each tag prints a whole
run, or several where a phrase holds figures; nothing needs to be looked for and cut once the document is printed. Runs
that hold more than text, or blocks, stay as they are, and `marks` looks after their figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.documents.rendering.bookmarks import TEXT_END, TEXT_TAG, Marker
from pipeline.model.phrases import Phrase, Printed

# The filter that prints a value as runs; no name a template could use.
RUN_FILTER = "_run"
_RUN = re.compile(
    r"(<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>|<w:rPr/>)?)<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>",
    re.DOTALL,
)
_TAG = re.compile(r"\{\{(?!-)((?:(?!\}\}).)*?)(?<!-)\}\}", re.DOTALL)


def own_runs(source: str) -> tuple[str, tuple[bytes, ...]]:
    """The part with every tag in a run of its own; how each of those runs begins, by the number given to the filter."""
    heads: list[bytes] = []

    def cut(run: re.Match[str]) -> str:
        head, text = run[1], run[2]
        if "{{" not in text or "{%" in text or "{#" in text or "-}}" in text or "{{-" in text:
            return run[0]
        pieces: list[str] = []
        at = 0
        for tag in _TAG.finditer(text):
            pieces += (
                _words(head, text[at : tag.start()]),
                f"{{{{ ({tag[1]})|{RUN_FILTER}({len(heads)}) }}}}",
            )
            heads.append(head.encode())
            at = tag.end()
        return "".join((*pieces, _words(head, text[at:])))

    return _RUN.sub(cut, source), tuple(heads)


def _words(head: str, text: str) -> str:
    return f"{head}{TEXT_TAG.decode()}{text}{TEXT_END.decode()}" if text else ""


def run_printer(
    heads: tuple[bytes, ...], marker: Marker, encoded: Callable[[object], bytes]
) -> Callable[[object, int], bytes]:
    """The filter: a value as runs that begin like the one its tag stood in, every figure in its bookmark.

    `encoded` is how text is printed.
    """
    opens = [head + TEXT_TAG for head in heads]
    known: list[dict[str, bytes]] = [{} for _ in heads]

    def printed(value: object, place: int) -> bytes:
        if value.__class__ is str:
            ready = known[place].get(value)
            if ready is None:
                text = encoded(value)
                ready = opens[place] + text + TEXT_END if text else b""
                if len(known[place]) < _REMEMBERED:
                    known[place][value] = ready
            return ready
        if isinstance(value, Printed):
            text = encoded(value.text)
            return marker.bookmark(value, opens[place], text) if text else b""
        if isinstance(value, Phrase):
            return b"".join([printed(part, place) for part in value.parts])
        return opens[place] + encoded(value) + TEXT_END

    return printed


_REMEMBERED = 2_000
