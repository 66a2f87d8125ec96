"""Edits of every kind of document drawn by a seed: none that makes a reader believe something else passes, none that does not is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from yunchuan import DECIDED, MESSY

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.workspace import Workspace
from tests.command import minsheng
from tests.edits.drawn import FOUND, HINT, MISSED, PAPERS, Edited, draw, outcomes, table
from tests.edits.kinds import ALTERS, BLURS, KINDS, LEAVES


def edit(
    root: Path, folder: Path, seed: int, count: int, kinds: Collection[str]
) -> tuple[list[Edited], Mapping[str, str], int]:
    """Documents of two months edited, what `verify` says of each, and how it ends."""
    edited = draw(root, (MESSY, DECIDED), load_plan(Workspace(root), 2023), folder, seed, count, kinds)
    result = minsheng("-C", root, "verify", *(one.path for one in edited), "--json")
    assert result.err == ""
    return edited, outcomes(result.json["documents"]), result.code


def wrongly(edited: list[Edited], said: Mapping[str, str]) -> list[str]:
    return [
        f"{one.path.name} {one.kind}: {one.said}: {said[one.path.name]}"
        for one in edited
        if one.wrong(said[one.path.name])
    ]


@pytest.mark.more
@pytest.mark.parametrize(
    ("kinds", "count", "code"), [(ALTERS, 24, 1), (LEAVES, 16, 0)], ids=["alters", "leaves"]
)
def test_a_few_edits_of_every_document(
    kinds: Collection[str], count: int, code: int, ran: Path, tmp_path: Path
) -> None:
    edited, said, ended = edit(ran, tmp_path, 1, count, kinds)
    assert (wrongly(edited, said), len(edited), ended) == ([], count, code)


@pytest.mark.walks
def test_three_hundred_edits(ran: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited, said, _ = edit(ran, tmp_path, 300, 300, ALTERS | BLURS)
    fine = edit(ran, tmp_path, 60, 60, LEAVES)
    with capsys.disabled():
        print(f"\n{table(edited, said)}\n\n{table(*fine[:2])}")
    assert wrongly(edited, said) == []
    assert (wrongly(*fine[:2]), fine[2]) == ([], 0)
    assert {one.kind for one in edited} == set(ALTERS | BLURS)
    assert {one.paper for one in edited} == set(PAPERS)


def test_the_table_counts_what_was_said() -> None:
    papers = [Edited("要情", kind, "", Path(f"{kind}.docx")) for kind in ("a digit", "looks", "a word gone")]
    said = dict(zip((one.path.name for one in papers), (MISSED, FOUND, HINT), strict=True))
    assert wrongly(papers, said) == [
        "a digit.docx a digit: : 没有说",
        "looks.docx looks: : 要看",
    ]
    assert table(papers, said).splitlines()[-1].split() == ["all", "1·1·1", "1·1·1"]
    assert set(KINDS) == {*ALTERS, *BLURS, *LEAVES}
