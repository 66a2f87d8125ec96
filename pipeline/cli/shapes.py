"""The shape of every document `--json` prints: its keys, and beside each what it holds, for docs/参考-JSON.md.

Figures, counts of files and years are text, never floats; what there is none of is null.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from pipeline.documents.workbooks.findings import FindingShape

Findings = Annotated[list[FindingShape], "问题，见“问题”"]


class FileShape(TypedDict):
    """A file of a published set."""

    path: Annotated[str, "工作目录里的路径"]
    sha256: Annotated[str, "校验值"]


class CellShape(TypedDict):
    """A cell of an input."""

    file: Annotated[str, "哪个文件"]
    sheet: Annotated[str, "哪张工作表"]
    ref: Annotated[str, "哪个单元格"]


class CameShape(TypedDict):
    """A file of a month's folder."""

    name: Annotated[str, "工作目录里的路径"]
    outcome: Annotated[str, "采用、盖章件、拒收或忽略"]
    reason: Annotated[str, "为什么"]
    sha256: Annotated[str, "校验值；没有读的是空的"]


class UnitReportShape(TypedDict):
    """How a unit's report of the month stands."""

    unit: Annotated[str, "单位当月的名称"]
    role: Annotated[str, "责任、配合或县区"]
    stage: Annotated[str, "应在当月哪一天报"]
    status: Annotated[str, "已报送、退回、待核或未报送"]
    late: Annotated[bool, "过了时限才到的是 true"]
    file: Annotated[str | None, "采用的文件"]
    sha256: Annotated[str | None, "它的校验值"]


class ReadingShape(TypedDict):
    """A figure that is used."""

    target: Annotated[str, "指标编号；只有采用的数"]
    unit: Annotated[str, "谁报的，当月的名称：责任单位；在责任单位的工作目录里还有它的县（市）区和配合单位"]
    area: Annotated[str | None, "县（市）区；全市的数是 null"]
    value: Annotated[str, "数"]
    measure: Annotated[str, "基本计量单位"]
    as_of: Annotated[str | None, "截至日期"]
    cell: Annotated[CellShape, "在哪里"]


class CheckShape(TypedDict):
    """`check --json`."""

    month: Annotated[str, "月份，如2021-09"]
    ok: Annotated[bool, "没有要人处理的问题、没有未报送的单位是 true"]
    files: Annotated[list[CameShape], "当月文件夹里的文件"]
    units: Annotated[list[UnitReportShape], "应报的单位"]
    readings: Annotated[list[ReadingShape], "采用的数"]
    findings: Findings


class DocumentShape(TypedDict):
    """A document of a month's set."""

    id: Annotated[str, "报告、简报、要情、通报、呈阅件-1、督办-单位等；`--final` 被拒绝时一件也没有"]
    path: Annotated[str, "工作目录里的路径"]
    sha256: Annotated[str, "校验值"]


TargetShape = TypedDict(
    "TargetShape",
    {
        "target": Annotated[str, "指标编号"],
        "value": Annotated[str | None, "采用的数"],
        "measure": Annotated[str | None, "基本计量单位；定性任务是 null"],
        "rate": Annotated[str | None, "完成比例，至多四位小数"],
        "pace": Annotated[str | None, "序时进度"],
        "gap": Annotated[str | None, "完成比例减序时进度；比率类是数减目标"],
        "class": Annotated[str, "状态"],
        "printed": Annotated[str | None, "文稿里印出来的比例"],
    },
)


class MonthlyShape(TypedDict):
    """`monthly --json`."""

    month: Annotated[str, "月份，如2021-09"]
    as_of: Annotated[str, "文稿的日期"]
    documents: Annotated[list[DocumentShape], "做出的文稿和表"]
    summary: Annotated[dict[str, int], "每种状态有几项指标，没有的是0；整数"]
    targets: Annotated[list[TargetShape], "全部指标"]
    findings: Findings


class CertifiedShape(TypedDict):
    """What the year came to for a target."""

    target: Annotated[str, "指标编号"]
    reported: Annotated[str | None, "自报数：年终表的，没有的用12月的"]
    checked: Annotated[str | None, "核实数；没有查过的是 null"]
    certified: Annotated[str | None, "认定数"]
    verdict: Annotated[str | None, "认定结果：定了的，没定的按建议"]


class TaskShape(CertifiedShape):
    """What it came to for a county's own task."""

    area: Annotated[str, "有分县任务的县（市）区"]


class MatterResultShape(TypedDict):
    """What it came to for a matter."""

    no: Annotated[int, "实事序号"]
    verdict: Annotated[str | None, "完成、未完成或暂缓；还没有的是 null"]


class FeedbackShape(TypedDict):
    """A letter to a unit."""

    unit: Annotated[str, "收函单位，按规范次序"]
    path: Annotated[str | None, "反馈函的路径；`--final` 被拒绝时是 null"]
    targets: Annotated[list[str], "涉及的指标编号"]


class AssessShape(TypedDict):
    """`assess --json`."""

    year: Annotated[int, "年度"]
    targets: Annotated[list[CertifiedShape], "全部指标"]
    matters: Annotated[list[MatterResultShape], "全部实事"]
    counties: Annotated[list[TaskShape], "分县任务"]
    letters: Annotated[list[FeedbackShape], "反馈函"]
    findings: Findings


class DemoShape(TypedDict):
    """`demo --json`."""

    months: Annotated[list[MonthlyShape], "各月，同 monthly"]
    year: Annotated[AssessShape | None, "年终，同 assess"]


class OwedShape(TypedDict):
    """A unit that owes a report."""

    unit: Annotated[str, "单位当月的名称，按规范次序"]
    role: Annotated[str, "责任、配合或县区"]
    status: Annotated[str, "未报送或退回"]
    due: Annotated[str, "应在哪天以前报"]
    contact: Annotated[str | None, "联系岗位"]
    phone: Annotated[str | None, "电话"]
    targets: Annotated[list[str], "涉及的指标编号"]
    missing_before: Annotated[str, "本年以前有几个月没报"]
    missing_in_a_row: Annotated[str, "到本月为止连着几个月没报"]
    late_before: Annotated[str, "本年以前有几个月迟报"]
    message: Annotated[str, "可以直接粘贴的短信，至多120字"]


class RemindShape(TypedDict):
    """`remind --json`."""

    month: Annotated[str, "月份，如2021-09"]
    owed: Annotated[list[OwedShape], "要催的单位"]


class PickShape(TypedDict):
    """A figure to look at."""

    target: Annotated[str, "指标编号"]
    unit: Annotated[str, "谁的数：责任单位或县（市）区"]
    reported: Annotated[str, "报的数"]
    measure: Annotated[str, "基本计量单位"]
    weight: Annotated[str, "权重；没有缘由的是1"]
    grounds: Annotated[list[str], "抽查缘由，见手册-秘书"]


class SpotcheckShape(TypedDict):
    """`spotcheck --json`."""

    month: Annotated[str, "月份，如2021-09"]
    seed: Annotated[str, "抽取种子"]
    among: Annotated[str, "从几个数里抽"]
    picks: Annotated[list[PickShape], "抽中的数"]
    files: Annotated[list[FileShape], "这一套的文件"]


class ShareShape(TypedDict):
    """A county's share."""

    area: Annotated[str, "采用了份额的县（市）区"]
    value: Annotated[str | None, "它的份额"]
    cells: Annotated[list[CellShape], "在哪些单元格"]


class CollatedShape(TypedDict):
    """A target summed up."""

    target: Annotated[str, "分县区报的指标编号"]
    value: Annotated[str | None, "各县（市）区之和；缺一个就是 null"]
    measure: Annotated[str, "基本计量单位"]
    counties: Annotated[list[ShareShape], "各县（市）区的份额"]
    missing: Annotated[list[str], "没有可用份额的县（市）区"]


class CollateShape(TypedDict):
    """`collate --json`."""

    month: Annotated[str, "月份，如2021-09"]
    unit: Annotated[str, "责任单位当月的名称"]
    path: Annotated[str, "汇总表的路径"]
    targets: Annotated[list[CollatedShape], "汇总的指标"]
    findings: Annotated[list[FindingShape], "C20，没能合计的指标一项一条"]


class StageShape(TypedDict):
    """How a day by which reports are due stands."""

    stage: Annotated[str, "当月哪一天：22或25"]
    due: Annotated[str, "那一天的日期"]
    awaited: Annotated[bool, "本工作目录等这一级的是 true"]
    received: Annotated[list[str], "表到了的"]
    late: Annotated[list[str], "其中迟到的"]
    stamped: Annotated[list[str], "其中盖章件也到了的"]
    returned: Annotated[list[str], "其中退回的"]
    doubtful: Annotated[list[str], "其中有数待核的"]
    missing: Annotated[list[str], "没报的"]


class EarlierShape(TypedDict):
    """An earlier run of a set."""

    run: Annotated[str, "以前一次运行的编号，最近的在前"]
    made: Annotated[str, "什么时候，北京时间"]
    command: Annotated[str, "用哪个命令"]
    sealed: Annotated[bool, "定稿是 true"]
    changed: Annotated[bool, "有人改过的是 true"]


class NextShape(TypedDict):
    """What to do next."""

    what: Annotated[str, "下一步做什么"]
    command: Annotated[str, "用哪个命令"]


class DriftShape(TypedDict):
    """What a set was not made from; empty lists where it still is."""

    arrived: Annotated[list[str], "做的时候还没有的文件"]
    altered: Annotated[list[str], "后来改动过的文件"]
    gone: Annotated[list[str], "现在不见了的文件"]
    templates: Annotated[list[str], "改动过或不见了的模板"]
    version: Annotated[list[str], "程序的版本，当时的和现在的；没有变化是空的"]
    day: Annotated[list[str], "成文日期，当时的和不另指定时的；没有变化是空的"]


class StatusShape(TypedDict):
    """`status --json`."""

    month: Annotated[str | None, "在办的月份；没有任务分解表是 null"]
    deadline: Annotated[str | None, "责任单位的报送日"]
    expected: Annotated[str, "应报几家"]
    reported: Annotated[str, "已报几家"]
    missing: Annotated[list[str], "没报的单位"]
    open_findings: Annotated[str, "有几个问题要人处理"]
    published: Annotated[bool, "已经生成材料的是 true"]
    stale: Annotated[bool, "材料该重新生成的是 true：报表、登记、任务分解表、模板或程序的版本有变动"]
    damaged: Annotated[bool, "清单已损坏、看不出是不是定稿的是 true"]
    changed: Annotated[DriftShape, "哪些有变动"]
    stages: Annotated[list[StageShape], "两级报送各到谁、缺谁"]
    earlier: Annotated[list[EarlierShape], "以前的结果"]
    next: Annotated[NextShape, "下一步"]


class DutyShape(TypedDict):
    """A duty of the day."""

    work: Annotated[str, "表样、催报、材料、考核或汇总"]
    month: Annotated[str, "月份，如2021-09、2021-年终"]
    since: Annotated[str, "从哪天起该办"]
    until: Annotated[str | None, "办到哪天为止"]
    stand: Annotated[str, "动手以前：应办、已办、未到、已过或不用办"]
    due: Annotated[bool, "应办的是 true"]
    why: Annotated[str, "为什么"]
    changed: Annotated[DriftShape, "哪些有变动"]
    set: Annotated[str, "做出哪一套"]
    command: Annotated[str, "手工做用哪个命令"]
    code: Annotated[str | None, "办的退出码；这一次没有办的是 null"]
    new: Annotated[bool, "做出的文件有变动的是 true"]


class RunShape(TypedDict):
    """`run --json`: printed whatever the exit code."""

    today: Annotated[str, "当作哪一天"]
    duties: Annotated[list[DutyShape], "该办的事"]
    findings: Annotated[list[FindingShape], "P12：没有节假日文件"]


class FaultsShape(TypedDict):
    """`templates check --json`; of a plan nobody can read all there is."""

    ok: Annotated[bool, "没有问题是 true"]
    findings: Findings


class NoticeShape(TypedDict):
    """The notice a plan comes from."""

    title: Annotated[str, "通知标题"]
    number: Annotated[str, "通知文号"]


class MatterShape(TypedDict):
    """A matter of a plan."""

    no: Annotated[str, "序号"]
    title: Annotated[str, "实事事项"]
    leads: Annotated[list[str], "责任单位"]
    cooperating: Annotated[list[str], "配合单位"]
    leader: Annotated[str, "主管市领导的职务"]


class NodeShape(TypedDict):
    """A node of a target."""

    due: Annotated[str, "到哪天"]
    amount: Annotated[str, "应完成多少，按基本计量单位"]


class PlanTargetShape(TypedDict):
    """A target of a plan."""

    target: Annotated[str, "指标编号"]
    matter: Annotated[str, "属于哪件实事"]
    name: Annotated[str, "指标名称"]
    kind: Annotated[str, "类型"]
    goal: Annotated[str | None, "年初的目标，按基本计量单位"]
    measure: Annotated[str | None, "基本计量单位"]
    printed_measure: Annotated[str | None, "印出来的计量单位"]
    part_of: Annotated[str | None, "属于哪个合计指标"]
    leads: Annotated[list[str], "责任单位"]
    counties: Annotated[list[str], "分县区报的县（市）区"]
    nodes: Annotated[list[NodeShape], "节点"]


class NameShape(TypedDict):
    """A unit's names in a period."""

    short: Annotated[str, "简称"]
    full: Annotated[str, "全称"]
    address: Annotated[str, "主送称谓"]
    since: Annotated[str | None, "从哪天起"]
    until: Annotated[str | None, "到哪天止"]
    confirmed: Annotated[str, "谁、什么时候核定的；没有核定是空的"]


class UnitShape(TypedDict):
    """A unit of a plan."""

    unit: Annotated[str, "单位"]
    order: Annotated[str, "规范次序"]
    kind: Annotated[str, "类别"]
    county: Annotated[bool, "县（市）区是 true"]
    names: Annotated[list[NameShape], "各时期的名称"]


class PlanShape(FaultsShape):
    """`plan check --json` and `plan show --json`; of a plan nobody can read only `ok` and `findings`."""

    year: NotRequired[Annotated[str, "年度"]]
    notice: NotRequired[Annotated[NoticeShape, "依据的通知"]]
    matters: NotRequired[Annotated[list[MatterShape], "实事"]]
    targets: NotRequired[Annotated[list[PlanTargetShape], "指标"]]
    units: NotRequired[Annotated[list[UnitShape], "单位"]]


class SetShape(TypedDict):
    """`forms --json` and `init --json`."""

    set: Annotated[str, "哪一套"]
    files: Annotated[list[FileShape], "做出的文件"]
