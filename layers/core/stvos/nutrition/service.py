"""Rules by which a member keeps a nutrition plan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from stvos.ai.suggestions import Suggest, no_suggestions
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.ids import new_id
from stvos.nutrition.days import meals_of, meals_on
from stvos.nutrition.generating import generated
from stvos.nutrition.models import DayOfMeals, SavedPlan
from stvos.nutrition.repository import NutritionPlanRepository
from stvos.nutrition.requests import NutritionPlanBody, ShoppingQuery
from stvos.nutrition.shopping import ShoppingItem, shopping_list
from stvos.saved_plans.keeping import end_present, keep_first, keep_next, require_present
from stvos.saved_plans.stored_profile import naming_stored

if TYPE_CHECKING:
    from stvos.accounts.models import Account


class NutritionPlans:
    """The nutrition plan of one member, and its earlier versions."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        self._repository = NutritionPlanRepository(
            table, ClientId(account.client_id), UserId(account.id)
        )
        self._profile = account.profile
        self._zone = account.settings.timezone
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def create(self, body: NutritionPlanBody, suggest: Suggest = no_suggestions) -> SavedPlan:
        """Make the next version. It starts today, or tomorrow where today has its meals already.

        Raises InvalidInput with the reason where no plan fits.
        """
        return keep_next(self._repository, *self._next(body, suggest))

    def create_first(self) -> None:
        """Make a first plan of the stored profile, unless there is or was one. Raises InvalidInput
        where no plan fits.
        """
        keep_first(self._repository, *self._next(NutritionPlanBody(), no_suggestions))

    def _next(
        self, body: NutritionPlanBody, suggest: Suggest
    ) -> tuple[date, Callable[[int, date, int | None], SavedPlan]]:
        """The member's date, and how a version is made of its number, its first day, and the
        version that holds until then.
        """
        plan_id, now = new_id(), self._now()
        merged = body.model_copy(update={"user_profile": body.user_profile.over(self._profile)})
        with naming_stored(body.user_profile):
            plan = generated(merged, plan_id, suggest)
        return day_of(now, self._zone), lambda version, starts_on, before: SavedPlan(
            id=plan_id,
            version=version,
            plan=plan,
            starts_on=starts_on,
            before=before,
            created_at=now,
        )

    def show(self) -> SavedPlan:
        """The present version; raises NotFound where there is none."""
        return require_present(self._repository)

    def end(self) -> None:
        """Have no plan any more; raises NotFound where there is none."""
        end_present(self._repository, self._now())

    def on(self, day: date) -> DayOfMeals | None:
        """What the member eats on a date; None without a plan."""
        return meals_on(self._repository, day)

    def shopping(self, asked: ShoppingQuery) -> tuple[date, date, list[ShoppingItem]]:
        """From and to which date, and what to buy for them; raises NotFound without a plan, and
        InvalidInput."""
        saved = self.show()
        today = day_of(self._now(), self._zone)
        first, last = asked.span(max(today, saved.starts_on))
        dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
        days = [meals_of(self._repository, saved, day) for day in dates]
        return first, last, shopping_list(day for day in days if day)
