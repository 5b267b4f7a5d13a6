"""Bookings of one-to-one sessions."""

from stvos.dynamodb.keys.primitives import Key, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class BookingKeys(TenantKeys):
    """Keys of bookings. Who has which is in the diaries of trainer and member."""

    def booking(self, booking_id: int) -> Key:
        return Key(f"{self._c}#BOOKING#{padded(booking_id)}", "BOOKING")

    def calendar(self, user: UserId) -> Key:
        """The hash of the address of a member's calendar."""
        return Key(self._user(user), "CALENDAR")
