"""Changing and resetting passwords, for every kind of person."""

from datetime import datetime

from stvos.clock import Clock, real_now, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCode, InvalidCredentials
from stvos.identity import passwords
from stvos.identity.families import Person
from stvos.identity.limits import Limiter
from stvos.identity.mail_codes import MailCodes, Purpose
from stvos.identity.people import PersonKind
from stvos.identity.principal import Principal


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

    That the new password is the account's already is fine: so it is for a repeated attempt.
    """
    table = table or Table.of_stack()
    passwords.require_strong(new, email=person.email, path="body.newPassword")
    Limiter(table, principal.client, now).charge(kind.password_changes, str(person.id))
    stored = person.password_hash
    if not (passwords.matches(current, stored) or passwords.matches(new, stored)):
        raise InvalidCredentials("The current password is wrong.")
    hashed = passwords.hash_password(new)
    if hashed == stored:
        return  # Salts of one request are alike: it was done by an earlier attempt of this one.
    store = kind.people(table, principal.client).sign_ins(person.id)
    keep, sets = principal.family_id or 0, {"password_hash": hashed}
    table.write(store.end_all(person, now(), keep=keep, sets=sets))


def reset_password[P: Person](
    table: Table,
    kind: PersonKind[P],
    person: P,
    *,
    purpose: Purpose,
    code: str,
    new: str,
    verified: bool = False,
    now: datetime | None = None,
) -> None:
    """Spend a mailed code and set a password; every sign-in ends.

    `verified`: the code also shows that the address is the person's. Raises InvalidCode when the
    code was spent, or the person left, since they were read.
    """
    tenant = ClientId(person.client_id)
    store = kind.people(table, tenant).sign_ins(person.id)
    sets: dict[str, object] = {"password_hash": passwords.hash_password(new)}
    if verified:
        sets["email_verified"] = True
    table.transact(
        MailCodes(table, tenant).spend(person.email, purpose, code),
        store.end_all(person, now or real_now(), sets=sets, refusal=InvalidCode()),
    )
