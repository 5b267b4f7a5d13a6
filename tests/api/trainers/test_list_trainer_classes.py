"""GET /v1/trainers/{id}/classes."""

from tests.api.trainers.bookings import at, written
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainers import list_trainer_classes


def test_a_member_finds_the_group_classes_to_come(world: World) -> None:
    trainer = new_trainer(world, timezone="Europe/London")
    later = created(trainer, at(5, 9), capacity=3)
    sooner = created(trainer, at(3, 9), capacity=120)
    reply = world.member().call(list_trainer_classes, id=trainer.trainer_id)

    assert reply.status == 200
    upcoming = reply.data["upcomingGroupClasses"]
    assert [each["id"] for each in upcoming] == [sooner, later]
    assert [each["spotsLeft"] for each in upcoming] == [120, 3]
    assert upcoming[0]["startsAt"] == written(at(3, 9))
    assert set(upcoming[0]) == {
        "id",
        "name",
        "scheduledDate",
        "scheduledTime",
        "startsAt",
        "capacity",
        "spotsLeft",
    }


def test_an_unknown_trainer_is_not_found(world: World) -> None:
    assert world.member().call(list_trainer_classes, id=7).status == 404


def test_a_trainer_of_another_brand_is_not_found(world: World) -> None:
    trainer = new_trainer(World.with_client())
    assert world.member().call(list_trainer_classes, id=trainer.trainer_id).status == 404
