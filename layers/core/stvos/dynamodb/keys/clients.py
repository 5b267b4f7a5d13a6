"""A client's own items: its API keys, limits, outbox, audit trail and gate."""

from datetime import date

from stvos.dynamodb.keys.primitives import END, Key, Span, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class ClientKeys(TenantKeys):
    """Keys of what belongs to a client as a whole."""

    def client(self) -> Key:
        return Key(self._c, "CLIENT")

    def api_key(self, key_id: int) -> Key:
        return Key(self._c, f"API_KEY#{padded(key_id)}")

    def api_keys(self) -> Span:
        return Span.prefix(self._c, "API_KEY#")

    def confirmation(self, id_hash: str) -> Key:
        """What a voice agent proposes, until its member has confirmed it."""
        return Key(f"{self._c}#CONFIRMATION#{id_hash}", "CONFIRMATION")

    def idempotency(self, caller_hash: str) -> Key:
        return Key(f"{self._c}#IDEMPOTENCY#{caller_hash}", "IDEMPOTENCY")

    def limit(self, scope: str, subject_hash: str, window: int) -> Key:
        return Key(f"{self._c}#LIMIT#{scope}#{subject_hash}#{window}", "LIMIT")

    def outbox(self, message_id: int) -> Key:
        # A partition for each message: an outbox under one key would heat with the client.
        return Key(f"{self._c}#OUTBOX#{padded(message_id)}", "OUTBOX")

    def outbox_claim(self, message_id: int) -> Key:
        """Who is carrying a message out; it outlives the message."""
        return Key(f"{self._c}#OUTBOX#{padded(message_id)}", "CLAIM")

    def audit(self, day: date, entry_id: int) -> Key:
        return Key(f"{self._c}#AUDIT", f"{day}#{padded(entry_id)}")

    def audit_between(self, first_day: date, last_day: date) -> Span:
        return Span(f"{self._c}#AUDIT", f"{first_day}#", f"{last_day}#{END}")

    def gate(self, shard: int) -> Key:
        return Key(f"{self._c}#GATE#{shard}", "GATE")
