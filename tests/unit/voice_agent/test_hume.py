"""Chats with EVI: with Hume's stand-in, and with endpoints that send whatever they like."""

import asyncio
import logging
from typing import Any

import pytest
from aiohttp import web

from local.stubs.hume import HumeStandIn
from local.stubs.phrases import GREETING
from tests.unit.voice_agent.evi_endpoint import BRIEF, Endpoint, closes, message, sends, serving
from tests.unit.voice_agent.talking import SILENCE
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.services import hume
from voice_agent.services.interface import (
    Event,
    Said,
    ServiceLostError,
    Speech,
    SpeechEnd,
)

SECRETS = ("a-key", "a-secret", "a-token")


def test_a_chat_with_the_stand_in_greets_and_plays() -> None:
    async def run() -> list[Event]:
        stand_in = HumeStandIn("a-key", "a-secret")
        async with serving(stand_in.application()) as service:
            chat = await service.open(BRIEF)
            events = []
            async for event in chat.events():
                events.append(event)
                if isinstance(event, SpeechEnd):
                    break
            await chat.close()
            assert stand_in.talks.sessions[0]["system_prompt"].startswith("Be short.")
        return events

    events = in_time(run())
    assert [event.text for event in events if isinstance(event, Said)] == [GREETING.reply]
    assert any(isinstance(event, Speech) for event in events)


def test_a_message_of_any_length_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hume, "_MOST_BYTES", 10_000)
    huge = message(type="assistant_message", message={"content": "x" * 50_000})

    async def run() -> list[Event]:
        async with serving(Endpoint(sends(huge)).application()) as service:
            chat = await service.open(BRIEF)
            try:
                return [event async for event in chat.events()]
            finally:
                await chat.close()

    with pytest.raises(ServiceLostError):
        in_time(run())


def test_a_cached_token_that_is_not_accepted_is_renewed_once() -> None:
    endpoint = Endpoint(closes)

    async def run() -> None:
        async with serving(endpoint.application()) as service:
            await (await service.open(BRIEF)).close()
            endpoint.accepted = {"a-token-2"}
            await (await service.open(BRIEF)).close()
            endpoint.accepted = set()
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)

    in_time(run())
    assert endpoint.asked == ["a-token-1", "a-token-1", "a-token-2", "a-token-2", "a-token-3"]


def test_a_new_token_that_is_not_accepted_is_not_asked_for_again() -> None:
    endpoint = Endpoint(closes)
    endpoint.accepted = set()

    async def run() -> None:
        async with serving(endpoint.application()) as service:
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)

    in_time(run())
    assert endpoint.asked == ["a-token-1"]


@pytest.mark.parametrize("expires_in", [None, "soon", []])
def test_a_token_without_a_time_is_none(expires_in: Any) -> None:
    async def run() -> None:
        async with serving(Endpoint(closes, expires_in).application()) as service:
            await service.open(BRIEF)

    with pytest.raises(ServiceLostError, match="did not open"):
        in_time(run())


def test_what_fails_shows_no_key_and_no_token(caplog: pytest.LogCaptureFixture) -> None:
    endpoint = Endpoint(closes)
    endpoint.accepted = set()

    async def run() -> str:
        async with serving(endpoint.application()) as service:
            with pytest.raises(ServiceLostError) as lost:
                await service.open(BRIEF)
            return f"{lost.value!r} {lost.value.__cause__!r} {service!r}"

    with caplog.at_level(logging.DEBUG):
        shown = in_time(run())
    # The endpoint's own log has its requests.
    logged = [each.getMessage() for each in caplog.records if each.name != "aiohttp.access"]
    assert not [secret for secret in SECRETS if secret in "".join([shown, *logged])]


def test_an_endpoint_that_does_not_answer_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hume, "_OPEN_SECONDS", 0.2)

    async def run() -> None:
        asked = asyncio.Event()

        async def silent(_: web.Request) -> web.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        application = web.Application()
        application.router.add_post("/oauth2-cc/token", silent)
        async with serving(application) as service:
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)
            assert asked.is_set()

    in_time(run())


def test_a_talk_that_ends_while_a_chat_is_opened_leaves_no_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An unclosed session would be reported by asyncio."""

    async def run() -> list[str]:
        reported: list[str] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: reported.append(context["message"])
        )
        asked = asyncio.Event()

        async def silent(_: web.Request) -> web.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        application = web.Application()
        application.router.add_post("/oauth2-cc/token", silent)
        async with serving(application) as service:
            opening = asyncio.create_task(service.open(BRIEF))
            await asked.wait()
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            del opening
        return reported

    assert in_time(run()) == []


def test_the_caller_s_voice_does_not_pile_up_while_nothing_can_be_sent() -> None:
    async def run() -> int:
        async def deaf(_: web.WebSocketResponse) -> None:
            await asyncio.Event().wait()

        async with serving(Endpoint(deaf).application()) as service:
            chat = await service.open(BRIEF)
            for _ in range(5_000):
                chat.hear(SILENCE)
            waiting = chat._heard.qsize()
            await chat.close()
        return waiting

    assert in_time(run()) <= 500


def test_a_chat_whose_other_end_does_not_close_is_closed_in_time() -> None:
    async def run() -> float:
        async def ignores(_: web.WebSocketResponse) -> None:
            await asyncio.Event().wait()

        async with serving(Endpoint(ignores).application()) as service:
            chat = await service.open(BRIEF)
            began = asyncio.get_running_loop().time()
            await chat.close()
            return asyncio.get_running_loop().time() - began

    assert in_time(run()) < 3
