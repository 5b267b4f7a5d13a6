"""GET /v1/calendar/{token}: a member's sessions as a calendar (RFC 5545), `<token>.ics`.

From 90 days back on, with what was cancelled. Times are in UTC. `ETag` changes with each change;
with the same in `If-None-Match` the answer is 304.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.calendars.feed import CalendarFeeds
from stvos.errors import TooManyAttempts
from stvos.models import Query
from stvos.replies import Raw

_CALENDAR = "text/calendar"


@endpoint(
    who="-",
    also=(HTTPStatus.NOT_MODIFIED,),
    raises=(TooManyAttempts,),
    produces=_CALENDAR,
    head=True,
)
def handler(request: Request[Query]) -> Raw:
    feed = CalendarFeeds.of(request.principal).require(request.path_text("token"))
    is_known = feed.is_known(request.header("If-None-Match"))
    headers = {"ETag": feed.tag, "Cache-Control": "private, no-cache"}
    if is_known:
        return Raw("", _CALENDAR, headers, HTTPStatus.NOT_MODIFIED)
    return Raw(feed.text, f"{_CALENDAR}; charset=utf-8", headers)
