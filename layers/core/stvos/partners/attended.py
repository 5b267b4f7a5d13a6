"""What a partner's member attended, as activity that its counts and bill know.

It is stored like an entry of a log, so the stream announces it as it does those: an id counts once,
on the day of its time in the partner's zone, however often it is written.
"""

from datetime import datetime

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Write, put
from stvos.errors import Conflict
from stvos.partners.attribution import Attribution


def attended(
    tenant: ClientId, user: UserId, thing_id: int, at: datetime, partner: Attribution | None
) -> tuple[Write, ...]:
    """W17: the writes that count a session, class or programme day for a partner; none for a member
    without one.
    """
    if partner is None:
        return ()
    item = {
        "type": "log",
        "id": thing_id,
        "user_id": user,
        "created_at": at.isoformat(),
        "partner": partner.to_item(),
    }
    keys = Keys(tenant)
    return (
        put(keys.attended(user, thing_id), item, unless_exists=AlreadyCounted()),
        not_erased(keys.user(user), AlreadyCounted()),
    )


class AlreadyCounted(Conflict):
    """It was counted before, or there is no member any more: do the rest without."""
