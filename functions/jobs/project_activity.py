"""Stream of the table: count what members watch and do, for themselves, classes and partners."""

from typing import Any

from stvos.dynamodb.changes import earliest, failed_from
from stvos.usage.projection import UseProjection
from stvos.viewing.activity import ActivityProjection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    failed = ActivityProjection.of_stack().follow(event["Records"])
    failed += UseProjection.of_stack().follow(event["Records"])
    return failed_from(earliest(failed))
