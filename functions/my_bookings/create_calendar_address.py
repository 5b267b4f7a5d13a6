"""POST /v1/my-bookings/calendar: an address by which calendar programs read the member's sessions.

It needs no credentials. Asking again makes a new address and ends the one before.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.calendars.addresses import CalendarAddresses
from stvos.calendars.answers import CalendarAddressAnswer
from stvos.errors import Conflict
from stvos.models import Query


@endpoint(who="U", feature="coach_connect", raises=(Conflict,))
def handler(request: Request[Query, Account]) -> CalendarAddressAnswer:
    token = CalendarAddresses.of(request.caller).renew()
    return CalendarAddressAnswer(url=request.url_of(f"/v1/calendar/{token}.ics"))
