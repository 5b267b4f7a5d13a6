"""A member's calendar, for programs that read it again and again by its address."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.calendars.addresses import Owner, find_owner
from stvos.calendars.entries import CalendarEntry
from stvos.calendars.ical import feed_of
from stvos.calendars.sessions import booked_sessions
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import NotFound
from stvos.identity.guess_guard import GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal

# Calendar services read many members' calendars from few addresses, those that ended too: the limit
# is wide. No number of tries finds a token of 256 bits.
GUESSES = Limit("calendar", 1000, timedelta(minutes=15))
KEPT = timedelta(days=90)
"""How long something that is over stays in the calendar."""

_SUFFIX = ".ics"

type EntrySource = Callable[[Table, Owner, date], Iterable[CalendarEntry]]
"""What puts entries into a calendar: those of a member from a day on."""


def _booked_classes(table: Table, owner: Owner, since: date) -> Iterable[CalendarEntry]:
    # Loaded for an address that leads somewhere.
    from stvos.calendars.classes import booked_classes

    return booked_classes(table, owner, since)


SOURCES: tuple[EntrySource, ...] = (booked_sessions, _booked_classes)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar's text. `tag` changes with each change of it."""

    text: str
    tag: str

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')

    def is_known(self, if_none_match: str) -> bool:
        """Whether a reader has it already, as its header If-None-Match says (RFC 9110, 13.1.2)."""
        sent = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return self.tag in sent or sent == ["*"]


class CalendarFeeds:
    """Calendars of every brand's members, found by their addresses."""

    def __init__(
        self,
        table: Table,
        principal: Principal,
        sources: Sequence[EntrySource] = SOURCES,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        limits = GuessLimits(by_pair=None, by_address=GUESSES)
        self._guard = GuessGuard(table, Limiter(table, None, now), limits, principal.address)
        self._sources = sources
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def require(self, file_name: str) -> Feed:
        """The calendar of an address `<token>.ics`. Raises NotFound for an address that leads
        nowhere, and TooManyAttempts for a caller who tries many of these.
        """
        owner, account = self._guard.require(partial(self._find, file_name), NotFound())
        client = ClientRepository(self._table).require(owner.client_id)
        since = (self._now() - KEPT).date()
        entries = [e for source in self._sources for e in source(self._table, owner, since)]
        name = f"{client.name}: my sessions"
        return Feed.of(feed_of(name, account.settings.timezone, entries))

    def _find(self, file_name: str) -> tuple[Owner, Account] | None:
        token = file_name.removesuffix(_SUFFIX)
        if token == file_name:
            return None
        owner = find_owner(self._table, token)
        if owner is None:
            return None
        account = AccountRepository(self._table, owner.client_id).find(owner.user_id)
        return (owner, account) if account else None
