"""POST /v1/my-bookings/programmes/{id}/cancel."""

from my_bookings import cancel_subscription, pause_subscription
from stvos.dynamodb.keys import UserId
from stvos.ids import new_id
from tests.api.programmes.world import days_later, followed, new_coach, on, shown
from tests.world import World


def test_a_cancelled_programme_ends_that_day_and_stays_in_the_list(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(8):
        body = {"reason": "I broke a leg."}
        reply = member.call(cancel_subscription, id=subscription["id"], body=body)
    with days_later(30):
        later = shown(member)

    cancelled = reply.data["subscription"]
    assert (cancelled["status"], cancelled["dayIndex"]) == ("cancelled", 9)
    assert (cancelled["week"], cancelled["endsOn"]) == (2, on(8))
    assert later == cancelled
    key = world.keys.subscription(UserId(member.id), subscription["id"])
    stored = world.table.find(key)
    assert stored is not None
    assert stored["reason"] == "I broke a leg."
    assert "gsi1pk" not in stored


def test_a_paused_programme_can_be_cancelled(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(2):
        member.call(pause_subscription, id=subscription["id"], body={"until": on(9)})
    with days_later(5):
        reply = member.call(cancel_subscription, id=subscription["id"], body={})
        cancelled = reply.data["subscription"]

    assert (cancelled["status"], cancelled["dayIndex"]) == ("cancelled", 3)
    assert cancelled["endsOn"] == on(5)
    assert {"pausedAt", "resumesAt"}.isdisjoint(cancelled)


def test_what_has_ended_cannot_be_cancelled(world: World) -> None:
    member, coach = world.member(), new_coach(world)
    with days_later(0):
        cancelled, completed = (followed(member, coach.programme()) for _ in range(2))
        member.call(cancel_subscription, id=cancelled["id"], body={})
    with days_later(14):
        for one, status in ((cancelled, "cancelled"), (completed, "completed")):
            reply = member.call(cancel_subscription, id=one["id"], body={})
            assert (reply.status, reply.code) == (409, "INVALID_STATE")
            allowed = ["active", "paused"]
            assert (reply.json["status"], reply.json["allowed"]) == (status, allowed)


def test_a_reason_that_is_too_long_is_refused(world: World) -> None:
    member = world.member()
    subscription = followed(member, new_coach(world).programme())

    body = {"reason": "x" * 501}
    reply = member.call(cancel_subscription, id=subscription["id"], body=body)

    assert (reply.status, reply.paths) == (400, ["body.reason"])
    assert shown(member)["status"] == "active"


def test_another_member_s_is_not_found(world: World) -> None:
    subscription = followed(world.member(), new_coach(world).programme())

    for number in (subscription["id"], new_id()):
        reply = world.member().call(cancel_subscription, id=number, body={})
        assert (reply.status, reply.code) == (404, "NOT_FOUND")
