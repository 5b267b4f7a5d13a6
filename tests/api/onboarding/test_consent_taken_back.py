"""Who takes their consent to transcripts back, or leaves, has none any more."""

from typing import Any

import pytest

from members import delete_me, update_me
from tests.api.onboarding.agents import agent_of_member, agent_of_session
from tests.api.onboarding.talks import agree, agreeing, beside, coached_by, kept_of, send, sign_up
from tests.api.onboarding.world import answered
from tests.video import livekit
from tests.world import World


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def test_a_sign_up_that_says_no_keeps_none(world: World) -> None:
    session = answered(world)
    agent = agent_of_session(world, session)
    agree(world, session)
    send(agent)

    member = sign_up(world, session, settings={"voiceConsent": {"transcript": False}})
    send(agent)

    assert kept_of(world, member.id) == []
    assert beside(world, session) is None


def test_who_takes_consent_back_has_none_any_more(world: World) -> None:
    session, member = answered(world), agreeing(world)
    agents = agent_of_session(world, session), agent_of_member(member)
    agree(world, session)
    send(agents[0])
    coached_by(member, agents[1])

    agree(world, session, transcript=False)
    member.call(update_me, body={"settings": {"voiceConsent": {"transcript": False}}})
    replies = [send(agents[0]), coached_by(member, agents[1])]

    assert [reply.status for reply in replies] == [200, 200]
    assert beside(world, session) is None
    assert kept_of(world, member.id) == []


@pytest.mark.parametrize("settings", [None, {"voiceConsent": None}])
def test_who_clears_their_settings_takes_it_back(world: World, settings: Any) -> None:
    member = agreeing(world)
    coached_by(member, agent_of_member(member))
    assert kept_of(world, member.id)

    member.call(update_me, body={"settings": settings})

    assert kept_of(world, member.id) == []


def test_another_change_of_the_settings_keeps_them(world: World) -> None:
    member = agreeing(world)
    coached_by(member, agent_of_member(member))

    member.call(update_me, body={"settings": {"units": "imperial"}})

    assert len(kept_of(world, member.id)) == 1


def test_of_who_left_nothing_is_kept(world: World) -> None:
    member = agreeing(world)
    agent = agent_of_member(member)
    member.call(delete_me, body={})

    coached_by(member, agent)

    assert kept_of(world, member.id) == []
