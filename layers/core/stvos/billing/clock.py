"""DynamoDB access pattern R1 of docs/data-model.md: the clock that says which month is next.

A partner's clock is made and removed with the partner, moves with its time zone, and moves on in
the transaction that freezes a report. It is stored in the directory, in the index by the instant at
which its next report is due: so the schedule finds who is due, and the operator finds a partner
by its id, without walking over clients.
"""

from typing import Any

from stvos.billing.due import due_at, running
from stvos.billing.models import BillingClock
from stvos.clock import epoch
from stvos.dynamodb.keys import Directory, IndexKey
from stvos.dynamodb.table import Attr, Table, Write, delete, put, update
from stvos.errors import Conflict, StvosError
from stvos.months import Month
from stvos.partners.models import Partner


def started(partner: Partner) -> Write:
    """R1: the clock of a new partner, whose first month is the one it was made in."""
    zone = partner.billing.timezone
    first = running(zone, partner.created_at)
    clock = BillingClock(
        client_id=partner.client_id, partner_id=partner.id, first=first, next=first
    )
    return put(
        Directory.billing(partner.id),
        clock.to_item() | {"type": "billing_clock"},
        unless_exists=Conflict(),
        index=_place(clock, first, zone),
    )


def moved_by(table: Table, before: Partner, after: Partner) -> tuple[Write, ...]:
    """R1: the writes that go with a changed partner: in another time zone its next report is due
    at another instant.
    """
    zone = after.billing.timezone
    item = table.get(Directory.billing(after.id), consistent=True)
    if item is None or zone == before.billing.timezone:
        return ()
    clock = BillingClock.of_item(item)
    changed = Conflict("The partner was changed meanwhile; read it again.")
    return (_changed(clock, clock.next, zone, {}, changed),)


def advanced(clock: BillingClock, zone: str, refusal: StvosError) -> Write:
    """R1: the next month is final; the one after it is next."""
    after = clock.next.after
    return _changed(clock, after, zone, {"next": str(after)}, refusal)


def stopped(partner_id: int) -> Write:
    """R1: a partner that is no more is not billed."""
    return delete(Directory.billing(partner_id))


def _changed(
    clock: BillingClock, following: Month, zone: str, sets: dict[str, Any], refusal: StvosError
) -> Write:
    return update(
        Directory.billing(clock.partner_id),
        sets=sets,
        only_if=Attr("next").eq(str(clock.next)),
        refusal=refusal,
        index=_place(clock, following, zone),
    )


def _place(clock: BillingClock, following: Month, zone: str) -> IndexKey:
    return Directory.billing_due(epoch(due_at(following, zone)), clock.partner_id)
