"""Hume's EVI: tokens by which an app opens a chat, and webhooks that say what became of it.

See dev.hume.ai: POST /oauth2-cc/token takes the key and secret; webhooks are signed by a key of
their own, over the body and the time at which they were sent.
"""

import hashlib
import hmac
import json
import os
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stvos.errors import (
    InvalidInput,
    InvalidToken,
    MissingToken,
    VoiceNotConfigured,
    VoiceUnavailable,
)

VALID_SECONDS = 180
"""How far a webhook's time may be from ours, either way."""

_RENEWED_BEFORE = 60
_TIMEOUT = 5.0
_NAMES = ("HUME_API_BASE", "HUME_API_KEY", "HUME_SECRET_KEY", "HUME_CONFIG_ID", "HUME_WEBHOOK_KEY")


@dataclass(frozen=True, slots=True)
class Hume:
    """Where Hume is, and the secrets by which it and we know each other."""

    api_base: str
    api_key: str
    secret_key: str
    config_id: str
    webhook_key: str

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "Hume":
        """Raises VoiceNotConfigured unless Hume is the voice provider and all of it is set: an
        empty secret signs nothing.
        """
        values = [environment.get(name, "").strip() for name in _NAMES]
        if environment.get("VOICE_PROVIDER", "").strip() != "hume" or not all(values):
            raise VoiceNotConfigured
        return cls(*values)


@dataclass(frozen=True, slots=True)
class HumeToken:
    """A token that opens chats. `expires_at`: in seconds, by the clock of `HumeTokens`."""

    token: str
    expires_at: float


class HumeTokens:
    """The token of one pair of keys, asked for again shortly before it expires."""

    def __init__(self, hume: Hume, clock: Callable[[], float] = time.monotonic) -> None:
        self._hume = hume
        self._clock = clock
        self._held: HumeToken | None = None

    def current(self) -> tuple[str, int]:
        """The token, and for how many seconds it is valid. Raises VoiceUnavailable where Hume does
        not answer or refuses.
        """
        held, now = self._held, self._clock()
        if held is None or held.expires_at - now <= _RENEWED_BEFORE:
            held = self._held = self._fetched()
        return held.token, max(0, int(held.expires_at - now))

    def _fetched(self) -> HumeToken:
        # Of the AWS client's own dependencies: nothing more is loaded for it.
        from urllib3 import PoolManager, Retry, Timeout
        from urllib3.exceptions import HTTPError

        hume = self._hume
        pair = b64encode(f"{hume.api_key}:{hume.secret_key}".encode()).decode()
        asked_at = self._clock()
        try:
            answer = PoolManager(retries=Retry(1), timeout=Timeout(_TIMEOUT)).request(
                "POST",
                f"{hume.api_base.rstrip('/')}/oauth2-cc/token",
                body="grant_type=client_credentials",
                headers={
                    "Authorization": f"Basic {pair}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            if answer.status != 200:
                raise VoiceUnavailable
            content = json.loads(answer.data)
            return HumeToken(str(content["access_token"]), asked_at + int(content["expires_in"]))
        except (HTTPError, ValueError, KeyError, TypeError) as error:
            raise VoiceUnavailable from error


@lru_cache(maxsize=4)
def tokens_of(hume: Hume) -> HumeTokens:
    """The tokens that this process holds for a pair of keys."""
    return HumeTokens(hume)


class HumeEvent(BaseModel):
    """What a webhook says of a chat. `custom_session_id`: what the app opened the chat with."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    event_name: Annotated[str, Field(max_length=60)]
    chat_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    custom_session_id: Annotated[str, Field(max_length=200)] | None = None
    duration_seconds: Annotated[int, Field(ge=0, le=86_400)] | None = None


def read_event(
    hume: Hume, body: bytes, timestamp: str, signature: str, now_seconds: int
) -> HumeEvent:
    """The event that a webhook brings.

    Raises MissingToken or InvalidToken for one that Hume did not sign within the last minutes,
    InvalidInput for a signed body that is no event.
    """
    _check_signature(hume, body, timestamp.strip(), signature.strip(), now_seconds)
    try:
        return HumeEvent.model_validate_json(body)
    except ValidationError as error:
        raise InvalidInput.at("body", "is no event of Hume's") from error


def signature_of(hume: Hume, body: bytes, timestamp: str) -> str:
    """How Hume signs a body sent at this time."""
    content = body + b"." + timestamp.encode()
    return hmac.new(hume.webhook_key.encode(), content, hashlib.sha256).hexdigest()


def _check_signature(hume: Hume, body: bytes, timestamp: str, signature: str, now: int) -> None:
    if not timestamp or not signature:
        raise MissingToken
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise InvalidToken
    if not hmac.compare_digest(signature_of(hume, body, timestamp).encode(), signature.encode()):
        raise InvalidToken
    if abs(now - int(timestamp)) > VALID_SECONDS:
        raise InvalidToken
