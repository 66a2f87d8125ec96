"""Single flipped bits: none may lead to another figure. `python tests/returns/flips.py 2000` for the long form."""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from judge import right
from originals import FOLDER, JOBS, NEIGHBOUR, WOMEN, amounts, furnish, original, read, resaved, shares, truth

SEED = 20210925


def flip(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def forms() -> list[tuple[str, bytes]]:
    """The forms that are flipped: as made here, and as another program saves them."""
    return [(unit, original(unit)) for unit in (WOMEN, JOBS, NEIGHBOUR)] + [(WOMEN, resaved())]


def judge(unit: str, data: bytes, root: Path) -> str:
    """拒收, 一致, or what went wrong, of a damaged form alone in the folder of `root`."""
    path = root / FOLDER / "翻转.xlsx"
    path.write_bytes(data)
    settled = read(root)
    if len(settled.returns.files) != 1:
        return "not told once"
    wrong = next(right(settled), "")
    if wrong:
        return wrong
    if amounts(settled) == amounts(truth(unit)) and shares(settled) == shares(truth(unit)):
        return "一致"
    return settled.returns.files[0].outcome.value if not settled.values else "used in part"


def run(count: int, seed: int = SEED) -> tuple[Counter[str], list[str]]:
    """`count` flips: how often each end came about, and what must never come about."""
    chance, sheets = random.Random(seed), forms()
    ends, faults = Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        furnish(root)
        for number in range(count):
            unit, data = sheets[number % len(sheets)]
            bit = chance.randrange(len(data) * 8)
            end = judge(unit, flip(data, bit), root)
            ends[end] += 1
            if end not in ("一致", "拒收"):
                faults.append(f"{unit} ({len(data)} bytes), bit {bit}: {end}")
    return ends, faults


if __name__ == "__main__":
    result, wrong = run(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    print(dict(result))
    print("\n".join(wrong))
    sys.exit(bool(wrong))
