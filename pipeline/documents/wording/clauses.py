"""A target in a month as a clause of a sentence: its figure, how far it is, what is new, how long it lags. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.documents.wording import bounded, growth, targets
from pipeline.documents.wording.counts import authority, worded
from pipeline.documents.wording.stage import stage
from pipeline.documents.wording.targets import amount, number, printed_gap, printed_rate, said, told
from pipeline.model.figures import Figure
from pipeline.model.kinds import FINISHED, LATE, UNKNOWN, Direction, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, Printed, join, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import TargetProgress

# Up to so many are counted as 4个均未建成.
_FEW = 100


def target_phrase(plan: Plan, progress: TargetProgress) -> Phrase:
    """A target's figure in words, without full stop; by its kind and standing; beside it what it was a year ago."""
    before = year_before(plan, progress)
    return phrase(stated(plan, progress), "，" if before else "", before)


def stated(plan: Plan, progress: TargetProgress) -> Phrase:
    """`target_phrase` without the year before, which is said once in a document."""
    target, standing = progress.target, progress.standing
    name = target.name
    if standing is Standing.SUSPENDED:
        return phrase(f"{name}{authority(plan, progress.goal)}暂缓实施")
    if standing is Standing.UNREPORTED:
        return phrase(f"{name}截至发文时未报送")
    if standing is Standing.DOUBTFUL:
        return phrase(name, plan.terms.of("数据正在核实，本月不列入进度统计"))
    if progress.value is None and target.kind.quantified and not progress.in_words:
        written = progress.row is not None and progress.row.cells["cumulative"].read.strip()
        return phrase(f"{name}{'数据正在核实' if written else '截至发文时未报送'}")
    if progress.value is None:
        return reported(plan, progress) if progress.in_words else _qualitative(plan, progress)
    words = reported(plan, progress)
    if _nothing_yet(progress):
        return phrase(_untouched(progress), *_apart_from_pace(plan, progress), _warrant(progress))
    far = held(plan, progress, _verb(words))
    return phrase(words, "，" if far else "", far, _warrant(progress), _new(plan, progress))


def _verb(before: Phrase) -> str:
    """完成残疾儿童康复救助742人，为年度目标任务的83.9%: 完成 is not said twice."""
    return "为" if str(before).startswith("完成") else "完成"


def held(plan: Plan, progress: TargetProgress, verb: str = "完成") -> Phrase:
    """How far a figure has come: 完成年度目标任务的81.5%，高于序时进度6.5个百分点; 距年度目标还差0.04个百分点; nothing while it is too early."""
    if not progress.target.is_bounded:
        return completion(plan, progress, verb)
    unjudged = progress.standing in (Standing.NOT_DUE, Standing.NOT_JUDGED)
    return phrase() if unjudged else _level(plan, progress)


def reported(plan: Plan, progress: TargetProgress) -> Phrase:
    """建成城市书房19座: the figure in the words of 公文写法, else after the name and what is counted; 形象进度 of a 定性 target."""
    if progress.value is None:
        return phrase(progress.target.name, stage(progress))
    rate = printed_rate(plan, progress)
    if progress.target.kind.signed and rate is not None:
        return growth.sentence(progress.target, rate)
    value = (
        (targets.with_parts(progress, rate) if rate is not None else phrase())
        if progress.target.kind.ratio
        else told(plan, progress.target, progress.value, "累计完成", progress.goal.amount)
    )
    if progress.target.phrasing:
        return worded(progress.target.phrasing, value)
    return phrase(_counted_name(progress.target), value)


def come_to(plan: Plan, progress: TargetProgress) -> Phrase:
    """`reported`, of a counted target that came to nothing 新建停车场4个均未建成."""
    return _untouched(progress) if _nothing_yet(progress) else reported(plan, progress)


def _nothing_yet(progress: TargetProgress) -> bool:
    """Whether a counted target has come to nothing: no document says 0个，完成年度目标任务的0.0%."""
    nothing = progress.value is not None and not progress.value.amount and progress.target.kind.cumulative
    return nothing and not progress.target.is_bounded and progress.standing not in FINISHED


def _untouched(progress: TargetProgress) -> Phrase:
    """新建停车场4个均未建成; of many, or of what has no verb, 新增城镇就业尚无进展."""
    target, goal = progress.target, progress.goal.amount
    if target.verb and goal is not None and goal == goal.to_integral_value() and 1 < goal <= _FEW:
        return phrase(target.name, targets.goal(progress), f"均未{target.verb}")
    return phrase(f"{target.name}尚{'未' + target.verb if target.verb and goal == 1 else '无进展'}")


def _apart_from_pace(plan: Plan, progress: TargetProgress) -> Iterator[str | Phrase]:
    """，低于序时进度25.0个百分点 of what has a pace; from November on nothing beside: all of the goal is left."""
    gap = printed_gap(plan, progress)
    if gap is not None and not progress.closing:
        yield "，"
        yield _against_pace(progress, gap)


def _level(plan: Plan, progress: TargetProgress) -> Phrase:
    """How a bounded target stands to its goal: 距年度目标还差0.04个百分点, 控制在年度目标以内，尚余8起."""
    target, words = progress.target, bounded.goal_words(progress.target)
    direction, difference = bounded.facing(target, progress.goal, _difference(plan, progress))
    if direction is Direction.AT_LEAST:
        return bounded.apart(difference, f"目前高于{words}", f"距{words}还差", f"目前达到{words}")
    said = bounded.against(target, direction, difference, words)
    left = bounded.left(target, difference) if target.is_ceiling else phrase()
    return phrase(said, "，", left) if left else said


def _difference(plan: Plan, progress: TargetProgress) -> Printed:
    """The figure of a bounded target as printed minus its goal."""
    if progress.target.kind.ratio:
        points = printed_gap(plan, progress)
        assert points is not None
        return points
    assert progress.value is not None
    shown = number(plan, progress.target, progress.value, "累计完成", progress.goal.amount)
    return bounded.gap(progress.target, progress.value, shown, progress.goal, "印出的累计数－年度目标")


def left(plan: Plan, progress: TargetProgress) -> Phrase:
    """尚余8起, 已无余量 of a counted ceiling; nothing for anything else and where there is no figure."""
    if progress.value is None or not progress.target.is_ceiling:
        return phrase()
    return bounded.left(progress.target, _difference(plan, progress))


def _warrant(progress: TargetProgress) -> str:
    """，按计划于年末集中验收: what the plan gives as 依据, where it is too early to judge or nobody is to."""
    unjudged = progress.standing in (Standing.NOT_DUE, Standing.NOT_JUDGED)
    return f"，{progress.target.warrant}" if unjudged and progress.target.warrant else ""


def completion(plan: Plan, progress: TargetProgress, verb: str = "完成") -> Phrase:
    """完成年度目标任务的81.5%，高于序时进度6.5个百分点; by another `verb` 为年度目标任务的81.5%."""
    rate, gap = printed_rate(plan, progress), printed_gap(plan, progress)
    if rate is None:
        # What lags has a rate; where it is left out the paper gives it elsewhere.
        told_elsewhere = progress.standing in LATE
        return phrase(
            targets.standing_word(plan, progress.standing) if told_elsewhere else "暂不计算完成比例"
        )
    share = phrase(f"{verb}{'力争目标' if progress.target.striving else '年度目标任务'}的", rate)
    if progress.standing in FINISHED:
        return (
            phrase(share, "，超额完成")
            if progress.standing is Standing.EXCEEDED
            else phrase(f"已完成{'力争目标' if progress.target.striving else '年度目标任务'}")
        )
    if progress.in_words:
        return phrase(share, "，", stage(progress))
    if gap is not None:
        return phrase(share, "，", _distance(plan, progress, gap))
    if progress.standing is Standing.NOT_DUE and progress.following is not None:
        return phrase(share, f"，首个时间节点（{day_of_month(progress.following.due)}）未到期")
    if progress.standing is Standing.NO_NODES:
        return phrase(share, "，尚未确定时间节点，暂不作序时判断")
    return share


def _distance(plan: Plan, progress: TargetProgress, gap: Printed) -> Phrase:
    """高于序时进度6.5个百分点; from November on how much of the year is left, 距年度目标还差1700户 (DOCUMENTS §2)."""
    if not progress.closing:
        return _against_pace(progress, gap)
    return phrase(f"距{bounded.goal_words(progress.target)}还差", remaining(plan, progress))


def remaining(plan: Plan, progress: TargetProgress) -> Phrase:
    """1700户: what an unfinished target still lacks of its goal, with the measure."""
    value, goal = progress.value, progress.goal
    assert value is not None and goal.amount is not None
    return told(
        plan, progress.target, Figure(goal.amount, value.measure, goal.cells) - value, "年度目标－累计完成"
    )


def year_before(plan: Plan, progress: TargetProgress) -> Phrase:
    """上年同期4.98万人, 上年同期下降1.3%; nothing unless a person paired the target and both figures are known (PLAN §5)."""
    target, figure = progress.target, progress.year_before
    silent = progress.standing in UNKNOWN or progress.standing is Standing.SUSPENDED
    if figure is None or progress.value is None or silent:
        return phrase()
    return targets.year_before(plan, target, figure)


def _qualitative(plan: Plan, progress: TargetProgress) -> Phrase:
    """What its leads did, each in its own words; of several each is named."""
    name = progress.target.name
    written = [
        (row.unit, words)
        for row in progress.rows
        if (words := said(row, "headline" if row.headline else "progress")) is not None
    ]
    if not written:
        return phrase(f"{name}情况{'正在核实' if progress.unread else '截至发文时未报送'}")
    if len(progress.target.leads) == 1:
        # What the unit begins with the name itself needs no name before it.
        opens = str(written[0][1]).startswith(name)
        return phrase("" if opens else f"{name}方面，", written[0][1])
    day = progress.as_of or plan.profile.notice_date
    return phrase(
        f"{name}方面，", join("；", (phrase(plan.name(unit, day), words) for unit, words in written))
    )


def _new(plan: Plan, progress: TargetProgress) -> Phrase:
    """，本月新增9700人; nothing of what was finished before and stands where it stood."""
    if progress.new is None:
        return phrase()
    of = plan.terms.of
    new = told(plan, progress.target, progress.new, of("本月累计－上月累计（更正后）"))
    words = phrase(of("，本月新增"), new)
    if progress.new.amount == 0:
        words = phrase("" if progress.standing in FINISHED else of("，与上月持平"))
    told_before = correction(plan, progress)
    return phrase(words, "（", told_before, "）") if told_before else words


def correction(plan: Plan, progress: TargetProgress, was: str | Phrase = "") -> Phrase:
    """上月累计更正为4057件，剔除重复登记的133件, with what it was in front; nothing where last month's figure stands."""
    if progress.corrected is None:
        return phrase()
    of = plan.terms.of
    corrected = targets.told(plan, progress.target, progress.corrected, of("更正后上月累计"))
    why = join("；", filter(None, (said(row, "correction") for row in progress.rows)))
    return phrase(of("上月累计"), was, "更正为", corrected, "，" if why else "", why)


def late_phrase(plan: Plan, progress: TargetProgress, day: date, opening: str = targets.MAINLY) -> Phrase:
    """A target that lags: its figure, rate and gap, how long, the unit's own reason behind `opening`."""
    rate, gap = printed_rate(plan, progress), printed_gap(plan, progress)
    share = phrase("（", rate, "）") if rate is not None else ""
    words = phrase(reported(plan, progress), share)
    if progress.in_words and progress.value is not None:
        words = phrase(words, "，", stage(progress))
    if _nothing_yet(progress):
        words = phrase(_untouched(progress), *_apart_from_pace(plan, progress))
    elif gap is not None:
        words = phrase(words, "，", _distance(plan, progress, gap))
    return phrase(
        words, targets.months_behind(plan, progress), "。", targets.reason(plan, progress, day, opening)
    )


def apart(plan: Plan, progress: TargetProgress) -> Phrase:
    """A target that is behind in a few words: its figure and how far it is from its pace, or from the year's goal."""
    gap = printed_gap(plan, progress)
    if _nothing_yet(progress):
        return phrase(_untouched(progress), *_apart_from_pace(plan, progress))
    if gap is None:
        return reported(plan, progress)
    return phrase(reported(plan, progress), "，", _distance(plan, progress, gap))


def lagging(plan: Plan, progress: TargetProgress) -> Phrase:
    """How far a target lags, without full stop: figure, share of the goal, gap, how many months in a row."""
    behind = targets.months_behind(plan, progress)
    if _nothing_yet(progress):
        return phrase(_untouched(progress), *_apart_from_pace(plan, progress), behind)
    words = reported(plan, progress)
    far = phrase("，", completion(plan, progress, _verb(words))) if progress.value is not None else ""
    return phrase(words, far, behind)


def reached(plan: Plan, progress: TargetProgress) -> Phrase:
    """How far it has come: the cumulative figure with its measure, of a 定性 target its 形象进度."""
    return amount(plan, progress) if progress.value is not None else stage(progress)


def _counted_name(target: Target) -> str:
    """园林绿化项目开工: the verb is kept where it says what is counted, and said once."""
    kept = target.kind.said_with_verb and not target.says_verb_twice
    return f"{target.name}{target.verb}" if kept else target.name


def _against_pace(progress: TargetProgress, gap: Printed) -> Phrase:
    pace = bounded.pace_words(progress.target)
    return bounded.apart(gap, f"高于{pace}", f"低于{pace}", f"与{pace}持平")
