"""GET /v1/partner/billing/{month}/export: a month's lines as CSV, whose amounts add up to it."""

from http import HTTPStatus

from stvos.billing.files import COLUMNS, rows
from stvos.billing.portal import PartnerBills
from stvos.clock import utc_now
from stvos.endpoint import Request, endpoint
from stvos.keys import ClientId
from stvos.models import Query
from stvos.partners.spreadsheet_answers import Answered, answered
from stvos.partners.spreadsheet_files import SpreadsheetFiles
from stvos.partners.spreadsheets import CSV


@endpoint(who="P", also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[Query]) -> Answered:
    report = PartnerBills.of(request.staff).find(request.path_text("month"))
    name = f"billing-{report.month}" if report.finalised_at else f"billing-{report.month}-draft"
    files = SpreadsheetFiles.of(ClientId(request.staff.client_id), request.staff.partner_id)
    return answered(files, name, COLUMNS, rows(report), utc_now())
