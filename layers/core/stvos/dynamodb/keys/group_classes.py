"""Group classes of trainers, their seats, and a trainer's list of them."""

from stvos.dynamodb.keys.primitives import END, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class GroupClassKeys(TenantKeys):
    """Keys of group classes."""

    def _group_class(self, class_id: int) -> str:
        return f"{self._c}#GROUP_CLASS#{padded(class_id)}"

    def group_class(self, class_id: int) -> Key:
        return Key(self._group_class(class_id), "CLASS")

    def group_class_series(self, series_id: int) -> Key:
        return Key(f"{self._c}#GROUP_CLASS_SERIES#{padded(series_id)}", "SERIES")

    def seat_count(self, class_id: int, shard: int) -> Key:
        """How many seats of a part of a class are free, and how many members wait there."""
        return Key(self._seats(class_id, shard), "COUNT")

    def seat(self, class_id: int, shard: int, user: UserId) -> Key:
        """A member's seat, or place in the waitlist."""
        return Key(self._seats(class_id, shard), f"SEAT#{padded(user)}")

    def seats(self, class_id: int, shard: int) -> Span:
        return Span.prefix(self._seats(class_id, shard), "SEAT#")

    def waiter(self, class_id: int, shard: int, since_ms: int, user: UserId) -> Key:
        """A member who waits for a seat, in the order of waiting. `since_ms`: since 1970."""
        return Key(self._seats(class_id, shard), f"WAIT#{since_ms:014d}#{padded(user)}")

    def waiters_since(self, class_id: int, shard: int, since_ms: int) -> Span:
        """Those who have waited since a moment or a shorter time."""
        return Span(self._seats(class_id, shard), f"WAIT#{since_ms:014d}", f"WAIT#{END}")

    def waiters_before(self, class_id: int, shard: int, since_ms: int) -> Span:
        """Those who have waited longer than since a moment."""
        return Span(self._seats(class_id, shard), "WAIT#", f"WAIT#{since_ms:014d}")

    def _seats(self, class_id: int, shard: int) -> str:
        return f"{self._group_class(class_id)}#SEATS#{shard}"

    def group_class_start(self, trainer_id: int, minute: int, class_id: int) -> Key:
        """A class in its trainer's list. `minute`: of its start, since 1970."""
        return Key(self._group_classes_of(trainer_id), f"START#{minute:010d}#{padded(class_id)}")

    def group_classes_between(self, trainer_id: int, first: int, last: int) -> Span:
        """A trainer's classes that start from one minute up to another, both included."""
        partition = self._group_classes_of(trainer_id)
        return Span(partition, f"START#{first:010d}", f"START#{last:010d}#~")

    def _group_classes_of(self, trainer_id: int) -> str:
        return f"{self._c}#TRAINER#{padded(trainer_id)}#GROUP_CLASSES"
