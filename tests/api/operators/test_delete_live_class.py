"""DELETE /v1/admin/clients/{id}/live-classes/{liveId}."""

from operators import delete_live_class, delete_trainer, list_live_classes
from tests.api.operators.brands import add_live_class, trail
from tests.world import World


def test_a_live_class_goes_and_frees_its_trainer(world: World) -> None:
    made = add_live_class(world)

    reply = world.operate(delete_live_class, liveId=made["id"])

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert world.operate(list_live_classes).data["items"] == []
    assert world.operate(delete_live_class, liveId=made["id"]).status == 404
    assert trail(world)[0]["before"] == made
    assert world.operate(delete_trainer, trainerId=made["trainerId"]).status == 200


def test_the_same_request_again_is_answered_as_before(world: World) -> None:
    made, headers = add_live_class(world), {"Idempotency-Key": "no stretching"}

    replies = [
        world.operate(delete_live_class, liveId=made["id"], headers=headers) for _ in range(2)
    ]

    assert [reply.data for reply in replies] == [{"deleted": True}] * 2


def test_another_brand_s_live_class_stays(world: World, other_world: World) -> None:
    theirs = add_live_class(other_world)

    assert world.operate(delete_live_class, liveId=theirs["id"]).code == "NOT_FOUND"
    assert other_world.operate(list_live_classes).data["items"] == [theirs]


def test_a_wrong_key_removes_nothing(world: World) -> None:
    made = add_live_class(world)

    reply = world.operate(delete_live_class, liveId=made["id"], headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert world.operate(list_live_classes).data["items"] == [made]
