"""What a Word file carries beside its words: comments, names, titles, protection. Told of a template, left out of documents.

Every part is judged by its root element, not by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.files.packages import package, packed, parts_of, xml

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Core properties that say who made the file and why; a title with a tag is printed, not carried along.
_PROPERTIES = {
    "title": "文档题名",
    "subject": "文档主题",
    "creator": "作者",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "lastModifiedBy": "",
}
_ABOUT_THE_MAKER = frozenset({"Company", "Manager", "Template", "HyperlinkBase", "TotalTime"})
_SETTINGS = {
    "trackRevisions": "修订状态（正在跟踪）",
    "documentProtection": "文档保护",
    "writeProtection": "打开密码或只读建议",
    "docVars": "文档变量",
    "attachedTemplate": "",
    "rsids": "",
}
# Parts that hold nothing but what people say about the document, or who they are.
_BESIDE = {"comments": "批注", "commentsEx": "", "commentsIds": "", "commentsExtensible": "", "people": ""}
_COMMENT_MARKS = ("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference")
# Relations to the maker's style file, the picture of a page as it once looked, comments, an office's own properties, data
# no control shows: nothing is saved that nothing leads to.
_LEFT = (
    *("/attachedTemplate", "/thumbnail", "/custom-properties", "/people"),
    *("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible"),
)
_DATA = "/customXml"


def private(data: bytes) -> tuple[str, ...]:
    """What a .docx carries that people should know of, in a few Chinese words each; empty for one that is bare.

    Who saved it last is left out (every save writes it), as is where its style file lies. Raises as `parts_of` does.
    """
    return tuple(dict.fromkeys(word for _, word in _found(_trees(parts_of(data))) if word))


def without_private(data: bytes) -> bytes:
    """The same file without any of it, the very bytes for one that has nothing of it. Raises as `parts_of` does."""
    parts = parts_of(data)
    trees = _trees(parts)
    taken = list(_found(trees))
    if not taken:
        return data
    for element, _ in taken:
        _drop(element)
    told = {name: _bytes(tree) for name, tree in trees.items()}
    return package(packed(name, told.get(name, part)) for name, part in parts.items())


def _trees(parts: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """The parts that are XML."""
    return {name: xml(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}


def _found(trees: Mapping[str, etree._Element]) -> Iterator[tuple[etree._Element, str]]:
    """What is to go, with the word for it."""
    bound = any(root.find(".//{*}dataBinding") is not None for root in trees.values())
    left = _LEFT if bound else (*_LEFT, _DATA)
    for root in trees.values():
        kind = etree.QName(root).localname
        if kind == "coreProperties":
            for one in root:
                name = etree.QName(one).localname
                if (one.text or "").strip() and name in _PROPERTIES and "{{" not in (one.text or ""):
                    yield one, _PROPERTIES[name]
        elif kind == "Properties":
            yield from _of_properties(root)
        elif kind == "settings":
            for name, word in _SETTINGS.items():
                yield from ((one, word) for one in root.findall(f"{{*}}{name}"))
        elif kind in _BESIDE:
            yield from ((one, _BESIDE[kind]) for one in root)
        elif kind == "Relationships":
            ends = (one for one in root.iter(_RELATION) if one.get("Type", "").endswith(left))
            yield from ((one, "") for one in ends)
        else:
            yield from ((one, "") for one in root.iter(*_COMMENT_MARKS))


def _of_properties(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Of the extended properties who made the file; of an office's own properties every one."""
    own = "custom-properties" in (etree.QName(root).namespace or "")
    for one in root:
        if own or (etree.QName(one).localname in _ABOUT_THE_MAKER and (one.text or "").strip()):
            yield one, ""


def _drop(element: etree._Element) -> None:
    """Take it out; what stands in the core properties is emptied, for they are expected to be there."""
    parent = element.getparent()
    if parent is None:
        return
    if etree.QName(parent).localname == "coreProperties":
        element.text = ""
    else:
        parent.remove(element)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
