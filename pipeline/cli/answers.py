"""What a command that was carried out ends with: its result, for people or for programs, and the code it goes with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import click

from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.cli.options import Manner
from pipeline.model.codes import Level
from pipeline.model.findings import Finding
from pipeline.model.readings import Status
from pipeline.model.run_steps import LOG


def answer(manner: Manner, lines: Iterable[str], document: Mapping[str, object], code: int) -> int:
    """Print the result: JSON alone, or text; nothing at all when quiet and nothing needs a look. The exit code it goes with."""
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


def code_of(findings: Iterable[Finding], statuses: Iterable[Status] = ()) -> int:
    """LOOK if a finding is open or a report missing, else DONE."""
    open_ones = any(finding.open for finding in findings)
    return LOOK if open_ones or Status.MISSING in statuses else DONE
