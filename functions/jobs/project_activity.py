"""Stream of the table: count starts and completions, announce what members did to be counted."""

from typing import Any

from stvos.dynamodb.changes import earliest, failed_from
from stvos.usage.announcements import Announcer
from stvos.viewing.activity import ActivityProjection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    failed = ActivityProjection.of_stack().follow(event["Records"])
    failed += Announcer.of_stack().follow(event["Records"])
    return failed_from(earliest(failed))
