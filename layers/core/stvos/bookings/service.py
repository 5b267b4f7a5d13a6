"""A member's bookings: making, seeing, moving and cancelling them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from stvos.bookings import notices
from stvos.bookings.changes import BookingChanges, require_slot
from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.bookings.repository import BookingRepository, ScheduleChanged
from stvos.bookings.requests import BookBody, BookedSessionsQuery, TimeBody
from stvos.bookings.transitions import Action, Cancellation, answer_by
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, day_of, utc_now
from stvos.diaries.lists import PLACES, DiaryPage, Wanted, page_of
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, InvalidInput, NotFound, SlotUnavailable
from stvos.ids import new_id
from stvos.partners.attribution import attribution_of
from stvos.trainers.repository import Offer, ScheduleRepository

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4


class Bookings:
    """One member's bookings."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        tenant = ClientId(account.client_id)
        self._table = table
        self._tenant = tenant
        self._account = account
        self._schedules = ScheduleRepository(table, tenant)
        self._repository = BookingRepository(table, tenant)
        self._changes = BookingChanges(
            table, tenant, Party.MEMBER, lambda booking: booking.user_id == account.id, now
        )
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def book(self, trainer_id: int, body: BookBody) -> tuple[Booking, Trainer]:
        """Take a listed slot. Raises NotFound for an unknown trainer, InvalidInput for a service
        that is not theirs, Forbidden for oneself, SlotUnavailable, SlotTaken, MemberBusy.
        """
        start, booking_id = body.start(), new_id()
        if self._account.trainer_id == trainer_id:
            raise Forbidden("Trainers cannot book themselves.")
        for _ in range(_TRIES):
            offer = self._require_active(trainer_id)
            now = self._now()
            booking = self._requested(booking_id, offer, body, start, now)
            is_asked = booking.status is BookingStatus.PENDING
            template = "booking_requested" if is_asked else "booking_confirmed"
            mails = notices.to_both(template, booking, offer.trainer, now)
            try:
                self._repository.add(booking, offer, *mails)
            except ScheduleChanged:
                continue
            return booking, offer.trainer
        raise SlotUnavailable

    def show(self, booking_id: int) -> tuple[Booking, Trainer]:
        """Raises NotFound."""
        booking = self._changes.require(booking_id)
        return booking, self._changes.offer_of(booking).trainer

    def cancellation(self, booking_id: int) -> Cancellation:
        """What `cancel` would do now. Raises NotFound."""
        return Cancellation.of(self._changes.require(booking_id), Party.MEMBER, self._now())

    def cancel(self, booking_id: int, reason: str) -> tuple[Booking, Trainer]:
        """Give the time back. Raises NotFound, InvalidState."""
        return self._changes.act(booking_id, Action.CANCEL, reason)

    def reschedule(self, booking_id: int, body: TimeBody) -> tuple[Booking, Trainer]:
        """Move to another slot; see `BookingChanges.reschedule`."""
        return self._changes.reschedule(booking_id, body.start())

    def page(self, asked: BookedSessionsQuery) -> tuple[DiaryPage[Booking], dict[int, Trainer]]:
        """A page of the member's bookings, with their trainers."""
        now = self._now()

        def passes(booking: Booking) -> bool:
            if asked.status is not None and booking.status is not asked.status:
                return False
            return asked.when is None or (booking.ends_at > now) == (asked.when == "upcoming")

        wanted = Wanted.of(asked.when, passes, now)
        many = self._repository.many
        page = page_of(many, self._diary(), wanted, asked.limit, asked.after(PLACES))
        trainers = self._repository.trainers(booking.trainer_id for booking in page.items)
        return page, trainers

    def _diary(self) -> Diary:
        return Diary.of_member(self._table, self._tenant, UserId(self._account.id))

    def _require_active(self, trainer_id: int) -> Offer:
        offer = self._schedules.require_offer(trainer_id, consistent=True)
        if not offer.trainer.active:
            raise NotFound
        return offer

    def _requested(
        self, booking_id: int, offer: Offer, body: BookBody, start: datetime, now: datetime
    ) -> Booking:
        service = offer.schedule.find_active_service(body.service_id)
        if service is None:
            raise InvalidInput.at("body.serviceId", "is not a service of this trainer")
        slot = require_slot(offer, service, start, now)
        rules, zone = offer.schedule.rules, offer.trainer.timezone
        status = BookingStatus.CONFIRMED if rules.auto_confirm else BookingStatus.PENDING
        return Booking(
            id=booking_id,
            client_id=self._tenant,
            trainer_id=offer.trainer.id,
            user_id=self._account.id,
            service_id=service.id,
            service_name=service.name,
            status=status,
            starts_at=slot.starts_at,
            ends_at=slot.starts_at + timedelta(minutes=service.duration),
            timezone=zone,
            local_date=day_of(slot.starts_at, zone),
            duration=service.duration,
            price=service.price,
            currency=service.currency,
            notes=body.notes,
            buffer_before=rules.buffer_before,
            buffer_after=rules.buffer_after,
            cancellation_hours=rules.cancellation_hours,
            answer_by=None if rules.auto_confirm else answer_by(slot.starts_at, now),
            partner=attribution_of(self._table, self._tenant, self._account.partner_id),
            created_at=now,
            updated_at=now,
        )
