"""The time of something booked, as a mail writes it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stvos.mailing.letters import LetterContent


def day_and_hours(content: LetterContent) -> tuple[str, str]:
    """Day and hours by the reader's clock, with the zone's name."""
    zone = ZoneInfo(content["timezone"])
    starts, ends = (
        datetime.fromisoformat(content[name]).astimezone(zone) for name in ("starts_at", "ends_at")
    )
    day = f"{starts:%A}, {starts.day} {starts:%B %Y}"
    return day, f"{starts:%H:%M} to {ends:%H:%M} ({content['timezone']})"
