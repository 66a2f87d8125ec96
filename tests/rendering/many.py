"""Thousands of contexts instead of hundreds, others with every seed: `python -m tests.rendering.many 5000` prints routes and differing documents."""

from __future__ import annotations

import sys
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.rendering.compared import ENVIRONMENTS, SUBJECTS, actual, contexts_of, expected

SHOWN = 3


def main(total: int, start: int = 0) -> int:
    """So many contexts, shared out among all templates; 1 if any document differs."""
    routes: Counter[str] = Counter()
    differing = 0
    for subject in SUBJECTS:
        own: Counter[str] = Counter()
        wrong: list[str] = []

        @seed(start)
        @settings(
            max_examples=-(-total // len(SUBJECTS)),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(contexts_of(subject), st.sampled_from(sorted(ENVIRONMENTS)))
        def compare(context: dict[str, object], name: str) -> None:
            ours = actual(subject, context, name)  # noqa: B023 - called in this turn of the loop
            found = ours.differences(expected(subject, context, name))  # noqa: B023
            own[ours.route] += 1  # noqa: B023
            if found:
                wrong.append(f"{ours.route}, {name}: {found}\n    {context!r:.1500}")  # noqa: B023

        compare()
        print(
            f"{subject}: " + ", ".join(f"{count} {route}" for route, count in sorted(own.items())), flush=True
        )
        for each in wrong[:SHOWN]:
            print(f"  differs by {each}", flush=True)
        routes += own
        differing += len(wrong)
    print(
        f"{routes.total()} contexts: "
        + ", ".join(f"{count} {route}" for route, count in sorted(routes.items()))
    )
    print(f"{differing} differing documents")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(*map(int, sys.argv[1:])))
