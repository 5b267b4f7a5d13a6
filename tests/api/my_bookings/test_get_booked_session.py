"""GET /v1/my-bookings/sessions/{id}."""

from my_bookings import get_booked_session
from tests.api.trainers.bookings import at, book, offering
from tests.world import World


def test_a_member_sees_their_booking_and_nobody_else_does(world: World, other_world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = book(member, trainer, service, at(2, 10)).data["booking"]

    assert member.call(get_booked_session, id=booking["id"]).data == {"booking": booking}
    for stranger in (world.member(), other_world.member(), trainer.member):
        assert stranger.call(get_booked_session, id=booking["id"]).status == 404
