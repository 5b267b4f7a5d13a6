"""Forgotten passwords: a code by mail, and a new password for the code."""

from datetime import timedelta
from typing import Self

from stvos.accounts.models import ResetPasswordBody
from stvos.accounts.repository import AccountRepository, clients_with_mail
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, real_now, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCode
from stvos.identity import passwords
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import code_hash, code_mail, new_mail_code
from stvos.identity.principal import Principal

_HOUR = timedelta(hours=1)
ASKS_BY_MAIL = Limit("forgot", 5, _HOUR)
ASKS_BY_ADDRESS = Limit("forgot_from", 100, _HOUR)
RESETS_BY_MAIL = Limit("reset", 10, _HOUR)
RESETS_BY_ADDRESS = Limit("reset_from", 100, _HOUR)


class PasswordReset:
    """Resetting a password without being signed in."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._limiter = Limiter(table, principal.tenant, now)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def ask(self, email: str) -> None:
        """Mail a code to the account of this address. Without one the same is done, but for the
        mail, so that neither answer nor duration tells.
        """
        self._limiter.charge(ASKS_BY_ADDRESS, self._principal.address)
        self._limiter.charge(ASKS_BY_MAIL, email)
        now = self._now()
        for tenant in self._tenants(email) or self._anywhere():
            accounts = AccountRepository(self._table, tenant)
            code = new_mail_code()
            accounts.ask_for_code(
                email,
                "reset",
                code_hash(tenant, email, "reset", code),
                now,
                code_mail(tenant, accounts.find(email), "reset", code, now),
            )

    def reset(self, wish: ResetPasswordBody) -> None:
        """Set a new password for a mailed code and sign every device out.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike.
        """
        passwords.require_strong(wish.new_password, email=wish.email, path="body.newPassword")
        self._limiter.charge(RESETS_BY_ADDRESS, self._principal.address)
        self._limiter.charge(RESETS_BY_MAIL, wish.email)
        for tenant in self._tenants(wish.email):
            accounts = AccountRepository(self._table, tenant)
            hashed = code_hash(tenant, wish.email, "reset", wish.code)
            try:
                accounts.check_code(wish.email, "reset", hashed)
            except InvalidCode:
                continue
            account = accounts.find(wish.email)
            if account:
                new_hash = passwords.hash_password(wish.new_password)
                accounts.reset_password(account, new_hash, hashed, real_now())
                return
        raise InvalidCode

    def _tenants(self, email: str) -> list[ClientId]:
        if self._principal.tenant is not None:
            return [self._principal.tenant]
        return clients_with_mail(self._table, email)

    def _anywhere(self) -> list[ClientId]:
        """Where the same is done for an address that no brand knows: the default client."""
        default = ClientRepository(self._table).default_tenant()
        return [default] if default else []
