"""A file handed to whatever program people have for it (Word, WPS, Excel): by the system's own opener, never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from pipeline.files.machine import reason
from pipeline.model.errors import MachineProblem


def can_open() -> bool:
    """Whether this machine has an opener and a screen to show what it opens."""
    return os.name == "nt" or _opener() is not None


def open_file(path: Path) -> None:
    """Hand a file over; it is shown in a program of its own, whose end nobody waits for. `MachineProblem` where that cannot be."""
    try:
        if sys.platform == "win32":
            os.startfile(path.absolute())
            return
        opener = _opener()
        if opener is None:
            raise MachineProblem("这台电脑上没有能打开文件的程序，请下载后自己打开。")
        process = subprocess.Popen(
            [opener, path.absolute()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise MachineProblem(f"{path.name} 没有打开（{reason(error)}），请下载后自己打开。") from error
    # Somebody must take note of its end, or the system keeps its place.
    threading.Thread(target=process.wait, daemon=True).start()


def _opener() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if screen else None
