"""Hume's token endpoint, `POST /oauth2-cc/token`, as its page on token authentication has it, and
the chat that its tokens are for.

Hume does not document how it refuses. Its API stands behind Apigee, whose errors these are.
"""

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field

from aiohttp import web

from local.stubs.marks import application, marked
from local.stubs.talks import Talks

LIFETIME_SECONDS = 1800


@dataclass(frozen=True)
class HumeStandIn:
    """Gives tokens to the holder of one pair of keys, and talks with whoever has one."""

    api_key: str
    secret_key: str
    talks: Talks = field(default_factory=Talks)

    def application(self) -> web.Application:
        app = application(
            web.post("/oauth2-cc/token", self._token),
            web.get("/v0/evi/chat", self._chat),
            body_limit=10_000,
        )
        return self.talks.attach(app)

    @property
    def access_token(self) -> str:
        """The same for the same keys."""
        secret = hashlib.sha256(f"{self.api_key}:{self.secret_key}".encode()).hexdigest()
        return f"stand-in-{secret[:40]}"

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        # With NumPy, which few users of the stand-in need.
        from local.stubs.evi import Chat

        token, key = request.query.get("access_token"), request.query.get("api_key")
        is_known = token == self.access_token if token else key == self.api_key
        if not is_known or self.talks.behaviour.refuse:
            return _refusal(401, "invalid_token", "Invalid access token or API key")
        return await Chat(self.talks, request).run()

    async def _token(self, request: web.Request) -> web.Response:
        if _basic(request.headers.get("Authorization", "")) != (self.api_key, self.secret_key):
            return _refusal(401, "invalid_client", "ClientId is Invalid")
        form = await request.post()
        grant = str(form.get("grant_type", ""))
        if not grant:
            return _refusal(400, "invalid_request", "Required param : grant_type")
        if grant != "client_credentials":
            return _refusal(400, "invalid_request", f"Unsupported grant type : {grant}")
        return web.json_response(
            {
                "access_token": self.access_token,
                "expires_in": LIFETIME_SECONDS,
                "token_type": "Bearer",
            }
        )


def _basic(header: str) -> tuple[str, str] | None:
    """User and password of a Basic header (RFC 7617)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = b64decode(encoded, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return None
    return user, password


def _refusal(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"ErrorCode": code, "Error": marked(message)}, status=status)
