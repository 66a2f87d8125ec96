"""The command as tests call it: in this process, and what one of its own needs."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.cli.commands import main

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def minsheng(*arguments: object) -> Result:
    """Run the command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            assert isinstance(leaving.code, int)
            return Result(leaving.code, out.getvalue(), err.getvalue())
    raise AssertionError("the command did not say how it ended")


def environment(**more: str) -> dict[str, str]:
    """What a process of the program needs to find it, wherever the tests were started from."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}
