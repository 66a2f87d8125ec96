"""What in a Word file reaches outside of it: linked pictures, remote templates, fields that fetch, programs, entities.

Whoever opens such a file, or turns it into a PDF, may fetch something from a place the office does not know. Links to
click on do nothing by themselves and are left alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

MOST_UNPACKED = 50 * 1024 * 1024
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FETCHING = re.compile(
    r"(?<![A-Z])(INCLUDEPICTURE|INCLUDETEXT|IMPORT|DDEAUTO|DDE|LINK|DATABASE|RD)(?![A-Z])", re.IGNORECASE
)
_DECLARED = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_KINDS = {"image": "图片", "attachedTemplate": "模板", "oleObject": "对象", "aFChunk": "嵌入文件"}
_PROGRAMS = ("vbaproject.bin", "/activex/", "/embeddings/")


def reaches(data: bytes) -> Iterator[str]:
    """Each thing in a .docx that reaches outside, in a few Chinese words; none for a file that is sound in itself.

    Raises `BadZipFile` for what is no package and `XMLSyntaxError` for parts that are no XML.
    """
    with ZipFile(io.BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
            yield "异常庞大的内容"
            return
        for name in sorted(set(package.namelist())):
            if any(word in f"/{name.lower()}" for word in _PROGRAMS):
                yield "宏、控件或嵌入的对象"
            elif name.endswith((".xml", ".rels")):
                yield from _in_part(name, package.read(name))


def _in_part(name: str, data: bytes) -> Iterator[str]:
    if any(word in data for word in _DECLARED):
        yield "文档类型声明（DTD）"
        return
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if name.endswith(".rels"):
        for relation in root.iter(_RELATION):
            kind = relation.get("Type", "").rpartition("/")[2]
            if kind == "aFChunk" or (relation.get("TargetMode") == "External" and kind != "hyperlink"):
                yield f"指向文件外面的{_KINDS.get(kind, '内容')}（{relation.get('Target', '')[:60]}）"
        return
    # Word may cut a field's words into several pieces.
    words = "".join(one.text or "" for one in root.iter(f"{_W}instrText"))
    words += " ".join(["", *(one.get(f"{_W}instr", "") for one in root.iter(f"{_W}fldSimple"))])
    for word in dict.fromkeys(found[1].upper() for found in _FETCHING.finditer(words)):
        yield f"会去别处取内容的域（{word}）"
