"""Rules of signing in with a password and staying signed in, for every kind of person.

What differs between the kinds is a `PersonKind`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import NOBODY, ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCredentials, InvalidToken, TokenReused
from stvos.identity import passwords, tokens
from stvos.identity.families import Person, RefreshToken, Tokens, start_family
from stvos.identity.guess_guard import Guess, GuessGuard
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.limits import Limiter
from stvos.identity.people import PersonKind
from stvos.identity.refreshing import exchange
from stvos.identity.secrets_store import keyed_hashes
from stvos.identity.sign_in_store import SignInStore


@dataclass(frozen=True, slots=True)
class SignedIn[P: Person]:
    """A person who just proved who they are, and their tokens."""

    person: P
    tokens: Tokens


def admit_all(person: Person) -> None:
    """Everyone of the kind may sign in."""


class SignIns[P: Person]:
    """Signing in and staying signed in.

    `tenant`: the caller's, in which the failures of their address are counted; None across all.
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
        self._tenant = tenant
        limiter = Limiter(table, tenant, now)
        self._guard = GuessGuard(table, limiter, kind.logins, address)
        self._address = address
        self._now = now

    def login(
        self, email: str, password: str, user_agent: str, find: Callable[[], P | None]
    ) -> SignedIn[P]:
        """Sign the person in whom `find` answers, if the password is theirs.

        Raises InvalidCredentials for an unknown address and a wrong password alike.
        """
        [person] = self.prove(email, password, {self._tenant: find})
        return self.start(person, user_agent)

    def prove(
        self, email: str, password: str, finds: Mapping[ClientId | None, Callable[[], P | None]]
    ) -> list[P]:
        """The people of an address whose password this is, at least one.

        `finds`: who has the address, by the tenant in which guesses at them are counted, whichever
        way a caller comes. Raises InvalidCredentials for an unknown address and a wrong password
        alike; both do the same work.
        """
        guesses = [self._guess(password, tenant, find) for tenant, find in finds.items()]
        return self._guard.require_any(guesses, InvalidCredentials(), subject=email)

    def _guess(
        self, password: str, tenant: ClientId | None, find: Callable[[], P | None]
    ) -> Guess[P]:
        def look() -> P | None:
            person = find()
            stored = person.password_hash if person else None
            return person if passwords.matches(password, stored) else None

        def is_known() -> bool:
            person = find()
            return self._store(person).has_come_from(person, self._address, self._now())

        return Guess(look, Limiter(self._table, tenant, self._now), is_known)

    def start(self, person: P, user_agent: str) -> SignedIn[P]:
        """Sign in a person who has proven who they are."""
        [address_hash, *_] = keyed_hashes("address", self._address)
        family, token = start_family(person, user_agent, self._now(), address_hash)
        self._store(person).sign_in(person, family)
        return SignedIn(person, tokens_of(self._kind, person, token))

    def refresh(
        self, text: str, tenant: ClientId | None, admit: Callable[[P], None] = admit_all
    ) -> SignedIn[P]:
        """Exchange a refresh token for its successor and a new access token; see `refreshing`.

        `tenant`: the only one whose tokens the caller may bring, None for any. `admit`: raises for
        one who may not stay signed in here.
        """
        token = RefreshToken.parse(text)
        if tenant not in {None, token.client}:
            raise InvalidToken
        person = self._kind.people(self._table, token.client).find(token.user)
        if person is None:
            raise InvalidToken
        admit(person)
        store, now = self._store(person), self._now()
        try:
            successor = exchange(store, token, person, now)
        except TokenReused:
            self._table.write(store.end(token.family, now))
            raise
        return SignedIn(person, tokens_of(self._kind, person, successor))

    def _store(self, person: P | None) -> SignInStore:
        tenant, person_id = (person.client_id, person.id) if person else (NOBODY, NOBODY)
        return self._kind.people(self._table, ClientId(tenant)).sign_ins(person_id)


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
