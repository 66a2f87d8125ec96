"""`monthly` beside a plain script that does the same month, as whole processes in turn, in processor time.

Warm is with what earlier runs kept of the sheets, cold without; both make the set anew.

Run by `nox -s bench`; prints, never fails: a slow machine is no fault of the code.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import docx

from pipeline.files.word.lines import document_text
from tests.bench.month import seconds

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


def main() -> None:
    """Look at what both make once, then time them in turn."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name, "office")
        for folder in ("inputs", "templates"):
            shutil.copytree(ROOT / folder, place / folder)
        pattern, documents, cache = Path(name, "template.docx"), Path(name, "made"), Path(name, "cache")
        documents.mkdir()
        settings = {**os.environ, "XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)}
        template().save(str(pattern))
        monthly = [sys.executable, "-m", "pipeline", "-C", str(place), "monthly", MONTH, "--json"]
        script = [sys.executable, str(Path(__file__).with_name("plain_month.py"))]
        script += [str(place), MONTH, str(pattern), str(documents)]
        made = json.loads(subprocess.run(monthly, check=False, capture_output=True, env=settings).stdout)
        subprocess.run(script, check=True)
        _look_at(documents / "报告.docx", made)
        times: dict[str, list[float]] = {"warm": [], "cold": [], "script": []}
        for _ in range(ROUNDS):
            times["script"].append(seconds(script))
            shutil.rmtree(place / "outputs", ignore_errors=True)
            times["warm"].append(seconds(monthly, settings))
            shutil.rmtree(place / "outputs", ignore_errors=True)
            shutil.rmtree(cache, ignore_errors=True)
            times["cold"].append(seconds(monthly, settings))
        sheets = len(list((place / "inputs/2021").glob("[01]*/**/*.xlsx")))
        written = len(list(documents.glob("*.docx")))
    print(f"plain script: {median(times['script']):.2f} s, {sheets} sheets read once, {written} documents")
    for how in ("warm", "cold"):
        ratio = median(one / own for own, one in zip(times[how], times["script"], strict=True))
        taken = f"{median(times[how]):.2f} s for {len(made['documents'])} documents and workbooks"
        print(f"monthly {MONTH}, {how}: {taken}; the script takes {ratio:.2f} of that")


def _look_at(document: Path, made: dict[str, list[dict[str, object]]]) -> None:
    """The script's figures are ours, but where ours holds one back; otherwise nothing is worth timing."""
    text = document_text(document.read_bytes())
    rates = [str(target["printed"]) for target in made["targets"] if target["printed"] and target["rate"]]
    alike = [rate for rate in rates if f"| {rate.removesuffix('%')} |" in text]
    print(f"rates printed alike by both: {len(alike)} of {len(rates)}")


if __name__ == "__main__":
    main()
