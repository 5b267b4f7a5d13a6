"""GET /v1/partner/members/export: the partner's members as CSV, in an order or by status.

A short list is answered itself. Of over 10,000 members, or 4 MB, it is a file behind a link: 202
with `running` until it is made, then with `ready` and the link, which works for an hour. Refused
(403) for a partner that sees its members in groups only.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.exports.sheets import Order, SheetKind
from stvos.exports.spreadsheet_answers import Answered
from stvos.exports.spreadsheet_service import Spreadsheets
from stvos.exports.spreadsheets import CSV
from stvos.usage.answers import MembersOrder


@endpoint(
    who="P",
    public=True,
    query=MembersOrder,
    also=(HTTPStatus.ACCEPTED,),
    produces=CSV,
    raises=(TooManyAttempts,),
)
def handler(request: Request[MembersOrder]) -> Answered:
    order = Order.of(request.staff, SheetKind.MEMBERS, request.query)
    return Spreadsheets.of_stack().answer(order)
