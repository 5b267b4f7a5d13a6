"""One partner's vouchers and members, as the program stores them, for the benchmark of exports."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import batched
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from stvos.dynamodb.table import Table, Write

TENANT, PARTNER = 1, 5
MADE_AT = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
FIRST_MEMBER = 10**15
_PER_TASK = 1000


def code_of(number: int) -> str:
    return f"ACME-{number // 10**8:04d}-{number // 10**4 % 10**4:04d}-{number % 10**4:04d}"


def fill(table: "Table", vouchers: int, members: int) -> None:
    """The partner, so many of each, and their counts."""
    table.write(partner())
    table.write(voucher_count(vouchers))
    table.write(member_count(members))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(table.write_many, batched(_bare(vouchers, members), _PER_TASK)))


def _bare(vouchers: int, members: int) -> "Iterator[Write]":
    """The writes of all, without the conditions, which a batch has none of."""
    from stvos.ids import new_ids

    for number, voucher_id in enumerate(new_ids(vouchers)):
        for write in voucher_writes(voucher_id, code_of(number)):
            yield replace(write, condition=None)
    for number in range(members):
        for write in member_writes(FIRST_MEMBER + number, number):
            yield replace(write, condition=None)


def partner() -> "Write":
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put
    from stvos.partners.models import BillingModel, BillingTerms, Partner

    terms = BillingTerms(
        model=BillingModel.FLAT,
        unit_price=Decimal(100),
        currency="EUR",
        minimum=Decimal(0),
        timezone="Europe/Berlin",
    )
    acme = Partner(
        id=PARTNER,
        client_id=TENANT,
        name="Acme Works",
        billing=terms,
        created_at=MADE_AT,
        updated_at=MADE_AT,
    )
    return put(Keys(ClientId(TENANT)).partner(PARTNER), acme.to_item() | {"type": "partner"})


def voucher_count(vouchers: int) -> "Write":
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put

    counter = Keys(ClientId(TENANT)).voucher_counter(PARTNER, None, 0)
    return put(counter, {"type": "voucher_tally", "total": vouchers})


def member_count(members: int) -> "Write":
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put

    return put(Keys(ClientId(TENANT)).member_count(PARTNER, 0), {"members": members})


def voucher_writes(voucher_id: int, code: str) -> "Iterator[Write]":
    """W11: its code, which has the place by state, and the voucher, which has that by code."""
    from stvos.dynamodb.keys import ClientId
    from stvos.partners.voucher_repository import VoucherRepository
    from stvos.partners.vouchers import Voucher

    vouchers = VoucherRepository(cast("Any", None), ClientId(TENANT), PARTNER)
    return vouchers._puts(
        Voucher(
            id=voucher_id,
            client_id=TENANT,
            partner_id=PARTNER,
            code=code,
            created_at=MADE_AT,
        )
    )


def member_writes(member_id: int, hours: int = 20) -> "Iterator[Write]":
    """U6 and U8 of a member who has watched so many hours: card and sums, then the places."""
    from stvos.dynamodb.keys import ClientId, UserId
    from stvos.usage.list_positions import ListPositions, words_of_member
    from stvos.usage.memberships import Joining, Memberships
    from stvos.usage.models import MemberUse

    name, email = f"Mia Member-Muster {member_id}", f"mia.member.{member_id}@acme.example.com"
    account = SimpleNamespace(id=member_id, name=name, email=email)
    by = Joining(PARTNER, "Europe/Berlin", member_id, f"ACME-{member_id}")
    memberships = Memberships(cast("Any", None), ClientId(TENANT))
    card, begun = memberships.begin(cast("Any", account), by, MADE_AT)
    words = words_of_member(name, email, by.voucher_code)
    use = MemberUse.of_item(begun.item).model_copy(
        update={
            "version": 40,
            "counted": True,
            "watched_ms": hours % 200 * 3_600_000,
            "plays": hours,
            "completions": hours,
            "active_days": 30,
            "last_active_ms": int(MADE_AT.timestamp() * 1000) + hours % 10**7,
            "last_day": MADE_AT.date(),
            "listed_day": MADE_AT.date(),
            "listed_name": name,
            "listed_words": words,
        }
    )
    sums = replace(begun, item=use.to_item() | {"type": "member_use"})
    places = ListPositions(ClientId(TENANT), PARTNER, UserId(member_id))
    yield from (card, sums, *places.by_use(use), *places.by_name(name, (), ()))
