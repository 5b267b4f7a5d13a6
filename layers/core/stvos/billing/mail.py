"""The mail with a report: its content, and the record of what became of it."""

from typing import Any

from stvos.billing.files import as_csv
from stvos.billing.models import LedgerState, Report
from stvos.billing.repository import BillingRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.money import written
from stvos.months import Month
from stvos.partners.models import Partner
from stvos.queues.worker import Task
from stvos.usage.suppression import group

TEMPLATE = "billing_report"


def content_of(report: Report, partner: Partner) -> dict[str, Any]:
    """The content of the letter, all from the stored report."""
    counted, currency = report.inputs.counted, report.currency
    joined = report.inputs.usage.joined
    return {
        "template": TEMPLATE,
        "to": list(partner.billing.report_emails),
        "partner": partner.name,
        "partner_id": partner.id,
        "month": str(report.month),
        "timezone": report.inputs.terms.timezone,
        "lines": [
            {
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": str(line.unit_price),
                "amount": str(written(line.amount, currency)),
            }
            for line in report.lines
        ],
        "total": str(written(report.subtotal, currency)),
        "currency": currency,
        "members": counted.members,
        "active": counted.active,
        # None where it is not for the partner to see.
        "joined": group(joined) if partner.is_aggregate else joined,
        "csv": as_csv(report).decode(),
    }


class ReportMails:
    """Records in the ledger what became of the mails with reports."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    def sent(self, task: Task) -> None:
        self._repository(task).mark_mailed(_month(task), self._now())

    def dropped(self, task: Task, reason: str) -> None:
        self._repository(task).mark_not_mailed(
            _month(task), LedgerState.SKIPPED, reason, self._now()
        )

    def failed(self, task: Task) -> None:
        self._repository(task).mark_not_mailed(
            _month(task), LedgerState.FAILED, "not_sent", self._now()
        )

    def _repository(self, task: Task) -> BillingRepository:
        return BillingRepository(self._table, task.tenant, task.content["partner_id"])


def _month(task: Task) -> Month:
    return Month.parse(task.content["month"])
