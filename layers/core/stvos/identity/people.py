"""Who signs in: one kind of people, and where those of a tenant are found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.identity.families import Person
from stvos.identity.guess_guard import GuessLimits
from stvos.identity.limits import Limit
from stvos.identity.sign_in_store import SignInStore


class People[P: Person](Protocol):
    """One tenant's people of one kind."""

    def find(self, person_id: int) -> P | None: ...

    def sign_ins(self, person_id: int) -> SignInStore: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """What an access token says of a person, beside who they are."""

    role: str
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonKind[P: Person]:
    """One kind of people who sign in. `audience`: of their access tokens."""

    audience: str
    logins: GuessLimits
    password_changes: Limit
    people: Callable[[Table, ClientId], People[P]]
    standing: Callable[[P], Standing]
