"""Drafts of the reports that are not final yet, from a partner's counters."""

from collections.abc import Mapping
from datetime import datetime

from stvos.billing.due import paid_part
from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, Terms, Usage
from stvos.billing.models import BillingClock, Report
from stvos.billing.repository import BillingRepository
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.months import Month
from stvos.partners.models import Partner
from stvos.usage.counters import PartnerCounters, Use


class ReportDrafts:
    """One partner's reports of months that are not final yet, by the present counters."""

    def __init__(self, table: Table, partner: Partner) -> None:
        tenant = ClientId(partner.client_id)
        self._repository = BillingRepository(table, tenant, partner.id)
        self._counters = PartnerCounters(table, tenant, partner.id)
        self._partner = partner

    def next(self, clock: BillingClock, finalised_at: datetime | None = None) -> Report:
        """The report of the next month."""
        [report] = self.up_to(clock, clock.next, finalised_at)
        return report

    def up_to(
        self, clock: BillingClock, last: Month, finalised_at: datetime | None = None
    ) -> list[Report]:
        """The reports from the next month to `last`, oldest first.

        Each is made as if those before it were final, so late activity is in one of them only.
        """
        before = self._repository.find_report(clock.next.before)
        settled = before.settled if before else ()
        # The time zone may have changed since: the first counts may be in the month before.
        use = self._counters.months(clock.first_month.before, last)
        reports, month = [], clock.next
        while month <= last:
            report = Report.of(self._inputs(month, settled, use), finalised_at)
            reports.append(report)
            settled, month = report.settled, month.after
        return reports

    def _inputs(
        self, month: Month, settled: tuple[BilledMonth, ...], use: Mapping[Month, Use]
    ) -> Inputs:
        month_use = use.get(month, Use())
        return Inputs(
            client_id=self._partner.client_id,
            partner_id=self._partner.id,
            month=month,
            terms=Terms.of(self._partner.prices_in(month), self._partner.billing.timezone),
            counted=_counted(month, use),
            usage=Usage(
                joined=month_use.joined,
                watched_minutes=month_use.watched_minutes,
                plays=month_use.plays,
                completions=month_use.completions,
            ),
            earlier=tuple(Earlier(settled=one, now=_counted(one.month, use)) for one in settled),
            paid_part=paid_part(self._partner, month),
        )


def _counted(month: Month, use: Mapping[Month, Use]) -> Counted:
    so_far = [month_use for counted, month_use in use.items() if counted <= month]
    members = sum(month_use.joined - month_use.left for month_use in so_far)
    # A leaving may be counted before its joining; no month has fewer than zero members.
    return Counted(members=max(0, members), active=use.get(month, Use()).active)
