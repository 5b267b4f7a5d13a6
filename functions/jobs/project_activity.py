"""Stream of the table: count what members watch, and how often classes are played."""

from typing import Any

from stvos.changes import failed_from
from stvos.viewing.activity import ActivityProjection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    failed = ActivityProjection.of_stack().follow(event["Records"])
    return failed_from(failed[0] if failed else None)
