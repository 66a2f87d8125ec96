"""Names of units as a notice lists them: split, completed by the prefix they share, without persons (NOTICE §5)."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.inputs.plan.directory import usual_names

_LEVELS = "省市县区州盟旗"
_ENDS = (
    "局|委|办|厅|院|会|社|站|所|校|部|处|署|团|队|中心|联|行|厂|店|网|园|馆|台|集团|公司|政府|管委会|办事处|办公室|委员会"
    "|街道|乡镇|镇|乡|县|区|市|村|学校|大学|学院|医院|单位|部门|专班|指挥部|支队|大队|总队|分局|银行|农场|林场|开发区|示范区"
    "|功能区|园区|新区|景区|工会|法院|检察院|人大|政协|军分区|武装部|协会|商会|总社|供销社|电力|热力|燃气|水务|供电|联通|移动|电信|铁塔"
    "|系统|机构|企业|党委|纪委|监委|党组|民兵|城投|交投|文投|水投|建投|城发|国投|产投|农投|旅投|城建|平台|开发|街办|街|高速|国网"
)
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9“”()·—-]{{1,30}}(?:{_ENDS})(?:[(][^()]*[)])?")
_EACH = re.compile(
    r"各(?:有关|相关)?(?:县|市|区|旗|乡|镇|街道|园区|部门|单位|功能区|开发区|管委会|地|牵头|责任|国有|区直|市直|县直|中心镇|农场|林场"
    r"|人民团体|群团|片区|社区|村|银行|高校|学校|主管|行业|成员|级|医院|公司|企业)"
)
_TAIL = re.compile(
    r"(?:等)?(?:按照?(?:各自)?(?:职责|职能)?分?工?(?:职责)?(?:分别)?(?:负责|落实|抓好|做好)?|分别负责|具体负责|共同负责|负责(?:落实|实施|组织实施)?"
    r"|牵头(?:负责|落实)?|配合(?:落实)?|协助|参与|组织实施|具体实施|承办|协办|落实|等(?:部门|单位|有关部门|相关部门|有关单位|相关单位)?)+$"
)
_CUT = re.compile(r"[、,;。/\s]+")
_AND = re.compile("(?<=[局委办会厅府院站社联])(?:和|及|以及|与)(?=[\u4e00-\u9fff])")
_LIST_NOTE = re.compile(r"\((?:列第一位|排名?第一|排在第一|第一位|按职责|按照职责|注)[^()]*\)")
# 县教育局(牵头)、县住建局: what is said of one name in a list.
_ROLE_NOTE = re.compile(r"\((?:总?牵头|主办|配合|协办|协助|责任)(?:单位|部门|负责)?\)")
_LEADING = re.compile(r"([^、,;。:\s()]+)\((?:总?牵头|主办)(?:单位|部门|负责)?\)")
_LOST = re.compile(r"【[^】]*】|〔略〕|\[略\]|×+|\*+")
_SHARED_END = re.compile(r"(?:人民政府|政府|管委会|管理委员会|办事处)(?:\([^()]*\))?$")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:[县市区镇乡旗]|街道|开发区|示范区|高新区|经开区|园区|新区|功能区|管理区|试验区|保税区)$"
)
_LOWER = re.compile(r"(?:[县市区镇乡旗]|街道|开发区|示范区|高新区|经开区|园区|新区|功能区|管理区|经开|高新)$")
_STEM = re.compile(r"[\u4e00-\u9fff]{1,12}(?:局|委|办|联|署|委员会|办公室|工会)$")
_NO_STEM = re.compile(
    rf"^(?:团|各|有关|相关|其他|国家|中国|国网|省|市|县|区|州|全|属地|驻|所在|新区)|[{_LEVELS}镇乡](?!委)(?=.{{2,}})|街道|集团|公司|^街|^镇|^乡"
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}某+")
_IN_BRACKETS = re.compile(r"[(][^()]*[)]")


def names_of(text: str) -> tuple[str, ...]:
    """The names of units in a list as people write one, each once, in its order. Nothing is added but a shared prefix
    or a shared ending; persons and words that name nobody are left out.
    """
    clean = _LOST.sub(" ", _bare(text)).strip(" 。;,、.:")
    parts = _ended_alike([part for part in _split(clean) if part])
    named, prefix = list[str](), ""
    for part in parts:
        word = _TAIL.sub("", part.strip("。.;: ")).strip("等由")
        word = re.sub(r"^(?:由|以及|及|和|与)(?=.{2,})", "", word)
        if not word or _is_person(word) or not _names(word):
            continue
        if word[0] in _LEVELS[:4] and len(word) > 2 and not _PLACE_LIKE.match(word):
            prefix = word[0]
        elif prefix and word[0] != prefix and _is_stem(word):
            word = prefix + word
        named.append(word)
    return tuple(dict.fromkeys(named))


def leading_in(text: str) -> tuple[str, ...]:
    """The names of a list that are marked as leading: 县教育局 of 县教育局(牵头)、县住建局."""
    marked = [found[1] for found in _LEADING.finditer(text)]
    return tuple(name for name in names_of(text) if any(name.endswith(word) for word in marked))


def _bare(text: str) -> str:
    """A list without what is said of it or of one of its names in brackets."""
    return _ROLE_NOTE.sub("", _LIST_NOTE.sub("", text))


_PLACE_LIKE = re.compile(r"(?:市中|市南|市北|市场|区域|县域|省级|市级|县级|区级)")


def _split(text: str) -> list[str]:
    """At the signs between names, never inside brackets and never inside 各县、区."""
    kept = _IN_BRACKETS.sub(lambda found: re.sub(r"[、,;\s]", "\ufdd0", found[0]), text)
    kept = re.sub(
        r"(各[\u4e00-\u9fff(\ufdd0)]{0,12}?(?:[县市区乡镇旗]|\)))、(?=(?:区|市|县|乡|镇|旗|街道|自治县|开发区)(?:\(?[县市区]?\)?)?(?:人民政府|政府|党委|办事处|管委会|[、,;。]|$))",
        "\\1\ufdd1",
        kept,
    )
    words = [word for part in _CUT.split(kept) for word in _AND.split(part)]
    return [word.replace("\ufdd1", "、").replace("\ufdd0", "、") for word in words]


def _ended_alike(parts: list[str]) -> list[str]:
    """甲区、乙区、丙县政府 with the shared ending at each; 各… stands for itself."""
    result, ending = list[str](), ""
    for part in reversed(parts):
        shared = _SHARED_END.search(part)
        if shared:
            ending = "" if part.startswith(("各", "市", "县", "省")) and len(part) < 7 else shared[0]
            stem = part[: shared.start()]
            ending = ending if stem and _LOWER.search(stem) and not stem.startswith("各") else ""
        elif ending and _PLACE.fullmatch(part) and not part.startswith(("各", "有关", "相关")):
            part = part + ending
        else:
            ending = ""
        result.append(part)
    return result[::-1]


def _is_stem(word: str) -> bool:
    """Whether a name is a department's without the level it belongs to."""
    if word in _stems():
        return not re.search("集团|公司|大队|支队|^团", word)
    return _STEM.fullmatch(word) is not None and not _NO_STEM.search(word)


# A word shorter than this is taken for a person's name or for nothing.
_TELLING = 5
_MORE_STEMS = "妇联 残联 团委 总工会 工商联 科协 文联 侨联 红十字会 政务服务中心 大数据中心 公积金中心 机关事务中心 供销社 疾控中心"


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(_MORE_STEMS.split()).union(*usual_names())


def left_out(text: str) -> tuple[str, ...]:
    """What stands in a list of units and is neither the name of one nor a person's: to be told, never to be guessed at."""
    clean = _LOST.sub(" ", _bare(text)).strip(" 。;,、.:")
    words = [_TAIL.sub("", part.strip("。.;: ")) for part in _split(clean)]
    return tuple(
        word for word in words if len(word) >= _TELLING and not _names(word) and not _is_person(word)
    )


@lru_cache(maxsize=1)
def _bare_stems() -> frozenset[str]:
    """财政, 民政, 人社: departments without their 局."""
    return frozenset(word[:-1] for word in _stems() if word[-1] in "局委" and len(word) > 2)


def _names(word: str) -> bool:
    return (
        word in _bare_stems()
        or _NAME.fullmatch(word) is not None
        or _EACH.match(word) is not None
        or word in _stems()
    )


def _is_person(word: str) -> bool:
    """A word of two to four signs without a unit's ending is a person's name: read into no sheet."""
    return _PERSON.fullmatch(word) is not None and not _names(word)


@lru_cache(maxsize=8192)
def only_names(text: str) -> bool:
    """Whether a folded line is nothing but names of units (or 【略】 for a person)."""
    clean = _LOST.sub(" ", _bare(text)).strip(" 。;,、.")
    if not clean or len(clean) > 400 or re.search(r"\d{2}|[:%]", clean):
        return False
    parts = [part for part in _split(clean) if part]
    good = sum(_is_name(part) for part in parts)
    return bool(parts) and good == len(parts)


def _is_name(part: str) -> bool:
    word = _TAIL.sub("", part)
    return len(word) <= 24 and _names(word) and not _VERB.match(word)


_VERB = re.compile(
    "新建|迁建|改建|扩建|修建|整治|治理|创建|举办|培训|安装|铺设|硬化|发放|救助|购置|配备|推广|组织实施|规划|引进|培育|续建|开工|建立|解决|支持|筹建|改造|完成|实施|推进|加强|加快|建设|提升|开展|建成|新增|优化|做好|继续|深化|扩大|提高|打造|完善|落实|启动|保障|为|对|改善|推动|积极|持续|全面|大力"
)


def likeness(text: str) -> float:
    """Which share of a folded list are names of units, from 0 to 1: by it a column's content is held against its head."""
    clean = _LOST.sub(" ", text).strip(" 。;,、.")
    parts = [part for part in _split(clean) if part]
    return sum(map(_is_name, parts)) / len(parts) if parts and len(clean) < 600 else 0.0
