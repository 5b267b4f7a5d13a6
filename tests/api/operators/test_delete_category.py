"""DELETE /v1/admin/clients/{id}/categories/{categoryId}."""

from operators import change_class, delete_category, delete_class, list_categories
from tests.api.operators.brands import actions, add_category, add_class
from tests.world import World


def test_an_unused_category_goes(world: World) -> None:
    number = add_category(world)

    reply = world.operate(delete_category, categoryId=number)

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert world.operate(list_categories).data["items"] == []
    assert world.operate(delete_category, categoryId=number).status == 404
    assert actions(world) == ["category.delete", "category.create"]


def test_a_category_with_classes_stays_until_they_have_moved_or_gone(world: World) -> None:
    old, new = add_category(world), add_category(world)
    moving, going = add_class(world, categoryId=old), add_class(world, categoryId=old)
    refused = world.operate(delete_category, categoryId=old)

    world.operate(change_class, classId=moving["id"], body={"categoryId": new})
    world.operate(delete_class, classId=going["id"])

    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert world.operate(delete_category, categoryId=old).status == 200
    assert world.operate(delete_category, categoryId=new).code == "CONFLICT"


def test_the_same_request_again_is_answered_as_before(world: World) -> None:
    number = add_category(world)
    headers = {"Idempotency-Key": "remove"}

    replies = [world.operate(delete_category, categoryId=number, headers=headers) for _ in range(2)]

    assert [reply.data for reply in replies] == [{"deleted": True}] * 2


def test_another_brand_s_category_stays(world: World, other_world: World) -> None:
    theirs = add_category(other_world)

    assert world.operate(delete_category, categoryId=theirs).code == "NOT_FOUND"
    assert len(other_world.operate(list_categories).data["items"]) == 1


def test_a_wrong_key_removes_nothing(world: World) -> None:
    number = add_category(world)

    reply = world.operate(delete_category, categoryId=number, headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert len(world.operate(list_categories).data["items"]) == 1
