"""Food scans, in the member's own partition, so that an erasure finds them."""

from stvos.dynamodb.keys.primitives import Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class FoodScanKeys(TenantKeys):
    """Keys of a member's scans, in the order of time."""

    def food_scan(self, user: UserId, scan_id: int) -> Key:
        return Key(self._user(user), f"FOOD_SCAN#{padded(scan_id)}")

    def food_scans(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "FOOD_SCAN#")

    def removed_food_scan(self, user: UserId, scan_id: int) -> Key:
        """The tombstone of a scan."""
        return Key(self._user(user), f"FOOD_SCAN_GONE#{padded(scan_id)}")
