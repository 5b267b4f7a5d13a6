"""GET /v1/trainer/bookings/{id}."""

from tests.api.trainers.bookings import at, book, offering
from tests.world import World
from trainer_portal import get_trainer_booking


def test_a_trainer_sees_their_bookings_and_no_others(world: World) -> None:
    (trainer, service), (other, _) = offering(world), offering(world)
    booking = book(world.member(), trainer, service, at(2, 10)).data["booking"]
    assert trainer.call(get_trainer_booking, id=booking["id"]).data == {"booking": booking}
    assert other.call(get_trainer_booking, id=booking["id"]).status == 404
