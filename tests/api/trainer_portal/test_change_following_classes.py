"""PUT /v1/trainer/classes/{id} with `scope: following`."""

from datetime import timedelta

import pytest

from tests.api.trainer_portal.test_change_group_class import change, series, shown, take_seats
from tests.api.trainers.bookings import at, booked, offering, written
from tests.api.trainers.group_classes import create, created
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.world import World
from trainer_portal import (
    cancel_group_class,
    change_group_class,
    list_group_classes,
)


def starts(trainer: TrainerAccount) -> list[str]:
    classes = trainer.call(list_group_classes, query={"limit": "100"}).data["classes"]
    return [each["startsAt"] for each in classes]


def test_the_following_classes_of_a_series_are_changed_too(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    reply = change(trainer, ids[1], name="Power", capacity=12, scope="following")
    listed = trainer.call(list_group_classes).data["classes"]

    assert [each["id"] for each in reply.data["classes"]] == ids[1:]
    assert [each["name"] for each in listed] == ["Morning Flow", *["Power"] * 3]
    assert [each["spotsLeft"] for each in listed] == [10, 12, 12, 12]
    assert listed[1:] == reply.data["classes"]


def test_one_of_a_series_is_changed_alone(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    change(trainer, ids[1], name="Power")
    names = [each["name"] for each in trainer.call(list_group_classes).data["classes"]]

    assert names == ["Morning Flow", "Power", "Morning Flow", "Morning Flow"]


@pytest.mark.parametrize("shift", [timedelta(minutes=-15), timedelta(days=7), timedelta(days=-7)])
def test_the_following_classes_move_by_as_much_even_into_each_others_time(
    world: World, shift: timedelta
) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    if shift == timedelta(days=-7):
        trainer.call(cancel_group_class, id=ids[0])
    start = at(10, 9) + shift
    reply = change(trainer, ids[1], startsAt=written(start), scope="following")

    assert reply.status == 200, reply.text
    moved = [each["startsAt"] for each in reply.data["classes"]]
    assert moved == [written(start + n * timedelta(days=7)) for n in range(3)]
    assert sorted(starts(trainer)) == sorted([written(at(3, 9)), *moved])


def test_the_following_classes_keep_their_local_time_over_a_change_of_clocks(world: World) -> None:
    trainer = new_trainer(world, timezone="Australia/Lord_Howe")
    body = {"recurrence": {"freq": "weekly", "count": 52}}
    made = create(trainer, at(3, 7, 30), **body).data["classes"]
    start = at(3, 8, 30)
    reply = change(trainer, made[0]["id"], startsAt=written(start), scope="following")

    before = {each["scheduledTime"] for each in made}
    after = {each["scheduledTime"] for each in reply.data["classes"]}
    assert len(before) == len(after) == 1
    assert before != after
    offsets = {each["startsAt"][11:16] for each in reply.data["classes"]}
    assert len(offsets) == 2  # The clocks there differ by half an hour in summer.


def test_a_conflict_of_one_refuses_the_whole_change_with_its_day(world: World) -> None:
    trainer, service = offering(world)
    ids = series(trainer)
    booked(world.member(), trainer, service, at(17, 11))
    before = starts(trainer)
    reply = change(trainer, ids[0], startsAt=written(at(3, 10, 30)), name="No", scope="following")

    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert [each["startsAt"] for each in reply.json["conflicts"]] == [written(at(17, 10, 30))]
    assert starts(trainer) == before
    assert shown(trainer, ids[0])["name"] == "Morning Flow"


def test_seats_of_one_refuse_a_smaller_capacity_of_all(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    take_seats(world, ids[2], 4)
    reply = change(trainer, ids[0], capacity=3, scope="following")

    assert (reply.status, reply.code, reply.json["taken"]) == (409, "CLASS_FULL", 4)
    assert {shown(trainer, each)["capacity"] for each in ids} == {10}


def test_the_scope_is_read_in_the_query_too(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    body, query = {"name": "Power"}, {"scope": "following"}
    reply = trainer.call(change_group_class, id=ids[1], body=body, query=query)

    assert [each["id"] for each in reply.data["classes"]] == ids[1:]


def test_asked_again_it_is_the_same_and_no_new_version(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    fields = {"startsAt": written(at(10, 11)), "capacity": 12, "scope": "following"}
    first, second = (change(trainer, ids[1], **fields) for _ in range(2))

    assert first.status == 200
    assert second.data == first.data
    assert {each["version"] for each in second.data["classes"]} == {2}


def test_changes_of_following_classes_follow_each_other(world: World) -> None:
    trainer = new_trainer(world)
    ids = series(trainer)
    change(trainer, ids[2], name="Third", scope="following")
    change(trainer, ids[1], startsAt=written(at(10, 11)), scope="following")
    change(trainer, ids[0], name="First", scope="following")
    listed = trainer.call(list_group_classes).data["classes"]

    assert {each["name"] for each in listed} == {"First"}
    assert [each["startsAt"][11:16] for each in listed] == ["09:00", "11:00", "11:00", "11:00"]


def test_a_class_without_a_series_is_changed_alone(world: World) -> None:
    trainer = new_trainer(world)
    first, second = created(trainer, at(3, 9)), created(trainer, at(10, 9))
    change(trainer, first, name="Power", scope="following")
    assert shown(trainer, second)["name"] == "Morning Flow"
