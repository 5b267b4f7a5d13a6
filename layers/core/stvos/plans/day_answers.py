"""What the daily plan answers."""

from datetime import date, datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from stvos.bookings.models import Booking
from stvos.models import Answer, Id, OmittedIfNone, Query
from stvos.models import Day as DateOfQuery
from stvos.nutrition.answers import PlanMealAnswer
from stvos.plans.answers import PlanExerciseAnswer
from stvos.plans.day import Booked, DayPlan, PlannedClass, PlannedSession
from stvos.programmes.answers import ProgrammeDayAnswer
from stvos.programmes.daily import PlannedDay


class DailyPlanQuery(Query):
    """A date of the member's zone; today unless given."""

    date: DateOfQuery | None = None


class DailyWorkoutAnswer(Answer):
    """A day of rest has no name and no exercises. It is logged with this `planId`, `week` and
    `day`.
    """

    plan_id: OmittedIfNone[Id] = None
    week: OmittedIfNone[int] = None
    day: OmittedIfNone[int] = None
    name: str = ""
    duration: OmittedIfNone[int] = None
    exercises: list[PlanExerciseAnswer]

    @classmethod
    def of(cls, planned: PlannedSession | None) -> Self:
        if planned is None:
            return cls(exercises=[])
        return cls(
            plan_id=planned.plan.id,
            week=planned.week,
            day=planned.session.day,
            name=planned.session.name,
            duration=planned.session.minutes,
            exercises=[PlanExerciseAnswer.of(one) for one in planned.session.exercises],
        )


class DailyProgrammeAnswer(Answer):
    """The day of a programme. What is done is logged with `planId`: the subscription's id."""

    plan_id: Id
    programme_id: Id
    programme: str
    week: int
    content: ProgrammeDayAnswer

    @classmethod
    def of(cls, planned: PlannedDay) -> Self:
        return cls(
            plan_id=planned.subscription.id,
            programme_id=planned.programme.id,
            programme=planned.programme.name,
            week=planned.week,
            content=ProgrammeDayAnswer.model_validate(planned.content),
        )


class DailyClassAnswer(Answer):
    """`time`: HH:MM of the member's zone; empty for a class that is recorded."""

    id: Id
    name: str
    time: str
    duration: int

    @classmethod
    def of(cls, planned: PlannedClass, zone: str) -> Self:
        time = _time(planned.starts_at, zone) if planned.starts_at else ""
        return cls(id=planned.id, name=planned.name, time=time, duration=planned.duration)


class DailyBookingAnswer(Answer):
    """`time`: HH:MM of the member's zone. `duration` in minutes. `status`: of the booking of a
    session, or of the seat in a group class.
    """

    id: Id
    kind: Literal["session", "group_class"]
    name: str
    time: str
    duration: int
    status: str

    @classmethod
    def of(cls, booked: Booked, zone: str) -> Self:
        if isinstance(booked, Booking):
            kind: Literal["session", "group_class"] = "session"
            name, duration = booked.service_name, booked.duration
            status = booked.status.value
        else:
            kind = "group_class"
            name, duration = booked.group_class.name, booked.group_class.duration
            status = booked.seat.status.value
        return cls(
            id=booked.id,
            kind=kind,
            name=name,
            time=_time(booked.starts_at, zone),
            duration=duration,
            status=status,
        )


class DailyWaterAnswer(Answer):
    goal_ml: int
    logged_ml: int


class DailyPlanAnswer(Answer):
    date: date
    workout: DailyWorkoutAnswer
    meals: list[PlanMealAnswer]
    classes: list[DailyClassAnswer]
    bookings: list[DailyBookingAnswer]
    programmes: list[DailyProgrammeAnswer]
    water: DailyWaterAnswer

    @classmethod
    def of(cls, plan: DayPlan) -> Self:
        return cls(
            date=plan.date,
            workout=DailyWorkoutAnswer.of(plan.workout),
            meals=[PlanMealAnswer.of(meal) for meal in plan.meals.meals] if plan.meals else [],
            classes=[DailyClassAnswer.of(one, plan.zone) for one in plan.classes],
            bookings=[DailyBookingAnswer.of(one, plan.zone) for one in plan.bookings],
            programmes=[DailyProgrammeAnswer.of(one) for one in plan.programmes],
            water=DailyWaterAnswer(goal_ml=plan.water_goal_ml, logged_ml=plan.water_logged_ml),
        )


def _time(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"
