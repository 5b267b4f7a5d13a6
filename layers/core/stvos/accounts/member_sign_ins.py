"""Members' sign-in and refresh, for a caller whose tenant may still be unknown."""

from functools import partial
from typing import Self

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account, SignedInMember
from stvos.accounts.repository import AccountRepository, clients_with_mail
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import ClientAmbiguous
from stvos.identity.families import Tokens
from stvos.identity.principal import Principal
from stvos.identity.sign_ins import SignIns


class MemberSignIns:
    """Signing members in; with the universal key the mail address says which brand."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._clients = ClientRepository(table)
        self._sign_ins = SignIns(table, MEMBERS, principal.tenant, principal.address, now)

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def login(
        self, email: str, password: str, user_agent: str, chosen: int | None = None
    ) -> SignedInMember:
        """Sign in with a password. `chosen`: the client, where the address has several."""
        find = partial(self._find, email, chosen)
        signed_in = self._sign_ins.login(email, password, user_agent, find)
        account = signed_in.person
        shown = None
        if self._principal.universal:
            shown = self._clients.get(ClientId(account.client_id))
        return SignedInMember(account, signed_in.tokens, shown)

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token for its successor and a new access token."""
        return self._sign_ins.refresh(refresh_token, self._principal.tenant).tokens

    def _find(self, email: str, chosen: int | None) -> Account | None:
        tenant = self._principal.tenant or (ClientId(chosen) if chosen is not None else None)
        if tenant is None:
            tenants = clients_with_mail(self._table, email)
            if len(tenants) > 1:
                clients = [self._clients.require(tenant) for tenant in tenants]
                raise ClientAmbiguous(
                    extra={"clients": [{"id": c.id, "name": c.name} for c in clients]}
                )
            tenant = next(iter(tenants), None)
        return AccountRepository(self._table, tenant).find_by_email(email) if tenant else None
