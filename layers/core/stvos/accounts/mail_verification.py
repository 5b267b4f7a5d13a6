"""Verifying that a mail address is its member's."""

from datetime import datetime, timedelta
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidCode
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import IssuedCode, MailCodes, Purpose, code_mail
from stvos.identity.principal import Principal

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
MAILS_TO = Limit("verify_mails", 10, _DAY)
MAILS_BY_ADDRESS = Limit("verify_mails_from", 100, _HOUR)
MAILS_BY_CLIENT_SHARD = Limit("verify_mails_at", 5_000, _HOUR)
GUESSES = Limit("verify", 10, _HOUR)


def verification_mail(account: Account, issued: IssuedCode, now: datetime) -> Write:
    """The message that mails an account its code."""
    tenant = ClientId(account.client_id)
    return code_mail(tenant, "verify_code", account.email, account.name, issued.code, now)


class MailVerification:
    """The verification of one member's address."""

    def __init__(
        self, table: Table, principal: Principal, account: Account, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = principal.client
        self._address = principal.address
        self._codes = MailCodes(table, principal.client)
        self._account = account
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), principal, account)

    def send(self) -> None:
        """Mail a code; an address that is verified already gets none."""
        account = self._account
        if account.email_verified:
            return
        limiter = Limiter(self._table, self._tenant, self._now)
        limiter.charge(MAILS_BY_ADDRESS, self._address)
        limiter.charge_together(MAILS_BY_CLIENT_SHARD, self._address)
        limiter.charge(MAILS_TO, account.email)
        now = self._now()
        issued = self._codes.issue(account.email, Purpose.VERIFY, now)
        self._table.transact(issued.write, verification_mail(account, issued, now))

    def verify(self, code: str) -> Account:
        """Spend a code of the verification mail; raises InvalidCode, and TooManyAttempts however
        often the address was registered.
        """
        email = self._account.email
        charge = Limiter(self._table, self._tenant, self._now).charge(GUESSES, email)
        if not self._codes.is_right(email, Purpose.VERIFY, code):
            raise InvalidCode
        account = AccountRepository(self._table, self._tenant).verify_mail(self._account)
        self._table.write(charge.reset)
        return account
