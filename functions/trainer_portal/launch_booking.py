"""POST /v1/trainer/bookings/{id}/launch: open the video room of a session, and enter it.

The room is made once, however often it is launched, and closed fifteen minutes after the end.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.rooms import BookingRooms
from stvos.errors import Conflict, Ended, InvalidState, VideoNotConfigured, VideoUnavailable
from stvos.models import Empty
from stvos.rooms.answers import LaunchedAnswer


@endpoint(
    who="T",
    feature="coach_connect",
    body=Empty,
    raises=(InvalidState, Ended, Conflict, VideoNotConfigured, VideoUnavailable),
)
def handler(request: Request[Empty, Account]) -> LaunchedAnswer:
    access = BookingRooms.of(request.caller).launch(request.path_id("id"))
    return LaunchedAnswer.of(access)
