"""Every 30 days: sign access tokens with a new key, and go on accepting the one before."""

from typing import Any

from stvos.identity.key_rotation import KeyRotation


def handler(event: dict[str, Any], context: Any) -> dict[str, bool]:
    return {"rotated": KeyRotation.of_stack().rotate()}
