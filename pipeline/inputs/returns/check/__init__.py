"""The rules: what a month's readings cannot be. One function each; pure.

A rule sees the whole month and last month's usable figures, and yields findings; it changes nothing.
To add one: a function in the module it belongs to, a line in `RULES`, a row in `model.codes`, a
case file, a row in the handbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.inputs.returns.check import figures, nodes_reached, reports, sums
from pipeline.inputs.returns.check.facts import Facts
from pipeline.model.codes import Effect
from pipeline.model.findings import Finding

Rule = Callable[[Facts], Iterable[Finding]]

# In this order: the first rule that holds a figure back speaks for its fault.
RULES: tuple[Rule, ...] = (
    reports.missing_reports,
    reports.late_reports,
    reports.blank_rows,
    nodes_reached.blank_milestones,
    figures.parts_of_ratio,
    figures.impossible_growth,
    figures.fractions_for_percent,
    figures.scale_slips,
    figures.closed_lists,
    figures.early_halves,
    figures.whole_numbers,
    figures.falls,
    figures.monthly_figures,
    sums.parts_and_wholes,
    sums.parts_within,
    sums.county_sums,
    sums.county_reports,
    sums.funds,
    nodes_reached.milestones_undone,
    reports.nodes_wanted,
    figures.standing_still,
)
# What a lead asks of one cooperating unit's or county's own figures: they are a part of the target's.
SHARE_RULES: tuple[Rule, ...] = (
    reports.blank_shares,
    figures.parts_of_ratio,
    figures.impossible_growth,
    figures.fractions_for_percent,
    figures.scale_slips,
    figures.closed_lists,
    figures.early_halves,
    figures.whole_numbers,
    figures.falls,
    figures.monthly_figures,
    sums.parts_and_wholes,
    sums.parts_within,
)
# What is asked of each of several leads' own figures (填报方式) before they become the target's one.
LEAD_RULES: tuple[Rule, ...] = (*SHARE_RULES[1:], sums.county_sums)


def check(facts: Facts, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the rules; one mistake is reported once, by its cause."""
    found: list[Finding] = []
    for rule in rules:
        held_back = {finding.target for finding in found if finding.effect is not Effect.NONE}
        found += rule(replace(facts, spoilt=facts.spoilt | held_back))
    return tuple(found)
