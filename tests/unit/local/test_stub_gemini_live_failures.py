"""Gemini's Live API in the stand-in: how a talk goes wrong, and who gets none."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import aiohttp
import pytest

from local.stubs.marks import HEADER, NAME
from local.stubs.phrases import ONBOARDING
from local.stubs.servers import StandIns
from local.stubs.talks import Behaviour, Talks
from tests.unit.local.live_calls import HELLO, LIVE, MODEL, SETUP, connected, gemini
from tests.unit.local.stub_calls import post

GOAL, LEVEL = ONBOARDING[0], ONBOARDING[1]


@pytest.fixture(autouse=True)
def live(stand_ins: StandIns) -> Iterator[Talks]:
    yield stand_ins.gemini.live
    stand_ins.gemini.live.clear()


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
