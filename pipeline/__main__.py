"""`minsheng` and `python -m pipeline`: the first line of every run, and its last.

What is wrong before the command itself is there (a library missing or broken, Ctrl-C while they load) is told here.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

_FAULT, _MACHINE, _INTERRUPTED = 3, 5, 130
# A command is one short process that throws little away in circles: to look for it after every 700 things made, as Python
# does, takes a tenth of its time and finds a few megabytes.
_SELDOM = (200_000, 20, 100)


def main() -> None:
    """Run the command and leave with its exit code."""
    code = _FAULT
    gc.set_threshold(*_SELDOM)
    try:
        run = _loaded()
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    except KeyboardInterrupt:
        code = _say("已中断。正在展示的还是完整的一套。", _INTERRUPTED)
    except FileNotFoundError as error:
        code = _say(_missing(error), _FAULT)
    except (OSError, MemoryError) as error:
        code = _say(f"程序没有启动（{error}），没有改动任何材料。请检查磁盘和内存后重试。", _MACHINE)
    except BaseException as error:  # noqa: BLE001  # nothing of the program runs here: it cannot be told any better
        code = _say(
            f"程序没有装好或已损坏（{type(error).__name__}：{error}），没有改动任何材料。请照手册-运维第2节重新安装。",
            _FAULT,
        )
    # From here everything is done and said; Ctrl-C while Python puts itself away would only print its insides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _missing(error: FileNotFoundError) -> str:
    """What is not there: the folder the command was called in may have been removed or renamed under it."""
    try:
        os.getcwd()  # noqa: PTH109  # pathlib is not loaded yet, and may be what is missing
    except FileNotFoundError:
        return "当前文件夹已经不在了（被删去或改了名），没有改动任何材料。请 cd 到工作目录再运行。"
    return f"程序没有启动，缺少 {error.filename or error}，没有改动任何材料。请照手册-运维第2节重新安装。"


def _loaded() -> Callable[[], None]:
    """The command. While libraries load, Ctrl-C ends the process at once: an exception inside them becomes another."""
    # Who started us may have told us not to listen (nohup).
    listens = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if listens:
        signal.signal(signal.SIGINT, _leave)
    try:
        from pipeline.cli.commands import main as run
    finally:
        if listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    return run


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, "已中断，没有改动任何材料。\n".encode())
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
