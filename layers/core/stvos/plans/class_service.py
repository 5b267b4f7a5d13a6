"""Rules by which a member keeps a class plan."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.plans.class_models import ClassPlan, SavedClassPlan
from stvos.plans.repository import PlanRepository
from stvos.saved_plans.keeping import end_present, keep_next, require_present

if TYPE_CHECKING:
    from stvos.accounts.models import Account


class ClassPlans:
    """The class plan of one member."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        tenant, member = ClientId(account.client_id), UserId(account.id)
        self._repository = PlanRepository(table, tenant, member, "class", SavedClassPlan)
        self._zone = account.settings.timezone
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def create(self, plan_id: int, make: Callable[[date], ClassPlan]) -> SavedClassPlan:
        """Keep the next version, which `make` makes for its first day: today, or tomorrow where
        today belongs to another.
        """
        now = self._now()
        return keep_next(
            self._repository,
            day_of(now, self._zone),
            lambda version, starts_on, before: SavedClassPlan(
                id=plan_id,
                version=version,
                plan=make(starts_on),
                starts_on=starts_on,
                before=before,
                created_at=now,
            ),
        )

    def show(self) -> SavedClassPlan:
        """The present version; raises NotFound where there is none."""
        return require_present(self._repository)

    def end(self) -> None:
        """Have no plan any more; raises NotFound where there is none."""
        end_present(self._repository, self._now())
