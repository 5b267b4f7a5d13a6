"""GET /v1/partner/billing/{month}/export: a month's lines as CSV, whose amounts add up to it."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.billing.sheet import export
from stvos.exports.spreadsheet_answers import Answered
from stvos.exports.spreadsheets import CSV
from stvos.models import Query


@endpoint(who="P", also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[Query]) -> Answered:
    return export(request.staff, request.path_text("month"))
