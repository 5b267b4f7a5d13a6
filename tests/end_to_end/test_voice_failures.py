"""The voice agent when something fails: itself, the caller's line, a service, the API.

The first tests end the stack's agent; the others have one of their own, which calls the API through
a proxy that can break.
"""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from livekit.api import CreateAgentDispatchRequest, LiveKitAPI

from local.agent_process import AgentProcess
from local.stubs.servers import LIVEKIT_KEYS
from tests.breaking import breaking_line
from tests.end_to_end.api import until
from tests.end_to_end.breakable_api import BreakableApi, breakable
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.voice_talks import (
    GOAL,
    LAST,
    LEVEL,
    Newcomer,
    Service,
    conducted,
    end_agent_of,
    in_room,
    is_well,
)


def test_a_process_that_is_to_end_finishes_its_talk_and_takes_no_other(
    stack: LaptopStack, newcomer: Newcomer
) -> None:
    async def talk() -> str:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            os.kill(stack.agent["pid"], signal.SIGTERM)
            await asyncio.sleep(0.5)
            late = await asyncio.to_thread(Newcomer, stack)
            asked_at = time.monotonic()
            await caller.says(GOAL)
            await caller.says(LAST)
            await caller.reads("ended")
            await asyncio.sleep(max(0, asked_at + 8.2 - time.monotonic()))
            return str((await asyncio.to_thread(lambda: late.shown))["voice"])

    assert conducted(talk()) == "form"
    assert newcomer.profile == {"fitnessGoal": "Build muscle"}
    until(lambda: not is_well(stack.agent["healthUrl"]))


def test_without_an_agent_the_app_goes_on_by_form_after_eight_seconds(
    stack: LaptopStack,
) -> None:
    end_agent_of(stack)
    newcomer = Newcomer(stack)

    async def wait() -> tuple[str, str]:
        async with in_room(newcomer.entered):
            before = await asyncio.to_thread(lambda: newcomer.shown["voice"])
            await asyncio.sleep(8.2)
            return before, await asyncio.to_thread(lambda: newcomer.shown["voice"])

    assert conducted(wait()) == ("awaited", "form")
    saved = newcomer.app.post(
        "/onboarding/profile", {"sessionId": newcomer.session, "fitnessGoal": "Run"}
    )
    assert saved.data["profile"] == {"fitnessGoal": "Run"}


@pytest.fixture(scope="module")
def agent_api(stack: LaptopStack) -> Iterator[BreakableApi]:
    """The API, as an agent of the tests' own calls it, in the place of the stack's agent."""
    end_agent_of(stack)
    with breakable(stack.base_url) as api:
        agent = AgentProcess(
            stack.stand_ins,
            api.url,
            stack.certificate,
            stack.folder / "second-agent.log",
            API_SECONDS="3",
            ALONE_SECONDS="5",
        )
        agent.start()
        try:
            yield api
        finally:
            agent.stop()


@pytest.mark.usefixtures("agent_api")
def test_two_dispatches_bring_one_voice(newcomer: Newcomer) -> None:
    async def talk() -> list[str]:
        async with LiveKitAPI(
            newcomer.entered["url"], LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret
        ) as server:
            [first] = await server.agent_dispatch.list_dispatch(newcomer.entered["roomName"])
            await server.agent_dispatch.create_dispatch(
                CreateAgentDispatchRequest(
                    agent_name=first.agent_name, room=first.room, metadata=first.metadata
                )
            )
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            await caller.says(GOAL)
            await caller.says(LEVEL)
            agents: list[str] = caller.agents
            return agents

    assert len(conducted(talk())) == 1
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}


@pytest.mark.usefixtures("agent_api")
def test_a_caller_who_drops_out_comes_back_into_the_same_talk(newcomer: Newcomer) -> None:
    async def talk() -> tuple[list[str], list[str]]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            await caller.says(GOAL)
        entered = await asyncio.to_thread(newcomer.again)
        async with in_room(entered) as returned:
            await returned.says(LEVEL)
            return caller.agents, returned.agents

    before, after = conducted(talk())
    assert before == after
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}


@pytest.mark.usefixtures("agent_api")
def test_a_caller_whose_line_breaks_is_heard_again(newcomer: Newcomer) -> None:
    async def talk() -> None:
        port = urlsplit(newcomer.entered["url"]).port
        assert port
        async with breaking_line(port) as (line, own_port):
            entered = newcomer.entered | {"url": f"ws://127.0.0.1:{own_port}"}
            async with in_room(entered) as caller:
                await caller.greeted()
                await caller.says(GOAL)
                line.breaks()
                await caller.is_back()
                await caller.says(LEVEL)

    conducted(talk())
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}


@pytest.mark.usefixtures("agent_api")
def test_an_agent_whose_caller_does_not_come_back_leaves(newcomer: Newcomer) -> None:
    newcomer.says(GOAL)

    began = time.monotonic()
    until(lambda: newcomer.shown["voice"] == "form", seconds=20)
    assert time.monotonic() - began > 3


@pytest.mark.usefixtures("agent_api")
def test_a_service_that_closes_hands_over_to_the_other(
    services: dict[str, Service], newcomer: Newcomer
) -> None:
    services["hume"].behaves(close_after=2, in_mid_turn=True)

    async def talk() -> list[str]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            await caller.says(GOAL)
            await caller.utters(LEVEL)
            await caller.greeted()
            await caller.says(LEVEL)
            states: list[str] = caller.states
            return states

    assert conducted(talk()) == ["talking"]
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}


@pytest.mark.usefixtures("agent_api")
def test_without_a_service_that_is_left_the_app_is_sent_to_the_form(
    services: dict[str, Service], newcomer: Newcomer
) -> None:
    services["gemini"].behaves(refuse=True)

    async def talk() -> list[str]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            await caller.says(GOAL)
            await asyncio.to_thread(
                lambda: services["hume"].behaves(close_after=1, in_mid_turn=True, refuse=True)
            )
            await caller.utters(LEVEL)
            await caller.reads("form")
            states: list[str] = caller.states
            return states

    assert conducted(talk()) == ["talking", "form"]
    assert newcomer.profile == {"fitnessGoal": "Build muscle"}
    until(lambda: newcomer.shown["voice"] == "form")


def test_an_answer_is_stored_though_the_api_is_late(
    agent_api: BreakableApi, newcomer: Newcomer
) -> None:
    async def talk() -> None:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            agent_api.silent = 1
            await caller.says(GOAL)

    conducted(talk())
    assert newcomer.profile == {"fitnessGoal": "Build muscle"}


def test_an_answer_that_the_api_never_took_is_stored_with_the_next(
    agent_api: BreakableApi, newcomer: Newcomer
) -> None:
    async def talk() -> dict[str, Any]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            agent_api.deaf = 3
            await caller.says(GOAL)
            between = await asyncio.to_thread(lambda: newcomer.profile)
            await caller.says(LEVEL)
            return between

    assert conducted(talk()) == {}
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}
