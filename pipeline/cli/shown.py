"""What people are told of a set that is shown: its files, what was kept of the one before, whether it is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.terminal import wrapped
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import recorded
from pipeline.outputs.publish import Published
from pipeline.progress.freshness import proof
from pipeline.workflows.results import Run, YearRun


def heading(published: Published) -> str:
    """What stands above the files of a set."""
    return "内容没有变化，没有重新生成：" if published.unchanged else "已生成："


def made_lines(office: Workspace, run: Run | YearRun) -> Iterator[str]:
    """Every file of the set, what was kept of the one before, and whether the PDFs show other fonts."""
    if run.published is not None:
        folder = shown(office, run.published.folder)
        sealed = run.published.sealed
        drift = run.published.drift
        if sealed == run.published.folder.name:
            if not drift:
                yield f"  {folder} 已经定稿，内容没有变化，没有改动"
                return
            yield f"  {folder} 已经定稿，没有改动"
            yield from wrapped(f"  定稿以后，{drift}。{proof(sealed)}", "  ")
            return
        if sealed:
            yield f"  {sealed} 已经定稿，没有改动；这一套放在旁边，不同的地方见更正说明.xlsx"
            yield from wrapped(f"  定稿以后，{drift}", "  ")
        yield from (f"  {folder}/{name}" for name in (*run.files, *run.pdfs) if name != FINDINGS)
        yield from kept(office, run.published)
    if run.foreign_fonts:
        yield (
            f"PDF 里有替代字体（{'、'.join(run.foreign_fonts)}），版面与正式字体不同，只供预览；字体怎么装见手册-运维。"
        )


def kept(office: Workspace, published: Published) -> list[str]:
    """Where what people had edited lies now, a line each; or the set before, whole, whose manifest is damaged."""
    what = (
        "原来一套的清单（manifest.json）已损坏，看不出是不是定稿，原样保留："
        if published.damaged
        else "有人改过的旧稿已保留："
    )
    return [f"  {what}{shown(office, path)}" for path in published.kept]


def listed(office: Workspace, folder: Path) -> dict[str, str]:
    """The files of a published set with their digests, as paths within the workspace."""
    files = recorded(folder) or {}
    return {shown(office, folder / name): sha256 for name, sha256 in sorted(files.items())}


def shown(office: Workspace, path: Path) -> str:
    """A path as people are told it: within the workspace if it lies there."""
    return office.relative(path) if path.is_relative_to(office.root) else str(path)
