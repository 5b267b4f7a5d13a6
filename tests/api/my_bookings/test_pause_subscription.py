"""POST /v1/my-bookings/programmes/{id}/pause."""

from typing import Any

import pytest

from my_bookings import cancel_subscription, pause_subscription, resume_subscription
from stvos.ids import new_id
from tests.api.programmes.world import (
    TODAY,
    days_later,
    followed,
    member_in,
    move,
    new_coach,
    on,
    shown,
)
from tests.world import World


def test_days_stop_until_the_member_resumes(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(3):
        reply = member.call(pause_subscription, id=subscription["id"], body={})
    with days_later(9):
        paused = shown(member)
        resumed = member.call(resume_subscription, id=subscription["id"], body={}).data
    with days_later(10):
        next_day = shown(member)

    assert reply.status == 200
    first = reply.data["subscription"]
    assert (first["status"], first["dayIndex"], first["endsOn"]) == ("paused", 4, on(13))
    assert first["pausedAt"] == "2027-03-04T12:00:00Z"
    assert "resumesAt" not in first
    assert (paused["status"], paused["dayIndex"], paused["endsOn"]) == ("paused", 4, on(19))
    again = resumed["subscription"]
    assert (again["status"], again["dayIndex"], again["endsOn"]) == ("active", 4, on(19))
    assert "pausedAt" not in again
    assert (next_day["dayIndex"], next_day["week"]) == (5, 1)


@pytest.mark.parametrize("until", [on(8), "2027-03-08T23:30:00Z"])
def test_with_a_date_it_goes_on_by_itself(world: World, until: str) -> None:
    member = member_in(world, "Europe/Berlin")  # There, half past eleven at night is the 9th.
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(3):
        reply = member.call(pause_subscription, id=subscription["id"], body={"until": until})
        paused = reply.data["subscription"]
    with days_later(7):
        before = shown(member)
    with days_later(8):
        resumed = shown(member)

    assert paused["resumesAt"] == "2027-03-08T23:00:00Z"  # Midnight in Berlin.
    assert (paused["status"], paused["endsOn"]) == ("paused", on(18))
    assert (before["status"], before["dayIndex"]) == ("paused", 4)
    assert (resumed["status"], resumed["dayIndex"], resumed["endsOn"]) == ("active", 4, on(18))
    assert {"pausedAt", "resumesAt"}.isdisjoint(resumed)


@pytest.mark.parametrize(
    "until", [on(0), on(-1), on(366), "2027-03-01T23:59:00Z", "2027-03-08T08:00:00", "soon", 8]
)
def test_an_end_that_has_come_or_is_no_date_is_refused(world: World, until: Any) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())

        reply = member.call(pause_subscription, id=subscription["id"], body={"until": until})

        assert (reply.status, reply.paths) == (400, ["body.until"])
        assert shown(member)["status"] == "active"


def test_pausing_and_resuming_within_a_day_changes_nothing(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(2):
        before = shown(member)
        for _ in range(3):
            member.call(pause_subscription, id=subscription["id"], body={})
            member.call(resume_subscription, id=subscription["id"], body={})
        assert shown(member) == before


def test_a_programme_can_be_paused_before_it_begins(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme(), TODAY.replace(day=5))
        member.call(pause_subscription, id=subscription["id"], body={"until": on(6)})
    with days_later(7):
        begun = shown(member)

    assert (begun["dayIndex"], begun["endsOn"]) == (2, on(19))


def test_what_does_not_run_cannot_be_paused(world: World) -> None:
    member, coach = world.member(), new_coach(world)
    with days_later(0):
        paused, cancelled, completed = (followed(member, coach.programme()) for _ in range(3))
        member.call(pause_subscription, id=paused["id"], body={})
        member.call(cancel_subscription, id=cancelled["id"], body={})
    with days_later(14):
        for one, status in (
            (paused, "paused"),
            (cancelled, "cancelled"),
            (completed, "completed"),
        ):
            reply = member.call(pause_subscription, id=one["id"], body={})
            assert (reply.status, reply.code) == (409, "INVALID_STATE")
            assert (reply.json["status"], reply.json["allowed"]) == (status, ["active"])


def test_a_member_who_travels_goes_on_by_the_days_of_the_new_zone(world: World) -> None:
    member = member_in(world, "Pacific/Auckland")
    with days_later(0):  # There it is already tomorrow.
        subscription = followed(member, new_coach(world).programme())
        paused = member.call(pause_subscription, id=subscription["id"], body={"until": on(5)})
        move(member, "America/Los_Angeles")
        there = shown(member)

    assert paused.data["subscription"]["resumesAt"] == "2027-03-05T11:00:00Z"
    assert there["resumesAt"] == "2027-03-06T08:00:00Z"
    with days_later(4):
        assert shown(member)["status"] == "paused"
    with days_later(5):
        assert (shown(member)["status"], shown(member)["dayIndex"]) == ("active", 1)


def test_a_day_of_23_and_one_of_25_hours_are_a_day_each(world: World) -> None:
    member = member_in(world, "Europe/London")
    with days_later(26):  # 27 March; the clocks change on the 28th.
        subscription = followed(member, new_coach(world).programme())
    with days_later(27):
        member.call(pause_subscription, id=subscription["id"], body={"until": on(29)})
    with days_later(29):
        resumed = shown(member)

    assert (resumed["status"], resumed["dayIndex"], resumed["endsOn"]) == ("active", 2, on(41))


def test_another_member_s_is_not_found(world: World) -> None:
    subscription = followed(world.member(), new_coach(world).programme())

    for number in (subscription["id"], new_id()):
        reply = world.member().call(pause_subscription, id=number, body={})
        assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_a_request_that_is_sent_again_is_answered_alike(world: World) -> None:
    member = world.member()
    subscription = followed(member, new_coach(world).programme())

    replies = [
        member.call(
            pause_subscription,
            id=subscription["id"],
            body={},
            headers={"Idempotency-Key": "pause"},
        )
        for _ in range(2)
    ]

    assert [reply.data["subscription"]["status"] for reply in replies] == ["paused", "paused"]
