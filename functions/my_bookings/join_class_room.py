"""POST /v1/my-bookings/classes/{id}/join: enter the video room of a group class.

With a seat in it, from ten minutes before the start until fifteen minutes after the end, once the
trainer has launched it. The token is the member's own; in a class of more than fifty seats members
see and hear the trainer, and are not seen.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Ended, InvalidState, NotOpenYet, VideoNotConfigured
from stvos.group_classes.launching import ClassRooms
from stvos.models import Empty
from stvos.rooms.answers import MeetingAccessAnswer


@endpoint(
    who="U",
    feature="coach_connect",
    body=Empty,
    raises=(InvalidState, NotOpenYet, Ended, VideoNotConfigured),
)
def handler(request: Request[Empty, Account]) -> MeetingAccessAnswer:
    return MeetingAccessAnswer.of(ClassRooms.of(request.caller).join(request.path_id("id")))
