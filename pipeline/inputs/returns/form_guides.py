"""What a form says and accepts at the cells a unit fills in: a hint on selection, a choice, a kind of number, a length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.files.spreadsheets.writing import Guide
from pipeline.inputs.returns.layout import SheetLayout
from pipeline.model.milestones import State
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import reference

_SIGNED_HINT = "填比上年增长的百分数，只填纯数字，如6.2；下降的填负数，如-1.3。真是零就填0，不要留空。"


def guides(
    plan: Plan, layout: SheetLayout, targets: Sequence[Target], month: Month, first: int
) -> Iterable[Guide]:
    """The guides of a sheet, one or more for every column that is filled in; `targets` are its rows' from row `first` on."""
    last = first + len(targets) - 1
    limits = {"headline": plan.rules.headline_limit, "reason": plan.rules.reason_limit}
    own = list(enumerate(targets, first))
    for index, column in enumerate(layout.columns, 1):
        if not column.entry:
            continue
        area = f"{reference(first, index)}:{reference(last, index)}"
        if column.holds == "measure":
            # One guide for all rows of the same choice: each costs every reader of the sheet its time.
            places: dict[tuple[str, ...], list[str]] = {}
            for row, target in own:
                if target.kind.quantified:
                    places.setdefault(_measures(target), []).append(reference(row, index))
            for choices, cells in places.items():
                yield Guide(" ".join(cells), plan.terms.of(column.hint), "list", choices=choices)
        elif column.name == "cumulative" and any(target.kind.signed for target in targets):
            for signed in (False, True):
                cells = [reference(row, index) for row, target in own if target.kind.signed is signed]
                hint, kind = (_SIGNED_HINT, "signed") if signed else (column.hint, column.holds)
                if cells:
                    yield Guide(" ".join(cells), plan.terms.of(hint), kind)
        elif column.holds in ("state", "tick"):
            choices = tuple(State) if column.holds == "state" else ("√",)
            yield Guide(area, plan.terms.of(column.hint), "list", choices=choices)
        elif column.holds in ("number", "money", "date"):
            hint = plan.terms.of(column.hint).format(day=month.last_day.isoformat())
            yield Guide(area, hint, "date" if column.holds == "date" else "number")
        else:
            yield Guide(
                area, plan.terms.of(column.hint), "length", limit=limits.get(column.name, column.limit)
            )


def _measures(target: Target) -> tuple[str, ...]:
    """The units of measure a sheet may use: the plan's, the base, the target's aliases."""
    return tuple(dict.fromkeys((target.measure.text, target.measure.base, *target.aliases)))
