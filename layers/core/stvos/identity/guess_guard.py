"""A guard for what can be guessed: passwords, codes, vouchers, invitations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stvos.dynamodb.table import Table
from stvos.errors import RateLimited, StvosError
from stvos.identity.limits import Limit, Limiter


@dataclass(frozen=True, slots=True)
class GuessLimits:
    """How often may be guessed.

    `by_pair`: tries of one subject from one address, so that a stranger's use up no one else's.
    `by_address`: failures of one address at all subjects. `by_subject`: failures at one subject
    from all addresses together, which bounds a guesser who has many; a device that is known is
    exempt, so that the guesser locks no one out.
    """

    by_pair: Limit | None
    by_address: Limit
    by_subject: Limit | None = None


def never() -> bool:
    """No device is known."""
    return False


@dataclass(frozen=True, slots=True)
class Guess[T]:
    """A guess at a subject. `look`: what it finds if it is right, else None; `limiter`: of the
    subject's tenant. `is_known`: whether the caller's device is one of the subject's; it is asked
    only when others have used the subject's limit up.
    """

    look: Callable[[], T | None]
    limiter: Limiter
    is_known: Callable[[], bool] = never


class GuessGuard:
    """Counts attempts before it looks, and refuses every failure alike.

    A pair's attempt is counted before anything is compared, so that parallel guesses cannot pass. A
    right one is forgotten, but not at every time: the usual one costs no further write.
    `limiter`: where failures by address are counted.
    """

    def __init__(self, table: Table, limiter: Limiter, limits: GuessLimits, address: str) -> None:
        self._table = table
        self._limiter = limiter
        self._limits = limits
        self._address = address

    def require[T](
        self,
        look: Callable[[], T | None],
        refusal: StvosError,
        *,
        subject: str = "",
        is_known: Callable[[], bool] = never,
    ) -> T:
        """What `look` finds for a right guess. Raises `refusal` where it finds None, and
        TooManyAttempts once the limits are used up.
        """
        [match] = self.require_any([Guess(look, self._limiter, is_known)], refusal, subject=subject)
        return match

    def require_any[T](
        self, guesses: Iterable[Guess[T]], refusal: StvosError, *, subject: str
    ) -> list[T]:
        """What the right ones among guesses at one subject in several tenants find.

        Each is counted in its own tenant, also next to a right one: who has an account in one
        tenant does not guess freely in the others. Raises TooManyAttempts or `refusal` when none
        is right.
        """
        self._limiter.require_open(self._limits.by_address, self._address)
        found: list[T] = []
        closed: RateLimited | None = None
        has_failed = False
        for guess in guesses:
            try:
                match = self._find(guess, subject)
            except RateLimited as error:
                closed = error
                continue
            if match is None:
                has_failed = True
            else:
                found.append(match)
        if found:
            return found
        if has_failed:
            self._limiter.charge(self._limits.by_address, self._address)
        raise closed or refusal

    def _find[T](self, guess: Guess[T], subject: str) -> T | None:
        limits, limiter = self._limits, guess.limiter
        if limits.by_subject:
            self._require_open(limits.by_subject, guess, subject)
        pair = f"{subject} {self._address}"
        charge = limiter.charge(limits.by_pair, pair) if limits.by_pair else None
        match = guess.look()
        if match is None:
            if limits.by_subject:
                _count(limiter, limits.by_subject, subject)
        elif limits.by_pair and charge and charge.count > limits.by_pair.attempts // 2:
            self._table.write(charge.reset)
        return match

    @staticmethod
    def _require_open[T](limit: Limit, guess: Guess[T], subject: str) -> None:
        try:
            guess.limiter.require_open(limit, subject)
        except RateLimited:
            if not guess.is_known():
                raise


def _count(limiter: Limiter, limit: Limit, subject: str) -> None:
    try:
        limiter.charge(limit, subject)
    except RateLimited:
        return  # A known device failed beyond it, or several failed together.
