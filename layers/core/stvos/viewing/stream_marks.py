"""Which writes of a session the table's stream hands on.

A heartbeat is written twice a minute, and the stream's filter sees nothing but the item. So the
write itself says whether it is to be handed on: the first after a quiet time. What follows within
that time is counted with it, because the counting begins only `counting_delay` after it.
"""

from datetime import datetime, timedelta

from stvos.settings import settings
from stvos.viewing.models import Session, Status, StreamMark

MARGIN = timedelta(seconds=10)
"""How much sooner than the counting a session is quiet: the longest that a write may be under way,
with what the clocks of two machines differ by.
"""


def marked(before: Session, after: Session, now: datetime) -> Session:
    """A session that is changed now, with the mark of its write, if it has one."""
    announced_at = before.announced_at or before.started_at
    if now - announced_at >= _quiet_time():
        return _with(after, StreamMark.COUNT, now)
    is_completion = after.status is Status.COMPLETED and before.status is not Status.COMPLETED
    return _with(after, StreamMark.COMPLETED if is_completion else None, before.announced_at)


def is_missed(written: Session, began: datetime, now: datetime) -> bool:
    """Whether a write that began at a moment and is over now was too slow for the counting that an
    earlier one announced.
    """
    return written.stream_mark is not StreamMark.COUNT and now - began >= MARGIN


def _quiet_time() -> timedelta:
    return max(timedelta(), timedelta(seconds=settings().counting_delay) - MARGIN)


def _with(session: Session, mark: StreamMark | None, announced_at: datetime | None) -> Session:
    return session.model_copy(update={"stream_mark": mark, "announced_at": announced_at})
