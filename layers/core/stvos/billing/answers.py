"""Answers about reports and billing runs."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PlainSerializer, WithJsonSchema

from stvos.billing.models import LedgerRow, LedgerState, Report
from stvos.models import Answer, Instant, Maybe
from stvos.paging import Pagination
from stvos.usage.periods import PeriodAnswer

# A sum of money; a credit is below zero.
Sum = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]


class ReportState(StrEnum):
    """A draft changes during its month; a final report never does."""

    DRAFT = "draft"
    FINAL = "final"


class ReportSummary(Answer):
    """A month in the list. Amounts in major units of `currency`."""

    month: str
    status: ReportState
    active_members: int
    amount: Sum
    currency: str

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(
            month=str(report.month),
            status=ReportState.FINAL if report.finalised_at else ReportState.DRAFT,
            active_members=report.inputs.counted.active,
            amount=report.subtotal,
            currency=report.currency,
        )


class ReportsAnswer(Answer):
    """Newest first: the months that are not final yet, then the final ones."""

    reports: list[ReportSummary]
    pagination: Pagination


class LineAnswer(Answer):
    """`amount` is quantity times unit price, rounded to the currency's smallest unit."""

    description: str
    quantity: int
    unit_price: Sum
    amount: Sum


class BilledMembersAnswer(Answer):
    """At the month's end, active in it, joined in it."""

    total: int
    active: int
    new: int


class UsageAnswer(Answer):
    """What all members did together; null when too few were active to hide a single one."""

    watched_minutes: int | None
    plays: int | None
    completions: int | None


class ReportAnswer(Answer):
    """A draft has no digest and was neither finalised nor mailed."""

    month: str
    timezone: str
    period: PeriodAnswer
    lines: list[LineAnswer]
    subtotal: Sum
    currency: str
    members: BilledMembersAnswer
    usage: UsageAnswer
    digest: str | None
    finalised_at: Instant | None
    emailed_at: Instant | None

    @classmethod
    def of(cls, report: Report, *, shows_usage: bool = True) -> Self:
        inputs = report.inputs
        usage = UsageAnswer.model_validate(inputs.usage)
        return cls(
            month=str(report.month),
            timezone=inputs.terms.timezone,
            period=PeriodAnswer.of_months(report.month, report.month),
            lines=[LineAnswer.model_validate(line) for line in report.lines],
            subtotal=report.subtotal,
            currency=report.currency,
            members=BilledMembersAnswer(
                total=inputs.counted.members,
                active=inputs.counted.active,
                new=inputs.usage.joined,
            ),
            usage=usage if shows_usage else WITHHELD,
            digest=report.digest if report.finalised_at else None,
            finalised_at=report.finalised_at,
            emailed_at=report.emailed_at,
        )


WITHHELD = UsageAnswer(watched_minutes=None, plays=None, completions=None)


class ReportEnvelope(Answer):
    report: ReportAnswer


class RunState(StrEnum):
    """`queued`: is being made. `due`: not queued, but due. `skipped`: not due, see `reason`."""

    QUEUED = "queued"
    DUE = "due"
    SKIPPED = "skipped"


class LedgerAnswer(Answer):
    """The state of a month's report and its mail."""

    state: LedgerState
    reason: Maybe[str] = None
    at: Instant

    @classmethod
    def of(cls, row: LedgerRow) -> Self:
        return cls(state=row.state, reason=row.reason, at=row.at)


class RunPartnerAnswer(Answer):
    """A partner of a run. `reason` of what is skipped: final, not_over or created_later."""

    id: int
    client_id: int
    name: str
    status: RunState
    reason: Maybe[str] = None
    ledger: Maybe[LedgerAnswer] = None


class RunAnswer(Answer):
    """`report`: only in a dry run for one partner, whose report it would be."""

    run_id: int
    partners: list[RunPartnerAnswer]
    report: Maybe[ReportAnswer] = None
