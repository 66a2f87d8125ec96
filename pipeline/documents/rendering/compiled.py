"""docxtpl with the work that is the same for every document done once: compile a template, fill it many times.

docxtpl unzips, parses, patches, compiles and compresses again for every document. Here the parts without tags
are compressed once, and the parts with tags are programs. A document takes one of three routes, the same to
the last element wherever more than one is open (tests/rendering):

    string   proved well-formed beforehand (`wellformed`), every value plain text: what the program prints is the part
    parse    docxtpl's own repairs on what the program prints: line breaks, rich text, tables of changing width
    full     docxtpl itself: pictures, documents in documents, tags in properties and footnotes, any exception

One object serves one thread.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateError
from lxml.etree import XMLSyntaxError

from pipeline.documents.rendering.bookmarks import Marker, first_free, is_marked
from pipeline.documents.rendering.program import CompilesOnce, NeedsDocument, NotPlain, Program, text_program
from pipeline.documents.rendering.wellformed import has_tags, proved
from pipeline.files.packages import CORE, Entry, Layout, dated, deflated, packed, parts_of

# What no XML may hold: what becomes of it is docxtpl's affair.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# A cell's properties: what may stand before its joining, what may not, the joining laid last.
_JOINED = re.compile(
    r"(<w:tcPr>(?:<w:(?:cnfStyle|tcW|gridSpan)\b[^>]*/>)*)((?:(?!</w:tcPr>).)+)(<w:vMerge w:val=\"{%[^>]*/>)(?=</w:tcPr>)"
)
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")

# What happens to the printed parts, by name, before they are compressed.
Finishing = Callable[[dict[str, bytes]], dict[str, bytes]]


class Route(StrEnum):
    """How a document came about."""

    STRING = "string"
    PARSE = "parse"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document: the bytes of its .docx, and by which route it came about."""

    data: bytes
    route: Route


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A part with tags: the part, its name in the package, docxtpl's patched source, the proved one if there is one."""

    part: Part
    name: str
    source: str
    proved: str | None


@dataclass(frozen=True, slots=True)
class _Printed:
    """A document before it is packed: parts with tags as UTF-8 by name, the package of all others with their places."""

    texts: dict[str, bytes]
    laid_out: Layout
    route: Route


class CompiledTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A docxtpl template that keeps what does not change from one document to the next.

    `environment` prints for every document; `deflate` compresses parts (raw deflate); `marker`, if the environment has
    one, puts figures in bookmarks. With `strict` a body that is not
    well-formed as printed is refused (`TemplateError`), not mended: docxtpl mends by leaving out paragraphs. Raises what
    docxtpl raises for a file that is no template. `main` is the name of the main part in the package.
    """

    docx: Any

    def __init__(
        self,
        source: bytes,
        environment: Environment,
        deflate: Callable[[bytes], bytes] = deflated,
        marker: Marker | None = None,
        strict: bool = False,
    ) -> None:
        super().__init__(io.BytesIO(source))
        environment.autoescape = True
        self._marker, self._strict = marker, strict
        self._environment, self._deflate = environment, deflate
        self._compiles_once = CompilesOnce(environment)
        self.render_init()
        self._tagged = tuple(self._with_tags())
        self._only_docxtpl = self._tags_elsewhere()
        self.main = _name(self.docx.part)
        skeleton = parts_of(_bytes_of(self.docx.save))
        main = skeleton[self.main]
        self._before, self._after = main[: main.index(b"<w:body")], main[main.rindex(b"</w:body>") + 9 :]
        if marker is not None:
            marker.tags.first = first_free(skeleton.values())
        names = {part.name for part in self._tagged}
        self._static = {name: data for name, data in skeleton.items() if name not in names}
        self._constant: dict[str, Entry] = {}
        self._layouts: dict[str | None, Layout] = {}
        self._programs: dict[str, Program] | None = None
        self.docx = None

    def fill(
        self, context: Mapping[str, object], moment: str | None = None, finishing: Finishing | None = None
    ) -> Rendered:
        """The template filled with a context, as the bytes of a .docx in canonical form.

        `moment` (UTC, as text) becomes the date of making, if given; `finishing` is told every part with tags
        as printed and gives it back as it shall be. Raises what docxtpl raises.
        """
        printed = self._print(context, moment)
        texts = finishing(printed.texts) if finishing is not None else printed.texts
        return Rendered(printed.laid_out(self._entry(*part) for part in texts.items()), printed.route)

    def _print(self, context: Mapping[str, object], moment: str | None) -> _Printed:
        """By the first route that is open; docxtpl itself has the last word, and says what is wrong."""
        for route, way in ((Route.STRING, self._by_string), (Route.PARSE, self._by_parsing)):
            self._start()
            try:
                return _Printed(way(context), self._ready(moment), route)
            except (NotPlain, NeedsDocument):
                continue
            except Exception:  # noqa: BLE001  # whatever it is, docxtpl is asked
                break
        self._start()
        return self._by_docxtpl(context, moment)

    def _start(self) -> None:
        """Nothing is printed yet: what an earlier route printed does not count."""
        if self._marker is not None:
            self._marker.start()

    def _by_string(self, context: Mapping[str, object]) -> dict[str, bytes]:
        if self._only_docxtpl or any(part.proved is None for part in self._tagged):
            raise NotPlain
        if self._programs is None:
            self._programs = {
                part.name: text_program(self._environment, part.proved or "", self._marker)
                for part in self._tagged
            }
        texts = {name: program(context) for name, program in self._programs.items()}
        texts[self.main] = b"".join((self._before, b"<w:body>", texts[self.main], self._after))
        return texts

    def _by_parsing(self, context: Mapping[str, object]) -> dict[str, bytes]:
        if self._only_docxtpl or self._replaces():
            raise NeedsDocument
        texts = {}
        for part in self._tagged:
            text = self.render_xml_part(part.source, part.part, context, self._compiles_once)
            if _NO_XML.search(text):
                raise NeedsDocument
            if part.name == self.main:
                tree = self.fix_tables(text)
                self.docx_ids_index = 1000
                self.fix_docpr_ids(tree)
                printed = b"".join((self._before, self.xml_to_string(tree).encode(), self._after))
            else:
                printed = self.xml_to_string(parse_xml(text.encode())).encode()
            texts[part.name] = printed
        return texts

    def _by_docxtpl(self, context: Mapping[str, object], moment: str | None) -> _Printed:
        try:
            self.render(context, self._environment, autoescape=True)
            parts = parts_of(_bytes_of(self.save))
        finally:
            # Half rendered or rendered: never to be used again.
            self.docx = None
        if moment is not None and CORE in parts:
            parts[CORE] = dated(parts[CORE], moment)
        notes = [name for name, part in parts.items() if self._marker is not None and is_marked(part)]
        texts = {
            name: parts.pop(name) for name in dict.fromkeys([*(one.name for one in self._tagged), *notes])
        }
        return _Printed(texts, Layout([self._entry(*part) for part in parts.items()], texts), Route.FULL)

    def fix_tables(self, xml: str) -> Any:
        """docxtpl's own repair of a printed body."""
        if self._strict:
            try:
                parse_xml(xml.encode())
            except XMLSyntaxError:
                raise TemplateError("印出来的段落、表格接不上，有的标记少写了 p 或 tr") from None
        return super().fix_tables(xml)

    def _replaces(self) -> bool:
        """Whether pictures or files of the package shall be replaced (docxtpl's replace_…)."""
        asked = (
            self.crc_to_new_media,
            self.crc_to_new_embedded,
            self.zipname_to_replace,
            self.pics_to_replace,
        )
        return any(asked)

    def _ready(self, moment: str | None) -> Layout:
        """The package of the parts without tags, compressed once; the core properties, and with them that, once for each moment."""
        if not self._constant:
            self._constant = {name: self._entry(name, part) for name, part in self._static.items()}
        if moment not in self._layouts:
            core = moment is not None and CORE in self._static
            own = {CORE: self._entry(CORE, dated(self._static[CORE], moment or ""))} if core else {}
            names = [part.name for part in self._tagged]
            self._layouts[moment] = Layout((self._constant | own).values(), names)
        return self._layouts[moment]

    def _entry(self, name: str, part: bytes) -> Entry:
        return packed(name, part, self._deflate)

    def patch_xml(self, src_xml: str) -> str:
        """docxtpl's source of a part; what joins cells from row to row stands where the schema has it.

        docxtpl lays it last, behind the vertical alignment: Word opens that, a strict reader does not.
        """
        return _JOINED.sub(r"\1\3\2", super().patch_xml(src_xml))

    def _with_tags(self) -> Iterator[_Tagged]:
        """Body, headers and footers that have tags; headers and footers without are printed here, once for all."""
        yield self._part(self.docx.part, self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for key, part in list(self.get_headers_footers(uri)):
                tagged = self._part(part, self.get_part_xml(part))
                if has_tags(tagged.source):
                    yield tagged
                else:
                    text = self.render_xml_part(tagged.source, part, {}, self._compiles_once)
                    self.map_headers_footers_xml(key, text.encode())

    def _part(self, part: Part, xml: str) -> _Tagged:
        source = self.patch_xml(xml)
        body = part is self.docx.part
        safe = proved(source, self._environment, body)
        if safe is not None and body:
            safe = safe[safe.index(">") + 1 :]
        return _Tagged(part, _name(part), source, safe)

    def _tags_elsewhere(self) -> bool:
        """Whether properties or footnotes have tags; where not, docxtpl's work on them is done here, once for all."""
        texts = [getattr(self.docx.core_properties, name) for name in PROPERTIES]
        notes = [
            part.blob.decode() for part in self.docx.part.package.parts if part.content_type == _FOOTNOTES
        ]
        if any(map(has_tags, [*texts, *notes])):
            return True
        self.render_properties({}, self._environment)
        self.render_footnotes({}, self._environment)
        return False


def _bytes_of(save: Callable[[IO[bytes]], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def _name(part: Part) -> str:
    """The name of a part as the zip has it."""
    return str(part.partname).removeprefix("/")
