"""Gemini's Live API in the stand-in: a talk over its WebSocket."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.stubs.phrases import COACHING, GREETING, NOT_UNDERSTOOD, ONBOARDING, PROMPTED
from local.stubs.servers import StandIns
from local.stubs.talks import Talks
from tests.unit.local.live_calls import HELLO, LIVE, MODEL, connected, gemini, pitch

GOAL = ONBOARDING[0]


@pytest.fixture(autouse=True)
def live(stand_ins: StandIns) -> Iterator[Talks]:
    yield stand_ins.gemini.live
    stand_ins.gemini.live.clear()


def test_a_turn_is_heard_a_tool_called_and_a_voice_answers(
    stand_ins: StandIns, live: Talks
) -> None:
    async def talk() -> None:
        async with gemini(
            stand_ins, systemInstruction={"parts": [{"text": "Be brief."}]}
        ) as caller:
            assert live.open
            await caller.send(clientContent=HELLO)
            text, voice, _ = await caller.turn()
            assert (text, pitch(voice)) == (GREETING.reply, GREETING.reply_hertz)

            await caller.speak(GOAL)
            transcript = await caller.receive()
            assert transcript["serverContent"]["inputTranscription"] == {"text": GOAL.text}
            [call] = await caller.calls()
            assert (call["name"], call["args"]) == ("save_profile", GOAL.calls[0].arguments)
            await caller.answer(call, {"output": "saved"})
            text, voice, rest = await caller.turn()
            assert (text, pitch(voice)) == (GOAL.reply, GOAL.reply_hertz)
            assert rest == {"generationComplete": True, "turnComplete": True}

    asyncio.run(talk())
    assert live.heard == [GOAL]
    assert [(each.name, each.content) for each in live.responses] == [
        ("save_profile", {"output": "saved"})
    ]
    assert [session["systemInstruction"] for session in live.sessions] == [
        {"parts": [{"text": "Be brief."}]}
    ]
    assert live.texts == ["Greet."]


def test_the_first_coach_of_the_recommendation_is_taken(stand_ins: StandIns) -> None:
    async def talk() -> Any:
        async with gemini(stand_ins) as caller:
            await caller.speak(ONBOARDING[9])
            [call] = await caller.calls()
            await caller.answer(call, {"output": json.dumps({"coaches": [{"id": 31}, {"id": 7}]})})
            await caller.turn()
            await caller.speak(ONBOARDING[10])
            [call] = await caller.calls()
            return call

    call = asyncio.run(talk())
    assert (call["name"], call["args"]) == ("select_coach", {"coachId": 31})


def test_a_caller_who_sends_nothing_any_more_has_spoken(stand_ins: StandIns) -> None:
    async def talk() -> Any:
        async with gemini(stand_ins) as caller:
            await caller.speak(COACHING[0], silence=0)
            return await caller.calls()

    [call] = asyncio.run(talk())
    assert call["name"] == "daily_plan"


def test_what_is_typed_is_understood_and_not_transcribed(stand_ins: StandIns, live: Talks) -> None:
    async def talk() -> tuple[Any, str]:
        async with gemini(stand_ins) as caller:
            await caller.send(realtime_input={"text": COACHING[0].text})
            message = await caller.receive()
            await caller.answer(message["toolCall"]["functionCalls"][0], {"output": ""})
            await caller.turn()
            await caller.send(realtime_input={"text": "How are you?"})
            return message, (await caller.turn())[0]

    message, other = asyncio.run(talk())
    assert message["toolCall"]["functionCalls"][0]["name"] == "daily_plan"
    assert other == NOT_UNDERSTOOD.reply
    assert (live.heard, live.texts) == ([], [COACHING[0].text, "How are you?"])


def test_transcripts_come_only_where_they_are_asked_for(stand_ins: StandIns) -> None:
    async def talk() -> list[Any]:
        async with connected(stand_ins.vertex + LIVE, Authorization="Bearer any") as caller:
            config = {"generation_config": {"response_modalities": ["AUDIO"]}}
            await caller.send(setup={"model": MODEL, **config})
            await caller.send(client_content={"turns": [], "turn_complete": True})
            received = [await caller.receive() for _ in range(9)]
            assert received[-1]["usageMetadata"]["promptTokenCount"] == 15
            return received[1:]

    contents = [message["serverContent"] for message in asyncio.run(talk())]
    assert [next(iter(content)) for content in contents] == [
        *["modelTurn"] * 6,
        "generationComplete",
        "turnComplete",
    ]


def test_the_coach_is_interrupted_by_a_caller_who_speaks(stand_ins: StandIns, live: Talks) -> None:
    live.behaviour.reply_seconds = 30

    async def talk() -> tuple[Any, Any]:
        async with gemini(stand_ins) as caller:
            await caller.send(clientContent=HELLO)
            await caller.receive()
            await caller.receive()
            live.behaviour.reply_seconds = 0.1
            await caller.speak(GOAL)
            first = await caller.turn()
            [call] = await caller.calls()
            await caller.answer(call, {"output": "saved"})
            return first, await caller.turn()

    (_, voice, rest), (text, _, after) = asyncio.run(talk())
    assert rest == {
        "interrupted": True,
        "turnComplete": True,
        "inputTranscription": {},
    } or rest == {
        "interrupted": True,
        "turnComplete": True,
    }
    assert len(voice) < 2 * 24_000 * 10
    assert (text, after) == (GOAL.reply, {"generationComplete": True, "turnComplete": True})


def test_a_resumed_talk_is_not_greeted_again(stand_ins: StandIns) -> None:
    async def talk() -> list[str]:
        async with gemini(stand_ins, sessionResumption={}) as caller:
            offered = (await caller.receive())["sessionResumptionUpdate"]
            assert offered["resumable"]
        texts = []
        for handle in ({}, {"handle": offered["newHandle"]}):
            async with gemini(stand_ins, sessionResumption=handle) as caller:
                await caller.send(clientContent=HELLO)
                texts.append((await caller.turn())[0])
        return texts

    assert asyncio.run(talk()) == [GREETING.reply, PROMPTED.reply]


def test_a_response_without_the_id_of_its_call_is_dropped(stand_ins: StandIns, live: Talks) -> None:
    async def talk() -> str:
        async with gemini(stand_ins) as caller:
            await caller.speak(GOAL)
            [call] = await caller.calls()
            unnamed = {"name": call["name"], "response": {"output": "lost"}}
            await caller.send(toolResponse={"functionResponses": [unnamed]})
            await caller.answer(call, {"error": "no"})
            return (await caller.turn())[0]

    assert asyncio.run(talk()) == GOAL.reply
    assert [(each.name, each.is_error) for each in live.responses] == [
        ("", False),
        ("save_profile", True),
    ]
