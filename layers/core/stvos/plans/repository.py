"""DynamoDB access patterns Q1 to Q4 of docs/data-model.md: a member's workout and class plans."""

from dataclasses import dataclass
from datetime import datetime

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Keys, PlanKind, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, delete, put, update
from stvos.errors import NotFound
from stvos.saved_plans.models import PlanChanged, Saved, StoredVersion

KEPT_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class PlanPage[S: Saved]:
    """Some versions, and the sort key to go on after."""

    plans: list[S]
    after: str | None


class PlanRepository[S: Saved]:
    """One member's plans of one kind."""

    def __init__(
        self, table: Table, tenant: ClientId, member: UserId, kind: PlanKind, model: type[S]
    ) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = member
        self._kind: PlanKind = kind
        self._model = model
        self.key = self._keys.present_plan(member, kind)
        self.span = self._keys.plan_versions(member, kind)

    def present(self) -> StoredVersion[S] | None:
        """Q1: the newest version, ended or not."""
        return self.of_item(self._table.find(self.key, consistent=True))

    def of_item(self, item: Item | None) -> StoredVersion[S] | None:
        """Q1: the newest version, where its item was read together with others."""
        return StoredVersion.of_item(self._model, item) if item else None

    def find(self, version: int) -> S | None:
        """Q1: a version that was replaced."""
        item = self._table.find(self._keys.plan_version(self._member, self._kind, version))
        return self._model.of_item(item) if item else None

    def earlier(self, limit: int, after: str | None) -> PlanPage[S]:
        """Q2: versions that were replaced or ended, the newest first."""
        found = self._table.query(self.span, limit=limit, forward=False, after=after)
        return PlanPage([self._model.of_item(item) for item in found.items], found.after)

    def replace(self, before: S | None, after: S) -> None:
        """Q3: store the next version, keep the one before, drop the one that is too old. Raises
        PlanChanged unless the present one still is `before`.
        """
        writes = [
            put(
                self.key,
                self._to_item(after),
                only_if=_is(before) if before else Attr("pk").not_exists(),
                refusal=PlanChanged("The plan was replaced meanwhile; try again."),
            ),
            not_erased(self._keys.user(self._member)),
        ]
        if before:
            writes.append(self._keeping(before))
        too_old = after.version - KEPT_VERSIONS
        if too_old > 0:
            writes.append(delete(self._keys.plan_version(self._member, self._kind, too_old)))
        self._table.transact(*writes)

    def change(self, before: S, after: S) -> None:
        """Q4: store a changed plan; raises PlanChanged unless it still is as it was read."""
        refusal = PlanChanged("The plan was changed meanwhile; try again.")
        changing = put(self.key, self._to_item(after), only_if=_is(before), refusal=refusal)
        self._table.write(changing)

    def end(self, present: S, now: datetime) -> None:
        """Q4: end a plan and keep it among the earlier ones; raises PlanChanged, or NotFound when
        it has ended.
        """
        if present.ended_at:
            raise NotFound
        ended = present.model_copy(update={"ended_at": now})
        ending = update(
            self.key,
            sets={"ended_at": now.isoformat()},
            only_if=_is(present) & Attr("ended_at").not_exists(),
            refusal=PlanChanged("The plan was changed meanwhile; try again."),
        )
        self._table.transact(ending, self._keeping(ended))

    def _keeping(self, saved: S) -> Write:
        key = self._keys.plan_version(self._member, self._kind, saved.version)
        return put(key, saved.to_item() | {"type": f"{self._kind}_plan_version"})

    def _to_item(self, saved: S) -> Item:
        return saved.to_item() | {"type": f"{self._kind}_plan"}


def _is(saved: Saved) -> Condition:
    return Attr("version").eq(saved.version) & Attr("revision").eq(saved.revision)
