"""DynamoDB access patterns N1 to N3 of docs/data-model.md: a member's nutrition plans."""

from datetime import datetime

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, delete, put, update
from stvos.errors import NotFound
from stvos.nutrition.models import SavedPlan
from stvos.saved_plans.models import PlanChanged, StoredVersion

KEPT_VERSIONS = 50


class NutritionPlanRepository:
    """One member's nutrition plans."""

    def __init__(self, table: Table, tenant: ClientId, member: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = member

    def present(self) -> StoredVersion[SavedPlan] | None:
        """N1: the newest version, ended or not."""
        span = self._keys.nutrition_plans(self._member)
        items = self._table.query(span, limit=1, forward=False, consistent=True).items
        return StoredVersion.of_item(SavedPlan, items[0]) if items else None

    def find(self, version: int) -> SavedPlan | None:
        """N1: one version."""
        item = self._table.find(self._keys.nutrition_plan(self._member, version))
        return SavedPlan.of_item(item) if item else None

    def replace(self, before: SavedPlan | None, after: SavedPlan) -> None:
        """N2: store the next version, beside `before`, and remove the one that is too old. Raises
        PlanChanged when there is another of its number.
        """
        writes = [
            put(
                self._keys.nutrition_plan(self._member, after.version),
                after.to_item() | {"type": "nutrition_plan"},
                unless_exists=PlanChanged("The plan was replaced meanwhile; try again."),
            ),
            not_erased(self._keys.user(self._member)),
        ]
        too_old = after.version - KEPT_VERSIONS
        if too_old > 0:
            writes.append(delete(self._keys.nutrition_plan(self._member, too_old)))
        self._table.transact(*writes)

    def end(self, present: SavedPlan, now: datetime) -> None:
        """N3: end a version; raises NotFound when it is not there or has ended."""
        self._table.write(
            update(
                self._keys.nutrition_plan(self._member, present.version),
                sets={"ended_at": now.isoformat()},
                only_if=Attr("pk").exists() & Attr("ended_at").not_exists(),
                refusal=NotFound(),
            )
        )
