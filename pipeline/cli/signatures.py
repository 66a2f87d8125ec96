"""`sign`: papers that came back signed, or went out, as a person is told of them and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, TypedDict

import click

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.cli.options import Manner, period
from pipeline.cli.terminal import wrapped
from pipeline.model.periods import spelt
from pipeline.model.signing import Channel
from pipeline.workflows import signing
from pipeline.workflows.came_back import Came, Signing
from pipeline.workflows.signing import Signed

_MOST_TOLD = 40


class ChangeShape(TypedDict):
    """A sentence or a cell changed by hand."""

    place: Annotated[str, "在哪里：标题，或表的哪一行、哪一栏"]
    before: Annotated[str, "清样上印的；添的是空的"]
    after: Annotated[str, "签发稿上写的；删的是空的"]


class HandwrittenShape(TypedDict):
    """A figure of a target changed by hand."""

    target: Annotated[str, "指标编号"]
    text: Annotated[str, "签发稿上写的数"]
    verified: Annotated[bool, "“核实”里登记了的是 true；false 的，下一期这个数是待核"]


class SignedShape(TypedDict):
    """A paper signed now."""

    paper: Annotated[str, "文稿的名字，和“签发”里写的一样"]
    set: Annotated[str, "是哪一套的"]
    path: Annotated[str, "签发稿收在哪里"]
    sha256: Annotated[str, "签发稿的校验值"]
    number: Annotated[str, "文号；没有的是空的"]
    date: Annotated[str, "签发日期"]
    by: Annotated[str, "签发岗位"]
    changes: Annotated[list[ChangeShape], "和清样不同的地方；填进去的文号、日期不算"]
    figures: Annotated[list[HandwrittenShape], "手改的指标的数"]


class SentShape(TypedDict):
    """A paper sent to somebody now, or acknowledged."""

    paper: Annotated[str, "文稿的名字"]
    to: Annotated[str, "报送对象"]


class SigningShape(TypedDict):
    """`sign --json`."""

    month: Annotated[str, "哪一期"]
    signed: Annotated[list[SignedShape], "这一次登记签发的"]
    stamped: Annotated[list[str], "这一次收存的盖章件"]
    sent: Annotated[list[SentShape], "这一次登记报送的"]
    received: Annotated[list[SentShape], "这一次登记签收的"]
    receipts: Annotated[list[str], "这一次收存的回执"]


def sign(
    manner: Manner,
    words: Sequence[str],
    said: Signing | None,
    sent: tuple[date, Channel] | None,
    received: date | None,
    to: Sequence[str],
) -> int:
    """`sign`: with `said` documents are kept as signed, with `sent` signed papers are entered as sent, with `received` as acknowledged."""
    first = words[0] if words and spelt(words[0]) is not None else None
    papers = list(words[1:] if first is not None else words)
    month = period(manner, first)
    if not papers:
        raise click.UsageError("缺少文稿：写上签发回来的 Word 文件；登记报送的写文稿的名字，如报告")
    if said is not None:
        made = signing.sign(manner.office, month, [Path(one) for one in papers], said, manner.today)
    elif sent is not None:
        made = signing.send(manner.office, month, papers, *sent, to, manner.today)
    elif received is not None:
        whom, files = [(papers[0], one) for one in to], [Path(one) for one in papers[1:]]
        made = signing.acknowledge(manner.office, month, whom, received, files, manner.today)
    elif len(papers) == 1 or any(one.lower().endswith(".docx") for one in papers):
        raise click.UsageError("登记签发要写明签发日期和岗位：--date 日期 --by 岗位")
    else:
        made = signing.stamp(manner.office, month, papers[0], [Path(one) for one in papers[1:]])
    code = LOOK if any(one.unverified for one in made.came) else DONE
    return answer(manner, _lines(manner, made), _json(manner, made), code)


def _lines(manner: Manner, made: Signed) -> Iterator[str]:
    for one in made.came:
        yield from _signed(manner, made, one)
    for path in made.stamped:
        yield from wrapped(f"已收存盖章件　{manner.office.relative(path)}", "  ")
    for paper, to in made.sent:
        yield from wrapped(f"已登记报送　{paper.text}　{to}", "  ")
    for paper, to in made.received:
        yield from wrapped(f"已登记签收　{paper.text}　{to}", "  ")
    for path in made.receipts:
        yield from wrapped(f"已收存回执　{manner.office.relative(path)}", "  ")


def _signed(manner: Manner, made: Signed, one: Came) -> Iterator[str]:
    paper = one.paper
    told = "　".join(filter(None, (paper.number, paper.day.isoformat(), paper.post)))
    yield from wrapped(f"已登记签发　{one.name.text}　{told}", "  ")
    yield from wrapped(
        f"  签发稿收在 {manner.office.relative((made.places or {})[one.name.text])}，以后不再改动", "  "
    )
    if not paper.changes:
        yield "  和清样一样，没有手改"
        return
    yield f"  和清样不同的 {len(paper.changes)} 处，照签发稿收存："
    for change in paper.changes[:_MOST_TOLD]:
        yield from wrapped(f"    {change.place or '文首'}", "      ")
        yield from wrapped(f"      原为　{change.before or '（没有）'}", "            ")
        yield from wrapped(f"      改为　{change.after or '（删去）'}", "            ")
    if len(paper.changes) > _MOST_TOLD:
        yield f"    还有 {len(paper.changes) - _MOST_TOLD} 处，用 --json 看全部"
    for figure in one.unverified:
        yield from wrapped(
            f"  待核　{figure.target} 手改成{figure.text}，处理登记“核实”里没有登记。请补登记依据，不登记的，下一期这个数按待核办",
            "    ",
        )


def _json(manner: Manner, made: Signed) -> SigningShape:
    return {
        "month": str(made.month),
        "signed": [
            {
                "paper": one.name.text,
                "set": one.paper.set,
                "path": manner.office.relative((made.places or {})[one.name.text]),
                "sha256": one.sha256,
                "number": one.paper.number,
                "date": one.paper.day.isoformat(),
                "by": one.paper.post,
                "changes": [
                    {"place": change.place, "before": change.before, "after": change.after}
                    for change in one.paper.changes
                ],
                "figures": [
                    {"target": figure.target, "text": figure.text, "verified": figure not in one.unverified}
                    for figure in one.handwritten
                ],
            }
            for one in made.came
        ],
        "stamped": [manner.office.relative(path) for path in made.stamped],
        "sent": [{"paper": paper.text, "to": to} for paper, to in made.sent],
        "received": [{"paper": paper.text, "to": to} for paper, to in made.received],
        "receipts": [manner.office.relative(path) for path in made.receipts],
    }
