"""Video rooms: the room of a meeting, and who was in it."""

from stvos.dynamodb.keys.primitives import Key, Span, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class RoomKeys(TenantKeys):
    """Keys of a client's video rooms."""

    def room(self, kind: str, subject_id: int) -> Key:
        return Key(self._room(kind, subject_id), "ROOM")

    def room_attendance(self, kind: str, subject_id: int, shard: int, identity: str) -> Key:
        # A partition of its own for each shard: thousands enter one room within a minute.
        pk = f"{self._room(kind, subject_id)}#ATTENDANCE#{shard}"
        return Key(pk, f"ATTENDANCE#{identity}")

    def room_attendances(self, kind: str, subject_id: int, shard: int) -> Span:
        return Span.prefix(f"{self._room(kind, subject_id)}#ATTENDANCE#{shard}", "ATTENDANCE#")

    def room_event(self, event_id: str) -> Key:
        """That an event was received."""
        return Key(f"{self._c}#ROOM_EVENT#{event_id}", "ROOM_EVENT")

    def _room(self, kind: str, subject_id: int) -> str:
        return f"{self._c}#ROOM#{kind}#{padded(subject_id)}"
