"""DynamoDB access patterns W1 and W5 to W9 of docs/data-model.md: partners' staff, their sign-ins
and codes.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from stvos.accounts.models import Family
from stvos.accounts.repository import AccountRepository, mail_hash
from stvos.clock import epoch, epoch_ms
from stvos.dynamodb import tombstones as removals
from stvos.dynamodb.keys import ClientId, Directory, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, check, delete, put, update
from stvos.errors import (
    Conflict,
    InvalidCode,
    InvalidCredentials,
    InvalidToken,
    NotFound,
    UserExists,
)
from stvos.identity import sign_outs
from stvos.identity.families import REFRESH_LIFETIME
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.partners.models import Staff

# An id that no client and nobody else has: what is done for an unknown address is done there.
NOBODY = ClientId(1)
_ENDED_AT_ONCE = 50


def find_staff(table: Table, email: str) -> Staff | None:
    """W1: the staff member with a mail address, wherever: partners sign in without a key.

    For an unknown address as much is read, so that the duration does not tell.
    """
    item = table.get(Directory.staff_mail(mail_hash(email)))
    tenant, staff_id = (item["client_id"], item["staff_id"]) if item else (NOBODY, NOBODY)
    return StaffRepository(table, ClientId(tenant)).get(staff_id)


class StaffRepository:
    """The staff of one client's partners, and their refresh families."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def get(self, staff_id: int) -> Staff | None:
        """W5: one staff member, read consistently: a removed one must be gone at once."""
        item = self._table.get(self._keys.staff(staff_id), consistent=True)
        return Staff.of_item(item) if item else None

    def of_partner(self, partner_id: int) -> list[Staff]:
        """W6: a partner's staff, oldest first; there are at most some dozen."""
        return [Staff.of_item(i) for i in self._table.all(self._keys.staff_of(partner_id))]

    def joining(self, staff: Staff) -> tuple[Write, ...]:
        """W7: the writes that add a staff member; a mail address works for one partner only."""
        owner = {"type": "staff_mail", "client_id": self._tenant, "staff_id": staff.id}
        taken = UserExists("This email already signs in to a partner portal.")
        return (
            put(Directory.staff_mail(mail_hash(staff.email)), owner, unless_exists=taken),
            put(
                self._keys.staff(staff.id),
                staff.to_item() | {"type": "staff"},
                unless_exists=Conflict(),
                index=self._keys.staff_in_list(staff.partner_id, staff.id),
            ),
        )

    def leaving(self, staff: Staff, by: Staff, now: datetime) -> tuple[Write, ...]:
        """W7: the writes that remove a staff member, while the owner who does it is still one."""
        return (
            removals.mark(self._keys.staff_gone(staff.id), "staff_gone", now),
            check(self._keys.staff(by.id), Attr("role").eq(by.role.value), InvalidToken()),
            *self.dismissed(staff),
        )

    def require_left(self, staff_id: int) -> None:
        """W7: raises NotFound, unless this very request removed the person when it came before."""
        removals.require_own(self._table, self._keys.staff_gone(staff_id))

    def dismissed(self, staff: Staff) -> tuple[Write, ...]:
        """W7: the writes that remove a staff member, whoever does it."""
        return (
            delete(self._keys.staff(staff.id), only_if=Attr("pk").exists(), refusal=NotFound()),
            delete(Directory.staff_mail(mail_hash(staff.email))),
        )

    def change(self, staff: Staff, **sets: Any) -> None:
        """W5: change attributes of a staff member who is still there."""
        self._table.write(
            update(
                self._keys.staff(staff.id),
                sets=sets,
                only_if=Attr("pk").exists(),
                refusal=InvalidToken(),
            )
        )

    # ------------------------------------------------------------ sign-ins

    def sign_in(self, staff: Staff, family: Family) -> None:
        """W8: store a new refresh family, unless the password changed since it was read."""
        self._table.transact(
            put(
                self._keys.staff_family(family.user_id, family.id),
                family.to_item() | {"type": "staff_family"},
                unless_exists=Conflict(),
                expires=family.created_at + REFRESH_LIFETIME,
            ),
            check(
                self._keys.staff(staff.id),
                Attr("password_hash").eq(staff.password_hash),
                InvalidCredentials(),
            ),
        )

    def family(self, user: UserId, family_id: int) -> Family | None:
        """W8: one refresh family."""
        item = self._table.get(self._keys.staff_family(user, family_id), consistent=True)
        return Family.of_item(item) if item else None

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool:
        """W8: make the current token the previous one; False when another call just did."""
        try:
            self._table.write(
                update(
                    self._keys.staff_family(family.user_id, family.id),
                    sets={
                        "previous_hash": family.current_hash,
                        "current_hash": next_hash,
                        "rotated_at": now.isoformat(),
                    },
                    only_if=Attr("current_hash").eq(family.current_hash),
                    expires=now + REFRESH_LIFETIME,
                )
            )
        except Conflict:
            return False
        return True

    def families(self, staff: Staff) -> list[Family]:
        """W8: the living families of a staff member."""
        found = self._table.all(self._keys.staff_families(staff.id), consistent=True)
        families = [Family.of_item(item) for item in found]
        return [f for f in families if f.valid_from >= staff.tokens_valid_from]

    def end_families(
        self,
        staff: Staff,
        family_ids: Iterable[int],
        now: datetime,
        sets: dict[str, Any] | None = None,
        *more: Write,
    ) -> None:
        """W8: end up to fifty sign-ins; their access tokens die with them. `sets` changes the
        staff member in the same transaction, and `more` goes with it.
        """
        ended = list(family_ids)[:_ENDED_AT_ONCE]
        gone = [f for f, until in staff.ended_families.items() if until <= epoch(now)]
        until = epoch(now + ACCESS_LIFETIME)
        self._table.transact(
            update(
                self._keys.staff(staff.id),
                sets={f"ended_families.{family_id}": until for family_id in ended} | (sets or {}),
                removes=[f"ended_families.{f}" for f in gone if int(f) not in ended],
                only_if=Attr("pk").exists(),
                refusal=InvalidToken(),
            ),
            *(delete(self._keys.staff_family(staff.id, family_id)) for family_id in ended),
            *more,
        )

    def sign_out(self, staff_id: int, family_id: int, now: datetime) -> Write:
        """W8: the write that says which request ended the sign-in that it came with."""
        until = now + ACCESS_LIFETIME
        return sign_outs.mark(self._keys.staff_sign_out(staff_id, family_id), until)

    # ------------------------------------------------------------ codes

    def code(self, email: str, code_hash: str, expires: datetime) -> Write:
        """W9: the write that makes `code_hash` the code by which an address sets its password."""
        return put(
            self._keys.mail_code(mail_hash(email), "staff"),
            {"type": "mail_code", "code_hash": code_hash, "attempts": 0},
            expires=expires,
        )

    def set_password(self, staff: Staff, password_hash: str, code_hash: str, now: datetime) -> None:
        """W9: spend a code and set the password; every older token and family dies."""
        codes = AccountRepository(self._table, self._tenant)
        self._table.transact(
            codes.spend(mail_hash(staff.email), "staff", code_hash),
            update(
                self._keys.staff(staff.id),
                sets={
                    "password_hash": password_hash,
                    "tokens_valid_from": max(epoch_ms(now), staff.tokens_valid_from + 1),
                },
                only_if=Attr("pk").exists(),
                refusal=InvalidCode(),
            ),
        )
