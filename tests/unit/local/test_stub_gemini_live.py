"""Gemini's Live API in the stand-in: a talk over its WebSocket, and how it goes wrong."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import aiohttp
import pytest

from local.stubs.marks import HEADER, NAME
from local.stubs.phrases import COACHING, GREETING, NOT_UNDERSTOOD, ONBOARDING, PROMPTED
from local.stubs.servers import StandIns
from local.stubs.talks import Behaviour, Talks
from tests.unit.local.live_calls import LIVE, MODEL, SETUP, connected, gemini, pitch
from tests.unit.local.stub_calls import post

GOAL, LEVEL = ONBOARDING[0], ONBOARDING[1]
HELLO = {"turns": [{"role": "user", "parts": [{"text": "Greet."}]}], "turnComplete": True}


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
            assert live.open == 1
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


# ---------------------------------------------------------------- misbehaviour


def test_a_repeated_call_has_an_id_of_its_own(stand_ins: StandIns, live: Talks) -> None:
    live.behaviour.repeat_calls = True

    async def talk() -> list[Any]:
        async with gemini(stand_ins) as caller:
            await caller.speak(GOAL)
            calls = await caller.calls()
            for call in calls:
                await caller.answer(call, {"output": "saved"})
            assert (await caller.turn())[0] == GOAL.reply
            return calls

    one, again = asyncio.run(talk())
    assert one["id"] != again["id"]
    assert one["args"] == again["args"]


async def _end_of(stand_ins: StandIns) -> tuple[list[str], int | None]:
    """What comes after the second of two typed phrases, and how the connection ends."""
    async with gemini(stand_ins) as caller:
        for phrase in (GOAL, LEVEL):
            await caller.send(realtimeInput={"text": phrase.text})
        received = []
        while message := await caller.receive():
            for call in message.get("toolCall", {}).get("functionCalls", []):
                await caller.answer(call, {"output": "saved"})
            received.append(next(iter(message)))
        return received, caller.socket.close_code


def test_the_connection_ends_with_a_notice_after_so_many_phrases(
    stand_ins: StandIns, live: Talks
) -> None:
    live.behaviour.close_after = 2
    received, code = asyncio.run(_end_of(stand_ins))
    assert (received.count("toolCall"), received[-1], code) == (2, "goAway", 1011)
    assert live.behaviour.close_after is None


def test_the_connection_ends_in_the_middle_of_a_turn_without_notice(
    stand_ins: StandIns, live: Talks
) -> None:
    live.behaviour = Behaviour(close_after=2, in_mid_turn=True, without_notice=True)
    received, code = asyncio.run(_end_of(stand_ins))
    assert (received.count("toolCall"), "goAway" in received, code) == (1, False, 1006)


def test_misbehaviour_is_asked_for_over_http(stand_ins: StandIns, live: Talks) -> None:
    url = f"{stand_ins.vertex}/stand-in/behaviour"
    answer = post(url, json.dumps({"close_after": 3, "refuse": True}).encode())
    assert (answer.status, answer.json) == (200, asdict(Behaviour(close_after=3, refuse=True)))
    assert live.behaviour == Behaviour(close_after=3, refuse=True)
    for body in (b"{", b'{"sleep": 1}', b"[]"):
        assert post(url, body).status == 400


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("token", "refuse", "status"),
    [("", False, 401), ("Basic x", False, 401), ("Bearer x", True, 403)],
)
def test_a_caller_without_a_token_or_right_is_refused(
    stand_ins: StandIns, live: Talks, token: str, refuse: bool, status: int
) -> None:
    live.behaviour.refuse = refuse

    async def talk() -> aiohttp.WSServerHandshakeError:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with connected(stand_ins.vertex + LIVE, Authorization=token):
                pass
        return refused.value

    refusal = asyncio.run(talk())
    assert refusal.status == status
    assert refusal.headers is not None
    assert refusal.headers[HEADER] == NAME


@pytest.mark.parametrize(
    ("messages", "wrong"),
    [
        ([{"clientContent": HELLO}], "setup must be the first"),
        ([{"setup": SETUP}, {"setup": SETUP}], "setup must be the first"),
        ([{"setup": SETUP | {"model": "gemini-3.8-live"}}], "was not found"),
        ([{"setup": SETUP | {"model": MODEL.replace("live", "flash")}}], "was not found"),
        ([{"setup": {"model": MODEL}}], "non-audio"),
        ([{"setup": SETUP | {"tool": []}}], 'Unknown name "tool"'),
        ([{"setup": SETUP | {"tools": [{"functionDeclarations": [{}]}]}}], "function name"),
        ([{"setup": SETUP | {"sessionResumption": {"handle": "x"}}}], "session not found"),
        ([{"setup": SETUP}, {"realtimeInput": {"audio": {"data": "AA=="}}}], "mime type"),
        (
            [
                {"setup": SETUP},
                {"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": "!"}}},
            ],
            "TYPE_BYTES",
        ),
        ([{"setup": SETUP}, {"toolResponse": {"functionResponses": [{"id": "x"}]}}], "an object"),
        ([{"setup": SETUP}, {"clientContent": {"turns": [{"role": "owner"}]}}], "valid role"),
    ],
)
def test_a_message_out_of_order_ends_the_connection(
    stand_ins: StandIns, messages: list[Any], wrong: str
) -> None:
    async def talk() -> tuple[int | None, str]:
        async with connected(stand_ins.vertex + LIVE, Authorization="Bearer any") as caller:
            for message in messages:
                await caller.send(**message)
            while (message := await caller.socket.receive(timeout=10)).type in (
                aiohttp.WSMsgType.TEXT,
                aiohttp.WSMsgType.BINARY,
            ):
                pass
            return caller.socket.close_code, str(message.extra)

    code, reason = asyncio.run(talk())
    assert code == 1007
    assert wrong in reason
    assert "sTvOS stand-in" in reason


def test_the_address_answers_tls_for_who_trusts_its_certificate(stand_ins: StandIns) -> None:
    url = stand_ins.vertex.replace("http://", "wss://") + LIVE
    trusting = ssl.create_default_context(cafile=stand_ins.certificate)

    async def talk() -> Any:
        async with aiohttp.ClientSession(headers={"Authorization": "Bearer any"}) as session:
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                await session.ws_connect(url)
            async with session.ws_connect(url, ssl=trusting) as socket:
                await socket.send_str(json.dumps({"setup": SETUP}))
                return json.loads((await socket.receive(timeout=10)).data)

    assert "setupComplete" in asyncio.run(talk())
