"""`sign` and `pack` as they are typed: what they take, and what cannot be said at once."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.help import ChineseCommand
from pipeline.cli.options import Manner, alone, shared, to_day
from pipeline.model.signing import Channel


@click.command(
    cls=ChineseCommand,
    epilog="minsheng sign 2021-09 报告.docx --date 2021-09-28 --by 主任",
)
@click.argument("words", metavar="月份 文稿…", nargs=-1)
@click.option("--number", default="", metavar="文号", help="发文字号；文稿里已经填好的、没有文号的不用写。")
@click.option("--date", "signed", metavar="日期", callback=to_day, help="签发日期，如2021-09-28。")
@click.option("--by", "post", default="", metavar="岗位", help="谁签发的，只写岗位。")
@click.option("--sent", metavar="日期", callback=to_day, help="登记报送：签发的文稿哪天送出的。")
@click.option(
    "--way", metavar="方式", type=click.Choice([str(way) for way in Channel]), help="怎么送的：OA 或纸质。"
)
@click.option(
    "--received", metavar="日期", callback=to_day, help="登记签收：对方哪天收到的；有回执的写在文稿后面。"
)
@click.option("--to", "to", metavar="对象", multiple=True, help="送给谁、谁签收的；几个对象写几次。")
@shared
@alone
def sign(
    manner: Manner,
    words: tuple[str, ...],
    number: str,
    signed: date | None,
    post: str,
    sent: date | None,
    way: str | None,
    received: date | None,
    to: tuple[str, ...],
) -> int:
    """登记签发：收存领导签回来的文稿和盖章件；登记报送、签收。"""
    from pipeline.cli import signatures
    from pipeline.workflows.came_back import Signing

    if (signed is None) != (not post.strip()) or (number and signed is None):
        raise click.UsageError("登记签发要写明签发日期和岗位：--date 日期 --by 岗位")
    if received is not None and not to:
        raise click.UsageError("登记签收要写明日期和对象：--received 日期 --to 收文机关")
    if (sent is None) != (way is None) or bool(to) != (sent is not None or received is not None):
        raise click.UsageError("登记报送要写明日期、方式和对象：--sent 日期 --way OA --to 收文机关")
    if [signed, sent, received].count(None) < 2:
        raise click.UsageError(
            "签发、报送和签收请分开登记：先 --date、--by，再 --sent、--way、--to，再 --received、--to"
        )
    said = Signing(number.strip(), signed, post.strip()) if signed is not None else None
    going = (sent, Channel(way)) if sent is not None and way else None
    return signatures.sign(manner, words, said, going, received, to)


@click.command(cls=ChineseCommand, epilog="minsheng pack 2021-09 送签")
@click.argument("month", metavar="月份", required=False)
@click.argument("kind", metavar="种类", required=False)
@shared
@alone
def pack(manner: Manner, month: str | None, kind: str | None) -> int:
    """打包：送签、外发、送督查、归档、交接，该带的都带上，不该带的不带。"""
    from pipeline.cli import making

    return making.pack(manner, month, kind)
