"""GET /v1/admin/clients/{id}/classes/{classId}."""

from operators import get_class
from tests.api.operators.brands import VIDEO, add_class
from tests.world import World


def test_the_operator_sees_where_the_video_lies(world: World) -> None:
    made = add_class(world)

    shown = world.operate(get_class, classId=made["id"]).data["class"]

    assert shown == made
    assert shown["video"] == VIDEO


def test_another_brand_s_class_is_as_unknown_as_none(world: World, other_world: World) -> None:
    theirs = add_class(other_world)

    replies = [world.operate(get_class, classId=number) for number in (theirs["id"], 4711, "x")]

    assert {reply.status for reply in replies} == {404}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1


def test_a_client_s_key_is_not_the_operator_s(world: World) -> None:
    made = add_class(world)

    assert world.call(get_class, id=world.client.id, classId=made["id"]).status == 401
