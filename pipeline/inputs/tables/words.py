"""What a cell holds that is no answer: an error, a picture, a TRUE; and where words are asked for, a bare number."""

from __future__ import annotations

import re

from pipeline.model.readings import Content, Holds

# Error values as spreadsheet programs write them, and as programs leave them behind that made texts of cells.
_ERRORS = re.compile(
    r"#(?:DIV/0!|REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|BUSY!|CONNECT!|UNKNOWN!|GETTING_DATA)"
    r"|Err:[0-9]{3}|#REF",
    re.IGNORECASE,
)
_TRUTHS = re.compile(r"TRUE|FALSE|NaN|None|null", re.IGNORECASE)
# A number with whatever a spreadsheet may have put to it: 12, -3.5, 1,234, 56%, 1.2E+05.
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:E[-+]?[0-9]+)?%?", re.IGNORECASE)

# The columns of plans and decisions that ask for words: what stands there may be printed.
# fmt: off
PROSE = frozenset((
    "方式", "依据", "经办岗位", "处理意见", "批准岗位", "原因", "滞后原因", "追赶措施", "措施", "检查岗位", "佐证",
    "调整理由", "异议", "异议说明", "佐证材料", "实事事项", "目标任务", "指标", "全称", "主送称谓",
))
# fmt: on


def unusable(content: Content) -> str:
    """What stands there, in a clause, where it can be nobody's answer; empty for everything else."""
    text = content.text.strip()
    match content.holds:
        case Holds.ERROR:
            return f"是错误值“{text}”"
        case Holds.PICTURE:
            return "是一张图片"
        case Holds.UNCALCULATED:
            return f"是没有算出结果的公式 {content.formula}"
        case Holds.BOOLEAN:
            return f"是逻辑值“{text}”"
        case Holds.TEXT if _ERRORS.fullmatch(text):
            return f"是错误值“{text}”"
    return ""


def no_words(content: Content) -> str:
    """What stands there, in a clause, where words are asked for and there are none; empty for words and for a blank."""
    text = content.text.strip()
    match content.holds:
        case Holds.NUMBER:
            return f"只有数字“{text}”"
        case Holds.DATE:
            return f"只有日期“{text}”"
        case Holds.TEXT if _NUMBER.fullmatch(text):
            return f"只有数字“{text}”"
        case Holds.TEXT if _TRUTHS.fullmatch(text):
            return f"是“{text}”"
        case Holds.EMPTY if content.formula:
            return f"的公式 {content.formula} 结果是空的"
    return unusable(content)
