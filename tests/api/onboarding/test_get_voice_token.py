"""POST /v1/onboarding/token."""

import json
from datetime import timedelta
from typing import Any

import jwt
import pytest

from local.stubs.servers import LIVEKIT_KEYS
from onboarding import get_voice_token
from operators import change_client
from stvos.clock import epoch, standing, utc_now
from stvos.rooms.closing import close_due_room
from stvos.rooms.models import RoomKind
from stvos.rooms.names import RoomName
from tests.api.onboarding.world import answered, show
from tests.video import livekit
from tests.world import Reply, World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def token(world: World, session: str | None = None, **request: Any) -> Reply:
    body = {} if session is None else {"sessionId": session}
    return world.call(get_voice_token, body=body, **request)


def claims(reply: Reply) -> Any:
    # Some tests hold the clock ahead.
    return jwt.decode(
        reply.data["token"],
        LIVEKIT_KEYS.secret,
        algorithms=["HS256"],
        options={"verify_nbf": False},
    )


def limit(world: World, **limits: int) -> None:
    assert world.operate(change_client, body={"limits": limits}).status == 200


def test_a_newcomer_may_speak_and_hear_in_a_room_of_their_own_and_nothing_else(
    world: World,
) -> None:
    reply = token(world)

    assert reply.status == 200
    room = reply.data["roomName"]
    assert RoomName.parse(room)
    assert claims(reply)["video"] == {
        "room": room,
        "roomJoin": True,
        "canSubscribe": True,
        "canPublish": True,
        "canPublishData": False,
        "canPublishSources": ["microphone"],
    }
    assert reply.data["url"] == livekit().parameters["LivekitUrl"]
    assert show(world, reply.data["sessionId"]).data["missing"]


def test_the_agent_is_sent_once_though_the_call_is_repeated(world: World) -> None:
    session = answered(world, age=36)

    rooms = {token(world, session).data["roomName"] for _ in range(3)}

    [room] = rooms
    [dispatch] = livekit().rooms.dispatches[room]
    assert dispatch.agent_name == "stvos-voice"
    sent = json.loads(dispatch.metadata)
    assert sent.pop("token")
    assert sent == {"kind": "onboarding", "sessionId": session, "transcript": False}


def test_a_talk_is_as_long_as_the_brand_s_limit_from_its_first_token_on(world: World) -> None:
    limit(world, voiceMinutes=10)
    session, now = answered(world), utc_now()

    with standing(now):
        first = token(world, session)
    with standing(now + timedelta(minutes=4)):
        second = token(world, session)
    with standing(now + timedelta(minutes=10)):
        over = token(world, session)

    assert (first.data["expiresIn"], second.data["expiresIn"]) == (600, 360)
    assert claims(first)["exp"] == claims(second)["exp"] == epoch(now + timedelta(minutes=10))
    assert (over.status, over.code) == (409, "ENDED")


def test_the_room_is_closed_when_the_talk_is_over(world: World) -> None:
    room = token(world).data["roomName"]
    name = RoomName.parse(room)
    assert name is not None
    assert name.kind is RoomKind.ONBOARDING

    later = utc_now() + timedelta(minutes=15, seconds=1)
    close_due_room(world.table, world.keys.room(name.kind, name.id), later)

    assert room not in livekit().rooms.rooms


def test_a_month_s_budget_is_not_exceeded(world: World) -> None:
    limit(world, voiceMinutes=10, voiceMinutesPerMonth=25)
    first = token(world)

    replies = [token(world), token(world)]
    again = token(world, first.data["sessionId"])

    assert [reply.status for reply in replies] == [200, 429]
    assert replies[1].code == "TOO_MANY_ATTEMPTS"
    assert int(replies[1].headers["Retry-After"]) > 0
    assert again.status == 200


def test_one_address_is_given_so_many_tokens_a_minute_and_no_more(world: World) -> None:
    session, now = answered(world), utc_now()

    with standing(now):
        statuses = [token(world, session).status for _ in range(21)]
        elsewhere = token(world, session, address="198.51.100.9")

    assert statuses == [200] * 20 + [429]
    assert elsewhere.status == 200


def test_without_livekit_it_is_not_configured_and_makes_no_session(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVEKIT_URL")

    reply = token(world)

    assert (reply.status, reply.code) == (503, "VIDEO_NOT_CONFIGURED")
    assert answered(world)


def test_a_foreign_session_is_refused(world: World, other_world: World) -> None:
    session = answered(other_world)

    reply = token(world, session)

    assert (reply.status, reply.code) == (400, "INVALID_SESSION")


def test_livekit_being_down_is_said_and_made_good_by_asking_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = answered(world)
    with monkeypatch.context() as patched:
        patched.setenv("LIVEKIT_URL", "ws://127.0.0.1:9")
        down = token(world, session)

    up = token(world, session)

    assert (down.status, down.code) == (502, "VIDEO_UNAVAILABLE")
    assert up.status == 200
    assert len(livekit().rooms.dispatches[up.data["roomName"]]) == 1
