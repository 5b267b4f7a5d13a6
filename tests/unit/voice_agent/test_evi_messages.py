"""What EVI may send: all of it ends in events, in nothing, or in a service that is lost."""

import base64
import io
import wave
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.unit.voice_agent.evi_endpoint import BRIEF, Endpoint, message, sends, serving
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.services.interface import Event, ServiceLostError, ToolCall


async def events_of(*messages: str) -> list[Event]:
    """What a talk is given of these, before the chat ends with an error."""
    last = message(type="error", code="E1", slug="over")
    events: list[Event] = []
    async with serving(Endpoint(sends(*messages, last)).application()) as service:
        chat = await service.open(BRIEF)
        with pytest.raises(ServiceLostError, match="E1"):
            await _collect(chat.events(), events)
        await chat.close()
    return events


async def _collect(events: AsyncIterator[Event], into: list[Event]) -> None:
    async for event in events:
        into.append(event)  # noqa: PERF401 - what comes before an error is kept


def wav(width: int = 2, channels: int = 1, rate: int = 24_000, samples: bytes = bytes(480)) -> str:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setsampwidth(width)
        writer.setnchannels(channels)
        writer.setframerate(rate)
        writer.writeframes(samples)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "unreadable",
    [
        "no JSON",
        "[]",
        "null",
        '"audio_output"',
        "[" * 100_000,
        message(type="audio_output"),
        message(type="audio_output", data=7),
        message(type="audio_output", data="no base64!"),
        message(type="audio_output", data=base64.b64encode(b"no WAV").decode()),
        message(type="audio_output", data=base64.b64encode(b"RIFF").decode()),
        message(type="audio_output", data=wav(channels=2)),
        message(type="audio_output", data=wav(width=1)),
        message(type="audio_output", data=wav(rate=1)),
        message(type="tool_call", name="finish"),
        message(type="tool_call", name="finish", tool_call_id=None),
        message(type="tool_call", tool_call_id="a"),
    ],
    ids=lambda text: text[:60],
)
def test_a_message_that_cannot_be_read_counts_as_a_lost_service(unreadable: str) -> None:
    async def run() -> None:
        async with serving(Endpoint(sends(unreadable)).application()) as service:
            chat = await service.open(BRIEF)
            try:
                async for _ in chat.events():
                    pass
            finally:
                await chat.close()

    with pytest.raises(ServiceLostError, match="cannot be read"):
        in_time(run())


@pytest.mark.parametrize(
    "ignored",
    [
        message(type="chat_metadata"),
        message(type="something_new", data=[1]),
        message(type=7),
        message(no="type"),
        message(type="user_message", message="words"),
        message(type="assistant_message", message={"content": None}),
        message(type="audio_output", data=wav(samples=b"")),
        message(type="tool_call", name="hang_up", tool_call_id="a", tool_type="builtin"),
    ],
    ids=lambda text: text[:60],
)
def test_a_message_that_is_not_for_us_is_ignored(ignored: str) -> None:
    assert in_time(events_of(ignored)) == []


@pytest.mark.parametrize("parameters", ["no JSON", "[]", "7", None, 7, {"a": 1}, "[" * 100_000])
def test_a_tool_call_whose_parameters_are_no_object_is_answered(parameters: Any) -> None:
    call = message(type="tool_call", name="finish", tool_call_id=7, parameters=parameters)

    assert in_time(events_of(call)) == [ToolCall("7", "finish", {})]
