"""Transcripts: POST /v1/webhooks/livekit brings the agent's, of those who agreed to one."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from jobs import erase_member, export_member
from members import delete_me, start_export
from operators import change_client
from stvos.clock import standing, utc_now
from stvos.onboarding.repository import session_hash
from stvos.rooms.names import RoomName
from stvos.settings import settings
from tests.api.members.workers import records, work_off
from tests.api.onboarding.agents import agent_of_member, agent_of_session
from tests.api.onboarding.talks import (
    LINES,
    agree,
    agreeing,
    beside,
    coached_by,
    kept_of,
    send,
    sign_up,
)
from tests.api.onboarding.world import answered
from tests.contract.stored import differences, everything_stored
from tests.video import livekit
from tests.world import World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def test_without_consent_nothing_is_kept(world: World) -> None:
    session, member = answered(world), world.member()
    agents = agent_of_session(world, session), agent_of_member(member)
    before = everything_stored()

    replies = [send(agents[0]), coached_by(member, agents[1])]

    assert [(reply.status, reply.data) for reply in replies] == [(200, {"received": True})] * 2
    changed = differences(before, everything_stored())
    assert all("ROOM_EVENT" in place for place in changed)


def test_with_consent_it_is_kept_and_expires_with_the_session(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)
    agree(world, session)

    reply = send(agent)

    item = beside(world, session)
    assert reply.status == 200
    assert item is not None
    assert item["lines"] == LINES
    stored = world.table.find(world.keys.onboarding_session(session_hash(session)))
    assert stored is not None
    assert item["expires"] == stored["expires"]


def test_the_agent_hears_whether_one_is_wanted(world: World) -> None:
    session, member = answered(world), agreeing(world)
    agree(world, session)
    rooms = agent_of_session(world, session).room, agent_of_member(member).room

    sent = [json.loads(livekit().rooms.dispatches[room][0].metadata) for room in rooms]

    assert [metadata["transcript"] for metadata in sent] == [True, True]


def test_it_is_the_account_s_with_the_session_for_the_brand_s_days(world: World) -> None:
    assert world.operate(change_client, body={"retentionDays": 10}).status == 200
    session = answered(world)
    agent = agent_of_session(world, session)
    agree(world, session)
    send(agent)

    member = sign_up(world, session)

    [item] = kept_of(world, member.id)
    assert item["lines"] == LINES
    ends = datetime.fromtimestamp(item["expires"], UTC)
    assert timedelta(days=9.9) < ends - utc_now() <= timedelta(days=10)
    assert beside(world, session) is None


def test_one_that_arrives_after_the_sign_up_is_the_account_s_too(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)
    agree(world, session)
    member = sign_up(world, session)

    send(agent)

    assert [item["lines"] for item in kept_of(world, member.id)] == [LINES]
    assert beside(world, session) is None


def test_it_is_in_the_member_s_export_and_goes_with_the_account(world: World) -> None:
    member = agreeing(world)
    coached_by(member, agent_of_member(member))
    member.call(start_export)
    work_off(export_member, records(world, "export"))
    bucket, prefix = boto3.client("s3"), f"exports/{world.client.id}/{member.id}/"
    [made] = bucket.list_objects_v2(Bucket=settings().bucket, Prefix=prefix)["Contents"]

    archive = bucket.get_object(Bucket=settings().bucket, Key=made["Key"])["Body"].read()
    member.call(delete_me, body={})
    work_off(erase_member, records(world, "erase"))

    [exported] = json.loads(archive)["voiceTranscripts"]
    assert exported["lines"] == LINES
    assert kept_of(world, member.id) == []


def test_a_coaching_talk_s_is_kept_of_a_member_who_agreed(world: World) -> None:
    member, other = agreeing(world), agreeing(world)
    agent = agent_of_member(member)

    coached_by(other, agent)
    coached_by(member, agent)

    assert [item["lines"] for item in kept_of(world, member.id)] == [LINES]
    assert kept_of(world, other.id) == []


def test_it_arrives_when_the_talk_is_over(world: World) -> None:
    member, now = agreeing(world), utc_now()
    with standing(now - timedelta(minutes=16)):
        agent = agent_of_member(member)

    coached_by(member, agent)

    assert len(kept_of(world, member.id)) == 1


def test_a_replay_is_refused_and_a_second_one_of_a_talk_changes_nothing(world: World) -> None:
    member = agreeing(world)
    agent = agent_of_member(member)
    first = coached_by(member, agent, number=777)

    replayed = coached_by(member, agent, number=777)
    who = {"identity": f"member-{member.id}"}
    other = send(agent, transcript={"lines": []}, participant=who)

    assert (first.status, other.status) == (200, 200)
    assert (replayed.status, replayed.code) == (401, "INVALID_TOKEN")
    assert [item["lines"] for item in kept_of(world, member.id)] == [LINES]


@pytest.mark.parametrize(
    "transcript",
    [
        None,
        {},
        {"lines": "all of it"},
        {"lines": [{"speaker": "somebody", "text": "x"}]},
        {"lines": [{"speaker": "agent", "text": "x" * 4_001}]},
        {"lines": [{"speaker": "agent", "text": "x" * 4_000}] * 80},
        {"lines": LINES, "sessionId": "A" * 101},
    ],
)
def test_what_is_no_transcript_is_refused(world: World, transcript: Any) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)
    agree(world, session)

    reply = send(agent, transcript=transcript)

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
    assert beside(world, session) is None


def test_a_foreign_session_or_room_keeps_nothing(world: World, other_world: World) -> None:
    session, foreign = answered(world), answered(other_world)
    agent, other = agent_of_session(world, session), agent_of_session(other_world, foreign)
    agree(world, session)
    agree(other_world, foreign)
    name = RoomName.parse(agent.room)
    assert name is not None

    replies = [
        send(agent, transcript={"sessionId": foreign, "lines": LINES}),
        send(agent, room={"name": other.room}),
        send(agent, transcript={"sessionId": "unknown", "lines": LINES}),
        send(agent, transcript={"lines": LINES}, participant={"identity": "trainer-7"}),
        send(agent, room={"name": f"{name.tenant}-ai_coach-{name.id}"}),
    ]

    assert {reply.status for reply in replies} == {200}
    assert beside(world, session) is None
    assert beside(other_world, foreign) is None
