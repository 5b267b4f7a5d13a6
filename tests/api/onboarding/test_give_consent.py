"""POST /v1/onboarding/consent."""

from datetime import timedelta
from typing import Any

from onboarding import give_consent
from stvos.clock import standing, utc_now
from tests.api.onboarding.world import answered
from tests.world import Reply, World


def consent(world: World, session: str, **said: Any) -> Reply:
    return world.call(give_consent, body={"sessionId": session} | said)


def test_nothing_is_agreed_to_until_it_is_said(world: World) -> None:
    session = answered(world)

    data = consent(world, session).data

    assert data["sessionId"] == session
    assert data["consent"] == {"transcript": False, "recording": False, "givenAt": None}


def test_consent_is_given_for_each_and_taken_back_the_same_way(world: World) -> None:
    session = answered(world)

    given = consent(world, session, transcript=True, recording=True).data["consent"]
    taken = consent(world, session, recording=False).data["consent"]

    assert (given["transcript"], given["recording"]) == (True, True)
    assert given["givenAt"]
    assert (taken["transcript"], taken["recording"]) == (True, False)


def test_a_consent_that_arrives_late_does_not_undo_a_withdrawal(world: World) -> None:
    session = answered(world)
    now = utc_now()
    with standing(now):
        consent(world, session, recording=False)

    with standing(now - timedelta(seconds=5)):
        late = consent(world, session, recording=True)

    assert late.data["consent"]["recording"] is False


def test_a_foreign_session_is_refused(world: World, other_world: World) -> None:
    session = answered(other_world)

    reply = consent(world, session, recording=True)

    assert (reply.status, reply.code) == (400, "INVALID_SESSION")
    assert consent(other_world, session).data["consent"]["recording"] is False
