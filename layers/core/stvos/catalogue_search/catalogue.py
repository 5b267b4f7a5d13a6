"""The current catalogue of a client, kept in the memory of a warm function.

Whether there is a newer snapshot is asked at most once a second, by one small read. Where none
was ever made (a new client, a new version of the program), it is made here, on the spot.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.index import CatalogueIndex
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.dynamodb.keys import ClientId

ASKED_EVERY = 1.0
"""Seconds for which a snapshot is trusted to be the current one."""

# Compressed; in memory a snapshot is about twice as large.
_KEPT_BYTES = 60_000_000


@dataclass(slots=True)
class _Open:
    index: CatalogueIndex
    object_key: str
    size: int
    asked: float


_open: "OrderedDict[tuple[str, ClientId], _Open]" = OrderedDict()


def current_catalogue(tenant: ClientId, *, newest: bool = False) -> CatalogueIndex:
    """The client's catalogue, at most about three seconds behind what the operator wrote.

    `newest` asks for a newer snapshot even within the second: for a class that is not found, for
    another process may have shown it already.
    """
    store = CatalogueStore.of(tenant)
    held = _open.get((store.bucket, tenant))
    asked = time.monotonic()
    if held is None or newest or asked - held.asked >= ASKED_EVERY:
        held = _renewed(tenant, store, held)
        held.asked = asked
    _open[store.bucket, tenant] = held
    _open.move_to_end((store.bucket, tenant))
    _make_room()
    return held.index


def forget_catalogues() -> None:
    """Drop what is held in memory, so that the next call asks again."""
    _open.clear()


def _renewed(tenant: ClientId, store: CatalogueStore, held: _Open | None) -> _Open:
    pointer = store.pointer()
    if held and pointer and pointer.object_key == held.object_key:
        return held
    packed = store.load(pointer) if pointer else None
    if pointer is None or packed is None:
        # Never made, or cleared away since it was read: both are right after a rebuild.
        pointer = CatalogueProjection.of(tenant).follow(Touched())
        packed = store.load(pointer)
    if packed is None:
        raise RuntimeError("the snapshot that was just made is gone")
    return _Open(CatalogueIndex.open(packed), pointer.object_key, len(packed), 0.0)


def _make_room() -> None:
    """Let go of the clients that were asked for longest ago; they load again when needed."""
    while len(_open) > 1 and sum(held.size for held in _open.values()) > _KEPT_BYTES:
        _open.popitem(last=False)
