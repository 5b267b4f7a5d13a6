"""Making a partner's reports out of its counters: drafts of what is not final yet."""

from collections.abc import Mapping
from datetime import datetime

from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, Terms, Usage
from stvos.billing.models import BillingClock, Report
from stvos.billing.repository import BillingRepository
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.months import Month
from stvos.partners.models import Partner
from stvos.usage.counters import PartnerCounters, Use


class ReportDrafts:
    """What a partner's months that are not final yet cost, by the counters as they stand."""

    def __init__(self, table: Table, partner: Partner) -> None:
        tenant = ClientId(partner.client_id)
        self._repository = BillingRepository(table, tenant, partner.id)
        self._counters = PartnerCounters(table, tenant, partner.id)
        self._partner = partner

    def next(self, clock: BillingClock, finalised_at: datetime | None = None) -> Report:
        """The report of the month that is next to be final."""
        [report] = self.up_to(clock, clock.next, finalised_at)
        return report

    def up_to(
        self, clock: BillingClock, last: Month, finalised_at: datetime | None = None
    ) -> list[Report]:
        """The months from the next one to `last`, oldest first, each as if those before it were
        final: so late activity is in one of them and not in all.
        """
        before = self._repository.report(clock.next.before)
        settled = before.settled if before else ()
        # The zone may have changed since: what was counted first may be a month before.
        use = self._counters.months(clock.first.before, last)
        reports, month = [], clock.next
        while month <= last:
            report = Report.of(self._inputs(month, settled, use), finalised_at)
            reports.append(report)
            settled, month = report.settled, month.after
        return reports

    def _inputs(
        self, month: Month, settled: tuple[BilledMonth, ...], use: Mapping[Month, Use]
    ) -> Inputs:
        found = use.get(month, Use())
        return Inputs(
            client_id=self._partner.client_id,
            partner_id=self._partner.id,
            month=month,
            terms=Terms.of(self._partner.billing),
            counted=_counted(month, use),
            usage=Usage(
                joined=found.joined,
                watched_minutes=found.watched_minutes,
                plays=found.plays,
                completions=found.completions,
            ),
            earlier=tuple(Earlier(settled=one, now=_counted(one.month, use)) for one in settled),
        )


def _counted(month: Month, use: Mapping[Month, Use]) -> Counted:
    so_far = [found for counted, found in use.items() if counted <= month]
    members = sum(found.joined - found.left for found in so_far)
    # A leaving may be counted before its joining: no month has fewer than zero.
    return Counted(members=max(0, members), active=use.get(month, Use()).active)
