"""DynamoDB access patterns B1 to B4 and B6 of docs/data-model.md: bookings and the time they take.

Each write of a booking sets its place in the index of due work, or takes it out (D1).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from stvos.accounts.coaching import as_client
from stvos.accounts.not_erased import not_erased
from stvos.bookings import earnings, tallies
from stvos.bookings.due import next_due
from stvos.bookings.models import Booking
from stvos.catalogue.models import Trainer
from stvos.diaries.repository import FOR_EVER, SINCE_EVER, Diary
from stvos.due.index import due_at, due_index
from stvos.dynamodb.keys import ClientId, IndexKey, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict, MemberBusy, NotFound, SlotTaken, SlotUnavailable
from stvos.trainers.repository import Offer, ScheduleRepository


class ScheduleChanged(SlotUnavailable):
    """The trainer's hours or rules changed while a booking was made: look at them again."""


class BookingChanged(Conflict):
    """The booking changed since it was read: look at it again."""


class BookingRepository:
    """One client's bookings."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._schedules = ScheduleRepository(table, tenant)

    # ------------------------------------------------------------ reads

    def require(self, booking_id: int) -> Booking:
        """B1: one booking; raises NotFound."""
        [booking] = self.many([booking_id])
        if booking is None:
            raise NotFound
        return booking

    def many(self, booking_ids: Sequence[int]) -> list[Booking | None]:
        """B1: bookings in the order of their ids; None for what is no booking."""
        keys = [self._keys.booking(booking_id) for booking_id in booking_ids]
        items = self._table.find_many(keys, consistent=True)
        return [Booking.of_item(item) if item else None for item in items]

    def of_member(self, user: UserId) -> Iterator[Item]:
        """B1: all that is stored of a member's bookings, for the copy that they may ask for."""
        diary = Diary.of_member(self._table, self._tenant, user)
        seen: set[int] = set()
        for _, ids in diary.placed(SINCE_EVER, FOR_EVER):
            keys = [self._keys.booking(booking_id) for booking_id in ids if booking_id not in seen]
            seen.update(ids)
            found = self._table.find_many(keys, consistent=True)
            yield from (item for item in found if item and item["user_id"] == user)

    def trainers(self, trainer_ids: Iterable[int]) -> dict[int, Trainer]:
        """C6: the trainers of some bookings, by their ids."""
        keys = [self._keys.content_trainer(number) for number in set(trainer_ids)]
        items = [item for item in self._table.find_many(keys) if item]
        return {item["id"]: Trainer.of_item(item) for item in items}

    # ------------------------------------------------------------ writes

    def add(self, booking: Booking, offer: Offer, *together: Write) -> None:
        """B2: store a booking and take its time of trainer and member, buffers included: all or
        nothing. Raises SlotTaken, MemberBusy, and ScheduleChanged when the rules are not those of
        `offer` any more.
        """
        rules = offer.schedule.rules
        self._table.transact(
            put(
                self._keys.booking(booking.id),
                _to_item(booking),
                unless_exists=Conflict(),
                index=_due_index(booking),
            ),
            *self._held(offer),
            not_erased(self._keys.user(UserId(booking.user_id))),
            *self._placing(None, booking, rules.max_per_day),
            as_client(
                self._tenant,
                booking.trainer_id,
                UserId(booking.user_id),
                booking.created_at,
                bookings=1,
            ),
            *tallies.waiting(None, booking),
            *together,
        )

    def move(self, before: Booking, after: Booking, offer: Offer, *together: Write) -> None:
        """B3: give the old time back and take the new one. Raises as `add`, and BookingChanged."""
        self._table.transact(
            self._replaced(before, after),
            *self._held(offer),
            *self._placing(before, after, offer.schedule.rules.max_per_day),
            *tallies.waiting(before, after),
            *together,
        )

    def change(self, before: Booking, after: Booking, *together: Write) -> None:
        """B4: store another state; a booking that is cancelled gives its time back. Raises
        BookingChanged.
        """
        freed = before.status.holds_time and not after.status.holds_time
        self._table.transact(
            self._replaced(before, after),
            *(self._placing(before, None, None) if freed else ()),
            *earnings.moved(before, after),
            *tallies.waiting(before, after),
            *together,
        )

    def remind(self, booking: Booking, lead: timedelta, *together: Write) -> None:
        """B6: note that a reminder was sent, with its mails. The booking is otherwise as it was,
        its version too. Raises BookingChanged.
        """
        after = booking.model_copy(update={"reminded": lead})
        due = next_due(after)
        stored = Attr("reminded")
        unsent = stored.eq(_written(booking)) if booking.reminded else stored.not_exists()
        self._table.transact(
            update(
                self._keys.booking(booking.id),
                sets={"reminded": _written(after)},
                only_if=Attr("version").eq(booking.version) & unsent,
                refusal=BookingChanged(),
                **due_at(booking.id, due.at if due else None),
            ),
            *together,
        )

    def remove_notes(self, booking_id: int) -> None:
        """B4: remove what the member wrote."""
        self._table.write(
            update(
                self._keys.booking(booking_id),
                sets={"notes": "", "reason": ""},
                only_if=Attr("pk").exists(),
            )
        )

    def _placing(
        self, frees: Booking | None, takes: Booking | None, most_a_day: int | None
    ) -> list[Write]:
        booking = takes or frees
        assert booking is not None
        trainer = Diary.of_trainer(self._table, self._tenant, booking.trainer_id)
        member = Diary.of_member(self._table, self._tenant, UserId(booking.user_id))
        return [
            *trainer.moving(
                booking.id,
                frees=frees.trainer_entry if frees else None,
                takes=takes.trainer_entry if takes else None,
                refusal=SlotTaken(),
                most_a_day=most_a_day,
            ),
            *member.moving(
                booking.id,
                frees=frees.member_entry if frees else None,
                takes=takes.member_entry if takes else None,
                refusal=MemberBusy(),
            ),
        ]

    def _held(self, offer: Offer) -> tuple[Write, Write]:
        """The writes that refuse unless trainer and schedule are as they were read."""
        # Lists of bookings do without it.
        from stvos.catalogue.repository import CatalogueRepository

        catalogue = CatalogueRepository(self._table, self._tenant)
        return (
            self._schedules.held(offer.schedule, ScheduleChanged()),
            catalogue.trainer_unchanged(offer.trainer, ScheduleChanged()),
        )

    def _replaced(self, before: Booking, after: Booking) -> Write:
        return put(
            self._keys.booking(after.id),
            _to_item(after),
            index=_due_index(after),
            only_if=Attr("version").eq(before.version),
            refusal=BookingChanged("The booking was changed meanwhile; try again."),
        )


def _due_index(booking: Booking) -> IndexKey | None:
    due = next_due(booking)
    return due_index(booking.id, due.at if due else None)


def _written(booking: Booking) -> str:
    return str(booking.to_item()["reminded"])


def _to_item(booking: Booking) -> Item:
    return booking.to_item() | {"type": "booking"}
