"""`keep`: what people changed in a draft, offered and kept; lines for people, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.cli.keep_shapes import KeepShape, OfferShape
from pipeline.cli.options import Manner
from pipeline.cli.terminal import pasted, wrapped
from pipeline.model.editorial import Change
from pipeline.workflows import keeping
from pipeline.workflows.keeping import Keeping, Offer

WORDS, TEMPLATE = "用语", "模板"
_NAMES = {Change.REPLACE: "改", Change.DROP: "删", Change.ADD: "加", Change.MOVE: "移"}


def keep(manner: Manner, document: Path, way: str | None, only: Collection[int], post: str) -> int:
    """`keep`: the list; with 用语 the edits chosen are kept, with 模板 only those are listed that belong into one."""
    office = manner.office
    kept = way == WORDS
    found = keeping.keep(office, document, only, post) if kept else keeping.look(office, document)
    shown = [one for one in found.offers if (not only or one.number in only)]
    if way == TEMPLATE:
        shown = [one for one in shown if one.template is not None]
    code = LOOK if found.left else DONE
    return answer(manner, keep_lines(found, shown, way), keep_json(found, shown), code)


def keep_lines(found: Keeping, shown: Collection[Offer], way: str | None) -> Iterator[str]:
    """The document in one line, every edit with its words, figures written over, what to do."""
    counts = Counter(one.change for one in found.offers)
    told = [f"{_NAMES[change]}{counts[change]}处" for change in Change if counts[change]]
    told += [f"改数{len(found.touched)}处"] * bool(found.touched)
    told += [f"表格和页眉页脚里{len(found.elsewhere)}处"] * bool(found.elsewhere)
    told += [f"批注{len(found.notes)}条"] * bool(found.notes)
    yield from wrapped(f"{found.path.name}（{found.set}）和印出来的比：{'，'.join(told) or '没有改动'}", "  ")
    for one in shown:
        yield from _offer_lines(one, one.number in found.written)
    for number in found.touched:
        yield from wrapped(
            f"  数　{number.figure.text} → {number.stands}：数不当话收，以后仍印程序的数", "      "
        )
        yield from wrapped(f"      所在　{number.line}", "            ")
        yield from wrapped(
            "      办法　确实要改的，在处理登记“核实”登记一行；改错了的，改回来", "            "
        )
    for was, now in found.elsewhere:
        yield from wrapped(
            f"  表格、页眉页脚　{was or '（没有）'} → {now or '（删了）'}：收不下来，请改报表、登记或模板",
            "      ",
        )
    for note in found.notes:
        yield from wrapped(f"  批注　{note}：批注不收，要办的请办", "      ")
    yield from _what_now(found, way)


def _offer_lines(one: Offer, written: bool) -> Iterator[str]:
    state = "　收下了" if written else "　以前收下的" if one.kept else ""
    same = one.change is Change.REPLACE and one.was == one.now
    what = "照用（数或程序的说法变过）" if same else _NAMES[one.change]
    yield f"  {one.number}　{what}{state}"
    if one.was and one.change is not Change.MOVE:
        yield from wrapped(f"      原来　{one.was}", "            ")
    if one.now and not same:
        yield from wrapped(f"      现在　{one.now}", "            ")
    if one.change in (Change.ADD, Change.MOVE):
        yield from wrapped(f"      放在　{f'“{one.behind}”后面' if one.behind else '文首'}", "            ")
    if one.template is not None:
        yield from wrapped(
            f"      模板　每期都这样的，改 templates/{one.template[0]} 第{one.template[1]}段", "            "
        )
    for title, said in (("收不了", one.trouble), ("先看看", one.doubt), ("没来源", "、".join(one.untraced))):
        if said and not (title == "没来源" and one.trouble):
            yield from wrapped(f"      {title}　{said}", "              ")


def _what_now(found: Keeping, way: str | None) -> Iterator[str]:
    name = pasted(found.path)
    month = found.set.removesuffix("-考核")
    open_ = [one for one in found.offers if one.keepable and one.number not in found.written]
    if found.written:
        again = f"assess {month}" if found.set.endswith("-考核") else f"monthly {month}"
        yield from wrapped(
            f"收下{len(found.written)}处，记在处理登记“编辑用语”。重做时放进去：minsheng {again}"
        )
    elif way == WORDS:
        yield "没有收下什么。"
    elif open_:
        yield "只用这一期的，收下来，以后重做都在："
        yield f"  minsheng keep {name} --as 用语 --by 分管主任"
        yield "只收几处的，写上编号：--only 1,3；不要的不用管。"
        yield "原稿请留着；放在 outputs 里的，重做时收进“修改稿”。"
    doubtful = [str(one.number) for one in open_ if one.doubt]
    if found.written and doubtful:
        yield f"第{'、'.join(doubtful)}处没有收，要收的写上编号：--only {','.join(doubtful)}"


def keep_json(found: Keeping, shown: Collection[Offer]) -> KeepShape:
    """`keep --json`."""
    return {
        "document": str(found.path),
        "set": found.set,
        "paper": found.paper,
        "edits": [_offer_json(one, one.number in found.written) for one in shown],
        "figures": [{"was": one.figure.text, "text": one.stands, "where": one.line} for one in found.touched],
        "elsewhere": [{"was": was or None, "now": now or None} for was, now in found.elsewhere],
        "notes": list(found.notes),
        "written": list(found.written),
    }


def _offer_json(one: Offer, written: bool) -> OfferShape:
    place = {"file": one.template[0], "paragraph": one.template[1]} if one.template is not None else None
    ways = [] if one.trouble else [WORDS]
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.change.value,
        "was": one.was or None,
        "now": one.now or None,
        "behind": one.behind if one.change in (Change.ADD, Change.MOVE) else None,
        "ways": [*ways, *([TEMPLATE] if place is not None else [])],
        "template": place,  # type: ignore[typeddict-item]
        "trouble": one.trouble or None,
        "doubt": one.doubt or None,
        "untraced": list(one.untraced),
        "kept": one.kept or written,
    }
