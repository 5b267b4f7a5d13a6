"""Empties what moto stores, so that each test begins with nothing but what the template makes.

Moto's queries walk every stored item and its streams keep every image: what one test leaves
behind would make each later one slower, and a worker of a long run large. Emptying in place costs
nothing beside making the stores anew.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends

from stvos.catalogue_search.catalogue import forget_catalogues

_ACCOUNT, _REGION = "123456789012", "eu-west-1"
_forget: list[Callable[[], None]] = []


def until_emptied[**P, T](make: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function makes for as long as what it stored is there: one test."""
    made = cache(make)
    _forget.append(made.cache_clear)
    return cast("Callable[P, T]", made)


def empty(queues: set[str]) -> None:
    """Forget every item, image, object, message, mail and API key; keep `queues`, drop others."""
    for forget in _forget:
        forget()
    forget_catalogues()
    for table in dynamodb_backends[_ACCOUNT][_REGION].tables.values():
        # As moto makes a table with a sort key: rows by hash, then by range.
        table.items = defaultdict(dict)
        if table.stream_shard is not None:
            table.stream_shard.items = []
    for bucket in s3_backends[_ACCOUNT]["aws"].buckets.values():
        for stored in bucket.keys.values():
            stored.dispose()
        bucket.keys.clear()
    sqs = sqs_backends[_ACCOUNT][_REGION]
    for name in [name for name in sqs.queues if name not in queues]:
        del sqs.queues[name]
    for queue in sqs.queues.values():
        _clear(queue, "_messages", "_pending_messages", "deleted_messages")
    ses_backends[_ACCOUNT][_REGION].sent_messages.clear()
    # Few tests have keys, and this takes a third of a second to load.
    if gateway := sys.modules.get("moto.apigateway.models"):
        _clear(gateway.apigateway_backends[_ACCOUNT][_REGION], "keys", "usage_plan_keys")


def stored_items() -> int:
    """How many items and stream records there are in all tables."""
    tables = dynamodb_backends[_ACCOUNT][_REGION].tables.values()
    rows = sum(len(rows) for table in tables for rows in table.items.values())
    return rows + sum(len(table.stream_shard.items) for table in tables if table.stream_shard)


def _clear(holder: Any, *names: str) -> None:
    for name in names:
        getattr(holder, name).clear()
