"""POST /v1/ai-coach/token."""

import json
from datetime import timedelta

import jwt
import pytest

from local.stubs.servers import LIVEKIT_KEYS
from members import delete_me
from onboarding import get_coaching_token
from operators import change_client
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import UserId
from tests.video import livekit
from tests.world import World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def test_a_member_enters_a_room_with_the_coach(world: World) -> None:
    member = world.member(name="Mia Member")

    data = member.call(get_coaching_token, body={}).data

    claims = jwt.decode(data["token"], LIVEKIT_KEYS.secret, algorithms=["HS256"])
    assert (claims["sub"], claims["name"]) == (f"member-{member.id}", "Mia Member")
    assert claims["video"]["canPublishSources"] == ["microphone"]
    assert claims["video"]["canPublishData"] is False
    assert "roomAdmin" not in claims["video"]
    [dispatch] = livekit().rooms.dispatches[data["roomName"]]
    sent = json.loads(dispatch.metadata)
    assert sent.pop("token")
    assert sent == {"kind": "ai_coach", "sessionId": data["sessionId"], "transcript": False}


def test_a_talk_under_way_is_entered_again_and_a_new_one_begins_after_it(world: World) -> None:
    member, now = world.member(), utc_now()

    first, again = (member.call(get_coaching_token, body={}).data for _ in range(2))
    with standing(now + timedelta(minutes=20)):
        later = member.call(get_coaching_token, body={}).data

    assert first["roomName"] == again["roomName"] != later["roomName"]
    assert first["sessionId"] == again["sessionId"] != later["sessionId"]
    assert len(livekit().rooms.dispatches[first["roomName"]]) == 1


def test_two_members_never_meet(world: World) -> None:
    rooms = {world.member().call(get_coaching_token, body={}).data["roomName"] for _ in range(2)}

    assert len(rooms) == 2


def test_the_brand_s_budget_counts_coaching_too(world: World) -> None:
    limits = {"voiceMinutes": 10, "voiceMinutesPerMonth": 10}
    assert world.operate(change_client, body={"limits": limits}).status == 200
    world.member().call(get_coaching_token, body={})

    reply = world.member().call(get_coaching_token, body={})

    assert (reply.status, reply.code) == (429, "TOO_MANY_ATTEMPTS")


def test_without_livekit_it_is_not_configured(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVEKIT_URL")

    reply = world.member().call(get_coaching_token, body={})

    assert (reply.status, reply.code) == (503, "VIDEO_NOT_CONFIGURED")


def test_without_the_feature_it_is_refused(cloud: None) -> None:
    world = World.with_client(enabled_features=("classes",))

    reply = world.member().call(get_coaching_token, body={})

    assert (reply.status, reply.code) == (403, "FEATURE_DISABLED")


def test_who_left_enters_no_room(world: World) -> None:
    member = world.member()
    member.call(delete_me, body={})

    assert member.call(get_coaching_token, body={}).code == "INVALID_TOKEN"
    assert world.table.find(world.keys.coaching_talk(UserId(member.id))) is None
