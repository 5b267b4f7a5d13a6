"""Forgotten passwords: a code by mail, and a new password for the code."""

from contextlib import suppress
from datetime import timedelta
from typing import Self

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository, homes_of_mail
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import NOBODY, ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, InvalidCode, RateLimited
from stvos.identity import passwords
from stvos.identity.guess_guard import Guess, GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import MailCodes, Purpose, code_mail, no_mail
from stvos.identity.password_changes import reset_password
from stvos.identity.principal import Principal
from stvos.identity.requests import ResetPasswordBody

_HOUR = timedelta(hours=1)
ASKS_BY_PAIR = Limit("forgot", 5, _HOUR)
ASKS_BY_ADDRESS = Limit("forgot_from", 100, _HOUR)
ASKS_BY_CLIENT_SHARD = Limit("forgot_at", 5_000, _HOUR)
RESETS = GuessLimits(
    by_pair=Limit("reset", 5, _HOUR),
    by_address=Limit("reset_from", 100, _HOUR),
    by_subject=Limit("reset_at", 30, _HOUR),
)


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
        """Mail a code to the account of this address, unless it was mailed one within minutes.
        Without an account the same is done, but for the mail, so that neither answer nor duration
        reveals it.
        """
        address = self._principal.address
        self._limiter.charge(ASKS_BY_ADDRESS, address)
        homes = self._homes(email)
        closed: list[RateLimited] = []
        for tenant in homes:
            try:
                self._charge(tenant, email)
            except RateLimited as error:
                closed.append(error)
            else:
                self._ask_in(tenant, email)
        if len(closed) == len(homes):
            raise closed[0]

    def _charge(self, tenant: ClientId, email: str) -> None:
        """Count a request in the account's own client, whichever key it came with."""
        limiter, address = Limiter(self._table, tenant, self._now), self._principal.address
        limiter.charge_together(ASKS_BY_CLIENT_SHARD, address)
        limiter.charge(ASKS_BY_PAIR, f"{email} {address}")

    def _ask_in(self, tenant: ClientId, email: str) -> None:
        now = self._now()
        issued = MailCodes(self._table, tenant).issue(email, Purpose.RESET, now)
        account = AccountRepository(self._table, tenant).find_by_email(email)
        with suppress(Conflict):  # Another request has just mailed one.
            self._table.transact(
                issued.write,
                code_mail(tenant, "reset_code", email, account.name, issued.code, now)
                if account and issued.is_mailed
                else no_mail(tenant, now),
            )

    def reset(self, body: ResetPasswordBody) -> None:
        """Set a new password for a mailed code and sign every device out.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike.
        """
        passwords.require_strong(body.new_password, email=body.email, path="body.newPassword")
        guard = GuessGuard(self._table, self._limiter, RESETS, self._principal.address)
        email, code = body.email, body.code
        guesses = [self._guess(tenant, email, code) for tenant in self._homes(email)]
        [account, *_] = guard.require_any(guesses, InvalidCode(), subject=email)
        reset_password(
            self._table,
            MEMBERS,
            account,
            MailCodes(self._table, ClientId(account.client_id)).spend(email, Purpose.RESET),
            new=body.new_password,
            verified=True,
        )

    def _guess(self, tenant: ClientId, email: str, code: str) -> Guess[Account]:
        accounts = AccountRepository(self._table, tenant)

        def look() -> Account | None:
            """The account of the address whose code this is."""
            is_right = MailCodes(self._table, tenant).is_right(email, Purpose.RESET, code)
            return accounts.find_by_email(email) if is_right else None

        def is_known() -> bool:
            account = accounts.find_by_email(email)
            sign_ins = accounts.sign_ins(account.id if account else NOBODY)
            return sign_ins.has_come_from(account, self._principal.address, self._now())

        return Guess(look, Limiter(self._table, tenant, self._now), is_known)

    def _homes(self, email: str) -> list[ClientId]:
        return homes_of_mail(self._table, self._principal.tenant, email)
