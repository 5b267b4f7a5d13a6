"""Talks with the voice agent whose transcripts arrive, and what is kept of them."""

from itertools import count
from typing import Any

from accounts import register
from local.stubs.servers import LIVEKIT_KEYS
from onboarding import give_consent
from rooms import receive_event
from stvos.clock import epoch, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from stvos.onboarding.repository import session_hash
from tests.api.onboarding.agents import Agent
from tests.world import PASSWORD, Member, Reply, World, call

LINES = [
    {"speaker": "agent", "text": "What would you like to achieve?"},
    {"speaker": "caller", "text": "Build muscle, ünd sleep better."},
]
_numbers = count(1)


def send(agent: Agent, *, number: int | None = None, **about: Any) -> Reply:
    """The event by which an agent hands its transcript over."""
    about.setdefault("transcript", {"sessionId": agent.session_id, "lines": LINES})
    about.setdefault("room", {"name": agent.room})
    body, headers = LIVEKIT_KEYS.signed_webhook(
        "agent_transcript", at=epoch(utc_now()), number=number or next(_numbers), **about
    )
    return call(receive_event, headers=headers, body=body.decode())


def coached_by(member: Member, agent: Agent, **about: Any) -> Reply:
    who = {"identity": f"member-{member.id}"}
    return send(agent, transcript={"lines": LINES}, participant=who, **about)


def agree(world: World, session: str, *, transcript: bool = True) -> None:
    body = {"sessionId": session, "transcript": transcript}
    assert world.call(give_consent, body=body).status == 200


def beside(world: World, session: str) -> Item | None:
    """What is kept of a session's talk."""
    return world.table.find(world.keys.session_transcript(session_hash(session)))


def kept_of(world: World, user_id: int) -> list[Item]:
    return list(world.table.all(world.keys.voice_transcripts(UserId(user_id))))


def agreeing(world: World) -> Member:
    return world.member(settings={"voiceConsent": {"transcript": True}})


def sign_up(world: World, session: str, **more: Any) -> Member:
    email = f"{session[:8].lower()}@example.com"
    data = world.call(
        register, body={"email": email, "password": PASSWORD, "sessionId": session} | more
    ).data
    tokens = data["accessToken"], data["refreshToken"]
    return Member(data["user"]["id"], email, *tokens, world.key, world.tenant)
