"""Rules of the reports that a partner's staff see."""

from typing import Self

from stvos.billing.answers import ReportAnswer, ReportsAnswer, ReportSummary
from stvos.billing.due import current_month
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
from stvos.usage.suppression import MIN_GROUP_SIZE, is_aggregate


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
        """A page of all months since the partner was made, newest first."""
        partner, clock, current = self._billing_state()
        months = clock.first.through(current)
        page = asked.cut(months[::-1])
        open_, final = [m for m in page if m >= clock.next], [m for m in page if m < clock.next]
        drafts = ReportDrafts(self._table, partner).up_to(clock, current) if open_ else []
        reports = [report for report in reversed(drafts) if report.month in open_]
        if final:
            reports += self._repository.reports(final[-1], final[0], len(final))
        return ReportsAnswer(
            reports=[ReportSummary.of(report) for report in reports],
            pagination=asked.pagination(len(months)),
        )

    def require(self, text: str) -> Report:
        """The report of a month given as `2026-01`. Raises InvalidInput for a future month."""
        return self._require(text)[1]

    def show(self, text: str) -> ReportAnswer:
        """The same as the staff may see it: billed figures always, usage not of too few people."""
        partner, report = self._require(text)
        few = report.inputs.counted.active < MIN_GROUP_SIZE
        withheld = few and is_aggregate(partner)
        return ReportAnswer.of(report, shows_usage=not withheld)

    def _require(self, text: str) -> tuple[Partner, Report]:
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise InvalidInput.at("path.month", str(error)) from error
        partner, clock, current = self._billing_state()
        if month > current:
            raise InvalidInput.at("path.month", "must not be in the future")
        if month < clock.first:
            raise NotFound
        if month < clock.next:
            report = self._repository.report(month)
            if report is None:
                raise NotFound
            return partner, report
        return partner, ReportDrafts(self._table, partner).up_to(clock, month)[-1]

    def _billing_state(self) -> tuple[Partner, BillingClock, Month]:
        """The partner, its clock, and the current month in its time zone."""
        partner = self._partners.require(self._staff.partner_id)
        clock = BillingDirectory(self._table).clock(partner.id)
        if clock is None:
            raise NotFound
        current = current_month(partner.billing.timezone, self._now())
        # A change of time zone on the 1st may lead back into a month that is final.
        return partner, clock, max(current, clock.next.before)
