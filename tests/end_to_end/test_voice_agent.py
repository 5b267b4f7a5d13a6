"""The voice agent that `make run STUBS=1` starts: talks with real sound, its health, its end."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from local.stubs.phrases import ONBOARDING, REFERENCE_PROFILE
from tests.end_to_end.api import until
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.test_onboarding import _look_for_due_work
from tests.end_to_end.voice_talks import (
    LAST,
    Newcomer,
    Service,
    conducted,
    in_room,
    is_well,
)


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
            await asyncio.to_thread(until, lambda: newcomer.shown["voice"] == "talking")
            await caller.says(LAST)
            await caller.reads("ended")
            await caller.is_alone()
            states: list[str] = caller.states
            return states

    assert conducted(talk()) == ["talking", "ended"]
    until(lambda: newcomer.shown["voice"] == "form")


def test_the_health_address_answers_on_this_machine_alone(stack: LaptopStack) -> None:
    assert is_well(stack.agent["healthUrl"])
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
