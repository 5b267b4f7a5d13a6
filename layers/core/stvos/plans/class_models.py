"""A class plan as it is made and stored."""

from datetime import date, datetime

from stvos.ai.suggestions import GeneratedBy
from stvos.models import Entity
from stvos.saved_plans.models import Saved

DAYS_A_WEEK = 7


class ClassOfPlan(Entity):
    """A class of a date. `starts_at`: of a live one; the others are recorded."""

    date: date
    class_id: int
    name: str
    duration: int
    starts_at: datetime | None = None


class ClassPlanWeek(Entity):
    """Seven days from the plan's start on."""

    week: int
    classes: tuple[ClassOfPlan, ...]


class ClassPlan(Entity):
    title: str
    generated_by: GeneratedBy = "planner"
    weeks: tuple[ClassPlanWeek, ...]


class SavedClassPlan(Saved):
    """A version of a member's class plan."""

    plan: ClassPlan

    @property
    def days(self) -> int:
        return DAYS_A_WEEK * len(self.plan.weeks)

    def on(self, day: date) -> ClassOfPlan | None:
        """The class of a date."""
        classes = (one for week in self.plan.weeks for one in week.classes)
        return next((one for one in classes if one.date == day), None)
