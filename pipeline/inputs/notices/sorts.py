"""类型 of a target from the words around its number: 累计数, 比率, 保持, 增幅, 节点计数, 名单 (NOTICE §4)."""

from __future__ import annotations

import re

from pipeline.inputs.notices.figures import Quantity
from pipeline.inputs.notices.lines import Notice, Stretch
from pipeline.inputs.notices.measures import PERCENT

_GROWTH = re.compile("增长|增幅|增速|下降|降低|减少|压减|提高|提升|降幅|增加")
_RATE = re.compile("率|占比|比例|比重|覆盖面|满意度")
_KEPT = re.compile("持续|保持|稳定|巩固|不低于|控制|始终")
_STARTED = re.compile("开工|启动|推动|推进|续建|动工|谋划|储备|开建|新开工")
_DONE = re.compile("完成|建成|竣工|投用|改造|完工|解决|新增|整治")


def sort_of(notice: Notice, one: Quantity, span: Stretch) -> tuple[str, str]:
    """类型, and why it is to be looked at (empty if it is sure)."""
    text = notice.lines[one.line].folded
    before = text[one.clause.start : one.start]
    if one.measure in PERCENT:
        if _RATE.search(before) and not re.search("(?:增长|下降|提高|提升|降低)[^率]{0,4}$", before):
            return ("保持" if re.search("持续|保持|稳定|控制", before) else "比率"), ""
        if _GROWTH.search(before):
            return "增幅", ""
        return ("保持" if _KEPT.search(before) else "比率"), ""
    if "剩余" in before:
        return "名单", ""
    own = text[span.start : span.end]
    lead = re.match("(?:全[市县区年]|年内|今年|继续|加快|计划|确保|力争|[^,、]{0,6}?)?(新开工|开工建设|开工|启动|推动|续建|动工|谋划|储备)", own)
    if lead is not None and lead.end() <= one.start - span.start and not _DONE.search(own[lead.end() :]):
        return "节点计数", "开工、启动还是建成，口径请核对"
    return "累计数", ""
