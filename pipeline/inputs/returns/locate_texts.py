"""Which sheet of a workbook is its 文字说明, and why one that looks like it is not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.inputs.returns.found_form import FoundSheet, stated_month
from pipeline.inputs.returns.layout import COOPERATION_SHEET, LONG_TEXTS, PROGRESS_SHEET
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.readings import Sheet

# A sheet that is none of figures, what of it was found, whether it is called 文字说明 or a copy of that.
Spare = tuple[Sheet, FoundSheet | None, bool]
Unread = tuple[tuple[Sheet, str], ...]


def texts_of(
    spare: Sequence[Spare], found: Mapping[str, FoundSheet], month: Month | None, terms: Terms
) -> tuple[FoundSheet | None, Unread]:
    """文字说明 of a form for `month` whose other sheets are `found`, and those of its kind nobody can read, each with why.

    Beside sheets of our earlier forms, which hold the long texts themselves, only what is called so is looked at, and
    nothing but what can be read: a unit's own sheets are its own.
    """
    figures = [found[sheet.name] for sheet in (PROGRESS_SHEET, COOPERATION_SHEET) if sheet.name in found]
    lacking = any(not set(LONG_TEXTS) & set(one.columns) for one in figures)
    named = [(sheet, one) for sheet, one, called in spare if called and sheet.contents]
    others = [(sheet, one) for sheet, one, _ in spare if one is not None]
    troubles = [(sheet, one, _trouble(sheet, one, month, terms)) for sheet, one in named or others]
    usable = [one for _, one, trouble in troubles if one is not None and not trouble]
    if not lacking:
        return next(iter(usable), None) if named else None, ()
    filled = [one for one in usable if one.filled]
    if len(filled) > 1:
        return None, tuple((one.sheet, "不止一张，分不清用哪一张") for one in filled)
    unread = tuple(
        (sheet, trouble) for sheet, one, trouble in troubles if trouble and (one is None or one.filled)
    )
    return next(iter(filled or usable), None), unread


def _trouble(sheet: Sheet, one: FoundSheet | None, month: Month | None, terms: Terms) -> str:
    """Why a sheet cannot be read, in a clause; empty if it can."""
    if one is None:
        return "的表头认不出"
    if sheet.hidden:
        return "被隐藏"
    if one.twice:
        return f"的表头里“{one.twice[0][0]}”不止一列"
    said, _ = stated_month(one, terms)
    return terms.of("上的填报月份不是这一期的") if said not in (month, None) else ""
