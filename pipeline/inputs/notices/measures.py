"""Measure words: what a number must be followed by to be an amount of something (NOTICE §4)."""

from __future__ import annotations

import re

_PEOPLE = "人次 人(次) 人份 人 名 位 户次 户 口 人口 家庭"
_THINGS = """
个百分点 百分点 个 所 家 座 处 条 项目 项 件次 件 起 场次 场 课时 课 节 堂 讲 期 班次 次 宗
例 单 笔 批次 批 轮 台次 台 套 辆次 辆 部 张 间 栋 幢 层 根 杆 盏 组 块 段 门次 门
床位 床 片 份 支 队 对 册次 册 本 篇 首 枚 口 眼 棵 株 丛 头 只 羽 尾 艘 架 列 标台 标准箱
标箱 孔 枪 桩 站 班 款 种 科 案 面 扇 樘 道 幅 封 顶 尊 束 付 副 桌 窝 箱 车 趟 车次 班列
行政村 建制村 自然村 村次 村 社区 乡镇 街道 镇 县区 县 小区 校 店 学位 泊位
停车位 车位 托位 岗位 工位 座位 铺位 点位 网格 企业 分 园 馆 亭 桥 路段
"""
_SIZES = """
平方公里 平方千米 平方米 平米 ㎡ m² m2 立方米 立方 万方 方 公顷 ha hm² 公里 千米 km KM 延米 厘米 毫米
米 亩次 亩 吨 公斤 千克 斤 升 千瓦时 兆瓦时 千瓦 兆瓦 吉瓦 MW 微克/立方米 毫克/立方米 千伏安 千伏 kV KV 兆 度
"""
_RATES = "% ‰ 倍 番"
MONEY = ("美元", "元")
PERCENT = frozenset("%‰") | {"个百分点", "百分点"}
# Amounts of time, ranks and numbers of things in a row: never amounts of anything a city promises.
_TIME = "年 年度 月 月份 日 号 天 周年 周岁 周 岁 个月 个工作日 工作日 个季度 季度 季 小时 个小时 时 分钟 秒 点 旬 星期 世纪 学年"
TIME = frozenset(_TIME.split())
_SIZE_MARKS = "千伏安 千伏 kV KV 厘米 毫米 兆 度"
SIZE_MARKS = frozenset(_SIZE_MARKS.split())

MEASURES = tuple(
    sorted(
        {*_PEOPLE.split(), *_THINGS.split(), *_SIZES.split(), *_RATES.split(), *MONEY},
        key=lambda word: (-len(word), word),
    )
)
_TIMES = tuple(sorted(TIME, key=lambda word: (-len(word), word)))
SCALE = re.compile("万亿|千万|百万|十万|千亿|百亿|万|亿|千(?![米瓦克伏])|百")
_VILLAGE = re.compile(
    r"(?:行政村|建制村|自然村|村民小组|村|社区|乡镇|镇|街道|小区)(?=$|[,。;:、()的和及]|\d)"
)
# What begins like a measure word and is none.
_NO_MEASURE = re.compile(
    "人民|人大|人行|人社|站式|班子|面积|面向|面对|面貌|道路|道交|方面|方案|方式|方便|方向|园区|车辆|车道|车间|村级|村民(?!小组)|县级|镇级"
    "|部门|部分|科技|科学|单位|起来|对于|对口|队伍|家庭|份额|校园|口袋|条件|段落|层次|层级|批准|度假|级|桥梁"
)


_BY_SIGN = {
    sign: tuple(word for word in MEASURES if word[0] == sign) for sign in {word[0] for word in MEASURES}
}


def measure_at(folded: str, position: int) -> str:
    """The measure word that begins there; empty if none does. Of 262个村 it is 个村: the noun belongs to what is counted."""
    none = _NO_MEASURE.match(folded, position)
    for word in _BY_SIGN.get(folded[position : position + 1], ()):
        if none is not None and len(word) < len(none[0]):
            continue
        if folded.startswith(word, position):
            if word == "个":
                noun = _VILLAGE.match(folded, position + 1)
                return word + noun[0] if noun else word
            return word
    return ""


def time_at(folded: str, position: int) -> str:
    """The word for an amount or point of time that begins there; empty if none does."""
    return next((word for word in _TIMES if folded.startswith(word, position)), "")
