"""Whether a part of a template prints well-formed XML whatever plain text its tags print: proved once, before any text.

The tags are masked by processing instructions and the part is parsed. A part is proved if every block begins and
ends among the children of one element, every printed value stands in a run's text, and what docxtpl mends
after printing (the columns of tables, the ids of drawings) cannot change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
# Text that docxtpl turns into something else after printing, wherever it stands.
_REWRITTEN = re.compile(r"[\t\a\n\f\r{}]")
_BEGINS, _ENDS, _BETWEEN = (
    frozenset({"for", "if"}),
    {"endfor": "for", "endif": "if"},
    frozenset({"else", "elif"}),
)
# docxtpl numbers the drawings of a document from here on.
_FIRST_DRAWING = 1001

Depths = dict[etree._Element, int]


def has_tags(source: str) -> bool:
    """Whether there is anything to fill in."""
    return any(sign in source for sign in ("{{", "{%", "{#"))


def proved(source: str, environment: Environment, body: bool) -> str | None:
    """The part as it can be printed without a look at the result, None if that cannot be proved.

    `source` is patched by docxtpl; `body` says that its drawings are numbered anew.
    """
    masked = _masked(source, environment)
    if masked is None:
        return None
    try:
        root = etree.fromstring(masked, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    depths: Depths = {root: 0}
    if not _balanced(root, depths) or not all(_steady(table, depths) for table in root.iter(_W + "tbl")):
        return None
    return _numbered(source, root, depths) if body else source


def _masked(source: str, environment: Environment) -> str | None:
    """The source with `<?v?>` for every value and `<?b for?>` for every block's tag."""
    if environment.line_statement_prefix or environment.line_comment_prefix:
        return None
    try:
        return "".join(_pieces(environment.lex(source)))
    except (TemplateSyntaxError, _Unknown):
        return None


class _Unknown(Exception):
    """A tag of which it is not known what it does."""


@dataclass
class _Tag:
    """A block's tag while its words are read."""

    words: list[str]


def _pieces(tokens: Iterator[tuple[int, str, str]]) -> Iterator[str]:
    tag: _Tag | None = None
    for _, kind, value in tokens:
        if kind == "data":
            if _REWRITTEN.search(value):
                raise _Unknown
            yield value
        elif kind == "block_begin":
            tag = _Tag([])
        elif kind == "block_end" and tag is not None:
            yield f"<?b {_block(tag.words)}?>"
            tag = None
        elif kind == "variable_begin":
            yield "<?v?>"
        elif kind in ("raw_begin", "raw_end"):
            raise _Unknown
        elif tag is not None and kind != "whitespace":
            tag.words.append(value)


def _block(words: list[str]) -> str:
    name = words[0] if words else ""
    if name == "set" and "=" in words:
        return "set"
    if name in _BEGINS or name in _ENDS or name in _BETWEEN:
        return name
    raise _Unknown


def _balanced(element: etree._Element, depths: Depths) -> bool:
    """Whether the blocks among the element's children, and theirs, begin and end there; notes how deep each child is."""
    open_blocks: list[str] = []
    for child in element:
        if isinstance(child, etree._ProcessingInstruction):
            if child.target == "v" and element.tag != _W + "t":
                return False
            if child.target == "b" and not _follow(child.text or "", open_blocks):
                return False
            continue
        depths[child] = depths[element] + len(open_blocks)
        if not _balanced(child, depths):
            return False
    return not open_blocks


def _follow(name: str, open_blocks: list[str]) -> bool:
    if name in _BEGINS:
        open_blocks.append(name)
    elif name in _ENDS:
        return bool(open_blocks) and open_blocks.pop() == _ENDS[name]
    elif name in _BETWEEN:
        return bool(open_blocks)
    return True


def _steady(table: etree._Element, depths: Depths) -> bool:
    """Whether docxtpl would leave the table's columns alone: no row is wider, and one as wide is always there."""
    grid = table.find(_W + "tblGrid")
    columns = len(grid.findall(_W + "gridCol")) if grid is not None and depths[grid] == depths[table] else 0
    widest = 0
    for row in table.iter(_W + "tr"):
        cells = row.findall(_W + "tc")
        if any(isinstance(child, etree._ProcessingInstruction) for child in row) or len(cells) > columns:
            return False
        if depths[row] == depths[table]:
            widest = max(widest, sum(map(_span, cells)))
    return 0 < columns <= widest


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(_W + "val", "") if span is not None else "1"
    return int(value) if value.isdecimal() else 0


def _numbered(source: str, root: etree._Element, depths: Depths) -> str | None:
    """Drawings numbered as docxtpl will number them; None where a block decides how many there are."""
    drawings = list(root.iter(_DRAWING))
    if any(depths[drawing] for drawing in drawings) or len(_DRAWING_ID.findall(source)) != len(drawings):
        return None
    numbers = iter(range(_FIRST_DRAWING, _FIRST_DRAWING + len(drawings)))
    return _DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", source)
