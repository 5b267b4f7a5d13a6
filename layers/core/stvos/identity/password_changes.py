"""Changing and resetting passwords, for every kind of person."""

from datetime import datetime

from stvos.clock import Clock, real_now, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidCode, InvalidCredentials
from stvos.identity import passwords
from stvos.identity.families import Person
from stvos.identity.limits import Limiter
from stvos.identity.people import PersonKind
from stvos.identity.principal import Principal


def own_password(person_id: int, principal: Principal) -> str:
    """Whose guesses at a person's own password are counted: those of one sign-in of theirs."""
    return f"{person_id} {principal.family_id}"


def change_password[P: Person](
    kind: PersonKind[P],
    principal: Principal,
    person: P,
    *,
    current: str,
    new: str,
    table: Table | None = None,
    now: Clock = utc_now,
) -> None:
    """Set another password; every other sign-in ends, this one does not.

    An attempt is one guess: whether the new password is the account's already is not looked at.
    """
    table = table or Table.of_stack()
    passwords.require_strong(new, email=person.email, path="body.newPassword")
    Limiter(table, principal.client, now).charge(
        kind.password_changes, own_password(person.id, principal)
    )
    hashed = passwords.hash_password(new)
    if hashed == person.password_hash:
        return  # Salts of one request are alike: it was done by an earlier attempt of this one.
    if not passwords.matches(current, person.password_hash):
        raise InvalidCredentials("The current password is wrong.")
    store = kind.people(table, principal.client).sign_ins(person.id)
    keep, sets = principal.family_id or 0, {"password_hash": hashed}
    table.write(store.end_all(person, now(), keep=keep, sets=sets))


def reset_password[P: Person](
    table: Table,
    kind: PersonKind[P],
    person: P,
    *together: Write,
    new: str,
    verified: bool = False,
    now: datetime | None = None,
) -> None:
    """Set a password for a mailed code; every sign-in ends.

    `together`: the write that spends the code, and what else happens with it or not at all.
    `verified`: the code also shows that the address is the person's. Raises InvalidCode when the
    code was spent, or the person left, since they were read.
    """
    store = kind.people(table, ClientId(person.client_id)).sign_ins(person.id)
    sets: dict[str, object] = {"password_hash": passwords.hash_password(new)}
    if verified:
        sets["email_verified"] = True
    table.transact(
        *together,
        store.end_all(person, now or real_now(), sets=sets, refusal=InvalidCode()),
    )
