"""GET /v1/partner/billing/{month}/export: a month's lines as CSV, whose amounts add up to it."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.billing.sheet import export
from stvos.exports.answers import Answered
from stvos.exports.csv_files import CSV
from stvos.models import Query
from stvos.partners.models import Staff


@endpoint(who="P", also=(HTTPStatus.ACCEPTED, HTTPStatus.SEE_OTHER), produces=CSV)
def handler(request: Request[Query, Staff]) -> Answered:
    return export(request.caller, request.path_text("month"))
