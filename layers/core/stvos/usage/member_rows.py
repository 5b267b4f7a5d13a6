"""Rows of a partner's member list, from the stored cards and totals."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import batched

from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Item, Table
from stvos.partners.models import Partner
from stvos.queues.concurrency import run_concurrently
from stvos.usage.answers import MemberRow
from stvos.usage.models import MemberUse
from stvos.usage.recency import active_since

# Members read in one call, each with two items; and in all calls that run concurrently.
_CALL_SIZE = 50
_BATCH_SIZE = 400
# The attributes of card and totals that a row shows.
_SHOWN = (
    *("user_id", "partner_id", "name", "email", "voucher_code"),
    *("joined_at", "joined_day", "last_active_ms", "last_day", "watched_ms", "completions"),
)


class MemberRows:
    """The rows of one partner's members, as of one day."""

    def __init__(self, table: Table, partner: Partner, today: date) -> None:
        self._table = table
        self._keys = Keys(ClientId(partner.client_id))
        self._partner = partner.id
        self._active_since = active_since(today)

    def of(self, users: Iterable[UserId]) -> Iterator[MemberRow]:
        """A row for each of some members, without those who left meanwhile."""
        return (self.row(card, use) for card, use in self.stored(users))

    def stored(self, users: Iterable[UserId], *more: str) -> Iterator[tuple[Item, MemberUse]]:
        """Present cards and totals, without members who left meanwhile.

        They have the attributes that a row shows, and `more`.
        """
        for some in batched(users, _BATCH_SIZE):
            calls = [partial(self._read, part, more) for part in batched(some, _CALL_SIZE)]
            for members in run_concurrently(calls):
                yield from members

    def _read(self, users: Sequence[UserId], more: tuple[str, ...]) -> list[tuple[Item, MemberUse]]:
        keys = [self._keys.membership(user) for user in users]
        keys += [self._keys.use_of_member(user) for user in users]
        items = self._table.find_many(keys, only=(*_SHOWN, *more))
        return [
            (card, MemberUse.of_item(use))
            for card, use in zip(items[: len(users)], items[len(users) :], strict=True)
            if card and use and card["partner_id"] == self._partner
        ]

    def row(self, card: Item, use: MemberUse) -> MemberRow:
        """A member's row from their card and totals."""
        active = use.last_day is not None and use.last_day >= self._active_since
        return MemberRow(
            id=card["user_id"],
            name=card["name"],
            email=card["email"],
            joined_at=use.joined_at,
            last_active_at=_instant(use.last_active_ms),
            watch_time_minutes=use.watched_minutes,
            classes_watched=use.completions,
            voucher_code=card["voucher_code"],
            status="active" if active else "inactive",
        )


def _instant(ms: int) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, tz=UTC) if ms else None
