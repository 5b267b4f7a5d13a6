"""Exchanging a refresh token for its successor, for every kind of person alike."""

from datetime import datetime
from typing import Protocol

from stvos.errors import InvalidToken, TokenReused
from stvos.identity.families import Family, Person, RefreshToken, is_genuine, is_predecessor

_PARALLEL_CALLS = 3


class FamilyStore(Protocol):
    """Where one person's refresh families are stored."""

    def find_family(self, family_id: int) -> Family | None: ...

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool: ...

    def keep_alive(self, family: Family, now: datetime) -> None: ...


def exchange(
    store: FamilyStore, token: RefreshToken, person: Person, now: datetime
) -> RefreshToken:
    """The successor of a token.

    The token before the current one gives the current one again, however late and however often:
    a lost answer signs no one out, and an app that keeps its first token stays signed in. Raises
    InvalidToken for one of a dead or unknown family, and TokenReused for anything older, upon which
    the caller must end the family: two holders of one token mean that it was copied.
    """
    for _ in range(_PARALLEL_CALLS):
        family = store.find_family(token.family)
        if family is None or not is_genuine(token, family) or not family.is_live(person, now):
            raise InvalidToken
        successor = token.successor(family)
        if token.secret_hash == family.current_hash:
            if store.rotate(family, successor.secret_hash, now):
                return successor
            continue  # A parallel call used it first: read again.
        if is_predecessor(token, family):
            store.keep_alive(family, now)
            return successor
        break
    raise TokenReused
