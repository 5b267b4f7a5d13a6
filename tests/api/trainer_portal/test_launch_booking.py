"""POST /v1/trainer/bookings/{id}/launch."""

from datetime import timedelta

from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering, written
from tests.video import livekit
from tests.world import World
from trainer_portal import launch_booking


def test_the_room_is_made_once_however_often_it_is_launched(world: World) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    name = f"{world.client.id}-booking-{booking}"
    running = livekit()
    with standing(at(2, 10) - timedelta(minutes=5)):
        replies = [trainer.call(launch_booking, id=booking) for _ in range(3)]

    assert [reply.status for reply in replies] == [200] * 3
    assert {reply.data["room"]["name"] for reply in replies} == {name}
    assert replies[0].data["expiresAt"] == written(at(2, 11, 15))
    assert replies[0].data["meetingLink"].startswith("https://")
    assert name in running.rooms.rooms


def test_a_request_that_is_not_confirmed_has_no_room(world: World) -> None:
    livekit()
    trainer, service = offering(world, autoConfirm=False)
    booking = booked(world.member(), trainer, service, at(2, 10))
    reply = trainer.call(launch_booking, id=booking)
    assert (reply.status, reply.code) == (409, "INVALID_STATE")


def test_another_trainer_s_booking_is_unknown(world: World) -> None:
    livekit()
    (trainer, service), (other, _) = offering(world), offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    assert other.call(launch_booking, id=booking).status == 404


def test_an_hour_after_the_end_it_is_over(world: World) -> None:
    livekit()
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, at(2, 10))
    with standing(at(2, 12)):
        assert trainer.call(launch_booking, id=booking).code == "ENDED"
