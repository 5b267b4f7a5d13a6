"""POST /v1/trainer/bookings/{id}/confirm."""

from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering
from tests.world import World
from trainer_portal import confirm_booking


def test_a_request_is_confirmed_and_both_are_mailed(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, at(3, 10))
    confirmed = trainer.call(confirm_booking, id=booking).data["booking"]

    assert (confirmed["status"], confirmed["version"]) == ("confirmed", 2)
    assert "answerBy" not in confirmed
    mails = [m for m in world.mails() if m["template"] == "booking_confirmed"]
    assert {mail["to_user"] for mail in mails} == {member.id, trainer.id}


def test_what_is_confirmed_is_not_confirmed_again(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(3, 10))
    reply = trainer.call(confirm_booking, id=booking)
    assert (reply.status, reply.code) == (409, "INVALID_STATE")
    assert reply.json["allowed"] == ["pending"]


def test_it_is_too_late_once_the_session_would_have_begun(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    booking = booked(world.member(), trainer, service, at(3, 10))
    with standing(at(3, 10)):
        assert trainer.call(confirm_booking, id=booking).status == 409


def test_another_trainer_s_booking_is_unknown(world: World) -> None:
    (trainer, service), (other, _) = offering(world, autoConfirm=False), offering(world)
    booking = booked(world.member(), trainer, service, at(3, 10))
    assert other.call(confirm_booking, id=booking).status == 404
