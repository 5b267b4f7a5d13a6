"""GET /v1/users/me/daily-plan: what a day holds for the member, in their own zone.

The session of the workout plan, meals, classes, bookings, days of programmes, and water. What the
brand has not switched on is empty; a paused programme shows nothing.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.plans.day import DayPlans
from stvos.plans.day_answers import DailyPlanAnswer, DailyPlanQuery


@endpoint(who="U", agents="reads", public=True, query=DailyPlanQuery)
def handler(request: Request[DailyPlanQuery, Account]) -> DailyPlanAnswer:
    return DailyPlanAnswer.of(DayPlans.of(request.principal, request.caller).on(request.query.date))
