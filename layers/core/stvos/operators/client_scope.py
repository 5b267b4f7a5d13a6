"""Where the operator works on one client, and what every change of it begins with."""

from typing import Self

from stvos.clients.gate import check_open
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.models import Answer
from stvos.operators.audit import Audit


class ClientScope:
    """The operator at work on a client. An unknown client is refused before anything else."""

    def __init__(self, table: Table, client: Client, principal: Principal) -> None:
        self.table = table
        self.client = client
        self.tenant = ClientId(client.id)
        self.audit = Audit(table, self.tenant, principal)

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        table = Table.of_stack()
        client = ClientRepository(table).find(ClientId(client_id), consistent=True)
        if client is None:
            raise NotFound
        return cls(table, client, principal)

    def audit_writes(
        self, action: str, target: str, *, before: Answer | None = None, after: Answer | None = None
    ) -> tuple[Write, Write]:
        """The first writes of a change: its audit entry, and that the client is not going away."""
        entry = self.audit.entry(action, target, before=before, after=after)
        return entry, check_open(self.tenant)

    def require_done(self, action: str, target: str) -> None:
        """What is to be removed is not there: fine when this very request removed it before."""
        if not self.audit.holds(self.audit.entry(action, target)):
            raise NotFound
