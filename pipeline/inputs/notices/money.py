"""Money and shares: what a city promises of them, and what only says how they are reckoned (NOTICE §4)."""

from __future__ import annotations

import re

from pipeline.inputs.notices.measures import MONEY, PERCENT
from pipeline.inputs.notices.quantities import Fate, Sight, Verdict

_UNUSED, _DOUBT = Fate.UNUSED, Fate.DOUBTFUL


def money(seen: Sight) -> Verdict | None:
    """An amount of money is a target where it is earned, lent or spared; what a thing costs or a person gets is none."""
    one = seen.one
    if one.measure not in MONEY:
        return None
    if re.search(
        "[每人户]$|/[人月年]|标准|补助|补贴|奖励|资助|人均|每人|每户|每月|每年|给予|低保|保障金", seen.before
    ) or re.match(r"[/每](?:人|月|年|户|学年|生)|标准|补助|补贴|的", seen.behind):
        if (
            re.search("(?:发放|落实|兑现)[^每]{0,14}(?:贷款|资金|补贴|补助)[^每]{0,4}$", seen.before)
            and "每" not in seen.before
        ):
            return _DOUBT, "金额"
        if re.search("(?:提高|提升|调整|增加|上调)(?:到|至|为)[^,。;]*$|不低于$|达到?$", seen.before):
            return _DOUBT, "标准"
        return _UNUSED, "标准、补助金额"
    if (
        re.search(
            "完成[^,。;、]{0,12}投资|贷款|减轻|减负|减免|收入|产值|总产值|生产总值|利用外资|到位资金"
            "|销售额|零售额|营业额|交易额|融资|增加值|争取[^,。;]{0,12}资金|授信|税费|到账|投资额达|固定资产投资|进出口|救助金",
            seen.before,
        )
        and not re.search("总投资|概算|计划投资|预算", seen.before)
        and not re.search("安排资金|各级财政|安排[^,。;]{0,8}资金", seen.sentence)
    ):
        return None
    return _UNUSED, "投资、金额"


_RATE = (
    "率|占比|比例|比重|增长|增幅|增速|下降|降低|降幅|控制|达到|达"
    "|提高|提升|以上|普及|覆盖|满意度|合格|完好|比上年|同比|不低于|不少于|不超过|优良|安置|巩固|提取|实现|保持|稳定|增加|减少|压减|城镇化|占"
)


def percent(seen: Sight) -> Verdict | None:
    """A share is a target beside the name of a rate; by what something is reckoned, and how far a work has come, is none."""
    one, before, behind = seen.one, seen.before, seen.behind
    if one.measure not in PERCENT:
        return None
    if re.search(
        "标准的?(?:不低于|不少于)?$|按照?[^,。;]{0,14}$|费用的?$|价格的?$|价款的?$|资金的?$|优惠$|打$|报销$|补助$|补贴$|投资的?$",
        before,
    ) and not re.search("率|增长", before):
        return _UNUSED, "按比例计算的标准"
    if (
        not re.search("增长|增幅|增速|下降", before)
        and re.search(
            "(?:完成|已|累计)[^,。;]{0,12}(?:总?工程量|工程|建设|总量|进度|投资|施工|主体|改造|安装|装修)[^,。;率]{0,6}$",
            before,
        )
    ) or re.match("的?(?:工程量|投资|进度|任务|施工)", behind):
        return _DOUBT, "完成进度"
    if re.search(_RATE, before) or re.match(r"(?:以上|以内|以下|左右)|的", behind):
        return None
    if re.search(_RATE, seen.sentence[-40:]):
        return None
    return _DOUBT, "没有率的名称"
