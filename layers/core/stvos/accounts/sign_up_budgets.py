"""How many accounts may be made: an account sends mail, and its refusal reveals that one exists.

By recipient and network address together, by network address, and by client. A voucher was given to
a person and is good once, so the latter two count sign-ups without one, and what is refused: a
whole company may join from one office. By recipient alone only mail is counted, and an account
beyond it is made without one: so no stranger keeps anyone from signing up.
"""

from datetime import timedelta

from stvos.accounts.mail_verification import MAILS_TO
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import RateLimited
from stvos.identity.limits import Limit, Limiter

_HOUR = timedelta(hours=1)
BY_PAIR = Limit("sign_up", 10, _HOUR)
BY_ADDRESS = Limit("sign_up_from", 100, _HOUR)
BY_CLIENT_SHARD = Limit("sign_up_at", 5_000, _HOUR)


class SignUpBudgets:
    """Counts sign-ups from one network address. Raises TooManyAttempts where one is used up."""

    def __init__(self, table: Table, address: str, now: Clock = utc_now) -> None:
        self._table = table
        self._address = address
        self._now = now

    def charge(self, email: str) -> None:
        """Count a sign-up of this mail address, before the answer can reveal anything of it."""
        self._limiter(None).charge(BY_PAIR, f"{email} {self._address}")

    def charge_without_voucher(self, tenant: ClientId) -> None:
        """Count what anyone can do without a voucher: sign up, or find an address taken."""
        self._limiter(tenant).charge(BY_ADDRESS, self._address)
        self._limiter(tenant).charge_together(BY_CLIENT_SHARD, self._address)

    def is_mailed(self, tenant: ClientId, email: str) -> bool:
        """Count a mail, and answer whether it is sent."""
        try:
            self._limiter(tenant).charge(MAILS_TO, email)
        except RateLimited:
            return False
        return True

    def _limiter(self, tenant: ClientId | None) -> Limiter:
        return Limiter(self._table, tenant, self._now)
