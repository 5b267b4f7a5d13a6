"""GET /v1/trainer/classes/{id}."""

from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import get_group_class


def test_a_trainer_sees_their_class(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=5000)
    shown = trainer.call(get_group_class, id=class_id).data["groupClass"]

    assert (shown["id"], shown["name"], shown["spotsLeft"]) == (class_id, "Morning Flow", 5000)


def test_another_trainers_class_is_unknown(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    other = new_trainer(world, "Tom Trainer")

    assert other.call(get_group_class, id=class_id).status == 404
