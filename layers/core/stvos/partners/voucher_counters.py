"""DynamoDB access pattern W16 of docs/data-model.md: counters of vouchers.

What a partner may choose is any second as an expiry, so a counter for each expiry could be as many
items as there are vouchers. Vouchers are therefore counted by the month of their expiry, and those
that are open besides by its hour, with the seconds in it. Which of them have expired is then exact
from the months that are over, the hours of this month, and the seconds of this hour.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain

from stvos.clock import epoch
from stvos.dynamodb.keys import VOUCHER_PARTS, VOUCHER_SHARDS, ClientId, Keys, Span
from stvos.dynamodb.table import Item, Table, Write, update
from stvos.months import Month
from stvos.partners.voucher_counts import VoucherCounts
from stvos.partners.vouchers import Voucher, VoucherState
from stvos.queues.concurrency import run_concurrently

_HOUR = 3600


class VoucherCounters:
    """One partner's counters of vouchers."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id

    def created(self, vouchers: Sequence[Voucher]) -> Iterator[Write]:
        """The writes that count new vouchers of one expiry."""
        return self._count(vouchers[0], "total", len(vouchers))

    def ended(self, voucher: Voucher, state: VoucherState) -> Iterator[Write]:
        """The writes that count an open voucher as redeemed or revoked."""
        return self._count(voucher, state.value, 1)

    def counts(self, now: datetime) -> VoucherCounts:
        """W16: how many vouchers are in each state, each figure as of its own read."""
        total = redeemed = revoked = expired = 0
        this_month = str(_month(now))
        detailed = False
        for item in self._read(self._keys.voucher_months(self._partner, p) for p in _PARTS):
            ended = item.get("redeemed", 0) + item.get("revoked", 0)
            total += item.get("total", 0)
            redeemed += item.get("redeemed", 0)
            revoked += item.get("revoked", 0)
            month = item.get("month")
            if month is not None and month < this_month:
                expired += item.get("total", 0) - ended
            detailed |= month == this_month
        if detailed:
            expired += self._expired_this_month(now)
        return VoucherCounts(total, redeemed, revoked, expired)

    # ------------------------------------------------------------

    def _expired_this_month(self, now: datetime) -> int:
        month = datetime.combine(_month(now).first_day, datetime.min.time(), UTC)
        first, (hour, second) = epoch(month) // _HOUR, divmod(epoch(now), _HOUR)
        earlier = self._read(
            (self._keys.voucher_hours(self._partner, p, first, hour) for p in _PARTS), ("open",)
        )
        keys = [self._keys.voucher_hour(self._partner, hour, n) for n in range(VOUCHER_SHARDS)]
        this_hour = self._table.find_many(keys, consistent=True)
        expired = sum(int(item.get("open", 0)) for item in earlier)
        for item in filter(None, this_hour):
            for name, number in item.items():
                if name.startswith("open_") and int(name.removeprefix("open_")) <= second:
                    expired += number
        return expired

    def _read(self, spans: Iterator[Span], only: Sequence[str] = ()) -> Iterator[Item]:
        def read(span: Span) -> list[Item]:
            return list(self._table.all(span, consistent=True, only=only))

        return chain.from_iterable(run_concurrently([partial(read, span) for span in spans]))

    def _count(self, voucher: Voucher, what: str, number: int) -> Iterator[Write]:
        shard = voucher.id % VOUCHER_SHARDS
        expires = voucher.expires_at
        month = str(_month(expires)) if expires else None
        yield update(
            self._keys.voucher_month(self._partner, month, shard),
            adds={what: number},
            sets={"type": "voucher_month"} | ({"month": month} if month else {}),
        )
        if expires is None:
            return
        hour, second = divmod(epoch(expires), _HOUR)
        change = number if what == "total" else -number
        yield update(
            self._keys.voucher_hour(self._partner, hour, shard),
            adds={"open": change, f"open_{second}": change},
            sets={"type": "voucher_hour"},
        )


_PARTS = range(VOUCHER_PARTS)


def _month(instant: datetime) -> Month:
    return Month.of(instant.astimezone(UTC).date())
