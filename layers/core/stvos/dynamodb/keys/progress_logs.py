"""Progress logs: entries by day, and their days and years."""

from datetime import date

from stvos.dynamodb.keys.primitives import END, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class ProgressLogKeys(TenantKeys):
    """Keys of what members log of themselves."""

    def log(self, user: UserId, kind: str, day: date, entry_id: int) -> Key:
        return Key(self._user(user), f"LOG#{kind}#{day}#{padded(entry_id)}")

    def logs(self, user: UserId, kind: str, first_day: date, last_day: date) -> Span:
        return Span(self._user(user), f"LOG#{kind}#{first_day}#", f"LOG#{kind}#{last_day}#{END}")

    def log_place(self, user: UserId, kind: str, entry_id: int) -> Key:
        # An id says when an entry was made, not for which day: this leads from the one to the
        # other.
        return Key(self._user(user), f"LOG_PLACE#{kind}#{padded(entry_id)}")

    def log_day(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"LOG_DAY#{day}")

    def log_days(self, user: UserId, first_day: date, last_day: date) -> Span:
        return Span(self._user(user), f"LOG_DAY#{first_day}", f"LOG_DAY#{last_day}")

    def log_year(self, user: UserId, year: int) -> Key:
        return Key(self._user(user), f"LOG_YEAR#{year}")

    def log_years(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "LOG_YEAR#")
