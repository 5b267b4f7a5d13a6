"""Counters of vouchers, against counting the vouchers themselves."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.ids import new_id
from stvos.partners.voucher_counters import VoucherCounters
from stvos.partners.vouchers import Voucher, VoucherState, make_code

NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
# On both sides of every boundary that the counters know, and on the boundaries themselves.
EXPIRIES = [
    None,
    NOW - timedelta(days=400),
    *(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=n) for n in (-1, 0, 1)),
    *(datetime(2026, 3, 14, 9, tzinfo=UTC) + timedelta(seconds=n) for n in (-1, 0, 1)),
    *(NOW + timedelta(seconds=n) for n in (-1, 0, 1)),
    *(datetime(2026, 3, 14, 10, tzinfo=UTC) + timedelta(seconds=n) for n in (-1, 0, 1)),
    *(datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=n) for n in (-1, 0, 1)),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]


@pytest.fixture
def counters(cloud: None) -> VoucherCounters:
    return VoucherCounters(Table.of_stack(), ClientId(5), new_id())


def voucher(expires_at: datetime | None, **changes: Any) -> Voucher:
    made = Voucher(
        id=new_id(),
        client_id=5,
        partner_id=7,
        code=make_code(None),
        expires_at=expires_at,
        created_at=NOW - timedelta(days=500),
    )
    return made.model_copy(update=changes)


def counted(vouchers: list[Voucher], now: datetime) -> dict[VoucherState | None, int]:
    """The reference: every voucher by its own state."""
    states = Counter(one.state(now) for one in vouchers)
    return {None: len(vouchers)} | {state: states[state] for state in VoucherState}


def answered(counters: VoucherCounters, now: datetime) -> dict[VoucherState | None, int]:
    counts = counters.counts(now)
    return {state: counts.of(state) for state in (None, *VoucherState)}


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_the_vouchers_at_every_second(
    counters: VoucherCounters, seed: int
) -> None:
    chance = random.Random(seed)
    table, vouchers = Table.of_stack(), []
    for expires_at in EXPIRIES:
        for _ in range(chance.randint(1, 3)):
            made = [voucher(expires_at) for _ in range(chance.randint(1, 3))]
            table.transact(*counters.created(made))
            vouchers += made
    for place, one in enumerate(vouchers):
        state = chance.choice([VoucherState.REDEEMED, VoucherState.REVOKED, None, None])
        if state:
            table.transact(*counters.ended(one, state))
            vouchers[place] = one.model_copy(update={"status": state})

    moments = [moment for moment in EXPIRIES if moment] + [NOW + timedelta(days=n) for n in (1, 90)]
    for now in moments:
        assert answered(counters, now) == counted(vouchers, now), now


def test_a_partner_without_vouchers_has_none(counters: VoucherCounters) -> None:
    assert set(answered(counters, NOW).values()) == {0}


def test_an_expiry_of_another_zone_is_the_instant_that_it_means(counters: VoucherCounters) -> None:
    new_year_in_utc = datetime.fromisoformat("2026-03-31T23:30:00-03:00")
    made = [voucher(new_year_in_utc)]
    Table.of_stack().transact(*counters.created(made))

    for minutes in (-1, 0, 1):
        now = new_year_in_utc + timedelta(minutes=minutes)
        assert answered(counters, now) == counted(made, now)
