"""Onboarding: sessions of people who have no account yet, and what became of them."""

from stvos.dynamodb.keys.primitives import Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class OnboardingKeys(TenantKeys):
    """Keys of onboarding. A session is found by the hash of its id, which is a secret."""

    def onboarding_session(self, session_hash: str) -> Key:
        return Key(f"{self._c}#ONBOARDING#{session_hash}", "SESSION")

    def session_transcript(self, session_hash: str) -> Key:
        return Key(f"{self._c}#ONBOARDING#{session_hash}", "TRANSCRIPT")

    def voice_transcript(self, user: UserId, room_id: int) -> Key:
        return Key(self._user(user), f"VOICE_TRANSCRIPT#{padded(room_id)}")

    def voice_transcripts(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "VOICE_TRANSCRIPT#")

    def onboarded(self, user: UserId) -> Key:
        """What a member answered before they registered."""
        return Key(self._user(user), "ONBOARDED")

    def coaching_talk(self, user: UserId) -> Key:
        return Key(self._user(user), "COACHING_TALK")

    def hume_chat(self, user: UserId, chat_id: str) -> Key:
        return Key(self._user(user), f"HUME_CHAT#{chat_id}")

    def hume_event(self, signature_hash: str) -> Key:
        """That a webhook was received."""
        return Key(f"{self._c}#HUME_EVENT#{signature_hash}", "HUME_EVENT")

    def voice_minutes(self, month: str) -> Key:
        return Key(f"{self._c}#VOICE_MINUTES#{month}", "VOICE_MINUTES")
