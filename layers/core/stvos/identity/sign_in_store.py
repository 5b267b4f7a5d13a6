"""DynamoDB access patterns I1 to I6 of docs/data-model.md: one person's sign-ins.

Members and partners' staff keep them under keys of their own and by the same rules.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from stvos.clock import epoch_ms
from stvos.dynamodb.keys import Key, Span
from stvos.dynamodb.signing import is_signed
from stvos.dynamodb.table import Attr, Item, Table, Write, check, put, update
from stvos.errors import Conflict, InvalidCredentials, InvalidToken, StvosError
from stvos.identity.families import REFRESH_LIFETIME, Family, Person
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.secrets_store import keyed_hashes

# An access token issued while its family is ended may be a little younger than the ending says.
_CLOCK_ALLOWANCE = timedelta(minutes=1)
_KEPT_ALIVE_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignInKeys:
    """Where one person and their sign-ins are stored. `item_type`: of a family's item."""

    person: Key
    family: Callable[[int], Key]
    families: Span
    item_type: str


class SignInStore:
    """The sign-ins of one person."""

    def __init__(self, table: Table, keys: SignInKeys) -> None:
        self._table = table
        self._keys = keys

    def person_and_family(self, family_id: int) -> tuple[Item | None, Item | None]:
        """I1: the person's item and one family's, read consistently in one call."""
        keys = [self._keys.person, self._keys.family(family_id)]
        person, family = self._table.find_many(keys, consistent=True)
        return person, family

    def add(self, family: Family) -> Write:
        """I2: the write that stores a new family."""
        return put(
            self._keys.family(family.id),
            family.to_item() | {"type": self._keys.item_type},
            unless_exists=Conflict(),
            expires=family.created_at + REFRESH_LIFETIME,
        )

    def sign_in(self, person: Person, family: Family) -> None:
        """I2: store a new family, unless the person left or the password changed since it was
        read: no sign-in with the old one may outlive the change.
        """
        unchanged = Attr("password_hash").eq(person.password_hash) & Attr("erased_at").not_exists()
        self._table.transact(
            self.add(family), check(self._keys.person, unchanged, InvalidCredentials())
        )

    def find_family(self, family_id: int) -> Family | None:
        """I3: one family, also an ended one."""
        item = self._table.find(self._keys.family(family_id), consistent=True)
        return Family.of_item(item) if item else None

    def live_families(self, person: Person, now: datetime) -> list[Family]:
        """I4: the sign-ins that stand, newest first."""
        families = [Family.of_item(item) for item in self._all()]
        live = [family for family in families if family.is_live(person, now)]
        return sorted(live, key=lambda family: family.id, reverse=True)

    def has_come_from(self, person: Person | None, address: str, now: datetime) -> bool:
        """I4: whether one of the sign-ins that stand came from this network address. For an unknown
        person (None) as much is read.
        """
        here = keyed_hashes("address", address)
        families = [Family.of_item(item) for item in self._all()]
        return person is not None and any(
            family.address_hash in here and family.is_live(person, now) for family in families
        )

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool:
        """I5: make the current token the previous one; False when another call just did."""
        try:
            self._table.write(
                update(
                    self._keys.family(family.id),
                    sets={
                        "previous_hash": family.current_hash,
                        "current_hash": next_hash,
                        "rotated_at": now.isoformat(),
                    },
                    only_if=Attr("current_hash").eq(family.current_hash)
                    & Attr("ended_at").not_exists(),
                    refusal=Conflict(),
                    expires=now + REFRESH_LIFETIME,
                )
            )
        except Conflict:
            return False
        return True

    def keep_alive(self, family: Family, now: datetime) -> None:
        """I5: remember that a family was used without rotating it; at most once a day."""
        if now - family.rotated_at < _KEPT_ALIVE_EVERY:
            return
        with suppress(Conflict):  # A parallel call rotated, kept or ended it.
            self._table.write(
                update(
                    self._keys.family(family.id),
                    sets={"rotated_at": now.isoformat()},
                    only_if=Attr("rotated_at").eq(family.rotated_at.isoformat())
                    & Attr("ended_at").not_exists(),
                    refusal=Conflict(),
                    expires=now + REFRESH_LIFETIME,
                )
            )

    def end(self, family_id: int, now: datetime) -> Write:
        """I6: the write that ends one sign-in; raises InvalidToken when it has ended before.

        The family's item stays as long as an access token of it could live: that is what refuses
        the token, and it bears the signature of the request that ended it (`was_ended_by`).
        """
        return update(
            self._keys.family(family_id),
            sets={"ended_at": now.isoformat()},
            only_if=Attr("pk").exists() & Attr("ended_at").not_exists(),
            refusal=InvalidToken(),
            expires=now + ACCESS_LIFETIME + _CLOCK_ALLOWANCE,
        )

    def end_all(
        self,
        person: Person,
        now: datetime,
        *,
        keep: int | None = None,
        sets: dict[str, Any] | None = None,
        refusal: StvosError | None = None,
    ) -> Write:
        """I6: the write that ends every sign-in but `keep`, at any number, and changes the person
        in the same moment. Refused when all were ended since the person was read: otherwise a
        sign-in that ended in between would be kept.
        """
        moved = max(epoch_ms(now), person.tokens_valid_from + 1)
        return update(
            self._keys.person,
            sets={"tokens_valid_from": moved}
            | ({"kept_family": keep} if keep is not None else {})
            | (sets or {}),
            removes=() if keep is not None else ("kept_family",),
            only_if=Attr("pk").exists()
            & Attr("erased_at").not_exists()
            & Attr("tokens_valid_from").eq(person.tokens_valid_from),
            refusal=refusal or InvalidToken(),
        )

    def _all(self) -> Iterable[Item]:
        return self._table.all(self._keys.families, consistent=True)


def was_ended_by(family: Item | None, signature: str) -> bool:
    """Whether the request with this signature ended the sign-in that it came with itself."""
    return bool(family and "ended_at" in family and is_signed(family["writer"], signature))
