"""Due work of seats: who waits gets what is free, and cancelled classes are emptied."""

from collections import Counter
from datetime import timedelta

import pytest

from my_bookings import cancel_booked_session
from stvos.bookings.models import Party
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.group_classes import due_seats, waiting
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_repository import SeatRepository
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.trainers.bookings import at, book, booked, offering
from tests.api.trainers.crashes import dying_after
from tests.api.trainers.group_classes import (
    counts_of,
    created,
    free_of,
    join,
    joined,
    leave,
    seat_of,
)
from tests.api.trainers.world import new_trainer
from tests.world import Member, World
from trainer_portal import cancel_group_class

SOON = timedelta(minutes=2)


def stored(world: World, class_id: int) -> Counter[str]:
    """The seats of a class of one shard, by their states."""
    seats = SeatRepository(world.table, world.tenant).kept_in(class_id, 0)
    return Counter(seat.status.value for seat in seats)


def leave_unseen(world: World, member: Member, class_id: int) -> None:
    """As a member leaves who sees no one wait: who joins in the same moment may not be seen."""
    group_class = GroupClassRepository(world.table, world.tenant).require(class_id)
    repository = SeatRepository(world.table, world.tenant)
    seat, _ = repository.look(group_class, UserId(member.id))
    assert seat is not None
    after = seat.cancelled(Party.MEMBER, "", utc_now())
    repository.give_back(group_class, seat, after)


def test_a_free_seat_and_who_waits_find_each_other(world: World, queues: TestQueues) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, waits = joined(world, class_id, 2)
    leave_unseen(world, leaving, class_id)
    assert seat_of(waits, class_id) == "waitlisted"

    assert do_due(queues, utc_now() + SOON) == 1
    assert seat_of(waits, class_id) == "confirmed"
    assert free_of(world, class_id) == 0
    assert do_due(queues, utc_now() + 2 * SOON) == 0


def test_who_waits_gets_the_free_seat_by_joining_again(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, waits = joined(world, class_id, 2)
    leave_unseen(world, leaving, class_id)

    assert join(waits, class_id).data["seat"]["status"] == "confirmed"


def test_more_than_a_request_asks_are_asked_by_the_due_work(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request asks one here and a turn of the due work two; four are busy before the one who can
    come.
    """
    monkeypatch.setattr(waiting, "ASKED_BY_A_REQUEST", 1)
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, *busy, able = joined(world, class_id, 6)
    for member in busy:
        coach, service = offering(world)
        booked(member, coach, service, at(3, 9))
    leave(leaving, class_id)
    assert (free_of(world, class_id), seat_of(able, class_id)) == (1, "waitlisted")

    assert do_due(queues, utc_now() + SOON) == 1
    assert seat_of(able, class_id) == "confirmed"
    assert [seat_of(member, class_id) for member in busy] == ["waitlisted"] * 4


def test_all_are_asked_in_turns_however_many_are_busy(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "ASKED_BY_A_REQUEST", 1)
    monkeypatch.setattr(due_seats, "MOST", 2)
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, *busy, able = joined(world, class_id, 7)
    for member in busy:
        coach, service = offering(world)
        booked(member, coach, service, at(3, 9))
    leave(leaving, class_id)
    turns = [do_due(queues, utc_now() + n * SOON) for n in range(1, 5)]

    assert turns == [1, 1, 1, 0]
    assert seat_of(able, class_id) == "confirmed"


def test_one_who_is_busy_gets_the_free_seat_once_they_can_come(
    world: World, queues: TestQueues
) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=2)
    leaving, holding, busy = joined(world, class_id, 3)
    coach, service = offering(world)
    booking = booked(busy, coach, service, at(3, 9))
    leave(leaving, class_id)
    leave(holding, class_id)
    soon = utc_now() + SOON
    assert do_due(queues, soon) == 1
    assert (free_of(world, class_id), seat_of(busy, class_id)) == (2, "waitlisted")
    assert do_due(queues, soon + due_seats.ASKED_AGAIN_AFTER / 2) == 0

    busy.call(cancel_booked_session, id=booking, body={})
    assert do_due(queues, soon + due_seats.ASKED_AGAIN_AFTER) == 1
    assert (free_of(world, class_id), seat_of(busy, class_id)) == (1, "confirmed")
    assert do_due(queues, soon + 2 * due_seats.ASKED_AGAIN_AFTER) == 0


def test_no_one_is_asked_once_the_class_has_begun(world: World, queues: TestQueues) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, busy = joined(world, class_id, 2)
    coach, service = offering(world)
    booking = booked(busy, coach, service, at(3, 9))
    leave(leaving, class_id)
    busy.call(cancel_booked_session, id=booking, body={})
    do_due(queues, at(3, 9))

    assert seat_of(busy, class_id) == "waitlisted"


def test_a_cancelled_class_is_emptied_and_its_members_have_their_time_back(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=2)
    members = joined(world, class_id, 4)
    trainer.call(cancel_group_class, id=class_id)
    assert do_due(queues, utc_now() + SOON) == 1

    assert stored(world, class_id) == {"cancelled": 4}
    coach, service = offering(world)
    assert book(members[0], coach, service, at(3, 9)).status == 201
    assert do_due(queues, utc_now() + 2 * SOON) == 0


def test_a_large_class_is_emptied_in_turns(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_seats, "MOST", 2)
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=5)
    members = joined(world, class_id, 5)
    trainer.call(cancel_group_class, id=class_id)
    turns = [do_due(queues, utc_now() + n * SOON) for n in range(1, 5)]

    assert turns == [1, 1, 1, 0]
    assert stored(world, class_id) == {"cancelled": 5}
    mailed = Counter(m["to_user"] for m in world.mails() if m["template"] == "class_cancelled")
    assert mailed == Counter(member.id for member in members)


def test_emptying_that_died_goes_on(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=5)
    members = joined(world, class_id, 3)
    trainer.call(cancel_group_class, id=class_id)
    monkeypatch.setattr(due_seats, "_TOGETHER", 1)
    with dying_after(1, monkeypatch):
        do_due(queues, utc_now() + SOON)
    assert stored(world, class_id) == {"cancelled": 1, "confirmed": 2}

    do_due(queues, utc_now() + 4 * SOON)
    assert stored(world, class_id) == {"cancelled": 3}
    mailed = Counter(m["to_user"] for m in world.mails() if m["template"] == "class_cancelled")
    assert mailed == Counter(member.id for member in members)


def test_no_one_leaves_or_joins_a_class_that_is_being_emptied(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=1)
    member, waits = joined(world, class_id, 2)
    trainer.call(cancel_group_class, id=class_id)

    assert leave(member, class_id).code == "INVALID_STATE"
    assert leave(waits, class_id).code == "INVALID_STATE"
    [count] = counts_of(world, class_id)
    assert (count.free, count.waiting, count.closed) == (0, 1, True)
