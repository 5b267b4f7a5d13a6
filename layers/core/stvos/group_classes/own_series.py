"""A trainer's weekly series: making one whole or not at all, and cancelling the rest of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, utc_now
from stvos.diaries.models import DiaryEntry, Taken
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId, Key
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, Forbidden, InvalidState, SlotTaken
from stvos.group_classes.models import SeenClass
from stvos.group_classes.portal import TrainerClasses, new_class, require_possible_start
from stvos.group_classes.repository import TrainerChanged
from stvos.group_classes.requests import GroupClassBody, RecurrenceBody, Scope
from stvos.group_classes.series import (
    ClassSeries,
    SeriesStatus,
    classes_of,
    taken_times,
    weekly_starts,
)
from stvos.group_classes.series_changing import SeriesChanges
from stvos.group_classes.series_repository import SeriesChanged, SeriesRepository
from stvos.ids import new_id, new_ids
from stvos.trainers.repository import Offer, ScheduleRepository
from stvos.trainers.requests import require_payable

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4


class OwnSeries:
    """One trainer's group classes, alone or in series."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._classes = TrainerClasses(table, tenant, trainer_id, now)
        self._repository = SeriesRepository(table, tenant)
        self._changes = SeriesChanges(table, tenant, now)
        self._schedules = ScheduleRepository(table, tenant)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    # ------------------------------------------------------------ making

    def create(self, body: GroupClassBody) -> list[SeenClass]:
        """Make a class, or all of a series, with their free seats. Raises InvalidInput, and
        SlotTaken, which names the `conflicts` of a series.
        """
        if body.recurrence is None:
            return [self._classes.create(body)]
        require_payable(body.price, body.currency)
        for _ in range(_TRIES):
            now = self._now()
            require_possible_start(body.starts_at, now)
            offer = self._schedules.require_offer(self._trainer_id, consistent=True)
            series = self._planned(body, body.recurrence, offer, now)
            try:
                self._make(series, offer)
            except TrainerChanged:
                continue
            return [(each, each.capacity) for each in series.classes()]
        raise Conflict("The trainer is being changed; try again.")

    def _planned(
        self, body: GroupClassBody, recurrence: RecurrenceBody, offer: Offer, now: datetime
    ) -> ClassSeries:
        zone = offer.trainer.timezone
        count = classes_of(recurrence, body.starts_at, zone)
        series_id, class_ids = new_id(), new_ids(count)
        first = new_class(class_ids[0], self._tenant, body, offer, now)
        return ClassSeries(
            id=series_id,
            client_id=self._tenant,
            first=first.model_copy(update={"series_id": series_id}),
            class_ids=tuple(class_ids),
            starts=tuple(weekly_starts(body.starts_at, zone, count)),
            touched_at=now,
        )

    def _make(self, series: ClassSeries, offer: Offer) -> None:
        try:
            self._repository.begin(series)
        except SeriesChanged:
            if self._was_made(series.id):
                return
            raise
        try:
            self._repository.reserve(series, offer)
            self._repository.publish(series, offer)
        except (SlotTaken, TrainerChanged) as refusal:
            self._repository.release(self._repository.abandon(series))
            if isinstance(refusal, SlotTaken):
                raise self._taken(series) from refusal
            raise

    def _was_made(self, series_id: int) -> bool:
        """Whether this very request made it, when it came before."""
        stored = self._repository.find(series_id)
        return stored is not None and stored.is_own and stored.status is SeriesStatus.MADE

    def _taken(self, series: ClassSeries) -> SlotTaken:
        """The refusal of a series, with every class that something is in the way of."""
        diary = Diary.of_trainer(self._table, self._tenant, self._trainer_id)
        classes = series.classes()
        taken = diary.taken(classes[0].starts_at, classes[-1].ends_at)
        return taken_times([each for each in classes if not _is_free(taken, each.entry)])

    # ------------------------------------------------------------ cancelling

    def cancel(self, class_id: int, scope: Scope) -> list[SeenClass]:
        """Cancel a class, or with it all that follow in its series and have not started. Again, it
        answers the same. Raises NotFound, InvalidState.
        """
        named, _ = self._classes.show(class_id)
        if scope == "one" or named.series_id is None:
            return [self._classes.cancel(class_id)]
        self._classes.require_cancellable(named)
        for _ in range(_TRIES):
            series = self._repository.find(named.series_id)
            assert series is not None  # Its classes came with it and never leave it.
            place = series.place_of(class_id)
            try:
                if series.unfinished:
                    self.finish(series)
                    continue
                if series.ends_from is None or place < series.ends_from:
                    series = self._repository.end_from(series, place, self._now())
                cancelled = self._cancel_the_rest(series)
                if series.unfinished:
                    self._repository.finish(series)
            except SeriesChanged:
                continue
            following = series.class_ids[place + 1 :]
            return [
                cancelled.get(class_id) or self._classes.show(class_id),
                *(cancelled[each] for each in following if each in cancelled),
            ]
        raise Conflict("The series is being changed; try again.")

    def finish(self, series: ClassSeries) -> None:
        """Do what a request left undone when it died. Raises SeriesChanged."""
        match series.status:
            case SeriesStatus.RESERVING:
                self._repository.release(self._repository.abandon(series))
            case SeriesStatus.ABANDONED:
                self._repository.release(series)
            case SeriesStatus.MADE if series.unfinished:
                if series.change is not None:
                    self._changes.apply(series, series.change)
                if series.ends_from is not None:
                    self._cancel_the_rest(series)
                self._repository.finish(series)

    def _cancel_the_rest(self, series: ClassSeries) -> dict[int, SeenClass]:
        """Cancel the classes from where the series ends; those that have started are left as they
        are. Answers the cancelled ones by their ids.
        """
        cancelled = {}
        for class_id in series.class_ids[series.ends_from :]:
            try:
                cancelled[class_id] = self._classes.cancel(class_id)
            except InvalidState:
                continue
        return cancelled


def finish_due(table: Table, key: Key, now: datetime) -> None:
    """The handler of due work for items of the type `group_class_series`."""
    item = table.find(key, consistent=True)
    if item is None:
        return
    series = ClassSeries.of_item(item)
    if series.due_at is not None and series.due_at <= now:
        tenant = ClientId(series.client_id)
        OwnSeries(table, tenant, series.first.trainer_id, lambda: now).finish(series)


def _is_free(taken: Taken, entry: DiaryEntry) -> bool:
    return not any(
        taken.cells.get(day, 0) >> cell & 1 for day, cells in entry.cells() for cell in cells
    )
