"""Who counts as active: whoever was there within the last thirty days."""

from datetime import date, timedelta
from typing import Literal

type MemberStatus = Literal["active", "inactive"]

RECENT = 30
"""Days within which a member counts as active."""


def active_since(today: date) -> date:
    """The first of the recent days that end with `today`."""
    return today - timedelta(days=RECENT - 1)
