"""What comes by itself with a subscription: a pause that ends, the day after the last one."""

from datetime import datetime

from stvos.accounts.repository import AccountRepository
from stvos.clock import day_of
from stvos.dynamodb.keys import Key, UserId, tenant_of
from stvos.dynamodb.table import Table
from stvos.programmes.models import Subscription
from stvos.programmes.repository import ProgrammeRepository
from stvos.programmes.subscriptions import SubscriptionRepository
from stvos.programmes.transitions import as_of, next_due


def bring_up_to_date(table: Table, key: Key, now: datetime) -> None:
    """Store the subscription as it is by now, and when to look again.

    What readers see does not depend on it: they go by the same `as_of`. The member may have moved
    to another zone, and the programme may have grown; then only the next time changes.
    """
    item, tenant = table.find(key, consistent=True), tenant_of(key)
    if item is None or tenant is None:
        return
    before = Subscription.of_item(item)
    account = AccountRepository(table, tenant).find(before.user_id)
    if account is None:
        return  # Being erased, with all its subscriptions.
    programmes = ProgrammeRepository(table, tenant).many([before.programme_id])
    days, zone = programmes[before.programme_id].days, account.settings.timezone
    today = day_of(now, zone)
    changed = {"version": before.version + 1, "updated_at": now}
    after = as_of(before, days, today).model_copy(update=changed)
    repository = SubscriptionRepository(table, tenant, UserId(before.user_id))
    repository.replace(before, after, next_due(after, days, zone, today))
