"""D1: the next time at which there is something to do for an item, in the index of due work.

An item has one such time. Its domain works it out from the item's state, by a pure function, and
writes it with each change of that state: `update(key, sets=..., **due_at(id, time))`. So neither
can be there without the other.
"""

from datetime import datetime
from typing import TypedDict

from stvos.clock import epoch_ms
from stvos.dynamodb.keys import INDEX_ATTRIBUTES, Directory, IndexKey


class DueAt(TypedDict):
    """Arguments of `update` that put an item into the index of due work or take it out."""

    index: IndexKey | None
    removes: tuple[str, ...]


def due_index(item_id: int, at: datetime | None) -> IndexKey | None:
    """Where an item stands that is due at a time; None for one with nothing to do."""
    return None if at is None else Directory.due(epoch_ms(at), item_id)


def due_at(item_id: int, at: datetime | None) -> DueAt:
    """For `update`: the item is due at this time, or not at all (None)."""
    index = due_index(item_id, at)
    return {"index": index, "removes": () if index else INDEX_ATTRIBUTES}
