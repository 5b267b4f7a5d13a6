"""GET /v1/partner/billing/{month}."""

from datetime import datetime
from typing import Any

import pytest

from partners import export_billing_report, get_billing_report, list_billing_reports
from stvos.clock import standing
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    JANUARY,
    at,
    count,
    final,
    make,
    old_partner,
    report_mails,
    repository_of,
)
from tests.api.partners.world import StaffMember
from tests.world import Reply, World

IN_FEBRUARY = at("2026-02-10T12:00")


def asked(owner: StaffMember, month: str, when: datetime = IN_FEBRUARY) -> Reply:
    with standing(when):
        return owner.call(get_billing_report, month=month)


def report(owner: StaffMember, month: str, when: datetime = IN_FEBRUARY) -> Any:
    return asked(owner, month, when).data["report"]


def test_a_final_report_says_what_is_paid_for_and_by_what_it_is_proved(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, joined=121, left=1, active=47)
    count(owner, JANUARY, watched_ms=8_412 * 60_000, plays=391, completions=288, logs=12)
    make(owner, JANUARY, DUE)

    assert report(owner, "2026-01") == {
        "month": "2026-01",
        "timezone": "Europe/Berlin",
        "period": {"from": "2026-01-01", "to": "2026-01-31"},
        "lines": [
            {
                "description": "Active members included, up to 10",
                "quantity": 10,
                "unitPrice": 0.0,
                "amount": 0.0,
            },
            {
                "description": "Active members beyond those included",
                "quantity": 37,
                "unitPrice": 4.5,
                "amount": 166.5,
            },
        ],
        "subtotal": 166.5,
        "currency": "EUR",
        "members": {"total": 120, "active": 47, "new": 121},
        "usage": {"watchedMinutes": 8412, "plays": 391, "completions": 288},
        "digest": final(owner, JANUARY).digest,
        "finalisedAt": "2026-02-01T05:00:00Z",
        "emailedAt": None,
    }


def test_a_report_says_when_it_was_mailed(world: World) -> None:
    owner = old_partner(world)
    make(owner, JANUARY, DUE)
    repository_of(owner).mark_mailed(JANUARY, at("2026-02-01T05:00:07"))

    assert report(owner, "2026-01")["emailedAt"] == "2026-02-01T05:00:07Z"


def test_the_running_month_is_a_draft(world: World) -> None:
    owner = old_partner(world)
    make(owner, JANUARY, DUE)
    count(owner, FEBRUARY, joined=3, active=12)

    draft = report(owner, "2026-02")

    assert (draft["digest"], draft["finalisedAt"], draft["emailedAt"]) == (None, None, None)
    assert draft["members"] == {"total": 3, "active": 12, "new": 3}
    assert [line["amount"] for line in draft["lines"]] == [0.0, 9.0, 91.0]
    assert sum(line["amount"] for line in draft["lines"]) == draft["subtotal"] == 100.0


def test_drafts_bill_late_activity_once_among_them(world: World) -> None:
    owner = old_partner(world, minimum=0, includedMembers=0)
    count(owner, JANUARY, active=10)
    make(owner, JANUARY, DUE)
    count(owner, JANUARY, active=1)

    when = at("2026-03-10T12:00")  # February's report is not made yet.

    late = [report(owner, month, when)["subtotal"] for month in ("2026-02", "2026-03")]
    assert late == [4.5, 0.0]


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-1", "january", "2026-01-01", "٢٠٢٦-٠١"]
)
def test_what_is_no_month_is_refused(world: World, month: str) -> None:
    reply = asked(old_partner(world), month)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", ["path.month"])


@pytest.mark.parametrize("month", ["2026-03", "2027-01", "9999-12"])
def test_a_month_to_come_is_refused(world: World, month: str) -> None:
    reply = asked(old_partner(world), month)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", ["path.month"])


@pytest.mark.parametrize("month", ["2025-12", "1999-01", "0000-01"])
def test_a_month_before_the_partner_is_not_found(world: World, month: str) -> None:
    assert asked(old_partner(world), month).code == "NOT_FOUND"


def test_which_month_runs_is_for_the_partner_s_zone_to_say(world: World) -> None:
    east = old_partner(world, timezone="Pacific/Auckland")
    west = old_partner(world, timezone="America/Los_Angeles")
    when = at("2026-01-31T12:00")

    assert asked(east, "2026-02", when).status == 200
    assert asked(west, "2026-02", when).paths == ["path.month"]


@pytest.mark.parametrize(
    ("visibility", "members", "active", "shown"),
    [
        ("detailed", 9, 9, True),
        ("aggregate", 9, 9, False),
        ("aggregate", 10, 10, True),
        ("aggregate", 19, 10, False),
        ("aggregate", 20, 10, True),
    ],
)
def test_use_of_few_people_is_withheld_from_a_partner_that_sees_groups(
    world: World, visibility: str, members: int, active: int, shown: bool
) -> None:
    owner = old_partner(world, memberVisibility=visibility)
    count(owner, JANUARY, joined=members, active=active)
    count(owner, JANUARY, watched_ms=60_000, plays=1, completions=1)
    make(owner, JANUARY, DUE)

    seen = report(owner, "2026-01")

    value = 1 if shown else None
    assert seen["usage"] == {"watchedMinutes": value, "plays": value, "completions": value}
    assert seen["lines"][0]["quantity"] == active
    assert seen["members"]["active"] == active
    assert seen["members"]["new"] == (
        None if members < 10 and visibility == "aggregate" else members
    )
    [message] = report_mails(owner)
    assert message["content"]["joined"] == seen["members"]["new"]


def test_a_draft_has_no_figures_for_a_partner_that_sees_groups(world: World) -> None:
    owner = old_partner(world, memberVisibility="aggregate")
    count(owner, JANUARY, joined=40, active=20, watched_ms=60_000, plays=1)

    seen = report(owner, "2026-01", at("2026-01-20T12:00"))
    with standing(at("2026-01-20T12:00")):
        (listed,) = owner.call(list_billing_reports).data["reports"]
        file = owner.call(export_billing_report, month="2026-01")

    assert (seen["lines"], seen["subtotal"]) == ([], None)
    assert seen["members"] == {"total": None, "active": None, "new": None}
    assert seen["usage"] == {"watchedMinutes": None, "plays": None, "completions": None}
    assert (listed["status"], listed["activeMembers"], listed["amount"]) == ("draft", None, None)
    assert file.code == "FORBIDDEN"


def test_another_partner_s_report_is_not_found(world: World, other_world: World) -> None:
    for elsewhere in (world, other_world):
        mine, theirs = old_partner(world, since="2026-02-05T12:00"), old_partner(elsewhere)
        make(theirs, JANUARY, DUE)

        assert asked(mine, "2026-01").status == 404
