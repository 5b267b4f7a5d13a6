"""GET /v1/sessions/{id}."""

from accounts import logout
from tests.viewing_samples import class_of
from tests.world import World
from viewing import get_session, start_session


def test_a_member_sees_their_session(world: World) -> None:
    member = world.member()
    started = member.call(start_session, body={"classId": class_of(world).id}).data["session"]

    reply = member.call(get_session, id=started["id"])

    assert reply.status == 200
    assert reply.data == {"session": started}


def test_sessions_of_others_are_as_unknown_as_none(world: World, other_world: World) -> None:
    member = world.member()
    body = {"classId": class_of(world).id}
    number = member.call(start_session, body=body).data["session"]["id"]

    replies = [
        world.member().call(get_session, id=number),
        other_world.member().call(get_session, id=number),
        member.call(get_session, id=number + 1),
        member.call(get_session, id="none"),
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str(reply.json | {"requestId": ""}) for reply in replies}) == 1


def test_who_signed_out_sees_nothing(world: World) -> None:
    member = world.member()
    body = {"classId": class_of(world).id}
    number = member.call(start_session, body=body).data["session"]["id"]
    member.call(logout, body={})

    reply = member.call(get_session, id=number)

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
