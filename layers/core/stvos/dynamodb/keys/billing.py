"""Billing: a partner's monthly reports."""

from stvos.dynamodb.keys.primitives import Key, Span
from stvos.dynamodb.keys.tenant import TenantKeys


class BillingKeys(TenantKeys):
    """Keys of what partners are billed."""

    def _bills(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#BILLING"

    def report(self, partner_id: int, month: str) -> Key:
        return Key(self._bills(partner_id), f"REPORT#{month}")

    def reports_between(self, partner_id: int, first: str, last: str) -> Span:
        return Span(self._bills(partner_id), f"REPORT#{first}", f"REPORT#{last}")

    def billing_ledger(self, partner_id: int, month: str) -> Key:
        """What became of a due month: apart from the report, which there may be none of."""
        return Key(self._bills(partner_id), f"LEDGER#{month}")
