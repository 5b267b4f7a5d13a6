"""A partner's voucher statistics with 80,000 expiries."""

import random
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from local.bench.page import Section, marked, table
from local.dynamodb_local import running

EXPIRIES = 80_000
TARGET_S = 3.0
_NOW = datetime(2026, 3, 31, 23, 59, 30, tzinfo=UTC)
_ROUNDS = 5


def run() -> list[Section]:
    """Expiries over ten years, within a month, and within a day that is almost over."""
    from stvos.dynamodb.table import Table

    with running() as emulator:
        name = f"vouchers-{secrets.token_hex(4)}"
        emulator.create_table(name)
        store = Table(name, emulator.client())
        rows = [
            _measured(store, place, what, over)
            for place, (what, over) in enumerate(
                {
                    "over ten years": timedelta(days=3650),
                    "within a month": timedelta(days=30),
                    "within a day": timedelta(days=1),
                }.items(),
                start=1,
            )
        ]
    text = f"""
Target: {TARGET_S:g} s of processor for {EXPIRIES:,} vouchers, each with an expiry of its own, a
third of them redeemed or revoked. It is the last minute of the month, when its hours are most.
Median of {_ROUNDS}, on DynamoDB Local, with eight queries at a time; a counter for each expiry
would be as many items as there are vouchers, eight times as many when they are redeemed in numbers.

{table(["expiries", "items", "processor s", "elapsed s"], rows)}
"""
    return [Section("Voucher statistics", "vouchers", text)]


def _measured(store: Any, partner_id: int, what: str, over: timedelta) -> list[str]:
    from stvos.dynamodb.keys import VOUCHER_PARTS, ClientId, Keys
    from stvos.partners.voucher_counters import VoucherCounters

    counters = VoucherCounters(store, ClientId(5), partner_id)
    expired, redeemed = _fill(store, counters, over)
    taken = []
    for _ in range(_ROUNDS):
        wall, own = time.perf_counter(), time.process_time()
        counts = counters.counts(_NOW)
        taken.append((time.process_time() - own, time.perf_counter() - wall))
        assert (counts.total, counts.redeemed, counts.expired) == (EXPIRIES, redeemed, expired)
    keys, last_hour = Keys(ClientId(5)), int(_NOW.timestamp()) // 3600
    spans = [keys.voucher_months(partner_id, part) for part in range(VOUCHER_PARTS)]
    spans += [
        keys.voucher_hours(partner_id, part, last_hour - 744, last_hour + 1)
        for part in range(VOUCHER_PARTS)
    ]
    items = sum(store.count(span) for span in spans)
    own, wall = sorted(taken)[_ROUNDS // 2]
    return [what, f"{items:,}", marked(own, TARGET_S), f"{wall:.2f}"]


def _fill(store: Any, counters: Any, over: timedelta) -> tuple[int, int]:
    """Put the counters of vouchers that expire evenly until the end of the month. Answers how many
    have expired while they were open, and how many were redeemed.
    """
    from stvos.dynamodb.table import put
    from stvos.partners.vouchers import Voucher, VoucherState

    chance = random.Random(8)  # noqa: S311
    sums: dict[Any, dict[str, Any]] = {}
    expired = redeemed = 0
    for number in range(EXPIRIES):
        at = _NOW + timedelta(seconds=30) - over * (number / EXPIRIES)
        voucher = Voucher(
            id=chance.getrandbits(50), client_id=5, partner_id=7, code="A", created_at=_NOW,
            expires_at=at.replace(microsecond=0),
        )  # fmt: skip
        writes = list(counters.created([voucher]))
        if number % 3 == 0:
            writes += counters.ended(voucher, VoucherState.REDEEMED)
            redeemed += 1
        elif voucher.state(_NOW) is VoucherState.EXPIRED:
            expired += 1
        for write in writes:
            item = sums.setdefault(write.key, dict(write.sets))
            for name, by in write.adds.items():
                item[name] = item.get(name, 0) + by
    store.write_many([put(key, item) for key, item in sums.items()])
    return expired, redeemed
