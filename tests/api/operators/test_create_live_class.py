"""POST /v1/admin/clients/{id}/live-classes."""

import pytest

from content import get_live_class
from operators import create_live_class, delete_trainer, list_live_classes
from tests.api.operators.brands import a_live_class, add_category, add_trainer, trail
from tests.world import World


def test_a_live_class_is_scheduled(world: World) -> None:
    body = a_live_class(
        world,
        description="Bring a blanket.",
        categoryId=add_category(world),
        capacity=200,
        thumbnailUrl="https://static.example.com/sunday.jpg",
    )

    reply = world.operate(create_live_class, body=body)

    made = reply.data["liveClass"]
    assert reply.status == 201
    assert made | body == made | {"startsAt": body["startsAt"]}
    assert made["startsAt"] == "2100-01-03T09:00:00Z"
    assert trail(world)[0]["after"] == made
    assert world.call(get_live_class, id=made["id"]).status == 200


def test_category_and_capacity_may_be_missing(world: World) -> None:
    made = world.operate(create_live_class, body=a_live_class(world)).data["liveClass"]

    assert (made["categoryId"], made["capacity"]) == (None, None)


def test_its_trainer_cannot_go(world: World) -> None:
    made = world.operate(create_live_class, body=a_live_class(world)).data["liveClass"]

    assert world.operate(delete_trainer, trainerId=made["trainerId"]).code == "CONFLICT"


@pytest.mark.parametrize("field", ["categoryId", "trainerId"])
def test_another_brand_s_things_are_as_unknown_as_none(
    world: World, other_world: World, field: str
) -> None:
    theirs = (add_category if field == "categoryId" else add_trainer)(other_world)

    replies = [
        world.operate(create_live_class, body=a_live_class(world) | {field: number})
        for number in (theirs, 4711)
    ]

    assert [(reply.status, reply.paths) for reply in replies] == [(400, [f"body.{field}"])] * 2
    assert world.operate(list_live_classes).data["items"] == []


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    past = world.operate(create_live_class, body=a_live_class(world, startsAt="2020-01-01T00:00Z"))
    body = {"name": 5, "startsAt": "2100-01-03T09:00:00", "duration": 0, "capacity": 0, "room": "x"}
    reply = world.operate(create_live_class, body=body)

    assert past.paths == ["body.startsAt"]
    assert set(reply.paths) == {
        "body.name",
        "body.trainerId",
        "body.startsAt",
        "body.duration",
        "body.capacity",
        "body.room",
    }
    assert world.operate(list_live_classes).data["items"] == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(create_live_class, id=4711, body=a_live_class(world)).code == "NOT_FOUND"


def test_a_wrong_key_makes_none(world: World) -> None:
    body = a_live_class(world)

    assert world.operate(create_live_class, headers={"X-Admin-Key": "x"}, body=body).status == 401
    assert world.operate(list_live_classes).data["items"] == []
