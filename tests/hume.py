"""Hume for tests: the stand-in's tokens, and webhooks signed as Hume signs them."""

import json
import os
from typing import Any

from local.deployment import variable_of
from stvos.clock import epoch, real_now
from stvos.providers.hume import Hume, signature_of
from tests.video import livekit


def hume() -> Hume:
    """Hume as this process's voice provider from the first call on."""
    os.environ.update(
        {
            variable_of(name): value
            for name, value in livekit().parameters.items()
            if name.startswith("Hume")
        }
    )
    os.environ["VOICE_PROVIDER"] = "hume"
    os.environ["HUME_CONFIG_ID"] = "a-configuration"
    os.environ["HUME_WEBHOOK_KEY"] = "a-webhook-key-of-the-tests"
    return Hume.of_environment()


def webhook(event: dict[str, Any], *, at: int | None = None) -> tuple[bytes, dict[str, str]]:
    """The body and headers of an event that Hume sends now, or at another second."""
    body = json.dumps(event).encode()
    timestamp = str(epoch(real_now()) if at is None else at)
    return body, {
        "X-Hume-AI-Webhook-Timestamp": timestamp,
        "X-Hume-AI-Webhook-Signature": signature_of(hume(), body, timestamp),
    }
