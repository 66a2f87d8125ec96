"""Labels and heads of columns: which word announces a unit, a time limit, the task itself, or what is never read (NOTICE §3d)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a part of a matter, or a column of a table, is for."""

    NUMBER = "序号"
    TITLE = "题目"
    BODY = "任务"
    FIRST = "牵头"
    UNIT = "责任"
    SECOND = "配合"
    DEADLINE = "时限"
    NODES = "进度"
    PERSON = "人员"
    SKIP = "不读"


UNITS = frozenset({Role.FIRST, Role.UNIT, Role.SECOND})

# First hit wins: 主要责任人 is a person before it is a unit, 配合责任单位 cooperates before it is responsible.
_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, "^序号?$|^编号$|^序列$|^项目序号$"),
    (
        Role.PERSON,
        "领导(?!小组)|责任人|负责人|联系人|联络员|电话|姓名|职务|包联|包抓|分管(?!部门|单位)|挂钩|挂帅|市长|县长|区长",
    ),
    (
        Role.SECOND,
        "配合|协办|协同|协作|协助|共同|参与|参加|联办|辅助|支持单位|支持部门|会办",
    ),
    (
        Role.FIRST,
        "牵头|主办|主责|主要责任(?!人)|第一责任|首要责任|主体责任|总牵头|主管(?:单位|部门)|统筹(?:单位|部门)",
    ),
    (
        Role.UNIT,
        "责任(?:单位|部门|主体|科室|股室|处室|落实)|实施(?:单位|主体|部门)|承办|承担单位|落实(?:单位|部门)|建设单位|办理单位"
        "|项目单位|责任$|^单位$|^部门$|责任分工|执行单位|负责(?:单位|部门)|项目业主|业主单位|申报单位|任务分工|实施责任|单位名称",
    ),
    (
        Role.SKIP,
        "进展|当前进度|目前进度|完成情况|推进情况|实施情况|落实情况|执行情况|当前|目前|截至|截止|达序|存在|完成率|情况说明|实际",
    ),
    (
        Role.SKIP,
        "(?<!资产)投资|资金|金额|经费|预算|万元|地点|位置|区域|范围|来源|依据|备注|说明|类别|大类|分类|领域|^保障|(?:资金|要素|经费|政策)保障|保障措施|渠道|性质|类型|级别|出处",
    ),
    (
        Role.DEADLINE,
        "时限|期限|完成时间|建设时间|实施时间|年限|起止|办结时间|时间要求|建设周期|完成日期|^时间$|竣工时间|工期",
    ),
    (Role.NODES, "进度|计划|季度|节点|举措|措施|月底|步骤|月份|阶段|时间安排|工作安排|推进安排|月$|序时"),
    (Role.BODY, "内容|目标|指标|标准|具体|要点|规模|任务要求|工作要求|年度任务|成效|要求"),
    (Role.TITLE, "项目|实事|任务|事项|工作|名称|工程"),
)
_LABEL = re.compile(
    r"(?:^|(?<=[。;；(\[【,，\s、])|(?<=^\d[.)、])|(?<=^\(\d\)))[【\[]?([\u4e00-\u9fff]{2}(?:[\u4e00-\u9fff及/和与]|\([\u4e00-\u9fff]{1,6}\)){0,9})[】\]]?\s*[:]"
)
_BARE = re.compile(
    r"^[【\[]?((?:牵头|责任|配合|协办|主办|协同|承办|实施|落实|共同责任|主要责任|配合责任|牵头责任)(?:单位|部门))[】\]]?\s+(?=\S)"
)
_NO_LABEL = re.compile("方面$|包括|如下|分别|附件|即|为$|是$|的$|通知|抄送|主送|记者|表示")


@lru_cache(maxsize=4096)
def role_of(word: str) -> Role | None:
    """What a label or the head of a column is for; None if it is neither."""
    bare = re.sub(r"[\s(\[【].*$", "", word.strip("【】[]()")) or word
    bare = re.sub(r"\s", "", bare)
    whole = re.sub(r"\s", "", word)
    for role, pattern in _WORDS:
        if re.search(pattern, whole if role in (Role.SKIP, Role.NUMBER) else bare):
            # 牵头单位及主要负责人 is a column of units; the persons in it are left out by their shape.
            if role is Role.PERSON and re.search("(?:单位|部门)[及和与、/]", bare):
                continue
            return role
    return None


@lru_cache(maxsize=8192)
def labels_in(text: str) -> tuple[tuple[int, int, str, Role], ...]:
    """(start, end, word, role) of every label with its colon in a folded text."""
    found: list[tuple[int, int, str, Role]] = []
    first = len(text) - len(text.lstrip("【[ "))
    for match in _LABEL.finditer(text):
        word = match[1]
        role = None if _NO_LABEL.search(word) else role_of(word)
        # In running text only words for units and times are labels; 工作目标: begins a line.
        starts_line = match.start() <= first
        if role is None or role is Role.NUMBER:
            continue
        if not starts_line and role in (Role.TITLE, Role.BODY, Role.NODES) and len(word) > 6:
            continue
        if not starts_line and role is Role.TITLE:
            continue
        found.append((match.start(), match.end(), word, role))
    bare = _BARE.match(text)
    if bare is not None and not (found and found[0][0] == 0):
        role = role_of(bare[1])
        assert role is not None
        found.insert(0, (0, bare.end(), bare[1], role))
    return tuple(found)


def begins_with_label(text: str) -> bool:
    """Whether a folded line begins with a label."""
    found = labels_in(text[:40])
    return bool(found) and found[0][0] == 0


def unit_label(text: str) -> bool:
    """Whether a folded line begins with a label of units."""
    found = labels_in(text[:40])
    return bool(found) and found[0][0] == 0 and found[0][3] in UNITS
