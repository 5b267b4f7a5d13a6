"""Partners: their staff, vouchers, memberships and spreadsheets."""

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys
from stvos.ids import MAX_ID


class PartnerKeys(TenantKeys):
    """Keys of a client's partners."""

    def partner(self, partner_id: int) -> Key:
        return Key(self._c, f"PARTNER#{padded(partner_id)}")

    def partners(self) -> Span:
        return Span.prefix(self._c, "PARTNER#")

    def staff(self, staff_id: int) -> Key:
        return Key(f"{self._c}#STAFF#{padded(staff_id)}", "STAFF")

    def staff_tombstone(self, staff_id: int) -> Key:
        """That a staff member was removed, for a while: a repeated attempt knows its own mark."""
        return Key(f"{self._c}#STAFF#{padded(staff_id)}", "GONE")

    def staff_in_list(self, partner_id: int, staff_id: int) -> IndexKey:
        return IndexKey(self._partner(partner_id), f"STAFF#{padded(staff_id)}")

    def staff_of(self, partner_id: int) -> Span:
        return Span.prefix(self._partner(partner_id), "STAFF#", index="gsi1")

    def staff_family(self, staff_id: int, family_id: int) -> Key:
        return Key(f"{self._c}#STAFF#{padded(staff_id)}", f"FAMILY#{padded(family_id)}")

    def staff_families(self, staff_id: int) -> Span:
        return Span.prefix(f"{self._c}#STAFF#{padded(staff_id)}", "FAMILY#")

    def voucher(self, voucher_id: int) -> Key:
        return Key(f"{self._c}#VOUCHER#{padded(voucher_id)}", "VOUCHER")

    def voucher_by_code(self, partner_id: int, code: str) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#VOUCHERS", f"CODE#{code}")

    def vouchers_by_code(self, partner_id: int, prefix: str = "") -> Span:
        return Span.prefix(f"{self._partner(partner_id)}#VOUCHERS", f"CODE#{prefix}", index="gsi1")

    def voucher_in_state(
        self, partner_id: int, state: str, expires: int | None, voucher_id: int
    ) -> IndexKey:
        # By expiry, so that the active and the expired are two runs of one order.
        moment = padded(MAX_ID if expires is None else expires)
        return IndexKey(
            f"{self._partner(partner_id)}#VOUCHERS#{state}", f"{moment}#{padded(voucher_id)}"
        )

    def vouchers_in_state(self, partner_id: int, state: str, now: int) -> Span:
        stored = "active" if state == "expired" else state
        pk = f"{self._partner(partner_id)}#VOUCHERS#{stored}"
        first = padded(now + 1) if state == "active" else padded(0)
        last = padded(now) if state == "expired" else padded(MAX_ID)
        return Span(pk, first, last + END, index="gsi1")

    def voucher_counter(self, partner_id: int, expires: int | None, shard: int) -> Key:
        moment = "NEVER" if expires is None else padded(expires)
        return Key(self._partner(partner_id), f"VOUCHERS#{moment}#{shard}")

    def voucher_counters(self, partner_id: int) -> Span:
        return Span.prefix(self._partner(partner_id), "VOUCHERS#")

    def spreadsheet(self, partner_id: int, kind: str, filters_hash: str) -> Key:
        """The making of one spreadsheet: of these rows there is one at a time."""
        return Key(self._partner(partner_id), f"SPREADSHEET#{kind}#{filters_hash}")

    def membership(self, user: UserId) -> Key:
        # In the member's own partition, so that an erasure finds it.
        return Key(self._user(user), "MEMBERSHIP")

    def membership_tombstone(self, user: UserId) -> Key:
        """That a membership was ended, for a while: a repeated attempt knows its own mark."""
        return Key(self._user(user), "MEMBERSHIP_GONE")

    def membership_in_list(self, partner_id: int, user: UserId) -> IndexKey:
        return IndexKey(f"{self._partner(partner_id)}#MEMBERS", f"JOINED#{padded(user)}")

    def members_of(self, partner_id: int) -> Span:
        return Span.prefix(f"{self._partner(partner_id)}#MEMBERS", "JOINED#", index="gsi1")
