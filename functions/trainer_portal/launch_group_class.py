"""POST /v1/trainer/classes/{id}/launch: open the video room of a group class, and enter it.

The room is made once, however often it is launched, and closed fifteen minutes after the end.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, Ended, InvalidState, VideoNotConfigured, VideoUnavailable
from stvos.group_classes.launching import ClassRooms
from stvos.models import Empty
from stvos.rooms.answers import LaunchedAnswer


@endpoint(
    who="T",
    feature="coach_connect",
    body=Empty,
    raises=(InvalidState, Ended, Conflict, VideoNotConfigured, VideoUnavailable),
)
def handler(request: Request[Empty, Account]) -> LaunchedAnswer:
    return LaunchedAnswer.of(ClassRooms.of(request.caller).launch(request.path_id("id")))
