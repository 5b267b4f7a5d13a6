"""Makes moto's DynamoDB affordable: two thousand tests wait for it.

Moto backs up a transaction by copying the whole table, once for each of its writes: a hundred
writes over a table of a thousand items copy a hundred thousand. Putting back the items that the
transaction names does the same.

Moto looks every attribute of an answer up under many spellings before it writes it as JSON, at a
millisecond an item. What DynamoDB's handler answers is that JSON already.

Moto goes ten times through each update expression, and asks at every node anew for which kinds of
node that pass is.
"""

import copy
import json
from base64 import b64encode
from types import SimpleNamespace
from typing import Any

from moto.core.responses import ActionContext
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.validators import DepthFirstTraverser  # type: ignore[attr-defined]
from moto.dynamodb.responses import DynamoResult

_whole_copies = DynamoDBBackend.transact_write_items
_spelled_answer = DynamoResult.execute_result
_kinds_of_nodes = DepthFirstTraverser.nodes_to_be_processed
_ON_ITEMS = {"GetItem", "BatchGetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem"}


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


def _answer(self: DynamoResult, context: ActionContext) -> Any:
    result: Any = self.result
    if context.operation_model.name not in _ON_ITEMS:
        return _spelled_answer(self, context)
    present = {name: value for name, value in result.items() if value is not None}
    headers = {"Content-Type": "application/x-amz-json-1.0"}
    return 200, headers, json.dumps(present, default=_as_text)


def _kinds_once(self: DepthFirstTraverser) -> tuple[type, ...]:
    known: tuple[type, ...] | None = vars(self).get("kinds")
    if known is None:
        known = vars(self)["kinds"] = _kinds_of_nodes(self)
    return known


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"DynamoDB does not answer a {type(value).__name__}")


def install() -> None:
    """Use this in this process, for every transaction and every answer."""
    DynamoResult.execute_result = _answer  # type: ignore[assignment,method-assign]
    DepthFirstTraverser.nodes_to_be_processed = _kinds_once
    DynamoDBBackend.transact_write_items = _transact  # type: ignore[method-assign]
    vars(models)["copy"] = SimpleNamespace(deepcopy=_copy_all_but_tables)
