"""Members' sign-in and refresh, for a caller whose tenant may still be unknown."""

from collections.abc import Callable
from functools import partial
from typing import Self

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account, SignedInMember
from stvos.accounts.repository import AccountRepository, homes_of_mail
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import NOBODY, ClientId
from stvos.dynamodb.table import Table
from stvos.errors import ClientAmbiguous
from stvos.identity.families import Tokens
from stvos.identity.principal import Principal
from stvos.identity.sign_ins import SignIns, admit_all


class MemberSignIns:
    """Signing members in; with the universal key address and password say which brand."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._clients = ClientRepository(table)
        self._sign_ins = SignIns(table, MEMBERS, principal.tenant, principal.address, now)

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def login(
        self,
        email: str,
        password: str,
        user_agent: str,
        chosen: int | None = None,
        *,
        admit: Callable[[Account], None] = admit_all,
    ) -> SignedInMember:
        """Sign in with a password.

        `chosen`: the client, where the address has accounts in several with this password; without
        it ClientAmbiguous names them. No one learns of the other clients of an address. `admit`:
        raises for one who may not sign in here; it is asked once the password was right.
        """
        homes = homes_of_mail(self._table, self._principal.tenant, email)
        if chosen is not None and self._principal.tenant is None:
            homes = [home for home in homes if home == chosen] or [NOBODY]
        finds: dict[ClientId | None, Callable[[], Account | None]] = {
            home: partial(AccountRepository(self._table, home).find_by_email, email)
            for home in homes
        }
        accounts = self._sign_ins.prove(email, password, finds)
        clients = [self._clients.require(ClientId(account.client_id)) for account in accounts]
        if len(clients) > 1:
            named = [{"id": client.id, "name": client.name} for client in clients]
            raise ClientAmbiguous(extra={"clients": named})
        admit(accounts[0])
        signed_in = self._sign_ins.start(accounts[0], user_agent)
        return SignedInMember(signed_in.person, signed_in.tokens, clients[0])

    def refresh(
        self, refresh_token: str, *, admit: Callable[[Account], None] = admit_all
    ) -> Tokens:
        """Exchange a refresh token for its successor and a new access token."""
        return self._sign_ins.refresh(refresh_token, self._principal.tenant, admit).tokens
