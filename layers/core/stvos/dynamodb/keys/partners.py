"""Partners: their staff, vouchers, memberships and spreadsheets."""

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys
from stvos.ids import MAX_ID

VOUCHER_SHARDS = 96
"""Items over which a counter of vouchers is spread: of 1,000 people who join in a second with
vouchers of one expiry, ten meet on each. One batch get reads them all (at most 100).
"""
VOUCHER_PARTS = 8
"""Partitions over which these items are spread."""


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

    def staff_mail(self, partner_id: int, mail_hash: str) -> Key:
        """That an address is one of the partner's staff, invited or accepted."""
        return Key(f"{self._partner(partner_id)}#STAFF_MAIL#{mail_hash}", "STAFF_MAIL")

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

    def voucher_groups(self, partner_id: int, letter: str, voucher_id: int) -> Key:
        """The groups that begin with a letter, of codes that were made together."""
        return Key(f"{self._partner(partner_id)}#VOUCHERS#GROUPS", f"{letter}#{padded(voucher_id)}")

    def vouchers_by_group(self, partner_id: int, letter: str) -> Span:
        return Span.prefix(f"{self._partner(partner_id)}#VOUCHERS#GROUPS", f"{letter}#")

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

    def voucher_month(self, partner_id: int, month: str | None, shard: int) -> Key:
        """Vouchers that expire in a month, of UTC; None: that never expire."""
        return Key(self._voucher_counts(partner_id, shard), f"MONTH#{month or 'NEVER'}#{shard}")

    def voucher_months(self, partner_id: int, part: int) -> Span:
        return Span.prefix(self._voucher_counts(partner_id, part), "MONTH#")

    def voucher_hour(self, partner_id: int, hour: int, shard: int) -> Key:
        """Vouchers that expire in an hour, counted since 1970."""
        return Key(self._voucher_counts(partner_id, shard), f"HOUR#{padded(hour)}#{shard}")

    def voucher_hours(self, partner_id: int, part: int, first: int, before: int) -> Span:
        """The hours from `first` to the one before `before`."""
        pk = self._voucher_counts(partner_id, part)
        return Span(pk, f"HOUR#{padded(first)}#", f"HOUR#{padded(before)}#")

    def _voucher_counts(self, partner_id: int, shard: int) -> str:
        return f"{self._partner(partner_id)}#VOUCHERS#COUNTS#{shard % VOUCHER_PARTS}"

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
