"""Formulas as every reader finds them: what reaches another file, by whatever way, and results that are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model.sheets import Content, Holds, column_of

# How often names and cells are gone through for more that lead on; people's sheets are done after two.
_MOST_ROUNDS = 20
_MOST_FORMULA = 1000  # the search takes the square of it
# [1]Sheet1!A1, '[book.xlsx]Sheet 1'!A1, Excel|'book'!range, OpenDocument's 'file:///x.ods'#$Sheet1.A1;
# not Table1[sum]+Sheet2!A1.
_FOREIGN = re.compile(
    r"\[[^\[\]]+\][\w.]*!|'[^'\[\]]*\[[^\[\]]+\](?:[^']|'')*'!|\w\|[^!]*!|file:/|'#|\bDDE\("
)
_QUOTED = re.compile(r'"[^"]*"')
_WORD = re.compile(r"[^\W\d][\w.\\]*")
# B4, 汇总!B4, '9 月'!$B$4, OpenDocument's [$汇总.B4], with the other end of an area behind it.
_REFERENCE = re.compile(
    r"(?:\$?(?:'((?:[^']|'')+)'|(\w*))[!.])?\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\.?\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![\w(])"
)
_PICTURE = re.compile(r"=?(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(")

Place = tuple[int, int]
Formulas = dict[str, dict[Place, str]]
# A sheet's name, folded, and a place on it.
Spot = tuple[str, Place]


def is_foreign(formula: str) -> bool:
    """True for a formula that fetches its number from another file: =[1]Sheet1!A1, ='file:///x.ods'#$Sheet1.A1."""
    return _FOREIGN.search(formula[:_MOST_FORMULA]) is not None


def followed(formulas: Formulas, names: Iterable[tuple[str, str]]) -> Formulas:
    """The formulas of a book by sheet and place, each with what it reaches another file by, where it does.

    `names` are the book's defined names with what they stand for. Names and cells are followed as far as they lead.
    """
    reaching = _reaching(list(names))
    if reaching:
        formulas = {
            sheet: {place: _spelled_out(formula, reaching) for place, formula in each.items()}
            for sheet, each in formulas.items()
        }
    abroad = {
        (sheet.casefold(), place): formula
        for sheet, each in formulas.items()
        for place, formula in each.items()
        if is_foreign(formula)
    }
    if not abroad:
        return formulas
    told = {sheet: dict(each) for sheet, each in formulas.items()}
    for _ in range(_MOST_ROUNDS):
        before = len(abroad)
        for sheet, each in formulas.items():
            for place, formula in each.items():
                key = (sheet.casefold(), place)
                via = _via(formula, sheet, abroad) if key not in abroad else None
                if via is not None:
                    abroad[key] = abroad[via[1]]
                    told[sheet][place] = f"{formula}（{via[0]}取自{abroad[key].removeprefix('=')}）"
        if len(abroad) == before:
            break
    return told


def _reaching(names: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The names that stand for something in another file, folded, each with what it stands for."""
    reaching = {name.casefold(): text for name, text in names if is_foreign(text)}
    for _ in range(_MOST_ROUNDS if reaching else 0):
        before = len(reaching)
        for name, text in names:
            if name.casefold() not in reaching and (told := _spelled_out(text, reaching)) != text:
                reaching[name.casefold()] = told
        if len(reaching) == before:
            break
    return reaching


def _spelled_out(formula: str, names: Mapping[str, str]) -> str:
    """The formula with what the names in it stand for behind it."""
    words = dict.fromkeys(_WORD.findall(_QUOTED.sub("", formula[:_MOST_FORMULA])))
    told = [f"{word}即{names[word.casefold()]}" for word in words if word.casefold() in names]
    return f"{formula}（{'，'.join(told)}）" if told else formula


def _via(formula: str, sheet: str, abroad: Mapping[Spot, str]) -> tuple[str, Spot] | None:
    """The reference by which a formula reaches one of the cells `abroad`, and which; None if by none."""
    for quoted, plain, left, top, right, bottom in _REFERENCE.findall(formula[:_MOST_FORMULA]):
        where = (quoted.replace("''", "'") or plain or sheet).casefold()
        first, last = column_of(left), column_of(right or left)
        here = (where, (int(top), first))
        inside = [here] if here in abroad else []
        if right:
            inside += [
                spot
                for spot in abroad
                if spot[0] == where and int(top) <= spot[1][0] <= int(bottom) and first <= spot[1][1] <= last
            ]
        if inside:
            return f"{left}{top}{f':{right}{bottom}' if right else ''}", inside[0]
    return None


def written(
    text: str, shown: str = "General", formula: str = "", note: str = "", struck: bool = False
) -> Content:
    """A cell that holds a text, or a picture that a text stands for (WPS writes =DISPIMG("ID_…",1))."""
    holds = Holds.PICTURE if _PICTURE.match(text) else Holds.TEXT
    return Content(holds, text, format=shown, formula=formula, comment=note, struck=struck)
