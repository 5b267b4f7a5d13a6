"""POST /v1/my-bookings/sessions/{id}/join: enter the video room of a session.

From ten minutes before the start until fifteen minutes after the end, once the trainer has launched
it. The token is the member's own.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.rooms import BookingRooms
from stvos.errors import Ended, InvalidState, NotOpenYet, VideoNotConfigured
from stvos.models import Empty
from stvos.rooms.answers import MeetingAccessAnswer


@endpoint(
    who="U",
    feature="coach_connect",
    body=Empty,
    raises=(InvalidState, NotOpenYet, Ended, VideoNotConfigured),
)
def handler(request: Request[Empty, Account]) -> MeetingAccessAnswer:
    access = BookingRooms.of(request.caller).join(request.path_id("id"))
    return MeetingAccessAnswer.of(access)
