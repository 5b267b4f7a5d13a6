"""POST /v1/my-bookings/sessions/{id}/join."""

from datetime import timedelta

import jwt

from local.stubs.servers import LIVEKIT_KEYS
from my_bookings import cancel_booked_session, join_booked_session, reschedule_booked_session
from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering, written
from tests.video import livekit
from tests.world import World
from trainer_portal import launch_booking

SOON = at(2, 10) - timedelta(minutes=5)


def test_a_member_enters_under_their_own_identity_once_it_is_launched(world: World) -> None:
    livekit()
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    with standing(SOON):
        before = member.call(join_booked_session, id=booking)
        trainer.call(launch_booking, id=booking)
        entered = member.call(join_booked_session, id=booking)

    assert (before.status, before.code) == (409, "NOT_OPEN_YET")
    assert entered.data["room"] == f"{world.client.id}-booking-{booking}"
    assert entered.data["expiresAt"] == written(at(2, 11, 15))
    claims = jwt.decode(
        entered.data["token"],
        LIVEKIT_KEYS.secret,
        algorithms=["HS256"],
        options={"verify_nbf": False, "verify_exp": False},
    )
    assert claims["sub"] == f"member-{member.id}"
    assert claims["video"]["roomJoin"] is True


def test_the_room_is_open_from_ten_minutes_before_until_fifteen_after(world: World) -> None:
    livekit()
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    with standing(SOON):
        trainer.call(launch_booking, id=booking)
    codes = []
    moments = (at(2, 9, 49), at(2, 9, 50), at(2, 11, 14), at(2, 11, 15))
    for moment in moments:
        with standing(moment):
            codes.append(member.call(join_booked_session, id=booking).json.get("code", "open"))
    assert codes == ["NOT_OPEN_YET", "open", "open", "ENDED"]


def test_a_moved_session_is_launched_again_and_a_cancelled_one_is_closed(world: World) -> None:
    livekit()
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    body, before = {"startsAt": written(at(2, 14))}, at(2, 13, 55)
    with standing(SOON):
        trainer.call(launch_booking, id=booking)
        assert member.call(reschedule_booked_session, id=booking, body=body).status == 200
    with standing(before):
        assert member.call(join_booked_session, id=booking).code == "NOT_OPEN_YET"
        assert trainer.call(launch_booking, id=booking).status == 200
        assert member.call(join_booked_session, id=booking).status == 200
        assert member.call(cancel_booked_session, id=booking, body={}).status == 200
        assert member.call(join_booked_session, id=booking).code == "INVALID_STATE"


def test_nobody_else_enters(world: World) -> None:
    livekit()
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    with standing(SOON):
        trainer.call(launch_booking, id=booking)
        assert world.member().call(join_booked_session, id=booking).status == 404
