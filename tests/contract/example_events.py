"""The bodies of example events."""

import json
from typing import Any

from local.endpoints import EVENTS


def body_of(domain: str, name: str) -> Any:
    """The body that an endpoint's event carries."""
    event = json.loads((EVENTS / domain / f"{name}.json").read_text("utf-8"))
    return json.loads(event["body"])
