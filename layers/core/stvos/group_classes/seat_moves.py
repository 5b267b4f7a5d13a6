"""DynamoDB access pattern G14 of docs/data-model.md: a member's seat at another time."""

from stvos.accounts.not_erased import not_erased
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, put
from stvos.errors import Conflict, MemberBusy
from stvos.group_classes.seat_models import Seat
from stvos.group_classes.seat_repository import SeatsChanged


class MemberGone(Conflict):
    """The member has left the brand: what becomes of the seat is for the erasure to say."""


class SeatMoves:
    """Moves of one client's seats."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def move(self, before: Seat, after: Seat, *together: Write) -> None:
        """G14: give the member's old time back and take the new one. Raises MemberBusy,
        SeatsChanged, MemberGone.
        """
        diary = self._diary(before)
        moving = diary.moving(
            before.class_id, frees=before.entry, takes=after.entry, refusal=MemberBusy()
        )
        self._table.transact(self._replaced(before, after), self._held(before), *moving, *together)

    def move_waiting(self, before: Seat, after: Seat, *together: Write) -> None:
        """G14: list one who waits on the new day. Raises SeatsChanged, MemberGone."""
        noting = self._diary(before).noting(after.entry)
        self._table.transact(self._replaced(before, after), self._held(before), noting, *together)

    def _held(self, seat: Seat) -> Write:
        return not_erased(self._keys.user(UserId(seat.user_id)), MemberGone())

    def _replaced(self, before: Seat, after: Seat) -> Write:
        key = self._keys.seat(after.class_id, after.home, UserId(after.user_id))
        item = after.to_item() | {"type": "seat"}
        unchanged = Attr("version").eq(before.version)
        return put(key, item, only_if=unchanged, refusal=SeatsChanged())

    def _diary(self, seat: Seat) -> Diary:
        return Diary.of_member(self._table, self._tenant, UserId(seat.user_id))
