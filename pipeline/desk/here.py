"""One running desk: whose folder, since when, what was read of it, what is being made, what can be taken back."""

from __future__ import annotations

import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from pipeline.desk.keys import Keys
from pipeline.desk.labour import Worker
from pipeline.model.errors import Busy, PipelineError, UsageProblem
from pipeline.model.months import Month
from pipeline.model.run_steps import LOG
from pipeline.model.workspace import Workspace
from pipeline.workflows.changing import Change, undo
from pipeline.workflows.dropped import Looked
from pipeline.workflows.in_view import InView, in_view
from pipeline.workflows.jobs import alone
from pipeline.workflows.keeping import Keeping
from pipeline.workflows.planning import Drafted
from pipeline.workflows.taking_in import Landed
from pipeline.workflows.unchanged import state_of

Kept = TypeVar("Kept")
_MOST_VIEWS = 6
_MOST_UNDONE = 50
BROKEN = "程序内部出错，没有改动任何内容。请结束工作台后再试一次；还出错的，把 outputs/.logs 里最新的一份交给工程师。"


class Moved(PipelineError):
    """The folder is not what the page was made of."""

    def __init__(self) -> None:
        super().__init__(
            "这一页打开以后文件夹里有了变动，还没有办理。请记下填的内容，重新载入后再看一遍、再办。"
        )


@dataclass
class Here:
    """The desk of an office; `today` is asked anew every time, papers are of `given_day` as a
    command's are of --today; `other` is said where somebody else works here already.

    One act at a time; reading is done once for as long as the folder stays as it is.
    """

    office: Workspace
    today: Callable[[], date]
    given_day: date | None = None
    host: str = "127.0.0.1"
    port: int = 0
    other: str = ""
    left: str = ""
    end: Callable[[], None] = lambda: None
    # The workspace to open next, once this desk has ended; none where it was only closed.
    onward: Workspace | None = None
    # The workspace founded last, where none was: the record of this desk belongs there.
    founded: Workspace | None = None
    keys: Keys = field(default_factory=Keys)
    worker: Worker = field(default_factory=lambda: Worker(told))

    def __post_init__(self) -> None:
        self.office = replace(self.office, terms=replace(self.office.terms, who="工作台"))
        self._views: OrderedDict[tuple[str, str, date], InView] = OrderedDict()
        self._reading, self._acting = threading.Lock(), threading.Lock()
        self._kept: dict[tuple[str, str, date], Any] = {}
        self.changes: list[Change] = []
        # A draft given back, by name and bytes, and the edits found in it.
        self.given_back: tuple[str, bytes, Keeping] | None = None
        # What a notice dropped last was read as.
        self.imported: Drafted | None = None
        # The document that was looked at last.
        self.looked: Looked | None = None
        # The batch that came in last, with its period: what page 收件 tells first.
        self.landed: tuple[str, tuple[Landed, ...]] = ("", ())

    def state(self) -> str:
        """What the folder is like; empty where nobody can tell."""
        return state_of(self.office)

    def view(self, period: str = "") -> InView:
        """A period, or the one in hand; raises as `in_view` does."""
        wanted = _month(period)
        with self._reading:
            key = (self.state(), period, self.today())
            known = self._views.get(key) if key[0] else None
            if known is None:
                known = self._views[key] = in_view(self.office, key[2], wanted)
            self._views.move_to_end(key)
            while len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
            return known

    def once(self, name: str, work_out: Callable[[], Kept]) -> Kept:
        """What takes a while to work out, once for as long as the folder and the day stay as they are."""
        state = self.state()
        key = (name, state, self.today())
        with self._reading:
            if not state or key not in self._kept:
                self._kept = {old: value for old, value in self._kept.items() if old[1] == state}
                self._kept[key] = work_out()
            kept: Kept = self._kept[key]
            return kept

    def act(self, seen: str, do: Callable[[], Change | None]) -> None:
        """Carry out an act of somebody who saw the folder in the state `seen`; what it changed can be taken back."""
        self.may_act()
        with self._acting, alone(self.office):
            if seen != self.state():
                raise Moved
            change = do()
            if change is not None:
                self.changes.append(change)
                del self.changes[:-_MOST_UNDONE]

    def undo(self) -> None:
        """Take the last act back; `UsageProblem` where there is none, or somebody changed its file since."""
        self.may_act()
        with self._acting, alone(self.office):
            if not self.changes:
                raise UsageProblem("没有可以撤销的。")
            undo(self.office, self.changes[-1])
            self.changes.pop()

    def make(self, words: str, do: Callable[[], str]) -> None:
        """Begin something long; it has the workspace to itself, and gives where to look at what it made."""
        self.may_act()

        def alone_there() -> str:
            with self._acting, alone(self.office):
                return do()

        self.worker.start(words, alone_there)

    def may_act(self) -> None:
        """`Busy` where this desk only looks, or something long is being made."""
        if self.other:
            raise Busy(f"{self.other}这里只看，没有办理。")
        if self.worker.at_work:
            raise Busy("正在生成，还没有办理，请等它做完再办。")


def _month(period: str) -> Month | None:
    try:
        return Month.parse(period) if period else None
    except ValueError:
        raise UsageProblem("网址里的月份认不出，请从工作台的页面点进来。") from None


def told(error: BaseException) -> str:
    """A fault in a sentence fit for a page; one of the program's own goes whole into the record of the run."""
    if isinstance(error, PipelineError):
        return str(error)
    LOG.warning("%s", "".join(traceback.format_exception(error)))
    return BROKEN
