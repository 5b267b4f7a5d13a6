"""DELETE /v1/admin/clients/{id}/classes/{classId}."""

from operators import delete_class, get_class, list_classes
from tests.api.operators.brands import add_class, trail
from tests.world import World


def test_a_class_goes(world: World) -> None:
    made = add_class(world)

    reply = world.operate(delete_class, classId=made["id"])

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert world.operate(get_class, classId=made["id"]).status == 404
    assert world.operate(delete_class, classId=made["id"]).status == 404
    assert world.operate(list_classes).data["pagination"]["total"] == 0
    entry = trail(world)[0]
    assert (entry["action"], entry["before"], entry["after"]) == ("class.delete", made, None)


def test_the_same_request_again_is_answered_as_before(world: World) -> None:
    made, headers = add_class(world), {"Idempotency-Key": "away"}

    replies = [world.operate(delete_class, classId=made["id"], headers=headers) for _ in range(2)]

    assert [reply.data for reply in replies] == [{"deleted": True}] * 2


def test_another_brand_s_class_stays(world: World, other_world: World) -> None:
    theirs = add_class(other_world)

    assert world.operate(delete_class, classId=theirs["id"]).code == "NOT_FOUND"
    assert other_world.operate(get_class, classId=theirs["id"]).status == 200


def test_a_wrong_key_removes_nothing(world: World) -> None:
    made = add_class(world)

    reply = world.operate(delete_class, classId=made["id"], headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert world.operate(get_class, classId=made["id"]).status == 200
