"""What a command that was carried out ends with: its result, for people or for programs, and the code it goes with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from pipeline.cli.exit_codes import DONE
from pipeline.cli.options import Manner
from pipeline.model.codes import Level
from pipeline.model.run_steps import LOG

if TYPE_CHECKING:
    # Only named here: an answer given before is given again without it.
    from pipeline.outputs.publish import Published


def answer(manner: Manner, lines: Iterable[str], document: Mapping[str, object], code: int) -> int:
    """Print the result: JSON alone, or text; nothing at all when quiet and nothing needs a look. The exit code it goes with.

    What can be asked again is remembered.
    """
    said = list(lines)
    _remember(manner, said, document, code, None)
    return _print(manner, said, document, code)


def answer_with_set(
    manner: Manner,
    lines: Callable[[Published | None], Iterable[str]],
    published: Published | None,
    document: Mapping[str, object],
    code: int,
) -> int:
    """As `answer`, of a set made, if one was; asked again it is unchanged. What lies beside a sealed set is not remembered."""
    if published is None or not (published.sealed or published.damaged):
        later = replace(published, unchanged=True, kept=()) if published is not None else None
        name = published.folder.name if published is not None else None
        _remember(manner, list(lines(later)), document, code, name)
    return _print(manner, lines(published), document, code)


def told_before(manner: Manner) -> int | None:
    """The answer given when nothing was different from now, said again; its exit code, or None where there is none."""
    said = manner.asked.answered() if manner.asked is not None else None
    if said is None:
        return None
    LOG.info("没有变化　报来的、登记的、模板和材料都和上次一样，没有重新读取")
    return _print(manner, said["lines"], said["document"], said["code"])


def _remember(
    manner: Manner, lines: list[str], document: Mapping[str, object], code: int, name: str | None
) -> None:
    if manner.asked is not None:
        manner.asked.keep({"lines": lines, "document": document, "code": code}, name)


def _print(manner: Manner, lines: Iterable[str], document: Mapping[str, object], code: int) -> int:
    found = document.get("findings")
    if isinstance(found, list):
        LOG.info(
            "问题　%s", "　".join(f"{level} {sum(one['level'] == level for one in found)}" for level in Level)
        )
    if manner.json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif not (manner.quiet and code == DONE):
        for line in lines:
            click.echo(line)
    return code
