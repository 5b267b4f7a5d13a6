"""A trainer's changes of their classes: of one, or of it and all that follow in its series."""

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, Forbidden
from stvos.group_classes.changing import ClassChanges, require_changeable
from stvos.group_classes.models import GroupClass, SeenClass
from stvos.group_classes.own_series import OwnSeries
from stvos.group_classes.portal import TrainerClasses, require_possible_start
from stvos.group_classes.requests import ChangeGroupClassBody, Scope
from stvos.group_classes.series import SeriesChange
from stvos.group_classes.series_changing import SeriesChanges
from stvos.group_classes.series_repository import SeriesChanged, SeriesRepository
from stvos.trainers.requests import require_payable

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4


class OwnChanges:
    """Changes of one trainer's classes."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._classes = TrainerClasses(table, tenant, trainer_id, now)
        self._changes = ClassChanges(table, tenant, now)
        self._series = OwnSeries(table, tenant, trainer_id, now)
        self._series_changes = SeriesChanges(table, tenant, now)
        self._repository = SeriesRepository(table, tenant)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def change(self, class_id: int, body: ChangeGroupClassBody, scope: Scope) -> list[SeenClass]:
        """Change what is named of a class, or also of all that follow in its series. Answers what
        was changed. Raises NotFound, InvalidInput, InvalidState, SlotTaken, ClassFull.
        """
        named, _ = self._classes.show(class_id)
        if scope == "one" or named.series_id is None:
            return [self._changes.apply(class_id, lambda before: self._changed(before, body))]
        for _ in range(_TRIES):
            named, _ = self._classes.show(class_id)
            require_changeable(named, self._now)
            self._changed(named, body)
            try:
                return self._change_following(named, body)
            except SeriesChanged:
                continue
        raise Conflict("The series is being changed; try again.")

    def _change_following(self, named: GroupClass, body: ChangeGroupClassBody) -> list[SeenClass]:
        assert named.series_id is not None
        series = self._repository.find(named.series_id)
        assert series is not None  # Its classes came with it and never leave it.
        if series.unfinished:
            self._series.finish(series)
            raise SeriesChanged
        change = SeriesChange.of(series, named, body.changes(), body.starts_at)
        if unaltered := self._series_changes.unaltered(series, change):
            return unaltered
        self._series_changes.require_possible(series, change)
        series = self._repository.begin_change(series, change, self._now())
        changed = self._series_changes.apply(series, change)
        # Unless someone else began something, and finished this first.
        with suppress(SeriesChanged):
            self._repository.finish(series)
        first = changed.pop(named.id, None) or self._classes.show(named.id)
        return [first, *changed.values()]

    def _changed(self, before: GroupClass, body: ChangeGroupClassBody) -> GroupClass:
        """Raises InvalidInput."""
        if body.starts_at is not None and body.starts_at != before.starts_at:
            require_possible_start(body.starts_at, self._now())
        changes = body.changes()
        if body.starts_at is not None:
            changes["starts_at"] = body.starts_at
        after = before.model_copy(update=changes)
        if {"price", "currency"} & changes.keys():
            require_payable(after.price, after.currency)
        return after
