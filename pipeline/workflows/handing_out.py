"""What goes out to units before they report: the forms as one zip, and words to send along."""

from __future__ import annotations

from pipeline.model.months import Month, day_of_month
from pipeline.model.plan import Plan, Role
from pipeline.model.settings import Office


def covering_words(plan: Plan, month: Month) -> str:
    """What is pasted into the group beside the forms: for which period, by when, to whom, whom to ask; what the plan says and no more."""
    about = f"{month.year}年{plan.cycle.label(month)}{plan.profile.programme}"
    own = plan.profile.office is Office.LEAD
    call = f"有疑问请联系{plan.profile.contact}。" if plan.profile.contact else ""
    helping = (
        f"配合单位请于{day_of_month(plan.due(Role.COOPERATING, month))}前报{'本单位' if own else '责任单位'}"
    )
    if own:
        return f"各配合单位：现发{about}表样，{helping}。{call}"
    leading = f"责任单位请于{day_of_month(plan.due(Role.LEAD, month))}前报{plan.profile.compiler}"
    return f"各单位：现发{about}表样。{helping}，{leading}。请用表样填报，不要改动表头。{call}"
