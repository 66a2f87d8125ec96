"""Documents per second of our engine, of docxtpl, of four other engines and of the floor, from one interleaved run.

Run by `nox -s bench` as `python -m tests.bench.rendering --peers FOLDER`, FOLDER holding the node_modules of the
session. Every engine lives in a process of its own, shows a document that is looked through before anything is timed,
then all render in turn, round after round. Prints, never fails: a slow machine is no fault of the code, and an engine
that is not there is passed over with a sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from pipeline.files.word.lines import document_text
from tests.bench.candidates import CANDIDATES
from tests.bench.templates import LANGUAGES, MAKERS, expected

PEERS = ("docxtemplater", "carbone", "easy-template-x")
BASE = "docxtpl, new object each"
HERE = Path(__file__).resolve().parent


@dataclass
class Candidate:
    """An engine in its process, and what it did in each round."""

    name: str
    process: subprocess.Popen[str]
    speeds: list[float] = field(default_factory=list)
    peak: int = 0

    def ask(self, **order: object) -> dict[str, float]:
        """Send an order, wait for the answer; RuntimeError with its last words if the process is gone."""
        assert self.process.stdin and self.process.stdout and self.process.stderr
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        """The next line it says."""
        assert self.process.stdout and self.process.stderr
        line = self.process.stdout.readline()
        if not line:
            words = self.process.stderr.read().strip().splitlines()
            raise RuntimeError(words[-1] if words else "it ended without a word")
        answer: dict[str, float] = json.loads(line)
        return answer

    def end(self) -> None:
        """Let its process go."""
        self.process.kill()
        self.process.communicate()


def main() -> None:
    """Both documents, one table each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="folder with node_modules")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--seconds", type=float, default=0.3, help="of each engine in each round")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for document in MAKERS:
            _write(folder, document)
            candidates = list(_ready(folder, document, chosen.peers))
            for _ in range(chosen.rounds):
                for candidate in candidates:
                    done = candidate.ask(seconds=chosen.seconds)
                    candidate.speeds.append(done["documents"] / done["seconds"])
            for candidate in candidates:
                candidate.peak = int(candidate.ask()["peak"])
                candidate.end()
            _print(document, candidates, chosen.rounds)


def _write(folder: Path, document: str) -> None:
    """The template in each language, and the context, which node reads as JSON."""
    make, context = MAKERS[document]
    for name, language in LANGUAGES.items():
        with suppress(NotImplementedError):
            (folder / f"{document}.{name}.docx").write_bytes(make(language))
    (folder / f"{document}.json").write_text(json.dumps(context()), encoding="utf-8")


def _ready(folder: Path, document: str, peers: Path | None) -> Iterator[Candidate]:
    """Every engine that runs here and prints what it should."""
    for name in (*CANDIDATES, *PEERS):
        if name == "docx-mailmerge" and not (folder / f"{document}.merge.docx").exists():
            print(f"{document}: docx-mailmerge cannot make this document", file=sys.stderr)
            continue
        command, settings = [sys.executable, "-m", "tests.bench.candidates"], dict(os.environ)
        if name in PEERS:
            if peers is None or shutil.which("node") is None:
                print(f"{document}: {name} is passed over: node and npm are needed", file=sys.stderr)
                continue
            command, settings["NODE_PATH"] = ["node", str(HERE / "peers.cjs")], str(peers / "node_modules")
        candidate = Candidate(
            name,
            subprocess.Popen(
                [*command, name, str(folder), document],
                env=settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            ),
        )
        try:
            candidate.answer()
            _look_through(candidate, folder / "sample.docx", document)
        except RuntimeError as reason:
            print(f"{document}: {name} is passed over: {reason}", file=sys.stderr)
            candidate.end()
        else:
            yield candidate


def _look_through(candidate: Candidate, sample: Path, document: str) -> None:
    """RuntimeError if a text of the context is not in the document; to time a wrong document is worth nothing."""
    candidate.ask(sample=str(sample))
    text = document_text(sample.read_bytes())
    wanted = expected(MAKERS[document][1]())
    missing = [words for words in dict.fromkeys(wanted) if text.count(words) < wanted.count(words)]
    if missing:
        raise RuntimeError(f"{len(missing)} texts are missing in its document, the first is {missing[0]}")
    if left := re.search("[{}«»].*", text):
        raise RuntimeError(f"a tag is left in its document: {left[0]}")


def _print(document: str, candidates: list[Candidate], rounds: int) -> None:
    """The table; a ratio is the median of the ratios within a round, for machines change their speed between rounds."""
    base = next(candidate.speeds for candidate in candidates if candidate.name == BASE)
    print(f"\n{document}: medians of {rounds} rounds in turn")
    print(f"{'':<36}{'documents/s':>12}{'x docxtpl':>11}{'lowest':>10}{'highest':>10}{'peak MiB':>10}")
    for candidate in candidates:
        ratio = median(own / other for own, other in zip(candidate.speeds, base, strict=True))
        print(
            f"{candidate.name:<36}{median(candidate.speeds):>12.1f}{ratio:>11.2f}"
            f"{min(candidate.speeds):>10.1f}{max(candidate.speeds):>10.1f}{candidate.peak / 1024:>10.1f}"
        )


if __name__ == "__main__":
    main()
