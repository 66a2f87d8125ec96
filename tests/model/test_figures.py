"""The laws of figures: sums, shares, rounding that never crosses a target, printing that reads back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.wording import targets
from pipeline.inputs.returns.numbers import parse_number
from pipeline.model.figures import (
    PERCENT,
    Cell,
    Figure,
    Measure,
    Rounding,
    contract,
    fixed,
    in_measure,
    merge,
    plain,
    rounded,
    total,
)
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import Content, Holds
from tests.inputs.builders import make_plan

LAW = settings(deadline=None, derandomize=True, max_examples=100)

cells = st.builds(
    Cell,
    file=st.sampled_from(["甲局.xlsx", "乙局.xlsx"]),
    sheet=st.just("进展情况"),
    ref=st.sampled_from(["G5", "G6", "G7"]),
    sha256=st.just(""),
    read=st.just("1"),
)
numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**12), 10**12),
    st.integers(0, 9),
)
counts = numbers.map(abs)
persons = st.builds(Figure, numbers, st.just("人"), st.lists(cells, max_size=3).map(tuple))
roundings = st.sampled_from(Rounding)
places = st.integers(0, 6)


def side(value: Decimal, target: Decimal) -> int:
    return (value > target) - (value < target)


def nearest(value: Decimal, decimals: int, rounding: Rounding) -> Fraction:
    """Plain rounding, worked out without the decimal module."""
    scaled = abs(Fraction(value)) * 10**decimals
    units = floor(scaled + Fraction(1, 2))
    if rounding is Rounding.HALF_EVEN and scaled + Fraction(1, 2) == units and units % 2:
        units -= 1
    return Fraction(units, 10**decimals) * (1 if value >= 0 else -1)


# Sums and shares


@LAW
@given(st.lists(persons, max_size=6), st.lists(persons, max_size=6))
def test_sums_are_additive_and_keep_every_cell_once(some: list[Figure], others: list[Figure]) -> None:
    whole = total([*some, *others], "人")
    assert whole == total(some, "人") + total(others, "人")
    assert Fraction(whole.amount) == sum(Fraction(figure.amount) for figure in [*some, *others])
    assert len(whole.cells) == len(set(whole.cells))
    assert set(whole.cells) == {cell for figure in [*some, *others] for cell in figure.cells}


def test_the_sum_of_nothing_is_zero_without_cells() -> None:
    assert total([], "人") == Figure(Decimal(0), "人")


@LAW
@given(persons, persons)
def test_a_difference_takes_back_the_sum_and_names_both_sources(one: Figure, other: Figure) -> None:
    back = (one + other) - other
    assert back.amount == one.amount
    assert back.cells == merge(one.cells, other.cells)


@LAW
@given(numbers, numbers, counts.filter(bool))
def test_a_share_grows_with_the_reading(one: Decimal, other: Decimal, goal: Decimal) -> None:
    whole = Figure(goal, "人")
    shares = [Figure(amount, "人").percent_of(whole).amount for amount in sorted((one, other))]
    assert shares[0] <= shares[1]
    assert (shares[0] == shares[1]) == (one == other)


@LAW
@given(counts.filter(bool), counts)
def test_a_share_stands_to_100_as_the_reading_to_its_target(goal: Decimal, amount: Decimal) -> None:
    share = Figure(amount, "人").percent_of(Figure(goal, "人"))
    assert side(share.amount, Decimal(100)) == side(amount, goal)
    assert share.measure == PERCENT


def test_a_share_names_the_cells_of_both() -> None:
    part, whole = (Cell("甲局.xlsx", "进展情况", ref, "1", sha256="") for ref in ("G5", "G6"))
    share = Figure(Decimal(1), "人", (part,)).percent_of(Figure(Decimal(3), "人", (whole, part)))
    assert share.cells == (part, whole)


def test_people_and_households_are_never_reckoned_together() -> None:
    one, other = Figure(Decimal(1), "村"), Figure(Decimal(1), "户")
    for reckon in (Figure.__add__, Figure.__sub__, Figure.percent_of):
        with pytest.raises(ValueError, match="村 and 户 cannot be reckoned together"):
            reckon(one, other)


# Rounding


@LAW
@given(numbers, numbers, places, roundings)
def test_a_printed_figure_never_crosses_its_target(
    value: Decimal, target: Decimal, decimals: int, rounding: Rounding
) -> None:
    assert side(rounded(value, decimals, rounding, target), target) == side(value, target)


def test_what_no_page_has_room_for_is_left_as_it_is_rather_than_printed_as_met() -> None:
    """Below its target by less than forty decimals can tell: still below."""
    short = Decimal("54." + 45 * "9")
    assert rounded(short, 1, Rounding.HALF_UP, Decimal(55)) == short < 55


@LAW
@given(numbers, st.integers(0, 3), st.integers(0, 6), roundings)
def test_nor_does_it_cross_a_round_target_close_by(
    value: Decimal, coarse: int, decimals: int, rounding: Rounding
) -> None:
    target = round(value, coarse)
    result = rounded(value, decimals, rounding, target)
    assert side(result, target) == side(value, target)
    assert abs(result - value) * 2 <= Decimal(1).scaleb(-decimals)


@LAW
@given(counts, counts.filter(bool), places, roundings)
def test_nor_does_a_share_cross_100(
    amount: Decimal, goal: Decimal, decimals: int, rounding: Rounding
) -> None:
    share = Figure(amount, "人").percent_of(Figure(goal, "人")).amount
    assert side(rounded(share, decimals, rounding, Decimal(100)), Decimal(100)) == side(amount, goal)


@LAW
@given(numbers, numbers, places, roundings)
def test_where_nothing_is_crossed_it_is_plain_rounding(
    value: Decimal, target: Decimal, decimals: int, rounding: Rounding
) -> None:
    expected = nearest(value, decimals, rounding)
    assert Fraction(rounded(value, decimals, rounding)) == expected
    crossed = (expected > target) - (expected < target) != side(value, target)
    if not crossed:
        assert Fraction(rounded(value, decimals, rounding, target)) == expected


@LAW
@given(numbers, st.integers(0, 3), st.integers(0, 3), roundings)
def test_it_shows_no_more_decimals_than_it_takes(
    value: Decimal, coarse: int, decimals: int, rounding: Rounding
) -> None:
    target = round(value, coarse)
    shown = rounded(value, decimals, rounding, target)
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)
    for fewer in range(decimals, -exponent):
        short = nearest(value, fewer, rounding)
        assert (short > target) - (short < target) != side(value, target)


EXAMPLES = [
    ("54.96", "55", 1, "54.96"),
    ("54.94", "55", 1, "54.9"),
    ("55.04", "55", 1, "55.04"),
    ("55.06", "55", 1, "55.1"),
    ("55", "55", 1, "55.0"),
    ("99.97", "100", 1, "99.97"),
    ("99.94", "100", 1, "99.9"),
    ("99.9996", "100", 1, "99.9996"),
    ("99.99954", "100", 1, "99.9995"),
    ("100.04", "100", 1, "100.04"),
    ("100.0004", "100", 1, "100.0004"),
    ("100.06", "100", 1, "100.1"),
    ("100", "100", 1, "100.0"),
    ("100", "100", 0, "100"),
    ("99.6", "100", 0, "99.6"),
    ("6.235", "6.235", 2, "6.235"),
    ("6.2349", "6.235", 2, "6.23"),
    ("6.234999", "6.235", 3, "6.234999"),
    ("109.93006993", "100", 1, "109.9"),
]


@pytest.mark.parametrize(("value", "target", "decimals", "printed"), EXAMPLES)
@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.name)
def test_examples(value: str, target: str, decimals: int, printed: str, rounding: Rounding) -> None:
    assert fixed(rounded(Decimal(value), decimals, rounding, Decimal(target))) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "half_up", "half_even"),
    [
        ("2.675", 2, "2.68", "2.68"),
        ("7.145", 2, "7.15", "7.14"),
        ("0.125", 2, "0.13", "0.12"),
        ("0.25", 1, "0.3", "0.2"),
        ("0.35", 1, "0.4", "0.4"),
        ("0.251", 1, "0.3", "0.3"),
        ("-0.25", 1, "-0.3", "-0.2"),
        ("-0.04", 1, "0.0", "0.0"),
    ],
)
def test_the_office_habit_and_the_standard(value: str, decimals: int, half_up: str, half_even: str) -> None:
    assert fixed(rounded(Decimal(value), decimals)) == half_up
    assert fixed(rounded(Decimal(value), decimals, Rounding.HALF_EVEN)) == half_even


# Printing


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("58300", "58300"),
        ("5.8300", "5.83"),
        ("0.000", "0"),
        ("-0", "0"),
        ("-0.50", "-0.5"),
        ("1E+5", "100000"),
    ],
)
def test_plain(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("75.0", "75.0"), ("56.30", "56.30"), ("-0.0", "0.0"), ("-3.10", "-3.10")]
)
def test_fixed_keeps_its_decimals(value: str, text: str) -> None:
    assert fixed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("58300", "58300"),
        ("81.53846153846", "81.5385"),
        ("0.00005", "0.0001"),
        ("0.00004999", "0"),
        ("-3.32799999", "-3.328"),
        ("-0.00005", "-0.0001"),
        ("-0.00001", "0"),
        ("56.30", "56.3"),
        ("99.99996", "100"),
    ],
)
def test_the_contract_has_four_decimals_half_up(value: str, text: str) -> None:
    assert contract(Decimal(value)) == text


def test_the_contract_of_nothing_is_null() -> None:
    assert contract(None) is None


MEASURES = ("人", "万人", "件", "万件", "万平方米", "公里", "亿元")


def one_target(measure: str, kind: str = "累计数") -> tuple[Plan, Target]:
    plan = make_plan({"targets": {"T": {"kind": kind, "goal": "50", "measure": measure}}})
    return plan, plan.targets[0]


def read_back(text: str) -> Decimal:
    number = parse_number(Content(Holds.TEXT, text), percent=False)
    assert (number.code, number.cleaned) == (None, False)
    assert number.value is not None
    return number.value


@LAW
@given(st.integers(0, 10**12), st.sampled_from(MEASURES))
def test_a_printed_amount_reads_back(ten_thousandths: int, measure: str) -> None:
    plan, target = one_target(measure)
    amount = Decimal(ten_thousandths).scaleb(-4) * target.measure.factor
    printed = targets.number(plan, target, Figure(amount, target.measure.base), "累计完成")
    assert read_back(printed.text) * target.measure.factor == amount
    assert printed.value == amount


@LAW
@given(counts.filter(lambda value: len(value.normalize().as_tuple().digits) <= 15))
def test_a_plain_number_reads_back(value: Decimal) -> None:
    assert read_back(plain(value)) == value


@LAW
@given(st.integers(0, 1000))
def test_a_printed_ratio_of_one_decimal_reads_back(tenths: int) -> None:
    plan, target = one_target(PERCENT, "比率")
    value = Decimal(tenths).scaleb(-1)
    printed = targets.number(plan, target, Figure(value, PERCENT), "报送的比率", Decimal(50))
    assert read_back(printed.text) == value


@LAW
@given(st.integers(0, 10**8), st.integers(1, 10**8), st.sampled_from(MEASURES))
def test_what_a_reader_sees_stands_to_the_target_as_the_truth_does(
    amount: int, goal: int, measure: str
) -> None:
    plan, target = one_target(measure)
    truth, against = Decimal(amount).scaleb(-3), Decimal(goal).scaleb(-3)
    printed = targets.number(plan, target, Figure(truth, target.measure.base), "累计完成", against)
    assert side(Decimal(printed.text) * target.measure.factor, against) == side(truth, against)


# Measures


@pytest.mark.parametrize(
    ("text", "exponent", "base"),
    [
        ("人", 0, "人"),
        ("万人", 4, "人"),
        ("万平方米", 4, "平方米"),
        ("亿元", 8, "元"),
        ("万亿元", 12, "元"),
        ("万户", 4, "户"),
        ("个村", 0, "村"),
        ("万个村", 4, "村"),
        ("个", 0, "个"),
        ("万个", 4, "个"),
        ("人次", 0, "人次"),
        ("万人次", 4, "人次"),
        ("%", 0, "%"),
        ("％", 0, "%"),
        ("　万人 ", 4, "人"),
        ("ｋｍ", 0, "km"),
        ("", 0, ""),
    ],
)
def test_measures(text: str, exponent: int, base: str) -> None:
    measure = Measure.parse(text)
    assert (measure.exponent, measure.base) == (exponent, base)
    assert measure.factor == Decimal(10) ** exponent


def test_a_target_takes_its_own_measure_at_any_scale_and_its_aliases() -> None:
    plan = make_plan(
        {"targets": {"T": {"kind": "累计数", "goal": "4.5", "measure": "万座", "aliases": ["个"]}}}
    )
    accepted = [text for text in ("座", "万座", "个", "万个", "所", "人", "") if takes(plan, text)]
    assert accepted == ["座", "万座", "个", "万个"]


def takes(plan: Plan, text: str) -> bool:
    return plan.targets[0].accepts(Measure.parse(text))


def test_persons_and_visits_differ() -> None:
    plan = make_plan({"targets": {"T": {"kind": "累计数", "goal": "2", "measure": "万人"}}})
    assert not takes(plan, "万人次")


def test_an_amount_in_the_plan_s_measure() -> None:
    jobs = Figure(Decimal(58300), "人")
    assert plain(in_measure(jobs, Measure.parse("万人"))) == "5.83"
    assert (
        plain(in_measure(Figure(Decimal(71499), "人"), Measure.parse("万人"), 2, Decimal(71500))) == "7.1499"
    )
    assert plain(in_measure(Figure(Decimal(71499), "人"), Measure.parse("万人"), 2)) == "7.15"


@pytest.mark.parametrize(
    ("measure", "amount", "said"),
    [
        ("万人", "58300", "5.83万人"),
        ("座", "0", "0座"),
        ("%", "6.20", "6.2%"),
        ("%", "-1.3", "下降1.3%"),
        ("万亿元", "1200000000000", "1.2万亿元"),
    ],
)
def test_an_amount_is_said_in_its_measure(measure: str, amount: str, said: str) -> None:
    assert Measure.parse(measure).said(Decimal(amount)) == said
