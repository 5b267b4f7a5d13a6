"""Billing clocks, reports and the ledger, as stored."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from stvos.billing.inputs import BilledMonth, Inputs
from stvos.billing.rules import Line, bill, total
from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.months import Month, StoredMonth


class BillingClock(Entity):
    """How far a partner is billed: every month from `first` up to, not including, `next`."""

    client_id: int
    partner_id: int
    first_month: StoredMonth
    next: StoredMonth


class Report(Entity):
    """A month's report with its inputs. One that is not finalised is a draft and never stored."""

    inputs: Inputs
    digest: str
    lines: tuple[Line, ...]
    subtotal: StoredAmount
    settled: tuple[BilledMonth, ...]
    finalised_at: datetime | None = None
    emailed_at: datetime | None = None

    @classmethod
    def of(cls, inputs: Inputs, finalised_at: datetime | None = None) -> Self:
        """The report that the rules make from these inputs."""
        made = bill(inputs)
        return cls(
            inputs=inputs,
            digest=inputs.digest,
            lines=made.lines,
            subtotal=total(made.lines, inputs.terms.currency),
            settled=made.settled,
            finalised_at=finalised_at,
        )

    @property
    def is_draft(self) -> bool:
        return self.finalised_at is None

    @property
    def month(self) -> Month:
        return self.inputs.month

    @property
    def currency(self) -> str:
        return self.inputs.terms.currency


class LedgerState(StrEnum):
    """The state of a report's mail: queued, sent, skipped on purpose, or failed."""

    QUEUED = "queued"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


class LedgerRow(Entity):
    """One due month of a partner. `reason`: a code that says why it was skipped or failed."""

    client_id: int
    partner_id: int
    month: StoredMonth
    state: LedgerState
    reason: str | None = None
    at: datetime
