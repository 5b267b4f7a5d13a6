"""Many join, leave and wait in the same moment: no seat is taken twice, and none is lost."""

import random
from collections import Counter
from functools import partial
from typing import Any

from stvos.clock import utc_now
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import Keys, UserId
from stvos.dynamodb.table import update
from stvos.group_classes.due_seats import do_due
from stvos.group_classes.models import GroupClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository
from stvos.group_classes.waiter_repository import WaiterRepository
from tests.api.trainers.bookings import at, book, offering
from tests.api.trainers.group_classes import created, join, leave
from tests.api.trainers.world import new_trainer
from tests.races.conftest import all_at_once
from tests.world import Member, Reply, World
from trainer_portal import cancel_group_class


def class_of(world: World, class_id: int) -> GroupClass:
    return GroupClassRepository(world.table, world.tenant).require(class_id)


def seats_of(world: World, class_id: int) -> list[Seat]:
    """Every seat of a class, in whatever state."""
    repository = SeatRepository(world.table, world.tenant)
    shards = range(class_of(world, class_id).shards)
    return [seat for shard in shards for seat in repository.kept_in(class_id, shard)]


def settle(world: World, class_id: int) -> None:
    """Have the due work of a class's counts done."""
    for shard in range(class_of(world, class_id).shards):
        do_due(world.table, Keys(world.tenant).seat_count(class_id, shard), utc_now())


def expect_exact_counts(world: World, class_id: int, members: list[Member]) -> Counter[str]:
    """The counts are those of the seats, no more are held than there are, those who wait stand in
    the waitlist, and whoever holds a seat has given their time for it, no one else.
    """
    repository = SeatRepository(world.table, world.tenant)
    waiters = WaiterRepository(world.table, world.tenant)
    group_class, seats = class_of(world, class_id), seats_of(world, class_id)
    counts = repository.counts(group_class)
    held = [seat for seat in seats if seat.status is SeatStatus.CONFIRMED]
    waiting = [seat for seat in seats if seat.status is SeatStatus.WAITLISTED]
    for shard, count in enumerate(counts):
        assert count.free == count.capacity - sum(seat.shard == shard for seat in held) >= 0
        assert count.waiting == sum(seat.home == shard for seat in waiting)
    listed = [waiter.user for waiter in waiters.in_order(group_class, counts)]
    assert sorted(listed) == sorted(seat.user_id for seat in waiting)
    for member in members:
        diary = Diary.of_member(world.table, world.tenant, UserId(member.id))
        cells = diary.taken(group_class.starts_at, group_class.ends_at).cells
        is_held = any(seat.user_id == member.id for seat in held)
        assert sum(each.bit_count() for each in cells.values()) == (12 if is_held else 0)
    return Counter(seat.status.value for seat in seats)


def outcomes(replies: list[Reply]) -> Counter[str]:
    return Counter(_outcome(reply) for reply in replies)


def _outcome(reply: Reply) -> str:
    return str(reply.json.get("code") or reply.data["seat"]["status"])


def test_of_sixty_who_join_as_many_get_seats_as_there_are(race_world: World) -> None:
    class_id = created(new_trainer(race_world), at(3, 9), capacity=7)
    members = [race_world.member() for _ in range(60)]
    replies = all_at_once([partial(join, member, class_id) for member in members])

    assert outcomes(replies) == {"confirmed": 7, "waitlisted": 53}
    assert expect_exact_counts(race_world, class_id, members) == outcomes(replies)


def test_without_a_waitlist_the_rest_is_refused(race_world: World) -> None:
    class_id = created(new_trainer(race_world), at(3, 9), capacity=7, waitlist=False)
    members = [race_world.member() for _ in range(40)]
    replies = all_at_once([partial(join, member, class_id) for member in members])

    assert outcomes(replies) == {"confirmed": 7, "CLASS_FULL": 33}
    expect_exact_counts(race_world, class_id, members)


def test_the_last_seats_of_a_class_in_shards_are_all_taken(race_world: World) -> None:
    """Three of four shards are nearly full, and twenty join: the nine that are left are taken."""
    class_id = created(new_trainer(race_world), at(3, 9), capacity=301)
    for shard, free in enumerate((1, 0, 2, 6)):
        key = Keys(race_world.tenant).seat_count(class_id, shard)
        race_world.table.write(update(key, sets={"capacity": free, "free": free}))
    members = [race_world.member() for _ in range(20)]
    replies = all_at_once([partial(join, member, class_id) for member in members])

    assert outcomes(replies) == {"confirmed": 9, "waitlisted": 11}
    expect_exact_counts(race_world, class_id, members)


def test_one_member_s_parallel_joins_take_one_seat(race_world: World) -> None:
    class_id = created(new_trainer(race_world), at(3, 9), capacity=7)
    member = race_world.member()
    replies = all_at_once([partial(join, member, class_id) for _ in range(10)])

    assert outcomes(replies) == {"confirmed": 10}
    assert expect_exact_counts(race_world, class_id, [member]) == {"confirmed": 1}


def test_a_class_and_a_session_at_the_same_time_leave_one(race_world: World) -> None:
    class_id = created(new_trainer(race_world), at(3, 9))
    coach, service = offering(race_world)
    member = race_world.member()
    joined, booking = all_at_once(
        [partial(join, member, class_id), partial(book, member, coach, service, at(3, 9))]
    )

    assert sorted([joined.status < 300, booking.status < 300]) == [False, True]


def test_seeded_rounds_of_joining_and_leaving(race_world: World) -> None:
    """After each round the counts are exact, and once the due work is done no seat is free while a
    member waits. Nobody's seat is touched but by themselves, or by a promotion.
    """
    class_id = created(new_trainer(race_world), at(3, 9), capacity=4)
    members = [race_world.member() for _ in range(10)]
    for seed in range(40):
        rng = random.Random(seed)
        before = {seat.user_id: seat.status for seat in seats_of(race_world, class_id)}
        acting = rng.sample(members, 6)
        requests: list[Any] = [
            partial(rng.choice((join, leave)), member, class_id) for member in acting
        ]
        replies = all_at_once(requests)
        assert {r.status for r in replies} <= {200, 404, 409}, [r.text for r in replies]
        settle(race_world, class_id)
        found = expect_exact_counts(race_world, class_id, members)
        assert found["confirmed"] == 4 or found["waitlisted"] == 0, seed
        for seat in seats_of(race_world, class_id):
            untouched = before.get(seat.user_id)
            if untouched is None or seat.user_id in {member.id for member in acting}:
                continue
            promoted = (SeatStatus.WAITLISTED, SeatStatus.CONFIRMED)
            assert seat.status is untouched or (untouched, seat.status) == promoted, seed


def test_cancelling_while_members_join_and_leave_leaves_no_one_in_the_class(
    race_world: World,
) -> None:
    trainer = new_trainer(race_world)
    class_id = created(trainer, at(3, 9), capacity=4)
    members = [race_world.member() for _ in range(16)]
    for member in members[:8]:
        join(member, class_id)
    requests: list[Any] = [
        *(partial(leave, member, class_id) for member in members[:3]),
        partial(trainer.call, cancel_group_class, id=class_id),
        *(partial(join, member, class_id) for member in members[8:]),
    ]
    replies = all_at_once(requests)
    assert {r.status for r in replies} <= {200, 409}, [r.text for r in replies]
    settle(race_world, class_id)

    assert {seat.status for seat in seats_of(race_world, class_id)} == {SeatStatus.CANCELLED}
    group_class = class_of(race_world, class_id)
    for member in members:
        diary = Diary.of_member(race_world.table, race_world.tenant, UserId(member.id))
        taken = diary.taken(group_class.starts_at, group_class.ends_at)
        assert not any(taken.cells.values())
