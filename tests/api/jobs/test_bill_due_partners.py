"""The schedule: whose 06:00 on the 1st has come."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from jobs import bill_due_partners, make_report
from operators import change_partner, create_partner, delete_partner
from stvos.billing.schedule import DueReports
from stvos.clock import epoch, standing
from stvos.ids import new_id
from stvos.queues.queues import QueueName
from tests.api.jobs.conftest import TestQueues
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    JANUARY,
    at,
    clock_of,
    due_of,
    final,
    old_partner,
    report_mails,
)
from tests.api.partners.world import BILLING, StaffMember
from tests.world import World


def asked_for(world: World, queues: TestQueues, when: datetime) -> list[tuple[int, str]]:
    """Partner and month of this brand's messages, put on the queue at that time."""
    with standing(when):
        bill_due_partners.handler({}, None)
    return [
        (told["content"]["partner_id"], told["content"]["month"])
        for told in queues.take(QueueName.BILLING)
        if told["clientId"] == world.client.id
    ]


def test_a_partner_is_due_from_six_on_the_first_by_its_own_clock(
    world: World, queues: TestQueues
) -> None:
    zones = ("Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles")
    auckland, berlin, angeles = (old_partner(world, timezone=zone).partner_id for zone in zones)

    assert asked_for(world, queues, at("2026-01-31T16:59")) == []
    assert asked_for(world, queues, at("2026-01-31T17:00")) == [(auckland, "2026-01")]
    assert asked_for(world, queues, DUE) == [(auckland, "2026-01"), (berlin, "2026-01")]
    assert len(asked_for(world, queues, at("2026-02-01T13:59"))) == 2
    assert (angeles, "2026-01") in asked_for(world, queues, at("2026-02-01T14:00"))


def test_a_partner_that_was_billed_is_not_due_until_the_next_month(
    world: World, queues: TestQueues
) -> None:
    owner = old_partner(world)
    with standing(DUE):
        bill_due_partners.handler({}, None)
        for record in queues.take_records(QueueName.BILLING):
            if json.loads(record["body"])["clientId"] == world.client.id:
                assert make_report.handler({"Records": [record]}, None)["batchItemFailures"] == []

    assert final(owner, JANUARY).finalised_at == DUE
    assert asked_for(world, queues, DUE + timedelta(hours=1)) == []
    assert asked_for(world, queues, at("2026-03-01T05:00")) == [(owner.partner_id, "2026-02")]


def test_one_that_was_not_done_within_the_hour_is_asked_for_again(
    world: World, queues: TestQueues
) -> None:
    owner = old_partner(world)

    for hours in range(3):
        wanted = asked_for(world, queues, DUE + timedelta(hours=hours))
        assert wanted == [(owner.partner_id, "2026-01")]


def test_a_new_partner_is_first_due_after_the_month_it_was_made_in(
    world: World, queues: TestQueues
) -> None:
    with standing(at("2026-01-31T23:30")):  # In Berlin it is February.
        owner = {"email": f"owner-{new_id()}@example.com", "name": "Olga Owner"}
        body = {"name": "Acme Works", "billing": BILLING, "owner": owner}
        made = world.operate(create_partner, body=body).data["partner"]["id"]

    assert asked_for(world, queues, DUE) == []
    assert asked_for(world, queues, at("2026-03-01T05:00")) == [(made, "2026-02")]


def test_a_partner_that_moves_is_due_by_its_new_clock(world: World, queues: TestQueues) -> None:
    owner = old_partner(world)
    moved = {"billing": BILLING | {"timezone": "America/Los_Angeles"}}

    world.operate(change_partner, partnerId=owner.partner_id, body=moved)

    assert clock_of(owner).next == JANUARY
    assert due_of(owner) == epoch(at("2026-02-01T14:00"))
    assert asked_for(world, queues, DUE) == []


def test_other_changes_leave_the_clock_alone(world: World) -> None:
    owner = old_partner(world)
    dearer = {"billing": BILLING | {"unitPrice": 9}}

    world.operate(change_partner, partnerId=owner.partner_id, body=dearer)

    assert due_of(owner) == epoch(DUE)


def test_a_partner_that_is_removed_is_not_due(world: World, queues: TestQueues) -> None:
    owner = old_partner(world)

    world.operate(delete_partner, partnerId=owner.partner_id)

    assert asked_for(world, queues, DUE) == []


def test_what_the_queue_does_not_take_is_an_error_that_is_seen(world: World) -> None:
    old_partner(world)

    class Refusing:
        def send(self, queue: QueueName, bodies: Sequence[str]) -> list[int]:
            return [0]

    with pytest.raises(RuntimeError, match="refused 1"):
        DueReports(world.table, Refusing(), lambda: DUE).queue()


def test_a_full_hour_of_the_schedule_bills_each_partner_once(
    world: World, queues: TestQueues
) -> None:
    owners: list[StaffMember] = [old_partner(world) for _ in range(3)]
    told: list[dict[str, Any]] = []
    for _ in range(3):  # A schedule may fire more than once.
        with standing(DUE):
            bill_due_partners.handler({}, None)
        told += queues.take_records(QueueName.BILLING)

    with standing(DUE):
        for record in told:
            if json.loads(record["body"])["clientId"] == world.client.id:
                record = record | {"attributes": {"ApproximateReceiveCount": "1"}}
                assert make_report.handler({"Records": [record]}, None)["batchItemFailures"] == []

    assert [clock_of(owner).next for owner in owners] == [FEBRUARY] * 3
    assert [len(report_mails(owner)) for owner in owners] == [1, 1, 1]
