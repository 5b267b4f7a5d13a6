"""A workout plan as it is made and stored.

What an exercise is and how it is done is read from the library by its id.
"""

from datetime import date

from stvos.ai.suggestions import GeneratedBy
from stvos.exercises.vocabulary import Contraindication, Equipment, Level
from stvos.models import Entity
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import Intensity, Part, TrainingAim
from stvos.saved_plans.models import Saved

DAYS_A_WEEK = 7


class PlanExercise(Entity):
    """`effort`: the rating of perceived exertion to reach, of 10."""

    exercise_id: int
    part: Part
    sets: int
    reps: str
    rest_time: str
    effort: int


class PlanSession(Entity):
    """`day`: the weekday, 1 is Monday. `minutes`: how long it takes."""

    day: int
    name: str
    minutes: int
    exercises: tuple[PlanExercise, ...]


class PlanWeek(Entity):
    week: int
    lighter: bool
    days: tuple[PlanSession, ...]


class PlanFor(Entity):
    """What the plan was made by; a swap keeps to it."""

    days: tuple[int, ...]
    minutes: int
    level: Level
    aim: TrainingAim
    intensity: Intensity
    equipment: tuple[Equipment, ...]
    injuries: tuple[Contraindication, ...]
    age: int

    def trainee(self, weeks: int, injuries: frozenset[Contraindication]) -> Trainee:
        """Whom it was made for, with the injuries that came since."""
        return Trainee(
            days=self.days,
            minutes=self.minutes,
            weeks=weeks,
            level=self.level,
            aim=self.aim,
            intensity=self.intensity,
            equipment=frozenset(self.equipment),
            injuries=injuries.union(self.injuries),
            age=self.age,
        )


class WorkoutPlan(Entity):
    title: str
    description: str
    generated_by: GeneratedBy = "planner"
    made_for: PlanFor
    weeks: tuple[PlanWeek, ...]


class SavedWorkoutPlan(Saved):
    """A version of a member's workout plan. Each seven days from its start are a week, in which
    every weekday comes once.
    """

    plan: WorkoutPlan

    @property
    def days(self) -> int:
        return DAYS_A_WEEK * len(self.plan.weeks)

    def on(self, day: date) -> PlanSession | None:
        """The session of a date; None on a day of rest and outside the plan's weeks."""
        if not self.holds_on(day):
            return None
        week = self.plan.weeks[self.week_on(day) - 1]
        return next((one for one in week.days if one.day == day.isoweekday()), None)

    def week_on(self, day: date) -> int:
        """The number of the week that a date is in."""
        return (day - self.starts_on).days // DAYS_A_WEEK + 1
