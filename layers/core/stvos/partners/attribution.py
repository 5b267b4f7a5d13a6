"""Whose use a thing is, written on it when it begins: a session, a log.

So what happened is counted for the partner of that moment, on the days of the partner's zone of
that moment, however late it is delivered and whatever changes meanwhile.
"""

import time

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table
from stvos.models import Entity

_KNOWN_SECONDS = 60
_zones: dict[tuple[ClientId, int], tuple[float, str]] = {}


class Attribution(Entity):
    """A partner, and the IANA zone by which its days went."""

    id: int
    zone: str


def attribution_of(table: Table, tenant: ClientId, partner_id: int | None) -> Attribution | None:
    """The label for what a member does now; None without a partner.

    A process knows a partner's zone for a minute, so this seldom costs a read.
    """
    if partner_id is None:
        return None
    known_until, zone = _zones.get((tenant, partner_id), (0.0, ""))
    if known_until <= time.monotonic():
        item = table.get(Keys(tenant).partner(partner_id))
        if item is None:
            return None
        zone = item["billing"]["timezone"]
        _zones[tenant, partner_id] = (time.monotonic() + _KNOWN_SECONDS, zone)
    return Attribution(id=partner_id, zone=zone)
