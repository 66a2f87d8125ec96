"""What the plan need not be told twice: cells that may stay empty because another cell says the same.

Only what follows without a guess is filled in; what is taken from a name is told by `plan check` (P17).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.inputs.tables.reader import Problems, Record, once
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import Kind

_ID = re.compile(r"[A-Za-z]*0*([0-9]+)[-－—][0-9]+")
# What a lower unit is by the end of its name, of two ends that fit the longer.
_LOWER = {
    "街道办事处": "街道",
    "街道办": "街道",
    "管委会": "管委会",
    "街道": "街道",
    "镇": "镇",
    "乡": "乡",
    "区": "区",
    "县": "县",
    "旗": "旗",
    "盟": "盟",
    "州": "州",
    "市": "县级市",
}
# What a department is by the end of its name, the first that fits; 供电公司 is a company though it is run from above, 老干部局 the party's.
_CATEGORIES = {
    "企业": "公司|集团|银行|厂",
    "群团组织": "工会|团.?委|共青团.*|妇联|妇女联合会|残联|残疾人联合会|工商联|工商业联合会|科协|科学技术协会|文联|文学艺术界联合会|红十字会|"
    "侨联|归国华侨联合会|社科联|社会科学界联合会|贸促会|国际贸易促进委员会|计生协|计划生育协会|关工委",
    "垂直管理单位": "税务局|气象局|邮政管理局|邮管局|烟草(?:专卖)?局|海关|海事局|调查队|消防(?:救援)?(?:支队|大队|局)|人民银行.*",
    "党委机构": "(?:宣传|组织|统战|社会工作|社工)部|政法委|政法委员会|网信办|编办|文明办|改革办|深改办|农办|巡察办|台办|机关工委|老干部局|"
    "纪委|监委|纪委监委",
    "事业单位": "中心|医院|学校|学院|大学|中学|小学|党校|馆|站|所|广播电视台|电视台|广电台|供销社|供销合作(?:社|总社|社联合社)",
    "政府工作部门": "局|委|委员会|办|办公室|厅",
}


def numbered(records: Sequence[Record]) -> dict[str, Record]:
    """Rows by their 序号; where no row has one, in the order they stand."""
    if records and not any(record.text("序号") for record in records):
        return {str(number): record for number, record in enumerate(records, 1)}
    return once(list(records), "序号", str)


def order(records: Sequence[Record], position: int) -> Decimal | None:
    """The 序号 of a row, or where no row has one its place in the sheet; a finding where only this one has none."""
    if not any(record.text("序号") for record in records):
        return Decimal(position + 1)
    return records[position].number("序号", required=True)


def matter_number(record: Record, target_id: str) -> Decimal | None:
    """Which matter a target belongs to: its 实事序号, else what its id says (T03-2 is of the third)."""
    match = _ID.fullmatch(target_id)
    if record.text("实事序号") or match is None:
        return record.number("实事序号", required=True)
    return Decimal(match[1])


def measure_text(record: Record, kind: Kind) -> str:
    """计量单位; a ratio has but one."""
    text = record.text("计量单位", required=kind.quantified and not kind.ratio)
    return text or ("%" if kind.ratio else "")


def is_lower(record: Record) -> bool:
    """Whether a unit is a county or the like (县区); where the plan gives neither that nor 类别, as its name ends."""
    told, name = record.text("县区"), record.text("简称")
    if told or record.text("类别"):
        return told == "是"
    return bool(_lower(name))


def reached_besides(records: Iterable[Record]) -> tuple[str, ...]:
    """Who is reached by neither 各县（市、区）人民政府 nor 市直有关单位: 管委会, 群团, as far as the sheet has any."""
    found = dict.fromkeys(("管委会", "有关群团组织"), False)
    for one in records:
        governs = one.text("全称").endswith(("管理委员会", "管委会")) or one.text("简称").endswith("管委会")
        found["管委会"] |= is_lower(one) and governs
        found["有关群团组织"] |= "群团" in one.text("类别")
    return tuple(who for who, there in found.items() if there)


def _lower(name: str) -> str:
    """What kind of lower unit bears such a name; empty for a department's."""
    return next((kind for end, kind in _LOWER.items() if name.endswith(end) and name != end), "")


def category(record: Record, guessed: list[Record]) -> tuple[str, bool]:
    """类别 and whether it is a county; where the plan gives no 类别, what its name says, noted in `guessed`.

    Empty where the name says nothing.
    """
    kind, name = record.text("类别"), record.text("简称")
    record.choice("县区", ("是", "否"), "否")
    lower = is_lower(record)
    if kind or not name:
        return kind, lower
    guessed.append(record)
    return ((_lower(name) or "功能区") if lower else department(name)), lower


def department(name: str) -> str:
    """What a unit is that is no lower one, by the end of its name; empty where that says nothing."""
    return next((kind for kind, ends in _CATEGORIES.items() if re.search(f"(?:{ends})$", name)), "")


def tell_guessed(guessed: Sequence[Record], problems: Problems) -> None:
    """P17: which units' 类别 was taken from their names, in one finding."""
    said: dict[str, list[str]] = {}
    for record in guessed:
        said.setdefault(category(record, [])[0], []).append(record.text("简称"))
    unknown = said.pop("", [])
    known = "；".join(f"{kind}：{'、'.join(names)}" for kind, names in said.items())
    told = [f"按名称认作{known}"] if known else []
    told += [f"看不出的：{'、'.join(unknown)}"] if unknown else []
    if guessed:
        problems.findings.append(
            Finding(Code.P17, f"单位：类别没有填，{'；'.join(told)}", place=guessed[0].cell("类别"))
        )
