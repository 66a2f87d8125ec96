"""What was composed, as the files of a set: Word documents, the table of their figures, workbooks, PDFs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.documents.keeping.put_in import with_kept
from pipeline.documents.keeping.settling import Remark, homeless
from pipeline.documents.letters import one_page
from pipeline.documents.provenance.trace import Trace, traced
from pipeline.documents.rendering.render import Rendered, render
from pipeline.documents.workbooks.tracebook import NAME as TRACE_BOOK
from pipeline.documents.workbooks.tracebook import trace_book
from pipeline.documents.workbooks.upward_form import UpwardForm
from pipeline.files.pdf.libreoffice import foreign_fonts, to_pdf
from pipeline.model.editorial import Kept
from pipeline.model.errors import MachineProblem, TemplateProblem
from pipeline.model.findings import Finding
from pipeline.model.phrases import Letter
from pipeline.model.run_steps import done
from pipeline.outputs.founding import default_templates, spare_templates
from pipeline.workflows.editing import noticed_of
from pipeline.workflows.results import Papers

BOUND = "合并打印.pdf"


def print_letters(
    letters: Sequence[Letter],
    templates: Path,
    title: str,
    day: date,
    kept: Sequence[Kept] = (),
    tables: Sequence[UpwardForm] = (),
) -> Papers:
    """The letters as Word documents made on `day`, the superior's tables beside them, with a table of all their figures under a title.

    What people `kept` of each stands in it.
    Raises `TemplateProblem` with a template's first fault and its place: a tag that is none would be printed.
    """
    printed, remarks = _printed(letters, templates, day, kept)
    traces = traced(printed) | {table.file: table.trace for table in tables}
    documents = {letter.file: letter.id for letter in letters} | {table.file: table.id for table in tables}
    files = _with_trace_book(printed, traces, title, day) | {table.file: table.data for table in tables}
    filled = tuple(table.file for table in tables)
    return Papers(tuple(letters), traces, documents, files, tables=filled, noticed=noticed_of(remarks))


def traces_of(
    letters: Sequence[Letter], templates: Path, day: date, kept: Sequence[Kept] = ()
) -> dict[str, Trace]:
    """What the letters' figures come from, by document, as it would be remembered of them; nothing is kept of the files."""
    return traced(_printed(letters, templates, day, kept)[0])


def noticed_in(
    letters: Sequence[Letter], templates: Path, day: date, kept: Sequence[Kept]
) -> tuple[Finding, ...]:
    """What is to be looked at of the words people `kept`, in the papers of these letters that have any."""
    about = {row.paper for row in kept}
    return noticed_of(_printed([one for one in letters if one.id in about], templates, day, kept)[1])


def _printed(
    letters: Sequence[Letter], templates: Path, day: date, kept: Sequence[Kept]
) -> tuple[dict[str, Rendered], list[Remark]]:
    spare = spare_templates(templates)
    for name in dict.fromkeys(letter.template for letter in letters):
        if name not in spare:
            _require_faultless(templates, name)
    made = render(letters, templates, day, spare)
    remarks = [homeless(row) for row in kept if row.paper not in {letter.id for letter in letters}]
    for letter in letters:
        rows = [row for row in kept if row.paper == letter.id]
        made[letter.file], noticed = with_kept(made[letter.file], rows)
        remarks += noticed
    return made, remarks


def _require_faultless(templates: Path, name: str) -> None:
    if _ours(templates / name):
        return
    from pipeline.documents.templates.lint import faults

    wrong = faults(templates, name)
    if wrong:
        more = f"这个模板里还有{len(wrong) - 1}处，用 minsheng templates check 看。" if wrong[1:] else ""
        raise TemplateProblem(f"{wrong[0].message}。{wrong[0].fix}。{more}")


def unprinted(templates: Path, name: str, part: str) -> tuple[Finding, ...]:
    """T08 where an office's own template does not print a part that the rules of its plan ask for."""
    if name in spare_templates(templates) or _ours(templates / name):
        return ()
    from pipeline.documents.templates.lint import examined

    found = examined(templates, name, frozenset({part}))
    return tuple(one for one in found if one.place.ref == part)


def _ours(path: Path) -> bool:
    """True for a template as it comes with the program: the program's own tests have looked at it."""
    with suppress(OSError):
        return not path.is_symlink() and path.read_bytes() == default_templates().get(path.name)
    return False


def _with_trace_book(
    written: Mapping[str, Rendered], traces: Mapping[str, Trace], title: str, day: date
) -> dict[str, bytes]:
    """Nothing where nothing was written."""
    files = {name: one.data for name, one in written.items()}
    return files | ({TRACE_BOOK: trace_book(title, traces, day)} if files else {})


def add_workbooks(
    papers: Papers, workbooks: Mapping[str, bytes], unlisted: Mapping[str, bytes] | None = None
) -> Papers:
    """With workbooks beside the documents, known by their names; `unlisted` are files no person asks for by name."""
    documents = {**papers.documents, **{name: name.rpartition(".")[0] for name in workbooks}}
    done("写文稿", f"{len(documents)}件")
    return replace(papers, documents=documents, files={**papers.files, **workbooks, **(unlisted or {})})


def add_pdfs(papers: Papers, wanted: bool) -> Papers:
    """With every Word document as a PDF beside it, 一页图 as a picture too, if that is `wanted`; where it fails the documents go without, told."""
    if not wanted:
        return papers
    try:
        made = to_pdf({name: data for name, data in papers.files.items() if name.endswith(".docx")})
    except MachineProblem as problem:
        return replace(papers, trouble=str(problem))
    from pipeline.files.pdf.pages import picture

    pdfs = {_pdf(name): pdf.data for name, pdf in made.items()}
    if _pdf(one_page.TEMPLATE) in pdfs:
        pdfs[f"{one_page.TEMPLATE.removesuffix('.docx')}.png"] = picture(pdfs[_pdf(one_page.TEMPLATE)])
    done("转PDF", f"{len(pdfs)}件")
    return replace(papers, pdfs=pdfs, foreign_fonts=foreign_fonts(made.values()))


def bind(papers: Papers) -> Papers:
    """With what goes out under a number bound in one more PDF, to print at a stroke; nothing where there are no PDFs."""
    if not papers.pdfs:
        return papers
    from pipeline.files.pdf.pages import bound

    numbered = [papers.pdfs[_pdf(one.file)] for one in papers.letters if one.dispatch is not None]
    return replace(papers, pdfs={**papers.pdfs, BOUND: bound(numbered)})


def _pdf(name: str) -> str:
    return f"{name.removesuffix('.docx')}.pdf"
