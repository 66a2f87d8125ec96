"""observations.csv and observations-metadata.json: the year as a table any program reads, and what its columns hold.

The description follows CSV on the Web. The file begins with a byte order mark, so that Excel opens it as UTF-8.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from pipeline.inputs.tables.reader import is_number
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.progress.observations import OBSERVATIONS, observations

TABLE, DESCRIPTION = "observations.csv", "observations-metadata.json"
# What makes a spreadsheet take a text for a formula, in either width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def observations_files(plan: Plan, history: History, course: Sequence[Progress]) -> dict[str, bytes]:
    """The table of every reporting month of `course` and its description."""
    rows = list(observations(plan, history, course))
    return {TABLE: _table(rows), DESCRIPTION: _description(plan)}


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.title for column in OBSERVATIONS)
    writer.writerows([harmless(text) for text in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """A text as no spreadsheet takes for a formula: an apostrophe before what looks like one; numbers stay numbers."""
    bare = text.replace("\x00", "")
    return (
        f"'{bare}"
        if bare.lstrip(" \u3000\u00a0\ufeff").startswith(_FORMULA) and not is_number(bare)
        else bare
    )


def _description(plan: Plan) -> bytes:
    profile = plan.profile
    description = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-CN"}],
        "url": TABLE,
        "dc:title": f"{profile.year}年{profile.programme}历月数据",
        "dc:description": "一行是一个月、一项指标、一个单位。文字以=、+、-、@等开头的，前面加一个英文单引号，以免当成公式。"
        + (f"{profile.remark}。" if profile.remark else ""),
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.title,
                    "datatype": column.datatype,
                    "dc:description": profile.terms.of(column.meaning),
                }
                for column in OBSERVATIONS
            ],
            "primaryKey": ["month", "target", "unit"],
        },
    }
    return f"{json.dumps(description, ensure_ascii=False, indent=2)}\n".encode()
