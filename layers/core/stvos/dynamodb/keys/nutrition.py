"""Nutrition: a member's plans."""

from stvos.dynamodb.keys.primitives import Key, Span, UserId
from stvos.dynamodb.keys.tenant import TenantKeys


class NutritionKeys(TenantKeys):
    """Keys of nutrition plans, in the member's own partition, so that an erasure finds them."""

    def nutrition_plan(self, user: UserId, version: int) -> Key:
        return Key(self._user(user), f"NUTRITION_PLAN#{version:06d}")

    def nutrition_plans(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "NUTRITION_PLAN#")
