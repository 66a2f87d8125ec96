"""Which command made a set: told as people type it, and refused if nobody could have typed it."""

from __future__ import annotations

import pytest

from pipeline.model.origin import Command, CommandKind


@pytest.mark.parametrize(
    ("kind", "arguments", "text"),
    [
        (CommandKind.FORMS, {}, "forms"),
        (CommandKind.MONTHLY, {"final": True}, "monthly --final"),
        (CommandKind.MONTHLY, {"final": False}, "monthly"),
        (CommandKind.SPOTCHECK, {"n": 5, "seed": "202109"}, "spotcheck --n 5 --seed 202109"),
    ],
)
def test_a_command_is_told_as_it_is_typed(
    kind: CommandKind, arguments: dict[str, bool | int | str], text: str
) -> None:
    assert Command(kind, arguments).text == text


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (CommandKind.MONTHLY, {}),
        (CommandKind.FORMS, {"final": True}),
        (CommandKind.MONTHLY, {"final": 1}),
        (CommandKind.SPOTCHECK, {"n": 0, "seed": "1"}),
        (CommandKind.SPOTCHECK, {"n": 1, "seed": "\ud83d"}),
    ],
    ids=["an argument left out", "another's argument", "a number for yes", "nothing drawn", "half a sign"],
)
def test_what_no_command_could_be_told_is_refused(
    kind: CommandKind, arguments: dict[str, bool | int | str]
) -> None:
    """A manifest is a file: whoever changed one by hand is told so before the set is made again from it."""
    with pytest.raises(ValueError, match=f"“command”里 {kind} 的参数不对"):
        Command(kind, arguments)
