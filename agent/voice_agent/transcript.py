"""What was said in a talk, sent to the API where the caller agreed to that.

It goes as an event of LiveKit's webhook, signed with the key that both sides have
(docs/onboarding.md, "Transcripts and recordings").
"""

import asyncio
import base64
import hashlib
import json
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
from livekit.api import AccessToken

from voice_agent.services.interface import Said

# The API takes 5,000 lines of 4,000 characters, and 300 KB.
_MOST_LINES, _LONGEST_LINE, _MOST_BYTES = 5_000, 4_000, 290_000
_TRIES, _SECONDS = 3, 8
_RECENT = 12


@dataclass
class Transcript:
    """The lines of one talk, in the order in which they were said."""

    lines: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=_MOST_LINES))

    def note(self, said: Said) -> None:
        """Final words only: what comes before them is part of them."""
        if said.final and said.text:
            line = {"speaker": said.speaker.value, "text": said.text[:_LONGEST_LINE]}
            self.lines.append(line)

    def recent(self) -> str:
        """The last of it, for a service that takes the talk over."""
        return "\n".join(
            f"{line['speaker']}: {line['text']}" for line in list(self.lines)[-_RECENT:]
        )

    def event(self, event_id: str, room: str, caller: str, session_id: str) -> bytes:
        """The event's body, without the oldest lines where it would be too long."""
        lines = list(self.lines)
        while True:
            transcript: dict[str, Any] = {"lines": lines}
            if session_id:
                transcript["sessionId"] = session_id
            event = {
                "event": "agent_transcript",
                "id": event_id,
                "createdAt": str(int(time.time())),
                "room": {"name": room},
                "participant": {"identity": caller},
                "transcript": transcript,
            }
            body = json.dumps(event).encode()
            if len(body) <= _MOST_BYTES:
                return body
            lines = lines[max(1, len(lines) // 10) :]


async def send(
    http: aiohttp.ClientSession, api_url: str, key: str, secret: str, body: bytes
) -> bool:
    """Whether the API has it; one that it received before is 401, and is there."""
    for number in range(_TRIES):
        await asyncio.sleep(number)
        try:
            async with http.post(
                f"{api_url}/webhooks/livekit",
                data=body,
                headers={
                    "Authorization": _signature(key, secret, body),
                    "Content-Type": "application/webhook+json",
                },
                timeout=aiohttp.ClientTimeout(total=_SECONDS),
            ) as response:
                if response.status < 500:
                    return response.status in {200, 401}
        except (aiohttp.ClientError, TimeoutError):
            continue
    return False


def _signature(key: str, secret: str, body: bytes) -> str:
    hashed = base64.b64encode(hashlib.sha256(body).digest()).decode()
    token = AccessToken(key, secret).with_ttl(timedelta(minutes=5)).with_sha256(hashed)
    return token.to_jwt()
