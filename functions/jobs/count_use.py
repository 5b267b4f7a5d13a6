"""Queue of announcements: count what members watched and did."""

from typing import Any

from stvos.usage.counting_worker import CountingWorker


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return CountingWorker.of_stack().work(event["Records"])
