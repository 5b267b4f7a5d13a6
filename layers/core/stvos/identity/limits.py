"""Limits on what can be guessed: sign-in, mail codes, vouchers, invitations.

A limit counts attempts of one subject in fixed windows, one item a window, removed by TTL. The
count is taken by a conditional write before the attempt, so that parallel guesses cannot pass.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stvos.clock import Clock, epoch, utc_now
from stvos.dynamodb.keys import ClientId, Directory, Key, Keys
from stvos.dynamodb.table import Attr, Table, Write, delete, update
from stvos.errors import RateLimited, TooManyAttempts
from stvos.identity.secrets_store import keyed_hashes

# Of a count for a whole client.
CLIENT_SHARDS = 16


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `attempts` in each window of `window` for one subject of `scope`."""

    scope: str
    attempts: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Charge:
    """An attempt that was counted: how many there were, and how to forget them."""

    count: int
    reset: Write


class Limiter:
    """Counts attempts for one tenant, or across tenants where none is known yet (None)."""

    def __init__(self, table: Table, tenant: ClientId | None, now: Clock = utc_now) -> None:
        self._table = table
        self._tenant = tenant
        self._now = now

    def charge(self, limit: Limit, subject: str) -> Charge:
        """P8: count an attempt; raises TooManyAttempts when the window's number is used up."""
        key, ends = self._window(limit, subject)
        item = self._table.write(
            update(
                key,
                adds={"attempts": 1},
                sets={"type": "limit"},
                only_if=Attr("attempts").not_exists() | Attr("attempts").lt(limit.attempts),
                refusal=self._refusal(ends),
                expires=ends + timedelta(hours=1),
            )
        )
        return Charge(item["attempts"] if item else 0, delete(key))

    def charge_together(self, limit: Limit, address: str) -> None:
        """P8: count an attempt for the whole tenant: a limit of `CLIENT_SHARDS` times the number.

        The count is spread over items by network address, since a launch is thousands a minute.
        """
        shard = int(keyed_hashes("shard", address)[0], 16) % CLIENT_SHARDS
        self.charge(limit, f"all of {shard}")

    def require_open(self, limit: Limit, subject: str) -> None:
        """Refuse a subject whose window is used up, without counting this attempt."""
        key, ends = self._window(limit, subject)
        item = self._table.find(key)
        if item and item["attempts"] >= limit.attempts:
            raise self._refusal(ends)

    def _window(self, limit: Limit, subject: str) -> tuple[Key, datetime]:
        seconds = int(limit.window.total_seconds())
        window = epoch(self._now()) // seconds
        ends = datetime.fromtimestamp((window + 1) * seconds, tz=self._now().tzinfo)
        # Addresses are few enough to be tried all: a plain hash would tell who failed.
        hashed = keyed_hashes("limit", subject)[0]
        if self._tenant is None:
            return Directory.limit(limit.scope, hashed, window), ends
        return Keys(self._tenant).limit(limit.scope, hashed, window), ends

    def _refusal(self, ends: datetime) -> RateLimited:
        return TooManyAttempts(max(1, epoch(ends) - epoch(self._now())))
