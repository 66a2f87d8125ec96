"""What many offices come to together: signed sets of offices that agreed and nothing else, and it adds up."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind, Origin
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import dump, read_manifest
from pipeline.outputs.publish import Edition, publish
from pipeline.progress.observations import OBSERVATIONS
from pipeline.workflows.fleet.members import members
from pipeline.workflows.fleet.together import Gathered, gather
from tests.command import minsheng
from tests.fleet.conftest import lay_office, small_plan

JUNE = Month.parse("2021-06")
pytestmark = pytest.mark.fleet
pytest.importorskip("pyarrow")


def row(
    month: str, target: str, value: str, standing: str, used: str = "是", unit: str = "市教育局"
) -> list[str]:
    told = {
        **{"month": month, "target": target, "target_name": f"{target}的指标", "unit": unit},
        **{"scope": "全市" if standing else "县（市）区", "value": value, "measure": "人", "goal": "100.5"},
        **{"class": standing, "used": used, "as_of": "2021-06-25", "read": value, "file": "报表.xlsx"},
    }
    return [told.get(column.name, "") for column in OBSERVATIONS]


def lay(place: Path, region: str, agrees: str, rows: list[list[str]], sealed: bool = True) -> Workspace:
    """An office that said so in its plan and has shown those observations."""
    city = place.name if place.name.endswith("市") else "某市"
    said = {"行政区划": region, "同意上级汇总": agrees}
    office = Workspace(lay_office(place, small_plan(city, **said)))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[column.title for column in OBSERVATIONS], *rows])
    files = {"observations.csv": stream.getvalue().encode("utf-8-sig")}
    publish(
        Edition("2021-06", files, Origin(Command(CommandKind.MONTHLY, {"final": sealed}))), office.outputs
    )
    if sealed:  # as an earlier version left it
        manifest = read_manifest(office.outputs / "2021-06")
        assert manifest is not None
        (office.outputs / "2021-06/manifest.json").write_bytes(dump(replace(manifest, sealed=True)))
    return office


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("各地") / "省"
    one = [
        row("2021-05", "T01-1", "4", "按序时"),
        row("2021-06", "T01-1", "5.25", "按序时"),
        row("2021-06", "T01-1", "3", "", unit="'=甲区"),
        row("2021-06", "T02-1", "", "待核", used="否"),
    ]
    lay(root / "乙市", "130200", "是", one)
    lay(root / "甲市", "130100", "是", [row("2021-06", "T01-1", "9999999999999.0000000001", "已完成")])
    lay(root / "无码市", "", "是", [row("2021-06", "T01-1", "1", "滞后")])
    lay(root / "不同意市", "130000", "否", one)
    lay(root / "没签发市", "130300", "是", one, sealed=False)
    tampered = lay(root / "改过市", "130400", "是", one)
    table = tampered.outputs / "2021-06/observations.csv"
    table.chmod(0o644)
    table.write_bytes(table.read_bytes().replace(b"5.25", b"9.25"))
    return root


@pytest.fixture(scope="module")
def gathered(root: Path) -> Gathered:
    return gather(Workspace(root), members(root), JUNE)


def test_only_what_was_signed_by_who_agreed_in_the_order_of_regions(gathered: Gathered) -> None:
    together = gathered.together
    assert [one.workspace for one in together.told] == ["甲市", "乙市", "无码市"]
    assert (together.unsigned, together.silent) == (1, 1)
    ((member, why),) = gathered.unread
    assert member.name == "改过市"
    assert "和签发时的不一样" in why


def test_it_adds_up(gathered: Gathered) -> None:
    together = gathered.together
    assert list(together.classes.items()) == [("已完成", 1), ("按序时", 1), ("滞后", 1), ("待核", 1)]
    assert sum(together.classes.values()) == sum(len(one.whole) for one in together.told) == 4
    page = (gathered.published.folder / "各地.html").read_text(encoding="utf-8")
    assert "6个工作目录：签发了的3个，还没有签发的1个，没有同意汇总的1个，没有读成的1个" in page
    assert "共4项" in page
    assert sum(int(number) for number in re.findall(r"<b>(\d+)项</b>", page)) == 4


def test_the_page_ranks_nobody_and_names_nobody_who_gave_nothing(gathered: Gathered) -> None:
    page = (gathered.published.folder / "各地.html").read_text(encoding="utf-8")
    assert "不同意市" not in page and "没签发市" not in page and "改过市" not in page
    body = page[page.index("<h2>各地") :]
    assert not {"按序时", "滞后", "待核"} & set(_cells(body))
    assert [cell for cell in _cells(body) if cell in ("甲市", "乙市", "无码市")] == [
        *("甲市", "乙市", "无码市"),
        *("甲市", "乙市", "乙市", "无码市"),
    ]
    assert "—" in _cells(body)


def _cells(page: str) -> list[str]:
    return [piece.partition(">")[2] for piece in page.replace("</td>", "").split("<td")[1:]] and [
        piece.partition(">")[2].partition("<")[0] for piece in page.split("<td")[1:]
    ]


def test_the_data_set_is_read_back_with_its_description(gathered: Gathered) -> None:
    import pandas as pd
    import pyarrow.parquet as parquet

    path = gathered.published.folder / "observations.parquet"
    frame = pd.read_parquet(path)
    assert list(frame["workspace"]) == ["甲市", "乙市", "乙市", "乙市", "无码市"]
    assert list(frame["value"][:3]) == [Decimal("9999999999999.0000000001"), Decimal("5.25"), Decimal("3")]
    assert frame["value"].isna().tolist() == [False, False, False, True, False]
    assert frame["as_of"][0].isoformat() == "2021-06-25"
    assert frame["unit"][2] == "=甲区"
    assert set(frame["month"]) == {"2021-06"}
    schema = parquet.read_schema(path)
    assert schema.field("value").metadata[b"title"].decode() == "累计完成"
    assert "2021年6月各地".encode() in schema.metadata[b"minsheng"]


def test_the_same_is_the_same_set_and_says_what_it_was_made_from(root: Path, gathered: Gathered) -> None:
    again = gather(Workspace(root), members(root), JUNE)
    assert again.published.unchanged
    manifest = (gathered.published.folder / "manifest.json").read_text(encoding="utf-8")
    assert "甲市/outputs/2021-06/observations.csv" in manifest


def test_where_nobody_signed_and_agreed_nothing_is_made(tmp_path: Path) -> None:
    lay(tmp_path / "甲市", "130100", "否", [row("2021-06", "T01-1", "1", "已完成")])
    with pytest.raises(UsageProblem, match="还没有一家"):
        gather(Workspace(tmp_path), members(tmp_path), JUNE)
    assert not (tmp_path / "outputs").exists()


def test_the_command_says_who_is_in_it(root: Path) -> None:
    result = minsheng("fleet", root, "gather", "2021-06", "--json")
    assert result.code == 1
    told = result.json
    assert [one["region"] for one in told["signed"]] == ["130100", "130200", ""]
    assert (told["unsigned"], told["silent"]) == ("1", "1")
    assert told["summary"] == {"已完成": "1", "按序时": "1", "滞后": "1", "待核": "1"}
    assert minsheng("fleet", root, "gather").code == 2
    assert "没有读成　改过市" in minsheng("fleet", root, "gather", "2021-06").out
