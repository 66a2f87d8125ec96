"""What stands grey on a unit's form: its figures and words of the period before, for the eye and for the tick."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.returns.form import Slot
from pipeline.inputs.returns.layout import COOPERATION_SHEET, PROGRESS_SHEET
from pipeline.model.plan import Plan
from pipeline.model.readings import Row, Settled

_SAID = (("进展", "headline"), ("原因", "reason"))


def last_period(plan: Plan, before: Settled, unit: str) -> dict[Slot, Value]:
    """By the form's slots what a unit reported the period before, `before`.

    A figure stands there only where it was used; words stand as the unit wrote them, whoever else reports the target.
    """
    slots: dict[Slot, Value] = {}
    for target in plan.targets:
        lead = unit in target.leads
        row = before.returns.row_of(target.id, unit) if lead else before.returns.share(target.id, unit)
        sheet = PROGRESS_SHEET.name if lead else COOPERATION_SHEET.name
        figure = before.values.get(target.id) if lead else before.shares.get((target.id, unit))
        if lead and len(target.leads) > 1:
            # Of what several report together each is shown its own.
            own = row.cumulative if row is not None else None
            figure = own.figure if own is not None and figure is not None else None
        found = dict(_words(row)) if row is not None else {}
        if figure is not None:
            found["last"] = figure.amount / target.measure.factor
        slots |= {(sheet, target.id, "", column): value for column, value in found.items()}
    return slots


def _words(row: Row) -> Mapping[str, Value]:
    said = "\n".join(f"{label}：{text}" for label, column in _SAID if (text := getattr(row, column)))
    texts = {"last_said": said, "last_difficulty": row.difficulty, "last_coordination": row.coordination}
    return {column: text for column, text in texts.items() if text}
