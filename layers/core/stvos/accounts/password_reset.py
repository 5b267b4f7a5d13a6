"""Forgotten passwords: a code by mail, and a new password for the code."""

from datetime import timedelta
from typing import Self

from stvos.accounts.members import MEMBERS
from stvos.accounts.repository import AccountRepository, clients_with_mail
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCode
from stvos.identity import passwords
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import MailCodes, Purpose, code_mail, new_mail_code, no_mail
from stvos.identity.password_changes import reset_password
from stvos.identity.principal import Principal
from stvos.identity.requests import ResetPasswordBody

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
        mail, so that neither answer nor duration reveals it.
        """
        self._limiter.charge(ASKS_BY_ADDRESS, self._principal.address)
        self._limiter.charge(ASKS_BY_MAIL, email)
        now = self._now()
        for tenant in self._tenants(email) or self._anywhere():
            code = new_mail_code()
            account = AccountRepository(self._table, tenant).find_by_email(email)
            self._table.transact(
                MailCodes(self._table, tenant).put(email, Purpose.RESET, code, now),
                code_mail(tenant, "reset_code", email, account.name, code, now)
                if account
                else no_mail(tenant, now),
            )

    def reset(self, body: ResetPasswordBody) -> None:
        """Set a new password for a mailed code and sign every device out.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike.
        """
        passwords.require_strong(body.new_password, email=body.email, path="body.newPassword")
        self._limiter.charge(RESETS_BY_ADDRESS, self._principal.address)
        self._limiter.charge(RESETS_BY_MAIL, body.email)
        for tenant in self._tenants(body.email):
            try:
                MailCodes(self._table, tenant).check(body.email, Purpose.RESET, body.code)
            except InvalidCode:
                continue
            account = AccountRepository(self._table, tenant).find_by_email(body.email)
            if account:
                reset_password(
                    self._table,
                    MEMBERS,
                    account,
                    purpose=Purpose.RESET,
                    code=body.code,
                    new=body.new_password,
                    verified=True,
                )
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
