"""The words that follow from whose office it is: 全市 or 全区, 县（市）区 or 乡镇（街道）, 件 实事 or 项 任务. Pure.

What the plan leaves open is proposed from its other words (PLAN §4): the level from the place's name, what a matter
is called from 事项总称, how an office speaks of itself from its full name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pipeline.model.periods import Cycle

_COUNTIES = "县（市）区"


@dataclass(frozen=True, slots=True)
class Terms:
    """本级称呼, 下级统称, 领导称呼, 量词, 事项名, 报送周期. The defaults are a city's, in which texts of ours are written."""

    realm: str = "全市"
    lower: str = _COUNTIES
    leader: str = "主管市领导"
    counter: str = "件"
    matter: str = "实事"
    cycle: Cycle = field(default_factory=Cycle)

    @property
    def level(self) -> str:
        """What the offices of this level begin with: 市, 区."""
        return self.realm.removeprefix("全").removeprefix("本")

    @property
    def title(self) -> str:
        """The header over the titles of matters: 实事事项, 任务事项."""
        return f"{self.matter.removesuffix('事项')}事项"

    @property
    def leaders(self) -> str:
        """Who writes 批示 here: 市领导, 区领导."""
        return re.sub("^[主分]管", "", self.leader)

    def of(self, text: str) -> str:
        """A fixed text of ours, which is written for a city with monthly reports, in this office's words.

        Never for what somebody else wrote.
        """
        return self.cycle.say(_CITY_WORDS.sub(self._own, text))

    def _own(self, found: re.Match[str]) -> str:
        word = found[0]
        if word == "分县区":
            return word if self.lower == _COUNTIES else f"分{self.lower}"
        if word in _OF_COUNTIES:
            return word if "县" in self.lower else _OF_COUNTIES[word] or self.lower
        return {
            "全市": self.realm,
            "县（市）区": self.lower,
            "主管市领导": self.leader,
            "实事事项": self.title,
            "件实事": f"{self.counter}{self.matter}",
            "实事": self.matter,
        }[word]


# What is said otherwise only where there are no counties.
_OF_COUNTIES = {"县（市、区）": "", "县区": "", "分县任务": "分解任务", "分县认定": "分解认定"}
# The longer of two that begin alike stands first.
_CITY_WORDS = re.compile(
    "全市|分县区|分县任务|分县认定|县（市）区|县（市、区）|县区|主管市领导|实事事项|件实事|实事"
)
CITY = Terms()
_LEVEL = re.compile(".*?(街道|地区|[省市州盟县旗区镇乡])")
_LOWER = {
    "省": "市（州）",
    "州": "县（市）",
    "地区": "县（市）",
    "盟": "旗县（市）",
    "镇": "村（社区）",
    "乡": "村（社区）",
}
# The cities that are provinces: what lies below them has no cities and no prefectures.
_MUNICIPALITY = re.compile("(?:北京|天津|上海|重庆)市?")
_REGION = "自治区"
_PROVINCIAL = re.compile(f"(?:北京|天津|上海|重庆)市人民政府|.*(?:省|{_REGION})人民政府")
_BELOW = re.compile(".*?(地区|[市州盟区县])")
_TOWNS = "乡镇（街道）"
_TOWN = re.compile(".*(?:[镇乡]|街道|街道办|街道办事处)")
# What a list of tasks may be called, beside 实事: then they are counted in 项.
_TASKS = re.compile(".*(任务|项目|工程|工作|事项)")
_GOVERNMENT = re.compile("人民政府|管理委员会|管委会")
# Bodies that are somebody's office already, or a room of it: they have none of their own.
_NO_OFFICE = re.compile(".*(?:办公室|办公厅|室|办)")


def proposed(given: Terms, place: str, government: str, programme: str, names: Sequence[str] = ()) -> Terms:
    """`given` with what it leaves empty made from the names; `names` are those of the units below.

    Where these do not tell what the units below are called (`tells_lower`), 下级统称 is only what is most usual.
    """
    level = given.level or _level(place, government)
    speaks = _REGION if place.endswith(_REGION) else level
    task = _TASKS.fullmatch(programme)
    return Terms(
        realm=given.realm or f"全{level}",
        lower=given.lower or _lower(place, level, names),
        leader=given.leader or f"主管{speaks}领导",
        counter=given.counter or ("项" if task else "件"),
        matter=given.matter or (task[1] if task else "实事"),
    )


def _level(place: str, government: str) -> str:
    """What the place's name ends in, or its government's without 人民政府; 市 where neither tells."""
    for name in (place, _GOVERNMENT.sub("", government)):
        found = _LEVEL.fullmatch(name)
        if found is not None:
            return found[1]
    return "市"


def tells_lower(place: str, names: Sequence[str]) -> bool:
    """False where 下级统称 has two readings that neither the place's name nor those of the units below decide.

    A province or 自治区 has cities alone or prefectures too; a 新区 has towns or counties.
    """
    if place.endswith(("省", _REGION)):
        return bool(_kinds(names))
    return not place.endswith("新区") or bool(names)


def _kinds(names: Sequence[str]) -> set[str]:
    """What the units below are, by the ends of their names: 市, 州, 地区, 盟, 区, 县."""
    return {found[1] for name in names if (found := _BELOW.fullmatch(name)) is not None}


def _below_province(kinds: set[str]) -> str:
    """What the cities and prefectures below are called together; the most there can be where nothing is known of them."""
    if "盟" in kinds:
        return "盟市"
    others = [word for kind, word in (("地区", "地"), ("州", "州")) if kind in kinds or not kinds]
    return f"市（{'、'.join(others)}）" if others else "市"


def _lower(place: str, level: str, names: Sequence[str]) -> str:
    """What the units below are called together: towns where all of them are called so, else by the place and its level."""
    kinds = _kinds(names)
    if place.endswith(_REGION) or (level == "省" and kinds):
        return _below_province(kinds & {"市", "州", "地区", "盟"})
    if _MUNICIPALITY.fullmatch(place):
        return "区县" if "县" in kinds or (not kinds and place.startswith("重庆")) else "区"
    if place.endswith("新区") and kinds and not all(map(_TOWN.fullmatch, names)):
        return _COUNTIES
    if level in "县旗区" or (names and all(map(_TOWN.fullmatch, names))):
        return _TOWNS
    return _LOWER.get(level, _COUNTIES)


def office_of(organ: str, level: str = "") -> str:
    """The office of an organ by its full name, of a government of that `level`; itself where it is somebody's office already."""
    if not organ or _NO_OFFICE.fullmatch(organ):
        return organ
    hall = level == "省" or _PROVINCIAL.fullmatch(organ) is not None
    return f"{organ}{'办公厅' if hall else '办公室'}"


def bare(name: str, government: str, place: str, level: str) -> str:
    """A body's name reduced to what tells it apart within its place: 政府办 of 市政府办公室 and 新乡市人民政府办公室."""
    text = name.strip().replace(government, "政府") if government else name.strip()
    text = text.partition(place)[2] or text if place else text
    # 高新区 is 云川高新区; a single sign is the level's own, 市 or 区.
    ends = (place[start:] for start in range(len(place) - 1))
    text = text.removeprefix(next((end for end in ends if text.startswith(end)), level))
    text = re.sub("办公[室厅]$", "办", _GOVERNMENT.sub("政府", text))
    return re.sub("^政?府办?(?=督查室$)", "", re.sub("^府办", "政府办", text))


def called(government: str, level: str) -> str:
    """A government by its short name: 市政府, 区政府; 管委会 where it is one."""
    if government.endswith(("管理委员会", "管委会")):
        return "管委会"
    return f"{_REGION if government.endswith(f'{_REGION}人民政府') else level}政府"


def everybody(terms: Terms, lower: bool, also: Collection[str] = ()) -> str:
    """To whom a 通报 goes: the governments below and the departments; where the plan names no unit below (`lower`), these alone.

    `also` are 管委会 and 有关群团组织, where the plan has any: else it would not reach them.
    """
    below = "各县（市、区）人民政府" if terms.lower == _COUNTIES else f"各{terms.lower}"
    departments = f"{terms.level}直有关单位"
    below += "、管委会" if "管委会" in also and "管委会" not in below else ""
    departments += "、有关群团组织" if "有关群团组织" in also else ""
    return f"{below}，{departments}" if lower else departments


def itself(organ: str) -> str:
    """How an organ speaks of itself: 我委, 我局, 我办; 我委 where its name does not tell."""
    return next((said for ending, said in _SELVES if organ.endswith(ending)), "我委")


_SELVES = (
    ("委员会", "我委"),
    ("办公厅", "我厅"),
    ("办公室", "我办"),
    ("办事处", "我办"),
    ("办", "我办"),
    ("室", "我室"),
    ("局", "我局"),
    ("厅", "我厅"),
    ("中心", "我中心"),
    ("指挥部", "我指挥部"),
)
