"""Others who change the same items in the same moment, as the real DynamoDB tells of them.

DynamoDB Local does one transaction after another and never answers so; moto neither.
"""

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError

BUSY = ClientError({"Error": {"Code": "TransactionConflictException", "Message": ""}}, "UpdateItem")
CANCELLED = ClientError(
    {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}],
    },
    "TransactWriteItems",
)


class Crowd:
    """The first `busy` calls of an operation are turned away."""

    def __init__(self, operation: str, error: ClientError, busy: int) -> None:
        self._operation = operation
        self._error = error
        self._busy = busy
        self.calls = 0

    def present(self) -> AbstractContextManager[Any]:
        """While this lasts, they are there."""
        call = BaseClient._make_api_call  # type: ignore[attr-defined]

        def turned_away(client: BaseClient, operation: str, parameters: Any) -> Any:
            if operation == self._operation:
                self.calls += 1
                if self.calls <= self._busy:
                    raise self._error
            return call(client, operation, parameters)

        return patch.object(BaseClient, "_make_api_call", turned_away)


def writers(busy: int) -> Crowd:
    """Transactions on an item that a single write wants to change."""
    return Crowd("UpdateItem", BUSY, busy)


def transactions(busy: int) -> Crowd:
    """Transactions on an item that a transaction of ours wants to change."""
    return Crowd("TransactWriteItems", CANCELLED, busy)
