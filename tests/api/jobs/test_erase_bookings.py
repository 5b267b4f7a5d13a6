"""What becomes of a member's bookings when they leave."""

from datetime import timedelta

from jobs import erase_member
from members import delete_me
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import UserId
from tests.api.members.workers import records, work_off
from tests.api.trainers.bookings import at, book, booked, offering, open_starts
from tests.world import World
from trainer_portal import complete_booking, get_trainer_booking

LATER = timedelta(minutes=10)


def erase(world: World, moment: timedelta = LATER) -> None:
    with standing(utc_now() + moment):
        assert work_off(erase_member, records(world, "erase")) == []


def test_sessions_to_come_are_cancelled_and_their_time_is_free(world: World) -> None:
    trainer, service = offering(world)
    member, other = world.member(), world.member()
    booking = booked(member, trainer, service, at(2, 10))
    kept = booked(other, trainer, service, at(2, 12))
    assert member.call(delete_me, body={}).status == 200
    erase(world)
    erase(world)

    assert "10:00" in open_starts(other, trainer, 2)
    statuses = [
        trainer.call(get_trainer_booking, id=number).data["booking"]["status"]
        for number in (booking, kept)
    ]
    assert statuses == ["cancelled", "confirmed"]


def test_what_the_member_wrote_is_removed_and_nothing_is_written_of_them_again(
    world: World,
) -> None:
    trainer, service = offering(world)
    member = world.member()
    made = book(member, trainer, service, at(2, 10), notes="Bad knee").data["booking"]
    after = at(2, 12)
    with standing(after):
        member.call(delete_me, body={})
        with standing(after + LATER):
            assert work_off(erase_member, records(world, "erase")) == []
        closed = trainer.call(complete_booking, id=made["id"]).data["booking"]

    assert (closed["status"], closed["notes"]) == ("completed", "")
    span = world.keys.everything_of(UserId(member.id))
    assert list(world.table.all(span)) == []
