"""The whole way by text, where there is no LiveKit; and sessions that are over."""

from datetime import timedelta

import pytest

from accounts import register
from members import get_me
from onboarding import (
    get_profile,
    get_voice_token,
    give_consent,
    list_recommended_coaches,
    recommend_coaches,
    save_profile,
    select_coach,
)
from stvos.clock import standing, utc_now
from tests.api.onboarding.world import EVERYTHING, answered
from tests.api.trainers.world import new_trainer
from tests.contract.stored import differences, everything_stored
from tests.video import livekit
from tests.world import PASSWORD, World


@pytest.fixture
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"):
        monkeypatch.delenv(name, raising=False)


def test_without_rooms_all_but_the_talk_works(world: World, no_rooms: None) -> None:
    # What is equal is ranked by the session: only one of them teaches what is wanted.
    coach = new_trainer(world, "Tara Trainer", specialisations=["Muscle building"])
    new_trainer(world, "Otto Other", specialisations=["Meditation"])
    session = answered(world, fitnessGoal="More strength")

    room = world.call(get_voice_token, body={"sessionId": session})
    saved = world.call(save_profile, body={"sessionId": session, "profile": EVERYTHING}).data
    corrected = {"sessionId": session, "profile": {"fitnessLevel": "advanced"}}
    world.call(save_profile, body=corrected)
    best = world.call(recommend_coaches, body={"sessionId": session}).data["coaches"][0]
    world.call(select_coach, body={"sessionId": session, "coachId": best["id"]})
    body = {"email": EVERYTHING["email"], "password": PASSWORD, "sessionId": session}
    token = world.call(register, body=body).data["accessToken"]
    user = world.call(get_me, headers={"Authorization": f"Bearer {token}"}).data["user"]
    again = world.call(register, body=body | {"email": "eve@example.com"})

    assert (room.status, room.code) == (503, "VIDEO_NOT_CONFIGURED")
    assert saved["complete"] is True
    assert (best["id"], bool(best["reasons"])) == (coach.trainer_id, True)
    assert (user["name"], user["coach"]["name"]) == ("Mia", "Tara Trainer")
    assert user["profile"]["fitnessLevel"] == "advanced"
    assert (again.status, again.code) == (400, "INVALID_SESSION")


def test_an_expired_session_is_refused_everywhere_and_changes_nothing(world: World) -> None:
    livekit()
    coach, session = new_trainer(world), answered(world, age=36)
    named, before = {"sessionId": session}, everything_stored()

    with standing(utc_now() + timedelta(hours=72, minutes=1)):
        replies = [
            world.call(get_profile, query=named),
            world.call(save_profile, body=named | {"profile": {"age": 20}}),
            world.call(give_consent, body=named | {"transcript": True}),
            world.call(recommend_coaches, body=named),
            world.call(list_recommended_coaches, query=named),
            world.call(select_coach, body=named | {"coachId": coach.trainer_id}),
            world.call(get_voice_token, body=named),
            world.call(register, body=named | {"email": "a@example.com", "password": PASSWORD}),
        ]

    assert {(reply.status, reply.code) for reply in replies} == {(400, "INVALID_SESSION")}
    changed = differences(before, everything_stored())
    assert all("LIMIT#" in place or "API_KEY" in place for place in changed)


def test_a_hundred_tokens_a_minute_are_too_many_and_make_no_sessions(world: World) -> None:
    livekit()
    with standing(utc_now()):
        replies = [world.call(get_voice_token, body={}) for _ in range(100)]

    assert [reply.status for reply in replies] == [200] * 20 + [429] * 80
    assert {reply.code for reply in replies[20:]} == {"TOO_MANY_ATTEMPTS"}
    sessions = [place for place in everything_stored() if place.endswith(" SESSION")]
    assert len(sessions) == 20
