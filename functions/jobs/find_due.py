"""Every minute: put each item with something due on the queue of the worker that does it."""

from typing import Any

from stvos.due.sweep import DueSweep


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    return {"due": DueSweep.of_stack().queue()}
