"""DELETE /v1/users/me/continue-watching/{classId}."""

from content import discover
from stvos.ids import new_id
from tests.viewing_samples import Hands, class_of
from tests.world import Member, World
from viewing import complete_session, list_sessions, record_progress, start_session
from viewing import remove_continue_watching as remove


def _begun(world: World, seconds: int = 60) -> tuple[Member, Hands, int, int]:
    """A member who watched the beginning of a class: the class's id, the session's."""
    member, clock, class_id = world.member(), Hands(), class_of(world).id
    reply = clock.call(member, start_session, body={"classId": class_id})
    session_id = reply.data["session"]["id"]
    beat = {"positionSeconds": seconds, "segments": [[0, seconds]]}
    clock.call(member, record_progress, seconds, id=session_id, body=beat)
    return member, clock, class_id, session_id


def _row(member: Member) -> list[int]:
    return [entry["id"] for entry in member.call(discover).data["continueWatching"]]


def test_the_class_is_taken_out_and_what_was_watched_stays(world: World) -> None:
    member, _, class_id, session_id = _begun(world)
    assert _row(member) == [class_id]

    reply = member.call(remove, classId=class_id)

    assert (reply.status, reply.data) == (200, {"removed": True})
    assert _row(member) == []
    [session] = member.call(list_sessions).data["items"]
    assert (session["id"], session["watchedSeconds"]) == (session_id, 60)


def test_it_is_there_again_once_it_is_played_again(world: World) -> None:
    member, clock, class_id, session_id = _begun(world)
    member.call(remove, classId=class_id)

    beat = {"positionSeconds": 90, "segments": [[60, 90]]}
    clock.call(member, record_progress, 30, id=session_id, body=beat)

    assert _row(member) == [class_id]


def test_opening_it_again_brings_it_back_too(world: World) -> None:
    member, clock, class_id, _ = _begun(world)
    member.call(remove, classId=class_id)

    clock.call(member, start_session, body={"classId": class_id})

    assert _row(member) == [class_id]


def test_taking_it_out_twice_is_fine_and_so_is_one_that_was_never_begun(world: World) -> None:
    member, clock, class_id, session_id = _begun(world)
    clock.call(member, complete_session, id=session_id, body={})

    replies = [member.call(remove, classId=class_id) for _ in range(2)]
    replies.append(world.member().call(remove, classId=class_id))

    assert [reply.status for reply in replies] == [200, 200, 200]
    assert _row(member) == []


def test_a_class_that_there_is_not_is_not_found(world: World) -> None:
    reply = world.member().call(remove, classId=new_id())

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_another_member_s_row_stays(world: World) -> None:
    member, clock, class_id, _ = _begun(world)
    other = world.member()
    session = clock.call(other, start_session, body={"classId": class_id}).data["session"]
    beat = {"positionSeconds": 60, "segments": [[0, 60]]}
    clock.call(other, record_progress, 60, id=session["id"], body=beat)

    member.call(remove, classId=class_id)

    assert _row(other) == [class_id]
