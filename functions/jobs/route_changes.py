"""Stream of the table: hand outbox messages and changed catalogues to their queues."""

from typing import Any

from stvos.dynamodb.changes import changes_of, failed_from
from stvos.queues.routing import ChangeRouter


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return failed_from(ChangeRouter.of_stack().route(changes_of(event)))
