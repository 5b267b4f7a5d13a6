"""Sessions and moments for the rules of watch time."""

from datetime import UTC, datetime, timedelta

from stvos.viewing.models import Session
from stvos.viewing.stretches import Stretch, union

START = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DURATION = 600


def a_session(**changes: object) -> Session:
    base = Session(
        id=1, class_id=2, class_name="Morning Strength", duration_seconds=DURATION, zone="UTC",
        started_at=START, last_seen_at=START,
    )  # fmt: skip
    return base.model_copy(update=changes)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def seconds(*parts: tuple[int, int]) -> tuple[Stretch, ...]:
    return union((start * 1000, end * 1000) for start, end in parts)
