"""What models cost: tokens by day."""

from stvos.dynamodb.keys.primitives import Key, UserId
from stvos.dynamodb.keys.tenant import TenantKeys


class AiKeys(TenantKeys):
    """Keys of the budgets of tokens."""

    def ai_tokens_of_client(self, day: str) -> Key:
        """What a brand used on a day of UTC."""
        return Key(f"{self._c}#AI_TOKENS#{day}", "AI_TOKENS")

    def ai_tokens_of_member(self, user: UserId, day: str) -> Key:
        """What a member used, in their own partition, so that an erasure finds it."""
        return Key(self._user(user), f"AI_TOKENS#{day}")
