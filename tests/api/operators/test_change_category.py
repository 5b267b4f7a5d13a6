"""PUT /v1/admin/clients/{id}/categories/{categoryId}."""

from operators import change_category, delete_category, list_categories
from tests.api.operators.brands import add_category, add_class, trail
from tests.world import World


def test_what_is_left_out_stays_and_null_clears(world: World) -> None:
    image = "https://static.example.com/yoga.jpg"
    number = add_category(world, name="Yoga", image=image, position=2)

    renamed = world.operate(change_category, categoryId=number, body={"name": "Slow yoga"})
    bare = world.operate(change_category, categoryId=number, body={"image": None})

    assert renamed.data["category"]["image"] == image
    assert bare.data["category"]["image"] is None
    assert (bare.data["category"]["name"], bare.data["category"]["position"]) == ("Slow yoga", 2)
    assert world.operate(list_categories).data["items"] == [bare.data["category"]]
    entry = trail(world)[0]
    assert (entry["before"]["image"], entry["after"]["image"]) == (image, None)


def test_a_changed_category_still_counts_its_classes(world: World) -> None:
    number = add_category(world)
    add_class(world, categoryId=number)
    world.operate(change_category, categoryId=number, body={"position": 9})

    assert world.operate(delete_category, categoryId=number).code == "CONFLICT"


def test_another_brand_s_category_is_not_found(world: World, other_world: World) -> None:
    theirs = add_category(other_world, name="Theirs")

    reply = world.operate(change_category, categoryId=theirs, body={"name": "Mine"})

    assert reply.code == "NOT_FOUND"
    assert other_world.operate(list_categories).data["items"][0]["name"] == "Theirs"


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    number = add_category(world)

    reply = world.operate(change_category, categoryId=number, body={"name": None, "position": "1"})

    assert reply.paths == ["body.name", "body.position"]


def test_a_wrong_key_changes_nothing(world: World) -> None:
    number = add_category(world, name="Yoga")
    headers = {"X-Admin-Key": "x"}

    reply = world.operate(change_category, categoryId=number, headers=headers, body={"name": "X"})

    assert reply.status == 401
    assert world.operate(list_categories).data["items"][0]["name"] == "Yoga"
