"""抽查安排的呈批件: which figures to look at and why, laid before whoever approves it; a suggestion, no order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.wording import growth, targets, whose
from pipeline.documents.wording.counts import count, number_of
from pipeline.documents.wording.parts import Approval, Item, Opinion, enclosed, fields_of, reader, white_head
from pipeline.model.months import Month
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, Printed, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.spotchecks import Pick

TEMPLATE = "呈批件.docx"


def compose(plan: Plan, progress: Progress, picks: Sequence[Pick], among: int, seed: str) -> Letter:
    """The sheet for a month's draw of `picks` out of `among` figures."""
    profile, month = plan.profile, progress.month
    context = Approval(
        **fields_of(
            white_head(profile.inspector or profile.supervising_organ, progress.drawn_up, draft=True)
        ),
        head="呈　批　件",
        reader=reader(profile.approving_posts),
        title_lines=targets.title(f"关于{_of(plan, month)}{profile.programme}", "数据抽查安排", "的呈批件"),
        opening=phrase(
            f"{_ground(plan)}拟对{_of(plan, month)}报送的",
            number_of(among, "个", plan.terms.of("当月可以抽查的数的个数")),
            "个数抽查",
            count([pick.reported for pick in picks], "抽中的数的个数", "个"),
            "，安排如下。",
        ),
        items_=(
            *_items(plan, progress, picks),
            Item(f"（{targets.chinese_number(len(picks) + 1)}）抽取办法。", _method(plan, seed)),
        ),
        closing="妥否，请批示。批准后，由检查岗位携《抽查记录表》实地核查，当场填写。",
        attachments=enclosed("抽查记录表"),
        opinions=tuple(map(Opinion, ("承办单位意见", "审批意见"))),
    )
    return Letter("抽查建议", f"{_of(plan, month)}抽查建议.docx", TEMPLATE, context)


def _ground(plan: Plan) -> str:
    """The notice's demand in its own words: 适时 is said only where it says so."""
    clause = plan.requirements.get(Requirement.SPOT_CHECK)
    about = "适时抽查" if clause is not None and "适时抽查" in clause.text else "抽查"
    return whose.cited(plan, Requirement.SPOT_CHECK, about=about)


def _of(plan: Plan, month: Month) -> str:
    return f"{month.year}年{plan.cycle.name(month)}"


def _items(plan: Plan, progress: Progress, picks: Sequence[Pick]) -> Iterator[Item]:
    for number, pick in enumerate(picks, 1):
        unit = plan.name(pick.unit, progress.drawn_up)
        figure = targets.number(plan, pick.target, pick.reported, "自报数")
        reported = phrase(growth.told(figure), pick.target.measure.text)
        yield Item(f"（{targets.chinese_number(number)}）{unit}：{pick.target.name}。", _why(pick, reported))


def _why(pick: Pick, reported: Phrase) -> Phrase:
    why = f"抽查缘由：{'、'.join(pick.grounds)}" if pick.grounds else "随机抽中"
    return phrase("自报", reported, f"；{why}。")


def _method(plan: Plan, seed: str) -> Phrase:
    return phrase(
        f"按风险加权随机抽取，进度落后、突然超前、作过更正、恰好等于目标、久未抽查的数抽中机会较大；每个单位一年最多抽查"
        f"{plan.rules.check_limit}次。抽签号为",
        Printed(seed, None, "", "抽查时用的抽签号", ()),
        "，用同样的报表和抽签号可以抽出同样的结果。",
    )
