"""`monthly`, `assess`, `spotcheck`: the sets made for people, as a person is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import click

from pipeline.cli import contract, text
from pipeline.cli.answers import answer, answer_with_set
from pipeline.cli.exit_codes import DONE, LOOK, say
from pipeline.cli.options import Manner, period, period_and_word
from pipeline.cli.text import heading, kept, made_lines, set_files, shown
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.origin import PackKind
from pipeline.model.periods import of_whole_year
from pipeline.outputs.publish import Published
from pipeline.workflows import jobs
from pipeline.workflows.jobs import Work
from pipeline.workflows.results import Made, MonthNotFinal, YearNotFinal

# So many files of one folder of a pack are told one by one; of more, how many.
_MANY = 8


def monthly(manner: Manner, month: Month, final: bool, pdf: bool) -> int:
    """`monthly`: counts by class, what is open, where the set lies."""
    _told(manner, f"正在读取 {month} 的报表……")
    try:
        work = jobs.monthly(manner.office, month, manner.given_day, final, pdf)
    except MonthNotFinal as refused:
        document = contract.monthly_json(refused.plan, refused.progress, None)
        return _not_final(manner, refused, document)
    run = work.result
    document = contract.monthly_json(run.plan, run.progress, run.made)

    def lines(published: Published | None) -> Iterator[str]:
        yield from text.summary(run.plan, run.progress)
        yield from _found_and_made(manner, run.progress.findings, run.made, published)
        yield from text.printed_too_early(run.progress)

    return _told_of(manner, lines, work, run.made.published, document)


def pack(manner: Manner, month: str | None, kind: str | None) -> int:
    """`pack`: what was laid together, where it lies, what to look at before it goes."""
    from pipeline.workflows.packing import pack as pack_papers

    # 归档 is of a whole year.
    about, what = period_and_word(of_whole_year(month) if month else month, kind)
    if what not in list(PackKind):
        raise click.UsageError(f"要写明打哪一种包：{'、'.join(PackKind)}")
    made = pack_papers(manner.office, period(manner, about), PackKind(what), manner.today)
    folder = made.published.folder
    held = [f"    {line}" for line in by_folder(list(made.files))]
    lines = [
        f"{'内容没有变化' if made.published.unchanged else '已打包'}，{len(made.files)}个文件：",
        f"  {shown(manner.office, folder)}/{made.kind}",
        *held,
        *kept(manner.office, made.published),
        *made.notes,
    ]
    document = contract.pack_json(folder.name, made.kind, set_files(manner.office, folder), made.notes)
    return answer(manner, lines, document, LOOK if made.notes else DONE)


def by_folder(paths: Sequence[str]) -> Iterator[str]:
    """Every path, but of a folder that holds many only how many, where the first of them stands."""
    held = Counter(path.rpartition("/")[0] for path in paths)
    told = set[str]()
    for path in paths:
        folder = path.rpartition("/")[0]
        if held[folder] <= _MANY:
            yield path
        elif folder not in told:
            told.add(folder)
            yield f"{folder}/　{held[folder]}个文件"


def accept(manner: Manner, year: int, basis: str, approved: date | None) -> None:
    """`assess --accept`: the suggestions of one approval written into 考核认定表."""
    if not (basis.strip() and approved):
        raise click.UsageError("--accept 要写明批准依据和批准日期：--basis 文件 --approved 日期")
    if not date(year, 12, 31) < approved <= manner.today:
        raise click.UsageError(f"批准日期应在{year}年12月31日以后、今天以前，读到{approved.isoformat()}")
    from pipeline.workflows.year import accept as accept_suggestions

    count = accept_suggestions(manner.office, year, manner.given_day, basis.strip(), approved)
    _told(
        manner,
        f"考核认定表已按建议写入 {count} 行（{basis.strip()}）。定性、有异议、建议变了的没有写，由人填。",
    )


def assess(manner: Manner, year: int, final: bool, pdf: bool) -> int:
    """`assess`: matters by outcome, targets by verdict, what is open, where the set lies."""
    _told(manner, f"正在读取 {year} 年的报表……")
    try:
        work = jobs.assess(manner.office, year, manner.given_day, final, pdf)
    except YearNotFinal as refused:
        document = contract.assess_json(refused.plan, refused.assessment, refused.findings, None)
        return _not_final(manner, refused, document)
    run = work.result
    document = contract.assess_json(run.plan, run.assessment, run.findings, run.made)

    def lines(published: Published | None) -> Iterator[str]:
        yield from text.verdicts(run.plan.terms, run.assessment)
        yield from _found_and_made(manner, run.findings, run.made, published)

    return _told_of(manner, lines, work, run.made.published, document)


def _found_and_made(
    manner: Manner, findings: Sequence[Finding], made: Made, published: Published | None
) -> Iterator[str]:
    shown = replace(made, published=published or made.published)
    yield from ("", *text.findings(findings, notes=False), *text.settled_words(findings), "")
    yield heading(shown.published)
    yield from made_lines(manner.office, shown)


def spotcheck(manner: Manner, month: Month, count: int, seed: str) -> int:
    """`spotcheck`: the figures drawn, why, and the record to fill in."""
    from pipeline.workflows.spotcheck import spotcheck as draw_figures

    run = draw_figures(manner.office, month, count, seed or f"{month.year}{month.folder}")
    lines = [*text.drawn(run)]
    paths: dict[str, str] = {}
    if run.published is not None:
        paths = set_files(manner.office, run.published.folder)
        lines += ["", heading(run.published), *(f"  {path}" for path in paths)]
        lines += kept(manner.office, run.published)
    return answer(manner, lines, contract.spotcheck_json(run, paths), DONE if run.picks else LOOK)


def _told(manner: Manner, message: str) -> None:
    if not (manner.json or manner.quiet):
        click.echo(message, err=True)


def _not_final(manner: Manner, refused: MonthNotFinal | YearNotFinal, document: Mapping[str, object]) -> int:
    say(str(refused), LOOK)
    return answer(manner, text.findings(refused.findings, notes=False), document, LOOK)


def _told_of(
    manner: Manner,
    lines: Callable[[Published | None], Iterable[str]],
    work: Work[object],
    published: Published,
    document: Mapping[str, object],
) -> int:
    """A set told of; where its PDFs could not be made that is told too, and the exit code is the machine's."""
    code = answer_with_set(manner, lines, published, document, work.code)
    return say(work.trouble, work.exit_code) if work.trouble else code
