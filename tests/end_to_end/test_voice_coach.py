"""A member's talk with the voice coach: it logs what they agree to, once, and keeps the words."""

import asyncio
import json
import urllib.request
from typing import Any
from uuid import uuid4

import pytest

from local.stubs.phrases import COACHING
from tests.end_to_end.api import Api, until
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.voice_talks import Service, conducted, in_room


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
