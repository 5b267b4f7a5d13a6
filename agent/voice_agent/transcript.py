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
from http import HTTPStatus
from typing import Any

import aiohttp
from livekit.api import AccessToken

from voice_agent.services.interface import Said

# The API takes 5,000 lines of 4,000 characters, and 300 KB: of words, and 40 bytes a line.
_MOST_LINES, _LONGEST_LINE, _MOST_BYTES, _BYTES_A_LINE = 5_000, 4_000, 290_000, 40
_TRIES, _SECONDS, _PAUSE = 3, 8, 1.0
_RECENT, _LONGEST_RECENT = 12, 500


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
            f"{line['speaker']}: {line['text'][:_LONGEST_RECENT]}"
            for line in list(self.lines)[-_RECENT:]
        )

    def event(self, event_id: str, room: str, caller: str, session_id: str) -> bytes:
        """The event's body, without the oldest lines where it would be too long."""
        transcript: dict[str, Any] = {"lines": list(self._that_fit())}
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
        # As it is counted, and without half a pair of surrogates, which is no text.
        return json.dumps(event, ensure_ascii=False).encode(errors="replace")

    def _that_fit(self) -> deque[dict[str, str]]:
        kept: deque[dict[str, str]] = deque()
        left = _MOST_BYTES
        for line in reversed(self.lines):
            left -= len(json.dumps(line["text"], ensure_ascii=False).encode(errors="replace"))
            left -= _BYTES_A_LINE
            if left < 0:
                break
            kept.appendleft(line)
        return kept


async def send(
    http: aiohttp.ClientSession, api_url: str, key: str, secret: str, body: bytes
) -> bool:
    """Whether the API has it: one that comes again is 401, and is there already."""
    for number in range(_TRIES):
        await asyncio.sleep(number * _PAUSE)
        try:
            async with http.post(
                f"{api_url}/webhooks/livekit",
                data=body,
                headers={
                    "Authorization": _signature(key, secret, body),
                    "Content-Type": "application/webhook+json",
                },
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SECONDS),
            ) as response:
                if response.status == HTTPStatus.OK:
                    return True
                if response.status == HTTPStatus.UNAUTHORIZED:
                    # The first one that arrives is refused for its signature.
                    return number > 0
                if response.status != HTTPStatus.TOO_MANY_REQUESTS and response.status < 500:
                    return False
        except (aiohttp.ClientError, TimeoutError):
            continue
    return False


def _signature(key: str, secret: str, body: bytes) -> str:
    hashed = base64.b64encode(hashlib.sha256(body).digest()).decode()
    token = AccessToken(key, secret).with_ttl(timedelta(minutes=5)).with_sha256(hashed)
    return token.to_jwt()
