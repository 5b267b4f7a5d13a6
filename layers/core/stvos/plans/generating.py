"""From what a caller says of themselves to a workout plan."""

from hashlib import sha256
from typing import TYPE_CHECKING

from stvos.ai.suggestions import Candidate, Suggest, no_suggestions
from stvos.errors import InvalidInput
from stvos.exercises.library import search
from stvos.exercises.vocabulary import Contraindication, Level
from stvos.plans.requests import (
    TraineeBody,
    WorkoutPlanBody,
    WorkoutPreferencesBody,
    weeks_of,
)
from stvos.plans.splits import chosen_from, spread, weekdays
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import Intensity
from stvos.plans.words import aim_of, equipment_of, injuries_of, known_equipment, level_of
from stvos.plans.workout_models import WorkoutPlan
from stvos.plans.workouts import planned

if TYPE_CHECKING:
    from pydantic import BaseModel

    from stvos.accounts.models import Profile

_USUAL = Trainee()
_USUAL_DAYS = {Level.BEGINNER: 3, Level.INTERMEDIATE: 3, Level.ADVANCED: 4}
_NOT_AT_HIGH_INTENSITY = frozenset(
    {
        Contraindication.PREGNANCY,
        Contraindication.HIGH_BLOOD_PRESSURE,
        Contraindication.HEART_CONDITION,
    }
)


def generated(body: WorkoutPlanBody, seed: int, suggest: Suggest = no_suggestions) -> WorkoutPlan:
    """The plan for a profile and preferences. Raises InvalidInput with the reason, and then asks
    for no suggestion.
    """
    trainee = trainee_of(body)
    plan = planned(trainee, seed)
    offers = [
        Candidate(one.id, f"{one.name} ({one.pattern.value}, {one.level.value})")
        for one in search()
        if trainee.may_do(one)
    ]
    suggested = suggest("exercises", body.model_dump_json(exclude_none=True), offers)
    return planned(trainee, seed, suggested) if suggested else plan


def seed_of(body: "BaseModel") -> int:
    """A seed that is the same for the same request, where nothing else tells requests apart."""
    return int.from_bytes(sha256(body.model_dump_json().encode()).digest()[:8])


def over_stored(stored: "Profile", body: WorkoutPlanBody) -> WorkoutPlanBody:
    """The request with the stored profile where it says nothing. What the stored profile names as
    equipment and no exercise needs is left out, and its days where more are wished for.
    """
    equipment = [word for word in stored.equipment if known_equipment(word) is not None]
    days, wished = list(stored.workout_days), body.preferences.days_per_week
    if wished is not None and wished > len(weekdays(days)):
        days = []
    profile = body.user_profile.over(stored, equipment=equipment, workout_days=days)
    return body.model_copy(update={"user_profile": profile})


def trainee_of(body: WorkoutPlanBody) -> Trainee:
    """Whom a request describes; what is not said is as is safe for everybody."""
    profile, wished = body.user_profile, body.preferences
    level = level_of(profile.fitness_level)
    injuries = injuries_of(profile.injuries or (), "body.userProfile.injuries")
    hindrance = sorted(injuries & _NOT_AT_HIGH_INTENSITY)
    if wished.intensity is Intensity.HIGH and hindrance:
        raise InvalidInput.at(
            "body.preferences.intensity", f"must not be high with {' and '.join(hindrance)}"
        )
    if wished.equipment is not None:
        equipment = equipment_of(wished.equipment, "body.preferences.equipment")
    else:
        equipment = equipment_of(profile.equipment or (), "body.userProfile.equipment")
    return Trainee(
        days=_days(profile, wished, level),
        minutes=wished.session_duration or profile.session_duration or _USUAL.minutes,
        weeks=weeks_of(wished.duration),
        level=level,
        aim=aim_of([profile.fitness_goal or "", *(profile.goals or ())]),
        intensity=wished.intensity,
        equipment=equipment,
        injuries=injuries,
        age=profile.age or _USUAL.age,
    )


def _days(profile: TraineeBody, wished: WorkoutPreferencesBody, level: Level) -> tuple[int, ...]:
    available = weekdays(profile.workout_days or ())
    if not available:
        return spread(wished.days_per_week or _USUAL_DAYS[level])
    count = wished.days_per_week or len(available)
    if count > len(available):
        raise InvalidInput.at(
            "body.preferences.daysPerWeek", f"must be at most the {len(available)} workoutDays"
        )
    return chosen_from(available, count)
