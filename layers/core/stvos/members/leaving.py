"""Deleting one's account: first for every reader, then thoroughly by a worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Self

from stvos.accounts.active_account import require_active_account
from stvos.accounts.coaching import coached
from stvos.accounts.members import PASSWORD_CHANGES
from stvos.accounts.models import Account
from stvos.accounts.not_erased import NOT_ERASED
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import INDEX_ATTRIBUTES, Directory, Key, Keys, UserId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Attr, Table, Write, delete, put, update
from stvos.errors import Conflict, InvalidCredentials, InvalidToken
from stvos.identity import passwords
from stvos.identity.limits import Limiter
from stvos.identity.mail_codes import mail_hash
from stvos.identity.password_changes import own_password
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.usage.memberships import Memberships

# Sessions that a heartbeat may still reach; the worker removes older ones seconds later.
_MAX_SESSIONS = 1000
_MAIL_CODES = ("verify", "reset")
_TRIES = 5


class Leaving:
    """M3, M4: one member who deletes their account."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._keys = Keys(principal.client)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def leave(self, password: str | None) -> int:
        """Erase the account and answer the receipt's number. Raises InvalidCredentials for a wrong
        password; without one the caller's token is proof enough.

        A repeated attempt finds the account gone, and its own receipt.
        """
        receipt_id = new_id()
        try:
            account = require_active_account(self._table, self._principal)
        except InvalidToken:
            if self._table.find(self._keys.receipt(receipt_id), consistent=True) is None:
                raise
        else:
            proven = () if password is None else (self._proven(account, password),)
            self._erase(account, receipt_id, *proven)
        self._end_sign_ins_and_sessions()
        return receipt_id

    def _proven(self, account: Account, password: str) -> Write:
        """The write that gives back the guess, which the right password was none of."""
        limiter = Limiter(self._table, self._principal.client, self._now)
        # Of this sign-in: no stranger's guesses use it up.
        charge = limiter.charge(PASSWORD_CHANGES, own_password(account.id, self._principal))
        if not passwords.matches(password, account.password_hash):
            raise InvalidCredentials("The password is wrong.")
        return charge.reset

    def _erase(self, account: Account, receipt_id: int, *more: Write) -> None:
        """Mark the account as erased and empty it, give its address back, and hand the rest to
        the worker: all or nothing.
        """
        for _ in range(_TRIES):
            try:
                self._erase_once(account, receipt_id, *more)
            except Conflict:
                continue  # The stream counted something of the member meanwhile.
            return
        raise Conflict("Too much happens on this account in one moment; try again.")

    def _erase_once(self, account: Account, receipt_id: int, *more: Write) -> None:
        now, hashed = self._now(), mail_hash(account.email)
        erasure: dict[str, Any] = {"user_id": account.id, "receipt_id": receipt_id}
        farewell = {"template": "account_deleted", "to": account.email, "name": account.name}
        self._table.transact(
            self._emptied(account, now),
            self._given_back(self._keys.mail(hashed), account),
            self._given_back(Directory.mail(hashed, self._keys.tenant), account),
            *(delete(self._keys.mail_code(hashed, purpose)) for purpose in _MAIL_CODES),
            put(
                self._keys.receipt(receipt_id),
                {"type": "receipt", "receipt_id": receipt_id, "erased_at": now.isoformat()},
                unless_exists=Conflict(),
            ),
            message(self._keys.tenant, Work.ERASE, erasure, now),
            message(self._keys.tenant, Work.MAIL, farewell, now),
            *Memberships(self._table, self._keys.tenant).end(account, now),
            *self._trainer_unbound(account),
            *self._coach_released(account),
            *more,
        )

    def _emptied(self, account: Account, now: datetime) -> Write:
        return update(
            self._keys.user(UserId(account.id)),
            sets={
                "erased_at": now.isoformat(),
                "email": "",
                "name": "",
                "password_hash": "",
                "profile": {},
                "settings": {},
            },
            removes=("photo", "coach_id", "role", "trainer_id", *INDEX_ATTRIBUTES),
            only_if=NOT_ERASED,
            refusal=InvalidToken(),
        )

    def _trainer_unbound(self, account: Account) -> Iterator[Write]:
        if account.trainer_id is not None:
            catalogue = CatalogueRepository(self._table, self._keys.tenant)
            yield catalogue.trainer_unbound(account.trainer_id, account.id)

    def _coach_released(self, account: Account) -> Iterator[Write]:
        if account.coach_id is not None:
            yield coached(self._keys.tenant, account.coach_id, UserId(account.id), by=-1)

    @staticmethod
    def _given_back(address: Key, account: Account) -> Write:
        mine = Attr("pk").not_exists() | Attr("user_id").eq(account.id)
        return delete(address, only_if=mine)

    def _end_sign_ins_and_sessions(self) -> None:
        """Remove what lets a caller in without looking at the account: sign-ins and sessions."""
        user = self._principal.user
        sessions = self._table.query(
            self._keys.sessions(user), limit=_MAX_SESSIONS, forward=False, consistent=True
        )
        families = self._table.all(self._keys.families(user), consistent=True)
        items = chain(sessions.items, families)
        self._table.write_many([delete(Key.of_item(item)) for item in items])


def settled_at(account: Account) -> datetime:
    """From when on nothing more can come for an erased account: its last requests are over, and
    so is the form it may have sent a photo with.
    """
    assert account.erased_at is not None
    requests_over = account.erased_at + timedelta(seconds=30)
    form_over = datetime.fromtimestamp(account.upload_until, tz=requests_over.tzinfo)
    return max(requests_over, form_over)
