"""DELETE /v1/trainer/classes/{id}."""

import pytest

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidState
from stvos.group_classes.portal import TrainerClasses
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import create, created
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import cancel_group_class, list_group_classes
from trainers import list_trainer_classes


def test_a_cancelled_class_gives_the_time_back(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    reply = trainer.call(cancel_group_class, id=class_id)

    assert (reply.status, reply.data["groupClass"]["status"]) == (200, "cancelled")
    assert create(trainer, at(3, 9)).status == 201


def test_members_do_not_see_a_cancelled_class_and_its_trainer_does(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    trainer.call(cancel_group_class, id=class_id)
    seen = world.member().call(list_trainer_classes, id=trainer.trainer_id).data
    [own] = trainer.call(list_group_classes).data["classes"]

    assert seen["upcomingGroupClasses"] == []
    assert (own["id"], own["status"], own["spotsLeft"]) == (class_id, "cancelled", 0)


def test_cancelling_again_frees_nothing_else(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    trainer.call(cancel_group_class, id=class_id)
    created(trainer, at(3, 9))

    assert trainer.call(cancel_group_class, id=class_id).status == 200
    assert create(trainer, at(3, 9)).code == "SLOT_TAKEN"


def test_a_class_that_has_started_is_not_cancelled(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    classes = TrainerClasses(
        Table.of_stack(), ClientId(world.tenant), trainer.trainer_id, now=lambda: at(3, 9)
    )

    with pytest.raises(InvalidState):
        classes.cancel(class_id)


def test_another_trainers_class_is_unknown(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    other = new_trainer(world, "Tom Trainer")

    assert other.call(cancel_group_class, id=class_id).status == 404


def test_the_following_classes_of_a_series_are_cancelled_with_it(world: World) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), recurrence={"freq": "weekly", "count": 4}).data["classes"]
    ids = [each["id"] for each in made]
    replies = [
        trainer.call(cancel_group_class, id=ids[1], query={"scope": "following"}) for _ in range(2)
    ]
    listed = trainer.call(list_group_classes).data["classes"]

    assert [reply.status for reply in replies] == [200, 200]
    assert replies[0].data == replies[1].data
    assert [each["id"] for each in replies[0].data["classes"]] == ids[1:]
    assert [each["status"] for each in listed] == ["scheduled", *["cancelled"] * 3]
    assert create(trainer, at(10, 9)).status == 201


def test_one_class_of_a_series_is_cancelled_alone(world: World) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), recurrence={"freq": "weekly", "count": 3}).data["classes"]
    trainer.call(cancel_group_class, id=made[0]["id"])
    listed = trainer.call(list_group_classes).data["classes"]

    assert [each["status"] for each in listed] == ["cancelled", "scheduled", "scheduled"]


def test_cancelling_more_of_a_series_later_cancels_the_rest(world: World) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), recurrence={"freq": "weekly", "count": 4}).data["classes"]
    for place in (2, 3, 1):
        reply = trainer.call(cancel_group_class, id=made[place]["id"], query={"scope": "following"})
        assert len(reply.data["classes"]) == 4 - place
    listed = trainer.call(list_group_classes).data["classes"]

    assert [each["status"] for each in listed] == ["scheduled", *["cancelled"] * 3]


def test_a_class_without_a_series_is_cancelled_alone(world: World) -> None:
    trainer = new_trainer(world)
    first, _ = created(trainer, at(3, 9)), created(trainer, at(10, 9))
    reply = trainer.call(cancel_group_class, id=first, query={"scope": "following"})

    assert [each["id"] for each in reply.data["classes"]] == [first]


def test_a_scope_that_there_is_not_is_refused(world: World) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(cancel_group_class, id=created(trainer, at(3, 9)), query={"scope": "all"})

    assert (reply.status, reply.paths) == (400, ["query.scope"])


def test_the_scope_is_read_in_the_body_too_and_must_be_one(world: World) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), recurrence={"freq": "weekly", "count": 3}).data["classes"]
    following, one = {"scope": "following"}, {"scope": "one"}
    differ = trainer.call(cancel_group_class, id=made[1]["id"], query=one, body=following)
    reply = trainer.call(cancel_group_class, id=made[1]["id"], body=following)

    assert (differ.status, differ.paths) == (400, ["query.scope"])
    assert [each["id"] for each in reply.data["classes"]] == [each["id"] for each in made[1:]]
