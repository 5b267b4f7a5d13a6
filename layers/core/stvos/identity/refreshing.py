"""Exchanging a refresh token for its successor, for members and for partners' staff alike."""

from datetime import datetime
from typing import Protocol

from stvos.accounts.models import Family
from stvos.dynamodb.keys import UserId
from stvos.errors import InvalidToken, TokenReused
from stvos.identity.families import RefreshToken, is_genuine, is_lost_answer

_PARALLEL_CALLS = 3


class FamilyStore(Protocol):
    """Where one kind of caller's refresh families lie."""

    def family(self, user: UserId, family_id: int) -> Family | None: ...

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool: ...


def exchange(
    store: FamilyStore, token: RefreshToken, valid_from: int, now: datetime
) -> RefreshToken:
    """The successor of a token.

    The token just used gives the same successor for a minute, also to parallel calls. Raises
    InvalidToken for one of a dead or unknown family, and TokenReused for anything older, upon
    which the caller must end the family: two holders of one token mean that it was copied.
    `valid_from`: the account's `tokens_valid_from`; families made before it moved are dead.
    """
    for _ in range(_PARALLEL_CALLS):
        family = store.family(token.user, token.family)
        if family is None or not is_genuine(token, family):
            raise InvalidToken
        if family.valid_from < valid_from:
            raise InvalidToken
        successor = token.successor(family)
        if token.secret_hash == family.current_hash:
            if store.rotate(family, successor.secret_hash, now):
                return successor
            continue  # A parallel call used it first: read again, within its grace.
        if is_lost_answer(token, family, now):
            return successor
        break
    raise TokenReused
