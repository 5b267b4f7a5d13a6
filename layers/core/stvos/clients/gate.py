"""The gate through which accounts join a client, so that only an empty one can be deleted.

A deletion that looks for members, finds none and removes the client could miss one who joins in
between. So joining writes to the gate within its own transaction, and a deletion closes the gate
before it looks. Members are listed by an index that lags, so a gate that was passed a minute ago
does not close at all. What is closed opens by itself after a minute: a deletion that dies half
way locks out no one.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from stvos.clock import epoch, epoch_ms, real_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Write, check, put, update
from stvos.errors import ClientInUse, NoDefaultClient, NotFound

CLOSED_FOR = timedelta(minutes=1)
# On the day a brand opens to everybody, transactions that meet on an item turn each other away: of
# 1,000 sign-ups a second sixteen come to each.
SHARDS = range(64)


def join(tenant: ClientId, user: UserId) -> Write:
    """P11: the write by which a new account passes; refused while the client is being deleted."""
    now = real_now()
    return update(
        Keys(tenant).gate(user % len(SHARDS)),
        sets={"type": "gate", "joined_ms": epoch_ms(now)},
        only_if=Attr("closed_until").not_exists() | Attr("closed_until").lte(epoch(now)),
        refusal=NoDefaultClient(),
    )


def check_open(tenant: ClientId) -> Write:
    """O3: the check that a client stays there while the operator adds something to it."""
    unmarked = Attr("closed_until").not_exists() | Attr("closed_until").lte(epoch(real_now()))
    return check(Keys(tenant).client(), Attr("pk").exists() & unmarked, NotFound())


def close(tenant: ClientId, until: datetime) -> Iterable[Write]:
    """Let no one join and nothing be added until then; refused when a member just joined."""
    now = real_now()
    sets = {"closed_until": epoch(until)}
    yield update(Keys(tenant).client(), sets=sets, only_if=Attr("pk").exists(), refusal=NotFound())
    quiet = Attr("joined_ms").not_exists() | Attr("joined_ms").lt(epoch_ms(now - CLOSED_FOR))
    for shard in SHARDS:
        yield update(
            Keys(tenant).gate(shard),
            sets=sets | {"type": "gate"},
            only_if=quiet,
            refusal=ClientInUse(),
        )


def reopen(tenant: ClientId) -> Iterable[Write]:
    """Take the closing back."""
    keys = Keys(tenant)
    yield update(keys.client(), removes=["closed_until"], only_if=Attr("pk").exists())
    for shard in SHARDS:
        yield update(keys.gate(shard), removes=["closed_until"])


def shut(tenant: ClientId, now: datetime) -> Iterable[Write]:
    """Close for good, once the client is removed; a day outlives every request under way."""
    until = now + timedelta(days=1)
    # A repetition finds it closed and leaves it so.
    is_open = Attr("closed_until").not_exists() | Attr("closed_until").lt(
        epoch(now + CLOSED_FOR * 2)
    )
    for shard in SHARDS:
        item = {"type": "gate", "closed_until": epoch(until)}
        yield put(Keys(tenant).gate(shard), item, only_if=is_open, expires=until)
