"""GET /v1/partner/billing/{month}/export: a month's lines as CSV, whose amounts add up to it."""

from http import HTTPStatus

from stvos.billing.sheet import export
from stvos.endpoint import Request, endpoint
from stvos.models import Query
from stvos.partners.spreadsheet_answers import Answered
from stvos.partners.spreadsheets import CSV


@endpoint(who="P", also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[Query]) -> Answered:
    return export(request.staff, request.path_text("month"))
