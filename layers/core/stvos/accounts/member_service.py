"""What a signed-in member does with their account: devices, password, mail address."""

from datetime import timedelta
from typing import Self

from stvos.accounts.models import Account, Family
from stvos.accounts.repository import AccountRepository
from stvos.clock import Clock, epoch_ms, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCredentials, InvalidToken, NotFound
from stvos.identity import passwords
from stvos.identity.families import RefreshToken
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import code_hash, code_mail, new_mail_code
from stvos.identity.principal import Principal

PASSWORD_CHANGES = Limit("password", 10, timedelta(minutes=15))
MAILS = Limit("mail_codes", 5, timedelta(hours=1))


class OwnAccount:
    """One member's own account."""

    def __init__(
        self,
        table: Table,
        principal: Principal,
        account: Account,
        now: Clock = utc_now,
    ) -> None:
        self._accounts = AccountRepository(table, principal.client)
        self._limiter = Limiter(table, principal.client, now)
        self._principal = principal
        self._account = account
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), principal, account)

    def devices(self) -> list[Family]:
        """The living sign-ins, newest first."""
        return self._accounts.families(self._account)

    def sign_out(self, refresh_token: str | None, *, everywhere: bool) -> None:
        """End the given token's sign-in, or this one, or all."""
        own = self._principal.family_id or 0
        if everywhere:
            moved = max(epoch_ms(self._now()), self._account.tokens_valid_from + 1)
            self._end(own, tokens_valid_from=moved)
        elif refresh_token:
            token = RefreshToken.parse(refresh_token)
            if (token.client, token.user) != (self._principal.client, self._principal.user):
                raise InvalidToken
            self._end(token.family)
        else:
            self._end(own)

    def end_device(self, family_id: int) -> None:
        """Sign one device out."""
        ended = str(family_id) in self._account.ended_families
        if not ended and self._accounts.family(UserId(self._account.id), family_id) is None:
            raise NotFound
        self._end(family_id)

    def _end(self, family_id: int, **sets: int) -> None:
        """End a sign-in, which may be the one that this request comes with."""
        now, user = self._now(), UserId(self._account.id)
        is_own = family_id == self._principal.family_id
        mark = [self._accounts.sign_out(user, family_id, now)] if is_own else []
        self._accounts.end_families(self._account, [family_id], now, sets, *mark)

    def change_password(self, current: str, new: str) -> None:
        """Set another password; every other device is signed out, this one is not.

        That the new password is the account's already is fine: so it is for a repeated attempt.
        """
        passwords.require_strong(new, email=self._account.email, path="body.newPassword")
        self._limiter.charge(PASSWORD_CHANGES, str(self._account.id))
        stored = self._account.password_hash
        if not (passwords.matches(current, stored) or passwords.matches(new, stored)):
            raise InvalidCredentials("The current password is wrong.")
        others = [f.id for f in self.devices() if f.id != self._principal.family_id]
        sets = {"password_hash": passwords.hash_password(new)}
        self._accounts.end_families(self._account, others, self._now(), sets)

    def send_verification(self) -> None:
        """Mail a new code; an address that is verified already gets none."""
        if self._account.email_verified:
            return
        self._limiter.charge(MAILS, self._account.email)
        now, code = self._now(), new_mail_code()
        tenant, email = self._principal.client, self._account.email
        self._accounts.ask_for_code(
            email,
            "verify",
            code_hash(tenant, email, "verify", code),
            now,
            code_mail(tenant, self._account, "verify", code, now),
        )

    def verify_mail(self, code: str) -> Account:
        """Spend a code of the verification mail; raises InvalidCode."""
        hashed = code_hash(self._principal.client, self._account.email, "verify", code)
        self._accounts.check_code(self._account.email, "verify", hashed)
        return self._accounts.verify_mail(self._account, hashed)
