"""What becomes of each number: a target, a doubtful one, a date, or left out with its reason (NOTICE §4). First hit wins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from pipeline.inputs.notices.measures import MONEY, PERCENT, SIZE_MARKS, time_at
from pipeline.inputs.notices.money import money, percent
from pipeline.inputs.notices.notice_lines import Notice
from pipeline.inputs.notices.phrases import LIST_SIGN
from pipeline.inputs.notices.quantities import Fate, Quantity, Sight, Verdict

_UNUSED, _DOUBT = Fate.UNUSED, Fate.DOUBTFUL


# So far a reader looks to either side of a number.
_ROOM = 240


def judge(notice: Notice, found: Sequence[Quantity]) -> list[Quantity]:
    """Every number with what becomes of it."""
    result = []
    year = _year(notice)
    for clause, group in groupby(found, key=lambda one: one.clause):
        members = list(group)
        for place, one in enumerate(members):
            line = notice.lines[one.line].folded
            sight = Sight(
                one,
                left=line[max(0, one.start - _ROOM) : one.start],
                right=line[one.stop : one.stop + _ROOM],
                before=line[max(clause.start, one.start - _ROOM) : one.start],
                behind=line[one.end : min(clause.end, one.end + _ROOM)],
                sentence=line[max(clause.sentence, one.start - _ROOM) : one.start],
                earlier=members[place - 1] if place else None,
                later=members[place + 1] if place + 1 < len(members) else None,
                year=year,
            )
            fate, reason = next(filter(None, (rule(sight) for rule in _RULES)), (Fate.TARGET, ""))
            result.append(one.judged(fate, reason))
    return result


_MAKING = (
    "新建|建设|建成|改造|新增|改建|扩建|修建|打造|完成|开工|创建|兴建|增设|设立|建立|开通"
    "|购置|安装|培训|资助|救助|打通|更新|更换|修复|整治|新开|新辟|配备|配置|增加|加装|添置"
)
_NO_COUNT_WORDS = "期 批 项 次 种 层 件 批次 轮 分 级 位 口 门 面 片 方 县 县区"
_NO_COUNT = frozenset(_NO_COUNT_WORDS.split())


_YEAR_WEIGHT, _AT_START = 3, 3


def _year(notice: Notice) -> int:
    """The year most spoken of; 0 where none is."""
    told = Counter[int]()
    for line in notice.lines:
        for found in re.finditer(r"(20\d\d)年([^。;]{0,24})", line.folded):
            told[int(found[1])] += (
                _YEAR_WEIGHT if re.search("实事|民生|任务|重点工作|项目|目标", found[2]) else 1
            )
    return max(told, key=lambda year: (told[year], year), default=0)


def _numeral(seen: Sight) -> Verdict | None:
    """Of Chinese numerals only those behind a word for making something, and those doubtful; others are words."""
    one = seen.one
    if not one.chinese:
        return None
    end = not seen.behind.strip("。 ") or seen.behind.startswith("、") or seen.later is not None
    made = re.search(rf"(?:{_MAKING})(?:[好了]|不少于|至少)?$", seen.before) or (
        one.value >= 2 and end and re.search(_MAKING, seen.before)
    )
    if one.measure in _NO_COUNT or not made or (one.value < 2 and one.measure not in {"座", "所", "条"}):
        return _UNUSED, "汉字数词"
    return _DOUBT, "汉字数词"


def _date(seen: Sight) -> Verdict | None:
    one = seen.one
    if one.measure or one.chinese:
        return None
    word = time_at(seen.right, one.end - one.stop)
    behind = seen.right[one.end - one.stop + len(word) :]
    if word in {"年", "年度", "月", "月份", "日", "季度", "个季度", "季", "旬"} or (
        word == "号" and re.search(r"月$", seen.before)
    ):
        return Fate.DATE, "日期、年份"
    if word in {"岁", "周岁"}:
        return _UNUSED, "年龄"
    if word == "天" and behind.startswith("次"):
        return None
    if word in {"号", "点"}:
        return _UNUSED, "编号、专名"
    return (_UNUSED, "时间、期限") if word else None


def _range(seen: Sight) -> Verdict | None:
    if re.match(r"[—–~～\-至到]+\d", seen.right) or re.search(r"\d[%万千]?[—–~～\-至到]+$", seen.left):
        return _UNUSED, "范围"
    if re.match(r"\s?:\s?\d", seen.right) or re.search(r"\d\s?:\s?$", seen.left):
        return _UNUSED, "比例"
    if re.match(r"[/.×xX*]\d", seen.right) or re.search(r"\d[/.×xX*]$", seen.left):
        return _UNUSED, "日期、编号或规格"
    return None


def _ordinal(seen: Sight) -> Verdict | None:
    if re.search(r"第\s?$", seen.left):
        return _UNUSED, "序数、专名"
    if re.search(r"[A-Za-z#№][-—]?$", seen.left) or (
        re.match(r"[A-Za-z](?![a-zA-Z²])", seen.right) and not seen.one.measure
    ):
        return _UNUSED, "编号、专名"
    if re.search(r"[〔\[【(]$", seen.left) and re.match(r"[〕\]】)]", seen.right):
        return _UNUSED, "文号、序号"
    if re.search(r"[〔\[]\d{4}[〕\]]$", seen.left) or re.match("号(?!召)|#", seen.right):
        return _UNUSED, "编号、文号"
    return None


_LEAST = 3
_SIGN_ROOM = 8
_QUOTES = (("“", "”", 14), ("「", "」", 14), ("‘", "’", 14), ("《", "》", 60))


def _quoted(seen: Sight) -> Verdict | None:
    """Inside quotation marks of a motto, or in the name of a document."""
    # Several marks with numbers in them are no documents: they are the matters themselves.
    matters = len(re.findall(r"《[^《》]*\d[^《》]*》", seen.left + seen.right)) >= _LEAST
    for opening, closing, most in _QUOTES[:-1] if matters else _QUOTES:
        left, right = seen.left.rfind(opening), seen.right.find(closing)
        if left < 0 or right < 0 or seen.left.rfind(closing) > left:
            continue
        if len(seen.left) - left + right <= most:
            return _UNUSED, "引号、书名号里的说法"
    return None


_MATTERS = (
    "实事|好事|民生(?:工程|项目|事项|大事)|惠民|为民|民心|承诺|具体(?:项目|事项|任务)"
    "|候选|建议案?项目|代表|工作任务|重点工作|目标任务|小项|子项|专项行动|攻坚"
)


def _count_of_list(seen: Sight) -> Verdict | None:
    one = seen.one
    if one.measure in {"件", "项", "个", "名", "类", "大", "方面"} or not one.measure:
        if re.match(
            rf"(?:大|重要|重点|涉及|关系|群众|全市|全县|年度|[市县区]级|政府|关键|主要)*的?[\u4e00-\u9fff]{{0,6}}?(?:{_MATTERS})",
            seen.behind,
        ):
            return _UNUSED, "总件数"
        if one.measure in {"件", "项", "个"} and re.search(
            r"(?:实事|好事|民生工程|民生项目|民生事项|惠民项目|具体项目|具体事项)(?:项目|工程|任务|事项|指标)?(?:清单)?(?:共|计|共计|有|为|的)?\(?$",
            seen.before,
        ):
            return _UNUSED, "总件数"
    if one.measure in {"件", "项"} and re.match(
        r"(?:大事|事|工作|目标|项目顺利|项目基本|主要|约束性|内容|圆满|已|都|均|[^,、]{0,14}内容$)",
        seen.behind,
    ):
        return _UNUSED, "总件数"
    if re.search("(?:包括|涉及|涵盖|包含)[^。;]*等$", seen.sentence) and re.match(
        "项目|方面|领域|事项|工程", seen.behind
    ):
        return _UNUSED, "总件数"
    if re.search("(?:大类|类|方面|领域)$", seen.before) and one.measure in {"个", "项", "件"}:
        return _UNUSED, "总件数"
    if (
        one.measure == "件"
        and re.search("(?:办|办了|办好|办理|列出|确定|实施)$", seen.before)
        and len(seen.behind.strip("。 ")) < 2
    ):
        return _UNUSED, "总件数"
    if one.measure == "项目" and re.search(r"实事|民生|共|计$", seen.before):
        return _UNUSED, "总件数"
    return None


def _no_measure(seen: Sight) -> Verdict | None:
    if seen.one.measure:
        return None
    sign = (
        LIST_SIGN.match(seen.left + seen.one.figures + seen.right[:3])
        if len(seen.left) < _SIGN_ROOM
        else None
    )
    if sign is not None and len(seen.left) + len(seen.one.figures) <= sign.end():
        return _UNUSED, "条目序号"
    return _UNUSED, "无计量单位"


_KINDS_OF_PLACE = "自然村|行政村|建制村|村庄|村组|居民小组|小组|企业|集镇|城镇|县城|聚居|规模|家庭|电梯|建筑|河流|水库|道路|住宅"
_SIZED_WORDS = "户 人 人口 家 张 层 米 公里 平方公里 平方米 亩 吨 个 床"
_SIZED = frozenset(_SIZED_WORDS.split())
_MADE = re.compile("(?:新增|新建|建设|完成|培育|引导|改造|引进|扶持|帮助)[^、]{0,6}$")


def _qualifier(seen: Sight) -> Verdict | None:
    """What tells which things are meant, not how many: 90个30户以上自然村, 二级以上, 30户以上的自然村."""
    one, before, behind = seen.one, seen.before, seen.behind
    beyond = re.match("(?:及以上|以上|以下|及以下|以内)的?", behind)
    touching = seen.earlier is not None and seen.earlier.end == one.start and seen.earlier.measure
    if beyond and touching:
        return _UNUSED, "限定语"
    if beyond and one.measure in _SIZED and not _MADE.search(before):
        if re.match(f"[\u4e00-\u9fff]{{0,4}}?(?:{_KINDS_OF_PLACE})", behind[beyond.end() :]):
            return _UNUSED, "限定语"
        return None
    below = re.search(
        "(?:人均|户均)[^,。;]{0,12}(?:低于|不足|不到|少于)$|(?:收入|年龄|面积)(?:低于|不足|不到|未满|满)?$",
        before,
    )
    if below and re.search("的|家庭|人员", behind[:8]):
        return _UNUSED, "限定语"
    return (_UNUSED, "限定语") if re.search("(?:不足|不到|未满|年满)$", before) else None


def _former(seen: Sight) -> Verdict | None:
    """由10%扩大到20%: what was."""
    rises = "(?:左右)?(?:提高|增加|扩大|上升|下降|降低|提升|增长|上调|调整|减少|缩短|压减)(?:到|至|为)"
    if re.search("(?:由|从)[^,。;]{0,16}$", seen.before) and re.match(rises, seen.behind):
        return _UNUSED, "原来的数"
    return None


def _size(seen: Sight) -> Verdict | None:
    one = seen.one
    if one.measure in SIZE_MARKS:
        return _UNUSED, "规格"
    if re.search(
        "(?:长|全长|总长|长度|宽|宽度|高|高度|深|厚|管径|直径|半径|跨径|红线|径)(?:约|为|达|共|总计|各)*(?:约)?$",
        seen.before,
    ) and one.measure in {"米", "公里", "千米", "延米"}:
        return _DOUBT, "规模说明"
    if re.search(
        "(?:占地|用地|建筑|规划|总|使用|水域|场地|营业|展厅|馆舍|室内)(?:总)?(?:面积)(?:约|为|达|共)*(?:约)?$|占地(?:约)?$|库容(?:约|为)?$|总?装机(?:容量)?(?:约)?$",
        seen.before,
    ):
        return _DOUBT, "规模说明"
    if re.search(
        "(?:日|年|每日|每天|每年)(?:供水|处理|产|供气|供热|接待|发电|输送|处置|焚烧)[\u4e00-\u9fff]{0,8}$",
        seen.before,
    ) and re.match("(?:等)?[\u4e00-\u9fff]{0,6}", seen.behind):
        return _DOUBT, "能力、规模说明"
    return None


def _background(seen: Sight) -> Verdict | None:
    before = seen.before
    if re.search(
        "惠及|受益|受惠|(?<!签约)服务(?:人口|群众|居民|半径|人群|对象|周边)|覆盖(?:人口|人群|群众|居民|受众|服务)|涉及(?:群众|人口|居民|农户|住户|群众|户数)|辐射|造福",
        before,
    ):
        return _UNUSED, "受益面"
    if (
        re.match("[\u4e00-\u9fff]{0,12}(?:受益|直接受益|从中受益|享受到|用上|告别|喝上)", seen.behind)
        and seen.one.measure in {"人", "户", "名", "人口", "家", "村", "个", "个村", "家庭"}
        and not re.search("解决|确保|实现|让|使", before)
    ):
        return _UNUSED, "受益面"
    if re.search(
        "现有|已有|目前|截至|截止|上年|去年|原有|同期|此前|现存|以来|过去", before
    ) and not re.search("比去年|比上年|较去年|较上年|同比|在现有|剩余", before):
        return _UNUSED, "现状、背景"
    if re.search(
        "(?<![而业])已(?:经)?(?:累计|全部|完成|建成|建|有|开工|改造|发放|实施|投入|培训|新增|达到?|整治|启动|竣工|开展|安排|争取|落实|签)[^、]{0,14}$",
        before,
    ):
        return _UNUSED, "现状、背景"
    if (
        re.search("出台|制定", before)
        and seen.one.measure in {"条", "项", "个"}
        and re.match("[\u4e00-\u9fff]{0,6}(?:措施|政策|意见|方案|办法)", seen.behind)
    ):
        return _UNUSED, "措施条数"
    return None


def _frequency(seen: Sight) -> Verdict | None:
    one = seen.one
    if re.search(
        "每(?:个|座|所|家|处|一)?(?:年|月|周|天|日|季度|季|学期|村|镇|乡|街道|乡镇|县|区|社区|人|户|校|园|班|名|位|次|场|点|生|村居|行政村|周末|人每年|千人|万人|百人)[^,。;、]{0,8}$|各(?:至少|不少于)$|平均[^,。;]{0,6}$|人均[^,。;率增]{0,10}$|户均[^,。;]{0,8}$|(?:家庭|户|村)(?:至少|不少于|均?有)+$",
        seen.before,
    ) and not re.search(
        "均达|千人口|每千|增长|平均[^,。;]*(?:下降|降低|提高|提升|达到|控制在)$|人均[^,。;]*(?:达到|达|提高到|增加到|不低于|不少于|超过)$",
        seen.before,
    ):
        return _UNUSED, "频次、每……若干"
    if one.measure in {"次", "份", "条龙", "轮"} and one.value == 1:
        return _UNUSED, "频次"
    if one.measure in {"种", "类", "款", "科"} or (
        one.measure in {"项", "个", "大", "条"}
        and re.match(
            "(?:服务)?(?:措施|机制|制度|方面|环节|领域|类别|大类|重点领域|维度|百分点以内|时段|层面|原则|任务|指标|要求|内容)",
            seen.behind,
        )
    ):
        return _UNUSED, "种类、条目数"
    return None


def _supplied(seen: Sight) -> Verdict | None:
    return (_DOUBT, "没有计量单位，按人数算") if seen.one.supplied else None


def _effect(seen: Sight) -> Verdict | None:
    if re.search("(?:让|使)[^,。;]{0,12}$", seen.before) and re.search(
        "住上|喝上|用上|住进|受益|享受", seen.behind
    ):
        return _DOUBT, "建成后的效果"
    if re.search(
        "(?:建成|投用|投入使用|竣工|完工|改造|项目建成|实施)(?:投用)?后|届时|(?:有效|切实|可|预计|将|能)(?:有效)?(?:改善|提高|缓解|解决|提升|保障|满足|新增|增加|容纳|提供|带动|减少|服务|接纳|供|停放)",
        seen.before,
    ):
        return _DOUBT, "建成后的效果"
    return None


_PLACED_WORDS = "个 家 村 个村 个行政村 个社区 个乡镇 乡镇 镇 社区 个镇 所 县 个街道 处 县区 个小区"
_PLACED = frozenset(_PLACED_WORDS.split())
_WITHIN = re.compile(
    "(?:^|[^正旨])(?:在|覆盖|围绕|涉及|涵盖|分布在|选取|选择|依托)(?:全[市县区省]|城区|主城区|中心城区|农村|市区)?[^,。;、]{0,10}$"
)


# 对5.3万名贫困人口，报销比例达到90%: whom it is for, where its clause has nothing done to them.
_DONE = re.compile(
    "进行|实施|开展|提供|给予|予以|发放|完成|落实|实现|新建|改建|扩建|建设|改造|整治|治理|提升|升级|补助|补贴|救助|资助|培训|检查|筛查|检测|监测|管理|加装|安装|更新|维修|修缮|修复|帮扶|覆盖|免|体检"
)


def _scope(seen: Sight) -> Verdict | None:
    """在17个乡镇…硬化道路10万平方米: the first is where, the second is what."""
    one, other = seen.one, seen.later
    if re.match("对(?!接)", seen.before) and not _DONE.search(seen.behind):
        return _DOUBT, "范围"
    share = other is not None and other.measure in PERCENT and one.measure not in PERCENT
    if share and len(seen.before) < _AT_START and not re.search("新|建|改|完成|为", seen.before):
        return _DOUBT, "范围"
    more = other is not None and other.measure and other.measure not in MONEY
    if one.measure not in _PLACED or not _WITHIN.search(seen.before):
        return None
    if re.search("建设|新建|新增|完成|改造|实施", seen.before):
        return None
    return (_DOUBT, "范围") if more or re.search("覆盖|涉及|涵盖", seen.before) else None


def _bracketed(seen: Sight) -> Verdict | None:
    inside = seen.left[seen.left.rfind("(") :] if "(" in seen.left else ""
    if inside and ")" not in inside and re.search("约|长|宽|面积|规模", inside):
        return _DOUBT, "括号里的规模"
    return None


def _other_year(seen: Sight) -> Verdict | None:
    """2022年新增就业5210人 in a notice of 2023: what was, not what is promised."""
    told = re.search(r"(?:^|[,。;、(])[^,。;、]{0,6}?(20\d\d)年(?!以前|前|之前|底前|代|[至—-])", seen.before)
    if told is not None and seen.year and int(told[1]) < seen.year:
        return _DOUBT, f"写的是{told[1]}年"
    later = re.search(r"到(20\d\d)年(?:底|末)?", seen.sentence)
    if later is not None and seen.year and int(later[1]) > seen.year:
        return _DOUBT, f"写的是到{later[1]}年"
    return None


def _total(seen: Sight) -> Verdict | None:
    if re.search("(?:共计|总计|合计|总共)[^,。;]{0,4}$", seen.before):
        return _DOUBT, "共、总计的数"
    return None


_RULES: tuple[Callable[[Sight], Verdict | None], ...] = (
    _numeral,
    _ordinal,
    _range,
    _date,
    _quoted,
    _count_of_list,
    _no_measure,
    _qualifier,
    _former,
    money,
    percent,
    _background,
    _frequency,
    _size,
    _effect,
    _supplied,
    _scope,
    _bracketed,
    _other_year,
    _total,
)
