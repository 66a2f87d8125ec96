"""The charts of a template, made the month's: their data filled in, each a figure in a bookmark of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.pictures.charts import KINDS
from pipeline.documents.rendering.bookmarks import Figures, Marker
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.word.chart_parts import ChartPlace, filled, mended, tagged, without_tags
from pipeline.files.word.outside import DAMAGED
from pipeline.model.charts import AskedChart, chart_series
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Drawn, Letter

_MAIN = "word/document.xml"
_END = b"</w:r>"


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of a template that ask for data."""

    places: tuple[ChartPlace, ...]

    def data(self, letter: Letter) -> dict[str, Drawn]:
        """What each shows in a letter, by its relation; `TemplateProblem` for what is not to be had."""
        found = {}
        for place in self.places:
            data = letter.charts(place.name, place.target) if letter.charts is not None else None
            if data is None:
                raise TemplateProblem(
                    f"模板 {letter.template} 里的图要“图.{place.name}{f' {place.target}' if place.target else ''}”，"
                    "没有这样的数据。请对照手册的图的清单改正。"
                )
            found[place.relation] = data
        return found

    def bookmarked(
        self, part: bytes, data: Mapping[str, Drawn], marker: Marker, figures: Figures
    ) -> tuple[bytes, Figures]:
        """The printed main part with a bookmark around every chart, and all figures with theirs."""
        printed = list(figures.printed)
        for relation, figure in data.items():
            at = part.find(f'r:id="{relation}"'.encode(), part.find(b"c:chart "))
            start = max(part.rfind(b"<w:r>", 0, at), part.rfind(b"<w:r ", 0, at))
            if at < 0 or start < 0:
                continue
            end = part.index(_END, at) + len(_END)
            printed.append(figure)
            number = len(printed)
            opening = f'<w:bookmarkStart w:id="{marker.tags.first + number}" w:name="_f{number:04}"/>'
            ending = f'<w:bookmarkEnd w:id="{marker.tags.first + number}"/>'
            part = b"".join((part[:start], opening.encode(), part[start:end], ending.encode(), part[end:]))
        return part, Figures(tuple(printed), figures.plain)

    def filled(self, document: bytes, data: Mapping[str, Drawn]) -> bytes:
        """The document with the data in its charts and their workbooks."""
        if not data:
            return document
        parts = parts_of(document)
        for place in self.places:
            if place.relation in data:
                series = chart_series(data[place.relation].text)
                parts = filled(parts, place, series, KINDS[place.name].overlaid)
        return package(packed(name, part) for name, part in parts.items())


def asked_charts(templates: Path, names: Iterable[str]) -> tuple[AskedChart, ...]:
    """The charts that ask for data in an office's templates of these names, in reading order; of one that is none, none."""
    return tuple(
        AskedChart(name.removesuffix(".docx"), one.name, one.target)
        for name in names
        for one in _places(templates / name)
        if one.name in KINDS
    )


def _places(template: Path) -> Sequence[ChartPlace]:
    if template.is_symlink() or not template.is_file():
        return ()
    try:
        return charts_of(template.read_bytes())[1].places
    except DAMAGED:
        return ()


def charts_of(template: bytes) -> tuple[bytes, Charts]:
    """A template without its charts' tags, a title in the place of each; and its charts."""
    if b"charts/" not in template:
        return template, Charts(())
    template = mended(template)
    parts = parts_of(template)
    places: Sequence[ChartPlace] = tagged(parts, _MAIN)
    if not places:
        return template, Charts(())
    titles = {one.part: KINDS[one.name].name for one in places if one.name in KINDS}
    parts = without_tags(parts, _MAIN, titles)
    return package(packed(name, part) for name, part in parts.items()), Charts(tuple(places))
