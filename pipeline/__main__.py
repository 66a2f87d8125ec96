"""`minsheng` and `python -m pipeline`: the first line of every run, and its last.

What is wrong before the command itself is there (a library missing or broken, Ctrl-C while they load) is told here.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command and leave with its exit code."""
    code, loaded = 3, False
    try:
        from pipeline.cli import main as run

        loaded = True
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    except KeyboardInterrupt:
        code = 130
        state = "outputs 里要么是原来完整的一套，要么是新的完整的一套" if loaded else "没有改动任何材料"
        print(f"已中断，{state}。", file=sys.stderr)
    except BaseException as error:  # noqa: BLE001  # nothing of the program runs here: it cannot be told any better
        print(
            f"程序没有装好或已损坏（{type(error).__name__}：{error}），没有改动任何材料。请照手册-运维第2节重新安装。",
            file=sys.stderr,
        )
    # From here everything is done and said; Ctrl-C while Python puts itself away would only print its insides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


if __name__ == "__main__":
    main()
