"""The planner of classes: weeks of what a brand has, recorded and live, by a seed.

A live class is planned for the time at which it is held, a recorded one for any day. Intensity goes
by level, and no class comes twice before the others had their turn.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from stvos.errors import Conflict, InvalidInput
from stvos.exercises.vocabulary import Level
from stvos.plans.class_models import DAYS_A_WEEK, ClassOfPlan, ClassPlan, ClassPlanWeek

_A_DAY = timedelta(days=1)
# A class may be so much longer than the wished length.
_LONGER = 1.1
_SUITABLE = {
    Level.BEGINNER: ("low", "medium"),
    Level.INTERMEDIATE: ("medium", "low", "high"),
    Level.ADVANCED: ("high", "medium", "low"),
}


@dataclass(frozen=True, slots=True)
class ClassOffer:
    """A class that may be planned. `starts_at`: of a live one."""

    id: int
    name: str
    duration: int
    intensity: str
    category_id: int
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClassesWanted:
    """`days`: weekdays, 1 is Monday. `minutes`: the longest that is wanted, None for any.
    `not_before`: a live class starts after it.
    """

    starts_on: date
    weeks: int
    days: tuple[int, ...]
    level: Level
    minutes: int | None
    zone: str
    not_before: datetime


def planned_classes(
    wanted: ClassesWanted,
    offers: Sequence[ClassOffer],
    seed: int,
    suggested: frozenset[int] = frozenset(),
) -> ClassPlan:
    """The plan, rather of classes that were suggested; raises InvalidInput where no class fits, and
    Conflict where there is none.
    """
    if not offers:
        raise Conflict("The catalogue has no classes yet.")
    fitting = [one for one in offers if _fits(one, wanted)]
    recorded = [one for one in fitting if one.starts_at is None]
    live: dict[date, list[ClassOffer]] = {}
    for one in fitting:
        if one.starts_at is not None and one.starts_at > wanted.not_before:
            live.setdefault(one.starts_at.astimezone(ZoneInfo(wanted.zone)).date(), []).append(one)
    # S311: a plan is varied by chance, not kept secret by it.
    chance = Random(seed)  # noqa: S311
    used: Counter[int] = Counter()
    categories: Counter[int] = Counter()
    weeks = []
    for number in range(wanted.weeks):
        first = wanted.starts_on + number * DAYS_A_WEEK * _A_DAY
        dates = [first + n * _A_DAY for n in range(DAYS_A_WEEK)]
        classes = []
        for day in (day for day in dates if day.isoweekday() in wanted.days):
            pool = live.get(day) or recorded
            if not pool:
                continue
            best = min(
                pool,
                key=lambda one: (
                    used[one.id],
                    one.id not in suggested,
                    _SUITABLE[wanted.level].index(one.intensity),
                    categories[one.category_id],
                    chance.random(),
                ),
            )
            used[best.id] += 1
            categories[best.category_id] += 1
            classes.append(
                ClassOfPlan(
                    date=day,
                    class_id=best.id,
                    name=best.name,
                    duration=best.duration,
                    starts_at=best.starts_at,
                )
            )
        weeks.append(ClassPlanWeek(week=number + 1, classes=tuple(classes)))
    if not any(week.classes for week in weeks):
        raise InvalidInput.at(
            "body.preferences", "no class of the catalogue is short and gentle enough for them"
        )
    length = f"{wanted.weeks} {'week' if wanted.weeks == 1 else 'weeks'}"
    return ClassPlan(
        title=f"{length} of classes",
        generated_by="vertex" if suggested else "planner",
        weeks=tuple(weeks),
    )


def _fits(one: ClassOffer, wanted: ClassesWanted) -> bool:
    is_short = wanted.minutes is None or one.duration <= wanted.minutes * _LONGER
    return is_short and one.intensity in _SUITABLE[wanted.level]
