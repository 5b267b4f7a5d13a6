"""DynamoDB access patterns Z1 and Z2 of docs/data-model.md: what models may cost.

A brand and each of its members may use so many tokens a day of UTC. The most that a call may cost
is taken before it by a conditional write, what it did not use is given back after it; so no number
of calls in one moment costs more. A process that dies between gives nothing back: its tokens are
missing until the day is over, never longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, epoch, utc_now
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.table import Attr, Table, update
from stvos.errors import AiBudgetExceeded, Conflict
from stvos.ids import new_token

USUAL_OF_CLIENT = 5_000_000
USUAL_OF_MEMBER = 300_000
"""Tokens a day, unless the brand's limits `aiTokensPerDay` and `aiTokensPerMemberPerDay` say
otherwise: some 100 photos of a member.
"""

_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Tokens that were taken, and from which days' budgets."""

    token: str
    tokens: int
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class AiBudget:
    """The budgets of one caller. `user`: None for one who is not signed in, whom the brand's alone
    bounds.
    """

    table: Table
    tenant: ClientId
    user: UserId | None
    now: Clock = utc_now

    @classmethod
    def of(cls, tenant: ClientId, user: UserId | None) -> Self:
        return cls(Table.of_stack(), tenant, user)

    def reserve(self, tokens: int) -> Reservation:
        """Z1: take tokens of the member's day and of the brand's. Raises AiBudgetExceeded."""
        now, token = self.now(), f"r{new_token(6)}"
        taken: tuple[Key, ...] = ()
        for key, most in self._budgets(now):
            try:
                self._take(key, most, tokens, token, now)
            except AiBudgetExceeded:
                self.settle(Reservation(token, tokens, taken), 0)
                raise
            taken = (*taken, key)
        return Reservation(token, tokens, taken)

    def settle(self, reservation: Reservation, used: int) -> None:
        """Z2: give back what was not used of a reservation; once, however often it is tried."""
        for key in reservation.keys:
            settling = update(
                key,
                adds={"tokens": used - reservation.tokens},
                removes=(reservation.token,),
                only_if=Attr(reservation.token).exists(),
                refusal=_Settled(),
            )
            try:
                self.table.write(settling)
            except _Settled:
                continue

    def _budgets(self, now: datetime) -> Iterator[tuple[Key, int]]:
        limits = ClientRepository(self.table).require(self.tenant).limits
        keys, day = Keys(self.tenant), f"{now:%Y-%m-%d}"
        if self.user is not None:
            most = limits.get("aiTokensPerMemberPerDay", USUAL_OF_MEMBER)
            yield keys.ai_tokens_of_member(self.user, day), most
        yield keys.ai_tokens_of_client(day), limits.get("aiTokensPerDay", USUAL_OF_CLIENT)

    def _take(self, key: Key, most: int, tokens: int, token: str, now: datetime) -> None:
        refusal = AiBudgetExceeded(_seconds_left(now))
        if tokens > most:
            raise refusal
        is_left = Attr("tokens").not_exists() | Attr("tokens").lte(most - tokens)
        self.table.write(
            update(
                key,
                adds={"tokens": tokens},
                sets={"type": "ai_tokens", token: tokens},
                only_if=is_left,
                refusal=refusal,
                expires=now + _KEPT,
            )
        )


class _Settled(Conflict):
    """The reservation was settled before, or its day is forgotten."""


def _seconds_left(now: datetime) -> int:
    """Of the day of UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(1, epoch(midnight) - epoch(now))
