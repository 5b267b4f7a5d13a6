"""GET /v1/partner/billing."""

from datetime import datetime
from typing import Any

import pytest

from operators import change_partner
from partners import list_billing_reports
from stvos.clock import standing
from tests.api.partners.bills import (
    FEBRUARY,
    FEBRUARY_DUE,
    JANUARY,
    at,
    count,
    make,
    old_partner,
)
from tests.api.partners.world import BILLING, StaffMember, new_partner
from tests.world import World


def listed(owner: StaffMember, when: datetime, **query: str) -> Any:
    with standing(when):
        return owner.call(list_billing_reports, query=query or None).data


def short(data: Any) -> list[tuple[str, str, float]]:
    return [(report["month"], report["status"], report["amount"]) for report in data["reports"]]


def test_the_running_month_is_a_draft_before_the_final_ones(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, joined=50, active=47)
    count(owner, FEBRUARY, active=40)
    make(owner, FEBRUARY, FEBRUARY_DUE)
    count(owner, FEBRUARY.after, active=35)

    data = listed(owner, at("2026-03-15T12:00"))
    assert data["items"] == data["reports"]

    assert data["reports"] == [
        {
            "month": "2026-03",
            "status": "draft",
            "activeMembers": 35,
            "amount": 112.5,
            "currency": "EUR",
        },
        {
            "month": "2026-02",
            "status": "final",
            "activeMembers": 40,
            "amount": 135.0,
            "currency": "EUR",
        },
        {
            "month": "2026-01",
            "status": "final",
            "activeMembers": 47,
            "amount": 166.5,
            "currency": "EUR",
        },
    ]
    assert data["pagination"] == {"page": 1, "limit": 20, "total": 3, "totalPages": 1}


def test_a_draft_grows_and_a_final_report_does_not(world: World) -> None:
    owner = old_partner(world)
    make(owner, JANUARY, at("2026-02-01T05:00"))
    when = at("2026-02-10T12:00")
    assert short(listed(owner, when)) == [("2026-02", "draft", 100.0), ("2026-01", "final", 100.0)]

    count(owner, JANUARY, active=40)
    count(owner, FEBRUARY, active=40)

    # What January costs more by now stands in February's draft: 35 EUR above its minimum.
    assert short(listed(owner, when)) == [("2026-02", "draft", 170.0), ("2026-01", "final", 100.0)]


def test_a_month_that_is_over_stays_a_draft_until_its_report_is_made(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)

    data = listed(owner, at("2026-02-01T04:00"))

    assert short(data) == [("2026-02", "draft", 100.0), ("2026-01", "draft", 166.5)]


def test_pages_go_back_to_the_first_month(world: World) -> None:
    owner = old_partner(world, since="2025-06-10T12:00", model="flat", unitPrice=300)
    make(owner, JANUARY, at("2026-02-01T05:00"))
    when = at("2026-03-10T12:00")

    first = listed(owner, when, limit="4")
    second = listed(owner, when, page="2", limit="4")
    third = listed(owner, when, page="3", limit="4")

    months = [month for data in (first, second, third) for month, *_ in short(data)]
    expected = [f"2026-{n:02}" for n in (3, 2, 1)] + [f"2025-{n:02}" for n in range(12, 5, -1)]
    assert months == expected
    assert [status for _, status, _ in short(first)] == ["draft", "draft", "final", "final"]
    assert third["pagination"] == {"page": 3, "limit": 4, "total": 10, "totalPages": 3}
    assert listed(owner, when, page="4", limit="4")["reports"] == []


def test_a_new_partner_has_the_draft_of_its_first_month(world: World) -> None:
    owner = new_partner(world)

    [report] = owner.call(list_billing_reports).data["reports"]

    assert (report["status"], report["amount"], report["activeMembers"]) == ("draft", 100.0, 0)


@pytest.mark.parametrize("role", ["manager", "viewer"])
def test_every_role_reads(world: World, role: str) -> None:
    owner = new_partner(world)

    assert owner.colleague(role).call(list_billing_reports).status == 200


def test_another_partner_of_the_brand_is_not_in_the_list(world: World) -> None:
    owner, other = old_partner(world), old_partner(world)
    count(other, JANUARY, active=500)

    assert short(listed(owner, at("2026-01-20T12:00"))) == [("2026-01", "draft", 100.0)]


def test_a_move_back_over_the_date_line_takes_no_month_away(world: World) -> None:
    owner = old_partner(world, timezone="Pacific/Kiritimati", minimum=0)
    when = at("2026-01-31T17:00")
    make(owner, JANUARY, when)
    west = BILLING | {"timezone": "America/Los_Angeles"}
    world.operate(change_partner, partnerId=owner.partner_id, body={"billing": west})

    assert short(listed(owner, when)) == [("2026-01", "final", 0.0)]
