"""南屏区, a district that compiles for itself: where its tables lie, and all its commands run once."""

from __future__ import annotations

from pathlib import Path

from tests.command import Result, minsheng
from tests.made_city import MadeCity

HERE = Path(__file__).parent
DISTRICT = MadeCity(HERE, 2023, ("2023-05", "2023-06", "2023-年终"))
JUNE, YEAR_END = "2023-06", "2023-年终"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("plan", "check"),
    ("plan", "show"),
    ("forms", JUNE),
    ("forms", "2023", "--commitments"),
    ("remind", "2023", "--commitments"),
    ("check", JUNE, "--return"),
    ("check", JUNE, "--json"),
    ("check", "2023-05"),
    ("monthly", JUNE),
    ("remind", JUNE, "--letter"),
    ("spotcheck", JUNE),
    ("collate", JUNE, "区教育局"),
    ("status",),
    ("assess", "2023"),
)


def run(root: Path) -> dict[tuple[str, ...], Result]:
    """Everything a district office may make, and what was said meanwhile."""
    DISTRICT.build(root)
    return {words: minsheng("-C", root, "--today", "2023-07-03", *words) for words in COMMANDS}
