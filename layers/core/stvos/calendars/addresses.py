"""DynamoDB access patterns F1 to F3 of docs/data-model.md: the addresses of members' calendars.

A calendar program cannot sign in: who knows the address reads the calendar. So the address holds a
token of 256 bits, and only its hash is stored; a new address ends the one before.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from stvos.accounts.not_erased import not_erased
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, Directory, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, delete, put
from stvos.errors import Conflict
from stvos.ids import fingerprint, new_token

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar an address leads to."""

    client_id: ClientId
    user_id: UserId


class CalendarAddresses:
    """The address of one member's calendar."""

    def __init__(self, table: Table, owner: Owner, now: Clock = utc_now) -> None:
        self._table = table
        self._owner = owner
        keys = Keys(owner.client_id)
        self._account = keys.user(owner.user_id)
        self._current = keys.calendar(owner.user_id)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        owner = Owner(ClientId(account.client_id), UserId(account.id))
        return cls(Table.of_stack(), owner)

    def renew(self) -> str:
        """F1: the token of a new address; the address before leads nowhere from now on. Raises
        Conflict when others keep renewing it.
        """
        for _ in range(_TRIES):
            token, before = new_token(), self._hash()
            if before == _hashed(token):
                return token  # This very request made it when it came before.
            try:
                self._table.transact(*self._replacing(before, _hashed(token)))
            except Conflict:
                continue
            return token
        raise Conflict("The calendar's address is being changed; try again.")

    def end(self) -> None:
        """F2: the address leads nowhere any more."""
        before = self._hash()
        if before is not None:
            self._table.write(delete(Directory.calendar(before)))

    def is_current(self, token: str) -> bool:
        """F3: whether it is the latest address."""
        return self._hash() == _hashed(token)

    def _replacing(self, before: str | None, after: str) -> list[Write]:
        owner = {"client_id": self._owner.client_id, "user_id": self._owner.user_id}
        is_unchanged = Attr("hash").eq(before) if before else Attr("pk").not_exists()
        writes = [
            put(
                self._current,
                {"type": "calendar", "hash": after, "created_at": self._now().isoformat()},
                only_if=is_unchanged,
                refusal=Conflict(),
            ),
            put(
                Directory.calendar(after),
                {"type": "calendar_address", **owner},
                unless_exists=Conflict(),
            ),
            not_erased(self._account),
        ]
        return [*writes, delete(Directory.calendar(before))] if before else writes

    def _hash(self) -> str | None:
        item = self._table.find(self._current, consistent=True)
        return str(item["hash"]) if item else None


def find_owner(table: Table, token: str) -> Owner | None:
    """F3: whose calendar a token opens; None for one that opens none any more."""
    item = table.find(Directory.calendar(_hashed(token)), consistent=True)
    if item is None:
        return None
    owner = Owner(ClientId(item["client_id"]), UserId(item["user_id"]))
    return owner if CalendarAddresses(table, owner).is_current(token) else None


def _hashed(token: str) -> str:
    # Without a key: no one can try all tokens, and a key that is replaced would end all addresses.
    return fingerprint("calendar", token)
