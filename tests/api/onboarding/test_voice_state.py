"""GET /v1/onboarding/profile says whether the app goes on by voice or by form."""

from datetime import timedelta

import pytest

from onboarding import get_voice_token, save_profile
from stvos.clock import standing
from tests.api.onboarding.test_minutes_given_back import TalkOf
from tests.api.onboarding.world import answered, show
from tests.video import livekit
from tests.world import World

AGENT, CALLER = "agent-AJ_1", "newcomer"


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


class Newcomer:
    """A session that has talked since `talk.begins_at`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.talk = TalkOf.begin(world)
        self.session = self.talk.session

    def state(self, seconds: float) -> str:
        """What the app is answered so long after the token."""
        with standing(self.talk.begins_at + timedelta(seconds=seconds)):
            return str(show(self.world, self.session).data["voice"])


@pytest.fixture
def newcomer(world: World) -> Newcomer:
    return Newcomer(world)


def test_a_session_that_does_not_talk_has_no_state(world: World) -> None:
    assert "voice" not in show(world, answered(world, age=36)).data


def test_an_agent_that_does_not_come_within_eight_seconds_means_the_form(
    newcomer: Newcomer,
) -> None:
    newcomer.talk.says("participant_joined", CALLER, joined=1, at=1)

    assert [newcomer.state(0), newcomer.state(8)] == ["awaited", "awaited"]
    assert newcomer.state(8.1) == "form"


def test_with_the_agent_in_the_room_the_app_talks(newcomer: Newcomer) -> None:
    newcomer.talk.says("participant_joined", AGENT, joined=2, at=2)

    assert [newcomer.state(3), newcomer.state(300)] == ["talking", "talking"]


def test_an_agent_that_comes_late_is_talked_with_all_the_same(newcomer: Newcomer) -> None:
    assert newcomer.state(20) == "form"
    newcomer.talk.says("participant_joined", AGENT, joined=25, at=25)

    assert newcomer.state(26) == "talking"


def test_an_agent_that_left_means_the_form(newcomer: Newcomer) -> None:
    newcomer.talk.was_there(AGENT, joined=2, left=60)

    assert newcomer.state(61) == "form"


def test_when_the_talk_is_over_it_is_the_form(newcomer: Newcomer) -> None:
    newcomer.talk.says("participant_joined", AGENT, joined=2, at=2)

    assert newcomer.state(600) == "form"


def test_an_answer_alone_does_not_look_into_the_room(newcomer: Newcomer) -> None:
    body = {"sessionId": newcomer.session, "name": "Mia"}
    assert "voice" not in newcomer.world.call(save_profile, body=body).data


def test_a_room_of_another_session_says_nothing(newcomer: Newcomer, world: World) -> None:
    newcomer.talk.says("participant_joined", AGENT, joined=2, at=2)
    with standing(newcomer.talk.begins_at):
        other = world.call(get_voice_token, body={}).data["sessionId"]
    with standing(newcomer.talk.begins_at + timedelta(seconds=9)):
        assert show(world, other).data["voice"] == "form"
