"""Codes: every kind of finding with what it means. What a code means stands here and nowhere else.

A code is for ever: people write it into registers and letters, machines read it. It is never given a second
meaning, and one that is out of use is not given out again. The handbook's list is compared with this one by a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, unique


class Level(StrEnum):
    """How bad it is: 退回 goes back to the unit, 待核 must be verified by people, 提示 is for the record."""

    RETURN = "退回"
    VERIFY = "待核"
    NOTE = "提示"


class Effect(StrEnum):
    """What the finding does to the value it speaks of."""

    NONE = "照用"
    UNUSED = "不用"
    ABSENT = "未报送"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means.

    `title` is the handbook's; `effect` is on the value. `why` it matters and what to do about it (`fix`) are what a
    finding says that says nothing of its own: empty where that depends on the case. `impossible` is what no value can
    be, so that no decision of people disposes of it. `doubt` says in words fit for a report why a figure is being
    verified; empty where the general words do.

    Whether a finding keeps a document from being final is no matter of its code: it does while it is open, which its
    level and people's decisions say.
    """

    level: Level
    title: str
    effect: Effect = Effect.NONE
    why: str = ""
    fix: str = ""
    impossible: bool = False
    doubt: str = ""


_R, _V, _N = Level.RETURN, Level.VERIFY, Level.NOTE
_UNUSED, _ABSENT = Effect.UNUSED, Effect.ABSENT

# What several codes say alike.
_UNREAD = "这份表里的数字都没有采用"
_TWO_FIGURES = "同一个数有两种说法"
_ASK_BOTH = "请责任单位与县（市）区对一遍数，以谁的为准由责任单位说明"
_JUDGE = "请核定，在考核认定表里写认定数和调整理由"
_HOLIDAYS = "公布后填进任务分解表“节假日”表；用节假日文件的，写明“依据”“放假”“调休上班”三项"


@unique
class Code(Enum):
    """A kind of finding by its stable code, in the order of the handbook; the attributes are those of its `Meaning`."""

    # A table, laid out by hand.
    # fmt: off
    F01 = Meaning(_R, "文件打不开或不是电子表格", why=_UNREAD, fix="是报表的请单位重新报送；与本月无关的请移出文件夹")
    F02 = Meaning(_R, "认不出填报单位", why=_UNREAD)
    F03 = Meaning(_R, "填报月份不对或没写", why=_UNREAD)
    F04 = Meaning(_R, "同一单位有两份不同的表，分不清先后", why=_UNREAD, fix="请与报送单位核实，把作废的移出文件夹后重新运行")
    F05 = Meaning(_N, "同一单位有两份表，采用填报日期较晚的一份", fix="请确认以较晚的一份为准")
    F06 = Meaning(_N, "内容完全相同的重复文件，只算一份", fix="无须处理")
    F07 = Meaning(_R, "表内没有应填的工作表或认不出表头", why=_UNREAD, fix="请用当月表样填报，不要改动表头")
    F08 = Meaning(_N, "本单位不需要报送的工作表，未采用", fix="请核对填报单位是否写错")
    F09 = Meaning(_N, "不是 .xlsx 格式，已读取，请核对", fix="下次请用 .xlsx 表样报送")
    F10 = Meaning(_R, "链接、设备等不是文件的东西，没有打开", why=_UNREAD,
        fix="是报表的请把文件本身放进来；与本月无关的请移出文件夹")
    F11 = Meaning(_R, "文件正在写入或传输", why=_UNREAD, fix="请等文件存好或传完后重新运行")
    F12 = Meaning(_R, "表头重复或有两张同样的表，分不清哪个有效", why=_UNREAD)
    F13 = Meaning(_N, "同一工作簿里还有别的月份的表，没有采用", fix="无须处理；下次请只留当月的表")
    F14 = Meaning(_N, "以前留下的读数与文件不同，已按文件重读", why="以前用留下的读数做的材料可能有误",
        fix="请用 verify --again 核对已做的材料")
    F16 = Meaning(_R, "疑似标有密级，没有打开", why="涉密材料不能在这台机器上存放、处理",
        fix="请立即移出本机并按规定处理；误标的请单位去掉标志后重报")
    F17 = Meaning(_N, "文字件，未读数", fix="无须处理；数字以电子表格为准")
    F18 = Meaning(_N, "用 Word 表代替了表样，没有读数", why="Word 里的数没有采用")
    F19 = Meaning(_N, "改正后发回的表取代了原来那份", fix="无须处理；原来那份可以留着")
    F20 = Meaning(_N, "放在不报送的月份的文件夹里，没有读", why="那个月不单独报送，里面的表不算任何一期的", fix="请移到应放的文件夹")

    U01 = Meaning(_R, "责任单位整表未报送", _ABSENT, why="它的指标本月只能写“截至发文时未报送”")
    U02 = Meaning(_N, "迟报", fix="迟报的天数够规则“迟报入文”的，报告中会写明；到得更早的请在处理登记的“收文”里登记")
    U03 = Meaning(_N, "没写填报日期，无法判断是否按时", why="无法判断是否按时", fix="请在处理登记的“收文”里登记收到日期")
    U04 = Meaning(_V, "几个责任单位同报的数不一致", _UNUSED, why=_TWO_FIGURES,
        fix="请几个责任单位对一遍数，改正后重报；或核实后在处理登记的“核实”里登记", doubt="所报数字不一致")
    U05 = Meaning(_N, "几个责任单位同报的数有的没有报", fix="请没有报的单位补报，或确认以已报单位的数为准")
    U06 = Meaning(_N, "几个责任单位的截至日期不同", fix="请几个责任单位统一截至日期")

    R01 = Meaning(_R, "整行未填或应报未报", _ABSENT, fix="请补填后重报；确实没有进展的填0")
    R02 = Meaning(_R, "应填数字处不是数字", _UNUSED, why="不是纯数字就不能确认是多少，本月只能写“数据正在核实”",
        doubt="所报数字表述不清")
    R03 = Meaning(_N, "数字带有空格、全角或千分位，已清理后读取", fix="以后请直接填半角纯数字")
    R04 = Meaning(_R, "单元格是公式错误值", _UNUSED, why="公式出错，看不到真正的数字", fix="请改正公式，或直接填数字后重报")
    R05 = Meaning(_R, "公式没有计算结果", _UNUSED, why="公式没有算出结果，看不到数字",
        fix="请用 Excel 或 WPS 打开、保存一次后重报，或直接填数字")
    R06 = Meaning(_N, "数字由公式算出，请核对", fix="请核对结果，最好直接填数字")
    R07 = Meaning(_R, "应填数字处是日期或逻辑值", _UNUSED, why="格式成了日期或逻辑值，看不到真正的数字",
        fix="请把单元格格式改为常规，重新填写数字")
    R08 = Meaning(_R, "计量单位与任务分解表不符", _UNUSED, why="单位不清，数字可能差一万倍", doubt="计量单位与任务要求不一致")
    R09 = Meaning(_N, "计量单位不同但可换算，已换算", fix="无须处理；以后最好按表样的计量单位填报")
    R10 = Meaning(_N, "任务分解表里没有的行，未采用", fix="请核对编号和指标名称；确属新增指标的，先更新任务分解表")
    R11 = Meaning(_V, "同一指标填了两行", _UNUSED, fix="请只留一行后重报")
    R12 = Meaning(_V, "表内年度目标与任务分解表不符", _UNUSED, why="可能用了旧表样，或目标被改动",
        fix="请用当年表样填报；目标确有调整的，先在任务分解表的“目标调整”登记依据")
    R13 = Meaning(_N, "截至日期没填或认不出", fix="请填数据统计到哪一天")
    R14 = Meaning(_R, "出现负数", _UNUSED, why="累计数不会是负数", fix="请核对后重报")
    R15 = Meaning(_R, "比率类没填分子、分母", _UNUSED, why="没有分子、分母就无法核对这个比率", doubt="未按要求填报分子、分母")
    R16 = Meaning(_N, "文字栏目过长")
    R17 = Meaning(_N, "一句话栏目不宜直接引用", fix="写成可以直接引用的一句话，不用“我局”、编号、感叹号和换行")
    R18 = Meaning(_N, "文字里有请示事项用语", fix="报告不得夹带请示事项；确需批准的，请另行请示")
    R19 = Meaning(_V, "截至日期不在本月或晚于填报日期", _UNUSED, why="可能是别的月份的数字",
        fix="请核对日期和数字是不是本月的，改正后重报")
    R20 = Meaning(_N, "分县区有空白或认不出的县（市）区")
    R21 = Meaning(_V, "百分数单元格与计量单位不一致", _UNUSED, why="0.563与56.3%容易相差一百倍",
        fix="请把单元格格式改为数值，直接填百分数")
    R22 = Meaning(_N, "辅助栏目（本月完成等）不是数字，未采用", fix="请填纯数字")
    R23 = Meaning(_V, "分县区数据无法合计", _UNUSED, why="分县区加不起来，就无法核对全市数")
    R24 = Meaning(_R, "累计完成是跨行的合并单元格", _UNUSED, why="一个数可能被算到别的指标上", fix="请取消合并，逐行填写后重报")
    R25 = Meaning(_N, "数字所在的行被隐藏", fix="请与单位核对是不是有意隐藏")
    R26 = Meaning(_N, "单元格显示格式与填写的数不一致", fix="请与单位核对数字和计量单位")
    R27 = Meaning(_V, "单元格显示出来的数和存的数不是一个数", _UNUSED, why="不知道单位要报的是看到的数还是存的数",
        fix="请把单元格格式改为常规，核对数字后重报")
    R28 = Meaning(_V, "编号与指标名称对不上", _UNUSED, why="数字可能被算到别的指标上",
        fix="请核对这一行说的是哪个指标，改正后重报")
    R29 = Meaning(_V, "表头括号里注明的内容与指标不符", _UNUSED, why="不知道这一列填的是什么数",
        fix="请用原来的表头，按计量单位核对数字后重报")
    R30 = Meaning(_V, "数字填在签字栏以下", _UNUSED, why="可能是草稿或旧数", fix="请填进表里后重报")
    R31 = Meaning(_N, "数字上有批注", fix="请看批注是否影响这个数")
    R32 = Meaning(_N, "文字里有看不见的字符，已去掉", fix="无须处理；多半是从网页或聊天里复制带来的")
    R33 = Meaning(_V, "数字加了删除线或上下标", _UNUSED, why="划掉的多半已经作废，上下标多半是注释的序号",
        fix="请问清这个数还算不算，去掉删除线、上下标或改正后重报")
    R34 = Meaning(_V, "数字取自另一个文件的公式", _UNUSED, why="存下来的是那个文件从前的数，那个文件没有报来，无从核对",
        fix="请直接填数字后重报")
    R35 = Meaning(_N, "文字有删除线或上下标，没有采用", why="划掉的字和留下的字会连在一起",
        fix="请单位改成没有格式的文字后重报，或在送审稿里补写")
    R36 = Meaning(_R, "形象进度填写有误", _UNUSED, why="不知道这个节点到没到", fix="进展状态从下拉框选，已完成的填完成日期，改正后重报",
        doubt="形象进度填报有误")
    R37 = Meaning(_N, "表内年度目标是调整前的", fix="数字照用；下次请用新的表样填报")
    R38 = Meaning(_N, "文字栏里不是文字，没有采用", why="错误值、图片、逻辑值和单独一个数印不成句子",
        fix="请单位直接填文字后重报，或在送审稿里补写")
    R39 = Meaning(_N, "表上盖着文本框，里面的话没有采用", why="文本框里的话不在单元格里，也许更正了数字",
        fix="请与单位核对；要更正的请填进单元格后重报")
    R40 = Meaning(_N, "日期写法不规范，已认出", fix="请核对日期；下次请写成2021-09-20的样子")
    R41 = Meaning(_N, "截至日期是期末，填报日期早几天", why="多半是提前填的，数字照用", fix="请与单位核对数字是不是统计到期末")
    R42 = Meaning(_N, "填报日期晚于今天", why="日期多半写错了，是不是迟报要看它", fix="请核对；确属写错的，在处理登记的“收文”里登记收到日期")
    R43 = Meaning(_N, "文字说明里有没有采用的文字", why="程序不知道该用哪一处的话，或这些话是谁的",
        fix="请与单位核对，把要用的话写在表样给的那一格后重报，或在送审稿里补写")
    R44 = Meaning(_N, "“与上月相同”打勾不能照用", fix="请单位打√，或在困难一格里写明后重报；也可在送审稿里补写")
    R45 = Meaning(_N, "投资额、到位、支出、形象进度、预计全年没有采用", why="单位不清、不是纯数字的不能印", fix="请按表头的单位只填纯数字后重报")

    C01 = Meaning(_V, "累计数小于上月且没有更正说明", _UNUSED,
        fix="请核对；确属更正的，填写“更正后上月累计”和“更正说明”后重报", doubt="累计数小于上月而未作说明")
    C02 = Meaning(_N, "更正了上月累计数", why="本月新增按更正后的上月数计算", fix="报告里已写明更正，请核对更正说明是否得当")
    C03 = Meaning(_V, "比率与分子÷分母不一致", _UNUSED, why="两个数不一致，不知道哪个是对的", fix="请核对比率、分子、分母后重报",
        doubt="比率与分子、分母不一致")
    C04 = Meaning(_R, "疑似万与个位单位错填", _UNUSED, why="按表内计量单位计算，与年度目标相差一万倍左右",
        fix="请核对数字和计量单位后重报", doubt="计量单位需要核对", impossible=True)
    C05 = Meaning(_V, "完成比例明显异常", _UNUSED, fix="请核对；属实的在处理登记的“核实”里登记依据")
    C06 = Meaning(_R, "超过名单总数", _UNUSED, why="名单固定，不存在超额", fix="请对照名单核对后重报", impossible=True)
    C07 = Meaning(_V, "合计与分项之和不符", _UNUSED, why="不知道是合计错还是分项错，这几个数都不能用",
        fix="请核对合计与各分项后重报", doubt="合计与分项之和不一致")
    C08 = Meaning(_V, "分县区合计与全市数不符", _UNUSED, why="不知道哪个数对，全市数不能用", fix="请核对全市数和分县区各数后重报",
        doubt="分县（市）区合计与全市数不一致")
    C09 = Meaning(_V, "本月完成大于累计完成", _UNUSED, why="两格可能填反", fix="请核对后重报")
    C10 = Meaning(_N, "本月完成与累计数之差不符", why="报告按累计数计算的新增数写", fix="请与单位核对累计数是否准确")
    C11 = Meaning(_R, "比率不在0—100之间", _UNUSED, why="比率应在0到100之间", fix="请核对后重报", impossible=True)
    C12 = Meaning(_N, "按节点考核但未设节点", why="不作月度序时判断", fix="请向责任单位要时间节点，填入任务分解表的“节点”表")
    C13 = Meaning(_N, "进度落后或未达标而没写原因", why="报告里只能写数和差距，写不了原因",
        fix="请向单位要一句可以印进报告的原因")
    C14 = Meaning(_N, "连续三个月累计数没有变化", why="可能漏填了新进展", fix="请与单位核对是否确无进展")
    C15 = Meaning(_V, "更正后上月累计填写有误", _UNUSED, why="更正没有说清，本月新增就算不准",
        fix="请补充更正说明或核对数字后重报")
    C16 = Meaning(_V, "应为整数的数量出现小数", _UNUSED, fix="请核对小数位和计量单位后重报", impossible=True)
    C17 = Meaning(_N, "正文超过规定字数", fix="请在送审稿里压缩")
    C18 = Meaning(_N, "责任单位的数与县（市）区自己的报表不一致", why=_TWO_FIGURES, fix=_ASK_BOTH)
    C19 = Meaning(_V, "本单位的数与县（市）区自己的报表不一致", why=_TWO_FIGURES, fix=_ASK_BOTH)
    C20 = Meaning(_V, "县（市）区的数不全，没有合计", why="缺一个县（市）区，合计就不是全市数",
        fix="请催报，或问清后由责任单位补填；未报送的收到后重新运行")
    C21 = Meaning(_V, "年初即完成过半，疑似含上年数", _UNUSED, why="可能把上年完成的数也算进来了",
        fix="请核对是不是从1月1日起算；属实的在处理登记的“核实”里登记依据")
    C22 = Meaning(_V, "比率疑似写成了小数", _UNUSED, why="比率按百分数填，0.95和95相差一百倍",
        fix="请核对；填百分数，或补填分子、分母后重报")
    C23 = Meaning(_N, "实事没有写主管市领导", fix="请在任务分解表“实事”里补填主管市领导的职务")
    C24 = Meaning(_V, "报过已完成的节点又成了没完成", _UNUSED, why="不知道哪次报的是对的",
        fix="请核对；上次报错的，请单位说明后改正上月的表", doubt="形象进度前后不一致")
    C25 = Meaning(_V, "其中项大于它所属的合计", _UNUSED, why="不知道哪个数错，这两个数都不能用", fix="请核对这两个数后重报",
        doubt="其中项大于合计")
    C26 = Meaning(_N, "新增远少于平时", why="可能漏报，也可能是节假日、汛期等原因",
        fix="请与单位核对；属实而要写进材料的，在处理登记“入文”里登记（用途“写明新增偏少”）")
    C27 = Meaning(_N, "到位大于投资额，或支出大于到位", why="不知道哪个数错，这两个数都不印", fix="请核对这两个数后重报")

    D01 = Meaning(_R, "处理登记有误", why="这一行没有起作用", fix="请打开检查；改坏了表头的，按手册第9节改回去")
    D02 = Meaning(_N, "已按处理登记办理", fix="无须处理")
    D03 = Meaning(_R, "督办回告单用不了", fix="请打开检查，或请单位用月度材料里的督办事项回告单重报")
    D04 = Meaning(_N, "督办回告单还没有填", fix="请单位填好滞后原因、追赶措施、完成时限和回告日期后重报")
    D05 = Meaning(_R, "责任清单用不了", fix="请打开检查，或请单位用 forms --commitments 做的责任清单重报")
    D06 = Meaning(_N, "责任清单的节点排得太晚", why="到年底才知道完不完得成", fix="请与单位商量，把节点往前排")
    D07 = Meaning(_N, "责任清单还没有填", fix="请单位填好责任人和节点后重报")
    D08 = Meaning(_V, "审定的节点与任务分解表不一致", why="不知道按哪一个考核", fix="请改任务分解表的“节点”表，或改责任清单，只留一种")

    D09 = Meaning(_N, "督办文稿比稿上的日子晚发", why="稿上的回告日与台账不一致", fix="文稿已按发出日重拟，请换印后再送")
    D10 = Meaning(_V, "登记了销号，数字仍滞后", why="台账写着已销号，材料里却仍是滞后",
        fix="请核对；还没有办结的删去销号一行，确已办结的等下期报表")

    D11 = Meaning(_N, "编辑用语没有放进文稿", why="定好的话没有印出来", fix="请改正位置；这一期已经不需要的删去这一行")
    D12 = Meaning(_N, "编辑用语里有没有来源的数", why="程序查不到这些数从哪里来", fix="请核对；报表里有的数最好不写在用语里")
    D13 = Meaning(_N, "编辑用语是以前月份的", fix="本期还要用的，另起一行写本期的月份")
    D14 = Meaning(_V, "签发、报送登记有误", why="这一行没有起作用", fix="请打开处理登记改正这一格")
    D15 = Meaning(_V, "上期签发稿手改的数没有登记核实", _UNUSED, why="签发出去的数和报表里的不是一个数，本期的数没有依据可比",
        fix="请在处理登记的“核实”里登记上期手改的数和依据，或核实本期的数")
    D16 = Meaning(_N, "签发的文稿还没有登记报送", why="签发已过3个工作日", fix="送出了的用 sign --sent 登记；不往外送的不用管")
    D17 = Meaning(_N, "报送的文稿还没有登记签收", why="送出已过3个工作日",
        fix="请问对方收到没有，收到的用 sign --received 登记，或在处理登记“报送”里补填签收日期")
    D18 = Meaning(_N, "登记了签发，没有收存签发稿", why="以后更正、归档要用签发稿", fix="请用 sign 收存签回来的文稿；登记错了的删去这一行")
    D19 = Meaning(_V, "签发稿和签发时不一样，或者不在了", why="签发的文稿不能改动", fix="请从备份恢复名字带“签发”的文件夹")
    D25 = Meaning(_N, "收下的话换了新的数", fix="请看一遍话和新的数合不合；照用的，对新做的这一份再 keep 一次；不用的，删去编辑用语里这一行")
    D26 = Meaning(_V, "收下的话，程序的说法后来变了", why="收下的话可能已经不对",
        fix="请选一种：照用的，对新做的这一份再 keep 一次；用程序的，删去编辑用语里这一行")
    D27 = Meaning(_N, "按收下的改动没有印的段落", fix="请看一遍还要不要删；要恢复的，删去编辑用语里这一行")
    D20 = Meaning(_N, "批示的落实情况写不进呈阅件", why="领导在呈阅件里看不到办得怎样", fix="请补填处理登记“批示”")

    D28 = Meaning(_N, "移交来的代拟稿与本目录拟的不一样", why="移交单位改过，或者两边的报表、登记不一样",
        fix="请对照来稿；要用来稿的话，在本目录的稿上改了再签")
    D29 = Meaning(_N, "旁边还有一份任务分解表、处理登记或考核认定表", why="两份里可能各有各的改动，程序只读名字一字不差的那一份",
        fix="请对照两份，把要留的并进程序读的那一份，另一份移出这个文件夹")
    D30 = Meaning(_V, "电话催报登记有误", why="这一行没有起作用", fix="请打开处理登记改正这一格")

    A01 = Meaning(_R, "责任单位没有可用的年终表", why="定稿要有年终数", fix="请催报；先用12月的数，认定表里注明")
    A02 = Meaning(_V, "指标还没有认定结果", fix="请在考核认定表里选定；按建议认定的，批准后用 assess --accept 一次写入")
    A03 = Meaning(_V, "认定数与建议认定数不同，没有写理由", fix="请补写调整理由")
    A04 = Meaning(_V, "认定结果与认定数矛盾，没有写理由", fix="请改正认定结果，或补写调整理由")
    A05 = Meaning(_V, "批准日期缺少或不合理")
    A06 = Meaning(_V, "成文日期早于所用的数", fix="请用 --today 写明成文日期")
    A07 = Meaning(_V, "收函单位的名称没有核定", fix="请在任务分解表“单位”里核定后再定稿")
    A08 = Meaning(_V, "单位有异议，认定表里没有处理意见", fix="请在考核认定表“异议”一栏写处理意见")
    A09 = Meaning(_R, "核对单用不了", fix="请打开检查，或请单位用原来的核对单重报")
    A10 = Meaning(_R, "考核认定表用不了", fix="请打开检查；改坏了的，用年终材料里的考核认定表重填")
    A11 = Meaning(_V, "批准后建议变了", why="批准的是原来的建议，现在的建议没有批准过",
        fix="维持原认定的写调整理由；按现在的建议的，换用年终材料里新的考核认定表，清空这一行的认定数、认定结果、批准日期、批准依据，重新报批")

    S01 = Meaning(_R, "抽查记录用不了", fix="请打开检查，或请检查岗位重报")
    S02 = Meaning(_V, "抽查记录的自报数与报表不符", fix="请核对抽查的是不是这个数")
    S03 = Meaning(_N, "抽查记录还没有填结果", fix="抽查后请补填；没有去查的可以删去这一行")
    S04 = Meaning(_N, "抽查发现不实，单位还没有扣除", why="材料里的数仍是单位报的，抽查结果另写一句",
        fix="请督促单位在下月报表里更正；更正后在抽查记录里写明月份")
    S05 = Meaning(_V, "抽查后报表作过更正，记录没写已更正月份", why="再扣一次就重复了",
        fix="已扣除的请在抽查记录“已更正月份”填写月份，没有扣除的填“未扣除”")
    S06 = Meaning(_V, "多次抽查都有不实，可能重复", fix=_JUDGE)
    S07 = Meaning(_V, "抽样发现比率不实，无法折算", fix=_JUDGE)

    S08 = Meaning(_V, "抽查记录写已更正，报表里没有更正那么多", why="写着扣除了，数里却还有不实的",
        fix="请与单位核对；没有扣除的在抽查记录“已更正月份”写“未扣除”，或请单位在报表里更正")

    T01 = Meaning(_R, "没有模板，或模板打不开")
    T02 = Meaning(_R, "模板里有文稿没有的内容")
    T03 = Meaning(_R, "模板的循环或条件标记不成对")
    T04 = Meaning(_R, "模板的标记写错或不完整")
    T05 = Meaning(_R, "模板试填时出错")
    T06 = Meaning(_V, "试印的文稿不合公文格式", fix="请在 Word 里对照公文格式改回来；有意不同的，请负责格式的同志确认")
    T07 = Meaning(_R, "模板里有会去文件外面取东西的内容",
        fix="请在 Word 里删去，图片要嵌入文件，文档模板在“开发工具—文档模板”里改回 Normal；或换回原来的模板")
    T08 = Meaning(_V, "模板少了文稿应有的内容", fix="不是有意删的，请从原来的模板里拷回来；有意删的请负责文稿的同志确认")
    T09 = Meaning(_R, "模板里有没有接受的修订", why="接受还是拒绝，印出来的字不一样",
        fix="请在 Word“审阅”里逐条接受或拒绝，再存盘")
    T10 = Meaning(_N, "模板里有不印进文稿的内容（批注、作者、题名、保护）", why="文稿里已去掉，不会发出去",
        fix="请看一眼是不是误留的；不要的在 Word“文件—信息—检查文档”里删去")
    T11 = Meaning(_R, "模板里有自己会变的域", why="发出去以后，别人打开时日期、姓名会变成打开时的",
        fix="请删去这个域，需要日期的写 {{ date }}")
    T12 = Meaning(_R, "上级的表（templates/上报表）里的标记不对，或表打不开")
    T13 = Meaning(_N, "上级的表里有格留了空", why="这个数正在核实或没有报来，没有核实的数不能往上报",
        fix="核实或补报后重做；等不及的，请按上级的要求手填")

    P01 = Meaning(_R, "缺少工作表", fix="请按 minsheng init 生成的样表补上")
    P02 = Meaning(_R, "多出不认识的列或项")
    P03 = Meaning(_R, "缺少应有的列或项")
    P04 = Meaning(_R, "必填处为空", fix="请补填这一格")
    P05 = Meaning(_R, "内容不合要求", fix="请改正这一格")
    P06 = Meaning(_R, "引用了没有登记的单位")
    P07 = Meaning(_R, "引用了没有登记的指标或实事", fix="请改正编号")
    P08 = Meaning(_R, "重复登记", fix="请删去多余的一行")
    P09 = Meaning(_R, "合计指标的目标与分项目标之和不符")
    P10 = Meaning(_N, "单位名称尚未核定", fix="核定后填写核定人岗位和日期；未核定不影响月度材料，只影响发给该单位的正式文件")
    P11 = Meaning(_N, "按节点考核但未设节点（任务分解表）", why="没有节点就不作月度序时判断")
    P12 = Meaning(_N, "没有当年的节假日安排（报送日不随节假日变动时用不到）", fix=_HOLIDAYS)
    P13 = Meaning(_R, "节假日文件有误，或报送日要随节假日变动而没有当年的安排", fix=_HOLIDAYS)
    P14 = Meaning(_R, "一项指标有几个责任单位，没有写明怎样填报", why="几个单位各报一个数，不知道以哪个为准",
        fix="请在这几项指标的“责任单位”写明由谁填报，或在“填报方式”写“同报”（各报同一个数）或“相加”（各报自己的数）")
    P15 = Meaning(_N, "反馈函没有填，责任单位和县（市）区按“是”", fix="不发的请在单位表“反馈函”写“否”或“可选”")
    P17 = Meaning(_N, "单位的类别没有填，按名称认定", fix="认得不对的，在单位表里填写类别和县区")
    P22 = Meaning(_N, "指标名里已有计量动词", fix="指标名请写成不带动词的短名字，或填公文写法")
    P26 = Meaning(_N, "概况里的称呼说的是别的一级", fix="请核对是不是照搬来的；确实如此的不用改")
    P27 = Meaning(_N, "目标值、计量单位、方向或类型与目标原文对不上", why="填错了进度和分类都不对", fix="请对照通知核对；原文确实没有写的不用改")
    P28 = Meaning(_N, "这样填很少见", fix="请核对；确实如此的不用改")
    P29 = Meaning(_R, "与表里别处的内容矛盾", why="照用会得出相反的结论", fix="请核对两处，改正填错的一处")
    P30 = Meaning(_R, "草稿里还有请核对的", why="程序没有把握，不能当作通知的意思", fix="请对照原文改正这一行，再删去“请核对：”到这句话末尾")
    P31 = Meaning(_N, "和上年同名的指标没有对上编号", fix="口径一致的，在指标表填上年编号，口径一致写是；不一致的也填编号，写否")
    # fmt: on

    def __init__(self, means: Meaning) -> None:
        self.level, self.title, self.effect = means.level, means.title, means.effect
        self.why, self.fix = means.why, means.fix
        self.impossible, self.doubt = means.impossible, means.doubt

    def __str__(self) -> str:
        return self.name
