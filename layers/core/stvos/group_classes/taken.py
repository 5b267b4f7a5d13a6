"""What a member has in group classes, found by the ids that their diary holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from stvos.bookings.models import Party
from stvos.diaries.lists import Wanted, all_of, read_days, recent_days
from stvos.diaries.repository import FOR_EVER, SINCE_EVER, Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Item, Table
from stvos.group_classes.models import ClassStatus, GroupClass
from stvos.group_classes.notices import sequence_of
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository


@dataclass(frozen=True, slots=True)
class TakenSeat:
    """A class, and what a member has or had in it. A seat in a class that was cancelled is given
    up, though the due work may not have come to it yet.
    """

    group_class: GroupClass
    seat: Seat

    @property
    def id(self) -> int:
        return self.group_class.id

    @property
    def starts_at(self) -> datetime:
        """When it is in the member's diary: a class that moved takes its members along later."""
        return self.seat.starts_at

    @property
    def sequence(self) -> int:
        """Rises with each change of the class and of the seat, as calendars want it."""
        return sequence_of(self.group_class, self.seat.version)


class TakenSeats:
    """What one member has or had in classes."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId) -> None:
        self._classes = GroupClassRepository(table, tenant)
        self._seats = SeatRepository(table, tenant)
        self._diary = Diary.of_member(table, tenant, user)
        self._user = user

    def many(self, class_ids: Sequence[int]) -> list[TakenSeat | None]:
        """What there is in some classes, in the order of their ids; None for an id of something
        else.
        """
        found = self._found(class_ids)
        taken = {each.id: TakenSeat(each, _as_of_now(each, seat)) for each, seat in found}
        return [taken.get(class_id) for class_id in class_ids]

    def upcoming(self, now: datetime) -> list[TakenSeat]:
        """The seats in classes that are not over, soonest first."""
        recent = read_days(self.many, self._diary, recent_days(now), FOR_EVER)
        return [
            taken
            for taken in recent
            if taken.seat.status is SeatStatus.CONFIRMED and taken.group_class.ends_at > now
        ]

    def since(self, day: date, most: int) -> list[TakenSeat]:
        """All from a day of UTC on, also what was given up, soonest first; `most` of them."""
        wanted = Wanted[TakenSeat](lambda _: True, first=day)
        return list(islice(all_of(self.many, self._diary, wanted), most))

    def with_trainer(self, trainer_id: int, most: int) -> list[TakenSeat]:
        """What there is in the classes of one trainer, the latest first; `most` of them."""
        wanted = Wanted[TakenSeat](
            lambda taken: taken.group_class.trainer_id == trainer_id, forward=False
        )
        return list(islice(all_of(self.many, self._diary, wanted), most))

    def stored(self) -> Iterator[Item]:
        """All that is stored of seats that there ever were, for the copy that a member may ask
        for.
        """
        for group_class, _ in self.ever():
            yield from self._seats.items_of(group_class, self._user)

    def ever(self) -> Iterator[tuple[GroupClass, Seat]]:
        """All that there ever was, each once, as it is stored."""
        seen: set[int] = set()
        # The days are read first: giving up a seat changes them.
        for _, ids in list(self._diary.placed(SINCE_EVER, FOR_EVER)):
            new = [class_id for class_id in ids if class_id not in seen]
            seen.update(new)
            yield from self._found(new)

    def _found(self, class_ids: Sequence[int]) -> list[tuple[GroupClass, Seat]]:
        classes = self._classes.many(class_ids)
        return self._seats.of_member([each for each in classes if each], self._user)


def _as_of_now(group_class: GroupClass, seat: Seat) -> Seat:
    if group_class.status is ClassStatus.SCHEDULED or not seat.status.is_live:
        return seat
    return seat.cancelled(Party.TRAINER, group_class.reason, group_class.updated_at)
