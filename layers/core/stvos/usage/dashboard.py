"""The figures of the portal's dashboard: five reads, whatever the number of members."""

from datetime import date, timedelta
from typing import Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.months import Month
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.usage.answers import DashboardAnswer, TrendsAnswer
from stvos.usage.counters import PartnerCounters, Use
from stvos.usage.recency import RECENT_DAYS, active_since
from stvos.usage.suppression import group, is_shown, part

FIRST_MONTH = Month(2025, 1)
"""No id of this platform is older, so nothing was counted before."""


class Dashboard:
    """One partner's dashboard."""

    def __init__(self, counters: PartnerCounters, partner: Partner, now: Clock = utc_now) -> None:
        self._counters = counters
        self._partner = partner
        self._now = now

    @classmethod
    def of(cls, staff: Staff) -> Self:
        table, tenant = Table.of_stack(), ClientId(staff.client_id)
        partner = PartnerRepository(table, tenant).require(staff.partner_id)
        return cls(PartnerCounters(table, tenant, partner.id), partner)

    def show(self) -> DashboardAnswer:
        """The present figures; for a partner that sees groups only, those of past months."""
        today = day_of(self._now(), self._partner.billing.timezone)
        months = self._counters.months(FIRST_MONTH, Month.of(today))
        if self._partner.is_aggregate:
            return self._in_groups(months, Month.of(today).before)
        days = self._counters.days(today - timedelta(days=2 * RECENT_DAYS - 1), today)
        recent, earlier = _split(days, active_since(today))
        members, ever = self._counters.members(), _sum(months)
        return DashboardAnswer(
            total_members=members,
            active_members=max(0, recent.latest),
            total_watch_time_minutes=ever.watched_minutes,
            total_classes_watched=ever.completions,
            trends=TrendsAnswer(
                members_change=change(members, members - recent.joined + recent.left),
                watch_time_change=change(recent.watched_ms, earlier.watched_ms),
            ),
        )

    def _in_groups(self, months: dict[Month, Use], last: Month) -> DashboardAnswer:
        shown = {
            month: use
            for month, use in months.items()
            if month <= last and is_shown(use, members_at_end(months, month))
        }
        ever = _sum(shown)
        members, before = members_at_end(months, last), members_at_end(months, last.before)
        comparable = group(before) is not None and group(members) is not None
        has_both = shown.keys() >= {last, last.before}
        return DashboardAnswer(
            total_members=group(members),
            active_members=part(months.get(last, Use()).active, members),
            total_watch_time_minutes=ever.watched_minutes if shown else None,
            total_classes_watched=ever.completions if shown else None,
            trends=TrendsAnswer(
                members_change=change(members, before) if comparable else None,
                watch_time_change=(
                    change(shown[last].watched_ms, shown[last.before].watched_ms)
                    if has_both
                    else None
                ),
            ),
        )


def members_at_end(months: dict[Month, Use], last: Month) -> int:
    """The members at a month's end: those who joined by then and had not left."""
    return sum(use.joined - use.left for month, use in months.items() if month <= last)


def change(now: int, before: int) -> str:
    """The change in whole percent: `+12%`, `-3%`; `0%` also when there was nothing before."""
    if before <= 0:
        return "0%"
    percent = round(100 * (now - before) / before)
    return f"{percent:+d}%" if percent else "0%"


def _split(days: dict[date, Use], first_recent: date) -> tuple[Use, Use]:
    recent = {day: use for day, use in days.items() if day >= first_recent}
    return _sum(recent), _sum({d: u for d, u in days.items() if d not in recent})


def _sum[P](uses: dict[P, Use]) -> Use:
    return sum(uses.values(), start=Use())
