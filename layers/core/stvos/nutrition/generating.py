"""From what a caller says of themselves to a plan."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256

from stvos.ai.suggestions import Candidate, Suggest, no_suggestions
from stvos.errors import InvalidInput
from stvos.nutrition.dishes import dishes
from stvos.nutrition.models import NutritionPlan
from stvos.nutrition.planner import PlanRequest, plan
from stvos.nutrition.requests import EaterBody, NutritionPlanBody, NutritionPreferencesBody, days_of
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.targets import Eater, Targets, lowest_energy
from stvos.nutrition.vocabulary import Aim, MealType

_MALE = frozenset({"male", "m", "man", "boy"})
_FEMALE = frozenset({"female", "f", "woman", "girl"})
_LOSING = ("lose", "loss", "slim", "fat", "cut", "lean")
_GAINING = ("gain", "muscle", "bulk", "mass", "build", "strength", "stronger")
_TRAINING_DAYS = {"beginner": 2, "intermediate": 3, "advanced": 5}
_USUAL = Eater()


def generated(
    body: NutritionPlanBody, seed: int, suggest: Suggest = no_suggestions
) -> NutritionPlan:
    """The plan for a profile and request. Raises InvalidInput with the reason where none fits, and
    then asks for no suggestion.
    """
    person = person_of(body.user_profile)
    targets = Targets.of(person, _wished_energy(person, body.preferences))
    restrictions = Restrictions.of_words(
        body.user_profile.dietary_restrictions or (),
        body.user_profile.allergies or (),
        "body.userProfile",
    )
    meals = tuple(body.preferences.meal_types or MealType)
    request = PlanRequest(targets, restrictions, meals, days_of(body.preferences.duration))
    days = plan(request, seed)
    offers = [Candidate(one.id, one.name) for one in dishes().values() if restrictions.allow(one)]
    suggested = suggest("dishes", body.model_dump_json(exclude_none=True), offers)
    if suggested:
        # Of what was suggested the targets may not be met.
        with suppress(InvalidInput):
            return NutritionPlan.of(plan(request, seed, suggested), targets, "vertex")
    return NutritionPlan.of(days, targets)


def seed_of(body: NutritionPlanBody) -> int:
    """A seed that is the same for the same request, where nothing else tells requests apart."""
    return int.from_bytes(sha256(body.model_dump_json().encode()).digest()[:8])


def person_of(profile: EaterBody) -> Eater:
    """Whom the profile describes; what is not said is as it is with most."""
    return Eater(
        age=profile.age or _USUAL.age,
        is_male=_is_male(profile.gender),
        height=profile.height or _USUAL.height,
        weight=profile.weight or _USUAL.weight,
        training_days=_training_days(profile),
        aim=_aim([profile.fitness_goal or "", *(profile.goals or ())]),
        is_pregnant=any("pregnan" in word.casefold() for word in profile.injuries or ()),
    )


def _is_male(gender: str | None) -> bool | None:
    word = (gender or "").strip().casefold()
    return True if word in _MALE else False if word in _FEMALE else None


def _training_days(profile: EaterBody) -> int:
    if profile.workout_days is not None:
        return len({day.strip().casefold() for day in profile.workout_days})
    return _TRAINING_DAYS.get((profile.fitness_level or "").casefold(), _USUAL.training_days)


def _aim(goals: Iterable[str]) -> Aim:
    """The first goal that says anything of weight."""
    for goal in goals:
        folded = goal.casefold()
        if any(word in folded for word in _LOSING):
            return Aim.LOSE
        if any(word in folded for word in _GAINING):
            return Aim.GAIN
    return Aim.KEEP


def _wished_energy(person: Eater, preferences: NutritionPreferencesBody) -> float | None:
    wished = preferences.target_calories
    floor = lowest_energy(person)
    if wished is not None and wished < floor:
        raise InvalidInput.at(
            "body.preferences.targetCalories", f"must be at least {floor:.0f} kcal for this profile"
        )
    return wished
