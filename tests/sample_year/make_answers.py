"""Work out answers.csv: what every target of the sample year must come to in every month.

It shares no code with the pipeline on purpose: two workings that agree are worth more than one twice.
Usage: python make_answers.py [targets.csv reported.csv county_sums.csv]   (default: those beside this file)
"""

import csv
import re
import sys
import unicodedata
from datetime import date
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONTHS = [f"2021-{number:02d}" for number in range(6, 13)]
TEN_THOUSAND = 10000
AS_OF_DAY = 20  # every sample row is dated the 20th, so a node of the 20th already counts
# Another name for the same thing belongs to one target only: elsewhere 座 and 个 stay different.
ALIASES = {("T08-1", "个"): "座", ("T04-4", "个村"): "村"}
# When the sum is wrong nobody knows which figure is, so total and parts fall together.
WHOLES = {"T05-1": ("T05-2", "T05-3")}
# A fall is allowed only against last month as corrected, with a reason given (133 double entries taken out).
CORRECTED_LAST_MONTH = {("2021-11", "T07-1"): Fraction(4057)}
RATIOS = ("比率", "保持")
TOLERANCE, LAGGING, FAR_BEHIND = 1, -10, -30
BLANK, DOUBTFUL = "未报送", "待核"


def read(path):
    with Path(path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def in_base(target, text, unit, base):
    """The figure in the base measure; BLANK or DOUBTFUL when there is no sure one."""
    text = unicodedata.normalize("NFKC", text).strip()  # １８９０ is a way of typing, not a doubt
    if not text:
        return BLANK
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return DOUBTFUL  # 约5.47万人: we never guess what 约 hides
    scale, measure = (TEN_THOUSAND, unit[1:]) if unit.startswith("万") else (1, unit)
    if ALIASES.get((target, measure), measure) != base:
        return DOUBTFUL
    return Fraction(text) * scale


def figures_of(month, facts, reported, county, last):
    """One sure figure, BLANK or DOUBTFUL per quantified target."""
    found = {}
    for target, fact in facts.items():
        if fact["kind"] == "定性":
            continue
        row = reported.get((month, target), {"as_reported": "", "unit": ""})
        found[target] = value = in_base(target, row["as_reported"], row["unit"], fact["base"])
        if not isinstance(value, Fraction):
            continue
        floor = CORRECTED_LAST_MONTH.get((month, target), last.get(target))
        # A ratio may fall by itself, a cumulative figure may not.
        falls = fact["kind"] not in RATIOS and isinstance(floor, Fraction) and value < floor
        areas = county.get((month, target))
        summed = in_base(target, areas["county_sum"], areas["unit"], fact["base"]) if areas else BLANK
        # Beyond ten times the target is a unit slip; a closed list cannot be exceeded at all.
        slipped = value > fact["whole"] * (1 if fact["kind"] == "名单" else 10)
        if slipped or falls or (summed != BLANK and summed != value):
            found[target] = DOUBTFUL
    for whole, parts in WHOLES.items():
        family = [found[name] for name in (whole, *parts)]
        if all(isinstance(value, Fraction) for value in family) and family[0] != sum(family[1:]):
            found.update(dict.fromkeys((whole, *parts), DOUBTFUL))
    return found


def nodes_of(fact):
    """The days and amounts the plan sets for a target judged by nodes."""
    nodes = [node.split("=") for node in fact["pace"].split(";") if "=" in node]
    return [(date.fromisoformat(day), Fraction(amount)) for day, amount in nodes]


def pace_of(fact, month):
    """Per cent of the year's task due by the row's date; None where no pace is asked, none was set or none is due yet."""
    rule, year_month = fact["pace"], [int(part) for part in month.split("-")]
    if rule == "按月":
        return Fraction(year_month[1] * 100, 12)
    due = [amount for day, amount in nodes_of(fact) if day <= date(*year_month, AS_OF_DAY)]
    return due[-1] / fact["whole"] * 100 if due else None


def class_of(fact, month, value, gap):
    """The class of a sure figure. Met comes first; then exact bounds, never the rounded ones."""
    if fact["kind"] in RATIOS:
        return "目前达标" if value >= fact["whole"] else "目前未达标"
    if value >= fact["whole"]:
        return "超额完成" if value > fact["whole"] else "已完成"
    nodes, ahead = nodes_of(fact), gap is not None and gap > TOLERANCE
    if nodes:  # ahead is only what is beyond the node to come
        as_of = date(*map(int, month.split("-")), AS_OF_DAY)
        later = [amount for day, amount in nodes if day > as_of]
        ahead = bool(later) and value > later[0]
    if ahead:
        return "超序时"
    if gap is None:
        return "未到期" if nodes else "未设节点"
    if gap >= -TOLERANCE:
        return "按序时"
    if gap > LAGGING:
        return "低于序时"
    return "滞后" if gap >= FAR_BEHIND else "严重滞后"


def shown(number):
    """At most four decimals, half up (away from zero, so that -x mirrors x), no trailing zeros."""
    if number is None:
        return ""
    units = int(abs(Fraction(number)) * 10**4 + Fraction(1, 2))
    text = f"{units // 10**4}.{units % 10**4:04d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 and units else text


def answer(month, target, fact, value, typed):
    """One row of the table."""
    if fact["kind"] == "定性":
        return [month, target, "", "", "", "", "", "不适用（定性）"]
    pace = pace_of(fact, month)
    if not isinstance(value, Fraction):
        return [month, target, "", fact["base"], "", shown(pace), "", value]
    if fact["kind"] in RATIOS:  # compared in 百分点; the decimals reported are kept, 56.30 stays 56.30
        gap = value - fact["whole"]
        return [month, target, typed, "%", "", "", shown(gap), class_of(fact, month, value, gap)]
    rate = value / fact["whole"] * 100
    gap = None if pace is None else rate - pace
    figures = [shown(value), fact["base"], shown(rate), shown(pace), shown(gap)]
    return [month, target, *figures, class_of(fact, month, value, gap)]


def main(paths):
    facts = {row["id"]: row for row in read(paths[0])}
    for target, fact in facts.items():
        if fact["kind"] != "定性":
            fact["whole"] = in_base(target, fact["value"], fact["unit"], fact["base"])
    reported, county = ({(row["month"], row["target"]): row for row in read(path)} for path in paths[1:])
    table, last = [], {}
    for month in MONTHS:
        last = figures_of(month, facts, reported, county, last)
        for target, fact in facts.items():
            typed = reported.get((month, target), {}).get("as_reported", "")
            table.append(answer(month, target, fact, last.get(target), typed))
    with (HERE / "answers.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows([["month", "target", "value", "measure", "rate", "pace", "gap", "class"], *table])


if __name__ == "__main__":
    defaults = [HERE / name for name in ("targets.csv", "reported.csv", "county_sums.csv")]
    if len(sys.argv) not in (1, 4):
        sys.exit(__doc__)  # one path of three would silently mix two sets of figures
    main(sys.argv[1:] or defaults)
