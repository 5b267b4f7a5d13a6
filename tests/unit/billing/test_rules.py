"""What a month costs by each model, and what holds for any terms and counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.billing.inputs import Counted, Inputs, PaidPart, Terms
from stvos.billing.models import Report
from stvos.billing.rules import bill, own_lines, total
from stvos.money import rounded
from tests.unit.billing.made_up import (
    any_counted,
    any_inputs,
    any_part,
    any_terms,
    inputs,
    terms,
)

type Written = tuple[str, int, str, str]


def lines_of(by: Terms, counted: Counted) -> list[Written]:
    return [
        (line.description, line.quantity, str(line.unit_price), str(line.amount))
        for line in own_lines(by, counted)
    ]


def test_active_members_are_paid_for_beyond_the_included() -> None:
    lines = lines_of(terms(included_members=10), Counted(members=120, active=47))

    assert lines == [
        ("Active members included, up to 10", 10, "0.00", "0.00"),
        ("Active members beyond those included", 37, "4.50", "166.50"),
    ]


def test_members_at_the_month_s_end_are_paid_for_active_or_not() -> None:
    lines = lines_of(terms("per_member"), Counted(members=120, active=47))

    assert lines == [("Members", 120, "4.50", "540.00")]


def test_a_flat_fee_counts_nobody() -> None:
    by = terms("flat", unit_price="990", included_members=10)

    assert lines_of(by, Counted()) == [("Flat fee", 1, "990.00", "990.00")]
    assert lines_of(by, Counted(members=500, active=500)) == lines_of(by, Counted())


@pytest.mark.parametrize(
    ("days", "fee", "least"),
    [
        (0, ("Flat fee, from the next month on", 0, "990.00", "0.00"), None),
        (1, ("Flat fee of 990.00 EUR, 1 of 31 days", 1, "31.94", "31.94"), "6.77"),
        (30, ("Flat fee of 990.00 EUR, 30 of 31 days", 1, "958.06", "958.06"), "203.23"),
    ],
)
def test_of_a_part_of_a_month_a_flat_fee_and_its_minimum_are_paid_by_the_day(
    days: int, fee: Written, least: str | None
) -> None:
    part = PaidPart(days=days, of=31)

    lines = own_lines(terms("flat", unit_price="990", minimum="1200"), Counted(), part)

    [first, *rest] = [
        (ln.description, ln.quantity, f"{ln.unit_price}", f"{ln.amount}") for ln in lines
    ]
    assert first == fee
    assert [amount for *_, amount in rest] == ([least] if least else [])


@given(any_terms(), any_counted(), any_part())
def test_only_a_flat_fee_depends_on_the_part_of_the_month(
    by: Terms, counted: Counted, part: PaidPart | None
) -> None:
    whole = total(own_lines(by, counted), by.currency)
    paid = total(own_lines(by, counted, part), by.currency)

    if by.model == "flat":
        assert 0 <= paid <= whole
    else:
        assert paid == whole


@pytest.mark.parametrize("active", [0, 1, 9, 10])
def test_no_more_members_than_included_cost_nothing(active: int) -> None:
    by = terms(included_members=10)

    assert total(own_lines(by, Counted(members=99, active=active)), "EUR") == 0
    assert sum(line.quantity for line in own_lines(by, Counted(active=active))) == active


def test_a_line_tops_up_to_the_minimum() -> None:
    lines = lines_of(terms(included_members=10, minimum="100"), Counted(active=15))

    assert lines[-1] == ("Up to the minimum of 100.00 EUR", 1, "77.50", "77.50")
    assert sum(Decimal(amount) for *_, amount in lines) == 100


@pytest.mark.parametrize(
    ("currency", "price", "amount"),
    [
        ("JPY", "4.5", "14"),  # 13.5: halves go to even
        ("JPY", "3.5", "10"),  # 10.5
        ("EUR", "0.0125", "0.04"),  # 0.0375
        ("KWD", "0.0125", "0.038"),
        ("KWD", "1", "3.000"),
    ],
)
def test_a_line_is_rounded_once_to_the_currency_s_digits(
    currency: str, price: str, amount: str
) -> None:
    [line] = own_lines(terms(unit_price=price, currency=currency), Counted(active=3))

    assert str(line.amount) == amount


def test_a_price_is_shown_with_the_currency_s_digits_or_its_own() -> None:
    prices = {"4.5": "4.50", "0.0125": "0.0125", "7": "7.00", "0": "0.00"}

    for price, shown in prices.items():
        [line] = own_lines(terms(unit_price=price), Counted(active=1))
        assert str(line.unit_price) == shown


@given(any_inputs())
def test_the_lines_add_up_to_the_subtotal(given_: Inputs) -> None:
    report = Report.of(given_)

    assert report.subtotal == sum(line.amount for line in report.lines)
    assert report.subtotal >= 0


@given(any_inputs())
def test_every_line_is_quantity_times_price_in_whole_units_of_the_currency(given_: Inputs) -> None:
    currency = given_.terms.currency

    for line in bill(given_).lines:
        assert line.amount == rounded(line.quantity * line.unit_price, currency)
        assert line.amount.as_tuple().exponent == rounded(Decimal(0), currency).as_tuple().exponent


@given(any_terms(), any_counted())
def test_no_own_line_is_below_zero_and_the_sum_not_below_the_minimum(
    by: Terms, counted: Counted
) -> None:
    lines = own_lines(by, counted)

    assert all(line.amount >= 0 and line.quantity >= 0 for line in lines)
    assert total(lines, by.currency) >= rounded(by.minimum, by.currency)


@given(any_terms(), any_counted(), st.integers(0, 50), st.integers(0, 50))
def test_more_members_never_cost_less(by: Terms, less: Counted, more: int, active: int) -> None:
    greater = Counted(members=less.members + more, active=less.active + active)

    assert total(own_lines(by, greater), by.currency) >= total(own_lines(by, less), by.currency)


@given(any_terms(), any_counted())
def test_who_is_included_costs_the_minimum_alone(by: Terms, counted: Counted) -> None:
    by = by.model_copy(update={"included_members": max(counted.members, counted.active)})
    if by.model != "flat":
        least = rounded(by.minimum, by.currency)
        assert total(own_lines(by, counted), by.currency) == least


@given(any_inputs())
def test_a_report_as_stored_is_derived_again_line_by_line(given_: Inputs) -> None:
    report = Report.of(given_)

    stored = Report.of_item(report.to_item())

    assert stored == report
    again = Report.of(stored.inputs)
    assert (again.lines, again.subtotal, again.settled) == (
        report.lines,
        report.subtotal,
        report.settled,
    )
    assert again.digest == stored.inputs.digest == report.digest


def test_a_month_without_anybody_has_its_line_all_the_same() -> None:
    report = Report.of(inputs(Counted()))

    assert [line.quantity for line in report.lines] == [0]
    assert report.subtotal == 0
