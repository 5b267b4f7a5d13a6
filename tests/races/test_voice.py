"""The voice agent and its member at the same moment."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from accounts import register
from onboarding import get_voice_token
from progress_logs import get_summary, log_water
from stvos.clock import standing, utc_now
from stvos.errors import Conflict
from stvos.onboarding.repository import session_hash
from stvos.rooms.closing import close_due_room
from stvos.rooms.models import RETURNING_FOR
from stvos.rooms.names import RoomName
from tests.api.onboarding.agents import agent_of_member, agent_of_session
from tests.api.onboarding.talks import LINES, agree, agreeing, coached_by, kept_of, send
from tests.api.onboarding.test_minutes_given_back import TalkOf
from tests.api.onboarding.world import answered
from tests.races.conftest import all_at_once
from tests.video import livekit
from tests.world import PASSWORD, World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def test_what_is_confirmed_is_done_once_however_often_it_is_sent(race_world: World) -> None:
    member = race_world.member()
    agent, body = agent_of_member(member), {"amountMl": 250}
    asked = agent.call(log_water, body=body)
    confirmed = {"X-Confirmation": asked.json["confirmation"]["id"]}

    replies = all_at_once(
        [partial(agent.call, log_water, body=body, headers=confirmed) for _ in range(10)]
    )

    codes = Counter(reply.json.get("code", "done") for reply in replies)
    assert set(codes) <= {"done", "IDEMPOTENCY_IN_PROGRESS"}
    assert codes["done"] >= 1
    assert len({reply.text for reply in replies if reply.status == 201}) == 1
    day = agent.call(log_water, body=body, headers=confirmed).data["day"]
    assert day["loggedMl"] == 250
    assert member.call(get_summary).status == 200


def test_a_transcript_of_the_moment_of_the_sign_up_is_kept_once(race_world: World) -> None:
    for number in range(5):
        session = answered(race_world)
        agent = agent_of_session(race_world, session)
        agree(race_world, session)
        body = {"email": f"m{number}@example.com", "password": PASSWORD, "sessionId": session}

        signed_up, *sent = all_at_once(
            [
                partial(race_world.call, register, body=body),
                *[partial(send, agent) for _ in range(3)],
            ]
        )

        assert signed_up.status == 201
        assert [reply.status for reply in sent] == [200] * 3
        [kept] = kept_of(race_world, signed_up.data["user"]["id"])
        assert kept["lines"] == LINES
        beside = race_world.keys.session_transcript(session_hash(session))
        assert race_world.table.find(beside, consistent=True) is None


def test_a_member_s_transcript_that_comes_twice_is_kept_once(race_world: World) -> None:
    member = agreeing(race_world)
    agent = agent_of_member(member)

    replies = all_at_once([partial(coached_by, member, agent) for _ in range(5)])

    assert [reply.status for reply in replies] == [200] * 5
    assert len(kept_of(race_world, member.id)) == 1


def test_minutes_go_back_once_though_ten_workers_close_the_room(race_world: World) -> None:
    now = utc_now()
    with standing(now):
        room = race_world.call(get_voice_token, body={}).data["roomName"]
    talk = TalkOf(race_world, now, room)
    talk.was_there("newcomer", 0, 60)
    name = RoomName.parse(room)
    assert name is not None
    last = now + timedelta(minutes=15) + RETURNING_FOR
    close_due_room(race_world.table, talk.key, now + timedelta(minutes=15))

    def close() -> str:
        try:
            close_due_room(race_world.table, talk.key, last)
        except Conflict:
            return "another did"
        return "closed"

    said = Counter(all_at_once([close] * 10))

    assert said["closed"] >= 1
    assert talk.taken == 1
