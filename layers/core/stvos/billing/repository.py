"""DynamoDB access patterns R1 to R6 of docs/data-model.md: billing clocks, reports, ledger."""

from collections.abc import Sequence
from datetime import datetime

from stvos.billing.models import BillingClock, LedgerRow, LedgerState, Report
from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Directory, Keys
from stvos.dynamodb.table import Attr, Table, Write, put, update
from stvos.errors import Conflict
from stvos.months import Month
from stvos.partners.models import Partner

_UNSENT = Attr("pk").exists() & Attr("state").ne(LedgerState.SENT.value)


class BillingDirectory:
    """The billing clocks of every client's partners, by which those that are due are found."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find_clock(self, partner_id: int) -> BillingClock | None:
        """R1: one partner's clock, read consistently."""
        item = self._table.find(Directory.billing(partner_id), consistent=True)
        return BillingClock.of_item(item) if item else None

    def due_by(self, now: datetime) -> list[BillingClock]:
        """R2: the clocks whose next report is due, longest due first."""
        items = self._table.all(Directory.billings_due_by(epoch(now)))
        return [BillingClock.of_item(item) for item in items]

    def all(self) -> list[BillingClock]:
        """R2: every partner's clock, by when its next report is due."""
        return [BillingClock.of_item(item) for item in self._table.all(Directory.billings())]

    def partners(self, clocks: Sequence[BillingClock]) -> list[Partner | None]:
        """R2: the partners of clocks; None where one was removed meanwhile."""
        keys = [Keys(ClientId(c.client_id)).partner(c.partner_id) for c in clocks]
        items = self._table.find_many(keys, consistent=True)
        return [Partner.of_item(item) if item else None for item in items]

    def ledger(self, clocks: Sequence[BillingClock], month: Month) -> list[LedgerRow | None]:
        """R4: the ledger rows of a month; None for a partner without one."""
        keys = [
            Keys(ClientId(c.client_id)).billing_ledger(c.partner_id, str(month)) for c in clocks
        ]
        items = self._table.find_many(keys, consistent=True)
        return [LedgerRow.of_item(item) if item else None for item in items]


class BillingRepository:
    """One partner's reports and ledger. Tenant and partner are fixed here."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._tenant = tenant
        self._partner = partner_id

    def find_report(self, month: Month) -> Report | None:
        """R3: a month's final report, read consistently."""
        key = self._keys.report(self._partner, str(month))
        item = self._table.find(key, consistent=True)
        return Report.of_item(item) if item else None

    def reports(self, first: Month, last: Month, limit: int) -> list[Report]:
        """R3: final reports, newest first."""
        span = self._keys.reports_between(self._partner, str(first), str(last))
        page = self._table.query(span, limit=limit, forward=False)
        return [Report.of_item(item) for item in page.items]

    def freezing(self, report: Report, row: LedgerRow, refusal: Conflict) -> tuple[Write, Write]:
        """R5: the writes that store a final report and its ledger row; `refusal` if it exists."""
        return (
            put(
                self._keys.report(self._partner, str(report.month)),
                report.to_item() | {"type": "billing_report"},
                unless_exists=refusal,
            ),
            self.entry(row),
        )

    def entry(self, row: LedgerRow) -> Write:
        """R4: the write that stores a ledger row, also over an earlier one."""
        key = self._keys.billing_ledger(self._partner, str(row.month))
        return put(key, row.to_item() | {"type": "billing_ledger"})

    def row(
        self, month: Month, state: LedgerState, at: datetime, reason: str | None = None
    ) -> LedgerRow:
        """A ledger row of this partner."""
        return LedgerRow(
            client_id=self._tenant,
            partner_id=self._partner,
            month=month,
            state=state,
            reason=reason,
            at=at,
        )

    def mark_not_made(self, month: Month, at: datetime) -> None:
        """R4: record that a report could not be made, unless the ledger has a row already."""
        row = self.row(month, LedgerState.FAILED, at, "not_made")
        write = self.entry(row)
        is_new = Attr("pk").not_exists() | Attr("reason").eq("not_made")
        self._write_if_allowed(put(write.key, write.item, only_if=is_new))

    def mark_mailed(self, month: Month, at: datetime) -> None:
        """R6: record in ledger and report when a report's mail was sent, both or neither."""
        self._write_if_allowed(
            update(
                self._keys.billing_ledger(self._partner, str(month)),
                sets={"state": LedgerState.SENT.value, "at": at.isoformat()},
                removes=("reason",),
                only_if=_UNSENT,
            ),
            update(
                self._keys.report(self._partner, str(month)),
                sets={"emailed_at": at.isoformat()},
                only_if=Attr("pk").exists(),
            ),
        )

    def mark_not_mailed(self, month: Month, state: LedgerState, reason: str, at: datetime) -> None:
        """R6: record why a report's mail is not sent, unless it was sent."""
        self._write_if_allowed(
            update(
                self._keys.billing_ledger(self._partner, str(month)),
                sets={"state": state.value, "reason": reason, "at": at.isoformat()},
                only_if=_UNSENT,
            )
        )

    def _write_if_allowed(self, *writes: Write) -> None:
        """Write, unless a condition refuses."""
        try:
            self._table.transact(*writes)
        except Conflict:
            return
