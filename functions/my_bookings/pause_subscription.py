"""POST /v1/my-bookings/programmes/{id}/pause: stop the days of a programme for a while.

With `until` it goes on by itself on that date of the member's zone. Today comes again then: a day
counts unless it ended in a pause.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.programmes.answers import SubscriptionEnvelope
from stvos.programmes.requests import PauseBody
from stvos.programmes.service import MemberProgrammes


@endpoint(who="U", feature="coach_connect", body=PauseBody, raises=(InvalidState, Conflict))
def handler(request: Request[PauseBody, Account]) -> SubscriptionEnvelope:
    programmes = MemberProgrammes.of(request.caller)
    return SubscriptionEnvelope.of(programmes.pause(request.path_id("id"), request.body))
