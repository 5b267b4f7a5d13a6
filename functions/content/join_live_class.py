"""POST /v1/live/classes/{id}/join: enter a live class.

From ten minutes before the start until fifteen minutes after the end, once the class was launched.
The token is the member's own, to watch; joining again takes no second place.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClassFull, Ended, NotOpenYet, VideoNotConfigured
from stvos.live_classes.service import LiveRooms
from stvos.models import Empty
from stvos.rooms.answers import RoomAccessAnswer


@endpoint(
    who="U",
    feature="live_classes",
    body=Empty,
    raises=(NotOpenYet, Ended, ClassFull, VideoNotConfigured),
)
def handler(request: Request[Empty, Account]) -> RoomAccessAnswer:
    live_rooms = LiveRooms.of(request.principal.client)
    return RoomAccessAnswer.of(live_rooms.join(request.path_id("id"), request.caller))
