"""Viewing: sessions, and what was watched on which day and in which year."""

from datetime import date

from stvos.dynamodb.keys.primitives import Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys
from stvos.ids import MAX_ID


class ViewingKeys(TenantKeys):
    """Keys of what members watch."""

    def session(self, user: UserId, session_id: int) -> Key:
        return Key(self._user(user), f"SESSION#{padded(session_id)}")

    def sessions(self, user: UserId, first: int = 0, last: int = MAX_ID) -> Span:
        """Those with ids from `first` to `last`: ids are in the order of time."""
        return Span(self._user(user), f"SESSION#{padded(first)}", f"SESSION#{padded(last)}")

    def open_session(self, user: UserId, class_id: int) -> Key:
        """Which session of a class the member started last."""
        return Key(self._user(user), f"OPEN#{padded(class_id)}")

    def counted_completion(self, session_id: int) -> Key:
        return Key(f"{self._c}#PLAY#{padded(session_id)}", "COMPLETION")

    def watched(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"WATCHED#{day}")

    def watched_between(self, user: UserId, first_day: date, last_day: date) -> Span:
        return Span(self._user(user), f"WATCHED#{first_day}", f"WATCHED#{last_day}")

    def watched_year(self, user: UserId, year: int) -> Key:
        return Key(self._user(user), f"WATCHED_YEAR#{year}")

    def watched_years(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "WATCHED_YEAR#")
