"""What stands in 任务分解表.xlsx: its sheets, columns, items and rules, declared once.

Read by `sections`, written empty by `init`, listed in the secretary's handbook.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.inputs.plan.adjustments import ACTIONS
from pipeline.inputs.plan.holidays import OFF, WORKING
from pipeline.inputs.plan.holidays import SHEET as HOLIDAYS
from pipeline.inputs.plan.ladder import ASKED, COMMANDED
from pipeline.inputs.plan.ladder import SHEET as LADDER
from pipeline.inputs.plan.last_year import SHEET as LAST_YEAR
from pipeline.inputs.plan.lower_targets import SHEET as LOWER
from pipeline.inputs.plan.successor import SHEET as CARRIED
from pipeline.inputs.tables.reader import Table
from pipeline.model.carried import LeftOpen
from pipeline.model.figures import Rounding
from pipeline.model.funds import ALL_BY_RULE
from pipeline.model.kinds import KINDS, Direction, Pacing, Relation, Standing
from pipeline.model.months import DayShift
from pipeline.model.notice import Requirement
from pipeline.model.plan import Pooling
from pipeline.model.settings import Office, PaceBasis, PaceStart
from pipeline.model.supervision import Paper

TABLES = (
    Table("概况", ("项目", "内容", "说明"), ("项目", "内容"), "本表说明这是哪一年、哪个单位的任务。"),
    Table(
        "实事",
        ("序号", "实事事项", "目标任务", "责任单位", "配合单位", "主管市领导", "启用日期", "备注"),
        ("实事事项", "目标任务", "责任单位"),
        "按通知原文填写；多个单位之间用顿号；主管市领导只写职务，不写姓名，年中换人的用同一序号另起一行，只填主管市领导和启用日期。",
    ),
    Table(
        "指标",
        (
            "编号",
            "实事序号",
            "指标",
            "目标原文",
            "类型",
            "目标值",
            "计量单位",
            "单位别名",
            "计量动词",
            "分子名称",
            "分母名称",
            "所属合计",
            "责任单位",
            "分县区",
            "序时方式",
            "可为小数",
            "口径",
            "备注",
            "方向",
            "容许差",
            "力争",
            "关系",
            "依据",
            "公文写法",
            "督办题名",
            "内部说明",
            "填报方式",
            "上年编号",
            "口径一致",
        ),
        ("编号", "指标", "类型", "目标值", "计量单位"),
        f"编号写成T01-1的样子；类型：{'、'.join(KINDS)}；责任单位留空即用实事的责任单位；"
        "一项指标有几个责任单位的，填报方式写同报（各报同一个数）或相加（各报自己的数）。",
    ),
    Table(
        "节点",
        ("编号", "日期", "目标数", "依据", "备注"),
        ("编号", "日期", "目标数"),
        "按节点考核的指标在这里写明到哪天完成多少。",
    ),
    Table(
        "单位",
        (
            "序号",
            "简称",
            "全称",
            "主送称谓",
            "别名",
            "类别",
            "县区",
            "行文关系",
            "反馈函",
            "启用日期",
            "停用日期",
            "核定",
            "核定日期",
            "联系岗位",
            "联系电话",
            "备注",
            "所属组",
        ),
        ("简称", "全称"),
        "序号即规范排序。单位改名的，用同一序号另起一行，写清启用、停用日期。",
    ),
    Table("规则", ("规则", "值", "说明"), ("规则", "值"), "留空或删去一行即用默认值。"),
    Table(
        "目标调整",
        ("编号", "生效日期", "事项", "目标值", "依据", "完成时限", "责任单位", "可否印发"),
        ("编号", "生效日期", "事项", "依据"),
        "每一次调整一行，都要写明依据文件；依据不宜印发的填否，材料里只写经政府研究同意。",
        optional=True,
    ),
    Table(
        "分县任务",
        ("编号", "县（市）区", "任务数", "依据"),
        ("编号", "县（市）区", "任务数"),
        "没有分解到下级的任务不要填写本表。",
        optional=True,
    ),
    Table(
        "通知要求",
        ("要求", "原文", "出处"),
        ("要求", "原文"),
        "通知对报送、抽查、考核、反馈、责任人和时间节点有要求的，照抄原文；没有的不填，公文就不引用。",
        optional=True,
    ),
    HOLIDAYS,
    CARRIED,
    LAST_YEAR,
    LADDER,
    LOWER,
)


# Two sheets that a draft made of a notice has beside its tables: they are for looking, a plan is read without them.
SOURCE_SHEET, UNUSED_SHEET = "原文对照", "未采用的数"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of 概况 or 规则: its name, default (empty = must be given), what it means."""

    name: str
    default: str
    meaning: str
    choices: tuple[str, ...] = ()
    required: bool = False


PROFILE_ITEMS = (
    Item("年度", "", "如2021", required=True),
    Item("城市", "", "全名，如甲市、甲市乙区、丙县", required=True),
    Item("市政府", "", "本级政府的全称，如甲市人民政府", required=True),
    Item("通知标题", "", "通知全称，不带书名号", required=True),
    Item("通知文号", "", "如甲政办〔2021〕24号", required=True),
    Item("通知日期", "", "如2021-05-29", required=True),
    Item("事项总称", "重点民生实事", "公文、表格里对这些任务的总称，如为民办实事"),
    Item("本级称呼", "", "如全市、全区；留空由城市的名字定"),
    Item("下级统称", "", "如县（市）区、乡镇（街道）；留空由本级定"),
    Item("领导称呼", "", "如主管市领导、分管区领导；留空即“主管”加本级加“领导”"),
    Item("量词", "", "论件还是论项；留空由事项总称定"),
    Item("事项名", "", "单称一件叫什么，如实事、任务；留空由事项总称定"),
    Item("工作区单位", Office.COMPILER, "本工作目录属于谁", tuple(Office)),
    Item("汇总单位", "", "单位表里的简称", required=True),
    Item("责任单位", "", "工作区单位为“责任单位”时填本单位简称"),
    Item("督查机构", "", "如市政府督查室"),
    Item("督办名义", "", "如市政府办公室；留空则不拟督办文稿"),
    Item("督办自称", "", "反馈函里的自称，如我办；留空由督办机关全称定"),
    Item(
        "批准机关", "", "考核认定由谁批准，如市政府，印作“经市政府同意”；留空即本级政府；以批准日期填了为准"
    ),
    Item("督办机关全称", "", "督办文稿的标志和落款；留空为市政府全称加“办公室”"),
    Item("督办代字", "", "督办文稿发文字号的代字，如甲政办督；留空由人填"),
    Item("发文机关", "", "落款用的全称，如甲市发展和改革委员会", required=True),
    Item("发文机关标志", "", "如甲市发展和改革委员会文件；留空为发文机关加“文件”"),
    Item("发文字号代字", "", "如甲发改", required=True),
    Item("报告主送", "", "如市人民政府", required=True),
    Item("报告抄送", "", "报告版记里的抄送，不能有下级机关；可以留空"),
    Item("印发机关", "", "报告版记里的印发机关；留空为发文机关加“办公室”"),
    Item("通报代字", "", "情况通报发文字号的代字，如甲政办；留空由人填"),
    Item(
        "通报主送", "", "情况通报发给谁，如各县（市、区）人民政府，市直有关单位；留空由本级称呼、下级统称定"
    ),
    Item("通报抄送", "", "情况通报版记里的抄送；可以分两行"),
    Item("版记主办", "", "通报版记里的主办单位，如市发改委；可以留空"),
    Item("版记督办", "", "通报版记里的督办单位；可以留空"),
    Item("自称", "", "报告里的自称，如我委、我局；留空由发文机关定"),
    Item("联系方式", "", "联系岗位和电话，印在需要的地方"),
    Item("督办联系人", "", "督办文稿、反馈函里的联系人，只写岗位，如督查室综合岗；留空由人填"),
    Item("督办联系电话", "", "督办文稿、反馈函里的联系电话；留空由人填"),
    Item("呈批对象", "", "呈批件送给谁，只写岗位，如市政府秘书长、分管副市长；留空由人填"),
    Item("数据声明", "", "例如：本年度上报数字均为虚构示例"),
    Item("单位名称核定", "", "单位表的名称都核定过的，写核定岗位和日期，如综合岗 2021-06-01"),
    Item("行政区划", "", "本地的行政区划代码，如130100；上级汇总时照它的顺序排"),
    Item("同意上级汇总", "否", "签发了的月份，上级可不可以汇总其中的数", ("是", "否")),
)

WORD_PREFIX = "用语："
WORDS = {
    Standing.EXCEEDED: "超额完成",
    Standing.DONE: "已完成",
    Standing.AHEAD: "超序时进度",
    Standing.ON_PACE: "按序时进度",
    Standing.BELOW_PACE: "低于序时进度",
    Standing.LAGGING: "进度滞后",
    Standing.FAR_BEHIND: "进度明显滞后",
    Standing.MET_SO_FAR: "目前达标",
    Standing.UNMET_SO_FAR: "目前未达标",
    Standing.MET: "达标",
    Standing.UNMET: "未达标",
    Standing.NO_NODES: "未设节点",
    Standing.NOT_DUE: "未到期",
    Standing.UNREPORTED: "截至发文时未报送",
    Standing.DOUBTFUL: "数据正在核实",
    Standing.SUSPENDED: "暂缓",
    Standing.NOT_JUDGED: "不作进度判断",
    Standing.NOT_APPLICABLE: "定性任务",
}

# Columns of our forms that are asked of nobody unless a plan wants them: two in every period, two at the year
# end, and what is asked for by rule alone.
EXTRA_COLUMNS = ("进展情况", "下一步打算", "存在的困难和问题", "需协调事项", *ALL_BY_RULE.values())
RULE_ITEMS = (
    Item("容差", "1", "与序时进度相差多少个百分点以内算按序时"),
    Item("滞后线", "10", "低于序时进度多少个百分点算滞后"),
    Item("严重滞后线", "30", "低于序时进度超过多少个百分点算严重滞后"),
    Item("百分数小数位", "1", "印出的百分数保留几位小数"),
    Item("数量小数位", "4", "印出的数量最多保留几位小数"),
    Item("修约方式", Rounding.HALF_UP, "印出时怎样进位", tuple(Rounding)),
    Item("报送周期", "月", "多久报一次：月、双月、季、半年，或写明哪几个月报，如3、6、9、12"),
    Item(
        "配合单位报送日",
        "22",
        "报送月份几日前报责任单位（含当日）：几日，或月末，或次月5（报送月份的下一个月5日）",
    ),
    Item(
        "责任单位报送日",
        "25",
        "报送月份几日前报汇总单位（含当日）：几日，或月末，或次月5（报送月份的下一个月5日）",
    ),
    Item("遇非工作日", DayShift.NONE, "报送日遇节假日怎么办", tuple(DayShift)),
    Item("迟报入文", "3", "迟报满几个工作日，公文里才写；台账、核对表都写"),
    Item("年终报送日", "01-15", "年终表次年几月几日前报"),
    Item(
        "催报日",
        "-3、0、1",
        "定时运行在报送日前后哪几天列催报清单：-3是前3天，0是当天，1是后1天；逢休息日，报送日及以前的提前，以后的顺延",
    ),
    Item("首报月份", "", "从几月开始报送；留空为通知印发的次月"),
    Item("序时计算", PaceBasis.MONTHS, "按月或按日计算序时进度", tuple(PaceBasis)),
    Item("序时起点", PaceStart.JANUARY, "从1月或通知印发之日起算", tuple(PaceStart)),
    Item("完成比例异常线", "150", "超过百分之多少须核实"),
    Item("分县合计允许进位差", "否", "本级或分县的数按万、亿取整时，允许分县合计有进位差", ("是", "否")),
    Item("一句话进展字数", "80", "一句话进展最多多少字"),
    Item("一句话原因字数", "60", "一句话原因最多多少字"),
    Item("督办回告天数", "10", "督办文稿请单位在多少天内回告，遇休息日顺延"),
    Item("限期督办月数", "2", "连续滞后几个月（不按月报的是几期）起，提示过的建议改为限期督办"),
    Item("挂牌督办月数", "3", "连续滞后几个月（不按月报的是几期）起，限期督办过的建议挂牌督办"),
    Item(
        "台账用词", "分类名", "工作台账里的分类写分类名（如严重滞后），还是写公文用语", ("分类名", "公文用语")
    ),
    Item("情况通报", "否", "每月是否另拟一份以督办名义发的情况通报", ("是", "否")),
    Item("可选单位发反馈函", "否", "单位表里“反馈函”填“可选”的单位，年终发不发", ("是", "否")),
    Item("异议工作日", "10", "反馈函请单位在收函后几个工作日内提出异议"),
    Item("每单位每年抽查上限", "3", "一个单位一年最多抽查几次"),
    Item("抽查间隔月数", "3", "连续几个月没有查过算“久未抽查”"),
    Item("突增倍数", "3", "本月新增超过前几个月平均的几倍算“突然超前”"),
    Item("新增骤减倍数", "5", "本月新增的几倍还不到此前各月平均的，写入核对表"),
    Item("正文字数", "3000", "报告正文最多多少字"),
    Item("责任清单报送日", "", "责任单位哪天前报责任清单，如2021-06-20；留空不定时催"),
    *(
        Item(f"{WORD_PREFIX}{standing.value}", word, "这一类在公文里怎么写")
        for standing, word in WORDS.items()
    ),
    Item("表样增列", "", f"表样另请单位填哪几栏，用顿号隔开，可以写：{'、'.join(EXTRA_COLUMNS)}；留空不增"),
    Item("分县占比", "否", "没有分县任务的县（市）区，反馈函里写不写它的数占全市的比重", ("是", "否")),
    Item("分领域情况", "否", "报告里是否另写一部分：按市领导分管领域，列需要协调的事项", ("是", "否")),
    Item(
        "考核通报附图", "否", "年终考核认定结果的通报后面是否另附一页图（附件2），每件实事一条", ("是", "否")
    ),
    Item(
        "红黄绿",
        "",
        "哪些分类亮什么灯，如红：严重滞后；黄：低于序时、滞后；绿：超序时、按序时、已完成、超额完成。每段开头是红、黄或绿；留空不亮",
    ),
)

# Drop-downs of the workbook, by sheet and column.
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("指标", "类型"): tuple(KINDS),
    ("指标", "序时方式"): tuple(Pacing),
    ("指标", "方向"): tuple(Direction),
    ("指标", "力争"): ("是", "否"),
    ("指标", "关系"): tuple(Relation),
    ("指标", "可为小数"): ("是", "否"),
    ("指标", "填报方式"): tuple(Pooling),
    ("指标", "口径一致"): ("是", "否"),
    ("单位", "县区"): ("是", "否"),
    ("单位", "行文关系"): (COMMANDED, ASKED),
    ("单位", "反馈函"): ("是", "可选", "否"),
    ("通知要求", "要求"): tuple(Requirement),
    ("节假日", "安排"): (OFF, WORKING),
    ("跨年事项", "事项"): tuple(LeftOpen),
    ("目标调整", "事项"): ACTIONS,
    ("目标调整", "可否印发"): ("是", "否"),
    ("督办阶梯", "行文关系"): (COMMANDED, ASKED),
    ("督办阶梯", "文种"): tuple(Paper),
    ("督办阶梯", "须批准"): ("是", "否"),
}
