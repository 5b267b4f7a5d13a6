"""Rules of signing in with a password and staying signed in, for every kind of person.

What differs between the kinds is a `PersonKind`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCredentials, InvalidToken, TokenReused
from stvos.identity import passwords, tokens
from stvos.identity.families import Person, RefreshToken, Tokens, start_family
from stvos.identity.guess_guard import GuessGuard
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.limits import Limiter
from stvos.identity.people import PersonKind
from stvos.identity.refreshing import exchange
from stvos.identity.sign_in_store import SignInStore


@dataclass(frozen=True, slots=True)
class SignedIn[P: Person]:
    """A person who just proved who they are, and their tokens."""

    person: P
    tokens: Tokens


class SignIns[P: Person]:
    """Signing in and staying signed in.

    `tenant`: whose limits are counted, None across all; the people may be of any tenant.
    """

    def __init__(
        self,
        table: Table,
        kind: PersonKind[P],
        tenant: ClientId | None,
        address: str,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._kind = kind
        limiter = Limiter(table, tenant, now)
        self._guard = GuessGuard(table, limiter, kind.logins, address)
        self._now = now

    def login(
        self, email: str, password: str, user_agent: str, find: Callable[[], P | None]
    ) -> SignedIn[P]:
        """Sign the person in whom `find` answers, if the password is theirs.

        Raises InvalidCredentials for an unknown address and a wrong password alike.
        """

        def look() -> P | None:
            person = find()
            stored = person.password_hash if person else None
            return person if passwords.matches(password, stored) else None

        person = self._guard.require(look, InvalidCredentials(), subject=email)
        family, token = start_family(person, user_agent, self._now())
        self._store(person).sign_in(person, family)
        return SignedIn(person, tokens_of(self._kind, person, token))

    def refresh(self, text: str, tenant: ClientId | None) -> SignedIn[P]:
        """Exchange a refresh token for its successor and a new access token; see `refreshing`.

        `tenant`: the only one whose tokens the caller may bring, None for any.
        """
        token = RefreshToken.parse(text)
        if tenant not in {None, token.client}:
            raise InvalidToken
        person = self._kind.people(self._table, token.client).find(token.user)
        if person is None:
            raise InvalidToken
        store, now = self._store(person), self._now()
        try:
            successor = exchange(store, token, person, now)
        except TokenReused:
            self._table.write(store.end(token.family, now))
            raise
        return SignedIn(person, tokens_of(self._kind, person, successor))

    def _store(self, person: P) -> SignInStore:
        return self._kind.people(self._table, ClientId(person.client_id)).sign_ins(person.id)


def tokens_of[P: Person](kind: PersonKind[P], person: P, token: RefreshToken) -> Tokens:
    """The pair a person gets: an access token and the refresh token that renews it."""
    standing = kind.standing(person)
    access = tokens.issue(
        kind.audience,
        client_id=person.client_id,
        subject=person.id,
        family_id=token.family,
        valid_from=person.tokens_valid_from,
        role=standing.role,
        partner_id=standing.partner_id,
    )
    return Tokens(access, str(token), int(ACCESS_LIFETIME.total_seconds()))
