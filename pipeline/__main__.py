"""`python -m pipeline` is `minsheng`."""

import signal
import sys


def main() -> None:
    """The program. While it is still loading, Ctrl-C ends it without a word, and a sick machine with one sentence."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from pipeline.cli import main as run
    except (OSError, ImportError, MemoryError) as error:
        print(f"程序没有启动（{error}）。请检查磁盘、内存和安装后重试。", file=sys.stderr)
        sys.exit(5)
    run()


if __name__ == "__main__":
    main()
