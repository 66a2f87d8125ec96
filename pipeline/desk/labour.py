"""Long work, one at a time, beside the pages; how far it is, and what became of it."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.model.errors import Busy
from pipeline.model.run_steps import LOG


@dataclass
class Job:
    """Something being made: its words, the steps done so far, and once it has ended where to look, or why it could not be."""

    words: str
    steps: list[str] = field(default_factory=list)
    ended: bool = False
    where: str = ""
    trouble: str = ""


class Worker(logging.Handler):
    """Does one thing at a time, and listens to what it tells of its steps; `told` puts what went wrong into a sentence."""

    def __init__(self, told: Callable[[BaseException], str]) -> None:
        super().__init__(logging.INFO)
        self._told = told
        self.job: Job | None = None
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def at_work(self) -> bool:
        """Whether something is being made right now."""
        return self.job is not None and not self.job.ended

    def start(self, words: str, do: Callable[[], str]) -> None:
        """Begin; `Busy` while something else is being made."""
        with self._turn:
            if self.at_work:
                raise Busy("正在生成，还没有办理，请等它做完再办。")
            job = self.job = Job(words)
            # Whoever keeps the record of this desk hears of it there too.
            heard = contextvars.copy_context().run
            self._thread = threading.Thread(target=heard, args=(self._work, job, do), name="desk-work")
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Until it has ended; what is half made is made whole or not shown."""
        if self._thread is not None:
            self._thread.join(seconds)

    def emit(self, record: logging.LogRecord) -> None:
        """A step of what is being made; of other threads nothing."""
        step = getattr(record, "step", "")
        if self.job is not None and step and self._thread is not None and record.thread == self._thread.ident:
            self.job.steps.append(f"{step}　{record.getMessage()}".rstrip("　"))

    def _work(self, job: Job, do: Callable[[], str]) -> None:
        LOG.addHandler(self)
        try:
            job.where = do()
        except BaseException as error:  # noqa: BLE001  # the edge of the thread: told on the page, never lost
            job.trouble = self._told(error)
        finally:
            LOG.removeHandler(self)
            job.ended = True
