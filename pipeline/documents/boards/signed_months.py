"""各地.html: what the signed months of many offices come to, in the order of 行政区划; nothing is ranked, no class beside a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.documents.boards.sheet import Content, Markup, page, table, tag, totals
from pipeline.model.kinds import Standing
from pipeline.progress.observations import OBSERVATIONS

NAME = "各地.html"
_PLACE = {column.name: place for place, column in enumerate(OBSERVATIONS)}


@dataclass(frozen=True, slots=True)
class SignedMonth:
    """The signed month of an office that agreed: whose, where its observations lie, their rows by `OBSERVATIONS`.

    `whole` are those of the office itself, one a target; `rows` all of the month.
    """

    region: str
    city: str
    workspace: str
    source: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def whole(self) -> tuple[Mapping[str, str], ...]:
        """A row a target: only these have a class."""
        named = ({name: row[place] for name, place in _PLACE.items()} for row in self.rows)
        return tuple(row for row in named if row["class"])


@dataclass(frozen=True, slots=True)
class Together:
    """A month of many offices: those told, in order; how many agreed and have signed nothing, did not agree, could not be read."""

    title: str
    told: tuple[SignedMonth, ...]
    unsigned: int
    silent: int
    unread: int

    @property
    def classes(self) -> Mapping[str, int]:
        """How many targets of all offices told are of each class, in the order of classes; they add up to all targets."""
        counted = Counter(row["class"] for one in self.told for row in one.whole)
        order = {standing.value: place for place, standing in enumerate(Standing)}
        return {word: counted[word] for word in sorted(counted, key=lambda word: order.get(word, len(order)))}


def together_page(together: Together) -> bytes:
    """The page: who is in it and who is not, classes of all together, figures office by office."""
    return page(together.title, "", *_body(together))


def _body(together: Together) -> Iterator[Content]:
    told = together.told
    whole = len(told) + together.unsigned + together.silent + together.unread
    yield tag("h1", together.title)
    counted = f"{whole}个工作目录：签发了的{len(told)}个，还没有签发的{together.unsigned}个，没有同意汇总的{together.silent}个"
    yield tag("p", counted + (f"，没有读成的{together.unread}个" if together.unread else ""))
    note = f"只有签发了的数，共{sum(len(one.whole) for one in told)}项；照行政区划的顺序，不排名次。没有可用的数的写“—”。"
    yield tag("p", note, class_="note")
    yield totals((word, f"{count}项") for word, count in together.classes.items())
    yield tag("h2", "各地")
    yield table(
        "签发了的各地", ("行政区划", "地方", "指标", "有数的", "来源"), [_office(one) for one in told]
    )
    yield tag("h2", "各项指标")
    headers = ("行政区划", "地方", "编号", "指标", "累计完成", "年度目标", "计量单位", "截至")
    yield table("各地各项指标", headers, [_figure(one, row) for one in told for row in one.whole])


def _office(one: SignedMonth) -> Markup:
    used = sum(row["used"] == "是" for row in one.whole)
    counts = (tag("td", str(number), class_="figure") for number in (len(one.whole), used))
    return tag("tr", *_texts((one.region, one.city)), *counts, *_texts((one.source,)))


def _figure(one: SignedMonth, row: Mapping[str, str]) -> Markup:
    value = row["value"] if row["used"] == "是" else "—"
    named = (one.region, one.city, row["target"], row["target_name"])
    figures = (tag("td", figure, class_="figure") for figure in (value, row["goal"]))
    return tag("tr", *_texts(named), *figures, *_texts((row["measure"], row["as_of"])))


def _texts(cells: Sequence[str]) -> Iterator[Markup]:
    return (tag("td", cell) for cell in cells)
