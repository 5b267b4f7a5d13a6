"""Nothing is recorded: no room is asked to be, no token lets anybody, and no code of ours could."""

import re
from typing import Any

import jwt
import pytest
from livekit.api.room_service import RoomService

from local.place import ROOT
from local.stubs.servers import LIVEKIT_KEYS
from onboarding import get_coaching_token, get_voice_token, give_consent
from tests.api.onboarding.world import answered
from tests.video import livekit
from tests.world import World

_RECORDING = re.compile(r"egress|room_?record\b|start_?recording", re.IGNORECASE)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What LiveKit is asked to make."""
    livekit()
    asked, create = list[Any](), RoomService.create_room

    async def noting(self: RoomService, request: Any) -> Any:
        asked.append(request)
        return await create(self, request)

    monkeypatch.setattr(RoomService, "create_room", noting)
    return asked


def test_even_with_consent_no_room_is_recorded(world: World, rooms: list[Any]) -> None:
    session = answered(world)
    world.call(give_consent, body={"sessionId": session, "recording": True})
    member = world.member(settings={"voiceConsent": {"recording": True}})

    tokens = [
        world.call(get_voice_token, body={"sessionId": session}).data["token"],
        member.call(get_coaching_token, body={}).data["token"],
    ]

    assert [(room.HasField("egress"), len(room.agents)) for room in rooms] == [(False, 1)] * 2
    for token in tokens:
        grants = jwt.decode(token, LIVEKIT_KEYS.secret, algorithms=["HS256"])["video"]
        assert not [name for name in grants if "record" in name.lower()]


def test_no_code_asks_for_a_recording() -> None:
    places = [
        ROOT / name for name in ("layers/core", "functions", "agent") if (ROOT / name).exists()
    ]
    files = [path for place in places for path in place.rglob("*.py") if ".venv" not in path.parts]

    found = [f"{path}" for path in files if _RECORDING.search(path.read_text("utf-8"))]

    assert len(files) > 300
    assert not found
