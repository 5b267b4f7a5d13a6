"""The voice agent, as LiveKit sends it to a room: with the dispatch's metadata and nothing else."""

import json
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from onboarding import get_coaching_token, get_voice_token
from tests.video import livekit
from tests.world import Member, Reply, World, call


@dataclass(frozen=True)
class Agent:
    """An agent in a room, with what it was sent."""

    session_id: str
    token: str
    room: str

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.token, "Authorization": f"Bearer {self.token}"}

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        return call(endpoint, headers=self.headers | request.pop("headers", {}), **request)


def sent_to(room: str) -> Agent:
    """The agent that was sent to a room."""
    [dispatch] = livekit().rooms.dispatches[room]
    metadata = json.loads(dispatch.metadata)
    return Agent(metadata["sessionId"], metadata["token"], room)


def agent_of_session(world: World, session_id: str) -> Agent:
    reply = world.call(get_voice_token, body={"sessionId": session_id})
    return sent_to(reply.data["roomName"])


def agent_of_member(member: Member) -> Agent:
    return sent_to(member.call(get_coaching_token, body={}).data["roomName"])
