"""Tools, called by a model that writes whatever it likes, and an API that refuses some of it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from tests.unit.voice_agent.talking import Asked, RecordedApi, serving
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.api import ApiRefusedError, ApiUnavailableError
from voice_agent.services.interface import ToolCall
from voice_agent.tools.onboarding import OnboardingTools
from voice_agent.tools.toolbox import OnceEach, Outcome

type Work[T] = Callable[[OnboardingTools], Awaitable[T]]


class Session:
    """An onboarding session at an API. `wrong`: fields that it does not take."""

    def __init__(self, *wrong: str) -> None:
        self.wrong = wrong
        self.profile: dict[str, Any] = {}
        self.api = RecordedApi(self.answer)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.method == "POST" and "profile" in asked.path:
            given = asked.body["profile"]
            if problems := [name for name in given if name in self.wrong]:
                fields = [
                    {"path": f"body.profile.{name}[0]", "message": "is wrong"} for name in problems
                ]
                return 400, {"error": "Invalid input.", "fields": fields}
            self.profile |= given
        return 200, {"data": {"profile": self.profile, "missing": []}}

    @property
    def saved(self) -> list[tuple[dict[str, Any], bool]]:
        return [
            (asked.body["profile"], asked.body["confirmed"])
            for asked in self.api.asked
            if asked.method == "POST"
        ]

    def run[T](self, work: Work[T], seconds_a_try: float = 4.0) -> T:
        async def run() -> T:
            async with serving(self.api, seconds_a_try) as api:
                return await work(OnboardingTools(api, "a-session"))

        return in_time(run())

    def outcome(self, name: str, arguments: Mapping[str, Any]) -> Outcome:
        """What a model is answered."""
        return self.run(lambda tools: OnceEach(tools).outcome(ToolCall("a", name, arguments)))


def test_one_wrong_answer_does_not_lose_the_others() -> None:
    session = Session("workoutDays")
    outcome = session.outcome(
        "save_profile", {"profile": {"name": "Mia", "workoutDays": ["someday"], "age": 30}}
    )

    assert session.profile == {"name": "Mia", "age": 30}
    assert not outcome.failed
    assert "body.profile.workoutDays[0] is wrong" in json.loads(outcome.content)["notTaken"]


def test_an_answer_of_which_nothing_is_taken_is_refused() -> None:
    outcome = Session("age").outcome("save_profile", {"profile": {"age": 200}})

    assert outcome == Outcome("Invalid input.; body.profile.age[0] is wrong", failed=True)


@pytest.mark.parametrize("profile", [{}, [], "name: Mia", None, 7, {"name": None}, {"role": "x"}])
def test_a_profile_that_is_none_is_refused_and_not_sent(profile: Any) -> None:
    session = Session()

    assert session.outcome("save_profile", {"profile": profile}).failed
    assert session.saved == []


def test_answers_may_stand_beside_the_profile() -> None:
    session = Session()
    session.outcome("save_profile", {"name": "Mia", "confirmed": True})

    assert session.saved == [({"name": "Mia"}, True)]


def test_only_answers_are_sent_whatever_else_a_model_writes() -> None:
    session = Session()
    smuggled = {"name": "Mia", "sessionId": "another", "source": "form", "profile": {"age": 9}}
    session.outcome("save_profile", {"profile": smuggled, "sessionId": "another"})

    [asked] = session.api.asked
    expected = {"sessionId": "a-session", "profile": {"name": "Mia"}, "confirmed": False}
    assert asked.body == expected


def test_what_was_read_back_does_not_confirm_what_was_not() -> None:
    async def work(tools: OnboardingTools) -> None:
        save = tools.runs()["save_profile"]
        session.api.silent = 3
        with pytest.raises(ApiUnavailableError):
            await save({"profile": {"email": "mai@example.com"}})
        await save({"profile": {"name": "Mia"}, "confirmed": True})

    session = Session()
    session.run(work, seconds_a_try=0.2)
    assert session.saved[3:] == [({"email": "mai@example.com"}, False), ({"name": "Mia"}, True)]


def test_a_wrong_answer_that_waited_does_not_lose_the_next() -> None:
    async def work(tools: OnboardingTools) -> None:
        save = tools.runs()["save_profile"]
        session.api.silent = 3
        with pytest.raises(ApiUnavailableError):
            await save({"profile": {"age": 200, "name": "Mia"}})
        await save({"profile": {"height": 170}})

    session = Session("age")
    session.run(work, seconds_a_try=0.2)
    assert session.profile == {"name": "Mia", "height": 170}


def test_a_service_that_takes_over_knows_what_is_not_stored_yet() -> None:
    async def work(tools: OnboardingTools) -> str:
        await tools.brief()
        await tools.runs()["save_profile"]({"profile": {"name": "Mia"}})
        session.api.silent = 6
        with pytest.raises(ApiUnavailableError):
            await tools.runs()["save_profile"]({"profile": {"age": 30}})
        return (await tools.brief()).instructions

    session = Session()
    instructions = session.run(work, seconds_a_try=0.2)
    assert "{'name': 'Mia', 'age': 30}" in instructions


def test_no_interview_begins_whose_session_is_over() -> None:
    """Its answers would be stored nowhere."""

    async def work(tools: OnboardingTools) -> None:
        with pytest.raises(ApiRefusedError):
            await tools.brief()

    session = Session()
    session.api.answer = lambda _: (400, {"error": "over", "code": "INVALID_SESSION"})
    session.run(work)


@pytest.mark.parametrize("found", [{}, {"coaches": []}, {"coaches": None}])
def test_without_a_coach_the_model_hears_that(found: dict[str, Any]) -> None:
    session = Session()
    session.api.answer = lambda _: (200, {"data": found})
    outcome = session.outcome("recommend_coaches", {})

    assert not outcome.failed
    assert json.loads(outcome.content)["coaches"] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("recommend_coaches", {"coaches": ["Ana"]}), ("recommend_coaches", {"coaches": 7})],
)
def test_an_answer_that_is_not_understood_still_answers_the_model(
    name: str, data: dict[str, Any]
) -> None:
    session = Session()
    session.api.answer = lambda _: (200, {"data": data})

    assert session.outcome(name, {}).failed


def test_a_long_answer_is_cut_for_the_model() -> None:
    session = Session()
    many = {"coaches": [{"id": n, "name": "x" * 5_000, "reasons": ["y"] * 99} for n in range(99)]}
    session.api.answer = lambda _: (200, {"data": many})
    outcome = session.outcome("recommend_coaches", {})

    assert len(outcome.content) <= 8_000
    coaches = json.loads(outcome.content)["coaches"]
    assert coaches[0]["id"] == 0
    assert coaches[-1].endswith(" more")


def test_a_short_answer_stays_as_it_is() -> None:
    session = Session()
    names: list[dict[str, Any]] = [
        {"id": n, "name": "Zoë", "specialisations": [], "reasons": None} for n in range(3)
    ]
    session.api.answer = lambda _: (200, {"data": {"coaches": names}})

    assert json.loads(session.outcome("recommend_coaches", {}).content) == {"coaches": names}
    assert "Zoë" in session.outcome("recommend_coaches", {}).content
