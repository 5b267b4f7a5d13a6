"""Group classes of the tests."""

from datetime import datetime
from typing import Any

from my_bookings import list_class_seats
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import SeatCount
from stvos.group_classes.seat_repository import SeatRepository
from tests.api.trainers.bookings import written
from tests.api.trainers.world import TrainerAccount
from tests.world import Member, Reply, World
from trainer_portal import create_group_class
from trainers import join_group_class, leave_group_class


def class_body(start: datetime, **fields: Any) -> dict[str, Any]:
    """A class of an hour with ten seats, unless `fields` say otherwise."""
    body = {
        "name": "Morning Flow",
        "startsAt": written(start),
        "duration": 60,
        "capacity": 10,
        "price": 12.5,
        "currency": "GBP",
    }
    return body | fields


def create(trainer: TrainerAccount, start: datetime, **fields: Any) -> Reply:
    """Make a class as `class_body` has it."""
    return trainer.call(create_group_class, body=class_body(start, **fields))


def created(trainer: TrainerAccount, start: datetime, **fields: Any) -> int:
    """The id of a class that was made."""
    reply = create(trainer, start, **fields)
    assert reply.status == 201, reply.text
    return int(reply.data["groupClass"]["id"])


def join(member: Member, class_id: int) -> Reply:
    return member.call(join_group_class, id=class_id, body={})


def leave(member: Member, class_id: int) -> Reply:
    return member.call(leave_group_class, id=class_id, body={})


def joined(world: World, class_id: int, members: int) -> list[Member]:
    """So many new members, each with a seat or a place in the waitlist."""
    joining = [world.member() for _ in range(members)]
    for member in joining:
        assert join(member, class_id).status == 200
    return joining


def counts_of(world: World, class_id: int) -> list[SeatCount]:
    """The counts of a class's shards."""
    group_class = GroupClassRepository(world.table, world.tenant).require(class_id)
    return SeatRepository(world.table, world.tenant).counts(group_class)


def free_of(world: World, class_id: int) -> int:
    return sum(count.free for count in counts_of(world, class_id))


def seat_of(member: Member, class_id: int) -> str | None:
    """What a member has in a class, by their own list; None without ever a seat."""
    classes = member.call(list_class_seats).data["classes"]
    return next((each["seat"]["status"] for each in classes if each["id"] == class_id), None)
