"""A guard for what can be guessed: passwords, codes, vouchers, invitations."""

from collections.abc import Callable
from dataclasses import dataclass

from stvos.dynamodb.table import Table
from stvos.errors import StvosError
from stvos.identity.limits import Limit, Limiter


@dataclass(frozen=True, slots=True)
class GuessLimits:
    """How often one subject may be tried, and how often one address may fail at any."""

    by_subject: Limit | None
    by_address: Limit


class GuessGuard:
    """Counts attempts before it looks, and refuses every failure alike.

    A subject's attempt is counted before anything is compared, so that parallel guesses cannot
    pass. A right one is forgotten, but not at every time: the usual one costs no further write.
    """

    def __init__(self, table: Table, limiter: Limiter, limits: GuessLimits, address: str) -> None:
        self._table = table
        self._limiter = limiter
        self._limits = limits
        self._address = address

    def require[T](
        self, look: Callable[[], T | None], refusal: StvosError, *, subject: str = ""
    ) -> T:
        """What `look` finds for a right guess. Raises `refusal` where it finds None, and
        TooManyAttempts once the limits are used up.
        """
        by_subject, by_address = self._limits.by_subject, self._limits.by_address
        self._limiter.require_open(by_address, self._address)
        charge = self._limiter.charge(by_subject, subject) if by_subject else None
        found = look()
        if found is None:
            self._limiter.charge(by_address, self._address)
            raise refusal
        if by_subject and charge and charge.count > by_subject.attempts // 2:
            self._table.write(charge.reset)
        return found
