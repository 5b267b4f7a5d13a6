"""DynamoDB access patterns V7 and V8 of docs/data-model.md: how long a member watched each day.

Fed by the stream, which may deliver a session's state twice, late and out of order. What a session
counted on a day only ever grows, so the largest figure delivered is the newest.
"""

from datetime import date

from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, check, put, update
from stvos.errors import Conflict, InvalidToken
from stvos.viewing.models import WatchedDay

# Nobody watches more viewings a day; a script that starts them must not outgrow the item.
_MOST_SESSIONS = 500
_TRIES = 5


class WatchedDays:
    """One member's days. Tenant and member are fixed here."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._user = user

    def seconds(self, first: date, last: date) -> dict[date, int]:
        """V8: seconds watched on the days from `first` to `last`; days without any are left out."""
        span = self._keys.watched_between(self._user, first, last)
        days = (WatchedDay.of_item(item) for item in self._table.all(span))
        return {day.day: day.seconds for day in days}

    def raise_to(self, day: date, session_id: int, watched_ms: int) -> None:
        """V7: a session's share of a day is at least this; nothing, when the member is gone."""
        key = self._keys.watched(self._user, day)
        share = f"sessions.{session_id}"
        room = Attr(share).exists() | Attr("sessions").size().lt(_MOST_SESSIONS)
        smaller = Attr(share).not_exists() | Attr(share).lt(watched_ms)
        for _ in range(_TRIES):
            try:
                self._table.write(
                    update(
                        key, sets={share: watched_ms}, only_if=Attr("pk").exists() & smaller & room
                    )
                )
            except Conflict:
                if self._table.get(key, consistent=True) is None:
                    if self._begin(day, {session_id: watched_ms}):
                        return
                    continue  # Another session began the day first: add to it.
            return
        raise RuntimeError("a day was begun and removed in every try")

    def _begin(self, day: date, sessions: dict[int, int]) -> bool:
        """Store a new day, unless the account is gone: late news must not outlive an erasure.

        Once begun, a day needs no look at the account: when erasure removes it, it is begun anew.
        """
        item = WatchedDay(day=day, sessions=sessions).to_item() | {"type": "watched_day"}
        try:
            self._table.transact(
                check(
                    self._keys.user(self._user),
                    Attr("pk").exists() & Attr("erased_at").not_exists(),
                    InvalidToken(),
                ),
                put(self._keys.watched(self._user, day), item, unless_exists=Conflict()),
            )
        except InvalidToken:
            return True
        except Conflict:
            return False
        return True
