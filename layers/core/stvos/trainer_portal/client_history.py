"""What a member did with one trainer, and what they share of their health."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from stvos.bookings.models import Booking
from stvos.bookings.repository import BookingRepository
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, utc_now
from stvos.diaries.lists import PLACES, DiaryPage, Wanted, page_of
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden
from stvos.group_classes.taken import TakenSeat, TakenSeats
from stvos.paging import CursorQuery
from stvos.programmes.service import Followed, MemberProgrammes
from stvos.trainer_portal.clients import KnownMember, PortalClients
from stvos.trainers.repository import ScheduleRepository

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.progress_logs.answers import SeriesPoint

MOST_CLASSES = 50
"""Of a client's group classes: the latest."""


@dataclass(frozen=True, slots=True)
class History:
    """A member, with a page of their sessions with the trainer, the latest of their group classes,
    what they follow of theirs, and what they logged if they share it.
    """

    member: KnownMember
    trainer: Trainer
    sessions: DiaryPage[Booking]
    classes: list[TakenSeat]
    programmes: list[Followed]
    progress: "list[SeriesPoint] | None"


class ClientHistories:
    """The histories of one trainer's clients."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._clients = PortalClients(table, tenant, trainer_id, now)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def show(self, user_id: int, asked: CursorQuery) -> History:
        """A client, with the sessions that they booked, the latest first. Raises NotFound for a
        member whom the trainer does not know.
        """
        member = self._clients.require(user_id)
        wanted = Wanted[Booking](
            lambda booking: booking.trainer_id == self._trainer_id, forward=False
        )
        diary = Diary.of_member(self._table, self._tenant, UserId(user_id))
        bookings = BookingRepository(self._table, self._tenant)
        offer = ScheduleRepository(self._table, self._tenant).require_offer(self._trainer_id)
        programmes = MemberProgrammes(self._table, member.account, self._now)
        return History(
            member,
            offer.trainer,
            page_of(bookings.many, diary, wanted, asked.limit, asked.after(PLACES)),
            self._classes_of(member),
            programmes.of_trainer(self._trainer_id),
            _shared_by(member.account),
        )

    def _classes_of(self, member: KnownMember) -> list[TakenSeat]:
        taken = TakenSeats(self._table, self._tenant, UserId(member.account.id))
        return taken.with_trainer(self._trainer_id, MOST_CLASSES)


def _shared_by(account: "Account") -> "list[SeriesPoint] | None":
    """What the member logged in the last 30 days; None unless they share it."""
    if not account.settings.share_progress_with_coach:
        return None
    # It takes a twentieth of a cold start, and few members share.
    from stvos.progress_logs.overview import Overview

    return Overview.recent_series(account)
