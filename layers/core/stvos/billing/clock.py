"""DynamoDB access pattern R1 of docs/data-model.md: a partner's next month to be billed.

A partner's billing clock is created and removed with the partner, and advances in the transaction
that stores a report. It is stored in the directory and indexed by the instant at which the next
report is due. So the schedule finds the partners that are due, and the operator finds a partner by
its id, without reading every client.
"""

from typing import Any

from stvos.billing.due import current_month, due_at, last_month
from stvos.billing.models import BillingClock
from stvos.clock import epoch
from stvos.dynamodb.keys import Directory, IndexKey
from stvos.dynamodb.keys.primitives import INDEX_ATTRIBUTES
from stvos.dynamodb.table import Attr, Write, delete, put, update
from stvos.errors import Conflict, StvosError
from stvos.months import Month
from stvos.partners.models import Partner


def started(partner: Partner) -> Write:
    """R1: the write that stores a new partner's clock, whose first month is the current one."""
    zone = partner.billing.timezone
    first_month = current_month(zone, partner.created_at)
    clock = BillingClock(
        client_id=partner.client_id,
        partner_id=partner.id,
        first_month=first_month,
        next=first_month,
    )
    return put(
        Directory.billing(partner.id),
        clock.to_item() | {"type": "billing_clock"},
        unless_exists=Conflict(),
        index=_index_key(clock, first_month, zone),
    )


def moved_by(clock: BillingClock, before: Partner, after: Partner) -> tuple[Write, ...]:
    """R1: the writes for a changed partner: in another time zone, the next report is due at
    another instant; of one that has ended, perhaps never. A month from which other prices hold
    must not have become final meanwhile.
    """
    if _terms(before) == _terms(after):
        return ()
    changed = Conflict("The partner was changed meanwhile; read it again.")
    return (_update(clock, clock.next, after, {}, changed),)


def _terms(partner: Partner) -> tuple[object, ...]:
    return partner.billing, partner.former_prices, partner.ended_at


def advanced(clock: BillingClock, partner: Partner, refusal: StvosError) -> Write:
    """R1: the write that advances the clock by a month, whose report is final."""
    after = clock.next.after
    return _update(clock, after, partner, {"next": str(after)}, refusal)


def stopped(partner_id: int) -> Write:
    """R1: the write that removes the clock of a removed partner."""
    return delete(Directory.billing(partner_id))


def _update(
    clock: BillingClock,
    following: Month,
    partner: Partner,
    sets: dict[str, Any],
    refusal: StvosError,
) -> Write:
    last = last_month(partner)
    is_last_made = last is not None and following > last
    zone = partner.billing.timezone
    return update(
        Directory.billing(clock.partner_id),
        sets=sets,
        removes=INDEX_ATTRIBUTES if is_last_made else (),
        only_if=Attr("next").eq(str(clock.next)),
        refusal=refusal,
        index=None if is_last_made else _index_key(clock, following, zone),
    )


def _index_key(clock: BillingClock, following: Month, zone: str) -> IndexKey:
    return Directory.billing_due(epoch(due_at(following, zone)), clock.partner_id)
