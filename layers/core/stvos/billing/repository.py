"""DynamoDB access patterns R1 to R6 of docs/data-model.md: clocks, reports, the ledger."""

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
    """The clocks of every client's partners: what leads to those who are due."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def clock(self, partner_id: int) -> BillingClock | None:
        """R1: one partner's clock, read consistently."""
        item = self._table.get(Directory.billing(partner_id), consistent=True)
        return BillingClock.of_item(item) if item else None

    def due_by(self, now: datetime) -> list[BillingClock]:
        """R2: whose next report is due, longest due first."""
        found = self._table.all(Directory.billings_due_by(epoch(now)))
        return [BillingClock.of_item(item) for item in found]

    def all(self) -> list[BillingClock]:
        """R2: every partner's clock, in the order in which they are due."""
        return [BillingClock.of_item(item) for item in self._table.all(Directory.billings())]

    def partners(self, clocks: Sequence[BillingClock]) -> list[Partner | None]:
        """R2: the partners of clocks; None where one was removed meanwhile."""
        keys = [Keys(ClientId(c.client_id)).partner(c.partner_id) for c in clocks]
        found = self._table.get_many(keys, consistent=True)
        return [Partner.of_item(item) if item else None for item in found]

    def ledger(self, clocks: Sequence[BillingClock], month: Month) -> list[LedgerRow | None]:
        """R4: what became of a month, for each of these partners."""
        keys = [
            Keys(ClientId(c.client_id)).billing_ledger(c.partner_id, str(month)) for c in clocks
        ]
        found = self._table.get_many(keys, consistent=True)
        return [LedgerRow.of_item(item) if item else None for item in found]


class BillingRepository:
    """One partner's reports and ledger. Tenant and partner are fixed here."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._tenant = tenant
        self._partner = partner_id

    def report(self, month: Month) -> Report | None:
        """R3: a month's final report, read consistently."""
        key = self._keys.report(self._partner, str(month))
        item = self._table.get(key, consistent=True)
        return Report.of_item(item) if item else None

    def reports(self, first: Month, last: Month, most: int) -> list[Report]:
        """R3: final reports, newest first."""
        span = self._keys.reports_between(self._partner, str(first), str(last))
        found = self._table.query(span, limit=most, forward=False)
        return [Report.of_item(item) for item in found.items]

    def freezing(self, report: Report, row: LedgerRow, refusal: Conflict) -> tuple[Write, Write]:
        """R5: the writes that store a report, once and for all, with its row of the ledger."""
        return (
            put(
                self._keys.report(self._partner, str(report.month)),
                report.to_item() | {"type": "billing_report"},
                unless_exists=refusal,
            ),
            self.entry(row),
        )

    def entry(self, row: LedgerRow) -> Write:
        """R4: the write of a row, whatever stood there before."""
        key = self._keys.billing_ledger(self._partner, str(row.month))
        return put(key, row.to_item() | {"type": "billing_ledger"})

    def row(
        self, month: Month, state: LedgerState, at: datetime, reason: str | None = None
    ) -> LedgerRow:
        """A row of this partner's."""
        return LedgerRow(
            client_id=self._tenant,
            partner_id=self._partner,
            month=month,
            state=state,
            reason=reason,
            at=at,
        )

    def not_made(self, month: Month, at: datetime) -> None:
        """R4: a month's report could not be made; one that stands already says more than this."""
        row = self.row(month, LedgerState.FAILED, at, "not_made")
        write = self.entry(row)
        unsaid = Attr("pk").not_exists() | Attr("reason").eq("not_made")
        self._change(put(write.key, write.item, only_if=unsaid))

    def mailed(self, month: Month, at: datetime) -> None:
        """R6: a report's mail is sent: its row says so, and the report when, both or neither."""
        self._change(
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

    def unmailed(self, month: Month, state: LedgerState, reason: str, at: datetime) -> None:
        """R6: a report's mail is not sent, and why; what is sent stays sent."""
        self._change(
            update(
                self._keys.billing_ledger(self._partner, str(month)),
                sets={"state": state.value, "reason": reason, "at": at.isoformat()},
                only_if=_UNSENT,
            )
        )

    def _change(self, *writes: Write) -> None:
        """Change a row, unless what stands there says more."""
        try:
            self._table.transact(*writes)
        except Conflict:
            return
