"""PUT /v1/trainer/classes/{id}."""

from datetime import timedelta
from typing import Any

import pytest

from stvos.clock import standing
from stvos.dynamodb.table import update
from tests.api.trainers.bookings import at, booked, offering, open_starts, written
from tests.api.trainers.group_classes import create, created, joined, seat_of
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.video import livekit
from tests.world import Reply, World
from trainer_portal import (
    cancel_group_class,
    change_group_class,
    get_group_class,
    launch_group_class,
    list_group_classes,
)

WEEKLY = {"recurrence": {"freq": "weekly", "count": 4}}


def change(trainer: TrainerAccount, class_id: int, **fields: Any) -> Reply:
    return trainer.call(change_group_class, id=class_id, body=fields)


def shown(trainer: TrainerAccount, class_id: int) -> dict[str, Any]:
    return dict(trainer.call(get_group_class, id=class_id).data["groupClass"])


def series(trainer: TrainerAccount, **fields: Any) -> list[int]:
    reply = create(trainer, at(3, 9), **WEEKLY, **fields)
    assert reply.status == 201, reply.text
    return [each["id"] for each in reply.data["classes"]]


def take_seats(world: World, class_id: int, taken: int, shard: int = 0) -> None:
    """Count seats as taken, in one shard of a class."""
    key = world.keys.seat_count(class_id, shard)
    world.table.write(update(key, adds={"free": -taken}))


def test_what_is_named_is_changed_and_the_rest_stays(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), description="Slow")
    before = shown(trainer, class_id)
    reply = change(trainer, class_id, name="Evening Flow", price=15, waitlist=False)

    assert reply.status == 200
    assert reply.data["classes"] == [reply.data["groupClass"]]
    assert shown(trainer, class_id) == before | {
        "name": "Evening Flow",
        "price": 15,
        "waitlist": False,
        "version": 2,
    }


def test_a_change_that_changes_nothing_is_no_new_version(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    reply = change(trainer, class_id, name="Morning Flow", startsAt=written(at(3, 9)))

    assert (reply.status, reply.data["groupClass"]["version"]) == (200, 1)


def test_another_start_moves_the_trainers_time_and_the_list(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    class_id, other = created(trainer, at(3, 10)), created(trainer, at(4, 10))
    reply = change(trainer, class_id, startsAt=written(at(5, 10, 30)), duration=90)

    moved = reply.data["groupClass"]
    assert (moved["startsAt"], moved["endsAt"]) == (written(at(5, 10, 30)), written(at(5, 12)))
    assert "10:00" in open_starts(member, trainer, 3)
    assert {"10:00", "11:00"}.isdisjoint(open_starts(member, trainer, 5))
    listed = trainer.call(list_group_classes).data["classes"]
    assert [each["id"] for each in listed] == [other, class_id]


def test_a_class_moves_within_its_own_time_and_back(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    class_id = created(trainer, at(3, 10))
    for start in (at(3, 10, 30), at(3, 10), at(3, 9, 15)):
        assert change(trainer, class_id, startsAt=written(start)).status == 200
    assert open_starts(member, trainer, 3)[:2] == ["11:00", "12:00"]
    trainer.call(cancel_group_class, id=class_id)
    assert open_starts(member, trainer, 3)[:2] == ["09:00", "10:00"]


def test_a_time_that_is_taken_is_refused_and_nothing_is_changed(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(3, 12))
    class_id = created(trainer, at(3, 10))
    before = shown(trainer, class_id)
    reply = change(trainer, class_id, startsAt=written(at(3, 11, 30)), name="Other")

    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert shown(trainer, class_id) == before


def test_a_class_is_moved_after_a_launch_and_launched_again(world: World) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id, later = created(trainer, at(2, 10)), at(2, 14)
    with standing(at(2, 9, 55)):
        trainer.call(launch_group_class, id=class_id)
        change(trainer, class_id, startsAt=written(later))
        reply = trainer.call(launch_group_class, id=class_id)
    assert reply.data["expiresAt"] == written(later + timedelta(minutes=75))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("body.startsAt", {"startsAt": written(at(-1, 9))}),
        ("body.startsAt", {"startsAt": written(at(400, 9))}),
        ("body.startsAt", {"startsAt": written(at(3, 9, 3))}),
        ("body.startsAt", {"startsAt": None}),
        ("body.duration", {"duration": 7}),
        ("body.capacity", {"capacity": 0}),
        ("body.price", {"price": 1.005}),
        ("body.price", {"price": 12.5, "currency": "JPY"}),
        ("body.price", {"currency": "JPY"}),
        ("body.name", {"name": ""}),
        ("body.scope", {"scope": "all"}),
        ("body.recurrence", {"recurrence": {"freq": "weekly", "count": 2}}),
    ],
)
@pytest.mark.parametrize("scope", [{}, {"scope": "following"}])
def test_what_is_not_sound_is_refused(
    world: World, path: str, wrong: dict[str, Any], scope: dict[str, Any]
) -> None:
    trainer = new_trainer(world)
    [class_id, *_] = series(trainer)
    before = shown(trainer, class_id)
    reply = change(trainer, class_id, **(scope | wrong))

    assert (reply.status, reply.paths) == (400, [path])
    assert shown(trainer, class_id) == before


def test_a_class_that_started_or_was_cancelled_is_not_changed(world: World) -> None:
    trainer = new_trainer(world)
    [first, second, *_] = series(trainer)
    trainer.call(cancel_group_class, id=second)
    with standing(at(3, 9)):
        started = [
            change(trainer, first, name="Late", scope=scope) for scope in ("one", "following")
        ]
    cancelled = [change(trainer, second, name="Off", scope=scope) for scope in ("one", "following")]

    assert {reply.code for reply in started + cancelled} == {"INVALID_STATE"}
    assert cancelled[0].json["status"] == "cancelled"


def test_another_trainers_class_is_unknown(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    assert change(new_trainer(world), class_id, name="Mine").status == 404


def test_a_member_changes_nothing(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    assert world.member().call(change_group_class, id=class_id, body={"name": "M"}).status == 403


# ---------------------------------------------------------------- capacity


def test_a_larger_class_has_as_many_more_free_seats(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=3)
    take_seats(world, class_id, 3)
    for capacity, free in ((5, 2), (250, 247), (5000, 4997)):
        data = change(trainer, class_id, capacity=capacity).data["groupClass"]
        assert (data["capacity"], data["spotsLeft"]) == (capacity, free)


@pytest.mark.parametrize(("before", "after"), [(5, 9), (9, 5), (150, 5000), (5000, 150)])
def test_time_and_seats_change_together(world: World, before: int, after: int) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=before)
    members = joined(world, class_id, 2)
    reply = change(trainer, class_id, startsAt=written(at(4, 23, 30)), capacity=after)

    assert reply.status == 200, reply.text
    group_class = reply.data["groupClass"]
    assert (group_class["capacity"], group_class["spotsLeft"]) == (after, after - 2)
    assert [seat_of(member, class_id) for member in members] == ["confirmed"] * 2
    assert trainer.call(cancel_group_class, id=class_id).status == 200


def test_a_smaller_class_gives_up_free_seats_wherever_they_are(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=250)
    take_seats(world, class_id, 80, shard=2)
    data = change(trainer, class_id, capacity=80).data["groupClass"]

    assert (data["capacity"], data["spotsLeft"]) == (80, 0)
    assert change(trainer, class_id, capacity=100).data["groupClass"]["spotsLeft"] == 20


def test_a_capacity_below_the_seats_that_are_taken_is_refused(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=10)
    take_seats(world, class_id, 4)
    reply = change(trainer, class_id, capacity=3, name="Small")

    assert (reply.status, reply.code) == (409, "CLASS_FULL")
    assert (reply.paths, reply.json["taken"]) == (["body.capacity"], 4)
    data = shown(trainer, class_id)
    assert (data["capacity"], data["spotsLeft"], data["name"]) == (10, 6, "Morning Flow")
    assert change(trainer, class_id, capacity=4).data["groupClass"]["spotsLeft"] == 0


def test_a_class_moves_and_changes_its_size_in_one_request(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=250)
    for capacity, start in ((300, at(3, 14)), (20, at(4, 9))):
        reply = change(trainer, class_id, capacity=capacity, startsAt=written(start))
        assert reply.status == 200, reply.text
        assert reply.data["groupClass"]["spotsLeft"] == capacity


def test_who_waits_gets_the_new_seats_in_their_order(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=1)
    members = joined(world, class_id, 4)
    data = change(trainer, class_id, capacity=3).data["groupClass"]

    seats = [seat_of(one, class_id) for one in members]
    assert seats == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert (data["capacity"], data["spotsLeft"]) == (3, 0)
