"""The trail of what operators changed: DynamoDB access patterns O1 and O2 of docs/data-model.md."""

from datetime import datetime, timedelta
from typing import Any

from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Slice, Table, Write, put
from stvos.errors import Conflict, InvalidInput
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.models import Answer, Entity
from stvos.operators.requests import AuditQuery

_SHOWN_DAYS = timedelta(days=29)


class AuditEntry(Entity):
    """One change: who did what to which thing, and how that looked before and after."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class Audit:
    """One client's trail."""

    def __init__(self, table: Table, tenant: ClientId, principal: Principal) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._actor = principal.kind

    def entry(
        self, action: str, target: str, *, before: Answer | None = None, after: Answer | None = None
    ) -> Write:
        """O1: the write of an entry, made of what the operator may see, so of no secret.

        It goes first into the transaction of its change. A repeated request meets its own entry
        there, and so knows that everything behind it was done.
        """
        now, entry_id = utc_now(), new_id()
        entry = AuditEntry(
            id=entry_id,
            at=now,
            actor=self._actor,
            action=action,
            target=target,
            before=_shown(before),
            after=_shown(after),
        )
        item = entry.to_item() | {"type": "audit"}
        return put(self._keys.audit(now.date(), entry_id), item, unless_exists=Conflict())

    def holds(self, entry: Write) -> bool:
        """O1: whether an earlier attempt of this very request got as far as its transaction."""
        return self._table.find(entry.key, consistent=True) is not None

    def page(self, query: AuditQuery) -> Slice:
        """O2: entries of some days (UTC), newest first."""
        last_day = query.to or utc_now().date()
        first_day = query.from_ or last_day - _SHOWN_DAYS
        if first_day > last_day:
            raise InvalidInput.at("query.from", "must not be after `to`")
        span = self._keys.audit_between(first_day, last_day)
        return self._table.query(span, limit=query.limit, forward=False, after=query.after(span))


def _shown(answer: Answer | None) -> dict[str, Any] | None:
    return answer.model_dump(mode="json", by_alias=True) if answer else None
