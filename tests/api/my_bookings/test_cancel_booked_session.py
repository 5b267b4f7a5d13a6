"""POST /v1/my-bookings/sessions/{id}/cancel."""

from my_bookings import cancel_booked_session
from stvos.clock import standing
from tests.api.trainers.bookings import at, book, booked, offering, open_starts
from tests.world import World


def test_the_time_is_free_again_for_both(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    reply = member.call(cancel_booked_session, id=booking, body={"reason": "Ill"})

    cancelled = reply.data["booking"]
    assert (cancelled["status"], cancelled["cancelledBy"]) == ("cancelled", "member")
    assert (cancelled["reason"], cancelled["version"]) == ("Ill", 2)
    assert "10:00" in open_starts(member, trainer, 2)
    assert book(member, trainer, service, at(2, 10)).status == 201


def test_a_full_day_has_room_again(world: World) -> None:
    trainer, service = offering(world, maxPerDay=1)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    member.call(cancel_booked_session, id=booking, body={})
    assert book(world.member(), trainer, service, at(2, 14)).status == 201


def test_both_are_mailed_once(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    statuses = [member.call(cancel_booked_session, id=booking, body={}).status for _ in range(2)]

    assert statuses == [200, 409]
    mails = [m for m in world.mails() if m["template"] == "booking_cancelled"]
    assert sorted(mail["to_user"] for mail in mails) == sorted([member.id, trainer.id])


def test_a_session_that_began_is_not_cancelled(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    with standing(at(2, 10)):
        reply = member.call(cancel_booked_session, id=booking, body={})
    assert (reply.status, reply.code) == (409, "INVALID_STATE")
    assert reply.json["allowed"] == ["pending", "confirmed"]
    assert reply.json["status"] == "confirmed"


def test_another_member_s_booking_is_unknown(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    assert world.member().call(cancel_booked_session, id=booking, body={}).status == 404
