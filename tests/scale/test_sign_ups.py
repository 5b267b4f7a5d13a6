"""Sign-ups with one partner's vouchers in small; `make scale` has more of them."""

from collections import defaultdict
from datetime import timedelta
from itertools import chain

from stvos.dynamodb.keys import VOUCHER_SHARDS, ClientId, Key, Keys
from stvos.dynamodb.table import Item, Table, put
from stvos.ids import id_at
from stvos.partners.voucher_counters import VoucherCounters
from stvos.partners.vouchers import Voucher, VoucherState
from tests.scale.budget import budget
from tests.scale.dynamodb import DynamoDb
from tests.scale.dynamodb_requests import size_of
from tests.scale.sign_up_load import SignUpLoad
from tests.scale.simulation import START, Simulation


def test_a_launch_refuses_no_one_and_counts_everyone() -> None:
    load = SignUpLoad(budget().sign_ups_a_second, seconds=0.5)

    load.run()

    everyone = budget().sign_ups_a_second // 2
    assert load.outcomes == {"signed up": everyone}
    assert load.redeemed() == everyone


def test_no_counter_outgrows_an_item_when_every_second_of_an_hour_is_an_expiry() -> None:
    hour = START + timedelta(hours=1)
    model = DynamoDb(Simulation(0))
    table = Table("model", model)  # type: ignore[arg-type]
    counters, first = VoucherCounters(table, ClientId(5), 7), id_at(START)
    vouchers = [
        Voucher(
            id=(first // VOUCHER_SHARDS + second) * VOUCHER_SHARDS,
            client_id=5,
            partner_id=7,
            code="ACME",
            expires_at=hour + timedelta(seconds=second),
            created_at=START,
        )
        for second in range(3600)
    ]
    items: dict[Key, Item] = defaultdict(dict)
    for write in chain.from_iterable(counters.created([voucher]) for voucher in vouchers):
        items[write.key] |= write.sets
        for name, by in write.adds.items():
            items[write.key][name] = items[write.key].get(name, 0) + by
    for key, item in items.items():
        table.write(put(key, item))

    key = Keys(ClientId(5)).voucher_hour(7, int(hour.timestamp()) // 3600, 0)
    assert size_of(model.get(key.pk, key.sk) or {}) < 100_000
    for minutes in (-1, 0, 30, 59, 60):
        now = hour + timedelta(minutes=minutes)
        expired = sum(voucher.state(now) is VoucherState.EXPIRED for voucher in vouchers)
        assert counters.counts(now).of(VoucherState.EXPIRED) == expired
