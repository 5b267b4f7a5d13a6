"""Changes of group classes at the same moment: none is lost, and no time is taken twice."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from stvos.diaries.repository import Diary
from stvos.dynamodb.conditions import Attr
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import update
from stvos.errors import ClassFull
from stvos.rooms.models import RoomKind
from tests.api.trainers.bookings import at, book, offering, written
from tests.api.trainers.group_classes import create, created, join, leave
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.races.conftest import all_at_once
from tests.races.test_group_classes import class_of, expect_exact_counts, seats_of, settle
from tests.video import livekit
from tests.world import Reply, World
from trainer_portal import (
    cancel_group_class,
    change_group_class,
    get_group_class,
    launch_group_class,
    list_group_classes,
)

ROUNDS = 10
WEEKLY = {"recurrence": {"freq": "weekly", "count": 6}}


def change(trainer: TrainerAccount, class_id: int, **fields: Any) -> Reply:
    return trainer.call(change_group_class, id=class_id, body=fields)


def shown(trainer: TrainerAccount, class_id: int) -> dict[str, Any]:
    return dict(trainer.call(get_group_class, id=class_id).data["groupClass"])


def codes(replies: list[Reply]) -> Counter[str]:
    return Counter(reply.json.get("code", "done") for reply in replies)


def taken_cells(world: World, trainer: TrainerAccount) -> int:
    """How many cells of the trainer's are taken in the weeks to come."""
    diary = Diary.of_trainer(world.table, world.tenant, trainer.trainer_id)
    cells = diary.taken(at(0, 0), at(90, 0)).cells
    return sum(mask.bit_count() for mask in cells.values())


@pytest.mark.parametrize("scope", ["one", "following"])
def test_of_changes_of_different_fields_none_is_lost(race_world: World, scope: str) -> None:
    trainer = new_trainer(race_world)
    for turn in range(ROUNDS):
        made = create(trainer, at(3, turn), **WEEKLY).data["classes"]
        class_id = made[0]["id"]
        fields = {"name": "Power", "capacity": 12, "price": 20, "description": "Fast"}
        replies = all_at_once(
            [
                partial(change, trainer, class_id, **{name: value}, scope=scope)
                for name, value in fields.items()
            ]
        )
        # A change that met too many others says so, and is none.
        done = {
            name: value
            for (name, value), reply in zip(fields.items(), replies, strict=True)
            if reply.status == 200
        }
        assert codes(replies).keys() <= {"done", "CONFLICT"}
        assert done
        for one in [class_id] if scope == "one" else [each["id"] for each in made]:
            seen = shown(trainer, one)
            assert {name: seen[name] for name in done} == done


def test_a_class_that_moves_while_it_is_moved_takes_one_time(race_world: World) -> None:
    trainer = new_trainer(race_world)
    for turn in range(ROUNDS):
        class_id = created(trainer, at(3 + turn, 9))
        starts = [at(3 + turn, hour) for hour in (9, 10, 12, 14)]
        replies = all_at_once(
            [partial(change, trainer, class_id, startsAt=written(start)) for start in starts]
        )
        assert codes(replies).keys() <= {"done", "CONFLICT"}
        assert shown(trainer, class_id)["startsAt"] in {written(start) for start in starts}
        assert taken_cells(race_world, trainer) == 12 * (turn + 1)
    listed = trainer.call(list_group_classes, query={"limit": "100"}).data["classes"]
    assert len({each["id"] for each in listed}) == len(listed) == ROUNDS


def test_a_time_goes_to_a_moved_class_or_to_a_booking(race_world: World) -> None:
    trainer, service = offering(race_world)
    members = [race_world.member() for _ in range(3)]
    for turn in range(ROUNDS):
        day = 3 + turn
        class_id = created(trainer, at(day, 18))
        replies = all_at_once(
            [
                partial(change, trainer, class_id, startsAt=written(at(day, 10, 30))),
                *(partial(book, one, trainer, service, at(day, 11)) for one in members),
            ]
        )
        assert Counter(reply.status < 300 for reply in replies) == {True: 1, False: 3}


def test_a_series_comes_whole_or_not_at_all_beside_bookings(race_world: World) -> None:
    trainer, service = offering(race_world)
    members = [race_world.member() for _ in range(3)]
    for turn in range(ROUNDS):
        before = taken_cells(race_world, trainer)
        start = at(2 + turn % 5, 9 + turn // 5)
        later = at(2 + turn % 5 + 14, 9 + turn // 5)
        made, *others = all_at_once(
            [
                partial(create, trainer, start, **WEEKLY),
                *(partial(book, one, trainer, service, later) for one in members),
            ]
        )
        booked = sum(reply.status == 201 for reply in others)
        classes = 6 if made.status == 201 else 0
        assert booked + classes // 6 == 1
        assert taken_cells(race_world, trainer) == before + 12 * (booked + classes)


def test_a_class_is_changed_before_it_is_cancelled_or_not_at_all(race_world: World) -> None:
    trainer = new_trainer(race_world)
    for turn in range(ROUNDS):
        class_id = created(trainer, at(3 + turn, 9))
        moved, _ = all_at_once(
            [
                partial(change, trainer, class_id, startsAt=written(at(3 + turn, 15))),
                partial(trainer.call, cancel_group_class, id=class_id),
            ]
        )
        assert shown(trainer, class_id)["status"] == "cancelled"
        assert moved.json.get("code", "done") in {"done", "INVALID_STATE"}
        assert taken_cells(race_world, trainer) == 0


def test_a_capacity_never_falls_below_the_seats_that_are_taken_meanwhile(
    race_world: World,
) -> None:
    trainer = new_trainer(race_world)
    for turn in range(ROUNDS):
        class_id = created(trainer, at(3 + turn, 9), capacity=8)
        key = Keys(race_world.tenant).seat_count(class_id, 0)
        free = Attr("free").gte(1)
        take = update(key, adds={"free": -1}, only_if=free, refusal=ClassFull())

        def took(write: Any = take) -> bool:
            try:
                race_world.table.write(write)
            except ClassFull:
                return False
            return True

        calls: list[Callable[[], bool]] = [*([took] * 8), partial(shrunk, trainer, class_id)]
        outcomes = all_at_once(calls)
        item = race_world.table.find(key, consistent=True)
        assert item is not None
        assert item["free"] >= 0
        assert item["capacity"] == (4 if outcomes[-1] else 8)
        assert item["capacity"] - item["free"] == sum(outcomes[:-1])


def shrunk(trainer: TrainerAccount, class_id: int) -> bool:
    return change(trainer, class_id, capacity=4).status == 200


def test_members_come_and_go_while_the_class_moves_and_changes_its_size(
    race_world: World,
) -> None:
    trainer, dice = new_trainer(race_world), random.Random(9)
    members = [race_world.member() for _ in range(8)]
    for turn in range(ROUNDS):
        class_id = created(trainer, at(3 + turn, 9), capacity=4)
        for _ in range(3):
            calls: list[Callable[[], Reply]] = [
                partial(dice.choice([join, join, leave]), one, class_id) for one in members
            ]
            start = at(3 + turn, dice.choice([9, 10, 12, 15]), 30)
            calls += [
                partial(change, trainer, class_id, startsAt=written(start)),
                partial(change, trainer, class_id, capacity=dice.randint(3, 7)),
            ]
            assert codes(all_at_once(calls)).keys() <= {
                *("done", "CONFLICT", "CLASS_FULL", "NOT_FOUND"),
            }
        for _ in range(2):
            settle(race_world, class_id)
        expect_exact_counts(race_world, class_id, members)
        group_class = class_of(race_world, class_id)
        for seat in seats_of(race_world, class_id):
            assert not seat.status.is_live or seat.is_at_time_of(group_class)
        trainer.call(cancel_group_class, id=class_id)
        settle(race_world, class_id)


def test_presses_at_the_same_moment_launch_one_room(race_world: World) -> None:
    trainer = new_trainer(race_world)
    class_id = created(trainer, at(1, 9))
    rooms = livekit().rooms.rooms
    before = len(rooms)

    replies = all_at_once([partial(trainer.call, launch_group_class, id=class_id)] * 20)

    assert codes(replies) == {"done": 20}
    assert len({reply.data["room"]["name"] for reply in replies}) == 1
    assert len(rooms) == before + 1
    room = race_world.table.find(race_world.keys.room(RoomKind.GROUP_CLASS, class_id))
    assert room is not None
