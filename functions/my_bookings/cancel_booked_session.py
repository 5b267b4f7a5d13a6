"""POST /v1/my-bookings/sessions/{id}/cancel: give the time back, until the session begins.

How much of the price is given back is what the preview says at that moment.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.requests import ReasonBody
from stvos.bookings.service import Bookings
from stvos.errors import Conflict, InvalidState


@endpoint(who="U", feature="coach_connect", body=ReasonBody, raises=(InvalidState, Conflict))
def handler(request: Request[ReasonBody, Account]) -> BookingEnvelope:
    bookings = Bookings.of(request.caller)
    return BookingEnvelope.of(*bookings.cancel(request.path_id("id"), request.body.reason))
