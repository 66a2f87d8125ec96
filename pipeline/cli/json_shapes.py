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

    month: Annotated[str, "月份，如2021-09；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度"]
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
        "numerator": Annotated[str | None, "比率的分子；没有报的、和采用的比率对不上的是 null"],
        "denominator": Annotated[str | None, "比率的分母，同上"],
        "rate": Annotated[str | None, "完成比例，至多四位小数"],
        "pace": Annotated[str | None, "序时进度"],
        "gap": Annotated[str | None, "完成比例减序时进度；比率类是数减目标"],
        "class": Annotated[str, "状态"],
        "light": Annotated[str | None, "规则“红黄绿”给这个状态的词，如红；没有给的是 null"],
        "printed": Annotated[str | None, "文稿里印出来的比例"],
        "stage": Annotated[str | None, "印出来的形象进度；节点不写形象进度的是 null"],
        "year_before": Annotated[str | None, "上年同期，按基本计量单位；没有人对上年编号、口径不一致的没有"],
        "left": Annotated[
            str | None,
            "不高于的累计数还余多少（用了多少就是 value），按基本计量单位；超出的是负数；别的是 null",
        ],
        "works": Annotated[
            str | None, "单位写的形象进度，几个责任单位的各写各的；没有写的、规则“表样增列”不要的是 null"
        ],
        "invested": Annotated[
            str | None, "投资额，元；没有采用的、几个责任单位不一致的、规则“表样增列”不要的是 null"
        ],
        "in_place": Annotated[str | None, "到位，同上"],
        "spent": Annotated[str | None, "支出，同上"],
    },
)


class MonthlyShape(TypedDict):
    """`monthly --json`."""

    month: Annotated[str, "月份，如2021-09；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度"]
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
    year_before: Annotated[
        str | None, "上年同期，按基本计量单位；没有人对上年编号、口径不一致的，分县任务，没有"
    ]


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

    month: Annotated[str, "月份，如2021-09；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度"]
    seed: Annotated[str, "抽签号"]
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

    month: Annotated[str, "月份，如2021-09；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度"]
    unit: Annotated[str, "责任单位当月的名称"]
    path: Annotated[str, "汇总表的路径"]
    targets: Annotated[list[CollatedShape], "汇总的指标"]
    findings: Annotated[list[FindingShape], "没能合计的指标，一项一条"]


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
    amount: Annotated[str | None, "应完成多少，按基本计量单位；形象进度是 null"]
    words: Annotated[str | None, "形象进度；写数的是 null"]


class AdjustmentShape(TypedDict):
    """What a document changed of a target within the year."""

    since: Annotated[str | None, "从哪天起"]
    adjusted: Annotated[str, "事项：目标值、完成时限、责任单位、取消、新增、暂缓、恢复"]
    goal: Annotated[str | None, "从那天起的目标，按基本计量单位；换责任单位的、定性任务不写"]
    until: Annotated[str | None, "改到哪天前完成"]
    leads: Annotated[list[str], "从那天起的责任单位；没有换的是空的"]
    source: Annotated[str, "依据"]
    printable: Annotated[bool, "依据可以印出来的是 true"]


class PlanTargetShape(TypedDict):
    """A target of a plan."""

    target: Annotated[str, "指标编号"]
    matter: Annotated[str, "属于哪件实事"]
    name: Annotated[str, "指标名称"]
    kind: Annotated[str, "类型"]
    goal: Annotated[str | None, "年初的目标，按基本计量单位"]
    measure: Annotated[str | None, "基本计量单位"]
    printed_measure: Annotated[str | None, "印出来的计量单位"]
    direction: Annotated[str, "方向：不低于、不高于、左右"]
    margin: Annotated[str | None, "容许差，按基本计量单位；方向是左右才有"]
    striving: Annotated[bool, "力争的是 true"]
    pacing: Annotated[str, "序时方式"]
    part_of: Annotated[str | None, "属于哪个合计指标"]
    relation: Annotated[str | None, "和合计指标的关系：合计、其中；没有所属合计是空的"]
    leads: Annotated[list[str], "责任单位"]
    pooling: Annotated[str | None, "填报方式：同报、相加"]
    counties: Annotated[list[str], "分县区报的县（市）区"]
    counting_rule: Annotated[str | None, "口径"]
    warrant: Annotated[str | None, "依据"]
    phrasing: Annotated[str | None, "公文写法，数字的位置是 {}"]
    urged_as: Annotated[str | None, "督办题名；没有写的，标题用实事事项"]
    nodes: Annotated[list[NodeShape], "节点"]
    last_year_id: Annotated[str | None, "上年编号"]
    comparable: Annotated[bool, "和上年那一项口径一致的是 true"]
    adjustments: Annotated[list[AdjustmentShape], "目标调整，按生效日期"]


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


class TermsShape(TypedDict):
    """The words of the office, proposed where the plan leaves them open."""

    realm: Annotated[str, "本级称呼"]
    lower: Annotated[str, "下级统称"]
    leader: Annotated[str, "领导称呼"]
    counter: Annotated[str, "量词"]
    matter: Annotated[str, "事项名"]


class RequirementShape(TypedDict):
    """What the notice demands."""

    requirement: Annotated[str, "月报、抽查、考核、反馈或责任人和时间节点"]
    text: Annotated[str, "通知原文"]
    source: Annotated[str, "出处"]


class PlanShape(FaultsShape):
    """`plan check --json` and `plan show --json`; of a plan nobody can read only `ok` and `findings`."""

    year: NotRequired[Annotated[str, "年度"]]
    notice: NotRequired[Annotated[NoticeShape, "依据的通知"]]
    terms: NotRequired[Annotated[TermsShape, "公文里的称呼"]]
    requirements: NotRequired[Annotated[list[RequirementShape], "通知要求"]]
    matters: NotRequired[Annotated[list[MatterShape], "实事"]]
    targets: NotRequired[Annotated[list[PlanTargetShape], "指标"]]
    units: NotRequired[Annotated[list[UnitShape], "单位"]]


class SetShape(TypedDict):
    """`forms --json` and `init --json`."""

    set: Annotated[str, "哪一套"]
    files: Annotated[list[FileShape], "做出的文件"]


class PackShape(SetShape):
    """`pack --json`."""

    kind: Annotated[str, "打的是哪一种包"]
    notes: Annotated[list[str], "送出前要看一眼的"]
