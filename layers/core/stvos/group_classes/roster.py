"""The roster of a class: who takes part, who waits, and who attended. It is the trainer's alone."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Self

from stvos.accounts.coaching import TrainerClients
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import FieldError, Forbidden, InvalidInput, InvalidState
from stvos.group_classes.attendance import AttendanceMark
from stvos.group_classes.attendance_marks import AttendanceMarks
from stvos.group_classes.models import GroupClass
from stvos.group_classes.portal import TrainerClasses
from stvos.group_classes.roster_requests import AttendanceBody, RosterQuery
from stvos.group_classes.seat_models import Seat, SeatCount, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository
from stvos.group_classes.waiter_repository import Waiter, WaiterRepository

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_SEAT_PLACE = re.compile(r"SEAT#[0-9]{2}#[0-9]{16}")
_WAIT_PLACE = re.compile(r"WAIT#[0-9]{14}#[0-9]{16}")


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """A member of a class. `position`: of one who waits, from 1."""

    name: str
    seat: Seat
    position: int | None = None


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Some members of a class, the place to go on behind, and how many seats and waiters it has."""

    group_class: GroupClass
    members: list[ListedSeat]
    after: str | None
    counts: list[SeatCount]


@dataclass(frozen=True, slots=True)
class Attendees:
    """Who attended a class by their trainer's word, and who did not, by their ids."""

    attended: list[int]
    absent: list[int]


class _Places:
    """What a cursor of one of the lists looks like."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def holds(self, sk: str) -> bool:
        return self._pattern.fullmatch(sk) is not None


class ClassRosters:
    """The rosters of one trainer's classes."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._classes = TrainerClasses(table, tenant, trainer_id, now)
        self._clients = TrainerClients(table, tenant, trainer_id)
        self._seats = SeatRepository(table, tenant)
        self._waiters = WaiterRepository(table, tenant)
        self._marks = AttendanceMarks(table, tenant)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def page(self, class_id: int, asked: RosterQuery) -> RosterPage:
        """A page of those with a seat, or of those who wait, the longest first. Raises NotFound."""
        group_class, _ = self._classes.show(class_id)
        counts = self._seats.counts(group_class)
        if asked.status == "waitlisted":
            members, after = self._waiting(group_class, counts, asked)
        else:
            members, after = self._confirmed(group_class, asked)
        return RosterPage(group_class, members, after, counts)

    def record(self, class_id: int, body: AttendanceBody) -> Attendees:
        """Mark everyone with a seat as there or absent; again, it is the same. Raises NotFound,
        InvalidInput for who has no seat, InvalidState before the class begins.
        """
        group_class, _ = self._classes.show(class_id)
        group_class.require_held()
        if group_class.starts_at > self._now():
            raise InvalidState("The class has not begun.")
        seats = {seat.user_id: seat for seat in self._marks.held(group_class)}
        _require_seats(body, seats.keys())
        there = body.there(seats.keys())
        marks = [AttendanceMark(seat, user in there) for user, seat in seats.items()]
        self._marks.mark(
            (mark for mark in marks if not _is_marked(mark)),
            by_trainer=True,
        )
        return Attendees(sorted(there), sorted(seats.keys() - there))

    # ------------------------------------------------------------

    def _confirmed(
        self, group_class: GroupClass, asked: RosterQuery
    ) -> tuple[list[ListedSeat], str | None]:
        after = asked.after(_Places(_SEAT_PLACE))
        first, user = (int(after[5:7]), UserId(int(after[8:]))) if after else (0, None)
        found = list(islice(self._held_behind(group_class, first, user), asked.limit + 1))
        seats = found[: asked.limit]
        names = self._names(seats)
        members = [ListedSeat(names[s.user_id], s) for s in seats if s.user_id in names]
        return members, _seat_place(seats[-1]) if len(found) > asked.limit else None

    def _held_behind(
        self, group_class: GroupClass, first: int, user: UserId | None
    ) -> Iterator[Seat]:
        """The seats of a shard behind a member, then those of the other shards."""
        for shard in range(first, group_class.shards):
            behind = user if shard == first else None
            for seat in self._seats.kept_in(group_class.id, shard, behind):
                if seat.status is SeatStatus.CONFIRMED:
                    yield seat

    def _waiting(
        self, group_class: GroupClass, counts: Sequence[SeatCount], asked: RosterQuery
    ) -> tuple[list[ListedSeat], str | None]:
        after = asked.after(_Places(_WAIT_PLACE))
        behind = dropwhile(
            lambda numbered: after is not None and _wait_place(numbered[1]) <= after,
            enumerate(self._waiters.in_order(group_class, counts), 1),
        )
        found = list(islice(behind, asked.limit + 1))
        positions = {int(waiter.user): position for position, waiter in found[: asked.limit]}
        waiters = [waiter for _, waiter in found[: asked.limit]]
        seats = self._waiters.seats_of(group_class, waiters)
        names = self._names(seats)
        members = [
            ListedSeat(names[seat.user_id], seat, positions[seat.user_id])
            for seat in seats
            if seat.user_id in names and seat.status is SeatStatus.WAITLISTED
        ]
        return members, _wait_place(waiters[-1]) if len(found) > asked.limit else None

    def _names(self, seats: Sequence[Seat]) -> dict[int, str]:
        accounts = self._clients.accounts(seat.user_id for seat in seats)
        return {user: account.name for user, account in accounts.items()}


def _is_marked(mark: AttendanceMark) -> bool:
    return mark.seat.marked_by_trainer and mark.seat.attended == mark.attended


def _require_seats(body: AttendanceBody, known: Collection[int]) -> None:
    name, users = body.named
    wrong = [
        FieldError(f"body.{name}[{place}]", "has no seat in this class")
        for place, user in enumerate(users)
        if user not in known
    ]
    if wrong:
        raise InvalidInput.of(wrong)


def _seat_place(seat: Seat) -> str:
    return f"SEAT#{seat.home:02d}#{seat.user_id:016d}"


def _wait_place(waiter: Waiter) -> str:
    return f"WAIT#{waiter.since_ms:014d}#{waiter.user:016d}"
