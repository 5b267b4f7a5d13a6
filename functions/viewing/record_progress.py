"""POST /v1/sessions/{id}/progress: a heartbeat of the player, every 30 seconds.

Watch time is the length of the union of played stretches, so a repeated, reordered or replayed
heartbeat never counts twice. Without `segments` a heartbeat plays the way from the last position,
at most twice the time since then; with them, at most that and five minutes more (half the class,
if that is less). A heartbeat with a `seq` not newer than the last one moves no position, but what
is new in its segments counts. `playedAt` says when the last of it was played, where that was not
just now: time is measured up to it, and what was watched belongs to its day. A session completes
itself at 90 % watched; an ended one under 24 hours old is reopened.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.viewing.answers import SessionProgressAnswer
from stvos.viewing.requests import ProgressBody
from stvos.viewing.service import Viewings


@endpoint(
    who="U",
    public=True,
    feature="classes",
    body=ProgressBody,
    raises=(Conflict,),
    checks_account=False,
)
def handler(request: Request[ProgressBody]) -> SessionProgressAnswer:
    viewing = Viewings.of(request.principal)
    return SessionProgressAnswer.of(viewing.heartbeat(request.path_id("id"), request.body))
