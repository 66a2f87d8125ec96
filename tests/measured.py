"""All documents of a workspace printed and held against the clauses, each by the layout of its kind."""

from __future__ import annotations

from pathlib import Path

from pipeline.documents.conformance import breaches
from pipeline.documents.templates.catalogue import LAYOUTS
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import read_pages

# What the name of a document, or of its folder, says of its kind, the more special word first.
_KINDS = {
    "小结": "小结.docx",
    "一页图": "一页图.docx",
    "呈阅件": "呈阅件.docx",
    "要情": "要情.docx",
    "简报": "简报.docx",
    "发文稿纸": "发文稿纸.docx",
    "对照": "对照.docx",
    "呈批件": "呈批件.docx",
    "抽查建议": "呈批件.docx",
    "考核认定结果通报": "考核通报.docx",
    "情况通报": "通报.docx",
    "提示单": "督查提示单.docx",
    "督办": "督办.docx",
    "商请函": "督办.docx",
    "反馈": "反馈函.docx",
    "更正报告": "更正报告.docx",
    "更正函": "更正函.docx",
    "更正通知": "更正函.docx",
    "催报函": "催报函.docx",
    "情况报告": "报告.docx",
}


def broken(root: Path) -> list[str]:
    """What the documents of every set shown in a workspace break, each with its name; nothing if all conform."""
    shown = {
        f"{folder.name}/{path.relative_to(folder)}": path
        for folder in sorted((root / "outputs").iterdir())
        if folder.is_dir() and not folder.name.startswith(".")
        for path in sorted(folder.rglob("*.docx"))
    }
    made = to_pdf({name: path.read_bytes() for name, path in shown.items()})
    assert made
    return [
        f"{name}：{breach}"
        for name, pdf in made.items()
        for breach in breaches(read_pages(pdf.data), LAYOUTS[_kind(name)])
    ]


def _kind(name: str) -> str:
    return next(template for word, template in _KINDS.items() if word in name)
