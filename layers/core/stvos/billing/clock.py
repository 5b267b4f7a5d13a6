"""DynamoDB access pattern R1 of docs/data-model.md: a partner's next month to be billed.

A partner's billing clock is created and removed with the partner, and advances in the transaction
that stores a report. It is stored in the directory and indexed by the instant at which the next
report is due. So the schedule finds the partners that are due, and the operator finds a partner by
its id, without reading every client.
"""

from typing import Any

from stvos.billing.due import current_month, due_at
from stvos.billing.models import BillingClock
from stvos.clock import epoch
from stvos.dynamodb.keys import Directory, IndexKey
from stvos.dynamodb.table import Attr, Table, Write, delete, put, update
from stvos.errors import Conflict, StvosError
from stvos.months import Month
from stvos.partners.models import Partner


def started(partner: Partner) -> Write:
    """R1: the write that stores a new partner's clock, whose first month is the current one."""
    zone = partner.billing.timezone
    first = current_month(zone, partner.created_at)
    clock = BillingClock(
        client_id=partner.client_id, partner_id=partner.id, first=first, next=first
    )
    return put(
        Directory.billing(partner.id),
        clock.to_item() | {"type": "billing_clock"},
        unless_exists=Conflict(),
        index=_index_key(clock, first, zone),
    )


def moved_by(table: Table, before: Partner, after: Partner) -> tuple[Write, ...]:
    """R1: the writes for a changed partner: in another time zone, the next report is due at
    another instant.
    """
    zone = after.billing.timezone
    item = table.get(Directory.billing(after.id), consistent=True)
    if item is None or zone == before.billing.timezone:
        return ()
    clock = BillingClock.of_item(item)
    changed = Conflict("The partner was changed meanwhile; read it again.")
    return (_update(clock, clock.next, zone, {}, changed),)


def advanced(clock: BillingClock, zone: str, refusal: StvosError) -> Write:
    """R1: the write that advances the clock by a month, whose report is final."""
    after = clock.next.after
    return _update(clock, after, zone, {"next": str(after)}, refusal)


def stopped(partner_id: int) -> Write:
    """R1: the write that removes the clock of a removed partner."""
    return delete(Directory.billing(partner_id))


def _update(
    clock: BillingClock, following: Month, zone: str, sets: dict[str, Any], refusal: StvosError
) -> Write:
    return update(
        Directory.billing(clock.partner_id),
        sets=sets,
        only_if=Attr("next").eq(str(clock.next)),
        refusal=refusal,
        index=_index_key(clock, following, zone),
    )


def _index_key(clock: BillingClock, following: Month, zone: str) -> IndexKey:
    return Directory.billing_due(epoch(due_at(following, zone)), clock.partner_id)
