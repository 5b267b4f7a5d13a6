"""POST /v1/programmes/{id}/subscribe."""

from typing import Any

import pytest

from my_bookings import cancel_subscription, list_subscriptions
from programmes import subscribe
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import update
from stvos.ids import new_id
from tests.api.programmes.world import (
    PROGRAMME,
    days_later,
    followed,
    member_in,
    new_coach,
    on,
    shown,
)
from tests.world import World
from trainer_portal import delete_programme


def test_a_programme_begins_today_in_the_member_s_own_zone(world: World) -> None:
    programme = new_coach(world).programme()
    member = member_in(world, "Pacific/Kiritimati")  # Where it is tomorrow from ten o'clock on.

    with days_later(0):
        reply = member.call(subscribe, id=programme, body={})

    assert reply.status == 201
    subscription = reply.data["subscription"]
    assert subscription == {
        "id": subscription["id"],
        "programmeId": programme,
        "status": "active",
        "startDate": on(1),
        "dayIndex": 1,
        "week": 1,
        "endsOn": on(14),
        "programme": {"id": programme, "name": PROGRAMME["name"], "weeks": 2},
    }
    stored = world.table.find(world.keys.subscription(UserId(member.id), subscription["id"]))
    assert stored is not None
    assert (stored["price"], stored["currency"]) == ("49.5", "GBP")


def test_a_programme_may_begin_on_a_later_day(world: World) -> None:
    programme, member = new_coach(world).programme(), world.member()

    with days_later(0):
        subscription = member.call(subscribe, id=programme, body={"startDate": on(5)}).data
    with days_later(4):
        before = shown(member)
    with days_later(5):
        begun = shown(member)

    assert subscription["subscription"]["dayIndex"] == 0
    assert (before["dayIndex"], before["week"], before["endsOn"]) == (0, 0, on(18))
    assert (begun["dayIndex"], begun["week"], begun["endsOn"]) == (1, 1, on(18))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"startDate": on(-1)}, "body.startDate"),
        ({"startDate": on(366)}, "body.startDate"),
        ({"startDate": "2027-02-31"}, "body.startDate"),
        ({"startDate": "tomorrow"}, "body.startDate"),
        ({"start": on(1)}, "body.start"),
    ],
)
def test_a_date_that_is_no_start_is_refused(world: World, body: Any, path: str) -> None:
    programme, member = new_coach(world).programme(), world.member()

    with days_later(0):
        reply = member.call(subscribe, id=programme, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert member.call(list_subscriptions).data["programmes"] == []


def test_the_first_and_the_last_start_that_are_possible(world: World) -> None:
    coach, member = new_coach(world), world.member()

    with days_later(0):
        starts = [followed(member, coach.programme(), start) for start in (None, None)]
        reply = member.call(subscribe, id=coach.programme(), body={"startDate": on(365)})

    assert [one["startDate"] for one in starts] == [on(0), on(0)]
    assert reply.data["subscription"]["startDate"] == on(365)


def test_a_programme_is_followed_once_at_a_time(world: World) -> None:
    programme, member = new_coach(world).programme(), world.member()
    first = followed(member, programme)

    again = member.call(subscribe, id=programme, body={})

    assert (again.status, again.code) == (409, "CONFLICT")
    assert [one["id"] for one in member.call(list_subscriptions).data["items"]] == [first["id"]]


def test_a_programme_can_be_followed_again_when_it_was_cancelled(world: World) -> None:
    programme, member = new_coach(world).programme(), world.member()
    first = followed(member, programme)
    member.call(cancel_subscription, id=first["id"], body={})

    second = followed(member, programme)

    listed = member.call(list_subscriptions).data["programmes"]
    assert [(one["id"], one["status"]) for one in listed] == [
        (second["id"], "active"),
        (first["id"], "cancelled"),
    ]


def test_a_programme_can_be_followed_again_from_the_day_after_its_last(world: World) -> None:
    programme, member = new_coach(world).programme(), world.member()
    with days_later(0):
        first = followed(member, programme)
    with days_later(13):
        assert member.call(subscribe, id=programme, body={}).status == 409

    with days_later(14):  # Due work has not come yet.
        second = followed(member, programme)
        listed = member.call(list_subscriptions).data["programmes"]

    assert [(one["id"], one["status"]) for one in listed] == [
        (second["id"], "active"),
        (first["id"], "completed"),
    ]


def test_others_follow_the_same_programme(world: World) -> None:
    programme = new_coach(world).programme()

    assert [followed(world.member(), programme)["status"] for _ in range(3)] == ["active"] * 3


def test_what_is_not_offered_is_not_found(world: World, other_world: World) -> None:
    coach, member = new_coach(world), world.member()
    deleted, of_inactive = coach.programme(), coach.programme()
    coach.call(delete_programme, id=deleted)
    key = world.keys.content_trainer(coach.trainer_id)
    foreign = new_coach(other_world).programme()
    world.table.write(update(key, sets={"active": False}))

    for programme in (deleted, of_inactive, foreign, new_id()):
        reply = member.call(subscribe, id=programme, body={})
        assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_a_request_that_is_sent_again_begins_it_once(world: World) -> None:
    programme, member = new_coach(world).programme(), world.member()

    replies = [
        member.call(subscribe, id=programme, body={}, headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]

    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].data == replies[1].data
