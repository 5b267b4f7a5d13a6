"""When a month's report is due, and which months and days a partner is billed for.

A report is due at 06:00 on the 1st after its month, in the partner's time zone.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from stvos.billing.inputs import PaidPart
from stvos.clock import day_of
from stvos.months import Month
from stvos.partners.models import BillingModel, Partner, Proration

_DUE = time(6)


def due_at(month: Month, zone: str) -> datetime:
    """The instant of 06:00 local time on the 1st after a month.

    When the clocks skip 06:00, the time is read with the offset from before the change; when they
    show it twice, it is the first of the two.
    """
    local = datetime.combine(month.after.first_day, _DUE, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def current_month(zone: str, now: datetime) -> Month:
    """The current month in a time zone."""
    return Month.of(day_of(now, zone))


def last_month(partner: Partner) -> Month | None:
    """The last month that an ended partner is billed for; None while it has not ended."""
    if partner.ended_at is None:
        return None
    return current_month(partner.billing.timezone, partner.ended_at)


def paid_part(partner: Partner, month: Month) -> PaidPart | None:
    """Of how many days of a month a flat fee is paid; None for all of them, and for other models.

    Days count from that on which the partner was created to that on which it was ended.
    """
    prices, zone = partner.prices_in(month), partner.billing.timezone
    if prices.model is not BillingModel.FLAT:
        return None
    first_day = max(month.first_day, day_of(partner.created_at, zone))
    last_day, all_days = month.last_day, month.last_day.day
    if prices.proration is Proration.FROM_FIRST_FULL_MONTH:
        days = all_days if first_day == month.first_day else 0
    else:
        if partner.ended_at is not None:
            last_day = min(last_day, day_of(partner.ended_at, zone))
        days = max(0, (last_day - first_day).days + 1)
    return None if days == all_days else PaidPart(days=days, of=all_days)


def is_over(month: Month, zone: str, now: datetime) -> bool:
    """Whether a month has ended in a time zone."""
    return current_month(zone, now) > month
