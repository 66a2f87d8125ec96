"""Names a draft proposes: of a target out of its phrase, of units out of the usual names of departments (NOTICE §5, §7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.inputs.notices.heading import Heading
from pipeline.inputs.notices.outline import Draft
from pipeline.inputs.notices.quotas import quotas_of
from pipeline.inputs.plan.directory import usual_full_name, usual_names
from pipeline.model.units import fold

_TONE = re.compile(
    r"^(?:同时|并|进一步|继续|持续|积极|大力|全面|加快|力争|争取|确保|保证|推动|努力|着力|年度目标为|年内|全年|今年|年|20\d\d年|全市|全县|全区|全省|实现|对|为|使|其中)+(?=[\u4e00-\u9fff]{2,})"
)
_COMPARING = r"(?:不少于|不低于|不高于|不超过|至少|超过|突破|达到|达|约|近|力争|控制在|稳定在|保持在|提高到|增加到|到|为)"
_BEYOND = r"(?:余|多)?(?:及?以上|以内|以下|左右)?的?"
_VERBS = (
    "新开工|开工|启动|推动|续建|动工|新建|改建|扩建|新改建|改扩建|新改扩建|建成|建设|改造提升|改造|提升|新增|增加|完成|开工|启动|打通|整治|治理|新购|更新|投放|救助|培训|受理|发放|提供|解决"
    "|安装|铺设|硬化|修建|修复|种植|新创建|创建|打造|培育|转移|开展|举办|放映|实施|竣工|优化|调整|建立|新开工|续建|铺装|布设|开发|引导|配建|推进"
)
_STARTING = "新开工建设|新开工|开工建设|开工|启动建设|启动|推动|续建|动工|谋划|储备"
_VERB = re.compile(rf"(?:{_VERBS})")
_PLACES = re.compile(r"(.{2,12}[县市区镇乡旗]|.{2,8}街道)(?:人民政府|政府|办事处|党工委)?$")
_ZONES = re.compile(
    r"(.{0,16}(?:开发区|示范区|高新区|经开区|新区|园区|功能区|管理区|试验区))(?:管委会|管理委员会)?$"
)
_ANYBODY = re.compile("^(?:各|全[市县区]|有关|相关|其他|属地|县\\(|市\\()|各|有关|相关|部门$|单位$")


def target_name(text: str, figures: str, unit: str) -> str:
    """A name for a target: its phrase without the number, its comparison and words of tone."""
    plain = re.sub(r"\s", "", text)
    number = re.escape(figures)
    bare = re.sub(
        rf"{_COMPARING}*{number}(?:余|多)?(?:{re.escape(unit)}|[万亿]?)?{_BEYOND}", "", plain, count=1
    )
    bare = _TONE.sub("", bare.strip("，,、；;：:。 ")).strip("的，,、；;：:。 ")
    if len(bare) > 40:
        bare = bare[-40:] if re.search(r"率|占比", bare[-8:]) else bare[:40]
    return bare if len(bare) >= 2 else plain[:40]


def verb_of(text: str) -> str:
    """What is counted: the first word for making or doing; empty where the phrase has none."""
    found = _VERB.search(text)
    return found[0] if found else ""


def without_verb(name: str) -> str:
    """A name that does not say its verb: 启动排涝项目 is 排涝项目 (its documents keep the verb)."""
    bare = re.sub(f"^(?:{_STARTING})+(?=.{{3,}})", "", name)
    return bare or name


def named_in_plan(name: str) -> str:
    """A unit as a cell of the plan names it: in full-width brackets, and a group without the sign that parts units."""
    wide = name.replace("(", "（").replace(")", "）")
    # Within brackets nothing is cut: 各乡镇（街道、园区）.
    return re.sub("、(?![^（）]*）)", "", wide) if wide.startswith("各") else wide


def drafted_units(
    draft: Draft, heading: Heading, known: Sequence[Mapping[str, str]]
) -> Iterator[tuple[dict[str, str], bool]]:
    """Rows of 单位: those the workspace knows, then every name of the notice they do not, and whether its names are proposed."""
    taken = {
        fold(word)
        for row in known
        for column in ("简称", "全称", "主送称谓", "别名")
        for word in row.get(column, "").split("、")
        if word
    }
    yield from ((dict(row), False) for row in known)
    # Without 序号 the order of the rows counts; where some have it the others need it too.
    order = max((int(row["序号"]) for row in known if row.get("序号", "").isdecimal()), default=None)
    for name in _named(draft):
        key = _key(name)
        if fold(name) in taken or fold(key) in taken or _ANYBODY.search(fold(name)):
            continue
        taken |= {fold(name), fold(key)}
        order = None if order is None else order + 1
        yield _unit(key, name, order, heading), True


def _named(draft: Draft) -> Iterator[str]:
    for matter in draft.matters:
        yield from matter.leads
        yield from matter.cooperating
    for matter in draft.matters:
        for own in quotas_of(draft.notice, matter.targets).values():
            yield from (one.unit for one in own)


def _key(name: str) -> str:
    """简称 of a unit: of a county's government the county."""
    place = _PLACES.fullmatch(name) or _ZONES.fullmatch(name)
    return place[1] if place and not name.endswith(("局", "委")) else name


def _unit(key: str, name: str, order: int | None, heading: Heading) -> dict[str, str]:
    row = {"序号": "" if order is None else str(order), "简称": key, "别名": name if name != key else ""}
    city = heading.city
    zone, place = _ZONES.fullmatch(name), _PLACES.fullmatch(name)
    if zone is not None:
        return row | {"全称": f"{zone[1]}管理委员会", "类别": "管委会", "县区": "是"}
    if place is not None:
        return row | {"全称": f"{place[1]}人民政府", "类别": _kind(place[1]), "县区": "是"}
    full = _full(name, city)
    return row | {"全称": full or name}


def _kind(place: str) -> str:
    return (
        "街道"
        if place.endswith("街道")
        else {"县": "县", "区": "区", "市": "县级市", "镇": "镇", "乡": "乡", "旗": "县"}[place[-1]]
    )


def _full(name: str, city: str) -> str:
    """全称 behind the city: the full name of which the notice's word is the short one, else that word itself; empty for a
    department that is not known.
    """
    bare = re.sub("^[省市县区州](?=.{2,})", "", fold(name))
    usual = usual_full_name(bare)
    if usual or any(bare in row for row in usual_names()):
        return f"{city}{usual or bare}"
    return f"{city}{bare}" if city and name[0] in "市县区州" and bare != fold(name) else ""
