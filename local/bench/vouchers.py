"""Five hundred vouchers in one call on DynamoDB Local, beside bare batches of the same items."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

from local.bench.page import Section, marked, table
from local.dynamodb_local import running

QUANTITY = 500
ROUNDS = 7
SECONDS_TARGET, CALLS_TARGET = 3.0, 25
_PER_BATCH = 25
_WRITES = ("PutItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems")


def run() -> list[Section]:
    """Time the portal's service and the floor in turn, each round with new codes."""
    from stvos.dynamodb.table import Table
    from stvos.partners.voucher_requests import NewVouchersBody
    from stvos.partners.voucher_service import Vouchers

    expires = datetime(2099, 1, 1, tzinfo=UTC)
    wish = NewVouchersBody(quantity=QUANTITY, prefix="ACME", expires_at=expires)
    with running() as emulator:
        name, floor = (f"{kind}-{secrets.token_hex(4)}" for kind in ("vouchers", "floor"))
        for made in (name, floor):
            emulator.create_table(made)
        client = emulator.client()
        portal = Table(name, client)
        vouchers = Vouchers(portal, _staff_of_a_partner(portal))
        ours, bare = [], []
        for _ in range(ROUNDS):
            with _written(client) as requests:
                ours.append(_seconds(partial(vouchers.make, wish)))
            items = list(_items(requests))
            bare.append(_seconds(partial(_write_bare, client, floor, items)))
        counted = vouchers.counts().of(None)
    if counted != QUANTITY * ROUNDS:
        raise SystemExit(f"{counted} vouchers are counted, {QUANTITY * ROUNDS} were made")
    return [Section("Vouchers", "vouchers", _text(ours, bare, len(requests), items))]


def _text(ours: list[float], bare: list[float], calls: int, items: list[Any]) -> str:
    rows = [
        (
            f"{QUANTITY} vouchers",
            marked(median(ours), SECONDS_TARGET),
            f"{max(ours):.2f}",
            marked(calls, CALLS_TARGET, "{:.0f}"),
            f"{median(mine / floor for mine, floor in zip(ours, bare, strict=True)):.2f}",
        ),
        (
            "floor",
            f"{median(bare):.2f}",
            f"{max(bare):.2f}",
            f"{-(-len(items) // _PER_BATCH)}",
            "1",
        ),
    ]
    return f"""
Target: {QUANTITY} vouchers in one call in {SECONDS_TARGET:.0f} s with {CALLS_TARGET} write calls.

A voucher is two items, its code's and its own, each put on the condition that there is none, in
transactions of 49 vouchers with their count. The floor writes the same {len(items):,} items with no
condition, {_PER_BATCH} a batch. {ROUNDS} rounds in turn; the service and DynamoDB Local share the
machine.

{table(("", "median s", "most s", "write calls", "× floor"), rows)}
"""


def _staff_of_a_partner(portal: Any) -> Any:
    """The owner of a partner that is stored."""
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put
    from stvos.errors import Conflict
    from stvos.ids import new_id
    from stvos.partners.models import Staff, StaffRole

    tenant, partner = ClientId(new_id()), new_id()
    item = {"type": "partner", "id": partner}
    portal.write(put(Keys(tenant).partner(partner), item, unless_exists=Conflict()))
    return Staff(
        id=new_id(),
        client_id=tenant,
        partner_id=partner,
        email="owner@example.com",
        name="Olga Owner",
        role=StaffRole.OWNER,
        created_at=datetime.now(UTC),
    )


@contextmanager
def _written(client: Any) -> Iterator[list[Any]]:
    """The parameters of every call that writes meanwhile."""
    requests: list[Any] = []

    def keep(params: Any, **_: Any) -> None:
        requests.append(params)

    places = [f"before-parameter-build.dynamodb.{operation}" for operation in _WRITES]
    for place in places:
        client.meta.events.register(place, keep)
    yield requests
    for place in places:
        client.meta.events.unregister(place, keep)


def _items(requests: list[Any]) -> Iterator[Any]:
    """The items that transactions put."""
    for request in requests:
        for write in request.get("TransactItems", ()):
            if "Put" in write:
                yield write["Put"]["Item"]


def _write_bare(client: Any, name: str, items: list[Any]) -> None:
    for start in range(0, len(items), _PER_BATCH):
        wanted = [{"PutRequest": {"Item": item}} for item in items[start : start + _PER_BATCH]]
        while wanted:
            answer = client.batch_write_item(RequestItems={name: wanted})
            wanted = answer.get("UnprocessedItems", {}).get(name, [])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
