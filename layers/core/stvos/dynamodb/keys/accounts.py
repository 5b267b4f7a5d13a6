"""Accounts: members, their addresses and sign-ins, exports and receipts."""

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class AccountKeys(TenantKeys):
    """Keys of members' accounts."""

    def user(self, user: UserId) -> Key:
        return Key(self._user(user), "USER")

    def user_in_list(self, user: UserId) -> IndexKey:
        return IndexKey(f"{self._c}#USERS", f"USER#{padded(user)}")

    def users(self) -> Span:
        return Span.prefix(f"{self._c}#USERS", "USER#", index="gsi1")

    def everything_of(self, user: UserId) -> Span:
        """The whole partition of a member: what an export reads and an erasure removes."""
        return Span(self._user(user), " ", END)

    def mail(self, mail_hash: str) -> Key:
        return Key(f"{self._c}#MAIL#{mail_hash}", "MAIL")

    def mail_code(self, mail_hash: str, purpose: str) -> Key:
        # By address, not by account: asking for a code costs the same whether one exists.
        return Key(f"{self._c}#MAIL#{mail_hash}", f"CODE#{purpose}")

    def mail_suppression(self, mail_hash: str) -> Key:
        return Key(f"{self._c}#MAIL#{mail_hash}", "SUPPRESSED")

    def family(self, user: UserId, family_id: int) -> Key:
        return Key(self._user(user), f"FAMILY#{padded(family_id)}")

    def families(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "FAMILY#")

    def export_job(self, user: UserId, job_id: int) -> Key:
        return Key(self._user(user), f"EXPORT#{padded(job_id)}")

    def receipt(self, receipt_id: int) -> Key:
        # Outside the member's partition: it is what stays, and names no person.
        return Key(f"{self._c}#RECEIPT#{padded(receipt_id)}", "RECEIPT")
