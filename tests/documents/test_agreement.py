"""The papers of a period say the same: counts, figures, days, standings, whichever two of them are laid side by side.

Every month of the sample as it came in; behind `walks` every period of the sample and of six other offices as they have
them, register and all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.documents.letters import report
from pipeline.documents.wording import targets
from pipeline.documents.workbooks import meeting
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.workflows.sample import invented_year as sample
from tests import made_city
from tests.documents import agreed
from tests.documents.agreed import Period, differing, of_workspace, of_year
from tests.documents.conftest import SEPTEMBER, Year
from tests.made_city import MadeCity
from tests.year import baishi

HERE = Path(made_city.__file__).parent
CITIES = {
    "柳湖市": MadeCity(HERE / "quarters", 2023, ("2023-03", "2023-06")),
    "南屏区": MadeCity(HERE / "district", 2023, ("2023-05", "2023-06")),
    "清河区": MadeCity(HERE / "cities/qinghe", 2024, ("2024-03", "2024-06", "2024-09", "2024-12")),
    "白鹭市": MadeCity(HERE / "cities/bailu", 2022, ("2022-08", "2022-09", "2022-10", "2022-11", "2022-12")),
    "云川市": MadeCity(HERE / "city", 2023, ("2023-04", "2023-05", "2023-06")),
    "白石市": MadeCity(baishi.HERE, baishi.YEAR, tuple(map(str, baishi.MONTHS))),
    "示例": MadeCity(HERE, sample.YEAR, tuple(map(str, sample.MONTHS))),
}


def build(name: str, root: Path) -> None:
    """The office with all that came in, and what its people decided."""
    if name == "示例":
        sample.lay_sample(Workspace(root), sample.MONTHS, shares=False)
    elif name == "白石市":
        baishi.build(root)
    else:
        CITIES[name].build(root)


@pytest.mark.parametrize("month", sample.MONTHS, ids=str)
def test_no_two_papers_of_a_month_differ(year: Year, month: Month) -> None:
    period = of_year(year.plan, year.history, month)
    assert differing(period) == []
    papers = [agreed.told(one) for one in period.letters]
    assert sum(len(one.keys() & other.keys()) for one in papers for other in papers if one is not other) > 200


@pytest.mark.walks
@pytest.mark.parametrize("name", CITIES)
def test_no_two_papers_of_any_office_differ(name: str, tmp_path: Path) -> None:
    office = Workspace(tmp_path / "工作目录")
    build(name, office.root)
    for month in map(Month.parse, CITIES[name].months):
        assert differing(of_workspace(office, month)) == [], month


@pytest.fixture(scope="module")
def september(year: Year) -> Period:
    """Two papers of which one is of another month: whatever can differ does."""
    august = of_year(year.plan, year.history, Month(2021, 8))
    return replace(of_year(year.plan, year.history, SEPTEMBER), letters=august.letters)


@pytest.mark.parametrize(
    "rule",
    [agreed.counts_apart, agreed.days_apart, agreed.ledger_apart, agreed.leaders_apart, agreed.urged_apart],
)
def test_what_differs_is_noticed(september: Period, rule: agreed.Rule) -> None:
    assert list(rule(september))


def test_a_figure_another_paper_prints_otherwise_is_noticed(year: Year) -> None:
    own = of_year(year.plan, year.history, SEPTEMBER)
    finer = replace(year.plan, rules=replace(year.plan.rules, decimals=3))
    other = replace(report.compose(finer, own.progress, True), id="另一份报告")
    assert list(agreed.figures_apart(replace(own, letters=(*own.letters, other))))


def test_a_table_that_calls_a_target_otherwise_is_noticed(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = of_year(year.plan, year.history, SEPTEMBER)
    alike = SimpleNamespace(status=lambda *_: "按序时进度", standing_word=targets.standing_word)
    monkeypatch.setattr(meeting, "targets", alike)
    assert list(agreed.tables_apart(own))
