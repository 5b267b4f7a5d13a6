"""GET /v1/sessions: the member's viewing history, newest first.

`from` and `to` are days of the member's own zone. With `status`, a page may hold fewer items than
`limit` while there is a `nextCursor`.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.viewing.answers import SessionsAnswer
from stvos.viewing.requests import SessionsQuery
from stvos.viewing.service import Viewings


@endpoint(who="U", feature="classes", query=SessionsQuery)
def handler(request: Request[SessionsQuery, Account]) -> SessionsAnswer:
    zone = request.caller.settings.timezone
    sessions, cursor = Viewings.of(request.principal).history(request.query, zone)
    return SessionsAnswer.of(sessions, cursor)
