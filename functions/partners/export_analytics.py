"""GET /v1/partner/analytics/export: the series of the analytics as CSV."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.exports.answers import Answered
from stvos.exports.csv_files import CSV
from stvos.exports.service import Spreadsheets
from stvos.exports.sheets import Order
from stvos.partners.models import Staff
from stvos.usage.requests import AnalyticsQuery
from stvos.usage.sheets import ANALYTICS


@endpoint(
    who="P",
    query=AnalyticsQuery,
    also=(HTTPStatus.ACCEPTED, HTTPStatus.SEE_OTHER),
    produces=CSV,
    raises=(TooManyAttempts,),
)
def handler(request: Request[AnalyticsQuery, Staff]) -> Answered:
    staff = request.caller
    order = Order.of(staff.client_id, staff.partner_id, ANALYTICS, request.query)
    return Spreadsheets.of_stack().answer(order)
