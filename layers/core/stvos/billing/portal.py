"""Rules of the reports that a partner's staff see."""

from typing import Self

from stvos.billing.answers import ReportAnswer, ReportsAnswer
from stvos.billing.due import current_month, last_month
from stvos.billing.models import BillingClock, Report
from stvos.billing.reports import ReportDrafts
from stvos.billing.repository import BillingDirectory, BillingRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput, NotFound
from stvos.months import Month
from stvos.paging import PageQuery
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.usage.suppression import group, is_shown_of, require_detailed


class PartnerBills:
    """One partner's reports: final ones, and drafts of the months that are not final yet."""

    def __init__(self, table: Table, staff: Staff, now: Clock = utc_now) -> None:
        tenant = ClientId(staff.client_id)
        self._table = table
        self._partners = PartnerRepository(table, tenant)
        self._repository = BillingRepository(table, tenant, staff.partner_id)
        self._staff = staff
        self._now = now

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls(Table.of_stack(), staff)

    def page(self, asked: PageQuery) -> ReportsAnswer:
        """A page of all months since the partner was made, until it ended, newest first."""
        partner, clock, current = self._billing_state()
        months = clock.first_month.through(current)
        page = asked.cut(months[::-1])
        open_, final = [m for m in page if m >= clock.next], [m for m in page if m < clock.next]
        drafts = ReportDrafts(self._table, partner).up_to(clock, current) if open_ else []
        reports = [report for report in reversed(drafts) if report.month in open_]
        if final:
            reports += self._repository.reports(final[-1], final[0], len(final))
        return ReportsAnswer.of(
            reports, asked.pagination(len(months)), hides_drafts=partner.is_aggregate
        )

    def require(self, text: str) -> Report:
        """The report of a month given as `2026-01`. Raises InvalidInput for a future month, and
        Forbidden for a draft where the partner sees its members in groups only.
        """
        partner, report = self._require(text)
        if report.is_draft:
            require_detailed(partner)
        return report

    def show(self, text: str) -> ReportAnswer:
        """The report of a month as the staff may see it. A partner that sees its members in groups
        sees what it pays for once it is final, and the use of a month by the same rule as in the
        analytics.
        """
        partner, report = self._require(text)
        if not partner.is_aggregate:
            return ReportAnswer.of(report)
        if report.is_draft:
            return ReportAnswer.without_figures(report)
        counted = report.inputs.counted
        shows_usage = is_shown_of(counted.active, counted.members)
        return ReportAnswer.of_groups(
            report, shows_usage=shows_usage, joined=group(report.inputs.usage.joined)
        )

    def _require(self, text: str) -> tuple[Partner, Report]:
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise InvalidInput.at("path.month", str(error)) from error
        partner, clock, current = self._billing_state()
        if month > current:
            raise InvalidInput.at("path.month", "must not be in the future")
        if month < clock.first_month:
            raise NotFound
        if month < clock.next:
            report = self._repository.find_report(month)
            if report is None:
                raise NotFound
            return partner, report
        return partner, ReportDrafts(self._table, partner).up_to(clock, month)[-1]

    def _billing_state(self) -> tuple[Partner, BillingClock, Month]:
        """The partner, its clock, and the current month in its time zone, or its last one."""
        partner = self._partners.require(self._staff.partner_id)
        clock = BillingDirectory(self._table).find_clock(partner.id)
        if clock is None:
            raise NotFound
        current = current_month(partner.billing.timezone, self._now())
        if last := last_month(partner):
            current = min(current, last)
        # A change of time zone on the 1st may lead back into a month that is final.
        return partner, clock, max(current, clock.next.before)
