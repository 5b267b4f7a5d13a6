"""GET /v1/my-bookings/sessions: the member's one-to-one sessions.

`when=upcoming` lists what is not over, soonest first; otherwise the latest first.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookedSessionsAnswer
from stvos.bookings.requests import BookedSessionsQuery
from stvos.bookings.service import Bookings


@endpoint(who="U", agents="reads", public=True, feature="coach_connect", query=BookedSessionsQuery)
def handler(request: Request[BookedSessionsQuery, Account]) -> BookedSessionsAnswer:
    return BookedSessionsAnswer.of(*Bookings.of(request.caller).page(request.query))
