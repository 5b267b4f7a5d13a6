"""Every hour: put each partner whose report is due on the queue of the worker that makes it."""

from typing import Any

from stvos.billing.schedule import DueReports


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    return {"due": DueReports.of_stack().queue()}
