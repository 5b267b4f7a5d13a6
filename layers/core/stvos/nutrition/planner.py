"""The planner: days of real dishes that meet a member's targets and keep to what they do not eat.

The same request and seed give the same plan.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from stvos.errors import InvalidInput
from stvos.foods.nutrients import PerPortion, total
from stvos.nutrition.dishes import Dish, dishes
from stvos.nutrition.portions import Portioned, portioned
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.targets import Targets
from stvos.nutrition.vocabulary import MealType

WINDOW = 3
"""On so many days after one another no dish comes twice."""

_SHARES = {
    MealType.BREAKFAST: 0.25,
    MealType.LUNCH: 0.35,
    MealType.DINNER: 0.30,
    MealType.SNACK: 0.10,
}
_TRIES_FOR_A_DAY = 150
_TRIES_FOR_A_PLAN = 5
# How strongly dishes that were served least are preferred.
_PREFERENCE = 1.6
_PREFERENCE_OF_SUGGESTED = 3.0


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is to be: `meals` in the order of the day, a snack perhaps more than once."""

    targets: Targets
    restrictions: Restrictions = field(default_factory=Restrictions)
    meals: tuple[MealType, ...] = tuple(MealType)
    days: int = 7


@dataclass(frozen=True, slots=True)
class ChosenMeal:
    meal_type: MealType
    portioned: Portioned


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """`day`: from 1."""

    day: int
    meals: tuple[ChosenMeal, ...]

    @property
    def totals(self) -> PerPortion:
        return total([meal.portioned.nutrition for meal in self.meals])


def plan(
    request: PlanRequest, seed: int, suggested: frozenset[int] = frozenset()
) -> list[ChosenDay]:
    """Days that meet the request, rather of dishes that were suggested. Raises InvalidInput with
    the reason where no dishes do.
    """
    pools = _pools(request)
    for attempt in range(_TRIES_FOR_A_PLAN):
        # S311: a plan is varied by chance, not kept secret by it.
        found = _days(request, pools, Random(f"{seed}/{attempt}"), suggested)  # noqa: S311
        if found is not None:
            return found
    targets = request.targets
    raise InvalidInput.at(
        "body.preferences",
        f"no dishes that are left make {targets.calories:.0f} kcal a day with "
        f"{targets.protein:.0f} g of protein, {targets.carbs:.0f} g of carbohydrates and "
        f"{targets.fat:.0f} g of fat in {len(request.meals)} meals",
    )


def _pools(request: PlanRequest) -> dict[MealType, list[Dish]]:
    """The dishes that may be served at each meal; raises InvalidInput where they are too few."""
    allowed = [dish for dish in dishes().values() if request.restrictions.allow(dish)]
    pools = {meal: [dish for dish in allowed if meal in dish.meals] for meal in request.meals}
    for meal, pool in pools.items():
        # Lunch and dinner are chosen from the same dishes.
        rivals = [other for other in request.meals if any(other in d.meals for d in pool)]
        needed = min(request.days, WINDOW) * len(rivals)
        if len(pool) < needed:
            raise InvalidInput.at(
                "body.userProfile",
                f"diets and allergies leave {len(pool)} dishes for {meal.value}; {needed} are "
                f"needed, so that none comes twice in {WINDOW} days",
            )
    return pools


def _days(
    request: PlanRequest,
    pools: dict[MealType, list[Dish]],
    chance: Random,
    suggested: frozenset[int],
) -> list[ChosenDay] | None:
    days: list[ChosenDay] = []
    preference = _PREFERENCE_OF_SUGGESTED if suggested else _PREFERENCE
    # What was not suggested counts as served once already.
    served: Counter[int] = Counter(
        {dish.id for pool in pools.values() for dish in pool} - suggested if suggested else ()
    )
    recent: list[set[int]] = []
    for number in range(1, request.days + 1):
        barred = set().union(*recent[-(WINDOW - 1) :])
        meals = _day(request, pools, barred, served, chance, preference)
        if meals is None:
            return None
        today = {meal.portioned.dish.id for meal in meals}
        recent.append(today)
        served.update(today)
        days.append(ChosenDay(number, meals))
    return days


def _day(
    request: PlanRequest,
    pools: dict[MealType, list[Dish]],
    barred: set[int],
    served: Counter[int],
    chance: Random,
    preference: float,
) -> tuple[ChosenMeal, ...] | None:
    """A day's meals without the dishes that are barred."""
    open_pools = {}
    for meal, pool in pools.items():
        left = [dish for dish in pool if dish.id not in barred]
        chance.shuffle(left)
        open_pools[meal] = sorted(left, key=lambda dish: served[dish.id])
    shares = _shares(request.meals)
    for _ in range(_TRIES_FOR_A_DAY):
        chosen = _choice([open_pools[meal] for meal in request.meals], chance, preference)
        if chosen is None:
            continue
        found = portioned(chosen, shares, request.targets)
        if found is not None:
            meals = zip(request.meals, found, strict=True)
            return tuple(ChosenMeal(meal, dish) for meal, dish in meals)
    return None


def _choice(
    pools: Sequence[Sequence[Dish]], chance: Random, preference: float
) -> list[Dish] | None:
    """A dish of each pool, rather of its beginning; None where one came twice or none is left."""
    if not all(pools):
        return None
    chosen = [pool[int(len(pool) * chance.random() ** preference)] for pool in pools]
    return chosen if len({dish.id for dish in chosen}) == len(chosen) else None


def _shares(meals: Sequence[MealType]) -> list[float]:
    """Each meal's share of the day's energy."""
    whole = sum(_SHARES[meal] for meal in meals)
    return [_SHARES[meal] / whole for meal in meals]
