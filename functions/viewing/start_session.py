"""POST /v1/sessions/start: start watching a class, or go on where it was left.

An open session of the class under 24 hours old is resumed (200); its player may count `seq`
from the start again. Otherwise a new one begins at the last position, or at the start where less
than 10 seconds are left.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, NotFound, PremiumRequired
from stvos.replies import WithStatus
from stvos.viewing.answers import SessionAnswer
from stvos.viewing.requests import StartBody
from stvos.viewing.service import Player


@endpoint(
    who="U",
    public=True,
    feature="classes",
    body=StartBody,
    status=HTTPStatus.CREATED,
    also=(HTTPStatus.OK,),
    raises=(NotFound, PremiumRequired, Conflict),
)
def handler(request: Request[StartBody, Account]) -> WithStatus[SessionAnswer]:
    started = Player.for_member(request.principal, request.caller).start(request.body)
    status = HTTPStatus.CREATED if started.is_new else HTTPStatus.OK
    return WithStatus(SessionAnswer.of(started.session), status)
