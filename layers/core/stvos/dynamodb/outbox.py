"""Work that must follow a write: stored in the same transaction, handed on by the stream.

A message is an item of its own. The stream's dispatcher puts it on the queue of its kind, a
worker does it, and a worker that dies is followed by a repetition; so workers must be able to do
a message twice. Messages vanish by TTL: the queue and its dead-letter queue carry on from there.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Write, put
from stvos.ids import new_id

_KEPT = timedelta(days=2)


class Work(StrEnum):
    """Kinds of message; each has a queue, but `none`, which no worker takes."""

    MAIL = "mail"
    ERASE = "erase"
    EXPORT = "export"
    SPREADSHEET = "spreadsheet"
    PLAN = "plan"
    NONE = "none"


def message(tenant: ClientId, work: Work, content: dict[str, Any], now: datetime) -> Write:
    """P10: the write that hands `content` to the worker of `work`."""
    message_id = new_id()
    item = {
        "type": "outbox",
        "work": work.value,
        "message_id": message_id,
        "client_id": tenant,
        "content": content,
        "created_at": now.isoformat(),
    }
    return put(Keys(tenant).outbox(message_id), item, expires=now + _KEPT)
