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
    """The person a token was issued to, by one read; see `require_standing`."""
    items = store.person_and_family(principal.family_id or 0)
    return require_standing(*items, of_item, principal, earlier)


def require_standing[P: Person](
    person_item: Item | None,
    family: Item | None,
    of_item: Callable[[Item], P],
    principal: Principal,
    earlier: str | None = None,
) -> P:
    """The person a token was issued to, from the items of the person and of the token's sign-in.
    Raises InvalidToken once either is gone.

    `earlier`: the signature of this very request when it came before. If it was what ended the
    sign-in, it is let through to its answer.
    """
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
