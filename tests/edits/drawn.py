"""Edits drawn for the documents of an office, saved where `verify` is shown them; and the table of what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.model.plan import Plan
from tests.edits.kinds import ALTERS, KINDS, LEAVES
from tests.edits.pages import Page, Words

# Kinds of documents by a word of their names; of several of one kind the last.
PAPERS = ("要情", "情况报告", "通报", "简报", "呈阅件", "督", "对照", "发文稿纸")
FOUND, HINT, MISSED = "要看", "提示", "没有说"
_CLASSES = (
    *(
        "超额完成",
        "已完成",
        "超序时进度",
        "按序时进度",
        "低于序时进度",
        "进度滞后",
        "进度明显滞后",
        "目前达标",
    ),
    *("未达标", "暂缓", "数据正在核实"),
)
_OPPOSITES = (("高于", "低于"), ("快于", "慢于"), ("本月", "上月"), ("新增", "减少"), ("超额", "不足"))


@dataclass(frozen=True)
class Edited:
    """A document of one's own, edited once: of which kind and month, in which way, and where it lies."""

    paper: str
    kind: str
    said: str
    path: Path

    def wrong(self, outcome: str) -> bool:
        """Whether `verify` said what nobody should be told of such an edit."""
        if self.kind in ALTERS:
            return outcome != FOUND
        return outcome != MISSED if self.kind in LEAVES else outcome == MISSED


def words_of(plan: Plan) -> Words:
    """The words an edit puts in place of one another: units by their short names, promises, classes, opposites."""
    units = {name.short: unit.key for unit in plan.units for name in unit.names} | {
        unit.key: unit.key for unit in plan.units
    }
    promises = [one.title for one in plan.matters] + [one.name for one in plan.targets]
    return Words(
        (
            {word: tuple(other for other in units if units[other] != units[word]) for word in units},
            *(
                {word: tuple(other for other in family if other != word) for word in family}
                for family in (promises, _CLASSES)
            ),
            {word: tuple(other for other in pair if other != word) for pair in _OPPOSITES for word in pair},
        )
    )


def draw(
    root: Path,
    months: Sequence[str],
    plan: Plan,
    folder: Path,
    seed: int,
    count: int,
    kinds: Collection[str] = KINDS,
) -> list[Edited]:
    """`count` edits of the documents of two months, each kind of document in turn, saved below `folder`."""
    words, edited = words_of(plan), list[Edited]()
    papers = {(paper, month): _paper(root, paper, month) for paper in PAPERS for month in months}
    other = dict(zip(months, reversed(months), strict=True))
    for number in range(count):
        paper, month = sorted(papers)[number % len(papers)]
        random = Random(f"{seed}/{number}")
        for kind in random.sample(sorted(kinds), len(kinds)):
            page = Page.of(papers[paper, month], papers[paper, other[month]], words)
            said = KINDS[kind](page, random)
            if said is not None:
                path = folder / f"{number:03} {paper}.docx"
                path.write_bytes(page.data)
                edited.append(Edited(paper, kind, f"{month} {said}", path))
                break
    return edited


def _paper(root: Path, paper: str, month: str) -> bytes:
    found = sorted((root / "outputs" / month).rglob(f"*{paper}*.docx"))
    return found[-1].read_bytes()


def outcomes(told: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """What `verify --json` said of each document, by its file's name."""
    return {Path(str(one["document"])).name: _outcome(one) for one in told}


def _outcome(told: Mapping[str, object]) -> str:
    return FOUND if not told["ok"] else HINT if told["words"] else MISSED


def table(edited: Sequence[Edited], said: Mapping[str, str]) -> str:
    """Kind by document: how often it was 要看, how often a 提示, how often nothing was said."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in edited:
        for paper in (one.paper, "全部"):
            for kind in (one.kind, "all"):
                counts.setdefault((kind, paper), Counter())[said[one.path.name]] += 1
    rows = [kind for kind in (*KINDS, "all") if (kind, "全部") in counts]
    lines = [f"{'要看·提示·没有说':<16}" + "".join(f"{paper:>8}" for paper in (*PAPERS, "全部"))]
    for kind in rows:
        cells = (counts.get((kind, paper), Counter()) for paper in (*PAPERS, "全部"))
        told = ["·".join(str(cell[one]) for one in (FOUND, HINT, MISSED)) if cell else "" for cell in cells]
        lines.append(f"{kind:<24}" + "".join(f"{one:>10}" for one in told))
    return "\n".join(lines)
