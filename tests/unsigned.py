"""Phrases no office would sign: what sounds like a program, counts nothing, or says of somebody what nobody said (DOCUMENTS)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.files.word.lines import document_text

# In no document that leaves the office; each found as a pattern.
_NEVER = (
    "规范数字",
    "可用的报表",
    "提请核实",
    "（部分）",
    "未能统计",
    "没有合计",
    "不实0",
    "不实[0-9]",
    "有不实",
    "[，（为的]0个[，。）]",
    "的0\\.0%",
    "（0\\.0%）",
    "有1项，即",
    "红灯",
    "黄灯",
    "绿灯",
    "严重滞后",
    "待核",
    "None",
    "T[0-9]{2}-[0-9]",
    "年底预计",
    "预计完成[0-9.]+%",
    "按计划于年末集中验收",
    "系统提示",
    "字段",
    "，，",
    "。。",
    "；。",
    "：。",
    "、、",
)
_PATTERN = re.compile("|".join(_NEVER))


def unsigned(text: str) -> list[str]:
    """Every such phrase in a text, with a few characters around it."""
    return [text[max(0, one.start() - 20) : one.end() + 20] for one in _PATTERN.finditer(text)]


def of_documents(paths: Iterable[Path]) -> Iterator[tuple[str, list[str]]]:
    """Word documents that hold such a phrase, by name."""
    for path in paths:
        found = unsigned(document_text(path.read_bytes()))
        if found:
            yield path.name, found
