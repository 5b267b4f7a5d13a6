"""Rules of what a partner's staff see of their bills."""

from typing import Self

from stvos.billing.answers import ReportAnswer, ReportsAnswer, ReportSummary
from stvos.billing.due import running
from stvos.billing.models import BillingClock, Report
from stvos.billing.reports import ReportDrafts
from stvos.billing.repository import BillingDirectory, BillingRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput, NotFound
from stvos.months import Month
from stvos.paging import PageQuery
from stvos.partners.models import Partner, Staff, Visibility
from stvos.partners.repository import PartnerRepository

# Use by fewer people than this reveals single ones.
_GROUP = 10


class PartnerBills:
    """One partner's reports: the final ones, and drafts of the months that are not final yet."""

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
        partner, clock, current = self._whereabouts()
        months = clock.first.through(current)
        page = asked.cut(months[::-1])
        open_, final = [m for m in page if m >= clock.next], [m for m in page if m < clock.next]
        drafts = ReportDrafts(self._table, partner).up_to(clock, current) if open_ else []
        found = [report for report in reversed(drafts) if report.month in open_]
        if final:
            found += self._repository.reports(final[-1], final[0], len(final))
        return ReportsAnswer(
            reports=[ReportSummary.of(report) for report in found],
            pagination=asked.pagination(len(months)),
        )

    def find(self, text: str) -> Report:
        """The report of a month given as `2026-01`; a month to come is no month yet."""
        return self._found(text)[1]

    def show(self, text: str) -> ReportAnswer:
        """The same as the staff may see it: what is billed always, use not of a few people."""
        partner, report = self._found(text)
        few = report.inputs.counted.active < _GROUP
        withheld = few and partner.member_visibility is Visibility.AGGREGATE
        return ReportAnswer.of(report, shows_usage=not withheld)

    def _found(self, text: str) -> tuple[Partner, Report]:
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise InvalidInput.at("path.month", str(error)) from error
        partner, clock, current = self._whereabouts()
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

    def _whereabouts(self) -> tuple[Partner, BillingClock, Month]:
        """The partner, its clock, and the month that it is there."""
        partner = self._partners.require(self._staff.partner_id)
        clock = BillingDirectory(self._table).clock(partner.id)
        if clock is None:
            raise NotFound
        current = running(partner.billing.timezone, self._now())
        # A change of zone on the 1st may lead back into a month that is final.
        return partner, clock, max(current, clock.next.before)
