"""GET /v1/my-bookings/sessions/{id}/cancellation-preview: what cancelling would do now."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import CancellationAnswer
from stvos.bookings.service import Bookings
from stvos.models import Query


@endpoint(who="U", feature="coach_connect")
def handler(request: Request[Query, Account]) -> CancellationAnswer:
    bookings = Bookings.of(request.caller)
    return CancellationAnswer.of(bookings.cancellation(request.path_id("id")))
