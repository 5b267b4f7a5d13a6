"""Rules by which a member keeps a workout plan."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Self

from stvos.ai.suggestions import Suggest, no_suggestions
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import NotFound
from stvos.ids import new_id
from stvos.plans.generating import generated, over_stored
from stvos.plans.repository import PlanPage, PlanRepository
from stvos.plans.requests import HistoryQuery, SwapBody, WorkoutPlanBody
from stvos.plans.swapping import swapped
from stvos.plans.words import injuries_of
from stvos.plans.workout_models import SavedWorkoutPlan
from stvos.saved_plans.keeping import end_present, keep_first, keep_next, require_present
from stvos.saved_plans.models import PlanChanged
from stvos.saved_plans.stored_profile import naming_stored

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4


class WorkoutPlans:
    """The workout plan of one member, and its earlier versions."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        tenant, member = ClientId(account.client_id), UserId(account.id)
        self.repository = PlanRepository(table, tenant, member, "workout", SavedWorkoutPlan)
        self._profile = account.profile
        self._zone = account.settings.timezone
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def create(self, body: WorkoutPlanBody, suggest: Suggest = no_suggestions) -> SavedWorkoutPlan:
        """Make the next version. It starts today, or tomorrow where today belongs to another.

        Raises InvalidInput with the reason where no plan fits.
        """
        return keep_next(self.repository, *self._next(body, suggest))

    def create_first(self) -> None:
        """Make a first plan of the stored profile, unless there is or was one. Raises InvalidInput
        where no plan fits.
        """
        keep_first(self.repository, *self._next(WorkoutPlanBody(), no_suggestions))

    def _next(
        self, body: WorkoutPlanBody, suggest: Suggest
    ) -> tuple[date, Callable[[int, date, int | None], SavedWorkoutPlan]]:
        """The member's date, and how a version is made of its number, its first day, and the
        version that holds until then.
        """
        plan_id, now = new_id(), self._now()
        with naming_stored(body.user_profile):
            plan = generated(over_stored(self._profile, body), plan_id, suggest)
        return day_of(now, self._zone), lambda version, starts_on, before: SavedWorkoutPlan(
            id=plan_id,
            version=version,
            plan=plan,
            starts_on=starts_on,
            before=before,
            created_at=now,
        )

    def show(self) -> SavedWorkoutPlan:
        """The present version; raises NotFound where there is none."""
        return require_present(self.repository)

    def swap(self, body: SwapBody) -> SavedWorkoutPlan:
        """Change one exercise; raises NotFound without a plan, and InvalidInput."""
        with naming_stored():
            injuries = injuries_of(self._profile.injuries, "body.userProfile.injuries")
        for _ in range(_TRIES):
            stored = self.repository.present()
            if stored is None or stored.saved.ended_at:
                raise NotFound
            before = stored.saved
            if stored.is_own:
                return before  # This request, sent again.
            plan = swapped(before.plan, body, injuries, seed=before.id + before.revision)
            after = before.model_copy(update={"plan": plan, "revision": before.revision + 1})
            try:
                self.repository.change(before, after)
            except PlanChanged:
                continue
            return after
        raise PlanChanged("The plan is being changed; try again.")

    def end(self) -> None:
        """Have no plan any more; raises NotFound where there is none."""
        end_present(self.repository, self._now())

    def earlier(self, asked: HistoryQuery) -> PlanPage[SavedWorkoutPlan]:
        """Versions that were replaced or ended, the newest first."""
        return self.repository.earlier(asked.limit, asked.after(self.repository.span))
