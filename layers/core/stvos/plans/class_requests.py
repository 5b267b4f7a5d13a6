"""What is asked for when class plans are made."""

from typing import Annotated

from pydantic import Field

from stvos.accounts.requests import PersonBody, Weekday
from stvos.models import Body
from stvos.plans.requests import DaysAWeek, Minutes, Weeks

_Weekdays = Annotated[list[Weekday], Field(max_length=7)]


class ClassGoerBody(PersonBody):
    """Whom the plan is for; no field is required."""

    available_days: _Weekdays | None = None


class ClassPreferencesBody(Body):
    """`sessionDuration`: how long a class may be. `daysPerWeek`: among the days that are free."""

    days_per_week: DaysAWeek | None = None
    duration: Weeks = "4 weeks"
    session_duration: Minutes | None = None
    available_days: _Weekdays | None = None


class ClassPlanBody(Body):
    """A profile, over the stored one where there is one, and preferences."""

    user_profile: ClassGoerBody = Field(default_factory=ClassGoerBody)
    preferences: ClassPreferencesBody = Field(default_factory=ClassPreferencesBody)
