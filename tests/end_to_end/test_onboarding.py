"""The walk of docs/onboarding.md on the deployed laptop stack, as it is written there."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.place import ROOT
from tests.end_to_end.api import Api, until
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


def _look_for_due_work(stack: LaptopStack) -> None:
    """Do what the schedule does each minute."""
    functions = stack.aws("lambda")
    for page in functions.get_paginator("list_functions").paginate():
        for one in page["Functions"]:
            if "FindDueFunction" in one["FunctionName"]:
                functions.invoke(FunctionName=one["FunctionName"], Payload=b"{}")
                return
    pytest.fail("there is no function that looks for due work")
