"""Due work of classes that are over: who attended is decided by their room."""

from datetime import timedelta

import pytest

from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.errors import Conflict
from stvos.group_classes import closing
from stvos.ids import new_token
from stvos.rooms.models import Connection, Meeting, RoomKind
from stvos.rooms.records import room_of
from stvos.rooms.repository import RoomRepository
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.partners.world import employee_of, new_partner
from tests.api.trainer_portal.test_record_attendance import marks
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, join, joined
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import cancel_group_class, list_participants, record_attendance

START = at(3, 9)
HOUR = timedelta(hours=1)
CLOSES = START + HOUR + timedelta(minutes=15)


def see(world: World, class_id: int, identity: str, came: int, went: int | None) -> None:
    """Note, as LiveKit's events do, who was in a class's room, in minutes from the start."""
    rooms = RoomRepository(world.table, world.tenant)
    meeting = Meeting(RoomKind.GROUP_CLASS, class_id, "Flow", START, START + HOUR)
    room = room_of(meeting, launched_at=START, now=START)
    left = None if went is None else START + timedelta(minutes=went)
    seen = Connection(identity, new_token(8), START + timedelta(minutes=came), left)
    rooms.note_connection(new_token(8), START + 24 * HOUR, Conflict(), room, seen)


def test_who_was_in_the_room_for_five_minutes_attended(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    long, short, twice, stayed, missed = joined(world, class_id, 5)
    for member, came, went in (
        (long, -5, 60),
        (short, 10, 14),
        (twice, 0, 3),
        (twice, 50, 53),
        (stayed, 58, None),
    ):
        see(world, class_id, f"member-{member.id}", came, went)
    do_due(queues, CLOSES - timedelta(seconds=1))
    assert set(marks(trainer, class_id).values()) == {None}
    do_due(queues, CLOSES)

    assert marks(trainer, class_id) == {
        long.id: True,
        short.id: False,
        twice.id: True,
        stayed.id: True,
        missed.id: False,
    }
    shown = trainer.call(list_participants, id=class_id).data["participants"]
    minutes = {each["userId"]: each["minutes"] for each in shown}
    assert [minutes[one.id] for one in (long, short, twice, stayed, missed)] == [60, 4, 6, 17, 0]
    assert do_due(queues, CLOSES + HOUR) == 0


def test_of_a_class_whose_room_no_one_saw_all_attended(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    one, two = joined(world, class_id, 2)
    do_due(queues, CLOSES)
    assert marks(trainer, class_id) == {one.id: True, two.id: True}


def test_what_the_trainer_said_stands(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    there, missed = joined(world, class_id, 2)
    see(world, class_id, f"member-{missed.id}", 0, 60)
    with standing(START):
        trainer.call(record_attendance, id=class_id, body={"attended": [there.id]})
    do_due(queues, CLOSES)
    assert marks(trainer, class_id) == {there.id: True, missed.id: False}


def test_more_than_a_turn_takes_are_decided_in_the_next(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "MOST", 2)
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    joined(world, class_id, 5)
    for turn in range(3):
        assert list(marks(trainer, class_id).values()).count(None) == 5 - 2 * turn
        do_due(queues, CLOSES + turn * HOUR)
    assert set(marks(trainer, class_id).values()) == {True}
    assert do_due(queues, CLOSES + 9 * HOUR) == 0


def test_attending_is_activity_of_the_members_partner(world: World, queues: TestQueues) -> None:
    partner = new_partner(world)
    there, missed = employee_of(partner), employee_of(partner)
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    for member in (there, missed):
        join(member, class_id)
    see(world, class_id, f"member-{there.id}", 0, 60)
    do_due(queues, CLOSES)

    found = [
        world.table.find(world.keys.attended(UserId(member.id), class_id)) is not None
        for member in (there, missed)
    ]
    assert found == [True, False]


def test_a_cancelled_class_is_not_closed(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    joined(world, class_id, 1)
    trainer.call(cancel_group_class, id=class_id)
    do_due(queues, CLOSES)
    assert do_due(queues, CLOSES + HOUR) == 0
