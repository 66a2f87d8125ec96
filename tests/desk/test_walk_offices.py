"""A month or quarter and a year's end, of the sample and of a district by quarters: by hand, by commands, half and half (DESK §5).

Minutes; `nox -s walks`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.workspace import Workspace
from pipeline.workflows.sample import invented_year as sample
from tests.browser import Window
from tests.command import ROOT
from tests.conftest import Once
from tests.desk import story
from tests.desk.story import Period, Step
from tests.desk.test_walk import at_work, seated, walked
from tests.made_city import MadeCity

pytestmark = pytest.mark.walks
QUARTERS = ("2024-03", "2024-06", "2024-09")
Office = tuple[Path, Path]


def spoilt(path: Path, target: str, text: str) -> None:
    """A sheet whose figure of a target is no number."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        heads = {
            str(cell.value): (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value
        }
        if target in heads and "累计完成" in heads:
            sheet.cell(heads[target][0], heads["累计完成"][1]).value = text  # type: ignore[assignment]
    book.save(path)


def _apart(office: Path, folder: str) -> Office:
    """The office before anything came in for the period, and what is going to come."""
    return office, Path(shutil.move(office / "inputs" / folder, office.parent / "来件"))


def sample_month(place: Path) -> Office:
    """新乡 on the eve of September's reports."""
    months = sample.MONTHS[:4]
    office = Workspace(place / "办公室")
    sample.lay_sample(office, months, shares=False)
    office.decisions_file(sample.YEAR).write_bytes(sample.register(months[:-1]))
    whole, mail = _apart(office.root, "2021/09")
    next(mail.glob("*妇联*")).unlink()
    law = next(mail.glob("*司法局*"))
    shutil.copy(law, law.with_name("司法局（先发的）.xlsx"))
    return whole, mail


def sample_end(place: Path) -> Office:
    """新乡 when its year is over, before anybody sent the year's figures or decided."""
    office = Workspace(place / "办公室")
    sample.lay_sample(office, (*sample.MONTHS, sample.YEAR_END), shares=False)
    office.rulings_file(sample.YEAR).unlink()
    return _apart(office.root, "2021/年终")


def district_quarter(place: Path) -> Office:
    """青禾区 on the eve of its third quarter's reports: one unit sends none, one says about."""
    office = MadeCity(ROOT / "tests/cities/qinghe", 2024, QUARTERS).build(place / "办公室")
    whole, mail = _apart(office, "2024/09")
    (mail / "区商务局.xlsx").unlink()
    spoilt(mail / "区人社局.xlsx", "T02-2", "约2500")
    shutil.copy(mail / "区工信局.xlsx", mail / "工信局（先发的）.xlsx")
    return whole, mail


def district_end(place: Path) -> Office:
    """青禾区 when its year is over."""
    periods = (*QUARTERS, "2024-12", "2024-年终")
    office = MadeCity(ROOT / "tests/cities/qinghe", 2024, periods).build(place / "办公室")
    return _apart(office, "2024/年终")


def sheets(mail: Path) -> list[Path]:
    return sorted(path for path in mail.rglob("*") if path.is_file())


def of_sample_month(mail: Path, place: Path) -> Iterator[Step]:
    period = Period("2021-09", date(2021, 9, 28), story.mail(place, sheets(mail)))
    yield story.hand_out(period)
    yield from story.receive(period)
    yield story.set_aside(period, "司法局（先发的）.xlsx")
    yield story.give_back(period)
    yield story.settle(period, "T05-1", "市教育局", "9", "8")
    yield story.waive(period, "市妇联")
    yield story.instruct(period, "市文旅局")
    yield story.draw(period)
    yield story.make(period)
    yield story.urge(period, "市文旅局")
    yield story.look_at_a_figure(period, "*要情.docx")
    yield story.keep_edits(period, "*要情.docx", ">差距最大的<", ">差距较大的<", place)
    yield from to_the_end(period, place)


def of_district_quarter(mail: Path, place: Path) -> Iterator[Step]:
    period = Period("2024-09", date(2024, 10, 9), story.mail(place, sheets(mail)))
    yield story.hand_out(period)
    yield from story.receive(period)
    yield story.set_aside(period, "工信局（先发的）.xlsx")
    yield story.give_back(period)
    yield story.settle(period, "T02-2", "区人社局", "约2500", "2500")
    yield story.waive(period, "区商务局")
    yield story.instruct(period, "区民政局")
    yield story.make(period)
    yield story.urge(period, "区民政局")
    yield story.look_at_a_figure(period, "*要情.docx")
    yield story.keep_edits(period, "*要情.docx", ">有差距的<", ">存在差距的<", place)
    yield from to_the_end(period, place)


def to_the_end(period: Period, place: Path) -> Iterator[Step]:
    """From the drafts to the archive."""
    yield story.make(period)
    yield story.seal(period)
    yield story.pack(period, "送签")
    yield story.sign(period, "*要情.docx", place)
    yield story.send(period)
    yield story.pack(period, "归档")


def of_sample_end(mail: Path, place: Path) -> Iterator[Step]:
    period = Period("2021-年终", date(2022, 1, 20), story.mail(place, sheets(mail)))
    yield story.hand_out(period, "yearend")
    yield from story.receive(period)
    for target in ("T01-2", "T02-7", "T04-1", "T04-2", "T08-2", "T09-4"):
        yield story.rule_one(period, target, "完成")
    yield story.accept(period)
    yield story.seal(period)


def of_district_end(mail: Path, place: Path) -> Iterator[Step]:
    period = Period("2024-年终", date(2025, 1, 20), story.mail(place, sheets(mail)))
    yield story.hand_out(period, "yearend")
    yield from story.receive(period)
    yield story.rule_one(period, "T01-1", "达标")
    yield story.accept(period)
    yield story.seal(period)


WALKS = {
    "sample month": (sample_month, of_sample_month, date(2021, 9, 28)),
    "sample year end": (sample_end, of_sample_end, date(2022, 1, 20)),
    "district quarter": (district_quarter, of_district_quarter, date(2024, 10, 9)),
    "district year end": (district_end, of_district_end, date(2025, 1, 20)),
}
# Which steps a command does while the desk stays open.
WAYS: dict[str, Callable[[int], bool]] = {
    "by hand": lambda number: False,
    "half and half": lambda number: number % 2 == 1,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", WALKS)
def test_whoever_does_it_the_folder_is_the_same(
    window: Window, once: Once, tmp_path: Path, name: str, way: str
) -> None:
    found, steps_of, day = WALKS[name]

    def commanded(place: Path) -> tuple[Path, Path, dict[str, bytes]]:
        whole, mail = found(place)
        other, papers = Path(shutil.copytree(whole, place / "命令", symlinks=True)), place / "文稿"
        papers.mkdir()
        for step in steps_of(mail, papers):
            step.by_command(other)
        return whole, mail, story.leavings(other)

    whole, mail, wanted = once(f"走 {name}", commanded)
    office = Path(shutil.copytree(whole, tmp_path / "办公室", symlinks=True))
    steps = list(steps_of(mail, tmp_path))
    with at_work(office, day) as (address, here):
        hands = seated(window, address, here)
        walked(hands, office, steps, WAYS[way])
        assert [said for said in window.said if "422" not in said] == []
        assert window.foreign(address) == []
    left = story.leavings(office)
    assert left.keys() == wanted.keys()
    assert [path for path in left if left[path] != wanted[path]] == []
