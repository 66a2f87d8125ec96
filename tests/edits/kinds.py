"""Kinds of edits: each does one thing to a document, drawn at random, and tells what; None where there is nothing to do it to.

`ALTERS` make a reader believe something else. `BLURS` leave out a word of what was said: told, not judged. `LEAVES`
change nothing a reader would learn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from random import Random

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from tests.edits.pages import Page, exchange, is_figure, read, shown, spoken, without_bookmarks, write

_FILLED_IN = ("", "【　】")
Edit = Callable[[Page, Random], str | None]
UNITS, PROMISES, CLASSES, OPPOSITES = range(4)
_HIDING: tuple[tuple[str, dict[str, str]], ...] = (
    ("w:vanish", {}),
    ("w:strike", {}),
    ("w:dstrike", {}),
    ("w:color", {"w:val": "FFFFFF"}),
    ("w:rFonts", {"w:ascii": "Wingdings", "w:hAnsi": "Wingdings"}),
    ("w:sz", {"w:val": "2"}),
)


def _digit(page: Page, random: Random) -> str | None:
    """A digit of a figure is another."""
    figures = page.figures()
    if not figures:
        return None
    runs = random.choice(figures)
    text = shown(runs)
    at = random.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    new = random.choice([digit for digit in "123456789" if digit != text[at]])
    write(runs, text[:at] + new + text[at + 1 :])
    return f"{text} → {shown(runs)}"


def _more_digits(page: Page, random: Random) -> str | None:
    """A digit is put right beside a figure, outside its bookmark."""
    figures = page.figures()
    if not figures:
        return None
    runs = random.choice(figures)
    run = deepcopy(runs[0])
    write([run], random.choice("123456789"))
    (runs[0].addprevious if random.random() < 0.5 else runs[-1].addnext)(run)
    return f"a digit beside {shown(runs)}"


def _figure_gone(page: Page, random: Random) -> str | None:
    """A figure is deleted with its bookmark."""
    figures = page.figures()
    if not figures:
        return None
    runs = random.choice(figures)
    text = shown(runs)
    for run in runs:
        run.getparent().remove(run)
    return f"{text} gone"


def _another_number(page: Page, random: Random) -> str | None:
    """A clause with a number of somebody's own is put into a sentence."""
    texts = [one for one in page.bare_texts() if "。" in one.text]
    if not texts:
        return None
    one = random.choice(texts)
    said = random.choice(("，另有{}项正在办理", "，比上年增长{}%", "，涉及资金{}万元"))
    said = said.format(random.choice(("17", "３８", "一百二十六", "⑦", "4.2")))
    at = one.text.index("。")
    one.text = one.text[:at] + said + one.text[at:]
    return said


def _scale(page: Page, random: Random) -> str | None:
    """The scale or the per cent sign of a figure is lost, or there is one."""
    found = []
    for runs in page.figures():
        text, behind = shown(runs), runs[-1].getnext()
        behind = behind.getnext() if behind is not None and behind.tag == qn("w:bookmarkEnd") else behind
        said = read(behind) if behind is not None else ""
        if text.endswith("%"):
            found.append((runs, text, text[:-1]))
        elif re.match("[户个所人项件]", said):
            found.append((runs, text, None))
    if not found:
        return None
    runs, text, new = random.choice(found)
    if new is not None:
        write(runs, new)
        return f"{text} without %"
    behind = runs[-1].getnext().getnext()
    first = next(behind.iter(qn("w:t")))
    first.text = "万" + first.text
    return f"{text} in 万"


def _word(family: int) -> Edit:
    def edit(page: Page, random: Random) -> str | None:
        places = page.words.places(page.bare_texts(), family)
        if not places:
            return None
        one = random.choice(places)
        new, text = random.choice(one.others), one.text.text
        one.text.text = text[: one.start] + new + text[one.start + len(one.word) :]
        return f"{text[max(0, one.start - 8) : one.start]}[{one.word} → {new}]{text[one.start + len(one.word) :][:8]}"

    return edit


def _day(page: Page, random: Random) -> str | None:
    """A month or a day is another."""
    days = [
        (one, day) for one in page.bare_texts() for day in re.finditer(r"(\d{1,2})(月(?!__)|日)", one.text)
    ]
    if not days:
        return None
    one, day = random.choice(days)
    new = random.choice([str(number) for number in range(1, 13) if str(number) != day[1]])
    text = one.text
    one.text = text[: day.start(1)] + new + text[day.end(1) :]
    return f"{text[max(0, day.start() - 8) : day.start()]}[{day[0]} → {new}{day[2]}]"


def _negation(page: Page, random: Random) -> str | None:
    """A 未 or a 不 before what was done or stands."""
    spots = [
        (one, spot)
        for one in page.bare_texts()
        for spot in re.finditer(
            r"(?<![未不没已新目前])(?:完成年度|达到年度|达标|列入|低于|高于|快于)", one.text
        )
    ]
    if not spots:
        return None
    one, spot = random.choice(spots)
    word = "不" if spot[0][1] == "于" or spot[0] == "列入" else "未"
    one.text = one.text[: spot.start()] + word + one.text[spot.start() :]
    return f"{word}{spot[0]}"


def _denied(page: Page, random: Random) -> str | None:
    """A 未 or a 不 is lost, or hidden."""
    spots = [
        (one, spot) for one in page.bare_texts() for spot in re.finditer("[未不](?=[报列一达能])", one.text)
    ]
    if not spots:
        return None
    one, spot = random.choice(spots)
    text = one.text
    one.text = text[: spot.start()] + text[spot.end() :]
    return f"{spot[0]} gone before {text[spot.end() :][:6]}"


def _list(page: Page, random: Random) -> str | None:
    """A name is taken out of a list, or one is put in."""
    found = [
        (place, edge)
        for family in (UNITS, PROMISES)
        for place in page.words.places(page.bare_texts(), family)
        for edge in ("、", "”“")
        if place.text.text.startswith(edge, place.start + len(place.word))
    ]
    if not found:
        return None
    place, edge = random.choice(found)
    text, end = place.text.text, place.start + len(place.word)
    here = {one.word for family in (UNITS, PROMISES) for one in page.words.places([place.text], family)}
    others = [word for word in place.others if word not in here]
    if random.random() < 0.5 or not others:
        place.text.text = text[: place.start] + text[end + len(edge) :]
        return f"{place.word} out of a list"
    new = random.choice(others)
    place.text.text = text[:end] + edge + new + text[end:]
    return f"{new} into a list behind {place.word}"


def _figures_exchanged(page: Page, random: Random) -> str | None:
    """Two figures take each other's place, with their bookmarks or without."""
    pairs = _unlike(page.figures())
    if not pairs:
        return None
    first, second = random.choice(pairs)
    one, other = shown(first), shown(second)
    if random.random() < 0.5:
        write(first, other)
        write(second, one)
        return f"{one} and {other} exchanged as text"
    marks = [runs[0].getprevious() for runs in (first, second)]
    if not all(mark is not None and is_figure(mark) for mark in marks):
        return None
    names = [mark.get(qn("w:name")) for mark in marks]
    for mark, name in zip(marks, reversed(names), strict=True):
        mark.set(qn("w:name"), name)
    write(first, other)
    write(second, one)
    return f"{one} and {other} exchanged with their bookmarks"


def _unlike(found: list[list[BaseOxmlElement]]) -> list[tuple[list[BaseOxmlElement], list[BaseOxmlElement]]]:
    return [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 : at + 12]
        if shown(one) != shown(other)
    ]


def _cells(same_row: bool) -> Edit:
    """Two cells of a row, or of a column, take each other's place."""

    def edit(page: Page, random: Random) -> str | None:
        pairs = [
            (table[row][column], table[other][there])
            for table in page.tables()
            for row in range(1, len(table))
            for column in range(read(table[0][0]) == "序号", len(table[0]))
            for other in (range(row, row + 1) if same_row else range(row + 1, len(table)))
            for there in (range(column + 1, len(table[0])) if same_row else range(column, column + 1))
            if _reads_apart(read(table[row][column]), read(table[other][there]))
            and (same_row or _rest(table[row], column) != _rest(table[other], column))
        ]
        if not pairs:
            return None
        first, second = random.choice(pairs)
        told = f"{read(first)[:20]} ↔ {read(second)[:20]}"
        exchange(first, second)
        return told

    return edit


def _rest(row: list[BaseOxmlElement], column: int) -> list[str]:
    """What a row says beside one of its cells, its number and blanks to be filled in aside."""
    said = [read(cell) for at, cell in enumerate(row) if at != column]
    return [one for one in said if not one.isdigit() and one not in _FILLED_IN]


def _reads_apart(one: str, other: str) -> bool:
    """Two cells that say different things; 序号 and blanks to be filled in say nothing."""
    return one != other and not {one, other} & set(_FILLED_IN)


def _columns(page: Page, random: Random) -> str | None:
    """Two columns under their heads take each other's place."""
    found = [
        (table, one, other)
        for table in page.tables()
        if len(table) > 2
        for one in range(len(table[0]))
        for other in range(one + 1, len(table[0]))
        if any(_reads_apart(read(row[one]), read(row[other])) for row in table[1:])
    ]
    if not found:
        return None
    table, one, other = random.choice(found)
    told = f"columns {read(table[0][one])} ↔ {read(table[0][other])}"
    for row in table[1:]:
        exchange(row[one], row[other])
    return told


def _sorted(page: Page, random: Random) -> str | None:
    """Some columns are sorted, the others are not."""
    found = [
        (table, column)
        for table in page.tables()
        for column in range(1, len(table[0]))
        if len({read(row[column]) for row in table[1:]}) > 1
    ]
    if not found:
        return None
    table, column = random.choice(found)
    old = [read(row[column]) for row in table[1:]]
    cells = [deepcopy(row[column]) for row in table[1:]]
    cells.sort(key=read, reverse=old == sorted(old))
    if [read(one) for one in cells] == old:
        return None
    for row, cell in zip(table[1:], cells, strict=True):
        row[column].getparent().replace(row[column], cell)
    return f"column {read(table[0][column])} sorted alone"


def _heads(page: Page, random: Random) -> str | None:
    """Two heads of columns take each other's place."""
    found = [
        (table[0][one], table[0][other])
        for table in page.tables()
        for one in range(len(table[0]))
        for other in range(one + 1, len(table[0]))
        if any(_reads_apart(read(row[one]), read(row[other])) for row in table[1:])
    ]
    if not found:
        return None
    first, second = random.choice(found)
    told = f"heads {read(first)} ↔ {read(second)}"
    exchange(first, second)
    return told


def _foreign(page: Page) -> list[BaseOxmlElement]:
    """Paragraphs of the other month that state something not stated here."""
    here = {_said(one) for one in page.paragraphs()}
    return [one for one in spoken(page.other) if _said(one) not in here and not _says_nothing(read(one))]


def _said(paragraph: BaseOxmlElement) -> str:
    return re.sub(r"\s", "", read(paragraph))


def _says_nothing(text: str) -> bool:
    return bool(re.fullmatch(r"[^。]*__日(?:印发)?|[^。]*[：:】号]|.{0,12}", text.strip()))


def _pasted(page: Page, random: Random) -> str | None:
    """A paragraph of another month comes in, with its bookmarks or as text."""
    found, places = _foreign(page), page.paragraphs()
    if not found or not places:
        return None
    one = random.choice(found)
    copied = deepcopy(one) if random.random() < 0.5 else without_bookmarks(one)
    random.choice(places).addnext(copied)
    return f"pasted {read(one)[:40]}"


def _pasted_over(page: Page, random: Random) -> str | None:
    """A paragraph of another month takes the place of this month's most like it."""
    found, places = _foreign(page), page.paragraphs()
    if not found or not places:
        return None
    one = random.choice(found)
    old = max(
        places, key=lambda place: len(set(read(place)) & set(read(one))) / len(set(read(place) + read(one)))
    )
    old.getparent().replace(old, deepcopy(one) if random.random() < 0.5 else without_bookmarks(one))
    return f"pasted over: {read(one)[:40]}"


def _sentence_pasted(page: Page, random: Random) -> str | None:
    """A sentence of another month is typed behind one of this."""
    here = "".join(map(read, page.paragraphs()))
    found = [
        sentence
        for one in _foreign(page)
        for sentence in re.findall("[^。]{6,}。", read(one))
        if sentence not in here and not _says_nothing(sentence)
    ]
    places = [one for one in page.bare_texts() if one.text.endswith("。")]
    if not found or not places:
        return None
    said, place = random.choice(found), random.choice(places)
    place.text += said
    return f"typed: {said[:40]}"


def _row_pasted(page: Page, random: Random) -> str | None:
    """A row of another month's table takes the place of one of this month's."""
    other = Page(page.other, page.document, page.words).tables()
    found = [
        (mine[at], theirs[at])
        for mine, theirs in zip(page.tables(), other, strict=False)
        for at in range(1, min(len(mine), len(theirs)))
        if len(mine[0]) == len(theirs[0]) and shown(mine[at]) != shown(theirs[at])
    ]
    if not found:
        return None
    mine, theirs = random.choice(found)
    row = deepcopy(theirs[0].getparent())
    old = mine[0].getparent()
    old.getparent().replace(old, row)
    return f"row {shown(mine)[:20]} → {shown(theirs)[:20]}"


def _hidden(page: Page, random: Random) -> str | None:
    """A figure is not seen on paper."""
    figures = page.figures()
    if not figures:
        return None
    runs, (tag, values) = random.choice(figures), random.choice(_HIDING)
    for run in runs:
        _format(run, tag, values)
    return f"{shown(runs)} {tag}"


def _covered(page: Page, random: Random) -> str | None:
    """A figure is hidden and another stands beside it."""
    figures = page.figures()
    if not figures:
        return None
    runs = random.choice(figures)
    text, typed = shown(runs), deepcopy(runs[0])
    write([typed], f"{int(re.search(r'[0-9]+', text)[0]) + 1}{'%' if '%' in text else ''}")  # type: ignore[index]
    for run in runs:
        _format(run, "w:vanish", {})
    runs[-1].addnext(typed)
    return f"{text} hidden, {read(typed)} beside"


def _format(run: BaseOxmlElement, tag: str, values: dict[str, str]) -> None:
    properties = run.get_or_add_rPr()
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    element = OxmlElement(tag)
    for key, value in values.items():
        element.set(qn(key), value)
    properties.insert(0, element)


def _word_gone(page: Page, random: Random) -> str | None:
    """A word that says how something stands is left out, or hidden."""
    places = [
        place for family in (CLASSES, OPPOSITES) for place in page.words.places(page.bare_texts(), family)
    ]
    if not places:
        return None
    one = random.choice(places)
    text = one.text.text
    one.text.text = text[: one.start] + text[one.start + len(one.word) :]
    return f"{text[max(0, one.start - 8) : one.start]}[{one.word}]{text[one.start + len(one.word) :][:8]}"


def _looks(page: Page, random: Random) -> str | None:
    """Some runs look otherwise."""
    for one in random.sample(page.texts(), min(12, len(page.texts()))):
        tag, values = random.choice(
            (("w:b", {}), ("w:sz", {"w:val": "28"}), ("w:color", {"w:val": "FF0000"}))
        )
        _format(one.getparent(), tag, values)
    return "looks"


def _retyped(page: Page, random: Random) -> str | None:
    """A figure is typed anew as it was."""
    figures = page.figures()
    if not figures:
        return None
    runs = random.choice(figures)
    text = shown(runs)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    write(runs, text.translate(wide) if random.random() < 0.5 else text)
    return f"{text} typed anew"


def _marks(page: Page, random: Random) -> str | None:
    """Marks are half-width, blanks come in."""
    texts = [one for one in page.bare_texts() if "，" in one.text or "；" in one.text]
    if not texts:
        return None
    one = random.choice(texts)
    one.text = one.text.replace("，", ",").replace("；", ";").replace("。", "。 ")
    return f"marks of {one.text[:20]}"


def _split(page: Page, random: Random) -> str | None:
    """A run is cut in two, as when its language is set anew."""
    texts = [one for one in page.texts() if len(one.text) > 1]
    one = random.choice(texts)
    run, at = one.getparent(), random.randrange(1, len(one.text))
    rest = deepcopy(run)
    pieces = [piece for piece in rest.iter(qn("w:t")) if piece.text == one.text]
    if len(list(run.iter(qn("w:t")))) != 1:
        return None
    pieces[0].text, one.text = one.text[at:], one.text[:at]
    for piece in (one, pieces[0]):
        piece.set(qn("xml:space"), "preserve")
    run.addnext(rest)
    return f"{one.text[-6:]}|{pieces[0].text[:6]}"


def _row_moved(page: Page, random: Random) -> str | None:
    """A row of a table goes to its end, whole."""
    tables = [table for table in page.tables() if len(table) > 3]
    if not tables:
        return None
    table = random.choice(tables)
    row = random.choice(table[1:-1])
    table[-1][0].getparent().addnext(row[0].getparent())
    return f"row {shown(row)[:20]} moved"


ALTERS: dict[str, Edit] = {
    "a digit": _digit,
    "a digit beside": _more_digits,
    "a figure gone": _figure_gone,
    "a number of one's own": _another_number,
    "scale or per cent": _scale,
    "a class": _word(CLASSES),
    "an opposite": _word(OPPOSITES),
    "a unit": _word(UNITS),
    "a target or matter": _word(PROMISES),
    "a day or month": _day,
    "a negation put in": _negation,
    "a negation gone": _denied,
    "a list": _list,
    "figures exchanged": _figures_exchanged,
    "cells of a row": _cells(same_row=True),
    "cells of a column": _cells(same_row=False),
    "columns": _columns,
    "a column sorted alone": _sorted,
    "heads of columns": _heads,
    "a paragraph pasted": _pasted,
    "a paragraph pasted over": _pasted_over,
    "a sentence pasted": _sentence_pasted,
    "a row pasted over": _row_pasted,
    "a figure hidden": _hidden,
    "a figure covered": _covered,
}
BLURS: dict[str, Edit] = {"a word gone": _word_gone}
LEAVES: dict[str, Edit] = {
    "looks": _looks,
    "typed anew": _retyped,
    "marks": _marks,
    "a run cut": _split,
    "a row moved": _row_moved,
}
KINDS = ALTERS | BLURS | LEAVES
