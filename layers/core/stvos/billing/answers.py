"""Answers about reports and billing runs."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import PlainSerializer, WithJsonSchema

from stvos.billing.models import LedgerRow, LedgerState, Report
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.numeric import as_number
from stvos.paging import Pagination
from stvos.usage.period_answers import PeriodAnswer

# A sum of money; a credit is below zero.
Sum = Annotated[
    Decimal,
    PlainSerializer(as_number, when_used="json"),
    WithJsonSchema({"type": "number"}),
]


class ReportState(StrEnum):
    """A draft changes during its month; a final report never does."""

    DRAFT = "draft"
    FINAL = "final"


class ReportSummary(Answer):
    """A month in the list. Amounts in major units of `currency`. A draft has no figures for a
    partner that sees its members in groups only.
    """

    month: str
    status: ReportState
    active_members: int | None
    amount: Sum | None
    currency: str

    @classmethod
    def of(cls, report: Report, *, hides_drafts: bool = False) -> Self:
        hidden = hides_drafts and report.is_draft
        return cls(
            month=str(report.month),
            status=ReportState.DRAFT if report.is_draft else ReportState.FINAL,
            active_members=None if hidden else report.inputs.counted.active,
            amount=None if hidden else report.subtotal,
            currency=report.currency,
        )


class ReportsAnswer(Answer):
    """Newest first: the months that are not final yet, then the final ones. `items` are the
    `reports` again.
    """

    reports: list[ReportSummary]
    items: list[ReportSummary]
    pagination: Pagination

    @classmethod
    def of(
        cls, reports: Iterable[Report], pagination: Pagination, *, hides_drafts: bool = False
    ) -> Self:
        summaries = [ReportSummary.of(report, hides_drafts=hides_drafts) for report in reports]
        return cls(reports=summaries, items=summaries, pagination=pagination)


class LineAnswer(Answer):
    """`amount` is quantity times unit price, rounded to the currency's smallest unit."""

    description: str
    quantity: int
    unit_price: Sum
    amount: Sum


class BilledMembersAnswer(Answer):
    """At the month's end, active in it, joined in it."""

    total: int | None
    active: int | None
    new: int | None


class UsageAnswer(Answer):
    """What all members did together; null when too few were active to hide a single one."""

    watched_minutes: int | None
    plays: int | None
    completions: int | None


class ReportAnswer(Answer):
    """A draft has no digest and was neither finalised nor mailed. For a partner that sees its
    members in groups only it has no figures either.
    """

    month: str
    timezone: str
    period: PeriodAnswer
    lines: list[LineAnswer]
    subtotal: Sum | None
    currency: str
    members: BilledMembersAnswer
    usage: UsageAnswer
    digest: str | None
    finalised_at: Instant | None
    emailed_at: Instant | None

    @classmethod
    def of(cls, report: Report) -> Self:
        """Everything, for a partner that sees each member."""
        return cls._of(report, shows_usage=True, joined=report.inputs.usage.joined)

    @classmethod
    def of_groups(cls, report: Report, *, shows_usage: bool, joined: int | None) -> Self:
        """For a partner that sees its members in groups only: `joined` is None where few did."""
        return cls._of(report, shows_usage=shows_usage, joined=joined)

    @classmethod
    def _of(cls, report: Report, *, shows_usage: bool, joined: int | None) -> Self:
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
                new=joined,
            ),
            usage=usage if shows_usage else WITHHELD,
            digest=report.digest if report.finalised_at else None,
            finalised_at=report.finalised_at,
            emailed_at=report.emailed_at,
        )

    @classmethod
    def without_figures(cls, report: Report) -> Self:
        """A month whose figures grow with what single members do, one by one."""
        no_members = BilledMembersAnswer(total=None, active=None, new=None)
        withheld: dict[str, Any] = {"lines": [], "subtotal": None, "members": no_members}
        return cls._of(report, shows_usage=False, joined=None).model_copy(update=withheld)


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
    reason: OmittedIfNone[str] = None
    at: Instant

    @classmethod
    def of(cls, row: LedgerRow) -> Self:
        return cls(state=row.state, reason=row.reason, at=row.at)


class RunPartnerAnswer(Answer):
    """A partner of a run. `reason` of what is skipped: final, not_over, created_later or ended."""

    id: int
    client_id: int
    name: str
    status: RunState
    reason: OmittedIfNone[str] = None
    ledger: OmittedIfNone[LedgerAnswer] = None


class RunAnswer(Answer):
    """`report`: only in a dry run for one partner, whose report it would be."""

    run_id: int
    partners: list[RunPartnerAnswer]
    report: OmittedIfNone[ReportAnswer] = None
