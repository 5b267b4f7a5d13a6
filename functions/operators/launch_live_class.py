"""POST /v1/admin/clients/{id}/live-classes/{liveId}/launch: open the room of a live class.

The token is the trainer's, who is seen and heard. The room is made once, however often it is
launched, and closed fifteen minutes after the end.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, Ended, VideoNotConfigured, VideoUnavailable
from stvos.models import Empty
from stvos.operators.live_launches import LiveLaunches
from stvos.rooms.answers import RoomAccessAnswer


@endpoint(who="A", body=Empty, raises=(Conflict, Ended, VideoNotConfigured, VideoUnavailable))
def handler(request: Request[Empty]) -> RoomAccessAnswer:
    launches = LiveLaunches.of(request.principal, request.path_id("id"))
    return RoomAccessAnswer.of(launches.launch(request.path_id("liveId")))
