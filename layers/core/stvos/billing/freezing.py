"""The worker that makes reports final.

A report, its ledger row, the advance of the partner's clock and the message that mails it are
written in one transaction, so a month has all of them once or none. The files are made from the
stored report. A delivery that is repeated after any crash ends in the same state.
"""

from typing import Self

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from stvos.billing import clock as clocks
from stvos.billing.due import due_at, is_over, last_month
from stvos.billing.files import ReportFiles
from stvos.billing.mail import content_of
from stvos.billing.models import BillingClock, LedgerState, Report
from stvos.billing.reports import ReportDrafts
from stvos.billing.repository import BillingDirectory, BillingRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Table
from stvos.errors import Conflict
from stvos.months import Month
from stvos.partners.models import Partner
from stvos.partners.repository import PartnerRepository
from stvos.queues.worker import NotYet, Task

logger = Logger(service="stvos")

_TRIES = 5


class _ChangedMeanwhile(Conflict):
    """Another worker made the report, or its terms were changed, while it was being made."""


class ReportMaker:
    """Makes the reports of every client's partners."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._directory = BillingDirectory(table)
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def make(self, task: Task) -> None:
        """Make the report that a message names, and before it every older one that is due.

        A report that is final already only gets its files again. When the last delivery fails, the
        ledger records it.
        """
        partner_id, month = task.content["partner_id"], Month.parse(task.content["month"])
        repository = BillingRepository(self._table, task.tenant, partner_id)
        try:
            self._make(task, partner_id, month, repository)
        except Exception:
            if task.is_last:
                repository.mark_not_made(month, self._now())
            raise

    def _make(
        self, task: Task, partner_id: int, month: Month, repository: BillingRepository
    ) -> None:
        partners = PartnerRepository(self._table, task.tenant)
        files = ReportFiles.of(task.tenant, partner_id)
        tries = 0
        while tries < _TRIES:
            clock = self._directory.find_clock(partner_id)
            partner = partners.find(partner_id, consistent=True)
            if clock is None or partner is None:
                logger.warning("partner gone", tenant=task.tenant, partner=partner_id)
                return
            # Before a further report is made: so only the newest one can be without its files.
            newest = clock.next.before
            _store(files, repository.find_report(newest))
            if not self._must_be_made(clock.next, month, partner):
                if month < newest:
                    _store(files, repository.find_report(month))
                return
            try:
                self._freeze(partner, clock, repository)
            except _ChangedMeanwhile:
                tries += 1
        raise NotYet("other workers are making reports of the same partner")

    def _must_be_made(self, following: Month, asked: Month, partner: Partner) -> bool:
        """Whether the report of a month that is not final yet must be made now."""
        now, zone, last = self._now(), partner.billing.timezone, last_month(partner)
        if last is not None and following > last:
            return False
        if following <= asked and is_over(following, zone, now):
            return True
        return due_at(following, zone) <= now

    def _freeze(self, partner: Partner, clock: BillingClock, repository: BillingRepository) -> None:
        now, terms = self._now(), partner.billing
        report = ReportDrafts(self._table, partner).next(clock, finalised_at=now)
        state = LedgerState.QUEUED if terms.report_emails else LedgerState.SKIPPED
        reason = None if terms.report_emails else "no_addresses"
        row = repository.row(report.month, state, now, reason)
        tenant = ClientId(partner.client_id)
        mail = [message(tenant, Work.MAIL, content_of(report, partner), now)]
        self._table.transact(
            *repository.freezing(report, row, _ChangedMeanwhile()),
            clocks.advanced(clock, partner, _ChangedMeanwhile()),
            PartnerRepository(self._table, tenant).unchanged(partner, _ChangedMeanwhile()),
            *(mail if terms.report_emails else ()),
        )
        _count("BillingReportMade")


def _store(files: ReportFiles, report: Report | None) -> None:
    if report:
        files.store(report)


def _count(name: str) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="stvos"):
        pass
