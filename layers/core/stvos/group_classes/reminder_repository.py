"""DynamoDB access patterns H7 and H8 of docs/data-model.md: reminding those with a seat."""

from collections.abc import Sequence
from datetime import datetime

from stvos.due.index import due_at
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, update
from stvos.errors import Conflict
from stvos.group_classes.due import next_due
from stvos.group_classes.models import GroupClass, ReminderPlace
from stvos.group_classes.repository import ClassChanged
from stvos.group_classes.seat_models import Seat, SeatStatus


class NotReminded(Conflict):
    """One of the seats was given up or its member reminded meanwhile."""


class ReminderRepository:
    """Reminders of one client's group classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def seats(
        self, group_class: GroupClass, place: ReminderPlace, limit: int
    ) -> tuple[list[Seat], ReminderPlace | None]:
        """H7: some seats behind a place, all of one shard, and the place to go on at; None where no
        shard is left.
        """
        span = self._keys.seats(group_class.id, place.shard)
        page = self._table.query(span, limit=limit, after=place.after, consistent=True)
        seats = [Seat.of_item(item) for item in page.items]
        if page.after is not None:
            return seats, place.model_copy(update={"after": page.after})
        if place.shard + 1 == group_class.shards:
            return seats, None
        return seats, ReminderPlace(at=place.at, shard=place.shard + 1)

    def remind(self, at: datetime, reminded: Sequence[tuple[Seat, Write]]) -> None:
        """H7: note on seats that are still held that the reminder of a time was sent, with the
        mails: all or nothing. Raises NotReminded.
        """
        stored = ReminderPlace(at=at, shard=0).to_item()["at"]
        unsent = Attr("reminded").not_exists() | Attr("reminded").lt(stored)
        writes: list[Write] = []
        for seat, mail in reminded:
            note = update(
                self._keys.seat(seat.class_id, seat.home, UserId(seat.user_id)),
                sets={"reminded": stored},
                only_if=Attr("status").eq(SeatStatus.CONFIRMED.value) & unsent,
                refusal=NotReminded(),
            )
            writes += [note, mail]
        if writes:
            self._table.transact(*writes)

    def note(self, before: GroupClass, after: GroupClass, again: datetime | None = None) -> None:
        """H8: note how far a reminder is; it goes on at `again`, or is done, and what is next is
        due. The class's version stays. Raises ClassChanged.
        """
        item = after.to_item()
        names = ("reminded_until", "reminding")
        sets = {name: item[name] for name in names if name in item}
        place = due_at(after.id, again or next_due(after))
        removes = (*place["removes"], *(name for name in names if name not in item))
        self._table.write(
            update(
                self._keys.group_class(after.id),
                sets=sets,
                removes=removes,
                index=place["index"],
                only_if=Attr("version").eq(before.version),
                refusal=ClassChanged("The class was changed meanwhile; try again."),
            )
        )
