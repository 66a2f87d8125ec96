"""Where the extra is not installed everything else goes on, and `fleet` says in one sentence what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.command import environment

# Every module there is can be loaded without what the extra brings; then the command, several times.
_PROGRAM = """
import importlib, pkgutil, sys
for name in ("dask", "distributed", "cryptography", "pyarrow"):
    sys.modules[name] = None
import pipeline
for one in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
    if not one.name.endswith("__main__"):
        importlib.import_module(one.name)
from pipeline.cli.commands import main
for words in (("-C", f"{sys.argv[1]}/丁市", "forms", "2021-06"), ("fleet", sys.argv[1], "forms", "2021-06"),
              ("fleet", sys.argv[1], "gather", "2021-06")):
    try:
        main(list(words))
    except SystemExit as ended:
        print(ended.code)
"""
_SAID = "办多个工作目录要另外装几个包：python -m pip install 'minsheng[fleet]'（手册-运维第11节）。"


def test_nothing_else_needs_it_and_one_sentence_says_what_to_install(province: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _PROGRAM, str(province)],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert [line for line in done.stdout.splitlines() if line.isdigit()] == ["0", "2", "2"]
    assert done.stderr.replace("\n", "").count(_SAID) == 2
    assert "Traceback" not in done.stderr
    assert (province / "丁市/outputs/2021-06-表样").is_dir()
    assert not (province / "outputs").exists()
