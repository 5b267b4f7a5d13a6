"""Verifying that a mail address is its member's."""

from datetime import timedelta
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import MailCodes, Purpose, code_mail, new_mail_code
from stvos.identity.principal import Principal

MAILS = Limit("mail_codes", 5, timedelta(hours=1))


class MailVerification:
    """The verification of one member's address."""

    def __init__(
        self, table: Table, principal: Principal, account: Account, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = principal.client
        self._codes = MailCodes(table, principal.client)
        self._account = account
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), principal, account)

    def send(self) -> None:
        """Mail a new code; an address that is verified already gets none."""
        account = self._account
        if account.email_verified:
            return
        Limiter(self._table, self._tenant, self._now).charge(MAILS, account.email)
        now, code = self._now(), new_mail_code()
        self._table.transact(
            self._codes.put(account.email, Purpose.VERIFY, code, now),
            code_mail(self._tenant, "verify_code", account.email, account.name, code, now),
        )

    def verify(self, code: str) -> Account:
        """Spend a code of the verification mail; raises InvalidCode."""
        self._codes.check(self._account.email, Purpose.VERIFY, code)
        return AccountRepository(self._table, self._tenant).verify_mail(self._account, code)
