"""What workout plans answer."""

from datetime import date
from typing import Self

from stvos.ai.suggestions import GeneratedBy
from stvos.exercises.library import require_exercise
from stvos.models import Answer, Id, Instant, OmittedIfNone
from stvos.paging import CursorPage, cursor_of
from stvos.plans.repository import PlanPage
from stvos.plans.vocabulary import Part
from stvos.plans.workout_models import (
    PlanExercise,
    PlanSession,
    PlanWeek,
    SavedWorkoutPlan,
    WorkoutPlan,
)


class PlanExerciseAnswer(Answer):
    """`effort`: the perceived exertion to reach, of 10. `part`: what it does in the session."""

    exercise_id: Id
    name: str
    part: Part
    sets: int
    reps: str
    rest_time: str
    effort: int
    instructions: str

    @classmethod
    def of(cls, planned: PlanExercise) -> Self:
        exercise = require_exercise(planned.exercise_id)
        return cls(
            exercise_id=planned.exercise_id,
            name=exercise.name,
            part=planned.part,
            sets=planned.sets,
            reps=planned.reps,
            rest_time=planned.rest_time,
            effort=planned.effort,
            instructions=exercise.instructions,
        )


class PlanSessionAnswer(Answer):
    """`day`: the weekday, 1 is Monday. `duration` in minutes."""

    day: int
    name: str
    duration: int
    exercises: list[PlanExerciseAnswer]

    @classmethod
    def of(cls, session: PlanSession) -> Self:
        return cls(
            day=session.day,
            name=session.name,
            duration=session.minutes,
            exercises=[PlanExerciseAnswer.of(one) for one in session.exercises],
        )


class PlanWeekAnswer(Answer):
    """Seven days from the plan's start on. `lighter`: to recover in."""

    week: int
    lighter: bool
    days: list[PlanSessionAnswer]

    @classmethod
    def of(cls, week: PlanWeek) -> Self:
        days = [PlanSessionAnswer.of(one) for one in week.days]
        return cls(week=week.week, lighter=week.lighter, days=days)


class WorkoutPlanAnswer(Answer):
    """`id`, `version`, `startsOn`, `createdAt` and `endedAt` are those of a member's saved plan."""

    id: OmittedIfNone[Id] = None
    version: OmittedIfNone[int] = None
    starts_on: OmittedIfNone[date] = None
    created_at: OmittedIfNone[Instant] = None
    ended_at: OmittedIfNone[Instant] = None
    title: str
    description: str
    duration: str
    days_per_week: int
    generated_by: GeneratedBy
    weeks: list[PlanWeekAnswer]

    @classmethod
    def of(cls, plan: WorkoutPlan, saved: SavedWorkoutPlan | None = None) -> Self:
        length = len(plan.weeks)
        return cls(
            id=saved.id if saved else None,
            version=saved.version if saved else None,
            starts_on=saved.starts_on if saved else None,
            created_at=saved.created_at if saved else None,
            ended_at=saved.ended_at if saved else None,
            title=plan.title,
            description=plan.description,
            duration=f"{length} {'week' if length == 1 else 'weeks'}",
            days_per_week=len(plan.made_for.days),
            generated_by=plan.generated_by,
            weeks=[PlanWeekAnswer.of(week) for week in plan.weeks],
        )


class WorkoutPlanEnvelope(Answer):
    workout_plan: WorkoutPlanAnswer

    @classmethod
    def of(cls, plan: WorkoutPlan) -> Self:
        return cls(workout_plan=WorkoutPlanAnswer.of(plan))

    @classmethod
    def of_saved(cls, saved: SavedWorkoutPlan) -> Self:
        return cls(workout_plan=WorkoutPlanAnswer.of(saved.plan, saved))


class WorkoutPlansAnswer(CursorPage):
    items: list[WorkoutPlanAnswer]

    @classmethod
    def of(cls, page: PlanPage[SavedWorkoutPlan]) -> Self:
        items = [WorkoutPlanAnswer.of(saved.plan, saved) for saved in page.plans]
        return cls(items=items, next_cursor=cursor_of(page.after))
