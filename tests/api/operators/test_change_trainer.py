"""PUT /v1/admin/clients/{id}/trainers/{trainerId}."""

from operators import change_trainer, list_trainers
from tests.api.operators.brands import add_trainer, trail
from tests.world import World


def test_what_is_left_out_stays_and_null_clears(world: World) -> None:
    image = "https://static.example.com/mei.jpg"
    number = add_trainer(world, image=image, languages=["ja"])

    resting = world.operate(change_trainer, trainerId=number, body={"active": False})
    bare = world.operate(change_trainer, trainerId=number, body={"image": None, "languages": []})

    assert resting.data["trainer"]["image"] == image
    after = bare.data["trainer"]
    assert (after["active"], after["image"], after["languages"]) == (False, None, [])
    assert world.operate(list_trainers).data["items"] == [after]
    entry = trail(world)[0]
    assert (entry["before"]["languages"], entry["after"]["languages"]) == (["ja"], [])


def test_another_brand_s_trainer_is_not_found(world: World, other_world: World) -> None:
    theirs = add_trainer(other_world, name="Theirs")

    reply = world.operate(change_trainer, trainerId=theirs, body={"name": "Mine"})

    assert reply.code == "NOT_FOUND"
    assert other_world.operate(list_trainers).data["items"][0]["name"] == "Theirs"


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    number = add_trainer(world)

    reply = world.operate(change_trainer, trainerId=number, body={"timezone": None, "bio": 5})

    assert set(reply.paths) == {"body.timezone", "body.bio"}


def test_a_wrong_key_changes_nothing(world: World) -> None:
    number = add_trainer(world, name="Mei")

    reply = world.operate(
        change_trainer, trainerId=number, headers={"X-Admin-Key": "x"}, body={"name": "X"}
    )

    assert reply.status == 401
    assert world.operate(list_trainers).data["items"][0]["name"] == "Mei"
