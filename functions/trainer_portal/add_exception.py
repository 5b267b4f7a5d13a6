"""POST /v1/trainer/availability/exceptions: take time off, or work extra hours.

Time off wins over extra hours; without times it is whole days. Where it falls on bookings or
group classes, it is refused with their lists, `bookings` and `groupClasses`, or, with
`"resolve": "cancel"`, cancels them all.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, HasBookings
from stvos.trainer_portal.time_off import TimeOff
from stvos.trainers.answers import ExceptionEnvelope
from stvos.trainers.requests import ExceptionBody


@endpoint(
    who="T",
    feature="coach_connect",
    body=ExceptionBody,
    status=HTTPStatus.CREATED,
    raises=(HasBookings, Conflict),
)
def handler(request: Request[ExceptionBody, Account]) -> ExceptionEnvelope:
    return ExceptionEnvelope.of(TimeOff.of(request.caller).add(request.body))
