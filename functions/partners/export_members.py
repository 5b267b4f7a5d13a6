"""GET /v1/partner/members/export: the partner's members as CSV, in an order or by status.

A short list is answered itself. Of over 10,000 members, or 4 MB, it is a file behind a link: 202
with `running` until it is made, then with `ready` and the link, which works for an hour. Refused
(403) for a partner that sees its members in groups only.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.exports.answers import Answered
from stvos.exports.csv_files import CSV
from stvos.exports.service import Spreadsheets
from stvos.exports.sheets import Order
from stvos.partners.models import Staff
from stvos.usage.requests import MembersOrder
from stvos.usage.sheets import MEMBERS


@endpoint(
    who="P",
    public=True,
    query=MembersOrder,
    also=(HTTPStatus.ACCEPTED, HTTPStatus.SEE_OTHER),
    produces=CSV,
    raises=(TooManyAttempts,),
)
def handler(request: Request[MembersOrder, Staff]) -> Answered:
    staff = request.caller
    order = Order.of(staff.client_id, staff.partner_id, MEMBERS, request.query)
    return Spreadsheets.of_stack().answer(order)
