"""Newcomers who do several things at the same moment."""

from collections import Counter
from functools import partial

from accounts import register
from onboarding import get_voice_token, save_profile
from stvos.clock import utc_now
from tests.api.onboarding.world import EVERYTHING, answered, save, show
from tests.races.conftest import all_at_once
from tests.video import livekit
from tests.world import PASSWORD, World


def test_of_ten_sign_ups_with_one_session_one_makes_an_account(race_world: World) -> None:
    session = answered(race_world, age=36)
    bodies = [
        {"email": f"m{n}@example.com", "password": PASSWORD, "sessionId": session}
        for n in range(10)
    ]

    replies = all_at_once([partial(race_world.call, register, body=body) for body in bodies])

    codes = Counter(reply.json.get("code", "made") for reply in replies)
    assert codes == {"made": 1, "INVALID_SESSION": 9}
    [made] = [reply for reply in replies if reply.status == 201]
    [listed] = race_world.table.all(race_world.keys.users())
    assert listed["id"] == made.data["user"]["id"]


def test_answers_of_one_moment_all_stay(race_world: World) -> None:
    session = answered(race_world)

    all_at_once(
        [
            partial(save, race_world, session, profile={field: value})
            for field, value in EVERYTHING.items()
        ]
    )

    assert show(race_world, session).data["profile"] == EVERYTHING


def test_an_answer_is_stored_before_the_sign_up_or_refused(race_world: World) -> None:
    session = answered(race_world, age=36)
    body = {"email": "m@example.com", "password": PASSWORD, "sessionId": session}

    replies = all_at_once(
        [
            partial(race_world.call, register, body=body),
            *[
                partial(
                    race_world.call, save_profile, body={"sessionId": session, "height": 170 + n}
                )
                for n in range(5)
            ],
        ]
    )

    assert replies[0].status == 201
    assert {reply.status for reply in replies[1:]} <= {200, 400}
    [account] = race_world.table.all(race_world.keys.users())
    assert account["profile"]["age"] == 36
    stored = {170 + n for n, reply in enumerate(replies[1:]) if reply.status == 200}
    assert account["profile"].get("height") in stored or not stored


def test_ten_tokens_of_one_moment_lead_into_one_room_with_one_agent(race_world: World) -> None:
    livekit()
    session = answered(race_world)

    replies = all_at_once(
        [partial(race_world.call, get_voice_token, body={"sessionId": session}) for _ in range(10)]
    )

    assert {reply.status for reply in replies} == {200}
    [room] = {reply.data["roomName"] for reply in replies}
    assert len(livekit().rooms.dispatches[room]) == 1
    [spent] = [
        race_world.table.find(race_world.keys.voice_minutes(f"{utc_now():%Y-%m}"), consistent=True)
    ]
    assert spent is not None
    assert spent["minutes"] == 15
