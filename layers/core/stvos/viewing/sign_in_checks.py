"""When a heartbeat also looks at the sign-in behind it.

A heartbeat reads its session and nothing else, so a token would send them for all its life after
its sign-in was ended. Therefore for 45 s of every 4.5 minutes of a token's life its heartbeats
read the sign-in in the same call: a player that sends one every 30 s is checked without a further
request. A session keeps when a sign-in was last checked, and which: a heartbeat that comes later
than `CHECKED_FOR`, because it kept out of those moments, or from another sign-in, costs a second
read.
"""

from datetime import datetime, timedelta

from stvos.clock import epoch_ms
from stvos.identity.principal import Principal
from stvos.viewing.models import Session

CHECKED_FOR = timedelta(minutes=5)
"""How long heartbeats go on at most once their sign-in has ended."""

_EVERY_MS, _DURING_MS = 270_000, 45_000


def is_time(principal: Principal, now: datetime) -> bool:
    """Whether the sign-in is read together with the session."""
    return (epoch_ms(now) - principal.issued_ms) % _EVERY_MS < _DURING_MS


def is_due(session: Session, principal: Principal, now: datetime) -> bool:
    """Whether the sign-in must be read, because it was not for too long."""
    if session.checked_at is None or session.checked_family != principal.family_id:
        return True
    return now - session.checked_at >= CHECKED_FOR


def checked(session: Session, principal: Principal, now: datetime) -> Session:
    """The session once the caller's sign-in is known to stand."""
    return session.model_copy(update={"checked_at": now, "checked_family": principal.family_id})
