"""DELETE /v1/admin/clients/{id}/trainers/{trainerId}."""

from operators import delete_class, delete_trainer, list_trainers
from tests.api.operators.brands import actions, add_class, add_trainer
from tests.world import World


def test_a_trainer_without_classes_goes(world: World) -> None:
    number = add_trainer(world)

    reply = world.operate(delete_trainer, trainerId=number)

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert world.operate(list_trainers).data["items"] == []
    assert world.operate(delete_trainer, trainerId=number).status == 404
    assert actions(world)[0] == "trainer.delete"


def test_a_trainer_with_a_class_stays_until_it_has_gone(world: World) -> None:
    number = add_trainer(world)
    made = add_class(world, trainerId=number)

    refused = world.operate(delete_trainer, trainerId=number)
    world.operate(delete_class, classId=made["id"])

    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert world.operate(delete_trainer, trainerId=number).status == 200


def test_another_brand_s_trainer_stays(world: World, other_world: World) -> None:
    theirs = add_trainer(other_world)

    assert world.operate(delete_trainer, trainerId=theirs).code == "NOT_FOUND"
    assert len(other_world.operate(list_trainers).data["items"]) == 1


def test_a_wrong_key_removes_nothing(world: World) -> None:
    number = add_trainer(world)

    reply = world.operate(delete_trainer, trainerId=number, headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert len(world.operate(list_trainers).data["items"]) == 1
