"""The API's client of a talk: it repeats what was not answered, and trusts no answer blindly."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.unit.voice_agent.talking import Asked, RecordedApi, serving
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent import api as api_module
from voice_agent.api import Api, ApiRefusedError, ApiUnavailableError

type Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_module, "_PAUSE", 0.01)


@asynccontextmanager
async def answering(respond: Respond) -> AsyncIterator[tuple[Api, list[web.Request]]]:
    """The client of an API that answers so, and what it was asked."""
    asked: list[web.Request] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        return await respond(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", note)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with aiohttp.ClientSession() as http:
        yield Api(http, f"http://{host}:{port}", "a.talk.token"), asked
    await runner.cleanup()


def always(text: str, status: int = 200, **headers: str) -> Respond:
    async def respond(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, headers=headers)

    return respond


def test_an_answer_that_arrives_in_pieces_is_read_whole() -> None:
    long = {"text": "x" * 50_000}

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        body = json.dumps({"data": long}).encode()
        for at in range(0, len(body), 20_000):
            await response.write(body[at : at + 20_000])
            await asyncio.sleep(0.05)
        return response

    async def run() -> dict[str, Any]:
        async with answering(respond) as (api, _):
            return await api.get("/long")

    assert in_time(run()) == long


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_does_not_take_the_token_to_another_host(status: int) -> None:
    async def run() -> list[web.Request]:
        async with answering(always('{"data": {}}')) as (other, asked_there):
            moved = always('{"data": {}}', status, Location=f"{other.base_url}/elsewhere")
            async with answering(moved) as (api, _):
                with pytest.raises(ApiUnavailableError):
                    await api.post("/progress/water", {})
        return asked_there

    assert in_time(run()) == []


def test_a_request_that_still_runs_is_asked_for_again() -> None:
    """The answer of the first try was too late, and the second meets the first."""
    running = {"error": "still running", "code": "IDEMPOTENCY_IN_PROGRESS"}
    api = RecordedApi(lambda _: (201, {"data": {"done": True}}))

    def answer(asked: Asked) -> tuple[int, Any]:
        return (409, running) if len(api.asked) < 3 else (201, {"data": {"done": True}})

    api.answer = answer

    async def run() -> dict[str, Any]:
        async with serving(api) as client:
            return await client.post("/progress/water", {"amountMl": 250}, "an-id")

    assert in_time(run()) == {"done": True}
    assert {asked.headers["X-Confirmation"] for asked in api.asked} == {"an-id"}


@pytest.mark.parametrize("retry_after", ["60", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_caller_does_not_wait_for_an_api_that_asks_for_a_long_pause(retry_after: str) -> None:
    async def run() -> int:
        async with answering(always("{}", 429, **{"Retry-After": retry_after})) as (api, asked):
            with pytest.raises(ApiUnavailableError):
                await api.get("/progress/summary")
            return len(asked)

    assert in_time(run()) == 1


@pytest.mark.parametrize(
    "body", ["no JSON", "[]", "null", '{"data": null}', '{"data": []}', "{}", '{"data": "x"}']
)
def test_a_success_that_is_none_counts_as_no_answer(body: str) -> None:
    async def run() -> None:
        async with answering(always(body)) as (api, _):
            await api.get("/progress/summary")

    with pytest.raises(ApiUnavailableError):
        in_time(run())


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async def run() -> None:
        async with answering(always(f'{{"data": {{"text": "{"x" * 2_000_000}"}}}}')) as (api, _):
            await api.get("/progress/summary")

    with pytest.raises(ApiUnavailableError):
        in_time(run())


@pytest.mark.parametrize(
    "reply",
    [
        {"message": "Forbidden"},
        {"confirmation": "an-id", "fields": "body.age"},
        {"confirmation": ["an-id"], "fields": ["body.age", None]},
    ],
)
def test_a_refusal_of_another_form_is_a_refusal(reply: dict[str, Any]) -> None:
    refusal = ApiRefusedError(403, reply)

    assert (refusal.sentence, refusal.confirmation) == ("refused", "")


def test_neither_errors_nor_the_client_itself_show_the_token() -> None:
    async def run() -> list[str]:
        async with answering(always("", 503)) as (api, _):
            with pytest.raises(ApiUnavailableError) as failed:
                await api.get("/progress/summary")
            return [repr(failed.value), str(failed.value), repr(api), str(failed.value.__context__)]

    assert not [text for text in in_time(run()) if "a.talk.token" in text]
