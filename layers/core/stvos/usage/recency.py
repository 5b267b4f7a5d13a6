"""Which members count as active: those with an active day within the last thirty."""

from datetime import date, timedelta
from typing import Literal

type MemberStatus = Literal["active", "inactive"]

RECENT_DAYS = 30
"""A member with an active day among so many counts as active."""


def active_since(today: date) -> date:
    """The first of the thirty days that end with `today`."""
    return today - timedelta(days=RECENT_DAYS - 1)
