"""`monthly` beside a plain script that does the same month, as whole processes in turn.

Run by `nox -s bench`; prints, never fails: a slow machine is no fault of the code.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import docx

from pipeline.files.word.lines import document_text

ROOT = Path(__file__).resolve().parents[2]
MONTH = "2021-09"
ROUNDS = 5
COLUMNS = ("number", "target", "unit", "goal", "value", "new", "rate", "standing")


def template() -> docx.document.Document:
    """The plain script's own report."""
    document = docx.Document()
    document.add_heading("{{ month }} 重点民生实事进展情况报告", 1)
    for text in (
        "{%p for each in counts %}",
        "{{ each.standing }}：{{ each.count }}项",
        "{%p endfor %}",
        "进度最慢的是：{% for each in slowest %}{{ each.target }}（{{ each.unit }}，{{ each.rate }}%）；{% endfor %}",
        "{%p for matter in matters %}",
        "{{ matter.title }}",
        "{%p for text in matter.texts %}",
        "{{ text }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=len(COLUMNS))
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    for cell, name in zip(table.rows[1].cells, COLUMNS, strict=True):
        cell.text = f"{{{{ row.{name} }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    return document


def seconds(command: Sequence[str]) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Look at what both make once, then time them in turn."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name, "office")
        for folder in ("inputs", "templates"):
            shutil.copytree(ROOT / folder, place / folder)
        pattern, document = Path(name, "template.docx"), Path(name, "report.docx")
        template().save(str(pattern))
        monthly = [sys.executable, "-m", "pipeline", "-C", str(place), "monthly", MONTH, "--json"]
        script = [sys.executable, str(Path(__file__).with_name("plain_month.py"))]
        script += [str(place), MONTH, str(pattern), str(document)]
        made = json.loads(subprocess.run(monthly, check=False, capture_output=True).stdout)
        subprocess.run(script, check=True)
        _look_at(document, made)
        times: dict[str, list[float]] = {"monthly": [], "script": []}
        for _ in range(ROUNDS):
            shutil.rmtree(place / "outputs", ignore_errors=True)
            times["monthly"].append(seconds(monthly))
            times["script"].append(seconds(script))
        sheets = len(list((place / "inputs/2021").glob("[01]*/**/*.xlsx")))
        month = len(list((place / "inputs/2021/09").rglob("*.xlsx")))
    print(
        f"monthly {MONTH}: {median(times['monthly']):.2f} s for {len(made['documents'])} documents; ", end=""
    )
    print(f"every sheet of the year read twice and checked, {sheets} in all")
    print(
        f"plain script: {median(times['script']):.2f} s for 1 document; {month} sheets of the month, ", end=""
    )
    print("read once and trusted, and the month's before")
    ratio = median(own / other for own, other in zip(times["monthly"], times["script"], strict=True))
    print(f"monthly / plain script: {ratio:.2f}")


def _look_at(document: Path, made: dict[str, list[dict[str, object]]]) -> None:
    """The script's figures are ours, but where ours holds one back; otherwise nothing is worth timing."""
    text = document_text(document.read_bytes())
    rates = [str(target["printed"]) for target in made["targets"] if target["printed"] and target["rate"]]
    alike = [rate for rate in rates if f"| {rate.removesuffix('%')} |" in text]
    print(f"rates printed alike by both: {len(alike)} of {len(rates)}")


if __name__ == "__main__":
    main()
