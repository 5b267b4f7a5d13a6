"""What LiveKit's key and secret are for: reading access tokens, and signing webhooks.

Modelled on livekit/livekit's `pkg/service/auth.go` and livekit/protocol's `auth` and `webhook`.
"""

import hashlib
import json
import time
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import jwt

from local.stubs.marks import WORDS

STANDS_AT = 1_767_225_600
"""The stand-in's clock stands still, at the beginning of 2026, so that the same calls give the same
answers. Only tokens expire in real time."""

_LEEWAY_SECONDS = 60
_WEBHOOK_SECONDS = 300

type Claims = dict[str, Any]


class UnauthorizedError(Exception):
    """A token that is refused before the request is looked at."""


@dataclass(frozen=True)
class ApiKeys:
    """A key and its secret."""

    key: str
    secret: str

    def token(self, claims: Claims, *, seconds: int) -> str:
        """A token as LiveKit's own clients sign it, valid from now on."""
        now = int(time.time())
        stamped = {"iss": self.key, "nbf": now, "exp": now + seconds, **claims}
        return jwt.encode(stamped, self.secret, algorithm="HS256")

    def grants(self, header: str | None) -> Claims:
        """What the bearer may do (its `video` claim); without a token, nothing."""
        if header is None:
            return {}
        if not header.startswith("Bearer "):
            raise UnauthorizedError("invalid authorization header. Must start with Bearer ")
        granted = self.claims(header.removeprefix("Bearer ")).get("video")
        return granted if isinstance(granted, dict) else {}

    def claims(self, token: str) -> Claims:
        """What a valid token says."""
        try:
            unverified = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise UnauthorizedError("invalid authorization token") from None
        if unverified.get("iss") != self.key:
            raise UnauthorizedError("invalid API key")
        try:
            claims: Claims = jwt.decode(
                token,
                self.secret,
                algorithms=["HS256"],
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp"]},
            )
        except jwt.InvalidTokenError as error:
            raise UnauthorizedError(f"invalid authorization token: {error}") from None
        return claims

    def signed_webhook(
        self, event: str, *, at: int = STANDS_AT, number: int = 0, **about: Any
    ) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a webhook as LiveKit sends it: `about` is its `room` and the like.

        The token in its header, which has no "Bearer", signs the body's SHA-256. `number`
        distinguishes events that say the same.
        """
        event_id = standing_id("EV", f"{event} {number} {json.dumps(about, sort_keys=True)}")
        message = {"event": event, "id": event_id, "createdAt": str(at), **about}
        body = json.dumps(message).encode()
        digest = b64encode(hashlib.sha256(body).digest()).decode()
        return body, {
            "Authorization": self.token({"sha256": digest}, seconds=_WEBHOOK_SECONDS),
            "Content-Type": "application/webhook+json",
            "User-Agent": f"LiveKit ({WORDS})",
        }


def standing_id(kind: str, of: str) -> str:
    """An id in LiveKit's form; the same thing always has the same."""
    return f"{kind}_StandIn{hashlib.sha256(of.encode()).hexdigest()[:8]}"
