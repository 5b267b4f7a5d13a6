"""What class plans answer."""

import datetime as dt
from typing import Self
from zoneinfo import ZoneInfo

from stvos.ai.suggestions import GeneratedBy
from stvos.models import Answer, Id, Instant, OmittedIfNone
from stvos.plans.class_models import ClassOfPlan, ClassPlan, ClassPlanWeek, SavedClassPlan


class ClassOfPlanAnswer(Answer):
    """`day`: the weekday, 1 is Monday. `time`: HH:MM of the member's zone at which a live class
    starts; empty for a recorded one. `duration` in minutes.
    """

    day: int
    date: dt.date
    class_id: Id
    name: str
    time: str
    starts_at: OmittedIfNone[Instant] = None
    duration: int

    @classmethod
    def of(cls, planned: ClassOfPlan, zone: str) -> Self:
        at = planned.starts_at
        return cls(
            day=planned.date.isoweekday(),
            date=planned.date,
            class_id=planned.class_id,
            name=planned.name,
            time=f"{at.astimezone(ZoneInfo(zone)):%H:%M}" if at else "",
            starts_at=at,
            duration=planned.duration,
        )


class ClassPlanWeekAnswer(Answer):
    week: int
    days: list[ClassOfPlanAnswer]

    @classmethod
    def of(cls, week: ClassPlanWeek, zone: str) -> Self:
        return cls(week=week.week, days=[ClassOfPlanAnswer.of(one, zone) for one in week.classes])


class ClassPlanAnswer(Answer):
    """`id`, `version` and `startsOn` are those of a member's saved plan."""

    id: OmittedIfNone[Id] = None
    version: OmittedIfNone[int] = None
    starts_on: OmittedIfNone[dt.date] = None
    title: str
    generated_by: GeneratedBy
    weeks: list[ClassPlanWeekAnswer]

    @classmethod
    def of(cls, plan: ClassPlan, zone: str, saved: SavedClassPlan | None = None) -> Self:
        return cls(
            id=saved.id if saved else None,
            version=saved.version if saved else None,
            starts_on=saved.starts_on if saved else None,
            title=plan.title,
            generated_by=plan.generated_by,
            weeks=[ClassPlanWeekAnswer.of(week, zone) for week in plan.weeks],
        )


class ClassPlanEnvelope(Answer):
    class_plan: ClassPlanAnswer

    @classmethod
    def of(cls, plan: ClassPlan) -> Self:
        return cls(class_plan=ClassPlanAnswer.of(plan, "UTC"))

    @classmethod
    def of_saved(cls, saved: SavedClassPlan, zone: str) -> Self:
        return cls(class_plan=ClassPlanAnswer.of(saved.plan, zone, saved))
