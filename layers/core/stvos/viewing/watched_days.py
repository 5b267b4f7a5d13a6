"""DynamoDB access patterns V7 and V8 of docs/data-model.md: how long a member watched each day.

Fed by the stream, which may deliver a session's state twice, late and out of order. What a session
counted on a day only ever grows, so the largest figure delivered is the newest.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict
from stvos.viewing.models import WatchedDay

MAX_SESSIONS = 500
"""No member watches more viewings a day; a script that starts them must not outgrow the item."""


class WatchedDays:
    """One member's days. Tenant and member are fixed here."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._user = user

    def seconds(self, first_day: date, last_day: date) -> dict[date, int]:
        """V8: seconds watched on each day from `first_day` to `last_day`, without empty days."""
        span = self._keys.watched_between(self._user, first_day, last_day)
        days = (WatchedDay.of_item(item) for item in self._table.all(span))
        return {day.day: day.seconds for day in days}

    def raising(
        self, shares: Mapping[date, Mapping[int, int]], stored: Mapping[date, Item]
    ) -> list[Write]:
        """V7: the writes after which each session's share of each day is at least this, given what
        is stored of the days; none where that says as much already.

        The first write of a day raises InvalidToken when the account is gone: what is counted late
        must not outlive an erasure. A further one needs no look at the account, for the erasure
        removes the day. They raise Conflict when a day was changed meanwhile.
        """
        writes: list[Write] = []
        for day, of_day in shares.items():
            if day in stored:
                writes += self._raising(day, of_day, WatchedDay.of_item(stored[day]))
            else:
                item = WatchedDay(day=day, sessions=_room_for(of_day, 0)).to_item()
                key = self._keys.watched(self._user, day)
                writes.append(put(key, item | {"type": "watched_day"}, unless_exists=Conflict()))
        if not shares.keys() <= stored.keys():
            writes.append(not_erased(self._keys.user(self._user)))
        return writes

    def _raising(self, day: date, shares: Mapping[int, int], stored: WatchedDay) -> Iterator[Write]:
        known = stored.sessions
        new = {number: ms for number, ms in shares.items() if number not in known}
        raised = {number: ms for number, ms in shares.items() if ms > known.get(number, ms)}
        raised |= _room_for(new, len(known))
        if not raised:
            return
        unchanged = Attr("pk").exists()
        for number in raised:
            share = Attr(f"sessions.{number}")
            unchanged &= share.eq(known[number]) if number in known else share.not_exists()
        yield update(
            self._keys.watched(self._user, day),
            sets={f"sessions.{number}": ms for number, ms in raised.items()},
            only_if=unchanged,
            refusal=Conflict(),
        )


def _room_for(shares: Mapping[int, int], taken: int) -> dict[int, int]:
    return dict(islice(shares.items(), max(0, MAX_SESSIONS - taken)))
