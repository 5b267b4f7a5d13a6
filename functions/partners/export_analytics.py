"""GET /v1/partner/analytics/export: the series of the analytics as CSV."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.exports.sheets import Order, SheetKind
from stvos.exports.spreadsheet_answers import Answered
from stvos.exports.spreadsheet_service import Spreadsheets
from stvos.exports.spreadsheets import CSV
from stvos.usage.answers import AnalyticsQuery


@endpoint(
    who="P",
    query=AnalyticsQuery,
    also=(HTTPStatus.ACCEPTED,),
    produces=CSV,
    raises=(TooManyAttempts,),
)
def handler(request: Request[AnalyticsQuery]) -> Answered:
    order = Order.of(request.staff, SheetKind.ANALYTICS, request.query)
    return Spreadsheets.of_stack().answer(order)
