"""DynamoDB access patterns T6 to T8 of docs/data-model.md: the members whom a trainer knows.

Whoever books, subscribes or chooses a trainer as coach becomes one of the trainer's clients, in the
same transaction.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from stvos.accounts.models import Account
from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Slice, Table, Write, update
from stvos.errors import Conflict, NotFound
from stvos.models import Entity

COACH_LOAD_SHARDS = 4


class TrainerClient(Entity):
    """A member as a trainer knows them.

    `bookings`: sessions that were booked; `sessions`: those that are over and were not cancelled;
    `programmes`: subscriptions. `notes` are the trainer's own.
    """

    user_id: int
    first_at: datetime
    last_at: datetime
    bookings: int = 0
    sessions: int = 0
    programmes: int = 0
    notes: str = ""
    notes_at: datetime | None = None


class ClientGone(Conflict):
    """The member is none of the trainer's clients any more: do the rest without."""


def as_client(tenant: ClientId, trainer_id: int, user: UserId, now: datetime, **adds: int) -> Write:
    """T6: the write by which a member is one of a trainer's clients. `adds`: counts to raise."""
    return update(
        Keys(tenant).trainer_client(trainer_id, user),
        defaults={"first_at": now.isoformat()},
        **_active(tenant, trainer_id, user, now),
        adds=adds,
    )


def coached(tenant: ClientId, trainer_id: int, user: UserId, by: int = 1) -> Write:
    """T8: the write that counts a member whose coach the trainer is, or with -1 is no more."""
    return update(
        Keys(tenant).coach_load(trainer_id, user % COACH_LOAD_SHARDS),
        sets={"type": "coach_load", "trainer_id": trainer_id},
        adds={"members": by},
    )


def still_client(
    tenant: ClientId, trainer_id: int, user: UserId, now: datetime, **adds: int
) -> Write:
    """T6: the write that counts something for a client who is there; raises ClientGone."""
    return update(
        Keys(tenant).trainer_client(trainer_id, user),
        **_active(tenant, trainer_id, user, now),
        adds=adds,
        only_if=Attr("pk").exists(),
        refusal=ClientGone(),
    )


def _active(tenant: ClientId, trainer_id: int, user: UserId, now: datetime) -> Item:
    sets = {
        "type": "trainer_client",
        "trainer_id": trainer_id,
        "user_id": user,
        "last_at": now.isoformat(),
    }
    place = Keys(tenant).trainer_client_in_list(trainer_id, user, epoch(now))
    return {"sets": sets, "index": place}


class _NotNoted(Conflict):
    """There is no such client, or there are later notes."""


class TrainerClients:
    """One trainer's clients."""

    def __init__(self, table: Table, tenant: ClientId, trainer_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._trainer_id = trainer_id
        self.span = self._keys.trainer_clients(trainer_id)

    def page(self, limit: int, after: str | None) -> Slice:
        """T6: clients, those who were active last first."""
        return self._table.query(self.span, limit=limit, forward=False, after=after)

    def require(self, user: UserId) -> TrainerClient:
        """T6: one client; raises NotFound for a member whom the trainer does not know."""
        item = self._table.find(self._keys.trainer_client(self._trainer_id, user), consistent=True)
        if item is None:
            raise NotFound
        return TrainerClient.of_item(item)

    def active_since(self, instant: datetime) -> int:
        """T6: how many were active since then."""
        return self._table.count(self._keys.trainer_clients(self._trainer_id, epoch(instant)))

    def note(self, user: UserId, notes: str, now: datetime) -> TrainerClient:
        """T6: replace the trainer's notes about a client, unless there are later ones: those stay.
        Raises NotFound for a member whom the trainer does not know.
        """
        earlier = Attr("notes_at").not_exists() | Attr("notes_at").lte(now.isoformat())
        noted = update(
            self._keys.trainer_client(self._trainer_id, user),
            sets={"notes": notes, "notes_at": now.isoformat()},
            only_if=Attr("pk").exists() & earlier,
            refusal=_NotNoted(),
        )
        try:
            item = self._table.write(noted)
        except _NotNoted:
            return self.require(user)
        return TrainerClient.of_item(item or {})

    def accounts(self, users: Iterable[int]) -> dict[int, Account]:
        """T7: the living accounts of clients, by their ids."""
        keys = [self._keys.user(UserId(user)) for user in users]
        found = [Account.of_item(item) for item in self._table.find_many(keys) if item]
        return {account.id: account for account in found if account.erased_at is None}


def trainers_of(table: Table, tenant: ClientId, user: UserId) -> Iterator[TrainerClient]:
    """T6: a member as each of the trainers knows them."""
    items = table.all(Keys(tenant).client_of(user), consistent=True)
    return map(TrainerClient.of_item, items)
