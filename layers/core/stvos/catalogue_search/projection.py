"""Keeping the snapshot of a catalogue up to date.

A change only says what to look at again: its state is read fresh, after the snapshot it is put
into was chosen. So changes may come twice, late and in any order, and the newest state wins: a
rebuild that another one overtook starts again from the other's snapshot.
"""

import random
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

from stvos.catalogue.models import CataloguePointer
from stvos.catalogue.plays import PlayCounts
from stvos.catalogue.records import Catalogue, Changes
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search import snapshot
from stvos.catalogue_search.catalogue_store import CatalogueStore, MovedOnError
from stvos.catalogue_search.snapshot_update import update
from stvos.clock import Clock, real_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table

PLAYS_EVERY = timedelta(minutes=5)
"""How old the counts of plays in a snapshot may get before a play renews them."""

# Each time something was published, so that there are never many more tries than workers.
_TRIES = 20
_LONGEST_PAUSE = 1.0


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
        content: CatalogueRepository,
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
            CatalogueRepository(table, tenant), PlayCounts(table, tenant), CatalogueStore.of(tenant)
        )

    def follow(self, touched: Touched) -> CataloguePointer:
        """A snapshot that has everything that was touched as it is now, or as it is later.

        Where nothing was touched, the counts of plays are brought in, if they are old there.
        """
        for attempt in range(_TRIES):
            before = self._store.pointer(consistent=True)
            try:
                after = self._publish(before, touched)
            except MovedOnError:
                time.sleep(min(0.05 * 2**attempt, _LONGEST_PAUSE) * random.random())  # noqa: S311
                continue
            if before is None or after.version != before.version:
                self._store.clear_old(after)
            return after
        raise RuntimeError("other rebuilds overtook this one in every try")

    def _publish(self, before: CataloguePointer | None, touched: Touched) -> CataloguePointer:
        packed = self._store.load(before) if before else None
        if before is None or packed is None:  # Never made, or lost.
            return self._publish_everything(before, touched)
        with closing(snapshot.unpacked(packed)) as database:
            if touched == Touched():
                return self._publish_plays(before, database)
            plays = snapshot.plays_in(database, touched.classes)
            changes = self._changes(snapshot.names_in(database), touched, plays)
            updated = update(database, changes)
        if updated is None:
            return before
        return self._store.publish(updated, before, before.plays_at)

    def _publish_everything(
        self, before: CataloguePointer | None, touched: Touched
    ) -> CataloguePointer:
        """From the table alone."""
        now, plays = self._now(), self._plays.totals()
        known = Catalogue(
            tuple(item.record(plays.get(item.id, 0)) for item in self._content.all_classes()),
            tuple(category.record for category in self._content.categories()),
            tuple(trainer.record for trainer in self._content.trainers()),
        )
        catalogue = self._changes(known, touched, plays).applied_to(known)
        return self._store.publish(snapshot.build(catalogue), before, now)

    def _publish_plays(
        self, before: CataloguePointer, database: sqlite3.Connection
    ) -> CataloguePointer:
        now = self._now()
        if now - before.plays_at < PLAYS_EVERY:
            return before
        plays, known = self._plays.totals(), snapshot.catalogue_in(database)
        counted = tuple(replace(r, plays=plays.get(r.id, 0)) for r in known.classes)
        if counted == known.classes:
            return self._store.keep(before, now)
        return self._store.publish(snapshot.build(replace(known, classes=counted)), before, now)

    def _changes(self, known: Catalogue, touched: Touched, plays: Mapping[int, int]) -> Changes:
        """What was touched, as it is now; `known` has all categories and trainers known so far."""
        classes, categories, trainers = self._content.current(
            sorted(touched.classes), sorted(touched.categories), sorted(touched.trainers)
        )
        # A class may be delivered before its category or trainer, whose own change is on its way.
        shown = [*known.classes, *(item.record(plays.get(item.id, 0)) for item in classes)]
        _, more_categories, more_trainers = self._content.current(
            [],
            sorted({r.category_id for r in shown} - {category.id for category in known.categories}),
            sorted({r.trainer_id for r in shown} - {trainer.id for trainer in known.trainers}),
        )
        return Changes(
            dict.fromkeys(touched.classes) | {r.id: r for r in shown},
            dict.fromkeys(touched.categories)
            | {category.id: category.record for category in (*categories, *more_categories)},
            dict.fromkeys(touched.trainers)
            | {trainer.id: trainer.record for trainer in (*trainers, *more_trainers)},
        )
