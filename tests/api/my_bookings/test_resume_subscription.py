"""POST /v1/my-bookings/programmes/{id}/resume."""

from my_bookings import cancel_subscription, pause_subscription, resume_subscription
from stvos.ids import new_id
from tests.api.programmes.world import days_later, followed, new_coach, on, shown
from tests.world import World


def test_a_pause_with_a_date_can_be_ended_before_it(world: World) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
        member.call(pause_subscription, id=subscription["id"], body={"until": on(20)})
    with days_later(2):
        reply = member.call(resume_subscription, id=subscription["id"], body={})
    with days_later(21):
        later = shown(member)

    resumed = reply.data["subscription"]
    assert (resumed["status"], resumed["dayIndex"], resumed["endsOn"]) == ("active", 1, on(15))
    assert "resumesAt" not in resumed
    assert (later["status"], later["endsOn"], later["dayIndex"]) == ("completed", on(15), 14)


def test_what_is_not_paused_cannot_be_resumed(world: World) -> None:
    member, coach = world.member(), new_coach(world)
    with days_later(0):
        active, cancelled, resumed = (followed(member, coach.programme()) for _ in range(3))
        member.call(cancel_subscription, id=cancelled["id"], body={})
        member.call(pause_subscription, id=resumed["id"], body={"until": on(1)})
    with days_later(1):
        for one, status in ((active, "active"), (cancelled, "cancelled"), (resumed, "active")):
            reply = member.call(resume_subscription, id=one["id"], body={})
            assert (reply.status, reply.code) == (409, "INVALID_STATE")
            assert (reply.json["status"], reply.json["allowed"]) == (status, ["paused"])


def test_another_member_s_is_not_found(world: World) -> None:
    member = world.member()
    subscription = followed(member, new_coach(world).programme())
    member.call(pause_subscription, id=subscription["id"], body={})

    for number in (subscription["id"], new_id()):
        reply = world.member().call(resume_subscription, id=number, body={})
        assert (reply.status, reply.code) == (404, "NOT_FOUND")
    assert shown(member)["status"] == "paused"
