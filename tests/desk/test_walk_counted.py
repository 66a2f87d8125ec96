"""A month of 21 units and 6 findings, from 发表 to 报送, with every click, key, sign read and decision counted (DESK §5)."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.figures import Place
from pipeline.model.workspace import Workspace
from pipeline.workflows.excerpts import excerpt
from pipeline.workflows.sample import invented_year as sample
from tests.browser import Window
from tests.desk import story
from tests.desk.conftest import Visitor
from tests.desk.hands import Effort, Hands
from tests.desk.story import Period, Step
from tests.desk.test_walk import at_work, seated
from tests.desk.test_walk_offices import sheets, spoilt

MOST, UNITS, FINDINGS = 15, 21, 6
# What came of a drop: how many, how many to look at, and those.
LANDED = "#landed h2, #landed li, #landed p, #landed tr.calls"
# Of a problem: what is said of it, and of the sheet the headers and the row in question.
READ = "h3, dl, .excerpt caption, .excerpt tbody tr:first-child, .excerpt tr:has(mark)"
BACK = ("市城管局", "市人社局")
DAY = date(2021, 9, 28)


def laid(place: Path) -> tuple[Path, Path, Path]:
    """新乡 on the eve of September's reports: the office, the sheets of 21 units, and two that come in again put right.

    Parts that are not their whole (three findings of one unit), a figure of 约, a blank one, one in the wrong measure.
    """
    months = sample.MONTHS[:4]
    office = Workspace(place / "办公室")
    sample.lay_sample(office, months, shares=True)
    office.decisions_file(sample.YEAR).write_bytes(sample.register(months[:-1]))
    mail, again = Path(shutil.move(office.root / "inputs/2021/09", place / "来件")), place / "重报"
    again.mkdir()
    for path in sheets(mail / "配合")[UNITS - len(list(mail.glob("*.xlsx"))) :]:
        path.unlink()
    for unit, target, text in zip(BACK, ("T09-3", "T01-1"), ("约1600", "56200"), strict=True):
        (sheet,) = mail.glob(f"{unit}*")
        shutil.copy(sheet, again)
        spoilt(sheet, target, text)
    spoilt(next(mail.glob("市交通运输局*")), "T06-2", "")
    return office.root, mail, again


def chat(hands: Hands) -> None:
    """A message that was copied goes to a group: the other window, its field; paste, send; and back."""
    hands.effort.clicks += 3
    hands.effort.keys += 3


@dataclass(frozen=True)
class Month:
    """The month, a stretch a page."""

    office: Path
    mail: Path
    again: Path

    @property
    def period(self) -> Period:
        """All sheets come together."""
        return Period("2021-09", DAY, (story.Batch("files", tuple(sorted(self.mail.iterdir()))),))

    def do(self, hands: Hands, *steps: Step) -> None:
        """Steps as the walks do them."""
        for step in steps:
            step.by_hand(hands, self.office)

    def hand_out(self, hands: Hands) -> None:
        """发表: what is to be done next, forms, the words that go with them."""
        hands.read(hands.page.locator(".facts, .next"))
        self.do(hands, story.hand_out(self.period))
        hands.click(hands.page.get_by_role("link", name="打包下载9月表样"))
        hands.read(hands.page.locator("#words"))
        hands.click(hands.page.locator("button[data-copy=words]"))
        chat(hands)

    def take_in(self, hands: Hands) -> None:
        """收件: what became of every sheet."""
        self.do(hands, *story.receive(self.period))
        hands.read(hands.page.locator(LANDED))

    def look(self, hands: Hands) -> None:
        """问题: every one read, and decided about."""
        hands.go("问题")
        problems = hands.page.locator("article.problem")
        assert problems.count() == FINDINGS
        hands.read(hands.page.locator("section.unit:has(article) h2"))
        hands.read(problems.locator(READ))
        hands.decide(FINDINGS)

    def decide(self, hands: Hands) -> None:
        """Two go back, one is asked by telephone, one is reported as it is."""
        self.do(hands, story.give_back(self.period))
        for name in BACK:
            unit = hands.page.locator("section.unit", has=hands.page.get_by_role("heading", name=name))
            hands.read(unit.locator(".message"))
            hands.click(unit.get_by_role("link", name="下载标好的表"))
            hands.click(unit.get_by_role("button", name=f"复制给{name}的消息"))
            chat(hands)
        self.do(hands, story.settle(self.period, "T05-1", "市教育局", "9", "8"))
        self.do(hands, story.waive(self.period, "市交通运输局"))

    def take_again(self, hands: Hands) -> None:
        """The sheets put right come in; the old ones count no longer."""
        hands.go("收件")
        hands.drop(*self.again.iterdir())
        hands.read(hands.page.locator(LANDED))
        for sheet in sorted(self.again.iterdir()):
            self.do(hands, story.set_aside(self.period, sheet.name))

    def make(self, hands: Hands) -> None:
        """材料: made, one figure looked at, made final."""
        self.do(hands, story.make(self.period))
        hands.read(hands.page.locator("main > p, main > section"))
        self.do(hands, story.look_at_a_figure(self.period, "*要情.docx"))
        hands.read(hands.page.locator("#figure"))
        self.do(hands, story.seal(self.period))

    def send(self, hands: Hands) -> None:
        """送签·报送: the pack for signing, what came back, what went out."""
        self.do(hands, story.pack(self.period, "送签"))
        hands.click(hands.page.get_by_role("link", name="下载打包送签"))
        self.do(hands, story.sign(self.period, "*要情.docx", self.again))
        hands.read(hands.page.locator("section tr", has_text="已签发").first)
        self.do(hands, story.send(self.period))


def counted(window: Window, place: Path) -> dict[str, Effort]:
    """What every stretch of the month took."""
    office, mail, again = laid(place)
    assert len(sheets(mail)) == UNITS
    with at_work(office, DAY) as (address, here):
        hands = seated(window, address, here)
        month = Month(office, mail, again)
        for name, act in {
            "发表": month.hand_out,
            "收件": month.take_in,
            "看问题": month.look,
            "退回、核实、先报": month.decide,
            "重报的收进来": month.take_again,
            "材料": month.make,
            "送签·报送": month.send,
        }.items():
            hands.now = name
            act(hands)
    return hands.efforts


@pytest.mark.walks
def test_a_month_takes_a_quarter_of_an_hour(window: Window, tmp_path: Path) -> None:
    efforts = counted(window, tmp_path)
    assert sum(one.minutes for one in efforts.values()) <= MOST


def test_an_excerpt_begins_with_what_numbers_its_rows_and_holds_what_is_near(office: Path) -> None:
    place = Place("inputs/2023/05/住建5月.xlsx", "进展情况", "G5")
    found = excerpt(Workspace(office), place)
    assert found is not None
    assert found.columns[0] == "A" and "G" in found.columns and len(found.columns) <= 9
    assert [cell.text for _, row in found.rows for cell in row if cell.marked] != []


def test_what_must_be_looked_at_stands_first(secretary: Visitor) -> None:
    files = [("file", ("空表.xlsx", b"no sheet")), ("file", ("收到.txt", "说明".encode()))]
    assert secretary.do("/arrivals/take", files=files).status_code == 204
    page = secretary.see("/arrivals")
    assert "<p>2份，要看的1份，在最前面。</p>" in page
    assert re.findall(r'<tr class="calls"><th scope="row">([^<]+)<', page)[0] == "空表.xlsx"
