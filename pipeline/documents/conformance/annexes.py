"""Annexes: where label and title stand and what they are set in, on upright pages and on their side (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.documents.conformance.ruler import (
    SIZE_2,
    SIZE_3,
    Breach,
    area,
    in_area,
    lines,
    near,
    true,
)
from pipeline.documents.conformance.running import Running
from pipeline.model.pages import Page

_LABEL = re.compile(r"附件\d*")
_NUMBERED = re.compile(r"(\d+)[.．]")
# Few signs need not reach as high as many.
_TOP = 1.6
_TITLE_GAP, _TITLE_LINE = 22.6, 12.63


def annexes(pages: Sequence[Page]) -> Iterator[Breach]:
    """The label in 3号黑体 on the first line, the title on the third, its lines as close as a title's are."""
    for number, page in enumerate(pages, 1):
        found = lines(glyph for glyph in page.glyphs if in_area(glyph))
        labels = [line for line in found if _LABEL.fullmatch(line.text)]
        for label in labels:
            yield from true(
                "7.3.7", number, "附件序号应在第一行", label is found[0], f"“{label.text}”不在第一行"
            )
            yield from true("7.3.7", number, "附件序号应用黑体", label.family == "黑体", label.family)
            yield from true(
                "7.3.7", number, "附件序号应用3号", round(label.size, 1) == SIZE_3, f"{label.size:g}磅"
            )
            yield from near("7.3.7", number, "附件序号左端", area(page).left, label.left, 0.6)
            yield from near("7.3.7", number, "附件序号上缘", area(page).top, label.ink.top, _TOP)
        titles = [line for line in found if round(line.size) == SIZE_2]
        if labels and titles:
            gap = titles[0].baseline - labels[0].baseline
            yield from near("7.3.7", number, "附件标题到附件序号", _TITLE_GAP, gap, 2.5)
            for before, line in pairwise(titles):
                step = line.baseline - before.baseline
                yield from near("7.3.7", number, "附件标题各行相距", _TITLE_LINE, step, 0.6)


def listed(pages: Sequence[Page], text: Sequence[Running]) -> Iterator[Breach]:
    """7.3.4, 7.3.7: what 附件说明 lists is what follows, under the same numbers and names."""
    found = {label: (number, title) for number, label, title in _headed(pages)}
    page = next((one for one in text if one.attachments), None)
    names = _listed("".join(line.text for line in page.attachments)) if page is not None else {}
    where = page.number if page is not None else 1
    for label in sorted({*names, *found}):
        if label not in found:
            yield Breach("7.3.7", where, f"附件说明列了“{label}”，后面应有", "没有")
        elif label not in names:
            yield Breach("7.3.4", found[label][0], f"“{label}”应列入附件说明", "没有")
        else:
            number, title = found[label]
            same = _bare(title) == _bare(names[label])
            yield from true("7.3.7", number, f"“{label}”的标题应与附件说明一致", same, f"“{title}”")


def _headed(pages: Sequence[Page]) -> Iterator[tuple[int, str, str]]:
    """Page, label and title of every annex."""
    for number, page in enumerate(pages, 1):
        found = lines(glyph for glyph in page.glyphs if in_area(glyph))
        if found and _LABEL.fullmatch(found[0].text):
            titles = [line.text for line in found if round(line.size) == SIZE_2]
            yield number, found[0].text, "".join(titles)


def _listed(said: str) -> dict[str, str]:
    """附件：1.×××2.××× by label; one without a number is 附件. A number within a name is none of the list."""
    rest = said.removeprefix("附件：")
    if not _NUMBERED.match(rest):
        return {"附件": rest}
    names, number = {}, 1
    while rest:
        rest = rest.removeprefix(f"{number}.").removeprefix(f"{number}．")
        end = re.search(rf"{number + 1}[.．]", rest)
        names[f"附件{number}"] = rest[: end.start()] if end is not None else rest
        rest, number = rest[end.start() :] if end is not None else "", number + 1
    return names


def _bare(title: str) -> str:
    return "".join(title.split())
