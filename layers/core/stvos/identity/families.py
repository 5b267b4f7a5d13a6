"""Refresh families: how one sign-in stays signed in, and how a stolen token ends it.

A refresh token is `r1.<client>.<user>.<family>.<proof>.<secret>`. The proof stays the same and
shows that the token was once ours; the secret changes when the current token is used. The token
before the current one answers the current one again. A token with the proof but an older secret was
copied or replayed, and ends the family; one without the proof proves nothing and
changes nothing, so guessing ids signs out no member.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, UserId
from stvos.errors import InvalidToken
from stvos.ids import MAX_ID, fingerprint, new_id, new_token
from stvos.models import Entity


class Person(Protocol):
    """Anybody who signs in with a password: a member, a trainer, a partner's staff.

    `tokens_valid_from` (ms): tokens and families that were made while it was lower are dead. That
    is how all sign-ins end in one write, and no clock is compared with another.
    `kept_family`: the sign-in that the last such ending spared.
    """

    @property
    def id(self) -> int: ...
    @property
    def client_id(self) -> int: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def password_hash(self) -> str | None: ...
    @property
    def tokens_valid_from(self) -> int: ...
    @property
    def kept_family(self) -> int | None: ...


REFRESH_LIFETIME = timedelta(days=60)


class Family(Entity):
    """The refresh tokens of one sign-in: each makes the next.

    Only hashes are stored. The next secret is derived from the current one with `chain_key`, so
    that a repeated refresh gives the same successor without storing it.
    `rotated_at`: when it was last used, exact to a day for one that does not rotate. `valid_from`:
    the person's `tokens_valid_from` when they signed in. `ended_at`: when this one
    sign-in was ended. `address_hash`: of the network address it came from. `expires` (epoch s):
    when it ends for want of use.
    """

    id: int
    user_id: int
    proof_hash: str
    chain_key: str
    current_hash: str
    previous_hash: str | None = None
    rotated_at: datetime
    created_at: datetime
    valid_from: int = 0
    user_agent: str = ""
    address_hash: str = ""
    ended_at: datetime | None = None
    expires: int | None = None

    def is_live(self, person: Person, now: datetime) -> bool:
        """Whether the sign-in still stands: neither ended by itself nor with all others."""
        kept = self.valid_from >= person.tokens_valid_from or self.id == person.kept_family
        unused = self.expires is not None and self.expires <= epoch(now)
        return kept and not unused and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a person who signed in gets. `expires_in`: seconds that the access token lives."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The parts of a refresh token."""

    client: ClientId
    user: UserId
    family: int
    proof: str
    secret: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises InvalidToken for anything that this API did not make."""
        parts = text.split(".")
        if len(parts) != 6 or parts[0] != "r1" or not text.isascii():
            raise InvalidToken
        numbers = parts[1:4]
        if not all(n.isdigit() and len(n) <= 16 and 0 < int(n) <= MAX_ID for n in numbers):
            raise InvalidToken
        client, user, family = (int(n) for n in numbers)
        return cls(ClientId(client), UserId(user), family, parts[4], parts[5])

    def __str__(self) -> str:
        return f"r1.{self.client}.{self.user}.{self.family}.{self.proof}.{self.secret}"

    @property
    def secret_hash(self) -> str:
        return fingerprint("refresh", self.secret)

    def successor(self, family: Family) -> "RefreshToken":
        """The token that follows this one: always the same for the same token."""
        digest = hmac.new(family.chain_key.encode(), self.secret.encode(), hashlib.sha256)
        return RefreshToken(self.client, self.user, self.family, self.proof, digest.hexdigest())


def start_family(
    person: Person, user_agent: str, now: datetime, address_hash: str = ""
) -> tuple[Family, RefreshToken]:
    """A new sign-in of a person as read with the password: its family and first refresh token."""
    token = RefreshToken(
        ClientId(person.client_id), UserId(person.id), new_id(), new_token(16), new_token(32)
    )
    family = Family(
        id=token.family,
        user_id=person.id,
        proof_hash=fingerprint("proof", token.proof),
        chain_key=new_token(32),
        current_hash=token.secret_hash,
        rotated_at=now,
        created_at=now,
        valid_from=person.tokens_valid_from,
        user_agent="".join(c for c in user_agent if c.isprintable())[:200],
        address_hash=address_hash,
    )
    return family, token


def is_genuine(token: RefreshToken, family: Family) -> bool:
    """Whether this token was once made for the family."""
    return hmac.compare_digest(fingerprint("proof", token.proof), family.proof_hash)


def is_predecessor(token: RefreshToken, family: Family) -> bool:
    """Whether it is the token whose successor is the current one: its answer may have been lost, or
    its holder keeps the first token.
    """
    return token.secret_hash == family.previous_hash
