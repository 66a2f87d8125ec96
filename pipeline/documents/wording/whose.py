"""Whose office speaks: on whose demand, together with whom, to whom. Pure (PLAN §4).

Nobody acts together with itself, copies itself or asks to be told what it knows; and a demand of the notice is cited
only where the plan holds it (通知要求).
"""

from __future__ import annotations

import re

from pipeline.model.notice import Requirement
from pipeline.model.periods import DueDay
from pipeline.model.plan import Plan


def cited(plan: Plan, requirement: Requirement, verb: str = "根据", about: str = "") -> str:
    """根据《…》（文号）关于抽查的要求， where the notice asks for it, else 按照工作安排，; `about` is what of, if it is said."""
    if requirement not in plan.requirements:
        return "按照工作安排，"
    profile = plan.profile
    return f"{verb}《{profile.notice_title}》（{profile.notice_number}）{f'关于{about}的' if about else ''}要求，"


def cited_for_day(plan: Plan, due: DueDay) -> str:
    """按照《…》要求， if the notice itself names that day of the month; else 按照工作安排，."""
    clause = plan.requirements.get(Requirement.MONTHLY)
    named = rf"(?<!\d){due.day}日" if due.day else "月底|月末|季度?末"
    if clause is not None and re.search(named, clause.text):
        return cited(plan, Requirement.MONTHLY, "按照")
    return "按照工作安排，"


def together(plan: Plan, *organs: str) -> str:
    """会同市发改委等单位: with the compiling office and others; 会同有关单位 where one of `organs`, who speak, compiles."""
    compiler = plan.profile.compiler
    alone = any(plan.one_body(organ, compiler) for organ in organs)
    return "会同有关单位" if alone else f"会同{compiler}等单位"


def to_compiler(plan: Plan) -> str:
    """What the general office calls the compiling office in a document of its own: by name, or itself as it does."""
    profile = plan.profile
    own = plan.one_body(profile.supervising_organ, profile.compiler)
    return profile.office_self_name if own else profile.compiler


def others(plan: Plan, organ: str, named: str) -> str:
    """Receivers as the plan lists them, without `organ` itself; as they are written where it is not among them."""
    pieces = re.split("([，、；。\n])", named)
    kept = [
        (name, mark)
        for name, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        if name and not plan.one_body(organ, name.strip())
    ]
    if len(kept) == len([name for name in pieces[::2] if name]):
        return named
    return "".join(f"{name}{mark}" for name, mark in kept).rstrip("，、；\n")
