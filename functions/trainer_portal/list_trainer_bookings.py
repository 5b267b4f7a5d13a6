"""GET /v1/trainer/bookings: the trainer's one-to-one sessions, soonest first.

`from` and `to` are days of the trainer's zone; without `from`, from today on.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import TrainerBookingsAnswer
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.requests import TrainerBookingsQuery


@endpoint(who="T", feature="coach_connect", query=TrainerBookingsQuery)
def handler(request: Request[TrainerBookingsQuery, Account]) -> TrainerBookingsAnswer:
    return TrainerBookingsAnswer.of(*TrainerBookings.of(request.caller).page(request.query))
