"""The partner that a session or a log is counted for, stored with it when it begins.

So each one is counted for the partner of that moment, on the days of the partner's time zone at
that moment, however late it is delivered and whatever has changed since.
"""

import time

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table
from stvos.models import Entity

_CACHE_SECONDS = 60
_zones: dict[tuple[ClientId, int], tuple[float, str]] = {}


class Attribution(Entity):
    """A partner, and the IANA time zone that decides on which day something is counted."""

    id: int
    zone: str


def attribution_of(table: Table, tenant: ClientId, partner_id: int | None) -> Attribution | None:
    """The attribution of what a member does now; None for a member without a partner.

    A process caches a partner's zone for a minute, so this seldom costs a read.
    """
    if partner_id is None:
        return None
    cached_until, zone = _zones.get((tenant, partner_id), (0.0, ""))
    if cached_until <= time.monotonic():
        item = table.find(Keys(tenant).partner(partner_id))
        if item is None:
            return None
        zone = item["billing"]["timezone"]
        _zones[tenant, partner_id] = (time.monotonic() + _CACHE_SECONDS, zone)
    return Attribution(id=partner_id, zone=zone)
