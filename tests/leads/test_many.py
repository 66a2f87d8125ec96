"""Many drawn plans and returns through `check --json`: no internal error, no reading lost, nobody wrongly told off."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.files.spreadsheets import books
from pipeline.files.spreadsheets.worker import Worker
from pipeline.model.months import Month
from pipeline.model.plan import Pooling
from tests.command import minsheng
from tests.leads.many import MONTHS, Drawn, draw

SHORT, LONG = 3, 2000
# What says that a unit gave no figure, or left one blank.
_ACCUSING = ("U01", "U05", "R01")


@pytest.mark.more
@pytest.mark.parametrize("seed", range(SHORT))
def test_a_few_plans_with_several_leads(seed: int, tmp_path: Path) -> None:
    _walk(draw(seed, tmp_path))


@pytest.mark.walks
@pytest.mark.parametrize("hundred", range(SHORT, LONG + SHORT, 100))
def test_two_thousand_plans_with_several_leads(
    hundred: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The machine may be busy with other things: how long a sheet may take is no law of leads.
    with closing(Worker(seconds=120)) as patient:
        monkeypatch.setattr(books, "WORKER", patient)
        for seed in range(hundred, min(hundred + 100, LONG + SHORT)):
            try:
                _walk(draw(seed, tmp_path / str(seed)))
            except Exception as fault:
                raise AssertionError(f"seed {seed}: {fault}") from fault


def _walk(drawn: Drawn) -> None:
    for month in MONTHS:
        checked = minsheng("-C", drawn.root, "check", month, "--json")
        assert checked.code in (DONE, LOOK), checked.err
        _hold(drawn, month, checked.json)


def _hold(drawn: Drawn, month: Month, told: dict[str, Any]) -> None:
    used = {one["target"] for one in told["readings"] if one["area"] is None}
    values: dict[str, list[Decimal]] = {}
    for one in told["readings"]:
        if one["area"] is None:
            values.setdefault(one["target"], []).append(Decimal(one["value"]))
    for target in drawn.plan.targets:
        written = {
            unit: value
            for (when, unit, key), value in drawn.written.items()
            if (when, key) == (month, target.id) and value is not None
        }
        if target.kind.quantified and (month, target.id) not in drawn.checked:
            if target.pooling is not Pooling.SUM and len(set(written.values())) > 1:
                assert target.id not in used, f"{target.id}: {written} became one"
            if target.pooling is Pooling.SUM and target.id in used:
                assert len(values[target.id]) == len(target.leads), f"{target.id}: {written} were added up"
        for finding in told["findings"]:
            accused = finding["code"] in _ACCUSING and finding["target"] in (target.id, None)
            assert not (accused and finding["unit"] in written), f"{finding} although {written}"
