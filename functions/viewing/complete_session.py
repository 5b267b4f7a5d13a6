"""POST /v1/sessions/{id}/complete: end a session.

It is `completed` only from 90 % watched, else `ended`. Where the class has no `durationSeconds`, a
`positionSeconds` of at least 80 % of the listed length is taken for the video's end, and 90 % of
that completes it. Ending it twice changes nothing.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.viewing.answers import SessionAnswer
from stvos.viewing.requests import CompleteBody
from stvos.viewing.service import Viewings


@endpoint(who="U", feature="classes", body=CompleteBody, raises=(Conflict,))
def handler(request: Request[CompleteBody]) -> SessionAnswer:
    viewing = Viewings.of(request.principal)
    ended = viewing.end(request.path_id("id"), request.body.position_seconds)
    return SessionAnswer.of(ended)
