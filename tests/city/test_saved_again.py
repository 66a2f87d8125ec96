"""Documents of two months saved by LibreOffice as docx, doc and odt and back: untouched, nobody is told of anything; edited, of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from yunchuan import CLEAN, DECIDED, MESSY, a_cell, rewrite

from pipeline.files.packages import parts_of
from pipeline.files.word.chart_parts import words_in
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.workspace import Workspace
from tests.command import minsheng
from tests.documents.conftest import needed
from tests.edits.drawn import draw, outcomes
from tests.edits.kinds import ALTERS
from tests.pictures.charted import inserted

DOCX = "docx:MS Word 2007 XML"


def through(kind: str, files: Sequence[Path], folder: Path) -> list[Path]:
    """The files saved as that kind, and that as .docx."""
    return saved(files if kind == "docx" else saved(files, kind, folder / "中间"), DOCX, folder / "另存")


def saved(files: Sequence[Path], kind: str, place: Path) -> list[Path]:
    """The files as LibreOffice saves them in a folder of that name."""
    profile = f"-env:UserInstallation={(place.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(place),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    made = [place / file.with_suffix(f".{kind.partition(':')[0]}").name for file in files]
    assert [one.name for one in made if not one.is_file()] == []
    return made


@pytest.mark.pages
@pytest.mark.parametrize("kind", ["docx", "doc", "odt"])
def test_an_untouched_document_saved_again_is_in_order(kind: str, ran: Path, tmp_path: Path) -> None:
    needed("soffice")
    (tmp_path / "送来").mkdir()
    files = []
    for month in (MESSY, DECIDED):
        for path in sorted((ran / "outputs" / month).glob("*.docx")):
            files.append(Path(shutil.copy(path, tmp_path / "送来" / f"{month} {path.name}")))
    result = minsheng("-C", ran, "verify", *through(kind, files, tmp_path), "--json")
    told = {
        one["document"]: (
            [
                (figure["was"], figure["text"], figure["state"])
                for figure in one["figures"]
                if figure["state"] != "一致"
            ],
            one["untraced"],
            one["words"],
        )
        for one in result.json["documents"]
    }
    assert {document: said for document, said in told.items() if said != ([], [], [])} == {}
    assert (result.code, result.err, len(told)) == (0, "", len(files))


@pytest.mark.pages
@pytest.mark.parametrize(("kind", "seed"), [("docx", 1), ("doc", 2), ("odt", 3)])
def test_an_edit_is_found_in_a_document_saved_again(kind: str, seed: int, ran: Path, tmp_path: Path) -> None:
    needed("soffice")
    (tmp_path / "送来").mkdir()
    plan = load_plan(Workspace(ran), 2023)
    edited = draw(ran, (MESSY, DECIDED), plan, tmp_path / "送来", seed, 32, ALTERS)
    files = through(kind, [one.path for one in edited], tmp_path)
    said = outcomes(minsheng("-C", ran, "verify", *files, "--json").json["documents"])
    assert [f"{one.kind}: {one.said}" for one in edited if one.wrong(said[one.path.name])] == []


CHARTS = {
    "简报.docx": (
        ("{{ reminder_heading }}", "柱形图", "{{ 图.完成比例分色 }}"),
        ("{{ reminder_heading }}", "饼图", "{{ 图.状态 }}"),
    ),
    "报告.docx": (
        ("{{ progress_heading }}", "条形图", "{{ 图.完成比例和序时 }}"),
        ("{{ progress_heading }}", "折线图", "{{ 图.逐月 T02-3 }}"),
    ),
}


def pictured(root: Path, *papers: Path) -> list[str]:
    """What charts and drawn bars of documents show, in reading order, and whether their figures are as they should be."""
    told = minsheng("-C", root, "verify", *papers, "--json").json["documents"]
    found = [one for paper in told for one in paper["figures"] if one["rule"].startswith("图")]
    assert {one["state"] for one in found} == {"一致"}
    return [one["text"] for one in found]


@pytest.mark.pages
def test_charts_and_bars_saved_again_are_known_and_refreshed(city: Path, tmp_path: Path) -> None:
    needed("soffice")
    for name, charts in CHARTS.items():
        path = city / "templates" / name
        for before, group, tag in charts:
            path.write_bytes(inserted(path.read_bytes(), before, group, tag))
    minsheng("-C", city, "monthly", CLEAN)
    minsheng("-C", city, "monthly", MESSY)
    made = [next((city / "outputs" / MESSY).glob(f"*{name}.docx")) for name in ("简报", "报告", "一页图")]
    came = through("docx", made, tmp_path)
    assert len(pictured(city, *came)) == len(pictured(city, *made)) > 20
    file, cell, read = a_cell(city, MESSY)
    rewrite(city, file, cell, float(read) + 1)
    written = [Path(minsheng("-C", city, "refresh", path, "--json").json["path"]) for path in came]
    minsheng("-C", city, "monthly", MESSY)
    assert charts_of(written) == charts_of(made)
    assert len(pictured(city, *written)) == len(pictured(city, *made))
    assert minsheng("-C", city, "verify", *written).code == 0


def charts_of(papers: Sequence[Path]) -> list[list[str]]:
    """What the charts of each document show."""
    return [sorted(words_in(parts_of(path.read_bytes()), "word/document.xml").values()) for path in papers]
