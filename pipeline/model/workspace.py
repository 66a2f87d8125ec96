"""Where the inputs, outputs and templates of one office lie. Only paths; reads and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.months import Month, day_named


@dataclass(frozen=True, slots=True)
class Terms:
    """How a command publishes: how many earlier runs of a set stay, for how many seconds it waits for another
    command to end, and by what name those are told of it that wait for this one.
    """

    keep: int = 5
    wait: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """An office's folder: `inputs/`, `outputs/` and `templates/` below `root`; and how it publishes."""

    root: Path
    terms: Terms = Terms()
    made: Path | None = None

    @property
    def inputs(self) -> Path:
        """Everything people put in."""
        return self.root / "inputs"

    @property
    def outputs(self) -> Path:
        """Everything made; safe to delete. `made` is another place for it, where nothing shall be shown."""
        return self.made or self.root / "outputs"

    @property
    def logs(self) -> Path:
        """The record of every run, and reports of faults."""
        return self.outputs / ".logs"

    @property
    def templates(self) -> Path:
        """The office's Word templates."""
        return self.root / "templates"

    def plan_file(self, year: int) -> Path:
        """任务分解表 of a year."""
        return self.inputs / str(year) / "任务分解表.xlsx"

    def drafts(self, year: int) -> tuple[Path, ...]:
        """The drafts of a plan made of a notice, the latest last: 任务分解表-草稿.xlsx, 任务分解表-草稿-2.xlsx."""
        found = self.plan_file(year).parent.glob("任务分解表-草稿*.xlsx")
        numbered = {
            path: path.stem.removeprefix("任务分解表-草稿").removeprefix("-") or "1" for path in found
        }
        return tuple(
            sorted(
                (path for path in numbered if numbered[path].isdigit()), key=lambda path: int(numbered[path])
            )
        )

    def draft_file(self, year: int, number: int) -> Path:
        """The draft of that number of a year's plan; the first bears none."""
        return self.plan_file(year).with_name(f"任务分解表-草稿{f'-{number}' if number > 1 else ''}.xlsx")

    def decisions_file(self, year: int) -> Path:
        """处理登记 of a year: what people decided."""
        return self.inputs / str(year) / "处理登记.xlsx"

    def rulings_file(self, year: int) -> Path:
        """考核认定表 of a year: what people certified."""
        return self.inputs / str(year) / "考核认定表.xlsx"

    def objections_folder(self, year: int) -> Path:
        """Where the 核对单 that came back lie."""
        return self.inputs / str(year) / "核对单"

    def spot_checks_folder(self, year: int) -> Path:
        """Where the 抽查记录表 that came back lie."""
        return self.inputs / str(year) / "抽查"

    def replies_folder(self, year: int) -> Path:
        """Where the 督办事项回告单 that came back lie."""
        return self.inputs / str(year) / "督办回告"

    def urging_folder(self, year: int) -> Path:
        """Where the 督办登记 lie that a 督查机构 gave back."""
        return self.inputs / str(year) / "督办登记"

    def handed_over_folder(self, month: Month) -> Path:
        """Where a 督查机构 lays the drafts that were handed over to it."""
        return self.inputs / str(month.year) / "代拟稿" / f"{month.number:02}"

    def commitments_folder(self, year: int) -> Path:
        """Where the 责任清单 that came back lie."""
        return self.inputs / str(year) / "责任清单"

    def ad_hoc_folder(self, day: date) -> Path:
        """Where what came in for an 临时调度 as of that day lies."""
        return self.inputs / str(day.year) / "临时调度" / day.isoformat()

    def ad_hoc_days(self, year: int) -> tuple[date, ...]:
        """The days of a year for which anything was called in beside its periods, in order."""
        found = (self.inputs / str(year) / "临时调度").glob(f"{year}-[0-9][0-9]-[0-9][0-9]")
        named = sorted(path.name for path in found if path.is_dir())
        return tuple(day for name in named if (day := day_named(name)) is not None)

    def holiday_file(self, year: int) -> Path:
        """The holiday table of a year."""
        return self.inputs / "节假日" / f"{year}.toml"

    def month_folder(self, month: Month) -> Path:
        """Where everything that came in for a month lies."""
        return self.inputs / str(month.year) / month.folder

    def years(self) -> tuple[int, ...]:
        """Every year that has a plan, oldest first."""
        found = self.inputs.glob("[0-9][0-9][0-9][0-9]/任务分解表.xlsx")
        return tuple(sorted(int(path.parent.name) for path in found))

    def plan_year(self, today: date) -> int | None:
        """The year whose plan, or draft of one, people work at: today's if it has either, else the latest that has."""
        drafted = self.inputs.glob("[0-9][0-9][0-9][0-9]/任务分解表-草稿*.xlsx")
        years = {*self.years(), *(int(path.parent.name) for path in drafted)}
        return today.year if today.year in years else max(years, default=None)

    def current_year(self, today: date) -> int | None:
        """The year in hand: today's if it has a plan, else the latest that has; None without any plan."""
        years = self.years()
        return today.year if today.year in years else (years[-1] if years else None)

    def relative(self, path: Path) -> str:
        """A path as messages and manifests name it: below the workspace, with forward slashes."""
        return path.relative_to(self.root).as_posix()
