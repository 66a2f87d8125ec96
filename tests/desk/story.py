"""What happens in a period of an office, step by step, each in two ways: by hand at the desk, and by a command (DESK §5)."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter
from pipeline.workflows.certifying import rule
from pipeline.workflows.in_view import in_view
from tests.command import minsheng
from tests.desk.hands import Hands
from tests.desk.test_attacks import all_files
from tests.desk.test_further_pages import edited


@dataclass(frozen=True)
class Step:
    """Its name, and the two ways it is done."""

    name: str
    by_hand: Callable[[Hands, Path], None]
    by_command: Callable[[Path], None]


@dataclass(frozen=True)
class Batch:
    """Sheets that come in together: `way` is files, folder, zip or paste; `path` lies in the mail; the day, where it is said."""

    way: str
    paths: tuple[Path, ...]
    received: str = ""


@dataclass(frozen=True)
class Period:
    """A period, the day it is worked on, what comes in, what is found out and agreed."""

    period: str
    day: date
    batches: tuple[Batch, ...]

    @property
    def year(self) -> int:
        """Its year."""
        return int(self.period[:4])

    def folder(self, office: Path) -> Path:
        """Where its sheets lie."""
        return Workspace(office).month_folder(Month.parse(self.period))

    def run(self, office: Path, *words: object, codes: Sequence[int] = (0, 1)) -> None:
        """A command, on the day."""
        said = minsheng("-C", office, "--today", self.day.isoformat(), *words)
        assert said.code in codes, (words, said.out, said.err)

    def command(self, *words: object) -> Callable[[Path], None]:
        """The same, to be run later."""
        return lambda office: self.run(office, *words)

    def enter(self, sheet: str, row: Mapping[str, str]) -> Callable[[Path], None]:
        """A row of the register, by the very writer of the pages."""
        return lambda office: enter(Workspace(office), self.year, sheet, [row])


def mail(place: Path, sheets: Sequence[Path]) -> tuple[Batch, ...]:
    """Sheets in four batches: some files, a folder, a zip, one that is pasted."""
    share = max(1, len(sheets) // 4)
    first, second, third, last = (
        sheets[:-3 * share], sheets[-3 * share : -2 * share], sheets[-2 * share : -share], sheets[-share:]
    )  # fmt: skip
    folder = place / "第二批"
    folder.mkdir(parents=True)
    for path in second:
        shutil.copy(path, folder)
    packed = place / "第三批.zip"
    with zipfile.ZipFile(packed, "w") as whole:
        for path in third:
            whole.write(path, path.name)
    return (
        Batch("files", tuple(first)),
        Batch("folder", (folder,)),
        Batch("zip", (packed,)),
        Batch("paste", tuple(last)),
    )


def receive(period: Period) -> list[Step]:
    """收件, a batch a step."""
    return [Step(f"收件 {one.way}", _given(one), _laid(period, one)) for one in period.batches]


def _given(batch: Batch) -> Callable[[Hands, Path], None]:
    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("收件")
        if batch.received:
            hands.type(hands.page.get_by_label("这一批的收到日期"), batch.received)
        (hands.paste if batch.way == "paste" else hands.drop)(*batch.paths)
        assert hands.page.locator("#landed tbody tr").count()

    return by_hand


def _laid(period: Period, batch: Batch) -> Callable[[Path], None]:
    def by_command(office: Path) -> None:
        folder = period.folder(office)
        folder.mkdir(exist_ok=True)
        for path in batch.paths:
            if path.is_dir():
                shutil.copytree(path, folder / path.name)
            else:
                shutil.copy(path, folder)

    return by_command


def set_aside(period: Period, name: str) -> Step:
    """A sheet that no longer counts goes to 作废."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("收件")
        hands.press(f"{name}移到作废")

    def by_command(office: Path) -> None:
        folder = period.folder(office)
        place = folder.parent / "作废" / folder.name / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / name, place)

    return Step("移到作废", by_hand, by_command)


def hand_out(period: Period, kind: str = "period") -> Step:
    """发表."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("发表")
        # At the year's end its forms are those of the period.
        offered = f"form:has(input[name=kind]:is([value={kind}], [value=period])) button"
        hands.make(hands.page.locator(offered).last if kind != "period" else hands.page.locator(offered))

    words = ("forms", period.year, "--year-end") if kind == "yearend" else ("forms", period.period)
    return Step("发表", by_hand, period.command(*words))


def give_back(period: Period) -> Step:
    """退回重报."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("问题")
        hands.make(hands.page.get_by_role("button", name="生成退回的表"))

    return Step("退回", by_hand, period.command("check", period.period, "--return"))


def settle(period: Period, target: str, unit: str, read: str, value: str, forgetful: bool = False) -> Step:
    """电话核实，改用…; whoever forgets something is told, and the form keeps what was typed."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("问题")
        section = hands.page.locator("section.unit", has=hands.page.get_by_role("heading", name=unit))
        article = section.locator("article", has_text=target).first
        form = section.locator("form[hx-post='/problems/settle']")
        hands.tick(article.get_by_role("checkbox"))
        hands.type(article.get_by_role("textbox"), value)
        if forgetful:
            hands.click(form.get_by_role("button", name="电话核实，改用填的数"))
            hands.page.wait_for_selector("text=请填“依据”“经办岗位”。")
        hands.type(form.get_by_label("依据"), "业务科电话答复")
        hands.type(form.get_by_label("经办岗位"), "督查岗")
        hands.act(form.get_by_role("button", name="电话核实，改用填的数"))

    row = {"月份": period.period, "编号": target, "单位": unit, "报表原值": read, "核实值": value}
    row |= {
        "方式": "电话核实",
        "依据": "业务科电话答复",
        "经办岗位": "督查岗",
        "日期": period.day.isoformat(),
    }
    return Step(f"核实 {target}", by_hand, period.enter("核实", row))


def waive(period: Period, unit: str) -> Step:
    """先按“正在核实”报, a unit at a time."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("问题")
        section = hands.page.locator("section.unit", has=hands.page.get_by_role("heading", name=unit))
        hands.type(section.get_by_label("谁同意的"), "分管副秘书长")
        hands.act(section.get_by_role("button", name="先按“正在核实”报"))

    row = {
        "月份": period.period,
        "单位或编号": unit,
        "处理意见": "先按正在核实报",
        "批准岗位": "分管副秘书长",
    }
    return Step(f"先报 {unit}", by_hand, period.enter("带缺定稿", row | {"日期": period.day.isoformat()}))


def instruct(period: Period, unit: str) -> Step:
    """A 批示, word for word."""
    row = {
        "日期": period.day.isoformat(),
        "批示岗位": "常务副市长",
        "来文": "",
        "批示原文": "请抓紧，月底前见效。",
    }
    row |= {"承办单位": unit, "时限": ""}

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("批示")
        hands.type(hands.page.get_by_label("批示岗位"), row["批示岗位"])
        hands.type(hands.page.get_by_label("批示原文", exact=True), row["批示原文"])
        hands.tick(hands.page.get_by_role("checkbox", name=unit))
        hands.press("登记批示")

    return Step("批示", by_hand, period.enter("批示", row))


def urge(period: Period, unit: str, key: str = "") -> Step:
    """A paper of 督办 that went out."""
    row = {
        "月份": period.period,
        "单位": unit,
        "状态": "已发",
        "督办方式": "",
        "原因": "",
        "批准岗位": "分管副秘书长",
    }

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("督办·抽查")
        form = hands.page.locator(f'form:has(input[name=unit][value="{key or unit}"])')
        hands.type(form.locator("[name=批准岗位]"), "分管副秘书长")
        hands.act(form.get_by_role("button", name=f"登记{unit}的督办"))

    return Step("督办", by_hand, period.enter("督办", row | {"日期": period.day.isoformat()}))


def draw(period: Period) -> Step:
    """抽查."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("督办·抽查")
        hands.make(hands.page.get_by_role("button", name="抽查", exact=True))

    seed = period.period[:7].replace("-", "")
    return Step("抽查", by_hand, period.command("spotcheck", period.period, "--n", "5", "--seed", seed))


def make(period: Period) -> Step:
    """生成材料."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("材料")
        hands.make(hands.page.get_by_role("button", name="生成材料"))

    if period.period.endswith("年终"):
        return Step("生成", by_hand, period.command("assess", period.year))
    return Step("生成", by_hand, period.command("monthly", period.period))


def look_at_a_figure(period: Period, pattern: str) -> Step:
    """A figure of a paper clicked, to its cell; a command has nothing to do with it."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("材料")
        (paper,) = (office / "outputs" / period.period).glob(pattern)
        hands.act(hands.page.get_by_role("link", name=f"看{paper.name}", exact=True))
        figure = hands.page.locator(".figure-link").first
        hands.click(figure)
        hands.page.wait_for_selector("#figure mark")
        assert figure.inner_text() == hands.page.locator("#figure h3").inner_text()

    return Step("看数", by_hand, lambda office: None)


def keep_edits(period: Period, pattern: str, was: str, now: str, place: Path) -> Step:
    """收下我的改动: a draft somebody edited in Word."""

    def given(office: Path) -> Path:
        (paper,) = (office / "outputs" / period.period).glob(pattern)
        path = place / "我改的.docx"
        path.write_bytes(edited(paper.read_bytes(), was, now))
        return path

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("送签·报送")
        hands.drop(given(office))
        assert hands.page.locator("#given input[name=edit]:checked").count()
        hands.type(hands.page.locator("#given").get_by_label("谁定的"), "秘书科")
        hands.press("收下打了勾的")

    def by_command(office: Path) -> None:
        period.run(office, "keep", given(office), "--as", "用语", "--only", "1", "--by", "秘书科")

    return Step("收下改动", by_hand, by_command)


def seal(period: Period) -> Step:
    """定稿."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("材料")
        hands.make(hands.page.get_by_role("button", name="定稿", exact=True))

    what = ("assess", period.year) if period.period.endswith("年终") else ("monthly", period.period)
    return Step("定稿", by_hand, lambda office: period.run(office, *what, "--final", codes=(0,)))


def verify(period: Period, pattern: str, was: str, now: str, place: Path) -> Step:
    """核对改过的稿: a figure written over by hand is told; nothing is written."""

    def by_hand(hands: Hands, office: Path) -> None:
        (paper,) = (office / "outputs" / period.period).glob(pattern)
        path = place / "改过的稿.docx"
        path.write_bytes(edited(paper.read_bytes(), was, now))
        hands.go("数字")
        hands.drop(path)
        assert "被改动" in hands.page.locator("#looked td.behind").all_inner_texts()

    return Step("核对", by_hand, lambda office: None)


def pack(period: Period, kind: str) -> Step:
    """打包."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("送签·报送")
        hands.make(hands.page.get_by_role("button", name=f"打包{kind}", exact=True))

    return Step(f"打包{kind}", by_hand, period.command("pack", period.period, kind))


def sign(period: Period, pattern: str, place: Path) -> Step:
    """登记签发: the paper the leader gave back, and the scan of it."""

    def given(office: Path) -> Path:
        (paper,) = (office / "outputs" / period.period).glob(pattern)
        return Path(shutil.copy(paper, place / "签发的.docx"))

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("送签·报送")
        form = hands.page.locator("form[action='/sending/sign']")
        hands.type(form.get_by_label("谁签发的"), "秘书长")
        hands.drop(given(office), into="form[action='/sending/sign']")

    def by_command(office: Path) -> None:
        told = ("--date", period.day.isoformat(), "--by", "秘书长")
        period.run(office, "sign", period.period, given(office), *told, codes=(0,))

    return Step("签发", by_hand, by_command)


def send(period: Period) -> Step:
    """登记已报送."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("送签·报送")
        form = hands.page.locator("form[hx-post='/sending/sent']")
        hands.tick(form.get_by_role("checkbox").first)
        hands.type(form.get_by_label("报送给"), "市政府")
        hands.press("登记已报送")

    def by_command(office: Path) -> None:
        view = in_view(Workspace(office), period.day, Month.parse(period.period))
        paper = view.decisions.signing.of(view.month).signatures[0].paper.text
        told = ("--sent", period.day.isoformat(), "--way", "OA", "--to", "市政府")
        period.run(office, "sign", period.period, paper, *told, codes=(0,))

    return Step("报送", by_hand, by_command)


BASIS = "会议纪要（虚构）1号"


def accept(period: Period) -> Step:
    """全部同意并登记批准, and the set made: the command does both at once."""

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("年终")
        hands.type(hands.page.get_by_label("批准依据").first, BASIS)
        hands.press("全部同意并登记批准")
        make(period).by_hand(hands, office)

    told = ("--accept", "--basis", BASIS, "--approved", period.day.isoformat())
    return Step("认定", by_hand, period.command("assess", period.year, *told))


def rule_one(period: Period, target: str, verdict: str) -> Step:
    """这一项另定, with its reason."""
    told = {"认定数": "", "认定结果": verdict, "调整理由": "现场核查属实", "批准日期": period.day.isoformat()}
    told["批准依据"] = BASIS

    def by_hand(hands: Hands, office: Path) -> None:
        hands.go("年终")
        row = hands.page.locator("tr", has=hands.page.locator(f"input[name=target][value={target}]"))
        hands.click(row.locator("summary"))
        hands.choose(row.get_by_label("结果"), verdict)
        hands.type(row.get_by_label("理由"), told["调整理由"])
        hands.type(row.locator("[name=批准依据]"), BASIS)
        hands.act(row.get_by_role("button"))

    def by_command(office: Path) -> None:
        change = rule(Workspace(office), period.year, target, told)
        assert change is not None

    return Step(f"另定 {target}", by_hand, by_command)


def leavings(office: Path) -> dict[str, bytes]:
    """Everything in a workspace but what runs say of themselves."""
    return {name: data for name, data in all_files(office).items() if not name.startswith("outputs/.logs/")}
