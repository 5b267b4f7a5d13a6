"""DynamoDB access patterns G1 to G4 of docs/data-model.md: group classes and their free seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stvos.clock import Clock
from stvos.diaries.repository import Diary
from stvos.due.index import due_index
from stvos.dynamodb.keys import ClientId, IndexKey, Key, Keys, Span
from stvos.dynamodb.table import Attr, Item, Table, Write, check, delete, put, update
from stvos.errors import Conflict, NotFound, SlotTaken, StvosError
from stvos.group_classes.due import next_due
from stvos.group_classes.models import GroupClass
from stvos.trainers.repository import Offer, ScheduleRepository

_LAST_MINUTE = 9_999_999_999


class TrainerChanged(Conflict):
    """The trainer or their schedule changed while a class was made: look at them again."""


class ClassChanged(Conflict):
    """The class changed since it was read: look at it again."""


@dataclass(frozen=True, slots=True)
class GroupClassPage:
    """Some classes, and the place to go on behind."""

    classes: list[GroupClass]
    after: str | None


class GroupClassRepository:
    """One client's group classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._schedules = ScheduleRepository(table, tenant)

    # ------------------------------------------------------------ reads

    def require(self, class_id: int) -> GroupClass:
        """G1: one class; raises NotFound."""
        item = self._table.find(self._keys.group_class(class_id), consistent=True)
        if item is None:
            raise NotFound
        return GroupClass.of_item(item)

    def many(self, class_ids: Sequence[int]) -> list[GroupClass | None]:
        """G1: classes in the order of their ids; None for what is no class."""
        keys = [self._keys.group_class(class_id) for class_id in class_ids]
        items = self._table.find_many(keys, consistent=True)
        return [GroupClass.of_item(item) if item else None for item in items]

    def upcoming_span(self, trainer_id: int, now: Clock) -> Span:
        """G2: where a trainer's classes that have not started are listed."""
        minute = int(now().timestamp()) // 60
        return self._keys.group_classes_between(trainer_id, minute + 1, _LAST_MINUTE)

    def past_span(self, trainer_id: int, now: Clock) -> Span:
        """G2: where a trainer's classes that have started are listed."""
        minute = int(now().timestamp()) // 60
        return self._keys.group_classes_between(trainer_id, 0, minute)

    def page(self, span: Span, *, limit: int, forward: bool, after: str | None) -> GroupClassPage:
        """G2: a page of a trainer's classes, by their start."""
        page = self._table.query(span, limit=limit, forward=forward, after=after, consistent=True)
        keys = [self._keys.group_class(item["class_id"]) for item in page.items]
        items = self._table.find_many(keys, consistent=True)
        return GroupClassPage([GroupClass.of_item(item) for item in items if item], page.after)

    def starting_between(
        self, trainer_id: int, first: datetime, last: datetime
    ) -> list[GroupClass]:
        """G2: a trainer's classes that start between two times, both included, soonest first."""
        minutes = (int(at.timestamp()) // 60 for at in (first, last))
        span = self._keys.group_classes_between(trainer_id, *minutes)
        ids = [item["class_id"] for item in self._table.all(span, consistent=True)]
        keys = [self._keys.group_class(class_id) for class_id in ids]
        items = self._table.find_many(keys, consistent=True)
        return [GroupClass.of_item(item) for item in items if item]

    def free_seats(self, classes: Sequence[GroupClass]) -> dict[int, int]:
        """G3: how many seats of each class are free, by its id."""
        counts = [
            (group_class.id, self._keys.seat_count(group_class.id, shard))
            for group_class in classes
            for shard in range(group_class.shards)
        ]
        free = {group_class.id: 0 for group_class in classes}
        items = self._table.find_many([key for _, key in counts])
        for (class_id, _), item in zip(counts, items, strict=True):
            free[class_id] += item["free"] if item else 0
        return free

    # ------------------------------------------------------------ writes

    def add(self, group_class: GroupClass, offer: Offer) -> None:
        """G4: store a class with its seats and take the trainer's time: all or nothing. Raises
        SlotTaken, and TrainerChanged when trainer or schedule are not those of `offer` any more.
        """
        self._table.transact(
            self.storing(group_class),
            *self.held(offer),
            *self.reserving(group_class),
        )

    def cancel(self, before: GroupClass, after: GroupClass, *together: Write) -> None:
        """G4: store a class as cancelled, give the trainer's time back, and close the counts of its
        seats, so that no one joins any more and the due work empties it. Raises ClassChanged.
        """
        self.replace(
            before,
            after,
            *self._trainer_time(before, is_taken=False),
            *self._closing_counts(after),
            *together,
        )

    def replace(self, before: GroupClass, after: GroupClass, *together: Write) -> None:
        """G4: store another state of a class. Raises ClassChanged."""
        self._table.transact(
            put(
                self._keys.group_class(after.id),
                _to_item(after),
                only_if=Attr("version").eq(before.version),
                refusal=_class_changed(),
                index=_due_index(after),
            ),
            *together,
        )

    # ------------------------------------------------------------ writes of transactions

    def storing(self, group_class: GroupClass) -> Write:
        """G4: the write that stores a new class: from then on it is there."""
        key = self._keys.group_class(group_class.id)
        return put(
            key,
            _to_item(group_class),
            unless_exists=Conflict(),
            index=_due_index(group_class),
        )

    def unchanged(self, group_class: GroupClass) -> Write:
        """G4: the check that a class is as it was read; raises ClassChanged."""
        key = self._keys.group_class(group_class.id)
        return check(key, Attr("version").eq(group_class.version), _class_changed())

    def held(self, offer: Offer) -> tuple[Write, Write]:
        """G4: the writes that refuse with TrainerChanged unless trainer and schedule are as they
        were read.
        """
        # What reads classes does without it.
        from stvos.catalogue.repository import CatalogueRepository

        catalogue = CatalogueRepository(self._table, self._tenant)
        refusal = TrainerChanged("The trainer was changed meanwhile; try again.")
        return (
            self._schedules.held(offer.schedule, refusal),
            catalogue.trainer_unchanged(offer.trainer, refusal),
        )

    def reserving(self, group_class: GroupClass) -> list[Write]:
        """G4: the writes that list a class, count its seats and take the trainer's time for it.
        A list leaves out what is not stored. Raises SlotTaken.
        """
        return [
            put(self._place(group_class), _listed(group_class), unless_exists=Conflict()),
            *(
                put(
                    self._keys.seat_count(group_class.id, shard),
                    _new_count(group_class, shard, seats),
                )
                for shard, seats in enumerate(group_class.seats())
            ),
            *self._trainer_time(group_class, is_taken=True),
        ]

    def moving(self, before: GroupClass, after: GroupClass) -> list[Write]:
        """G4: the writes that move a class in its trainer's time and list. Raises SlotTaken."""
        places: list[Write] = []
        if before.start_minute != after.start_minute:
            places = [delete(self._place(before)), put(self._place(after), _listed(after))]
        diary = Diary.of_trainer(self._table, self._tenant, after.trainer_id)
        taken = SlotTaken("You have something else at this time.")
        moved = diary.moving(after.id, frees=before.entry, takes=after.entry, refusal=taken)
        return [*places, *moved]

    def releasing(self, group_class: GroupClass, refusal: StvosError) -> list[Write]:
        """G4: the writes that undo `reserving`; they raise `refusal` where nothing is reserved."""
        return [
            delete(self._place(group_class), only_if=Attr("pk").exists(), refusal=refusal),
            *(
                delete(self._keys.seat_count(group_class.id, shard))
                for shard in range(group_class.shards)
            ),
            *self._trainer_time(group_class, is_taken=False),
        ]

    def _closing_counts(self, group_class: GroupClass) -> list[Write]:
        """The counts of seats take nobody any more, and are due to be emptied."""
        due = due_index(group_class.id, group_class.updated_at)
        return [
            update(self._keys.seat_count(group_class.id, shard), sets={"closed": True}, index=due)
            for shard in range(group_class.shards)
        ]

    def _place(self, group_class: GroupClass) -> Key:
        minute = group_class.start_minute
        return self._keys.group_class_start(group_class.trainer_id, minute, group_class.id)

    def _trainer_time(self, group_class: GroupClass, *, is_taken: bool) -> list[Write]:
        diary = Diary.of_trainer(self._table, self._tenant, group_class.trainer_id)
        entry = group_class.entry
        return diary.moving(
            group_class.id,
            takes=entry if is_taken else None,
            frees=None if is_taken else entry,
            refusal=SlotTaken("You have something else at this time."),
        )


def _class_changed() -> ClassChanged:
    return ClassChanged("The class was changed meanwhile; try again.")


def _due_index(group_class: GroupClass) -> IndexKey | None:
    return due_index(group_class.id, next_due(group_class))


def _to_item(group_class: GroupClass) -> Item:
    return group_class.to_item() | {"type": "group_class"}


def _listed(group_class: GroupClass) -> Item:
    return {"type": "group_class_start", "class_id": group_class.id}


def _new_count(group_class: GroupClass, shard: int, seats: int) -> Item:
    return {
        "type": "seat_count",
        "class_id": group_class.id,
        "client_id": group_class.client_id,
        "shard": shard,
        "capacity": seats,
        "free": seats,
        "waiting": 0,
        "placement": group_class.placement,
    }
