"""A talk with services that follow a script: it outlives a service, a lost answer, a repetition."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from tests.unit.voice_agent.talking import (
    SILENCE,
    Asked,
    Ears,
    RecordedApi,
    ScriptedService,
    ScriptedTalk,
    after_answers,
    serving,
    speech,
)
from voice_agent.conversation import Conversation
from voice_agent.services.interface import (
    Interrupted,
    Said,
    Speaker,
    SpeechEnd,
    SpeechService,
    ToolCall,
)
from voice_agent.tools.onboarding import OnboardingTools
from voice_agent.transcript import Transcript

SESSION = "a-session"
GOODBYE = (ToolCall("bye", "finish", {}), after_answers(1), speech(9), SpeechEnd())


def in_time[T](work: Awaitable[T]) -> T:
    async def run() -> T:
        return await asyncio.wait_for(work, 20)

    return asyncio.run(run())


class Interview:
    """One session's answers at an API, and a talk about them."""

    def __init__(self) -> None:
        self.profile: dict[str, Any] = {}
        self.api = RecordedApi(self.answer)
        self.ears = Ears()
        self.transcript = Transcript()

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.method == "POST":
            self.profile |= asked.body["profile"]
        missing = [name for name in ("fitnessGoal", "name") if name not in self.profile]
        return 200, {"data": {"profile": self.profile, "missing": missing, "complete": False}}

    async def talk(self, *services: SpeechService, seconds_a_try: float = 4.0) -> bool:
        async with serving(self.api, seconds_a_try) as api:
            toolbox = OnboardingTools(api, SESSION)
            conversation = Conversation(services, toolbox, self.ears, self.transcript)
            try:
                return await conversation.run()
            finally:
                await conversation.close()

    @property
    def saved(self) -> list[dict[str, Any]]:
        return [asked.body["profile"] for asked in self.api.asked if asked.method == "POST"]


def goal(call_id: str, value: str = "Build muscle") -> ToolCall:
    return ToolCall(call_id, "save_profile", {"profile": {"fitnessGoal": value}})


def test_what_the_model_says_is_played_and_the_talk_ends_after_its_goodbye() -> None:
    interview = Interview()
    talk = ScriptedTalk((speech(0), SpeechEnd(), *GOODBYE), stays=True)

    assert in_time(interview.talk(ScriptedService("first", [talk])))
    assert len(interview.ears.played) == 2
    assert talk.closed


def test_an_interruption_stops_what_was_not_played() -> None:
    interview = Interview()
    talk = ScriptedTalk((speech(0), Interrupted(), *GOODBYE), stays=True)

    in_time(interview.talk(ScriptedService("first", [talk])))
    # Once more when the talk ends.
    assert interview.ears.stopped == 2


def test_a_tool_call_that_comes_again_is_done_once_and_answered_alike() -> None:
    interview = Interview()
    steps = (goal("a"), goal("a"), after_answers(2))
    talk = ScriptedTalk(steps)

    in_time(interview.talk(ScriptedService("first", [talk])))
    assert interview.saved == [{"fitnessGoal": "Build muscle"}]
    assert talk.answers[0] == talk.answers[1]


def test_a_correction_is_stored_after_what_it_corrects() -> None:
    interview = Interview()
    talk = ScriptedTalk((goal("a", "Run"), goal("b", "Swim"), after_answers(2)))

    in_time(interview.talk(ScriptedService("first", [talk])))
    assert [profile["fitnessGoal"] for profile in interview.saved] == ["Run", "Swim"]


def test_the_next_service_goes_on_with_what_is_known_and_what_was_said() -> None:
    interview = Interview()
    said = Said(Speaker.CALLER, "I want to build muscle.", 1, final=True)
    lost = ScriptedTalk((said, goal("a"), after_answers(1)))
    taking_over = ScriptedService("second", [ScriptedTalk(GOODBYE, stays=True)])

    assert in_time(interview.talk(ScriptedService("first", [lost]), taking_over))
    [brief] = taking_over.briefs
    assert "{'fitnessGoal': 'Build muscle'}" in brief.instructions
    assert "caller: I want to build muscle." in brief.instructions
    assert "Still open: name" in brief.instructions
    assert lost.closed


def test_what_a_caller_said_is_stored_although_the_service_is_lost_meanwhile() -> None:
    interview = Interview()
    interview.api.silent = 1
    talk = ScriptedTalk((goal("a"),))

    assert not in_time(interview.talk(ScriptedService("first", [talk]), seconds_a_try=0.3))
    assert interview.profile == {"fitnessGoal": "Build muscle"}


def test_without_a_service_that_takes_the_talk_it_does_not_come_to_its_end() -> None:
    interview = Interview()

    assert not in_time(interview.talk(ScriptedService("a", []), ScriptedService("b", [])))


def test_a_service_that_is_lost_once_is_tried_again() -> None:
    interview = Interview()
    talks = [ScriptedTalk((goal("a"), after_answers(1))), ScriptedTalk(GOODBYE, stays=True)]

    assert in_time(interview.talk(ScriptedService("only", talks)))


def test_an_answer_that_the_api_did_not_take_is_stored_with_the_next() -> None:
    interview = Interview()
    name = ToolCall("b", "save_profile", {"profile": {"name": "Mia"}})
    interview.api.silent = 6  # three tries to read what is known, three to store
    talk = ScriptedTalk((goal("a"), after_answers(1), name, after_answers(2)))

    in_time(interview.talk(ScriptedService("first", [talk]), seconds_a_try=0.2))
    assert [failed for _, _, failed in talk.answers] == [True, False]
    assert interview.saved[-1] == {"fitnessGoal": "Build muscle", "name": "Mia"}


def test_an_answer_that_the_api_did_not_take_is_stored_at_the_end() -> None:
    interview = Interview()
    interview.api.silent = 6
    talk = ScriptedTalk((goal("a"), after_answers(1)))

    in_time(interview.talk(ScriptedService("first", [talk]), seconds_a_try=0.2))
    assert interview.profile == {"fitnessGoal": "Build muscle"}


def test_a_refusal_says_to_the_model_which_field_is_wrong() -> None:
    interview = Interview()
    refusal = {
        "error": "Invalid input.",
        "code": "INVALID_INPUT",
        "fields": [{"path": "body.profile.age", "message": "is at most 120"}],
    }
    known = interview.api.answer
    interview.api.answer = lambda asked: (400, refusal) if asked.method == "POST" else known(asked)
    old = ToolCall("a", "save_profile", {"profile": {"age": 200}})
    talk = ScriptedTalk((old, after_answers(1)))

    in_time(interview.talk(ScriptedService("first", [talk])))
    assert talk.answers == [("a", "Invalid input.; body.profile.age is at most 120", True)]
    assert len(interview.saved) == 1


def test_a_tool_that_is_not_there_is_answered_so() -> None:
    interview = Interview()
    talk = ScriptedTalk((ToolCall("a", "delete_account", {}), after_answers(1)))

    in_time(interview.talk(ScriptedService("first", [talk])))
    assert talk.answers == [("a", "There is no tool delete_account.", True)]


def test_the_caller_is_heard_by_the_service_that_is_open() -> None:
    async def run() -> ScriptedTalk:
        talk = ScriptedTalk((), stays=True)
        interview = Interview()
        async with serving(interview.api) as api:
            conversation = Conversation(
                (ScriptedService("first", [talk]),),
                OnboardingTools(api, SESSION),
                interview.ears,
                interview.transcript,
            )
            conversation.hear(SILENCE)
            running = asyncio.create_task(conversation.run())
            while not talk.heard:
                conversation.hear(SILENCE)
                await asyncio.sleep(0.01)
            running.cancel()
        return talk

    assert in_time(run()).heard


def test_the_api_is_called_with_the_talks_token_in_both_places() -> None:
    interview = Interview()
    talk = ScriptedTalk((goal("a"), after_answers(1)))

    in_time(interview.talk(ScriptedService("first", [talk])))
    asked = next(asked for asked in interview.api.asked if asked.method == "POST")
    assert asked.headers["X-API-Key"] == "a.talk.token"
    assert asked.headers["Authorization"] == "Bearer a.talk.token"
    assert asked.body["sessionId"] == SESSION
