"""POST /v1/admin/clients/{id}/categories."""

from operators import create_category
from tests.api.operators.brands import actions, trail
from tests.world import World


def test_a_category_is_made(world: World) -> None:
    body = {"name": "  Yoga ", "image": "https://static.example.com/yoga.jpg", "position": 3}

    reply = world.operate(create_category, body=body)

    made = reply.data["category"]
    assert reply.status == 201
    assert (made["name"], made["position"]) == ("Yoga", 3)
    assert trail(world)[0]["after"] == made
    assert actions(world) == ["category.create"]


def test_the_same_idempotency_key_makes_one_category(world: World) -> None:
    headers = {"Idempotency-Key": "yoga once"}

    replies = [
        world.operate(create_category, headers=headers, body={"name": "Yoga"}) for _ in range(2)
    ]

    assert replies[0].data == replies[1].data
    assert actions(world) == ["category.create"]


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    body = {"name": "x" * 121, "image": "javascript:alert(1)", "position": -1, "classCount": 5}

    reply = world.operate(create_category, body=body)

    assert reply.status == 400
    assert set(reply.paths) == {"body.name", "body.image", "body.position", "body.classCount"}
    assert world.operate(create_category, body={}).paths == ["body.name"]
    assert actions(world) == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(create_category, id=4711, body={"name": "Yoga"}).code == "NOT_FOUND"


def test_a_wrong_key_makes_none(world: World) -> None:
    reply = world.operate(create_category, headers={"X-Admin-Key": "x"}, body={"name": "Yoga"})

    assert reply.status == 401
    assert actions(world) == []
