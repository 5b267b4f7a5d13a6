"""POST /v1/trainer/bookings/{id}/decline."""

from tests.api.trainers.bookings import at, booked, offering, open_starts
from tests.world import World
from trainer_portal import decline_booking


def test_a_request_is_refused_and_its_time_is_free(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, at(3, 10))
    declined = trainer.call(decline_booking, id=booking, body={"reason": "Full"}).data["booking"]

    assert (declined["status"], declined["cancelledBy"]) == ("cancelled", "trainer")
    assert (declined["reason"], declined["refundPercent"]) == ("Full", 100)
    assert "10:00" in open_starts(member, trainer, 3)
    mails = [m for m in world.mails() if m["template"] == "booking_declined"]
    assert {mail["to_user"] for mail in mails} == {member.id, trainer.id}


def test_a_confirmed_one_is_not_declined(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(3, 10))
    assert trainer.call(decline_booking, id=booking, body={}).status == 409
