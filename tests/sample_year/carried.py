"""What of the invented year the repository carries under `inputs/2021`; `python -m tests.sample_year.carried` writes it anew."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample

FOLDER = Path(__file__).resolve().parents[2] / "inputs" / str(sample.YEAR)
MONTHS = [Month(sample.YEAR, number) for number in (6, 7, 8, 9)]


def carried() -> dict[str, bytes]:
    """The plan, the sheets of the first months, the register and the replies, by their place below `FOLDER`."""
    plan_book = sample.plan_workbook()
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {f"inputs/{sample.YEAR}/任务分解表.xlsx": plan_book})
        plan = load_plan(Workspace(Path(folder)), sample.YEAR)
    sheets = {
        f"{month.folder}/{name}": data
        for month in MONTHS
        for name, data in sample.returns(plan, month).items()
    }
    replies = {f"督办回告/{name}": data for name, data in sample.replies(plan, MONTHS).items()}
    return {"任务分解表.xlsx": plan_book, "处理登记.xlsx": sample.register(MONTHS), **sheets, **replies}


def main() -> None:
    """Put all of it in the place of what lies there."""
    shutil.rmtree(FOLDER)
    for name, data in carried().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
