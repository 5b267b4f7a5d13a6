"""A member's seats in group classes: joining, leaving, and waiting for one."""

from typing import TYPE_CHECKING, Self

from stvos.bookings.repository import BookingRepository
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, utc_now
from stvos.diaries.lists import PLACES, DiaryPage, Wanted, page_of
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table, Write
from stvos.errors import ClassFull, Conflict, Forbidden
from stvos.group_classes.leaving import SeatLeaving, require_open
from stvos.group_classes.models import GroupClass
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatCount, SeatStatus, home_of
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.seat_requests import SeatsQuery
from stvos.group_classes.taken import TakenSeat, TakenSeats
from stvos.group_classes.waiter_repository import WaiterRepository
from stvos.group_classes.waiting import Waitlist
from stvos.partners.attribution import attribution_of

if TYPE_CHECKING:
    from stvos.accounts.models import Account

# Many join in one moment: each try meets others in one shard at most.
_TRIES = 8


type SeatPage = DiaryPage[TakenSeat]


class MemberSeats:
    """One member's seats."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        tenant = ClientId(account.client_id)
        self._table = table
        self._tenant = tenant
        self._account = account
        self._user = UserId(account.id)
        self._classes = GroupClassRepository(table, tenant)
        self._repository = SeatRepository(table, tenant)
        self._taken = TakenSeats(table, tenant, self._user)
        self._waitlist = Waitlist(table, tenant, now)
        self._waiters = WaiterRepository(table, tenant)
        self._leaving = SeatLeaving(table, tenant, self._user, now)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def join(self, class_id: int) -> tuple[Seat, int | None]:
        """Take a seat, or a place in the waitlist of a class that is full; who has one keeps it.
        Answers it with the place of who waits. Raises NotFound, InvalidState, Forbidden for the
        class's own trainer, MemberBusy, ClassFull.
        """
        for _ in range(_TRIES):
            group_class = self._require_open(class_id)
            if group_class.trainer_id == self._account.trainer_id:
                raise Forbidden("Trainers cannot join their own classes.")
            before, counts = self._repository.look(group_class, self._user)
            if before is not None and before.status.is_live:
                return self._with_place(group_class, before, counts)
            after = self._asked(group_class, before, counts)
            try:
                self._repository.take(group_class, before, after, *_mails(group_class, after))
            except SeatsChanged:
                continue
            if after.status is SeatStatus.CONFIRMED:
                return after, None
            # A seat may have been freed while this place was taken.
            return self._with_place(group_class, *self._looked_again(group_class))
        raise Conflict("Many are joining this class; try again.")

    def leave(self, class_id: int, reason: str = "") -> Seat:
        """See `SeatLeaving.leave`."""
        return self._leaving.leave(class_id, reason)

    def page(self, asked: SeatsQuery) -> tuple[SeatPage, dict[int, Trainer]]:
        """A page of the member's classes, with their trainers."""
        now = self._now()

        def passes(taken: TakenSeat) -> bool:
            if asked.status is not None and taken.seat.status is not asked.status:
                return False
            is_over = taken.group_class.ends_at <= now
            return asked.when is None or is_over == (asked.when == "past")

        wanted = Wanted.of(asked.when, passes, now)
        page = page_of(self._taken.many, self._diary(), wanted, asked.limit, asked.after(PLACES))
        bookings = BookingRepository(self._table, self._tenant)
        trainers = bookings.trainers(each.group_class.trainer_id for each in page.items)
        return page, trainers

    # ------------------------------------------------------------

    def _require_open(self, class_id: int) -> GroupClass:
        group_class = self._classes.require(class_id)
        require_open(group_class, self._now())
        return group_class

    def _looked_again(self, group_class: GroupClass) -> tuple[Seat, list[SeatCount]]:
        seat, counts = self._repository.look(group_class, self._user)
        assert seat is not None  # It was stored just now, and is never removed.
        return seat, counts

    def _with_place(
        self, group_class: GroupClass, seat: Seat, counts: list[SeatCount]
    ) -> tuple[Seat, int | None]:
        """The seat, after those who wait were given what is free, and the place of who still waits:
        None where telling it takes reading several lists, in a class that is counted in shards.
        """
        if seat.status is SeatStatus.WAITLISTED and any(count.free > 0 for count in counts):
            self._waitlist.fill(group_class, counts)
            seat, _ = self._looked_again(group_class)
        if seat.status is not SeatStatus.WAITLISTED or group_class.shards > 1:
            return seat, None
        return seat, self._waiters.place_of(seat)

    def _diary(self) -> Diary:
        return Diary.of_member(self._table, self._tenant, self._user)

    def _asked(self, group_class: GroupClass, before: Seat | None, counts: list[SeatCount]) -> Seat:
        now = self._now()
        home = home_of(group_class, self._user)
        # From their home on, lest all who find theirs full try the same.
        shards = [(home + n) % group_class.shards for n in range(group_class.shards)]
        shard = next((n for n in shards if counts[n].free > 0), None)
        if shard is None and not group_class.waitlist:
            raise ClassFull
        return Seat(
            class_id=group_class.id,
            client_id=self._tenant,
            trainer_id=group_class.trainer_id,
            user_id=self._account.id,
            status=SeatStatus.WAITLISTED if shard is None else SeatStatus.CONFIRMED,
            home=home,
            shard=shard,
            starts_at=group_class.starts_at,
            ends_at=group_class.ends_at,
            placement=group_class.placement,
            price=group_class.price,
            currency=group_class.currency,
            partner=attribution_of(self._table, self._tenant, self._account.partner_id),
            waiting_since=now if shard is None else None,
            version=before.version + 1 if before else 1,
            created_at=before.created_at if before else now,
            updated_at=now,
        )


def _mails(group_class: GroupClass, seat: Seat) -> tuple[Write, ...]:
    """Who waits is notified once there is a seat."""
    if seat.status is SeatStatus.WAITLISTED:
        return ()
    mail = ClassMail.CONFIRMED
    return (to_member(mail, group_class, seat.user_id, seat.version, seat.updated_at),)
