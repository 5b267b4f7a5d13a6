"""PUT /v1/admin/clients/{id}/partners/{partnerId}: new prices, and the months they hold for."""

from datetime import datetime
from typing import Any

import pytest

from operators import change_partner, get_partner
from partners import create_product, get_billing_report
from stvos.clock import standing
from stvos.dynamodb.table import Table, Write
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    FEBRUARY_DUE,
    JANUARY,
    MARCH,
    MARCH_DUE,
    at,
    clock_of,
    count,
    final,
    make,
    old_partner,
)
from tests.api.partners.world import BILLING, PRODUCT, StaffMember
from tests.world import Reply, World

PLAIN: dict[str, Any] = {"includedMembers": 0, "minimum": 0}
BEFORE_DUE = at("2026-02-01T04:30")
"""Half an hour before January's report is due."""


def change(owner: StaffMember, when: datetime, **body: Any) -> Reply:
    with standing(when):
        return owner.world.operate(change_partner, partnerId=owner.partner_id, body=body)


def prices(**changes: Any) -> dict[str, Any]:
    return BILLING | PLAIN | changes


def shown(owner: StaffMember) -> Any:
    return owner.world.operate(get_partner, partnerId=owner.partner_id).data["partner"]


def price_in(owner: StaffMember, month: str, when: datetime) -> Any:
    with standing(when):
        report = owner.call(get_billing_report, month=month).data["report"]
    return report["lines"][0]["unitPrice"], report["currency"]


def test_a_month_that_is_over_is_billed_by_its_own_prices(world: World) -> None:
    owner = old_partner(world, **PLAIN)
    count(owner, JANUARY, active=10)
    count(owner, FEBRUARY, active=10)

    changed = change(owner, BEFORE_DUE, billing=prices(unitPrice=9))
    make(owner, JANUARY, DUE)
    make(owner, FEBRUARY, FEBRUARY_DUE)

    assert changed.data["partner"]["billing"]["unitPrice"] == 9
    assert final(owner, JANUARY).subtotal == 45
    assert final(owner, FEBRUARY).subtotal == 90


def test_months_that_an_outage_left_behind_are_billed_each_by_its_own_prices(world: World) -> None:
    owner = old_partner(world, **PLAIN)
    for month in (JANUARY, FEBRUARY, MARCH):
        count(owner, month, active=10)
    change(owner, BEFORE_DUE, billing=prices(unitPrice=9))
    change(owner, at("2026-03-20T12:00"), billing=prices(model="per_member", unitPrice=1))

    make(owner, MARCH, MARCH_DUE)

    reports = [final(owner, month) for month in (JANUARY, FEBRUARY, MARCH)]
    assert [report.inputs.terms.unit_price for report in reports] == [4.5, 9, 1]
    assert [report.subtotal for report in reports] == [45, 90, 0]
    assert [row["lastMonth"] for row in shown(owner)["formerPrices"]] == ["2026-01", "2026-02"]


def test_prices_may_hold_from_a_month_to_come(world: World) -> None:
    owner = old_partner(world, **PLAIN)
    when = at("2026-01-20T12:00")

    change(owner, when, billing=prices(unitPrice=9, currency="GBP"), billingFrom="2026-03")

    later = at("2026-03-10T12:00")
    assert price_in(owner, "2026-02", later) == (4.5, "EUR")
    assert price_in(owner, "2026-03", later) == (9, "GBP")
    with standing(when):
        product = {name: value for name, value in PRODUCT.items() if name != "currency"}
        assert owner.call(create_product, body=product).data["product"]["currency"] == "EUR"


def test_prices_to_come_are_dropped_by_others_that_hold_before(world: World) -> None:
    owner = old_partner(world, **PLAIN)
    when = at("2026-01-20T12:00")
    change(owner, when, billing=prices(unitPrice=9), billingFrom="2026-04")

    change(owner, when, billing=prices(unitPrice=7), billingFrom="2026-03")

    assert shown(owner)["billing"] == prices(unitPrice=7)
    kept = {"lastMonth": "2026-02", **PLAIN, "model": "per_active_member", "unitPrice": 4.5}
    assert shown(owner)["formerPrices"] == [kept | {"currency": "EUR"}]


def test_prices_of_the_first_month_leave_no_former_ones(world: World) -> None:
    owner = old_partner(world)

    change(owner, at("2026-01-20T12:00"), billing=prices(unitPrice=9))

    assert shown(owner)["formerPrices"] == []
    assert price_in(owner, "2026-01", at("2026-01-21T12:00")) == (9, "EUR")


def test_new_addresses_and_zones_hold_at_once_and_leave_the_prices(world: World) -> None:
    owner = old_partner(world)
    change(owner, at("2026-01-20T12:00"), billing=prices(unitPrice=9), billingFrom="2026-04")

    moved = prices(unitPrice=9, timezone="Asia/Tokyo", reportEmails=[])
    partner = change(owner, at("2026-01-21T12:00"), billing=moved).data["partner"]

    assert partner["billing"] == moved
    assert [row["lastMonth"] for row in partner["formerPrices"]] == ["2026-03"]


def test_a_month_whose_report_is_not_final_may_get_other_prices(world: World) -> None:
    owner = old_partner(world, **PLAIN)
    count(owner, JANUARY, active=10)

    change(owner, BEFORE_DUE, billing=prices(unitPrice=9), billingFrom="2026-01")
    make(owner, JANUARY, DUE)

    assert final(owner, JANUARY).subtotal == 90


@pytest.mark.parametrize(
    "sent",
    [
        {"billingFrom": "2026-01"},
        {"billingFrom": "2025-01"},
        {"billingFrom": "2026-13"},
        {"billingFrom": "1999-12"},
        {"billingFrom": "٢٠٢٦-٠٣"},
        {"billingFrom": "2026-03-01"},
        {"billingFrom": 202603},
        {"billingFrom": None},
        {"billing": None, "billingFrom": "2026-03"},
    ],
    ids=str,
)
def test_other_first_months_are_refused_and_change_nothing(
    world: World, sent: dict[str, Any]
) -> None:
    owner = old_partner(world)
    make(owner, JANUARY, DUE)
    before = shown(owner)

    body = {"billing": prices(unitPrice=9)} | sent
    refused = change(owner, at("2026-02-10T12:00"), **body)

    assert refused.status == 400
    assert refused.paths == ["body.billing" if body["billing"] is None else "body.billingFrom"]
    assert shown(owner) == before


def test_a_first_month_without_prices_is_refused(world: World) -> None:
    owner = old_partner(world)

    refused = change(owner, BEFORE_DUE, billingFrom="2026-03")

    assert (refused.status, refused.paths) == (400, ["body.billingFrom"])


def test_prices_meet_a_report_that_is_made_in_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A month that has become final cannot get other prices: the operator has to look again."""
    owner = old_partner(world)
    transact = Table.transact

    def freeze_first(self: Table, *writes: Write) -> None:
        monkeypatch.setattr(Table, "transact", transact)
        assert make(owner, JANUARY, DUE) == []
        transact(self, *writes)

    monkeypatch.setattr(Table, "transact", freeze_first)
    asked = {"billing": prices(unitPrice=9), "billingFrom": "2026-01"}
    refused = change(owner, BEFORE_DUE, **asked)

    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert clock_of(owner).next == FEBRUARY
    assert change(owner, BEFORE_DUE, **asked).paths == ["body.billingFrom"]


# ---------------------------------------------------------------- parts of a month


def fee(owner: StaffMember, month: str, when: datetime) -> Any:
    with standing(when):
        report = owner.call(get_billing_report, month=month).data["report"]
    return [(line["description"], line["quantity"], line["amount"]) for line in report["lines"]]


FLAT: dict[str, Any] = PLAIN | {"model": "flat", "unitPrice": 990}


def test_a_flat_partner_of_the_31st_pays_a_day(world: World) -> None:
    owner = old_partner(world, "2026-01-31T12:00", **FLAT)
    when = at("2026-02-10T12:00")

    first = ("Flat fee of 990.00 EUR, 1 of 31 days", 1, 31.94)
    assert fee(owner, "2026-01", when) == [first]
    assert fee(owner, "2026-02", when) == [("Flat fee", 1, 990)]


def test_it_pays_from_the_first_full_month_where_that_is_agreed(world: World) -> None:
    owner = old_partner(world, "2026-01-02T12:00", **FLAT, proration="from_first_full_month")
    when = at("2026-02-10T12:00")

    assert fee(owner, "2026-01", when) == [("Flat fee, from the next month on", 0, 0)]
    assert fee(owner, "2026-02", when) == [("Flat fee", 1, 990)]


def test_which_day_it_was_made_on_is_for_its_zone_to_say(world: World) -> None:
    owner = old_partner(world, "2026-01-31T23:30", **FLAT)  # 00:30 in Berlin.

    assert fee(owner, "2026-02", at("2026-02-10T12:00")) == [("Flat fee", 1, 990)]


def test_the_days_of_a_final_month_are_not_billed_later(world: World) -> None:
    owner = old_partner(world, "2026-01-31T12:00", **FLAT)
    make(owner, JANUARY, DUE)
    count(owner, JANUARY, joined=1)

    make(owner, FEBRUARY, FEBRUARY_DUE)

    assert [line.description for line in final(owner, FEBRUARY).lines] == ["Flat fee"]


@pytest.mark.parametrize(
    ("proration", "amount"), [("by_day", 707.14), ("from_first_full_month", 990)]
)
def test_the_month_of_the_end_is_paid_by_the_day_too(
    world: World, proration: str, amount: float
) -> None:
    owner = old_partner(world, **FLAT, proration=proration)
    when = at("2026-02-20T12:00")

    change(owner, when, ended=True)

    [(_, quantity, paid)] = fee(owner, "2026-02", at("2026-02-27T12:00"))
    assert (quantity, paid) == (1, amount)


@pytest.mark.parametrize("value", ["daily", None, 1, True, ""])
def test_a_proration_that_is_none_is_refused(world: World, value: object) -> None:
    owner = old_partner(world)

    refused = change(owner, BEFORE_DUE, billing=prices(proration=value))

    assert (refused.status, refused.paths) == (400, ["body.billing.proration"])
