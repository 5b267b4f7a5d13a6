"""POST /v1/admin/billing/run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from jobs import make_report
from operators import run_billing
from stvos.clock import standing
from stvos.ids import new_id
from stvos.queues.queues import QueueName, SqsQueues
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.conftest import queues as queues
from tests.api.operators.brands import trail
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    FEBRUARY_DUE,
    JANUARY,
    at,
    clock_of,
    count,
    event_for,
    final,
    ledger_of,
    make,
    old_partner,
    report_mails,
    report_of,
)
from tests.api.partners.world import StaffMember
from tests.contract.stored import everything_stored
from tests.world import Reply, World


def run(world: World, when: datetime = DUE, **body: Any) -> Reply:
    with standing(when):
        return world.operate(run_billing, body={"month": "2026-01"} | body)


def of(reply: Reply, owner: StaffMember) -> dict[str, Any]:
    [found] = [one for one in reply.data["partners"] if one["id"] == owner.partner_id]
    return dict(found)


def told(queues: TestQueues, world: World) -> list[tuple[int, str]]:
    return [
        (body["content"]["partner_id"], body["content"]["month"])
        for body in queues.take(QueueName.BILLING)
        if body["clientId"] == world.client.id
    ]


def test_a_partner_s_month_is_put_on_the_queue(world: World, queues: TestQueues) -> None:
    owner = old_partner(world)

    reply = run(world, partnerId=owner.partner_id)

    assert reply.status == 202
    assert reply.data["partners"] == [
        {
            "id": owner.partner_id,
            "clientId": world.client.id,
            "name": "Acme Works",
            "status": "queued",
        }
    ]
    assert told(queues, world) == [(owner.partner_id, "2026-01")]


def test_all_partners_of_all_brands_are_asked_when_none_is_named(
    world: World, other_world: World, queues: TestQueues
) -> None:
    mine, theirs = [old_partner(world), old_partner(world)], old_partner(other_world)

    reply = run(world)

    assert {of(reply, owner)["status"] for owner in (*mine, theirs)} == {"queued"}
    wanted = {body["content"]["partner_id"] for body in queues.take(QueueName.BILLING)}
    assert wanted >= {owner.partner_id for owner in (*mine, theirs)}


def test_a_month_run_twice_is_one_report_and_one_mail(world: World, queues: TestQueues) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)
    first = run(world, partnerId=owner.partner_id)
    with standing(DUE):
        make_report.handler(event_for(owner, JANUARY), None)

    second = run(world, partnerId=owner.partner_id)

    assert first.data["runId"] != second.data["runId"]
    assert of(second, owner) == {
        "id": owner.partner_id,
        "clientId": world.client.id,
        "name": "Acme Works",
        "status": "skipped",
        "reason": "final",
        "ledger": {"state": "queued", "at": "2026-02-01T05:00:00Z"},
    }
    assert len(told(queues, world)) == 1
    assert len(report_mails(owner)) == 1


def test_a_run_before_six_makes_the_month_once_it_is_over(world: World, queues: TestQueues) -> None:
    owner = old_partner(world)
    midnight = at("2026-01-31T23:00")

    assert of(run(world, midnight, partnerId=owner.partner_id), owner)["status"] == "queued"
    make(owner, JANUARY, midnight)

    assert final(owner, JANUARY).finalised_at == midnight
    assert clock_of(owner).next == FEBRUARY


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2031-07"])
def test_a_month_that_has_not_ended_is_refused_and_changes_nothing(
    world: World, queues: TestQueues, month: str
) -> None:
    owner = old_partner(world)
    before = everything_stored()

    reply = run(world, at("2026-01-20T12:00"), month=month, partnerId=owner.partner_id)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", ["body.month"])
    assert everything_stored() == before
    assert told(queues, world) == []


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-01", "soon", 202601, None])
def test_what_is_no_month_is_refused(world: World, queues: TestQueues, month: object) -> None:
    assert run(world, month=month).paths == ["body.month"]


def test_a_partner_where_the_month_still_runs_is_skipped(world: World, queues: TestQueues) -> None:
    east = old_partner(world, timezone="Pacific/Auckland")
    west = old_partner(world, timezone="America/Los_Angeles")

    reply = run(world, at("2026-01-31T18:00"))

    assert of(reply, east)["status"] == "queued"
    assert (of(reply, west)["status"], of(reply, west)["reason"]) == ("skipped", "not_over")
    assert ledger_of(west, JANUARY) is None
    assert told(queues, world) == [(east.partner_id, "2026-01")]


def test_a_partner_that_came_later_is_skipped_and_the_ledger_says_so(
    world: World, queues: TestQueues
) -> None:
    owner = old_partner(world, since="2026-02-02T12:00")

    reply = run(world, FEBRUARY_DUE, partnerId=owner.partner_id)

    assert (of(reply, owner)["status"], of(reply, owner)["reason"]) == ("skipped", "created_later")
    assert of(reply, owner)["ledger"]["reason"] == "created_later"
    assert ledger_of(owner, JANUARY) == ("skipped", "created_later")
    assert told(queues, world) == []


def test_an_unknown_partner_is_not_found(world: World, queues: TestQueues) -> None:
    reply = run(world, partnerId=new_id())

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_a_dry_run_stores_nothing_and_shows_the_report_that_would_be(
    world: World, queues: TestQueues
) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)
    before = everything_stored()

    reply = run(world, partnerId=owner.partner_id, dryRun=True)

    assert of(reply, owner)["status"] == "due"
    shown = reply.data["report"]
    assert (shown["month"], shown["subtotal"]) == ("2026-01", 166.5)
    assert (shown["digest"], shown["finalisedAt"]) == (None, None)
    assert everything_stored() == before
    assert told(queues, world) == []
    assert report_of(owner, JANUARY) is None


def test_a_dry_run_tells_what_became_of_a_month(world: World, queues: TestQueues) -> None:
    billed = old_partner(world, reportEmails=[])
    make(billed, JANUARY, DUE)
    waiting = old_partner(world)

    reply = run(world, dryRun=True)

    assert of(reply, billed)["ledger"] == {
        "state": "skipped",
        "reason": "no_addresses",
        "at": "2026-02-01T05:00:00Z",
    }
    assert "ledger" not in of(reply, waiting)
    assert "report" not in reply.data


def test_the_trail_of_each_brand_has_its_own_partners_only(
    world: World, other_world: World, queues: TestQueues
) -> None:
    mine, theirs = old_partner(world), old_partner(other_world)

    reply = run(world)

    for brand, owner in ((world, mine), (other_world, theirs)):
        with standing(DUE):
            entry = trail(brand)[0]
        assert (entry["action"], entry["target"]) == ("billing.run", "billing/2026-01")
        assert entry["after"]["runId"] == reply.data["runId"]
        assert [one["id"] for one in entry["after"]["partners"]] == [owner.partner_id]


@pytest.fixture
def full_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: SqsQueues, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        return list(range(len(bodies)))

    monkeypatch.setattr(SqsQueues, "send", refuse)


def test_who_the_queue_did_not_take_is_left_to_the_schedule(world: World, full_queue: None) -> None:
    owner = old_partner(world)

    assert of(run(world, partnerId=owner.partner_id), owner)["status"] == "due"


def test_fields_that_are_not_asked_for_are_refused(world: World, queues: TestQueues) -> None:
    assert run(world, partnerId="5").paths == ["body.partnerId"]
    assert run(world, dryRun="yes").paths == ["body.dryRun"]
    assert run(world, force=True).paths == ["body.force"]
