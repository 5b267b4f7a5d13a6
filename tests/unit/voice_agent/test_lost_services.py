"""Services that hang, break off in their own way or are taken over: a talk outlives them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.unit.voice_agent.talking import (
    RecordedApi,
    ScriptedService,
    ScriptedTalk,
    after_answers,
    serving,
    speech,
)
from tests.unit.voice_agent.test_conversation import GOODBYE, Interview, goal, in_time
from voice_agent import conversation
from voice_agent.conversation import Conversation
from voice_agent.services.interface import (
    Brief,
    Connection,
    Said,
    Speaker,
    SpeechEnd,
    ToolCall,
)
from voice_agent.tools.coaching import CoachingTools
from voice_agent.tools.toolbox import Run


async def breaks(_: ScriptedTalk) -> None:
    raise ZeroDivisionError


async def hangs(_: ScriptedTalk) -> None:
    await asyncio.Event().wait()


def after(service: ScriptedTalk) -> bool:
    """Whether a talk that is lost with this service comes to its end with the next."""
    next_one = ScriptedService("next", [ScriptedTalk(GOODBYE, stays=True)])
    return in_time(Interview().talk(ScriptedService("first", [service]), next_one))


def test_a_service_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_FIRST_EVENT_SECONDS", 0.1)
    silent = ScriptedTalk((), stays=True)

    assert after(silent)
    assert silent.closed


def test_an_error_of_any_kind_counts_as_a_lost_service() -> None:
    assert after(ScriptedTalk((speech(0), breaks)))
    assert after(ScriptedTalk((breaks,)))


def test_a_service_that_breaks_while_it_opens_is_left() -> None:
    @dataclass
    class Broken:
        name: str = "broken"

        async def open(self, brief: Brief) -> Connection:
            raise ZeroDivisionError

    next_one = ScriptedService("next", [ScriptedTalk(GOODBYE, stays=True)])
    assert in_time(Interview().talk(Broken(), next_one))


def test_a_connection_that_does_not_close_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_CLOSE_SECONDS", 0.1)

    class Stuck(ScriptedTalk):
        async def close(self) -> None:
            await asyncio.Event().wait()

    assert after(Stuck((speech(0),)))


def test_a_connection_that_takes_no_answer_ends_after_finish_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversation, "_ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(conversation, "_GOODBYE_SECONDS", 0.1)

    class Stuck(ScriptedTalk):
        async def answer(self, call: ToolCall, content: str, *, failed: bool) -> None:
            await asyncio.Event().wait()

    talk = Stuck((ToolCall("bye", "finish", {}),), stays=True)
    assert in_time(Interview().talk(ScriptedService("only", [talk])))


def test_a_goodbye_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_GOODBYE_SECONDS", 0.1)
    talk = ScriptedTalk((ToolCall("bye", "finish", {}), ToolCall("b", "finish", {})), stays=True)

    assert in_time(Interview().talk(ScriptedService("only", [talk])))


def test_a_service_that_is_lost_in_its_goodbye_has_ended_the_talk() -> None:
    talk = ScriptedTalk((ToolCall("bye", "finish", {}), after_answers(1), speech(1)))

    assert in_time(Interview().talk(ScriptedService("only", [talk])))


def test_a_goodbye_that_cannot_be_played_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_PLAYED_SECONDS", 0.1)
    interview = Interview()

    async def never() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(interview.ears, "said", never)
    talk = ScriptedTalk(GOODBYE, stays=True)
    assert in_time(interview.talk(ScriptedService("only", [talk])))


def test_two_services_may_use_the_same_ids_for_their_calls() -> None:
    interview = Interview()
    first = ScriptedTalk((goal("1", "Run"), after_answers(1)))
    second = ScriptedTalk((goal("1", "Swim"), after_answers(1)))

    in_time(interview.talk(ScriptedService("only", [first, second])))
    assert [profile["fitnessGoal"] for profile in interview.saved] == ["Run", "Swim"]


def test_a_talk_leaves_no_task_behind() -> None:
    async def run() -> set[str]:
        interview = Interview()
        talk = ScriptedTalk((goal("a"), after_answers(1), *GOODBYE[:1], hangs))
        running = asyncio.create_task(interview.talk(ScriptedService("only", [talk])))
        async with talk.answered:
            await talk.answered.wait_for(lambda: len(talk.answers) == 2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        return {str(task.get_coro()) for task in left if "voice_agent" in str(task.get_coro())}

    assert in_time(run()) == set()


class WaterLog(CoachingTools):
    """Notes what is called, and in which turn of the talk the member has last spoken."""

    def __init__(self) -> None:
        self.turns: list[int] = []

    async def brief(self) -> Brief:
        return Brief("", (), "")

    def runs(self) -> Mapping[str, Run]:
        return {}

    def notice(self, said: Said) -> None:
        self.turns.append(said.turn)

    def notice_speech(self, turn: int) -> None:
        self.turns.append(turn)

    async def end(self) -> None:
        return None


def test_turns_go_on_counting_when_another_service_takes_over() -> None:
    """Each connection counts from 0: a yes of the second must not seem older than the question."""
    interview, toolbox = Interview(), WaterLog()
    heard = Said(Speaker.CALLER, "Yes.", 1, final=True)
    talks = [ScriptedTalk((speech(0), heard, speech(1))), ScriptedTalk((speech(0), heard))]

    async def run() -> None:
        service = ScriptedService("only", talks)
        await Conversation((service,), toolbox, interview.ears, interview.transcript).run()

    in_time(run())
    first, second = toolbox.turns[:3], toolbox.turns[3:]
    assert first == [0, 1, 1]
    assert second[0] > first[-1]
    assert second[1] > second[0]


def test_what_is_drunk_after_a_take_over_is_logged_again() -> None:
    """The same amount, in a turn that has the number of the first."""
    logged: list[Any] = []

    def answer(asked: Any) -> tuple[int, Any]:
        if not asked.headers.get("X-Confirmation"):
            return 409, {"confirmation": {"id": f"id-{len(logged)}"}}
        logged.append(asked.body)
        return 201, {"data": {"logged": len(logged)}}

    def script() -> ScriptedTalk:
        return ScriptedTalk(
            (
                Said(Speaker.CALLER, "I drank a glass of water.", 1, final=True),
                ToolCall("a", "log_water", {"amountMl": 250}),
                after_answers(1),
                speech(1),
                SpeechEnd(),
                Said(Speaker.CALLER, "Yes, please.", 2, final=True),
                ToolCall("b", "log_water", {"amountMl": 250}),
                after_answers(2),
            )
        )

    async def run() -> None:
        interview = Interview()
        async with serving(RecordedApi(answer)) as api:
            service = ScriptedService("only", [script(), script()])
            toolbox = CoachingTools(api)
            talk = Conversation((service,), toolbox, interview.ears, interview.transcript)
            await talk.run()

    in_time(run())
    assert logged == [{"amountMl": 250}] * 2


@pytest.mark.parametrize("name", ["delete_account", "Mia\nWalker, 12 Elm Street"])
def test_a_name_that_a_model_made_up_is_not_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    talk = ScriptedTalk((ToolCall("a", name, {}), after_answers(1)))
    with caplog.at_level("DEBUG"):
        in_time(Interview().talk(ScriptedService("only", [talk])))

    assert name not in caplog.text
