"""POST /v1/admin/clients/{id}/trainers."""

from operators import create_trainer
from tests.api.operators.brands import actions, trail
from tests.world import World


def test_a_trainer_is_made(world: World) -> None:
    body = {
        "name": "Lucía Fernández",
        "bio": "Vinyasa teacher.",
        "specialisations": ["yoga", "mobility"],
        "languages": ["es", "en"],
        "timezone": "Europe/Madrid",
    }

    reply = world.operate(create_trainer, body=body)

    made = reply.data["trainer"]
    assert reply.status == 201
    assert {name: made[name] for name in body} == body
    assert (made["active"], made["image"]) == (True, None)
    assert trail(world)[0]["after"] == made


def test_a_trainer_without_a_zone_lives_in_the_brand_s(world: World) -> None:
    brand = World.with_client(timezone="Asia/Tokyo")

    made = brand.operate(create_trainer, body={"name": "Mei"}).data["trainer"]

    assert made["timezone"] == "Asia/Tokyo"


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    body = {
        "name": "Mei\u0000",
        "bio": "x" * 5001,
        "image": "/local.png",
        "specialisations": ["ok", ""],
        "languages": "en",
        "timezone": "Nowhere",
        "active": "yes",
        "email": "mei@example.com",
    }

    reply = world.operate(create_trainer, body=body)

    assert reply.status == 400
    assert set(reply.paths) == {
        "body.name",
        "body.bio",
        "body.image",
        "body.specialisations[1]",
        "body.languages",
        "body.timezone",
        "body.active",
        "body.email",
    }
    assert actions(world) == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(create_trainer, id=4711, body={"name": "Mei"}).code == "NOT_FOUND"


def test_a_wrong_key_makes_none(world: World) -> None:
    reply = world.operate(create_trainer, headers={"X-Admin-Key": "x"}, body={"name": "Mei"})

    assert reply.status == 401
    assert actions(world) == []
