"""Talks with the voice agent, for its tests: newcomers, the room, and services that misbehave."""

import asyncio
import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from local.stubs.phrases import ONBOARDING, Phrase
from tests.end_to_end.api import Api, until
from tests.end_to_end.tone_caller import ToneCaller

if TYPE_CHECKING:
    from tests.end_to_end.conftest import LaptopStack

GOAL, LEVEL, LAST = ONBOARDING[0], ONBOARDING[1], ONBOARDING[11]
TALK_SECONDS = 240


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

    def __init__(self, stack: "LaptopStack") -> None:
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
async def in_room(entered: dict[str, Any]) -> AsyncIterator[ToneCaller]:
    caller = ToneCaller()
    await caller.enter(entered)
    try:
        yield caller
    finally:
        await caller.leave()


def end_agent_of(stack: "LaptopStack") -> None:
    """The one that the stack started, if it is still there."""
    if is_well(stack.agent["healthUrl"]):
        os.kill(stack.agent["pid"], signal.SIGTERM)
        until(lambda: not is_well(stack.agent["healthUrl"]), seconds=30)


def is_well(health_url: str) -> bool:
    try:
        with urllib.request.urlopen(health_url, timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False
