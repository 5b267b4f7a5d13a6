"""Keeping the snapshot of a catalogue up to date.

A change only says what to look at again: its state is read fresh, after the snapshot it is put
into was chosen. So changes may come twice, late and in any order, and the newest state wins: a
rebuild that another one overtook starts again from the other's snapshot.
"""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import attrgetter
from typing import Any, Self

from stvos.clock import Clock, real_now
from stvos.content.catalogue_store import CatalogueStore, MovedOnError
from stvos.content.index import CatalogueIndex
from stvos.content.models import CataloguePointer
from stvos.content.plays import PlayCounts
from stvos.content.records import Catalogue
from stvos.content.repository import ContentRepository
from stvos.keys import ClientId
from stvos.table import Table

PLAYS_EVERY = timedelta(minutes=5)
"""How old the counts of plays in a snapshot may get before a play renews them."""

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Touched:
    """The ids of what was changed, added or removed."""

    classes: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    trainers: frozenset[int] = frozenset()

    @classmethod
    def of(cls, changes: Iterable[Sequence[Any]]) -> Self:
        """From pairs of an item's type and its id, as the stream's router makes them."""
        ids: dict[str, set[int]] = {"class": set(), "category": set(), "trainer": set()}
        for kind, number in changes:
            ids[kind].add(number)
        return cls(frozenset(ids["class"]), frozenset(ids["category"]), frozenset(ids["trainer"]))


class CatalogueProjection:
    """Makes one client's snapshots."""

    def __init__(
        self,
        content: ContentRepository,
        plays: PlayCounts,
        store: CatalogueStore,
        now: Clock = real_now,
    ) -> None:
        self._content = content
        self._plays = plays
        self._store = store
        self._now = now

    @classmethod
    def of(cls, tenant: ClientId) -> Self:
        table = Table.of_stack()
        return cls(
            ContentRepository(table, tenant), PlayCounts(table, tenant), CatalogueStore.of(tenant)
        )

    def follow(self, touched: Touched) -> CataloguePointer:
        """A snapshot that has everything that was touched as it is now, or as it is later."""
        for attempt in range(_TRIES):
            before = self._store.pointer(consistent=True)
            try:
                after = self._publish(before, touched)
            except MovedOnError:
                time.sleep(0.05 * 2**attempt * random.random())  # noqa: S311
                continue
            if before is None or after.version != before.version:
                self._store.clear_old(after)
            return after
        raise RuntimeError("other rebuilds overtook this one in every try")

    def renew_plays(self) -> None:
        """Bring the counts of plays into the snapshot, if they are old there."""
        before = self._store.pointer()
        if before is None or self._now() - before.plays_at >= PLAYS_EVERY:
            self.follow(Touched())

    def _publish(self, before: CataloguePointer | None, touched: Touched) -> CataloguePointer:
        now = self._now()
        known = self._known(before)
        plays_at = before.plays_at if before else now
        plays = {record.id: record.plays for record in known.classes} if known else {}
        if before is None or known is None or now - before.plays_at >= PLAYS_EVERY:
            plays, plays_at = self._plays.totals(), now
        catalogue = self._overlaid(known or self._everything(), touched, plays)
        if before and known and catalogue == _in_order(known):
            return self._store.keep(before, plays_at)
        return self._store.publish(CatalogueIndex.build(catalogue), before, plays_at)

    def _known(self, before: CataloguePointer | None) -> Catalogue | None:
        """What the current snapshot holds; None when there is none or it got lost."""
        packed = self._store.load(before) if before else None
        if packed is None:
            return None
        index = CatalogueIndex.open(packed)
        try:
            return index.catalogue()
        finally:
            index.close()

    def _everything(self) -> Catalogue:
        """The catalogue from the table alone."""
        return Catalogue(
            tuple(item.record(0) for item in self._content.all_classes()),
            tuple(category.record for category in self._content.categories()),
            tuple(trainer.record for trainer in self._content.trainers()),
        )

    def _overlaid(self, known: Catalogue, touched: Touched, plays: dict[int, int]) -> Catalogue:
        """The catalogue with what was touched as it is now, and these plays."""
        found, categories, trainers = self._content.current(
            sorted(touched.classes), sorted(touched.categories), sorted(touched.trainers)
        )
        classes = {r.id: r for r in known.classes if r.id not in touched.classes}
        classes |= {item.id: item.record(0) for item in found}
        shelves = {c.id: c for c in known.categories if c.id not in touched.categories}
        shelves |= {category.id: category.record for category in categories}
        people = {t.id: t for t in known.trainers if t.id not in touched.trainers}
        people |= {trainer.id: trainer.record for trainer in trainers}
        # A class may be told before its category or trainer, whose own change is on its way.
        _, categories, trainers = self._content.current(
            [],
            sorted({record.category_id for record in classes.values()} - shelves.keys()),
            sorted({record.trainer_id for record in classes.values()} - people.keys()),
        )
        shelves |= {category.id: category.record for category in categories}
        people |= {trainer.id: trainer.record for trainer in trainers}
        return _in_order(
            Catalogue(
                tuple(replace(r, plays=plays.get(r.id, 0)) for r in classes.values()),
                tuple(shelves.values()),
                tuple(people.values()),
            )
        )


def _in_order(catalogue: Catalogue) -> Catalogue:
    """The same catalogue by its ids, so that equal ones compare equal."""
    by_id = attrgetter("id")
    return Catalogue(
        tuple(sorted(catalogue.classes, key=by_id)),
        tuple(sorted(catalogue.categories, key=by_id)),
        tuple(sorted(catalogue.trainers, key=by_id)),
    )
