"""Onboarding on the deployed laptop stack: the walk of docs/onboarding.md, and agents' tokens."""

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from livekit.api import LiveKitAPI

from local.place import ROOT
from local.stubs.servers import LIVEKIT_KEYS
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack

_BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(stack: LaptopStack) -> list[str]:
    """The blocks of the document, for this stack."""
    text = (ROOT / "docs" / "onboarding.md").read_text("utf-8")
    blocks = _BLOCK.findall(text)
    assert "http://localhost:3000/api/v1" in blocks[0]
    assert ".local/stack.json" in blocks[0]
    return [
        block.replace("http://localhost:3000/api/v1", stack.base_url).replace(
            ".local/stack.json", str(stack.folder / "stack.json")
        )
        for block in blocks
    ]


def said(block: str, folder: Path) -> list[Any]:
    """What each line of the commands' output says."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [_read(line) for line in done.stdout.splitlines()]


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line


@pytest.fixture
def walk(stack: LaptopStack, tmp_path: Path) -> list[Any]:
    return said(commands(stack)[0] + '\necho "$S $TOKEN $COACH"\n', tmp_path)


def test_the_documented_walk_ends_with_an_account_its_coach_and_plans(
    stack: LaptopStack, walk: list[Any]
) -> None:
    room, missing, complete, level, consent, *suggested, chosen, user, refused, ids = walk
    _, token, coach = ids.split()

    assert "-onboarding-" in room
    assert missing[0] == "workoutDays"
    assert complete == {"missing": [], "complete": True}
    assert level == "intermediate"
    assert (consent["transcript"], consent["recording"]) == (False, False)
    scores = [one["score"] for one in suggested]
    assert scores == sorted(scores, reverse=True)
    assert suggested[0]["name"] == chosen
    assert suggested[0]["reasons"]
    assert user == {"name": "Mia", "level": "intermediate", "coach": chosen}
    assert refused == "INVALID_SESSION"

    member = Api(stack.base_url, {"X-API-Key": stack.demo["clientKey"]}).signed_in(token)
    assert member.get("/users/me").data["user"]["coach"]["id"] == int(coach)
    _look_for_due_work(stack)
    until(lambda: member.get("/users/me/workout-plan").status == 200, seconds=90)
    until(lambda: member.get("/users/me/nutrition-plan").status == 200, seconds=30)
    define = f"TOKEN={token}\n" + "\n".join(commands(stack)[0].splitlines()[:5])
    weeks, days = said(define + "\n" + commands(stack)[1], stack.folder)
    assert weeks >= 1
    assert days >= 1


def test_the_agent_that_livekit_sends_calls_with_its_token_and_nothing_else(
    stack: LaptopStack, brand: Brand
) -> None:
    app = Api(stack.base_url, {"X-API-Key": brand.key})
    entered = app.post("/onboarding/token").data
    session = entered["sessionId"]
    sent = json.loads(asyncio.run(_dispatched(entered["url"], entered["roomName"])))
    token = sent["token"]
    agent = Api(stack.base_url, {"X-API-Key": token, "Authorization": f"Bearer {token}"})

    saved = agent.post("/onboarding/profile", {"sessionId": session, "name": "Mia"})
    shown = app.get("/onboarding/profile", sessionId=session).data
    other = agent.post("/onboarding/profile", {"name": "Eve"})
    room = agent.post("/onboarding/token", {"sessionId": session})
    member = agent.get("/auth/me")

    assert (sent["sessionId"], saved.status) == (session, 200)
    assert shown["profile"] == {"name": "Mia"}
    assert shown["origins"]["name"]["source"] == "voice"
    assert (other.status, other.code) == (400, "INVALID_SESSION")
    assert {(reply.status, reply.code) for reply in (room, member)} == {(401, "INVALID_TOKEN")}


def test_the_coach_books_nothing_that_its_member_has_not_confirmed(
    stack: LaptopStack, brand: Brand, address: str
) -> None:
    app = Api(stack.base_url, {"X-API-Key": brand.key})
    account = {"email": address, "password": "correct horse battery", "name": "Mia"}
    tokens = app.post("/auth/register", account).data
    member = app.signed_in(tokens["accessToken"])
    entered = member.post("/ai-coach/token").data
    token = json.loads(asyncio.run(_dispatched(entered["url"], entered["roomName"])))["token"]
    agent = Api(stack.base_url, {"X-API-Key": token, "Authorization": f"Bearer {token}"})

    day = agent.get("/users/me/daily-plan")
    proposed = agent.post("/progress/water", {"amountMl": 250})
    headers = {"X-Confirmation": proposed.json["confirmation"]["id"]}
    done = [agent.call("POST", "/progress/water", {"amountMl": 250}, headers) for _ in range(2)]
    member.post("/auth/logout", {"refreshToken": tokens["refreshToken"]})
    after = agent.get("/users/me/daily-plan")

    assert day.status == 200
    assert (proposed.status, proposed.code) == (409, "CONFIRMATION_REQUIRED")
    assert [answer.data["day"]["loggedMl"] for answer in done] == [250, 250]
    assert (after.status, after.code) == (401, "INVALID_TOKEN")


async def _dispatched(url: str, room: str) -> str:
    """What LiveKit hands the agent that it sends to a room."""
    async with LiveKitAPI(url, LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret) as server:
        [dispatch] = await server.agent_dispatch.list_dispatch(room)
    return str(dispatch.metadata)


def _look_for_due_work(stack: LaptopStack) -> None:
    """Do what the schedule does each minute."""
    functions = stack.aws("lambda")
    for page in functions.get_paginator("list_functions").paginate():
        for one in page["Functions"]:
            if "FindDueFunction" in one["FunctionName"]:
                functions.invoke(FunctionName=one["FunctionName"], Payload=b"{}")
                return
    pytest.fail("there is no function that looks for due work")
