"""What a piece of work asks of AWS, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The operations that are called meanwhile, in their order."""
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    called: list[str] = []

    def record(client: BaseClient, operation: str, parameters: Any) -> Any:
        called.append(operation)
        return call(client, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", record):
        yield called
