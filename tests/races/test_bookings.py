"""Many bookings, moves and answers at the same moment: nobody is ever booked twice."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from my_bookings import cancel_booked_session, reschedule_booked_session
from stvos.accounts.coaching import TrainerClient, TrainerClients
from stvos.bookings import tallies
from stvos.bookings.models import Booking, BookingStatus
from stvos.diaries.models import CELL, DiaryEntry
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import UserId
from tests.api.trainers.bookings import at, book, booked, offering, written
from tests.api.trainers.world import TrainerAccount
from tests.races.conftest import all_at_once
from tests.world import Member, Reply, World
from trainer_portal import cancel_booking, confirm_booking

ROUNDS = 200


def outcomes(replies: list[Reply]) -> Counter[str]:
    return Counter(r.json.get("code", "done") for r in replies)


def bookings_of(world: World) -> list[Booking]:
    """Every booking of a brand, found in the whole table."""
    items = world.table._dynamodb.scan(
        TableName=world.table.name,
        FilterExpression="#type = :booking AND client_id = :client",
        ExpressionAttributeNames={"#type": "type"},
        ExpressionAttributeValues={
            ":booking": {"S": "booking"},
            ":client": {"N": str(world.client.id)},
        },
        ConsistentRead=True,
    )["Items"]
    from stvos.dynamodb.marshal import item_from_wire

    return [Booking.of_item(item_from_wire(item)) for item in items]


def expect_no_overlap(world: World, trainer: TrainerAccount, members: list[Member]) -> None:
    """No two live bookings overlap for anyone, the diaries hold exactly these, and the numbers that
    are kept of them are theirs.
    """
    found = bookings_of(world)
    live = [b for b in found if b.status.holds_time]
    waiting = sum(b.status is BookingStatus.PENDING for b in found)
    assert tallies.pending(world.table, world.tenant, trainer.trainer_id) == waiting
    clients = TrainerClients(world.table, world.tenant, trainer.trainer_id)
    for client in map(TrainerClient.of_item, clients.page(100, None).items):
        assert client.bookings == sum(b.user_id == client.user_id for b in found)
    _expect_apart([b.trainer_entry for b in live])
    diary = Diary.of_trainer(world.table, world.tenant, trainer.trainer_id)
    assert _cells(diary) == sum(map(_length, (b.trainer_entry for b in live)))
    for member in members:
        own = [b.member_entry for b in live if b.user_id == member.id]
        _expect_apart(own)
        mine = Diary.of_member(world.table, world.tenant, UserId(member.id))
        assert _cells(mine) == sum(map(_length, own))


def _expect_apart(entries: list[DiaryEntry]) -> None:
    for before, after in pairwise(sorted(entries, key=lambda e: e.start)):
        assert before.end <= after.start


def _length(entry: DiaryEntry) -> int:
    return (entry.end - entry.start) // CELL


def _cells(diary: Diary) -> int:
    taken = diary.taken(at(0, 0), at(9, 0))
    return sum(cells.bit_count() for cells in taken.cells.values())


def test_of_a_hundred_requests_for_one_slot_one_wins(race_world: World) -> None:
    trainer, service = offering(race_world)
    members = [race_world.member() for _ in range(20)]

    replies = all_at_once(
        [partial(book, members[n % 20], trainer, service, at(2, 10)) for n in range(100)]
    )

    found = outcomes(replies)
    assert found["done"] == 1
    assert set(found) <= {"done", "SLOT_TAKEN", "MEMBER_BUSY", "TOO_MANY_ATTEMPTS"}
    assert found["TOO_MANY_ATTEMPTS"] == 0
    expect_no_overlap(race_world, trainer, members)


def test_of_a_hundred_overlapping_slots_of_different_services_those_win_that_fit(
    race_world: World,
) -> None:
    trainer, hour = offering(race_world, increment=30, bufferAfter=15)
    half, long = trainer.service(duration=30), trainer.service(duration=120)
    members = [race_world.member() for _ in range(25)]
    rng = random.Random(7)
    times = [at(2, h, m) for h in range(9, 15) for m in (0, 30)]

    replies = all_at_once(
        [
            partial(
                book, members[n % 25], trainer, rng.choice((hour, half, long)), rng.choice(times)
            )
            for n in range(100)
        ]
    )

    assert outcomes(replies)["done"] >= 1
    assert set(outcomes(replies)) <= {"done", "SLOT_TAKEN", "MEMBER_BUSY"}
    expect_no_overlap(race_world, trainer, members)


def test_one_member_s_parallel_bookings_of_many_trainers_leave_one(race_world: World) -> None:
    offers = [offering(race_world) for _ in range(6)]
    member = race_world.member()

    replies = all_at_once(
        [partial(book, member, trainer, service, at(2, 10)) for trainer, service in offers]
    )

    assert outcomes(replies) == {"done": 1, "MEMBER_BUSY": 5}


@pytest.fixture(scope="module")
def seeds() -> range:
    return range(ROUNDS)


def test_two_hundred_seeded_rounds_of_booking_moving_and_answering(
    race_world: World, seeds: range
) -> None:
    """Mixed requests in parallel on one trainer and four members; checked after every tenth."""
    trainer, service = offering(race_world, increment=30, bufferBefore=10, autoConfirm=False)
    half = trainer.service(duration=30)
    members = [race_world.member() for _ in range(4)]
    known: list[tuple[int, Member]] = []
    for seed in seeds:
        rng = random.Random(seed)
        requests = [_request(rng, trainer, (service, half), members, known) for _ in range(5)]
        replies = all_at_once(requests)
        assert {r.status for r in replies} <= {200, 201, 409}, [r.text for r in replies]
        for reply in replies:
            if reply.status == 201:
                made = reply.data["booking"]
                owner = next(m for m in members if m.id == made["userId"])
                known.append((made["id"], owner))
        if seed % 10 == 9:
            expect_no_overlap(race_world, trainer, members)
    assert len(known) > ROUNDS / 4


def _request(
    rng: random.Random,
    trainer: TrainerAccount,
    services: tuple[int, int],
    members: list[Member],
    known: list[tuple[int, Member]],
) -> Callable[[], Reply]:
    start = at(rng.choice((2, 3)), rng.randrange(9, 16), rng.choice((0, 30)))
    kind = rng.random()
    if kind < 0.5 or not known:
        return partial(book, rng.choice(members), trainer, rng.choice(services), start)
    booking_id, owner = rng.choice(known[-12:])
    body: dict[str, Any] = {"startsAt": written(start)}
    if kind < 0.7:
        return partial(owner.call, reschedule_booked_session, id=booking_id, body=body)
    if kind < 0.8:
        return partial(trainer.call, confirm_booking, id=booking_id, body={})
    if kind < 0.9:
        return partial(owner.call, cancel_booked_session, id=booking_id, body={})
    return partial(trainer.call, cancel_booking, id=booking_id, body={})


def test_hours_that_change_meanwhile_take_no_booking_by_the_old_ones(race_world: World) -> None:
    from trainer_portal import change_weekly_hours

    trainer, service = offering(race_world)
    members = [race_world.member() for _ in range(8)]
    none: dict[str, Any] = {"weekly": []}

    replies = all_at_once(
        [
            *(
                partial(book, member, trainer, service, at(2, 9 + n % 8))
                for n, member in enumerate(members)
            ),
            partial(trainer.call, change_weekly_hours, body=none),
        ]
    )

    assert {r.status for r in replies} <= {200, 201, 409}
    assert book(members[0], trainer, service, at(3, 9)).code == "SLOT_UNAVAILABLE"
    expect_no_overlap(race_world, trainer, members)


def test_a_cancelled_time_goes_to_one_other(race_world: World) -> None:
    trainer, service = offering(race_world)
    first, *others = [race_world.member() for _ in range(9)]
    booking = booked(first, trainer, service, at(2, 10))

    replies = all_at_once(
        [
            partial(first.call, cancel_booked_session, id=booking, body={}),
            *(partial(book, other, trainer, service, at(2, 10)) for other in others),
        ]
    )

    assert replies[0].status == 200
    assert outcomes(replies[1:])["done"] <= 1
    expect_no_overlap(race_world, trainer, [first, *others])
