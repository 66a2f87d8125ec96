"""The commands that look at documents after people have edited them: verify, refresh."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import proofs as verified
from pipeline.cli.exit_codes import DONE, LOOK, answer, say
from pipeline.cli.help import ChineseCommand
from pipeline.cli.options import Manner, shared
from pipeline.workflows import proofreading


@click.command(cls=ChineseCommand, epilog="minsheng verify outputs/2021-09/2021年9月份重点民生实事要情.docx")
@click.argument("documents", metavar="文稿…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--figure", metavar="数", help="只问一个数：它从哪几格来，怎么算的。如 --figure 81.5%。")
@click.option(
    "--again", metavar="套", help="不看文稿，把一整套材料重新生成一遍，逐个文件比较，如 --again 2021-09。"
)
@shared
def verify(manner: Manner, documents: tuple[Path, ...], figure: str | None, again: str | None) -> int:
    """核对文稿里的每个数：有没有被改动，和来源的表是不是还一致。"""
    if again is not None:
        made = proofreading.make_again(manner.office, again)
        code = DONE if all(made.files.values()) else LOOK
        return answer(manner, verified.again_lines(made), verified.again_json(made), code)
    if figure is not None and not figure.strip():
        raise click.UsageError("--figure 后面要写数，如 --figure 81.5%")
    if not documents:
        raise click.UsageError("缺少文稿：写上要核对的 Word 文件，或用 --again 写上一套材料的名字")
    proofs, unknown = proofreading.verify_documents(manner.office, documents)
    if figure is not None and proofs:
        found = proofreading.ask(proofs, figure)
        code = DONE if found else LOOK
        answer(manner, verified.answer_lines(found, figure), verified.answers_json(found), code)
    elif proofs:
        lines = [line for proof in proofs for line in verified.proof_lines(proof)]
        code = DONE if all(proof.verified.ok for proof in proofs) else LOOK
        answer(manner, lines, verified.proofs_json(proofs), code)
    for reason in unknown:
        code = say(str(reason), reason.exit_code)
    return code


@click.command(cls=ChineseCommand, epilog="minsheng refresh outputs/2021-09/2021年9月份重点民生实事要情.docx")
@click.argument("document", metavar="文稿", type=click.Path(path_type=Path))
@shared
def refresh(manner: Manner, document: Path) -> int:
    """只换数字：把改过的文稿里变了的数换成现在的，别的一字不动，另存在旁边。"""
    made = proofreading.refresh_document(manner.office, document)
    code = LOOK if made.left or made.unfit else DONE
    return answer(manner, verified.refreshed_lines(made), verified.refreshed_json(made), code)
