"""Makes moto's transactions affordable.

Moto backs up a transaction by copying the whole table, once for each of its writes: a hundred
writes over a table of a thousand items copy a hundred thousand. Putting back the items that the
transaction names does the same.
"""

import copy
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

_whole_copies = DynamoDBBackend.transact_write_items


def _transact(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    touched = [_place(self, write) for write in transact_items]
    before = [(rows, sk, copy.deepcopy(rows.get(sk))) for rows, sk in touched]
    try:
        _whole_copies(self, transact_items)
    except Exception:
        for rows, sk, item in before:
            if item is None:
                rows.pop(sk, None)
            else:
                rows[sk] = item
        raise


def _place(backend: DynamoDBBackend, write: dict[str, Any]) -> tuple[Any, Any]:
    """The row of the table, as moto holds it, that a write of a transaction is about."""
    (operation,) = write.values()
    table = backend.tables[operation["TableName"]]
    key = operation.get("Key") or operation["Item"]
    return table.items[DynamoType(key["pk"])], DynamoType(key["sk"])


def _copy_all_but_tables(value: Any) -> Any:
    return value if isinstance(value, Table) else copy.deepcopy(value)


def install() -> None:
    """Use this for every transaction of this process."""
    DynamoDBBackend.transact_write_items = _transact  # type: ignore[method-assign]
    vars(models)["copy"] = SimpleNamespace(deepcopy=_copy_all_but_tables)
