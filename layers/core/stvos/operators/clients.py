"""Rules of making, changing and removing brands."""

from collections.abc import Callable
from typing import Self

from stvos.catalogue.repository import CatalogueRepository
from stvos.clients import gate
from stvos.clients.models import Branding, Client
from stvos.clients.repository import ApiKeyRepository, ClientRepository
from stvos.clock import Clock, epoch, real_now, utc_now
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table
from stvos.errors import ClientInUse, Conflict, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.answers import OperatorClientAnswer
from stvos.operators.audit import Audit
from stvos.operators.requests import ChangeClientBody, CreateClientBody
from stvos.paging import PageQuery
from stvos.providers.usage_plans import UsagePlans, usage_plans


class Clients:
    """All brands of the platform."""

    def __init__(
        self,
        table: Table,
        principal: Principal,
        plans: Callable[[], UsagePlans] = usage_plans,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._clients = ClientRepository(table)
        self._principal = principal
        self._plans = plans
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def page(self, query: PageQuery) -> tuple[list[Client], int]:
        """A page of all clients, oldest first, and how many there are."""
        everyone = self._clients.all()
        return query.cut(everyone), len(everyone)

    def require(self, client_id: int) -> Client:
        client = self._clients.find(ClientId(client_id), consistent=True)
        if client is None:
            raise NotFound
        return client

    def create(self, body: CreateClientBody) -> Client:
        """A new brand, with its slug and, if wished, the default place."""
        now = self._now()
        client = Client(
            **body.model_dump(by_alias=False, exclude={"branding", "enabled_features"}),
            id=new_id(),
            branding=Branding.model_validate(body.branding.applied_to({})),
            enabled_features=tuple(dict.fromkeys(body.enabled_features)),
            created_at=now,
            updated_at=now,
        )
        audit = self._audit(client)
        after = OperatorClientAnswer.of(client)
        self._clients.add(client, audit.entry("client.create", _name(client), after=after))
        return client

    def change(self, client_id: int, body: ChangeClientBody) -> Client:
        """Change what is named; a taken slug or a change made meanwhile refuses."""
        before = self.require(client_id)
        changed = body.applied_to(before.model_dump())
        if "enabled_features" in body.model_fields_set:
            changed["enabled_features"] = tuple(dict.fromkeys(body.enabled_features))
        after = Client.model_validate(changed | {"updated_at": self._now()})
        entry = self._audit(before).entry(
            "client.change",
            _name(before),
            before=OperatorClientAnswer.of(before),
            after=OperatorClientAnswer.of(after),
        )
        self._clients.replace(before, after, entry)
        return after

    def delete(self, client_id: int) -> None:
        """Remove an empty brand with its keys, slug and default place.

        First no one is let in any more, then it is looked at again, then it is removed.
        """
        tenant = ClientId(client_id)
        client = self._clients.find(tenant, consistent=True)
        audit = Audit(self._table, tenant, self._principal)
        before = OperatorClientAnswer.of(client) if client else None
        entry = audit.entry("client.delete", f"client/{client_id}", before=before)
        if client is None:
            if audit.holds(entry):
                self._clients.shut(tenant)
                return
            raise NotFound
        self._require_empty(tenant)
        until = real_now() + gate.CLOSED_FOR
        self._table.transact(*gate.close(tenant, until))
        keys = ApiKeyRepository(self._table)
        try:
            self._require_empty(tenant)
            removed = keys.of_client(tenant)
            self._clients.remove(client, epoch(until), removed, entry)
        except Conflict:
            self._table.transact(*gate.reopen(tenant))
            raise
        for key in removed:
            self._plans().detach(key.id)

    def _require_empty(self, tenant: ClientId) -> None:
        """O4: live classes need a trainer, so looking at trainers finds them too."""
        keys = Keys(tenant)
        users_and_partners = (
            self._table.query(keys.users(), limit=1).items,
            self._table.query(keys.partners(), limit=1, consistent=True).items,
        )
        if any(users_and_partners) or not CatalogueRepository(self._table, tenant).is_empty():
            raise ClientInUse

    def _audit(self, client: Client) -> Audit:
        return Audit(self._table, ClientId(client.id), self._principal)


def _name(client: Client) -> str:
    return f"client/{client.id}"
