"""The members whom a trainer knows: who booked, subscribed, or chose the trainer as coach."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from stvos.accounts.coaching import TrainerClient, TrainerClients
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, NotFound
from stvos.paging import CursorQuery

if TYPE_CHECKING:
    from stvos.accounts.models import Account


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member, and how the trainer knows them."""

    account: "Account"
    client: TrainerClient


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Some clients, and the sort key to go on after."""

    members: list[KnownMember]
    after: str | None


class PortalClients:
    """One trainer's clients."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._clients = TrainerClients(table, tenant, trainer_id)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def page(self, asked: CursorQuery) -> ClientPage:
        """Those who were active last come first; who has left is not among them."""
        page = self._clients.page(asked.limit, asked.after(self._clients.span))
        clients = [TrainerClient.of_item(item) for item in page.items]
        accounts = self._clients.accounts(client.user_id for client in clients)
        members = [
            KnownMember(accounts[client.user_id], client)
            for client in clients
            if client.user_id in accounts
        ]
        return ClientPage(members, page.after)

    def note(self, user_id: int, notes: str) -> TrainerClient:
        """Replace the trainer's notes about a client. Raises NotFound."""
        self.require(user_id)
        return self._clients.note(UserId(user_id), notes, self._now())

    def require(self, user_id: int) -> KnownMember:
        """One client; raises NotFound for a member whom the trainer does not know."""
        client = self._clients.require(UserId(user_id))
        account = self._clients.accounts([user_id]).get(user_id)
        if account is None:
            raise NotFound
        return KnownMember(account, client)
