"""Whether the sign-in behind an access token still stands, for every kind of person."""

from collections.abc import Callable

from stvos.dynamodb.table import Item
from stvos.errors import InvalidToken
from stvos.identity.families import Person
from stvos.identity.principal import Principal
from stvos.identity.sign_in_store import SignInStore, was_ended_by


def require_active[P: Person](
    store: SignInStore, of_item: Callable[[Item], P], principal: Principal, earlier: str | None
) -> P:
    """The person a token was issued to; raises InvalidToken once they or the sign-in are gone.

    `earlier`: the signature of this very request when it came before. If it was what ended the
    sign-in, it is let through to its answer.
    """
    person_item, family = store.person_and_family(principal.family_id or 0)
    if person_item is None:
        raise InvalidToken
    person = of_item(person_item)
    issued_since = principal.issued_ms >= person.tokens_valid_from
    kept = issued_since or principal.family_id == person.kept_family
    if family is not None and "ended_at" not in family and kept:
        return person
    if earlier and was_ended_by(family, earlier):
        return person
    raise InvalidToken
