"""A month as a person in a hurry would script it: `python plain_month.py WORKSPACE 2021-09 TEMPLATE FOLDER`.

pandas, openpyxl and docxtpl, nothing of ours. It trusts every cell: no second reading, no checks, no corrections,
no decisions, no counties, no trace. It reads every month so far, as we do, and fills one template as often as we write
documents: the whole for the report, then the rows of each unit and of each matter. So it prints what the sample year has in store for
such scripts: 869500% where a goal stands in 万 and the report in 件. `script.py` times it beside `monthly`.
"""

from __future__ import annotations

import calendar
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate

HEADER = "编号"
DOCUMENTS = 21


def rows(path: Path, sheet: str) -> Iterator[dict[str, object]]:
    """The rows below the header of a sheet that have an id, by column."""
    book = openpyxl.load_workbook(path, data_only=True)
    if sheet not in book.sheetnames:
        return
    columns: list[str] = []
    for row in book[sheet].iter_rows(values_only=True):
        if row[0] == HEADER:
            columns = [str(cell) for cell in row if cell]
        elif columns and row[0]:
            if not str(row[0]).startswith("T"):
                return
            yield dict(zip(columns, row, strict=False))


def reports(folder: Path) -> pd.DataFrame:
    """What every sheet of a month says, one row per unit and target."""
    found = [
        {"unit": path.name.split("-")[0], "lead": path.parent == folder, **row}
        for path in sorted(folder.rglob("*.xlsx"))
        for row in rows(path, "进展情况" if path.parent == folder else "配合情况")
    ]
    return pd.DataFrame(found, columns=["unit", "lead", HEADER, "累计完成", "分子", "分母", "进展情况"])


def number(value: object) -> float | None:
    """A cell as a number if it is one."""
    return float(value) if isinstance(value, int | float) and value == value else None


def progress(plan: pd.DataFrame, now: pd.DataFrame, before: pd.DataFrame, today: date) -> pd.DataFrame:
    """Every target of the plan with its figure, what is new, its rate and how it stands against the calendar."""
    days = 366 if calendar.isleap(today.year) else 365
    pace = 100 * today.timetuple().tm_yday / days
    leads = now[now["lead"]].drop_duplicates(HEADER, keep="last").set_index(HEADER)
    former = before[before["lead"]].drop_duplicates(HEADER, keep="last").set_index(HEADER)
    former = former[["累计完成"]].rename(columns={"累计完成": "累计完成_上月"})
    table = plan.join(leads, on=HEADER).join(former, on=HEADER)
    table["value"] = table["累计完成"].map(number)
    table["last"] = table["累计完成_上月"].map(number)
    table["new"] = table["value"] - table["last"]
    ratio = 100 * table["分子"].map(number) / table["分母"].map(number)
    table["rate"] = (100 * table["value"] / table["目标值"].map(number)).fillna(ratio)
    table["gap"] = table["rate"] - pace
    table["standing"] = pd.cut(
        table["gap"], [-1e9, -30, -10, -1, 1, 1e9], labels=["严重滞后", "滞后", "略慢", "按序时", "超前"]
    ).astype("object")
    return table


def shown(value: object) -> str:
    """An amount as it is printed; a dash for what is none."""
    return "—" if value is None or value != value else f"{float(str(value)):.2f}".rstrip("0").rstrip(".")


def percentage(value: float) -> str:
    """A rate as it is printed; a dash for what is none."""
    return f"{value:.1f}" if value == value else "—"


def context(table: pd.DataFrame, month: str) -> dict[str, object]:
    """What the template prints."""
    counts = table["standing"].value_counts()
    slow = table.sort_values("gap").head(5)
    return {
        "month": month,
        "counts": [{"standing": name, "count": str(count)} for name, count in counts.items()],
        "slowest": [
            {"target": row["指标"], "unit": row["unit"], "rate": percentage(row["rate"])}
            for _, row in slow.iterrows()
        ],
        "matters": [
            {"title": title, "texts": [str(text) for text in part["进展情况"].dropna()]}
            for title, part in table.groupby("实事事项", sort=False)
        ],
        "rows": [
            {
                "number": str(place),
                "target": row["指标"],
                "unit": shown_text(row["unit"]),
                "goal": shown(number(row["目标值"])) + shown_text(row["计量单位"]),
                "value": shown(row["value"]),
                "new": shown(row["new"]),
                "rate": percentage(row["rate"]),
                "standing": shown_text(row["standing"]),
            }
            for place, (_, row) in enumerate(table.iterrows(), 1)
        ],
    }


def shown_text(value: object) -> str:
    """A cell's words; nothing for an empty cell."""
    return value if isinstance(value, str) else ""


def main(workspace: str, month: str, template: str, folder: str) -> None:
    """Read, reckon, fill in, write."""
    year, number_of_month = map(int, month.split("-"))
    inputs = Path(workspace, "inputs", str(year))
    sheets = pd.read_excel(inputs / "任务分解表.xlsx", ["指标", "实事"], header=1, engine="openpyxl")
    targets, matters = (sheet.dropna(subset=[sheet.columns[1]]) for sheet in sheets.values())
    plan = targets[[HEADER, "实事序号", "指标", "目标值", "计量单位"]].merge(
        matters[["序号", "实事事项"]], left_on="实事序号", right_on="序号"
    )
    months = [place for place in sorted(inputs.glob("[01][0-9]")) if int(place.name) <= number_of_month]
    *_, before, now = (reports(place) for place in months)
    table = progress(plan, now, before, date(year, number_of_month, 20))
    letters = {"报告": table}
    for column in ("unit", "实事事项"):
        letters |= {str(name): part for name, part in table.groupby(column, sort=False)}
    for name, part in list(letters.items())[:DOCUMENTS]:
        document = DocxTemplate(template)
        document.render(context(part, month), autoescape=True)
        document.save(Path(folder, f"{name}.docx"))


if __name__ == "__main__":
    main(*sys.argv[1:])
