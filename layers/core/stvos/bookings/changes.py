"""Changing bookings that are there: the same steps for member, trainer and system."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from stvos.accounts.coaching import ClientGone
from stvos.bookings import notices, tallies
from stvos.bookings.meetings import meeting_of, room_records
from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.bookings.repository import BookingChanged, BookingRepository, ScheduleChanged
from stvos.bookings.transitions import (
    Action,
    Cancellation,
    answer_by,
    invalid_state,
    require_possible,
)
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, day_of
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, NotFound, SlotUnavailable
from stvos.partners.attended import AlreadyCounted, attended
from stvos.rooms.models import RoomKind
from stvos.trainers.models import Service
from stvos.trainers.repository import Offer, ScheduleRepository
from stvos.trainers.slots import Slot, find_slot

_TRIES = 4
# Something that was read has changed meanwhile: the schedule, the booking, or its room.
_TRIED_AGAIN = {BookingChanged, ScheduleChanged, Conflict}

type Owns = Callable[[Booking], bool]


class BookingChanges:
    """Changes of one client's bookings. `owns`: whether a booking is the caller's; others' are
    unknown.
    """

    def __init__(
        self, table: Table, tenant: ClientId, party: Party, owns: Owns, now: Clock
    ) -> None:
        self._repository = BookingRepository(table, tenant)
        self._schedules = ScheduleRepository(table, tenant)
        self._rooms = room_records(table, tenant)
        self._party = party
        self._owns = owns
        self._now = now

    def require(self, booking_id: int) -> Booking:
        """Raises NotFound, also for another's."""
        booking = self._repository.require(booking_id)
        if not self._owns(booking):
            raise NotFound
        return booking

    def offer_of(self, booking: Booking) -> Offer:
        return self._schedules.require_offer(booking.trainer_id, consistent=True)

    def act(
        self, booking_id: int, action: Action, reason: str = "", absent: Party | None = None
    ) -> tuple[Booking, Trainer]:
        """Do what the table of transitions allows. `absent`: who missed a session, the member
        unless said otherwise. Raises NotFound, InvalidState.
        """
        for _ in range(_TRIES):
            booking = self.require(booking_id)
            trainer = self.offer_of(booking).trainer
            if is_own(booking.writer):
                return booking, trainer  # Done when this very request came before.
            now = self._now()
            rule = require_possible(booking, action, self._party, now)
            status = rule.after or booking.status
            if status is BookingStatus.NO_SHOW:
                absent = absent or Party.MEMBER
            after = self._after(booking, status=status, reason=reason, absent=absent)
            mails = self._mails(action, after, trainer)
            try:
                self._store(booking, after, mails)
            except Conflict:
                continue  # The booking or its room changed meanwhile.
            return after, trainer
        raise invalid_state(booking, action, "The booking is being changed; try again.")

    def reschedule(self, booking_id: int, start: datetime) -> tuple[Booking, Trainer]:
        """Move a booking to another slot; id, length, price and terms stay. Raises NotFound,
        InvalidState, SlotUnavailable, SlotTaken, MemberBusy.
        """
        for _ in range(_TRIES):
            booking = self.require(booking_id)
            offer = self.offer_of(booking)
            if is_own(booking.writer):
                return booking, offer.trainer  # As in `act`.
            require_possible(booking, Action.RESCHEDULE, self._party, self._now())
            after = self._moved(booking, offer, start)
            mails = notices.to_both("booking_moved", after, offer.trainer, self._now())
            room = self._rooms.moving(meeting_of(after))
            try:
                self._repository.move(booking, after, offer, *mails, *room)
            except Conflict as refusal:
                if type(refusal) in _TRIED_AGAIN:
                    continue
                raise
            return after, offer.trainer
        raise SlotUnavailable

    def _store(self, before: Booking, after: Booking, mails: tuple[Write, ...]) -> None:
        """A session that took place is activity of its partner's member."""
        counted: tuple[Write, ...] = ()
        if after.status is BookingStatus.COMPLETED:
            counted = attended(
                ClientId(after.client_id),
                UserId(after.user_id),
                after.id,
                after.starts_at,
                after.partner,
            )
        room: list[Write] = []
        if after.status is BookingStatus.CANCELLED:
            room = self._rooms.ending(RoomKind.BOOKING, after.id)
        known = tuple(tallies.known(before, after))
        # Without what was counted before, and without the member who is gone.
        for more in ((*counted, *known), known, ()):
            try:
                self._repository.change(before, after, *mails, *room, *more)
            except (AlreadyCounted, ClientGone):
                continue
            return

    def _moved(self, booking: Booking, offer: Offer, start: datetime) -> Booking:
        now, rules = self._now(), offer.schedule.rules
        service = Service(
            id=booking.service_id,
            name=booking.service_name,
            duration=booking.duration,
            price=booking.price,
            currency=booking.currency,
        )
        slot = require_slot(offer, service, start, now)
        asks_again = self._party is Party.MEMBER and not rules.auto_confirm
        status = BookingStatus.PENDING if asks_again else BookingStatus.CONFIRMED
        zone = offer.trainer.timezone
        return self._after(
            booking,
            status=status,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            timezone=zone,
            local_date=day_of(slot.starts_at, zone),
            buffer_before=rules.buffer_before,
            buffer_after=rules.buffer_after,
            answer_by=answer_by(slot.starts_at, now) if asks_again else None,
            reminded=None,
            placement=booking.placement + 1,
        )

    def _after(self, booking: Booking, **changes: Any) -> Booking:
        now = self._now()
        if changes["status"] is BookingStatus.CANCELLED:
            terms = Cancellation.of(booking, self._party, now)
            percent = terms.refund_percent if self._party is Party.MEMBER else 100
            changes |= {"cancelled_by": self._party, "refund_percent": percent}
        changes |= {"version": booking.version + 1, "updated_at": now}
        if changes["status"] is not BookingStatus.PENDING:
            changes["answer_by"] = None
        return booking.model_copy(update=changes)

    def _mails(self, action: Action, booking: Booking, trainer: Trainer) -> tuple[Write, ...]:
        now = self._now()
        match action:
            case Action.CONFIRM:
                return notices.to_both("booking_confirmed", booking, trainer, now)
            case Action.DECLINE:
                return notices.to_both("booking_declined", booking, trainer, now)
            case Action.LAPSE:
                return notices.to_both("booking_lapsed", booking, trainer, now)
            case Action.CANCEL:
                return notices.to_both("booking_cancelled", booking, trainer, now)
        return ()


def require_slot(offer: Offer, service: Service, start: datetime, now: datetime) -> Slot:
    """Raises SlotUnavailable for a start that the trainer does not offer."""
    slot = find_slot(offer.schedule, offer.trainer.timezone, service, start, now)
    if slot is None or not offer.trainer.active:
        raise SlotUnavailable
    return slot
