"""Rules of the operator's billing runs: a month of one partner or of all, by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Self

from stvos.billing.answers import LedgerAnswer, ReportAnswer, RunAnswer, RunPartnerAnswer, RunState
from stvos.billing.due import is_over, last_month
from stvos.billing.models import BillingClock, LedgerRow, LedgerState
from stvos.billing.reports import ReportDrafts
from stvos.billing.repository import BillingDirectory, BillingRepository
from stvos.billing.requests import RunBody
from stvos.billing.schedule import enqueue
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.months import Month
from stvos.operators.audit import Audit
from stvos.partners.models import Partner
from stvos.queues.queues import Queues, SqsQueues

# Where a day ends first.
_EARLIEST_ZONE = "Pacific/Kiritimati"
_PER_TRANSACTION = 50

# Why a partner of a run is skipped.
NOT_OVER, CREATED_LATER, FINAL = "not_over", "created_later", "final"
ENDED = "ended"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One partner of a run, and what is done about it."""

    clock: BillingClock
    partner: Partner
    state: RunState
    reason: str | None = None


class BillingRuns:
    """Runs over the partners of every brand."""

    def __init__(
        self, table: Table, queues: Queues, principal: Principal, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._directory = BillingDirectory(table)
        self._queues = queues
        self._principal = principal
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), SqsQueues.of_stack(), principal)

    def run(self, body: RunBody) -> RunAnswer:
        """Queue every asked partner whose month is over and not final; say of each what is done.

        A month that has ended for none of them refuses.
        """
        month = Month.parse(body.month)
        asked = [self._judged(*one, month) for one in self._asked(body)]
        self._require_over(month, asked)
        run_id = new_id()
        if not body.dry_run:
            self._note(month, run_id, asked)
            asked = self._queued(asked, month)
        shows = body.dry_run and body.partner_id is not None
        return RunAnswer(
            run_id=run_id,
            partners=self._answers(asked, month),
            report=self._draft(asked[0], month) if shows else None,
        )

    def _draft(self, one: _Asked, month: Month) -> ReportAnswer | None:
        """What the report of a partner that is due would be."""
        if one.state is not RunState.DUE:
            return None
        drafts = ReportDrafts(self._table, one.partner).up_to(one.clock, month)
        return ReportAnswer.of(drafts[-1])

    def _asked(self, body: RunBody) -> list[tuple[BillingClock, Partner]]:
        if body.partner_id is None:
            clocks = self._directory.all()
        else:
            clock = self._directory.find_clock(body.partner_id)
            clocks = [clock] if clock else []
        partners = self._directory.partners(clocks)
        existing = [(c, p) for c, p in zip(clocks, partners, strict=True) if p is not None]
        if body.partner_id is not None and not existing:
            raise NotFound
        return existing

    def _judged(self, clock: BillingClock, partner: Partner, month: Month) -> _Asked:
        reason = None
        if not is_over(month, partner.billing.timezone, self._now()):
            reason = NOT_OVER
        elif month < clock.first_month:
            reason = CREATED_LATER
        elif month < clock.next:
            reason = FINAL
        elif (last := last_month(partner)) and month > last:
            reason = ENDED
        return _Asked(clock, partner, RunState.SKIPPED if reason else RunState.DUE, reason)

    def _require_over(self, month: Month, asked: Sequence[_Asked]) -> None:
        over = any(one.reason != NOT_OVER for one in asked)
        if not over and (asked or not is_over(month, _EARLIEST_ZONE, self._now())):
            raise InvalidInput.at("body.month", "has not ended yet")

    def _note(self, month: Month, run_id: int, asked: Sequence[_Asked]) -> None:
        """An entry in the trail of each brand, and a row of the ledger for who came later."""
        entries = []
        for tenant in dict.fromkeys(ClientId(one.clock.client_id) for one in asked):
            partners = [_answer(one) for one in asked if one.clock.client_id == tenant]
            after = RunAnswer(run_id=run_id, partners=partners)
            audit = Audit(self._table, tenant, self._principal)
            entries.append(audit.entry("billing.run", f"billing/{month}", after=after))
        for some in batched(entries, _PER_TRANSACTION):
            self._table.transact(*some)
        late = [one for one in asked if one.reason == CREATED_LATER]
        self._table.write_many([self._skipped(one, month) for one in late])

    def _skipped(self, one: _Asked, month: Month) -> Write:
        tenant = ClientId(one.clock.client_id)
        repository = BillingRepository(self._table, tenant, one.partner.id)
        row = repository.row(month, LedgerState.SKIPPED, self._now(), CREATED_LATER)
        return repository.entry(row)

    def _queued(self, asked: Sequence[_Asked], month: Month) -> list[_Asked]:
        """Queue those that are due; what the queue refuses stays due, for the schedule."""
        due = [index for index, one in enumerate(asked) if one.state is RunState.DUE]
        refused = enqueue(self._queues, [(asked[index].clock, month) for index in due])
        queued = set(due) - {due[n] for n in refused}
        return [
            replace(one, state=RunState.QUEUED) if index in queued else one
            for index, one in enumerate(asked)
        ]

    def _answers(self, asked: Sequence[_Asked], month: Month) -> list[RunPartnerAnswer]:
        ledger = self._directory.ledger([one.clock for one in asked], month)
        return [_answer(one, row) for one, row in zip(asked, ledger, strict=True)]


def _answer(one: _Asked, row: LedgerRow | None = None) -> RunPartnerAnswer:
    return RunPartnerAnswer(
        id=one.partner.id,
        client_id=one.partner.client_id,
        name=one.partner.name,
        status=one.state,
        reason=one.reason,
        ledger=LedgerAnswer.of(row) if row else None,
    )
