"""DynamoDB access patterns W1 to W9 of docs/data-model.md: partners, their staff and sign-ins."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from stvos.accounts import sign_outs
from stvos.accounts.families import REFRESH_LIFETIME
from stvos.accounts.models import Family
from stvos.accounts.repository import AccountRepository, mail_hash
from stvos.billing import clock as clocks
from stvos.billing.models import BillingClock
from stvos.clock import epoch, epoch_ms
from stvos.errors import (
    Conflict,
    InvalidCode,
    InvalidCredentials,
    InvalidToken,
    NotFound,
    StvosError,
    UserExists,
)
from stvos.keys import ClientId, Directory, Keys, UserId
from stvos.partners.models import Partner, Staff
from stvos.products.repository import COUNT as PRODUCTS
from stvos.table import Attr, Table, Write, check, delete, put, update
from stvos.tokens import ACCESS_LIFETIME

# An id that no client and nobody else has: what is done for an unknown address is done there.
NOBODY = ClientId(1)
_ENDED_AT_ONCE = 50
# Longer than an idempotency key is.
_GONE_KEPT = timedelta(days=2)
_CHANGED = "The partner was changed by somebody else; read it again."


def find_staff(table: Table, email: str) -> Staff | None:
    """W1: the staff member with a mail address, wherever: partners sign in without a key.

    For an unknown address as much is read, so that the duration does not tell.
    """
    item = table.get(Directory.staff_mail(mail_hash(email)))
    tenant, staff_id = (item["client_id"], item["staff_id"]) if item else (NOBODY, NOBODY)
    return StaffRepository(table, ClientId(tenant)).get(staff_id)


class PartnerRepository:
    """One client's partners."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def get(self, partner_id: int, *, consistent: bool = False) -> Partner | None:
        """W2: one partner."""
        item = self._table.get(self._keys.partner(partner_id), consistent=consistent)
        return Partner.of_item(item) if item else None

    def require(self, partner_id: int) -> Partner:
        """W2: one partner that must be there; another client's is not."""
        partner = self.get(partner_id)
        if partner is None:
            raise NotFound
        return partner

    def all(self) -> list[Partner]:
        """W3: a client's partners, oldest first; there are at most some hundred."""
        return [Partner.of_item(item) for item in self._table.all(self._keys.partners())]

    def add(self, partner: Partner, *more: Write) -> None:
        """W4: store a partner with its first owner, the owner's invitation and its clock."""
        self._table.transact(
            *more,
            put(self._keys.partner(partner.id), _to_item(partner), unless_exists=Conflict()),
            clocks.started(partner),
        )

    def replace(self, before: Partner, after: Partner, *more: Write) -> None:
        """W4: store a changed partner unless somebody else changed it meanwhile. In another time
        zone its next report is due at another instant.

        An update, not a put: vouchers and products leave their traces in the same item.
        """
        sets = _to_item(after)
        self._table.transact(
            *more,
            update(
                self._keys.partner(after.id),
                sets=sets,
                removes=[name for name in _to_item(before) if name not in sets],
                only_if=Attr("updated_at").eq(_to_item(before)["updated_at"]),
                refusal=Conflict(_CHANGED),
            ),
            *self._moved_clock(before, after),
        )

    def unchanged(self, partner: Partner, refusal: StvosError) -> Write:
        """W4: the check that a partner is as it was read."""
        unmoved = Attr("updated_at").eq(_to_item(partner)["updated_at"])
        return check(self._keys.partner(partner.id), unmoved, refusal)

    def _moved_clock(self, before: Partner, after: Partner) -> Iterable[Write]:
        zone = after.billing.timezone
        if zone == before.billing.timezone:
            return
        item = self._table.get(Directory.billing(after.id), consistent=True)
        if item:
            yield clocks.moved(BillingClock.of_item(item), zone, Conflict(_CHANGED))

    def remove(self, partner: Partner, *more: Write) -> None:
        """W4: remove a partner that has neither voucher nor product. Making one of them changes
        the partner's item, so none can appear between the look and the removal.
        """
        in_use = Conflict("A partner with vouchers or products cannot be removed.")
        if self._table.query(self._keys.vouchers_by_code(partner.id), limit=1).items:
            raise in_use
        no_products = Attr(PRODUCTS).not_exists() | Attr(PRODUCTS).eq(0)
        self._table.transact(
            *more,
            delete(
                self._keys.partner(partner.id),
                only_if=Attr("pk").exists() & Attr("has_vouchers").not_exists() & no_products,
                refusal=in_use,
            ),
            clocks.stopped(partner.id),
        )


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
            put(
                self._keys.staff_gone(staff.id),
                {"type": "staff_gone", "partner_id": staff.partner_id},
                unless_exists=NotFound(),
                expires=now + _GONE_KEPT,
            ),
            check(self._keys.staff(by.id), Attr("role").eq(by.role.value), InvalidToken()),
            *self.dismissed(staff),
        )

    def require_left(self, staff_id: int, partner_id: int) -> None:
        """W7: raises NotFound, unless this very request removed the person when it came first."""
        mark = self._keys.staff_gone(staff_id)
        item = self._table.get(mark, consistent=True)
        if item is None or item["partner_id"] != partner_id:
            raise NotFound
        # Refused in any case, unless the mark is this very attempt's.
        never = Attr("pk").exists() & Attr("pk").not_exists()
        self._table.write(update(mark, only_if=never, refusal=NotFound()))

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


def _to_item(partner: Partner) -> dict[str, Any]:
    return partner.to_item() | {"type": "partner"}
