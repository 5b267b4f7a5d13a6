"""What the voice agent of a newcomer's session may do with its token."""

from datetime import timedelta

import jwt
import pytest

from accounts import authorize_key, me
from onboarding import (
    get_profile,
    get_voice_token,
    give_consent,
    list_recommended_coaches,
    recommend_coaches,
    save_profile,
    select_coach,
)
from operators import delete_api_key
from stvos.accounts import authorizers
from stvos.clients.repository import ApiKeyRepository
from stvos.clock import epoch, standing, utc_now
from tests.api.onboarding.agents import Agent, agent_of_session
from tests.api.onboarding.world import answered, show
from tests.video import livekit
from tests.world import METHOD_ARN, World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def context_of(agent: Agent) -> dict[str, str]:
    answer = authorize_key.handler({"methodArn": METHOD_ARN, "headers": agent.headers}, None)
    return dict(answer["context"])


def test_it_answers_for_the_newcomer_without_the_brand_s_key(world: World) -> None:
    session = answered(world, age=36)
    agent = agent_of_session(world, session)

    saved = agent.call(save_profile, body={"sessionId": session, "profile": {"name": "Mia"}})
    shown = agent.call(get_profile, query={"sessionId": session})

    assert saved.data["profile"] == shown.data["profile"] == {"age": 36, "name": "Mia"}
    assert show(world, session).data == shown.data


def test_what_it_saves_was_heard_and_is_unconfirmed_until_it_says_so(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)

    body = {"sessionId": session, "source": "form", "profile": {"name": "Mia"}}
    heard = agent.call(save_profile, body=body)
    read_back = agent.call(save_profile, body=body | {"confirmed": True})

    assert heard.data["origins"]["name"] == {"source": "voice", "confirmed": False}
    assert read_back.data["origins"]["name"] == {"source": "voice", "confirmed": True}


def test_another_session_or_none_is_refused_and_nothing_is_stored(world: World) -> None:
    agent, other = agent_of_session(world, answered(world)), answered(world, age=40)

    replies = [
        agent.call(get_profile, query={"sessionId": other}),
        agent.call(save_profile, body={"sessionId": other, "profile": {"age": 20}}),
        agent.call(save_profile, body={"profile": {"age": 20}}),
        agent.call(select_coach, body={"sessionId": other, "coachId": 1}),
        agent.call(recommend_coaches, body={"profile": {"age": 20}}),
        agent.call(list_recommended_coaches, query={"sessionId": other}),
        agent.call(give_consent, body={"sessionId": other}),
    ]

    assert {(r.status, r.code) for r in replies} == {(400, "INVALID_SESSION")}
    assert show(world, other).data["profile"] == {"age": 40}


def test_it_takes_consent_back_and_never_gives_it(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)

    gives = agent.call(give_consent, body={"sessionId": session, "recording": True})
    world.call(give_consent, body={"sessionId": session, "transcript": True})
    asks = agent.call(give_consent, body={"sessionId": session})
    takes = agent.call(give_consent, body={"sessionId": session, "transcript": False})

    assert (gives.status, gives.code) == (403, "FORBIDDEN")
    assert asks.data["consent"]["transcript"] is True
    assert takes.data["consent"]["transcript"] is False


def test_its_token_ends_with_the_talk(world: World) -> None:
    session, now = answered(world), utc_now()

    with standing(now - timedelta(minutes=14)):
        agent = agent_of_session(world, session)
    with standing(now - timedelta(minutes=16)):
        late = agent_of_session(world, answered(world))

    said = jwt.decode(agent.token, options={"verify_signature": False})
    assert said["exp"] == epoch(now + timedelta(minutes=1))
    assert session not in str(said)
    assert agent.call(get_profile, query={"sessionId": session}).status == 200
    refused = late.call(get_profile, query={"sessionId": late.session_id})
    assert (refused.status, refused.code) == (401, "TOKEN_EXPIRED")


def test_a_yes_that_the_gateway_kept_ends_with_the_talk_too(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)
    kept = context_of(agent) | {"expiresAt": str(epoch(utc_now()) - 1)}

    reply = agent.call(get_profile, query={"sessionId": session}, context=kept)

    assert (reply.status, reply.code) == (401, "TOKEN_EXPIRED")


def test_it_is_counted_with_the_app_s_key_and_refused_once_that_is_revoked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = agent_of_session(world, answered(world))
    [key] = ApiKeyRepository(world.table).of_client(world.tenant)
    answer = authorize_key.handler({"methodArn": METHOD_ARN, "headers": agent.headers}, None)
    monkeypatch.setattr(authorizers, "_KEPT_SECONDS", 0)

    world.operate(delete_api_key, keyId=key.id)
    refused = agent.call(get_profile, query={"sessionId": agent.session_id})

    assert answer["usageIdentifierKey"] == key.usage_key
    assert (refused.status, refused.code) == (401, "INVALID_API_KEY")


def test_it_opens_no_room_and_no_member_s_route(world: World) -> None:
    agent = agent_of_session(world, answered(world))

    room = agent.call(get_voice_token, body={"sessionId": agent.session_id})
    member = agent.call(me)

    assert (room.status, room.code) == (member.status, member.code) == (401, "INVALID_TOKEN")


def test_a_forged_token_and_one_of_another_kind_are_refused(world: World) -> None:
    agent, member = agent_of_session(world, answered(world)), world.member()
    head, body, signature = agent.token.split(".")
    forged = [f"{head}.{body}.{signature[::-1]}", member.access_token, "a.b.c", "..", f"{head}.."]

    replies = [
        Agent(agent.session_id, token, "").call(get_profile, query={"sessionId": agent.session_id})
        for token in forged
    ]

    assert {(r.status, r.code) for r in replies} == {(401, "INVALID_TOKEN")}
