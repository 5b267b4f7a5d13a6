"""A partner's members as rows of its list, from what is stored of each."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import batched

from stvos.keys import ClientId, Keys, UserId
from stvos.partners.models import Partner
from stvos.table import Item, Table
from stvos.usage.answers import MemberRow
from stvos.usage.models import MemberUse
from stvos.usage.recency import active_since

_READ_AT_ONCE = 500


class MemberRows:
    """The rows of one partner, as of one day."""

    def __init__(self, table: Table, partner: Partner, today: date) -> None:
        self._table = table
        self._keys = Keys(ClientId(partner.client_id))
        self._partner = partner.id
        self._active_since = active_since(today)

    def of(self, users: Iterable[UserId]) -> Iterator[MemberRow]:
        """A row for each of some members; who left meanwhile is passed over."""
        return (self.row(card, use) for card, use in self.stored(users))

    def stored(self, users: Iterable[UserId]) -> Iterator[tuple[Item, MemberUse]]:
        """Cards and sums as they are now; who left meanwhile is passed over."""
        for some in batched(users, _READ_AT_ONCE):
            keys = [self._keys.membership(user) for user in some]
            keys += [self._keys.use_of_member(user) for user in some]
            items = self._table.get_many(keys)
            for card, use in zip(items[: len(some)], items[len(some) :], strict=True):
                if card and use and card["partner_id"] == self._partner:
                    yield card, MemberUse.of_item(use)

    def row(self, card: Item, use: MemberUse) -> MemberRow:
        """A member's row from their card and sums."""
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
