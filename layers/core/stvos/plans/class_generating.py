"""Rules by which class plans are made of a brand's classes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from stvos.ai.suggestions import Candidate, Suggest, no_suggestions, suggestions_for
from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue_search.catalogue import current_catalogue
from stvos.catalogue_search.filters import Filter, Sort
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput
from stvos.identity.principal import Feature, Principal
from stvos.ids import new_id
from stvos.plans.class_models import DAYS_A_WEEK, ClassPlan, SavedClassPlan
from stvos.plans.class_planner import ClassesWanted, ClassOffer, planned_classes
from stvos.plans.class_requests import ClassPlanBody
from stvos.plans.class_service import ClassPlans
from stvos.plans.requests import weeks_of
from stvos.plans.splits import chosen_from, spread, weekdays
from stvos.plans.words import level_of

if TYPE_CHECKING:
    from stvos.accounts.models import Account, Profile

_USUAL_DAYS = 3
_MOST_RECORDED = 300


@dataclass(frozen=True, slots=True)
class ClassPlanner:
    """Makes class plans of what one brand has. `is_premium`: whether premium classes may be in."""

    table: Table
    principal: Principal
    is_premium: bool = False
    zone: str = "UTC"
    now: Clock = utc_now
    suggest: Suggest = no_suggestions

    @classmethod
    def of(cls, principal: Principal) -> Self:
        suggest = suggestions_for(principal.client, None)
        return cls(Table.of_stack(), principal, suggest=suggest)

    @classmethod
    def for_member(cls, principal: Principal, account: "Account") -> Self:
        """In the member's zone, with what they may see."""
        suggest = suggestions_for(principal.client, UserId(account.id))
        zone = account.settings.timezone
        return cls(Table.of_stack(), principal, account.premium, zone, suggest=suggest)

    def plan(self, body: ClassPlanBody, starts_on: date | None, seed: int) -> ClassPlan:
        """Raises InvalidInput with the reason where no plan fits."""
        now = self.now()
        wanted = ClassesWanted(
            starts_on=starts_on or day_of(now, self.zone),
            weeks=weeks_of(body.preferences.duration),
            days=_days(body),
            level=level_of(body.user_profile.fitness_level),
            minutes=body.preferences.session_duration,
            zone=self.zone,
            not_before=now,
        )
        classes = [*self._recorded(), *self._live(wanted)]
        plan = planned_classes(wanted, classes, seed)
        offers = [
            Candidate(one.id, f"{one.name} ({one.duration} minutes, {one.intensity})")
            for one in classes
        ]
        suggested = self.suggest("classes", body.model_dump_json(exclude_none=True), offers)
        return planned_classes(wanted, classes, seed, suggested) if suggested else plan

    def _recorded(self) -> list[ClassOffer]:
        """The most popular classes that are published."""
        page = current_catalogue(self.principal.client).browse(
            Filter(), Sort("popular"), page=1, limit=_MOST_RECORDED, now=self.now()
        )
        return [
            ClassOffer(one.id, one.name, one.duration, one.intensity, one.category_id)
            for one in (listed.record for listed in page.items)
            if self.is_premium or not one.is_premium
        ]

    def _live(self, wanted: ClassesWanted) -> list[ClassOffer]:
        """The live classes of the plan's time, where the brand has them."""
        if Feature.LIVE_CLASSES not in self.principal.features:
            return []
        last = wanted.not_before + timedelta(days=DAYS_A_WEEK * wanted.weeks + 2)
        found = LiveClassRepository(self.table, self.principal.client).on_or_after(
            wanted.not_before, last
        )
        return [
            ClassOffer(
                one.id, one.name, one.duration, one.intensity, one.category_id or 0, one.starts_at
            )
            for one in found
            if self.is_premium or not one.is_premium
        ]


def keep_class_plan(
    principal: Principal, account: "Account", body: ClassPlanBody
) -> SavedClassPlan:
    """Make the member's next class plan. Raises InvalidInput with the reason where none fits."""
    planner, plan_id = ClassPlanner.for_member(principal, account), new_id()
    wanted = _over_stored(account.profile, body)
    return ClassPlans.of(account).create(plan_id, lambda day: planner.plan(wanted, day, plan_id))


def _over_stored(stored: "Profile", body: ClassPlanBody) -> ClassPlanBody:
    """The request with the stored level and days where it says none, and wants no more of them."""
    said, wished = body.user_profile, body.preferences.days_per_week
    days = list(stored.workout_days) if (wished or 1) <= len(stored.workout_days) else None
    known = {
        "fitness_level": said.fitness_level or stored.fitness_level,
        "available_days": said.available_days or days,
    }
    return body.model_copy(update={"user_profile": said.model_copy(update=known)})


def _days(body: ClassPlanBody) -> tuple[int, ...]:
    free = body.preferences.available_days or body.user_profile.available_days or ()
    days = weekdays(free)
    wished = body.preferences.days_per_week
    if not days:
        return spread(wished or _USUAL_DAYS)
    if wished is not None and wished > len(days):
        raise InvalidInput.at(
            "body.preferences.daysPerWeek", f"must be at most the {len(days)} availableDays"
        )
    return chosen_from(days, wished or len(days))
