"""What reaches the counters after a month was frozen is billed later, and once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, Terms
from stvos.billing.models import Report
from stvos.billing.rules import LATE_ACTIVITY_MONTHS, own_lines, total
from stvos.months import Month
from tests.unit.billing.made_up import (
    JANUARY,
    any_counted,
    any_inputs,
    any_terms,
    billed_month,
    inputs,
    terms,
)

FEBRUARY = JANUARY.after


def late_lines(report: Report) -> list[tuple[str, str]]:
    return [
        (line.description, str(line.amount))
        for line in report.lines
        if line.description.startswith("Late")
    ]


def february(by: Terms, then: Counted, now: Counted, current: Terms | None = None) -> Report:
    """February's report when January, billed for `then`, is counted differently now."""
    earlier = Earlier(settled=billed_month(JANUARY, by, then), now=now)
    return Report.of(inputs(Counted(members=5, active=5), current or by, FEBRUARY, earlier))


def test_members_who_turn_out_to_have_been_active_are_a_line_of_the_next_month() -> None:
    report = february(terms(), Counted(active=5), Counted(active=7))

    assert late_lines(report) == [("Late activity in 2026-01: 2 further active members", "9.00")]
    assert str(report.subtotal) == "31.50"


def test_one_is_no_plural() -> None:
    by = terms("per_member")

    report = february(by, Counted(members=5), Counted(members=6))

    assert late_lines(report) == [("Late activity in 2026-01: 1 further member", "4.50")]


def test_nothing_late_is_no_line() -> None:
    assert late_lines(february(terms(), Counted(active=5), Counted(active=5))) == []


def test_late_activity_within_what_is_included_or_below_the_minimum_costs_nothing() -> None:
    included, least = terms(included_members=10), terms(minimum="100")

    assert late_lines(february(included, Counted(active=5), Counted(active=10))) == []
    assert late_lines(february(least, Counted(active=5), Counted(active=22))) == []
    assert late_lines(february(least, Counted(active=5), Counted(active=23))) == [
        ("Late activity in 2026-01: 18 further active members", "3.50")
    ]


def test_late_activity_costs_what_it_did_in_its_own_month() -> None:
    dearer = terms(unit_price="9", included_members=3)

    report = february(terms(), Counted(active=5), Counted(active=6), dearer)

    assert late_lines(report) == [("Late activity in 2026-01: 1 further active member", "4.50")]


def test_months_in_another_currency_are_not_mixed_in_and_not_forgotten() -> None:
    report = february(terms(), Counted(active=5), Counted(active=7), terms(currency="USD"))

    assert late_lines(report) == []
    assert report.settled[0] == billed_month(JANUARY, terms(), Counted(active=5))


def test_a_member_who_turns_out_to_have_left_is_credited() -> None:
    by = terms("per_member")

    report = february(by, Counted(members=5), Counted(members=4))

    assert late_lines(report) == [("Late correction for 2026-01: 1 member fewer", "-4.50")]
    assert str(report.subtotal) == "18.00"


def test_a_report_pays_nothing_out_and_credits_the_rest_in_the_next() -> None:
    by, free = terms("per_member"), terms("per_member", unit_price="0.01")

    first = february(by, Counted(members=5), Counted(members=4), free)
    second = following(first, Counted(members=900), {JANUARY: Counted(members=4)}, free)

    assert late_lines(first) == [("Late correction for 2026-01: 1 member fewer", "-0.05")]
    assert first.subtotal == 0
    assert late_lines(second) == [("Late correction for 2026-01", "-4.45")]


# ---------------------------------------------------------------- a chain of months


def following(
    before: Report, counted: Counted, now: dict[Month, Counted], by: Terms | None = None
) -> Report:
    """The month after a report; `now`: how earlier months are counted by then."""
    earlier = [Earlier(settled=one, now=now.get(one.month, one.counted)) for one in before.settled]
    return Report.of(inputs(counted, by or before.inputs.terms, before.month.after, *earlier))


def test_late_activity_is_billed_once_and_what_comes_after_it_too() -> None:
    counted = Counted(active=5)
    january = Report.of(inputs(counted))

    february = following(january, counted, {JANUARY: Counted(active=7)})
    march = following(february, counted, {JANUARY: Counted(active=7)})
    april = following(march, counted, {JANUARY: Counted(active=8), FEBRUARY: Counted(active=6)})

    assert late_lines(february) == [("Late activity in 2026-01: 2 further active members", "9.00")]
    assert late_lines(march) == []
    assert late_lines(april) == [
        ("Late activity in 2026-01: 1 further active member", "4.50"),
        ("Late activity in 2026-02: 1 further active member", "4.50"),
    ]


def test_a_month_is_watched_for_the_next_three() -> None:
    counted = Counted(active=5)
    report = Report.of(inputs(counted))
    watched: list[tuple[str, ...]] = []
    for _ in range(4):
        watched.append(tuple(str(one.month) for one in report.settled))
        report = following(report, counted, {})

    assert watched == [
        ("2026-01",),
        ("2026-01", "2026-02"),
        ("2026-01", "2026-02", "2026-03"),
        ("2026-02", "2026-03", "2026-04"),
    ]
    assert LATE_ACTIVITY_MONTHS == 3


@st.composite
def a_year(draw: st.DrawFn) -> tuple[Terms, list[dict[Month, Counted]]]:
    """For each month of half a year: how it and those before it are counted when it is frozen."""
    by = draw(any_terms())
    months = [JANUARY.plus(n) for n in range(6)]
    counted: dict[Month, Counted] = {}
    states: list[dict[Month, Counted]] = []
    for month in months:
        counted = {
            earlier: Counted(
                members=one.members + draw(st.integers(0, 3)),
                active=one.active + draw(st.integers(0, 3)),
            )
            for earlier, one in counted.items()
        } | {month: draw(any_counted())}
        states.append(counted)
    return by, states


@given(a_year())
def test_each_month_is_billed_in_all_for_what_was_counted_when_last_watched(given_: Any) -> None:
    by, states = given_
    reports: list[Report] = []
    for state in states:
        month = max(state)
        now = {earlier: one for earlier, one in state.items() if earlier != month}
        first = Report.of(inputs(state[month], by))
        reports.append(following(reports[-1], state[month], now) if reports else first)

    billed = sum(report.subtotal for report in reports)

    last_seen = {
        month: states[min(place + LATE_ACTIVITY_MONTHS, len(states) - 1)][month]
        for place, month in enumerate(sorted(states[-1]))
    }
    owed = sum(total(own_lines(by, counted), by.currency) for counted in last_seen.values())
    assert billed == owed


@given(any_inputs())
def test_what_a_report_bills_is_what_its_settlements_gain(given_: Inputs) -> None:
    report = Report.of(given_)
    before = {one.settled.month: one.settled.billed for one in given_.earlier}

    def gained(one: BilledMonth) -> bool:
        return one.terms.currency == given_.terms.currency

    # The oldest of three earlier months is settled for the last time and leaves the chain.
    if len(given_.earlier) < LATE_ACTIVITY_MONTHS:
        gain = sum(one.billed - before.get(one.month, 0) for one in report.settled if gained(one))
        assert gain == report.subtotal
