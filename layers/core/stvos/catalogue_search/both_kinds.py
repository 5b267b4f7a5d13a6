"""Recorded and live classes as one list: each page in the order of the whole, with its exact total.

Live classes are few, so all that match are at hand. A page of the whole then begins at most as many
recorded classes earlier as there are live ones.
"""

from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Protocol

from stvos.catalogue.records import ListedClass, to_micros
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex, Page

_ALL = 1_000_000


class Listable(Protocol):
    """What classes can be listed and searched in."""

    def browse(
        self, wanted: Filter, sort: Sort, *, page: int, limit: int, now: datetime
    ) -> Page: ...

    def search(
        self, text: str, wanted: Filter, *, page: int, limit: int, now: datetime
    ) -> Page: ...


class BothKinds:
    """The catalogue's index, and one of the live classes beside it."""

    def __init__(self, recorded: CatalogueIndex, live: CatalogueIndex) -> None:
        self._recorded = recorded
        self._live = live

    def browse(self, wanted: Filter, sort: Sort, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that pass the filters, in the order asked for."""
        live = self._live.browse_part(wanted, sort, skip=0, count=_ALL, now=now)
        skip, count, passed = _window(page, limit, live.total)
        recorded = self._recorded.browse_part(wanted, sort, skip=skip, count=count, now=now)
        whole = merge(
            recorded.items,
            live.items,
            key=lambda listed: sort.place(listed.record),
            reverse=sort.is_reversed,
        )
        return Page(_cut(whole, passed, limit), recorded.total + live.total)

    def search(self, text: str, wanted: Filter, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that have every word of the text, best first, then newest first."""
        live = self._live.search_part(
            text, wanted, skip=0, count=_ALL, now=now, beside=self._recorded
        )
        if not live.total:
            return self._recorded.search(text, wanted, page=page, limit=limit, now=now)
        skip, count, passed = _window(page, limit, live.total)
        recorded = self._recorded.search_part(
            text, wanted, skip=skip, count=count, now=now, beside=self._live
        )
        whole = merge(recorded.items, live.items, key=_rank)
        items = [listed for _, listed in _cut(whole, passed, limit)]
        return Page(items, recorded.total + live.total)


def _rank(found: tuple[float, ListedClass]) -> tuple[float, int, int]:
    score, listed = found
    return -score, -to_micros(listed.record.published_at), -listed.id


def _window(page: int, limit: int, live: int) -> tuple[int, int, int]:
    """The recorded classes that can be on a page: how many to skip and to read, and how many of
    the merged ones come before the page.
    """
    start = (page - 1) * limit
    skip = max(0, start - live)
    return skip, start + limit - skip, start - skip


def _cut[T](whole: Iterable[T], passed: int, limit: int) -> list[T]:
    return list(islice(whole, passed, passed + limit))
