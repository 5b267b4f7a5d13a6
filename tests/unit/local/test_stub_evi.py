"""EVI in Hume's stand-in: a chat over its WebSocket, and how it goes wrong."""

import asyncio
import json
import wave
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from local.stubs.marks import HEADER, NAME
from local.stubs.phrases import COACHING, GREETING, NOT_UNDERSTOOD, ONBOARDING
from local.stubs.servers import HUME_KEYS, StandIns
from local.stubs.talks import Behaviour, Talks
from tests.unit.local.live_calls import CHAT, connected, evi, pitch
from tests.unit.local.stub_calls import post
from tests.unit.local.test_stubs_hume import ask

GOAL, LEVEL = ONBOARDING[0], ONBOARDING[1]
TOOL = {"type": "function", "name": "save_profile", "parameters": '{"type": "object"}'}


@pytest.fixture(autouse=True)
def talks(stand_ins: StandIns) -> Iterator[Talks]:
    yield stand_ins.evi.talks
    stand_ins.evi.talks.clear()


def kinds(messages: list[Any]) -> list[str]:
    return [message["type"] for message in messages]


def spoken(messages: list[Any]) -> bytes:
    """The voice of messages, each of which is a file of its own."""
    pieces = []
    for place, message in enumerate(m for m in messages if m["type"] == "audio_output"):
        assert message["index"] == place
        with wave.open(BytesIO(b64decode(message["data"]))) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
            pieces.append(file.readframes(file.getnframes()))
            assert len(b64decode(message["data"])) == 44 + len(pieces[-1])
    return b"".join(pieces)


def test_a_turn_is_heard_a_tool_called_and_a_voice_answers(
    stand_ins: StandIns, talks: Talks
) -> None:
    async def talk() -> None:
        token = ask(stand_ins).json["access_token"]
        query = {"config_id": "c", "session_settings[custom_session_id]": "s-1"}
        async with evi(stand_ins, access_token=token, **query) as (caller, first):
            assert first["type"] == "chat_metadata"
            assert first["chat_id"] != first["chat_group_id"]
            assert first["custom_session_id"] == "s-1"
            assert talks.open
            await caller.settle(tools=[TOOL], system_prompt="Be brief.")
            greeting = await caller.until("assistant_end")
            assert greeting[0]["message"] == {"role": "assistant", "content": GREETING.reply}
            assert pitch(spoken(greeting)) == GREETING.reply_hertz

            await caller.speak(GOAL)
            said, call = await caller.until("tool_call")
            assert said["message"] == {"role": "user", "content": GOAL.text}
            assert (said["type"], said["from_text"], said["interim"]) == (
                "user_message",
                False,
                False,
            )
            assert call["name"] == "save_profile"
            assert call["response_required"]
            assert json.loads(call["parameters"]) == GOAL.calls[0].arguments
            await caller.send(
                type="tool_response", tool_call_id=call["tool_call_id"], content="saved"
            )
            reply = await caller.until("assistant_end")
            assert kinds(reply) == ["assistant_message", *["audio_output"] * 6, "assistant_end"]
            assert reply[0]["message"]["content"] == GOAL.reply
            assert pitch(spoken(reply)) == GOAL.reply_hertz

    asyncio.run(talk())
    assert talks.heard == [GOAL]
    assert [(each.name, each.content) for each in talks.responses] == [("save_profile", "saved")]
    [session] = talks.sessions
    assert (session["tools"], session["system_prompt"]) == ([TOOL], "Be brief.")
    assert session["query"] == {"config_id": "c", "session_settings[custom_session_id]": "s-1"}


def test_texts_are_answered_as_if_they_were_spoken(stand_ins: StandIns, talks: Talks) -> None:
    async def talk() -> list[Any]:
        async with evi(stand_ins) as (caller, _):
            await caller.send(type="user_input", text=COACHING[0].text)
            messages = await caller.until("tool_call")
            failed = {"tool_call_id": messages[-1]["tool_call_id"], "error": "no", "level": "warn"}
            await caller.send(type="tool_error", **failed)
            messages += await caller.until("assistant_end")
            await caller.send(type="user_input", text="How are you?")
            messages += await caller.until("assistant_end")
            await caller.send(type="assistant_input", text="Our time is over.")
            return messages + await caller.until("assistant_end")

    messages = [
        m for m in asyncio.run(talk()) if m["type"] in ("user_message", "assistant_message")
    ]
    assert [(m["message"]["content"], m["from_text"]) for m in messages] == [
        (COACHING[0].text, True),
        (COACHING[0].reply, False),
        ("How are you?", True),
        (NOT_UNDERSTOOD.reply, False),
        ("Our time is over.", True),
    ]
    assert [(each.name, each.content, each.is_error) for each in talks.responses] == [
        ("daily_plan", "no", True)
    ]
    assert talks.texts == [COACHING[0].text, "How are you?", "Our time is over."]


def test_the_coach_is_interrupted_by_a_caller_who_speaks(stand_ins: StandIns, talks: Talks) -> None:
    talks.behaviour.reply_seconds = 30

    async def talk() -> tuple[list[Any], list[Any]]:
        async with evi(stand_ins) as (caller, _):
            await caller.settle()
            await caller.until("audio_output")
            await caller.speak(GOAL)
            return await caller.until("user_interruption"), await caller.until("tool_call")

    before, after = asyncio.run(talk())
    assert "assistant_end" not in kinds(before)
    assert kinds(after) == ["user_message", "tool_call"]


def test_a_chat_group_is_resumed_without_another_greeting(stand_ins: StandIns) -> None:
    async def talk() -> tuple[Any, Any, list[Any]]:
        async with evi(stand_ins) as (_, first):
            pass
        group = first["chat_group_id"]
        async with evi(stand_ins, resumed_chat_group_id=group) as (caller, second):
            await caller.settle()
            await caller.speak(GOAL)
            return first, second, await caller.until("tool_call")

    first, second, messages = asyncio.run(talk())
    assert first["chat_group_id"] == second["chat_group_id"]
    assert first["chat_id"] != second["chat_id"]
    assert kinds(messages) == ["user_message", "tool_call"]


# ---------------------------------------------------------------- misbehaviour


def test_a_repeated_call_keeps_its_id(stand_ins: StandIns, talks: Talks) -> None:
    talks.behaviour.repeat_calls = True

    async def talk() -> tuple[Any, Any]:
        async with evi(stand_ins) as (caller, _):
            await caller.send(type="user_input", text=GOAL.text)
            [*_, one], [again] = await caller.until("tool_call"), await caller.until("tool_call")
            response = {"tool_call_id": one["tool_call_id"], "content": "saved"}
            await caller.send(type="tool_response", **response)
            await caller.until("assistant_end")
            return one, again

    one, again = asyncio.run(talk())
    assert one == again


async def _end_of(stand_ins: StandIns) -> tuple[list[Any], int | None]:
    """What comes after two phrases, and how the connection ends."""
    async with evi(stand_ins) as (caller, _):
        for phrase in (GOAL, LEVEL):
            await caller.send(type="user_input", text=phrase.text)
        received = []
        while message := await caller.receive():
            received.append(message)
            if message["type"] == "tool_call":
                response = {"tool_call_id": message["tool_call_id"], "content": "saved"}
                await caller.send(type="tool_response", **response)
        return received, caller.socket.close_code


def test_the_chat_ends_with_an_error_after_so_many_phrases(
    stand_ins: StandIns, talks: Talks
) -> None:
    talks.behaviour.close_after = 2
    received, code = asyncio.run(_end_of(stand_ins))
    assert (kinds(received).count("assistant_end"), code) == (2, 1011)
    assert (received[-1]["type"], received[-1]["slug"]) == ("error", "internal_error")
    assert "sTvOS stand-in" in received[-1]["message"]


def test_the_chat_ends_in_the_middle_of_a_turn_without_notice(
    stand_ins: StandIns, talks: Talks
) -> None:
    url = f"{stand_ins.hume}/stand-in/behaviour"
    wanted = {"close_after": 2, "in_mid_turn": True, "without_notice": True}
    assert post(url, json.dumps(wanted).encode()).status == 200
    received, code = asyncio.run(_end_of(stand_ins))
    assert (kinds(received)[-1], kinds(received).count("tool_call"), code) == (
        "user_message",
        1,
        1006,
    )
    assert talks.behaviour == Behaviour(in_mid_turn=True, without_notice=True)


# ---------------------------------------------------------------- refusals


async def _connect(stand_ins: StandIns, query: str) -> Any:
    async with connected(f"{stand_ins.hume}{CHAT}{query}") as caller:
        return await caller.receive()


def test_the_api_key_opens_a_chat_too(stand_ins: StandIns) -> None:
    first = asyncio.run(_connect(stand_ins, f"?api_key={HUME_KEYS[0]}"))
    assert first["type"] == "chat_metadata"


@pytest.mark.parametrize("query", ["", "?access_token=a-guess", f"?api_key={HUME_KEYS[1]}"])
def test_another_token_is_refused(stand_ins: StandIns, query: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        asyncio.run(_connect(stand_ins, query))
    assert refused.value.status == 401
    assert refused.value.headers is not None
    assert refused.value.headers[HEADER] == NAME


def test_everyone_is_refused_where_that_is_wanted(stand_ins: StandIns, talks: Talks) -> None:
    talks.behaviour.refuse = True
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        asyncio.run(_connect(stand_ins, f"?api_key={HUME_KEYS[0]}"))
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("message", "slug"),
    [
        ({"type": "audio_input", "data": "AAAA"}, "unknown_audio"),
        ({"type": "session_settings", "audio": {"encoding": "opus"}}, "invalid_audio"),
        ({"type": "session_settings", "tools": [TOOL | {"parameters": {}}]}, "invalid_tool"),
        ({"type": "session_settings", "tools": [TOOL | {"name": "a b"}]}, "invalid_tool"),
        ({"type": "tool_response", "tool_call_id": "x"}, "invalid_message"),
        ({"type": "hello"}, "invalid_message"),
        ({}, "invalid_message"),
    ],
)
def test_a_message_out_of_order_ends_the_chat(
    stand_ins: StandIns, message: dict[str, Any], slug: str
) -> None:
    async def talk() -> tuple[list[Any], int | None]:
        async with evi(stand_ins) as (caller, _):
            await caller.send(**message)
            return await caller.until_closed(), caller.socket.close_code

    [error], code = asyncio.run(talk())
    assert (error["type"], error["slug"], code) == ("error", slug, 1008)


def test_an_unknown_chat_group_is_not_resumed(stand_ins: StandIns) -> None:
    async def talk() -> Any:
        async with evi(stand_ins, resumed_chat_group_id="other") as (_, first):
            return first

    assert asyncio.run(talk())["slug"] == "chat_group_not_found"
