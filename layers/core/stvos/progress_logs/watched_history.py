"""L7: all that a member ever watched, read at a cost that hardly grows with the years.

A year that ended a while ago does not change any more. Its watched days are folded into one small
item by the first summary that needs them; from then on only the days since are read one by one.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, put
from stvos.errors import Conflict
from stvos.models import Entity
from stvos.progress_logs.series import watched_days
from stvos.progress_logs.watched import Watched

# What is watched late in a year may be delivered weeks later, when a dead letter is sent again.
_SETTLES_IN = timedelta(days=60)
_A_DAY = timedelta(days=1)


class EverWatched(NamedTuple):
    """The days with a watched minute, and all seconds watched."""

    days: frozenset[date]
    seconds: int


class WatchedYear(Entity):
    """A year that is over. `days`: a bit for each day of the year that was active, in hex."""

    year: int
    seconds: int
    days: str

    @classmethod
    def of_days(cls, year: int, watched: Mapping[date, int]) -> "WatchedYear":
        bits = sum(1 << day.timetuple().tm_yday for day in watched_days(watched))
        return cls(year=year, seconds=sum(watched.values()), days=f"{bits:x}")

    def active(self) -> Iterator[date]:
        bits, before = int(self.days, 16), date(self.year, 1, 1) - _A_DAY
        return (before + n * _A_DAY for n in range(1, 367) if bits >> n & 1)


class WatchedHistory:
    """One member's whole viewing history, as a summary needs it."""

    def __init__(self, table: Table, tenant: ClientId, member: UserId, watched: Watched) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = member
        self._watched = watched

    def ever(self, first_day: date, last_day: date) -> EverWatched:
        """L7: what was watched from the member's first day to their last."""
        span = self._keys.watched_years(self._member)
        folded = {item["year"]: WatchedYear.of_item(item) for item in self._table.all(span)}
        over = [
            y
            for y in range(first_day.year, last_day.year)
            if date(y, 12, 31) + _SETTLES_IN < last_day
        ]
        years = [folded.get(year) or self._fold(year) for year in over]
        since = max(first_day, date(over[-1] + 1, 1, 1)) if over else first_day
        recent = self._watched(since, last_day)
        return EverWatched(
            frozenset(watched_days(recent)).union(*(year.active() for year in years)),
            sum(recent.values()) + sum(year.seconds for year in years),
        )

    def _fold(self, year: int) -> WatchedYear:
        made = WatchedYear.of_days(year, self._watched(date(year, 1, 1), date(year, 12, 31)))
        with suppress(Conflict):  # Another summary folded it just now.
            self._table.transact(
                not_erased(self._keys.user(self._member)),
                put(
                    self._keys.watched_year(self._member, year),
                    made.to_item() | {"type": "watched_year"},
                    unless_exists=Conflict(),
                ),
            )
        return made
