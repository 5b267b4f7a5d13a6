"""The real voice agent on the laptop stack: rooms with real sound, and each service's own protocol.

The first tests talk with the agent that `make run STUBS=1` starts, and end it. The others have one
of their own, which calls the API through a proxy that can break.
"""

import asyncio
import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from livekit.api import CreateAgentDispatchRequest, LiveKitAPI

from local.agent_process import AgentProcess
from local.stubs.phrases import COACHING, ONBOARDING, REFERENCE_PROFILE, Phrase
from local.stubs.servers import LIVEKIT_KEYS
from tests.end_to_end.api import Api, until
from tests.end_to_end.breakable_api import BreakableApi, breakable
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.test_onboarding import _look_for_due_work
from tests.end_to_end.tone_caller import ToneCaller

GOAL, LEVEL, LAST = ONBOARDING[0], ONBOARDING[1], ONBOARDING[11]
TALK_SECONDS = 90


def conducted[T](talk: Awaitable[T]) -> T:
    async def run() -> T:
        return await asyncio.wait_for(talk, TALK_SECONDS)

    return asyncio.run(run())


class Service:
    """A stand-in of a service that speaks, and how it is to misbehave."""

    def __init__(self, address: str) -> None:
        self._address = address

    def behaves(self, **changes: Any) -> None:
        request = urllib.request.Request(
            f"{self._address}/stand-in/behaviour",
            data=json.dumps(changes).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    def behaves_well(self) -> None:
        self.behaves(close_after=None, in_mid_turn=False, repeat_calls=False, refuse=False)


class Newcomer:
    """Someone at the demo brand who onboards by voice."""

    def __init__(self, stack: LaptopStack) -> None:
        self.app = Api(stack.base_url, {"X-API-Key": stack.demo["clientKey"]})
        self.entered = self.app.post("/onboarding/token").data
        self.session = self.entered["sessionId"]

    def again(self) -> dict[str, Any]:
        """Another token for the same room."""
        entered: dict[str, Any] = self.app.post(
            "/onboarding/token", {"sessionId": self.session}
        ).data
        return entered

    @property
    def shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = self.app.get("/onboarding/profile", sessionId=self.session).data
        return shown

    @property
    def profile(self) -> dict[str, Any]:
        profile: dict[str, Any] = self.shown["profile"]
        return profile

    def says(self, *phrases: Phrase) -> None:
        """In one talk, from the greeting on."""
        conducted(self._talk(phrases))

    async def _talk(self, phrases: tuple[Phrase, ...]) -> None:
        async with in_room(self.entered) as caller:
            await caller.greeted()
            for phrase in phrases:
                await caller.says(phrase)


@asynccontextmanager
async def in_room(entered: dict[str, Any]) -> Any:
    caller = ToneCaller()
    await caller.enter(entered)
    try:
        yield caller
    finally:
        await caller.leave()


@pytest.fixture
def services(stack: LaptopStack) -> Iterator[dict[str, Service]]:
    """Hume is the first, as the stack's settings have it."""
    found = {
        "hume": Service(stack.stand_ins["HumeApiBase"]),
        "gemini": Service(stack.stand_ins["VertexApiEndpoint"]),
    }
    yield found
    for service in found.values():
        service.behaves_well()


@pytest.fixture
def newcomer(stack: LaptopStack) -> Newcomer:
    return Newcomer(stack)


@pytest.mark.parametrize("name", ["hume", "gemini"])
def test_a_talk_fills_the_profile_and_the_account_takes_it_over(
    stack: LaptopStack, services: dict[str, Service], newcomer: Newcomer, name: str
) -> None:
    other = next(service for other, service in services.items() if other != name)
    other.behaves(refuse=True)

    newcomer.says(*ONBOARDING)

    shown = newcomer.shown
    assert shown["profile"] == REFERENCE_PROFILE
    assert shown["missing"] == []
    assert {origin["source"] for origin in shown["origins"].values()} == {"voice"}
    coaches = newcomer.app.get("/onboarding/recommend-coaches", sessionId=newcomer.session).data
    account = {
        "email": f"{uuid4().hex[:12]}@example.com",
        "password": "correct horse battery",
        "sessionId": newcomer.session,
    }
    member = newcomer.app.signed_in(
        newcomer.app.post("/auth/register", account).data["accessToken"]
    )
    user = member.get("/users/me").data["user"]
    assert user["name"] == REFERENCE_PROFILE["name"]
    assert user["profile"]["workoutDays"] == REFERENCE_PROFILE["workoutDays"]
    assert user["coach"]["id"] == coaches["coaches"][0]["id"]
    refused = newcomer.app.post("/auth/register", account | {"email": "eve@example.com"})
    assert (refused.status, refused.code) == (400, "INVALID_SESSION")
    _look_for_due_work(stack)
    until(lambda: member.get("/users/me/workout-plan").status == 200, seconds=90)
    until(lambda: member.get("/users/me/nutrition-plan").status == 200, seconds=30)


def test_the_app_sees_the_agent_and_that_it_has_left(newcomer: Newcomer) -> None:
    async def talk() -> list[str]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            states = [await asyncio.to_thread(lambda: newcomer.shown["voice"])]
            await caller.says(LAST)
            await caller.reads("ended")
            await caller.is_alone()
            return [*states, *caller.states]

    assert conducted(talk()) == ["talking", "talking", "ended"]
    until(lambda: newcomer.shown["voice"] == "form")


def test_the_health_address_answers_on_this_machine_alone(stack: LaptopStack) -> None:
    with urllib.request.urlopen(stack.agent["healthUrl"], timeout=5) as answer:
        assert answer.status == 200
    port = int(stack.agent["healthUrl"].rstrip("/").rpartition(":")[2])
    assert _listening(port) == {"0100007F"}


def _listening(port: int) -> set[str]:
    """The local addresses, in hexadecimal, at which something listens on a port."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, at = local.split(":")
            if int(at, 16) == port and state == "0A":
                found.add(address)
    return found


def test_a_process_that_is_to_end_finishes_its_talk_and_takes_no_other(
    stack: LaptopStack, newcomer: Newcomer
) -> None:
    async def talk() -> str:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            os.kill(stack.agent["pid"], signal.SIGTERM)
            await asyncio.sleep(0.5)
            late = await asyncio.to_thread(Newcomer, stack)
            await caller.says(GOAL)
            await caller.says(LAST)
            await caller.reads("ended")
            await asyncio.sleep(8)
            return str((await asyncio.to_thread(lambda: late.shown))["voice"])

    assert conducted(talk()) == "form"
    assert newcomer.profile == {"fitnessGoal": "Build muscle"}
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(stack.agent["healthUrl"], timeout=5)


def test_without_an_agent_the_app_goes_on_by_form_after_eight_seconds(
    stack: LaptopStack, newcomer: Newcomer
) -> None:
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
def api(stack: LaptopStack) -> Iterator[BreakableApi]:
    """The API, as the agent of the following tests calls it."""
    with breakable(stack.base_url) as api:
        agent = AgentProcess(
            stack.stand_ins, api.url, stack.certificate, stack.folder / "second-agent.log"
        )
        agent.start()
        try:
            yield api
        finally:
            agent.stop()


@pytest.fixture
def well(api: BreakableApi) -> None:
    """An agent that is well."""


@pytest.mark.usefixtures("well")
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


@pytest.mark.usefixtures("well")
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


@pytest.mark.usefixtures("well")
def test_an_agent_whose_caller_does_not_come_back_leaves(newcomer: Newcomer) -> None:
    newcomer.says(GOAL)

    began = time.monotonic()
    until(lambda: newcomer.shown["voice"] == "form", seconds=20)
    assert time.monotonic() - began > 5


@pytest.mark.usefixtures("well")
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


@pytest.mark.usefixtures("well")
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


def test_an_answer_is_stored_though_the_api_is_late(api: BreakableApi, newcomer: Newcomer) -> None:
    async def talk() -> None:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            api.silent = 1
            await caller.says(GOAL)

    conducted(talk())
    assert newcomer.profile == {"fitnessGoal": "Build muscle"}


def test_an_answer_that_the_api_never_took_is_stored_with_the_next(
    api: BreakableApi, newcomer: Newcomer
) -> None:
    async def talk() -> dict[str, Any]:
        async with in_room(newcomer.entered) as caller:
            await caller.greeted()
            api.deaf = 3
            await caller.says(GOAL)
            between = await asyncio.to_thread(lambda: newcomer.profile)
            await caller.says(LEVEL)
            return between

    assert conducted(talk()) == {}
    assert newcomer.profile == {"fitnessGoal": "Build muscle", "fitnessLevel": "beginner"}


# ---------------------------------------------------------------- a member's talk


@pytest.fixture
def member(stack: LaptopStack) -> Api:
    """Who agrees to a transcript."""
    app = Api(stack.base_url, {"X-API-Key": stack.demo["clientKey"]})
    account = {
        "email": f"{uuid4().hex[:12]}@example.com",
        "password": "correct horse battery",
        "name": "Mia",
    }
    member = app.signed_in(app.post("/auth/register", account).data["accessToken"])
    settings = {"settings": {"voiceConsent": {"transcript": True}}}
    assert member.put("/users/me", settings).status == 200
    return member


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("name", ["hume", "gemini"])
def test_the_coach_logs_what_the_member_agreed_to_once(
    services: dict[str, Service], member: Api, name: str
) -> None:
    """The service calls each tool twice."""
    other = next(service for other, service in services.items() if other != name)
    other.behaves(refuse=True)
    services[name].behaves(repeat_calls=True)
    entered = member.post("/ai-coach/token").data

    async def talk() -> list[int]:
        logged = []
        async with in_room(entered) as caller:
            await caller.greeted()
            for phrase in COACHING:
                await caller.says(phrase)
                logged.append(await asyncio.to_thread(drunk))
            await caller.reads("ended")
        return logged

    def drunk() -> int:
        return int(member.get("/users/me/daily-plan").data["water"]["loggedMl"])

    assert conducted(talk()) == [0, 0, 250, 250]
    lines = until(lambda: transcript_of(member), seconds=30, pause=1)
    assert {"speaker": "caller", "text": COACHING[2].text} in lines
    assert {"speaker": "agent", "text": COACHING[2].reply} in lines


def transcript_of(member: Api) -> list[dict[str, str]]:
    """The lines in the member's export, once they are there."""
    job = member.post("/users/me/export").data["jobId"]
    done = until(lambda: _exported(member, job), seconds=60, pause=0.5)
    with urllib.request.urlopen(done["url"], timeout=20) as file:
        kept = json.load(file).get("voiceTranscripts") or []
    return [line for transcript in kept for line in transcript["lines"]]


def _exported(member: Api, job: str) -> dict[str, Any] | None:
    shown: dict[str, Any] = member.get(f"/users/me/export/{job}").data
    return shown if shown["status"] == "ready" else None
