"""What a member has with trainers, in numbers: sessions, classes and programmes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from stvos.accounts.coaching import trainers_of
from stvos.bookings.models import Booking, BookingStatus
from stvos.bookings.repository import BookingRepository
from stvos.bookings.transitions import OPEN
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, utc_now
from stvos.diaries.lists import read_days, recent_days
from stvos.diaries.repository import FOR_EVER, Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.group_classes.taken import TakenSeats
from stvos.programmes.service import MemberProgrammes

if TYPE_CHECKING:
    from stvos.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Summary:
    """A member's numbers now, and the next session with its trainer, if there is one."""

    upcoming_sessions: int
    past_sessions: int
    upcoming_classes: int
    active_programmes: int
    next: tuple[Booking, Trainer] | None


class MemberSummary:
    """One member's summary."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        self._table = table
        self._account = account
        self._tenant = ClientId(account.client_id)
        self._user = UserId(account.id)
        self._bookings = BookingRepository(table, self._tenant)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def show(self) -> Summary:
        """Sessions of the past are counted as they are closed; only what is not over is read."""
        now, recent = self._now(), self._recent()
        upcoming = [each for each in recent if each.status in OPEN and each.ends_at > now]
        # Over, and closed within the quarter of an hour after its end.
        closing = [
            each
            for each in recent
            if each.status is BookingStatus.CONFIRMED and each.ends_at <= now
        ]
        programmes = MemberProgrammes(self._table, self._account, self._now)
        return Summary(
            upcoming_sessions=len(upcoming),
            past_sessions=self._closed() + len(closing),
            upcoming_classes=len(TakenSeats(self._table, self._tenant, self._user).upcoming(now)),
            active_programmes=len(programmes.live()),
            next=self._with_trainer(upcoming[0]) if upcoming else None,
        )

    def _recent(self) -> list[Booking]:
        """What may not be over, soonest first."""
        now = self._now()
        diary = Diary.of_member(self._table, self._tenant, self._user)
        return read_days(self._bookings.many, diary, recent_days(now), FOR_EVER)

    def _closed(self) -> int:
        known = trainers_of(self._table, self._tenant, self._user)
        return sum(trainer.sessions for trainer in known)

    def _with_trainer(self, booking: Booking) -> tuple[Booking, Trainer]:
        return booking, self._bookings.trainers([booking.trainer_id])[booking.trainer_id]
